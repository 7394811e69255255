//! JSON merge patch (RFC 7386): maps are merged, null deletes, everything else replaces.

use serde_json::{Map, Value};

/// The document after the patch.
#[must_use]
pub fn apply(document: Value, patch: &Value) -> Value {
    let Value::Object(changes) = patch else {
        return patch.clone();
    };
    let mut map = match document {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    for (key, change) in changes {
        if change.is_null() {
            map.remove(key);
        } else {
            let before = map.remove(key).unwrap_or(Value::Null);
            map.insert(key.clone(), apply(before, change));
        }
    }
    Value::Object(map)
}
