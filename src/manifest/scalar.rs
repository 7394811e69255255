//! What a word without quotes means to kubectl, which reads YAML 1.1 where our parser reads 1.2.
//!
//! Models resolve.go of sigs.k8s.io/yaml's copy of go-yaml 2.

use serde_json::{Number, Value};

/// The meaning of an unquoted word that is neither null nor plain text to YAML 1.2, or `None`
/// where both versions agree.
#[must_use]
pub(super) fn reread(word: &str) -> Option<Value> {
    match word {
        "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => return Some(Value::Bool(true)),
        "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => return Some(Value::Bool(false)),
        _ => {}
    }
    let first = word.bytes().next()?;
    if !(first.is_ascii_digit() || matches!(first, b'+' | b'-' | b'.')) {
        return None;
    }
    let digits = word.replace('_', "");
    integer(&digits)
        .map(Value::Number)
        .or_else(|| float(&digits).map(Value::Number))
}

/// Whether an unquoted word would be text to kubectl.
#[must_use]
pub(super) fn is_text(word: &str) -> bool {
    let keyword = matches!(
        word,
        "" | "~"
            | "null"
            | "Null"
            | "NULL"
            | "true"
            | "True"
            | "TRUE"
            | "false"
            | "False"
            | "FALSE"
            | "<<"
            | ".inf"
            | ".Inf"
            | ".INF"
            | "+.inf"
            | "+.Inf"
            | "+.INF"
            | "-.inf"
            | "-.Inf"
            | "-.INF"
            | ".nan"
            | ".NaN"
            | ".NAN"
    );
    !keyword && reread(word).is_none() && !is_date(word) && !is_sexagesimal(word)
}

/// Go's `strconv.ParseInt(s, 0, 64)`: a leading zero means octal.
fn integer(word: &str) -> Option<Number> {
    let (negative, digits) = match word.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, word.strip_prefix('+').unwrap_or(word)),
    };
    let (radix, digits) = match digits.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, &digits[2..]),
        [b'0', b'b' | b'B', ..] => (2, &digits[2..]),
        [b'0', b'o' | b'O', ..] => (8, &digits[2..]),
        [b'0', _, ..] => (8, &digits[1..]),
        _ => (10, digits),
    };
    if digits.is_empty() || digits.starts_with(['+', '-']) {
        return None;
    }
    let size = u64::from_str_radix(digits, radix).ok()?;
    if negative {
        i64::try_from(-i128::from(size)).ok().map(Number::from)
    } else {
        Some(Number::from(size))
    }
}

/// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`, whole values as integers as Go's JSON does.
fn float(word: &str) -> Option<Number> {
    let shape = word
        .bytes()
        .all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b));
    let value: f64 = if shape {
        word.parse().ok()?
    } else {
        return None;
    };
    whole(value).or_else(|| Number::from_f64(value))
}

/// A float without a fraction as an integer: YAML's `1.0` reaches the server as `1`.
#[must_use]
pub(super) fn whole(value: f64) -> Option<Number> {
    const EXACT_MAX: f64 = 9_007_199_254_740_992.0;
    #[allow(
        clippy::cast_possible_truncation,
        reason = "guarded: whole and within 2^53"
    )]
    let number =
        (value.fract() == 0.0 && value.abs() <= EXACT_MAX).then(|| Number::from(value as i64));
    number
}

/// `2026-01-01` and the like: text to JSON, but quoted when printed.
fn is_date(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.len() >= 8
        && bytes[..4].iter().all(u8::is_ascii_digit)
        && bytes[4] == b'-'
        && bytes[5..]
            .iter()
            .all(|b| b.is_ascii_digit() || b"-:.tTzZ +".contains(b))
}

/// `190:20:30`, a number to base 60 in YAML 1.1: text to kubectl, which yet quotes it.
fn is_sexagesimal(word: &str) -> bool {
    let unsigned = word.strip_prefix(['+', '-']).unwrap_or(word);
    let mut groups = unsigned.split(':');
    let first = groups.next().unwrap_or_default();
    let mut rest = groups.peekable();
    first.starts_with(|c: char| c.is_ascii_digit())
        && first.bytes().all(|b| b.is_ascii_digit() || b == b'_')
        && rest.peek().is_some()
        && rest.all(|group| {
            let whole = group.split('.').next().unwrap_or_default();
            matches!(whole.len(), 1 | 2) && whole.bytes().all(|b| b.is_ascii_digit())
        })
}
