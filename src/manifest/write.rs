//! Objects as text, the way `kubectl -o yaml` prints them.
//!
//! Models sigs.k8s.io/yaml: keys in go-yaml's natural order, two spaces, lists not indented under
//! their key, long lines folded at 80 columns.

use super::quote::{Place, scalar};
use crate::cluster::api::{Object, sort};
use serde_json::{Map, Value};
use std::cmp::Ordering;

/// The object as YAML; `managedFields` are never shown.
#[must_use]
pub fn write(object: &Object) -> String {
    let mut value = object.to_value();
    if let Some(meta) = value.get_mut("metadata").and_then(Value::as_object_mut) {
        meta.remove("managedFields");
    }
    write_value(&value)
}

/// Any JSON value as YAML.
#[must_use]
pub fn write_value(value: &Value) -> String {
    let mut out = String::new();
    match value {
        Value::Object(map) if !map.is_empty() => entries(map, 0, &mut out),
        Value::Array(items) if !items.is_empty() => list(items, 0, &mut out),
        other => {
            inline(other, 0, &mut out);
            out.push('\n');
        }
    }
    out
}

/// A map whose first key is already indented.
fn entries(map: &Map<String, Value>, indent: usize, out: &mut String) {
    let mut sorted: Vec<_> = map.iter().collect();
    sort::by(&mut sorted, |left, right| natural_order(left.0, right.0));
    for (number, (key, value)) in sorted.into_iter().enumerate() {
        if number > 0 {
            pad(indent, out);
        }
        scalar(key, Place::Key, indent, out);
        out.push(':');
        match value {
            Value::Object(map) if !map.is_empty() => {
                out.push('\n');
                pad(indent + 2, out);
                entries(map, indent + 2, out);
            }
            Value::Array(items) if !items.is_empty() => {
                out.push('\n');
                pad(indent, out);
                list(items, indent, out);
            }
            other => {
                out.push(' ');
                inline(other, indent, out);
                out.push('\n');
            }
        }
    }
}

/// A list whose first dash is already indented.
fn list(items: &[Value], indent: usize, out: &mut String) {
    for (number, item) in items.iter().enumerate() {
        if number > 0 {
            pad(indent, out);
        }
        out.push_str("- ");
        match item {
            Value::Object(map) if !map.is_empty() => entries(map, indent + 2, out),
            Value::Array(items) if !items.is_empty() => list(items, indent + 2, out),
            other => {
                inline(other, indent, out);
                out.push('\n');
            }
        }
    }
}

/// What fits behind a key or a dash.
fn inline(value: &Value, indent: usize, out: &mut String) {
    match value {
        Value::String(text) => scalar(text, Place::Value, indent, out),
        Value::Array(_) => out.push_str("[]"),
        Value::Object(_) => out.push_str("{}"),
        other => out.push_str(&other.to_string()),
    }
}

fn pad(indent: usize, out: &mut String) {
    out.extend(std::iter::repeat_n(' ', indent));
}

/// go-yaml's order of keys: letters by code, other characters before letters, runs of digits by the
/// number they mean.
fn natural_order(left: &str, right: &str) -> Ordering {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let Some(at) = (0..left.len().min(right.len())).find(|&at| left[at] != right[at]) else {
        return left.len().cmp(&right.len());
    };
    match (left[at].is_alphabetic(), right[at].is_alphabetic()) {
        (true, true) => return left[at].cmp(&right[at]),
        (false, true) => return Ordering::Less,
        (true, false) => return Ordering::Greater,
        (false, false) => {}
    }
    // Zeros inside a number count, zeros before it do not.
    let inside = (left[at] == '0' || right[at] == '0')
        && left[..at]
            .iter()
            .rev()
            .take_while(|c| c.is_ascii_digit())
            .any(|&c| c != '0');
    let number = |text: &[char]| {
        let digits = text[at..].iter().take_while(|c| c.is_ascii_digit());
        let (value, length) = digits.fold((u64::from(inside), 0), |(value, length), digit| {
            let digit = u64::from(digit.to_digit(10).unwrap_or_default());
            (value.saturating_mul(10).saturating_add(digit), length + 1)
        });
        (value, length)
    };
    number(&left)
        .cmp(&number(&right))
        .then(left[at].cmp(&right[at]))
}
