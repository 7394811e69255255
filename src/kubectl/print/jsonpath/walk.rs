//! What a path finds in a value, and values as texts.

use super::Step;
use crate::kubectl::print::format::json_text;
use serde_json::Value;
use std::cmp::Ordering;

pub(super) fn walk<'a>(path: &[Step], value: &'a Value) -> Result<Vec<&'a Value>, String> {
    let mut found = vec![value];
    for step in path {
        let mut next = Vec::new();
        for value in found {
            next.extend(take(step, value)?);
        }
        found = next;
    }
    Ok(found)
}

fn take<'a>(step: &Step, value: &'a Value) -> Result<Vec<&'a Value>, String> {
    let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
    let length = i64::try_from(items.len()).unwrap_or_default();
    let placed = |at: i64| if at < 0 { at + length } else { at };
    Ok(match step {
        Step::Field(name) => value.get(name.replace('\u{0}', ".")).into_iter().collect(),
        Step::Index(index) => {
            let found = usize::try_from(placed(*index))
                .ok()
                .and_then(|at| items.get(at));
            if found.is_none() && value.is_array() {
                return Err(format!(
                    "array index out of bounds: index {index}, length {length}"
                ));
            }
            found.into_iter().collect()
        }
        Step::Slice(from, to, by) => {
            let place = |at: i64| usize::try_from(placed(at).clamp(0, length)).unwrap_or(0);
            let (from, to) = (from.map_or(0, place), to.map_or(items.len(), place));
            items
                .get(from..to)
                .into_iter()
                .flatten()
                .step_by(*by)
                .collect()
        }
        Step::Union(paths) => {
            let mut found = Vec::new();
            for path in paths {
                found.extend(walk(path, value)?);
            }
            found
        }
        Step::All => match value {
            Value::Array(items) => items.iter().collect(),
            Value::Object(fields) => fields.values().collect(),
            _ => vec![],
        },
        Step::Deep(name) => deep(name, value),
        Step::Filter { path, compared } => items
            .iter()
            .filter(|item| {
                let found = walk(path, item).unwrap_or_default();
                match (compared, found.first()) {
                    (None, found) => found.is_some(),
                    (Some(_), None) => false,
                    (Some((operator, wanted)), Some(found)) => compare(found, operator, wanted),
                }
            })
            .collect(),
    })
}

fn compare(found: &Value, operator: &str, wanted: &Value) -> bool {
    let order = match (found, wanted) {
        (Value::Number(one), Value::Number(other)) => one.as_f64().partial_cmp(&other.as_f64()),
        (Value::String(one), Value::String(other)) => Some(one.cmp(other)),
        _ => None,
    };
    match operator {
        "==" => found == wanted,
        "!=" => found != wanted,
        "<" => order.is_some_and(Ordering::is_lt),
        "<=" => order.is_some_and(Ordering::is_le),
        ">" => order.is_some_and(Ordering::is_gt),
        _ => order.is_some_and(Ordering::is_ge),
    }
}

/// A value as Go's `%#v` writes it.
pub(super) fn go_syntax(value: &Value) -> String {
    match value {
        Value::Null => "interface {}(nil)".to_owned(),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(go_syntax).collect();
            format!("[]interface {{}}{{{}}}", items.join(", "))
        }
        Value::Object(fields) => {
            let fields: Vec<String> = fields
                .iter()
                .map(|(key, value)| format!("{key:?}:{}", go_syntax(value)))
                .collect();
            format!("map[string]interface {{}}{{{}}}", fields.join(", "))
        }
        other => other.to_string(),
    }
}

fn deep<'a>(name: &str, value: &'a Value) -> Vec<&'a Value> {
    let mut found: Vec<&Value> = value.get(name).into_iter().collect();
    match value {
        Value::Array(items) => found.extend(items.iter().flat_map(|item| deep(name, item))),
        Value::Object(fields) => found.extend(fields.values().flat_map(|item| deep(name, item))),
        _ => {}
    }
    found
}

/// Strings bare, everything else as JSON on one line.
pub(super) fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(_) | Value::Array(_) => value.to_string(),
        other => json_text(other).trim_end().to_owned(),
    }
}
