//! The difference shown below some refusals.

use serde::Serialize;
use serde_json::Value;

/// The fields that differ, as lines of `-` and `+`. Upstream prints Go structs here, in a form its
/// library explicitly keeps unstable; this says the same in JSON.
pub(super) fn diff<T: Serialize>(old: &T, new: &T) -> String {
    let value = |object: &T| serde_json::to_value(object).unwrap_or_default();
    let mut lines = String::new();
    compare("", &value(old), &value(new), &mut lines);
    lines
}

fn compare(path: &str, old: &Value, new: &Value, lines: &mut String) {
    let (Value::Object(before), Value::Object(after)) = (old, new) else {
        if old != new {
            let mut line = |sign: char, value: &Value| {
                if !value.is_null() {
                    lines.push_str(&format!("{sign} {path}: {value}\n"));
                }
            };
            line('-', old);
            line('+', new);
        }
        return;
    };
    let mut keys: Vec<&String> = before.keys().chain(after.keys()).collect();
    keys.sort();
    keys.dedup();
    for key in keys {
        let at = if path.is_empty() {
            key.clone()
        } else {
            format!("{path}.{key}")
        };
        let side = |map: &serde_json::Map<String, Value>| map.get(key).cloned().unwrap_or_default();
        compare(&at, &side(before), &side(after), lines);
    }
}
