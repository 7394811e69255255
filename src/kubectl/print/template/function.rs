//! The functions of templates: text/template's own, and kubectl's `base64decode`.

use crate::cluster::api::base64;
use serde_json::Value;
use std::cmp::Ordering;

pub(super) const NAMES: [&str; 20] = [
    "and",
    "base64decode",
    "eq",
    "exists",
    "ge",
    "gt",
    "html",
    "index",
    "js",
    "le",
    "len",
    "lt",
    "ne",
    "not",
    "or",
    "print",
    "printf",
    "println",
    "slice",
    "urlquery",
];

/// Calls a function.
pub(super) fn call(name: &str, values: &[Value]) -> Result<Value, String> {
    let fail = |why: &str| {
        let place = format!("template: output:1:2: executing \"output\" at <{name}>");
        Err(format!("{place}: error calling {name}: {why}"))
    };
    Ok(match (name, values) {
        ("len", [value]) => Value::from(match value {
            Value::Array(items) => items.len(),
            Value::Object(fields) => fields.len(),
            Value::String(text) => text.len(),
            _ => return fail("len of nil pointer"),
        }),
        ("index", [value, keys @ ..]) => match index(value, keys) {
            Ok(found) => found,
            Err(why) => return fail(&why),
        },
        ("exists", [value, keys @ ..]) => {
            let found = keys.iter().try_fold(value, |value, key| match key {
                Value::String(key) => value.get(key),
                key => value.get(usize::try_from(key.as_u64()?).ok()?),
            });
            Value::from(found.is_some())
        }
        ("slice", [Value::String(text), bounds @ ..]) => {
            let at = |place: usize| bounds.get(place).and_then(Value::as_u64);
            let from = usize::try_from(at(0).unwrap_or(0)).unwrap_or(0);
            let to = at(1)
                .and_then(|to| usize::try_from(to).ok())
                .unwrap_or(text.len());
            match text.get(from..to) {
                Some(part) => Value::from(part),
                None => return fail(&format!("index out of range: {to}")),
            }
        }
        ("eq", [left, others @ ..]) => Value::from(
            others
                .iter()
                .any(|o| order(left, o) == Some(Ordering::Equal)),
        ),
        ("ne", [left, right]) => Value::from(order(left, right) != Some(Ordering::Equal)),
        ("lt" | "le" | "gt" | "ge", [left, right]) => match order(left, right) {
            None => return fail("incompatible types for comparison"),
            Some(order) => Value::from(match name {
                "lt" => order.is_lt(),
                "le" => order.is_le(),
                "gt" => order.is_gt(),
                _ => order.is_ge(),
            }),
        },
        ("not", [value]) => Value::from(!truth(value)),
        ("and", [.., last]) => values.iter().find(|v| !truth(v)).unwrap_or(last).clone(),
        ("or", [.., last]) => values.iter().find(|v| truth(v)).unwrap_or(last).clone(),
        ("print", values) => Value::from(spaced(values, false)),
        ("println", values) => Value::from(format!("{}\n", spaced(values, true))),
        ("printf", [format, rest @ ..]) => Value::from(printf(&go_text(format), rest)),
        ("base64decode", [value]) => match decode(&go_text(value)) {
            Ok(text) => Value::from(text),
            Err(at) => {
                return fail(&format!(
                    "base64 decode failed: illegal base64 data at input byte {at}"
                ));
            }
        },
        ("html" | "js" | "urlquery", values) => Value::from(escaped(name, &spaced(values, false))),
        _ => return fail("wrong number of args"),
    })
}

fn index(value: &Value, keys: &[Value]) -> Result<Value, String> {
    let mut found = value;
    for key in keys {
        found = match (found, key) {
            (Value::Array(items), key) => {
                let at = key.as_u64().and_then(|at| usize::try_from(at).ok());
                at.and_then(|at| items.get(at))
                    .ok_or_else(|| format!("index out of range: {key}"))?
            }
            (Value::Null, _) => return Err("index of untyped nil".to_owned()),
            (_, Value::String(key)) => found.get(key).unwrap_or(&Value::Null),
            _ => &Value::Null,
        };
    }
    Ok(found.clone())
}

fn order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Number(one), Value::Number(other)) => {
            if one.is_f64() != other.is_f64() {
                return None;
            }
            one.as_f64()?.partial_cmp(&other.as_f64()?)
        }
        (Value::String(one), Value::String(other)) => Some(one.cmp(other)),
        (one, other) => (one == other).then_some(Ordering::Equal),
    }
}

/// Go puts spaces between operands when neither is a text, `println` always.
fn spaced(values: &[Value], always: bool) -> String {
    let mut text = String::new();
    let mut last: Option<&Value> = None;
    for value in values {
        if let Some(last) = last
            && (always || (!last.is_string() && !value.is_string()))
        {
            text.push(' ');
        }
        text.push_str(&go_text(value));
        last = Some(value);
    }
    text
}

