//! YAML as kubectl writes it: keys sorted, lists not indented, strings quoted only where they
//! would be read as something else (sigs.k8s.io/yaml, go-yaml 2).

use serde_json::Value;

/// A whole document, ended by a line end.
#[must_use]
pub fn print(value: &Value) -> String {
    let mut text = String::new();
    match value {
        Value::Object(fields) if !fields.is_empty() => mapping(&mut text, fields, 0),
        Value::Array(items) if !items.is_empty() => sequence(&mut text, items, 0),
        other => {
            text.push_str(&scalar(other, 0));
            text.push('\n');
        }
    }
    text
}

fn mapping(text: &mut String, fields: &serde_json::Map<String, Value>, indent: usize) {
    let mut sorted: Vec<(&String, &Value)> = fields.iter().collect();
    sorted.sort_by_key(|(key, _)| *key);
    for (at, (key, value)) in sorted.into_iter().enumerate() {
        // The first key of a mapping inside a list stands behind the dash.
        if at > 0 || text.is_empty() || text.ends_with('\n') {
            text.extend(std::iter::repeat_n(' ', indent));
        }
        text.push_str(&quoted(key, indent));
        text.push(':');
        entry(text, value, indent);
    }
}

/// What stands after `key:`.
fn entry(text: &mut String, value: &Value, indent: usize) {
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            text.push('\n');
            mapping(text, fields, indent + 2);
        }
        Value::Array(items) if !items.is_empty() => {
            text.push('\n');
            sequence(text, items, indent);
        }
        other => {
            text.push(' ');
            text.push_str(&scalar(other, indent));
            text.push('\n');
        }
    }
}

fn sequence(text: &mut String, items: &[Value], indent: usize) {
    for (at, item) in items.iter().enumerate() {
        if at > 0 || text.is_empty() || text.ends_with('\n') {
            text.extend(std::iter::repeat_n(' ', indent));
        }
        text.push_str("- ");
        match item {
            Value::Object(fields) if !fields.is_empty() => mapping(text, fields, indent + 2),
            Value::Array(items) if !items.is_empty() => sequence(text, items, indent + 2),
            other => {
                text.push_str(&scalar(other, indent));
                text.push('\n');
            }
        }
    }
}

fn scalar(value: &Value, indent: usize) -> String {
    match value {
        Value::String(string) => quoted(string, indent),
        Value::Object(_) => "{}".to_owned(),
        Value::Array(_) => "[]".to_owned(),
        other => other.to_string(),
    }
}

/// A string in the lightest style that reads back as the same string.
fn quoted(string: &str, indent: usize) -> String {
    if string.contains('\n') && !string.contains(|c: char| c.is_control() && c != '\n' && c != '\t')
    {
        return block(string, indent);
    }
    if string.contains(char::is_control) || reads_as_something_else(string) {
        return serde_json::to_string(string).unwrap_or_default();
    }
    if needs_quotes(string) {
        format!("'{}'", string.replace('\'', "''"))
    } else {
        string.to_owned()
    }
}

/// Several lines: a literal block.
fn block(string: &str, indent: usize) -> String {
    let keep = match (
        string.ends_with("\n\n") || string == "\n",
        string.ends_with('\n'),
    ) {
        (true, _) => "+",
        (false, true) => "",
        (false, false) => "-",
    };
    let hint = if string.starts_with([' ', '\n']) {
        "2"
    } else {
        ""
    };
    let mut text = format!("|{hint}{keep}");
    let body = string.strip_suffix('\n').unwrap_or(string);
    for line in body.split('\n') {
        text.push('\n');
        if !line.is_empty() {
            text.extend(std::iter::repeat_n(' ', indent + 2));
            text.push_str(line);
        }
    }
    text
}

/// Strings a reader would take for a number, a truth value, a date or nothing: double-quoted.
fn reads_as_something_else(string: &str) -> bool {
    const WORDS: [&str; 14] = [
        "", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", ".inf", "-.inf",
        ".nan",
    ];
    if WORDS.contains(&string.to_ascii_lowercase().as_str()) || string == "<<" {
        return true;
    }
    let plain = string.replace('_', "");
    let number = plain.strip_prefix(['-', '+']).unwrap_or(&plain);
    let starts = number.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let radix = |prefix: &str, base: u32| {
        number.strip_prefix(prefix).is_some_and(|digits| {
            !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(base))
        })
    };
    (starts && number.parse::<f64>().is_ok())
        || radix("0x", 16)
        || radix("0b", 2)
        || radix("0o", 8)
        || sexagesimal(number)
        || date(string)
}

/// `1:30`: an old way to write 90, which go-yaml still guards against.
fn sexagesimal(number: &str) -> bool {
    let mut parts = number.split(':');
    let digits = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    number.contains(':') && parts.all(digits)
}

/// `2026-01-01` and `2026-01-01T00:00:00Z`.
fn date(string: &str) -> bool {
    let bytes = string.as_bytes();
    bytes.len() >= 10
        && bytes[..10].iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
        && (bytes.len() == 10 || matches!(bytes[10], b'T' | b't' | b' '))
}

/// Strings with characters that mean something in YAML: single-quoted.
fn needs_quotes(string: &str) -> bool {
    let first = string.chars().next().unwrap_or_default();
    let mark = "-?:".contains(first) && string.chars().nth(1).is_none_or(|next| next == ' ');
    mark || ",[]{}#&*!|>'\"%@`".contains(first)
        || string.starts_with("---")
        || string.starts_with("...")
        || string.starts_with(' ')
        || string.ends_with(' ')
        || string.ends_with(':')
        || string.contains(": ")
        || string.contains(" #")
}
