//! How Go prints the values that upstream puts into error texts.

use serde_json::Value;
use std::fmt::Write;

/// A decoded JSON value by `%+v`: `map[spec:map[replicas:3]]`.
#[must_use]
pub fn print(value: &Value) -> String {
    let mut text = String::new();
    write(value, &mut text);
    text
}

/// What the converter from maps to types says where Go's JSON decoder would say `told`.
///
/// Models apimachinery/pkg/runtime/converter.go.
#[must_use]
pub fn conversion_error(told: &str) -> String {
    let parts = told
        .strip_prefix("json: cannot unmarshal ")
        .and_then(|rest| {
            Some((
                rest.split_once(" into ")?.0,
                rest.rsplit_once(" of type ")?.1,
            ))
        });
    let Some((found, wanted)) = parts else {
        return told.to_owned();
    };
    let found = match found.split(' ').next().unwrap_or_default() {
        "number" if found.contains('.') => "float64",
        "number" => "int64",
        "array" => "slice",
        "object" => "map",
        other => other,
    };
    let is_struct = |name: &str| name.chars().next().is_some_and(char::is_uppercase);
    match wanted {
        "int32" | "int64" | "float64" | "bool" | "string" => format!("unrecognized type: {wanted}"),
        _ if wanted.starts_with("[]") => format!("cannot restore slice from {found}"),
        _ if wanted.starts_with("map[") || wanted == "v1.ResourceList" => {
            format!("cannot restore map from {found}")
        }
        // Enumerations are texts with names of their own.
        _ if matches!(found, "map" | "slice")
            || !wanted.strip_prefix("v1.").is_some_and(is_struct) =>
        {
            "unrecognized type: string".to_owned()
        }
        _ => format!("cannot restore struct from: {found}"),
    }
}

fn write(value: &Value, text: &mut String) {
    match value {
        Value::Null => text.push_str("<nil>"),
        Value::String(inner) => text.push_str(inner),
        Value::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                text.push_str(if index == 0 { "" } else { " " });
                write(item, text);
            }
            text.push(']');
        }
        Value::Object(map) => {
            text.push_str("map[");
            // serde_json keeps keys in order, as Go does when it prints.
            for (index, (key, item)) in map.iter().enumerate() {
                text.push_str(if index == 0 { "" } else { " " });
                let _ = write!(text, "{key}:");
                write(item, text);
            }
            text.push(']');
        }
        Value::Bool(_) | Value::Number(_) => {
            let _ = write!(text, "{value}");
        }
    }
}