/// The widest a field may be asked to be, and the most digits behind a point.
const WIDTH_MAX: usize = 10_000;
const DIGITS_MAX: usize = 100;

/// `%s %d %v %q %-10s %05d %t %x %f %%`, as far as people write them for kubectl.
fn printf(format: &str, values: &[Value]) -> String {
    let mut text = String::new();
    let mut values = values.iter();
    let mut letters = format.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            text.push(letter);
            continue;
        }
        let (mut flags, mut width) = (String::new(), String::new());
        while let Some(flag) = letters.next_if(|c| matches!(c, '-' | '+' | '0' | ' ' | '#')) {
            flags.push(flag);
        }
        while let Some(digit) = letters.next_if(|c| c.is_ascii_digit() || *c == '.') {
            width.push(digit);
        }
        let Some(verb) = letters.next() else {
            text.push_str("%!(NOVERB)");
            break;
        };
        if verb == '%' {
            text.push('%');
            continue;
        }
        let Some(value) = values.next() else {
            text.push_str(&format!("%!{verb}(MISSING)"));
            continue;
        };
        let shown = verb_text(verb, value);
        let (width, precision) = width.split_once('.').unwrap_or((&width, ""));
        let shown = match (verb, precision.parse::<usize>()) {
            ('s' | 'v', Ok(most)) => shown.chars().take(most).collect(),
            ('f', Ok(digits)) => {
                let digits = digits.min(DIGITS_MAX);
                format!("{:.digits$}", value.as_f64().unwrap_or_default())
            }
            _ => shown,
        };
        let width = width.parse::<usize>().unwrap_or(0).min(WIDTH_MAX);
        text.push_str(&match () {
            () if flags.contains('-') => format!("{shown:<width$}"),
            () if flags.contains('0') && value.is_number() => format!("{shown:0>width$}"),
            () => format!("{shown:>width$}"),
        });
    }
    text
}

fn verb_text(verb: char, value: &Value) -> String {
    match (verb, value) {
        ('q', Value::String(text)) => format!("{text:?}"),
        ('d', Value::Number(number)) => number.to_string(),
        ('x', Value::Number(number)) => format!("{:x}", number.as_i64().unwrap_or_default()),
        ('f', Value::Number(number)) => format!("{:.6}", number.as_f64().unwrap_or_default()),
        ('d', Value::String(text)) => format!("%!d(string={text})"),
        ('s', Value::Number(number)) => format!("%!s(int64={number})"),
        ('s', Value::Bool(yes)) => format!("%!s(bool={yes})"),
        ('s' | 'd', Value::Null) => format!("%!{verb}(<nil>)"),
        ('v', Value::Null) => "<nil>".to_owned(),
        _ => go_text(value),
    }
}

fn escaped(name: &str, text: &str) -> String {
    let one = |letter: char| match (name, letter) {
        ("html", '&') => "&amp;".to_owned(),
        ("html", '<') => "&lt;".to_owned(),
        ("html", '>') => "&gt;".to_owned(),
        ("html", '"') => "&#34;".to_owned(),
        ("html", '\'') => "&#39;".to_owned(),
        ("js", '\'' | '"' | '\\') => format!("\\{letter}"),
        ("js", '<' | '>' | '&' | '=') => format!("\\u{:04X}", u32::from(letter)),
        ("js", '\n') => "\\u000A".to_owned(),
        ("urlquery", ' ') => "+".to_owned(),
        ("urlquery", other)
            if !other.is_ascii_alphanumeric() && !matches!(other, '-' | '_' | '.' | '~') =>
        {
            let mut bytes = [0; 4];
            let bytes = other.encode_utf8(&mut bytes).bytes();
            bytes.map(|byte| format!("%{byte:02X}")).collect()
        }
        (_, other) => other.to_string(),
    };
    text.chars().map(one).collect()
}

/// Base64 as Go's standard encoding reads it; the place of the first letter that does not belong.
fn decode(text: &str) -> Result<String, usize> {
    let text: Vec<u8> = text
        .bytes()
        .filter(|byte| !matches!(byte, b'\n' | b'\r'))
        .collect();
    let body = text
        .iter()
        .position(|byte| *byte == b'=')
        .unwrap_or(text.len());
    let bytes = base64::decode(text[..body].iter().copied())?;
    if !text.len().is_multiple_of(4) {
        return Err(text.len());
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

pub(super) fn truth(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(yes) => *yes,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
    }
}

/// A value as Go's fmt prints it: `map[a:1 b:2]`, `[a b]`.
pub(in crate::kubectl::print) fn go_text(value: &Value) -> String {
    match value {
        Value::Null => "<no value>".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(go_text).collect();
            format!("[{}]", items.join(" "))
        }
        Value::Object(fields) => {
            let pairs: Vec<String> = fields
                .iter()
                .map(|(key, value)| format!("{key}:{}", go_text(value)))
                .collect();
            format!("map[{}]", pairs.join(" "))
        }
        other => other.to_string(),
    }
}
