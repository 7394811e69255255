//! JSON patch (RFC 6902): a list of operations on paths.

use crate::cluster::apiserver::error::{ApiError, Reason};
use serde_json::Value;

/// The document after all operations; none counts if one fails.
///
/// # Errors
/// The one sentence the server has for every operation that cannot be carried out.
pub fn apply(mut document: Value, patch: &Value) -> Result<Value, ApiError> {
    let operations = patch.as_array().ok_or_else(refused)?;
    for operation in operations {
        document = one(document, operation).ok_or_else(refused)?;
    }
    Ok(document)
}

fn refused() -> ApiError {
    ApiError::new(
        Reason::Invalid,
        "the server rejected our request due to an error in our request",
    )
}

fn one(mut document: Value, operation: &Value) -> Option<Value> {
    let path = operation.get("path")?.as_str()?;
    let value = || operation.get("value").cloned();
    match operation.get("op")?.as_str()? {
        "add" => add(&mut document, path, value()?)?,
        "remove" => {
            remove(&mut document, path)?;
        }
        "replace" => {
            let place = document.pointer_mut(path)?;
            *place = value()?;
        }
        "move" => {
            let from = operation.get("from")?.as_str()?;
            // Nothing can be moved into itself.
            if path
                .strip_prefix(from)
                .is_some_and(|rest| rest.starts_with('/'))
            {
                return None;
            }
            let moved = remove(&mut document, from)?;
            add(&mut document, path, moved)?;
        }
        "copy" => {
            let copied = document.pointer(operation.get("from")?.as_str()?)?.clone();
            add(&mut document, path, copied)?;
        }
        "test" => {
            // A missing value equals null, as in the library the server uses.
            let found = document.pointer(path).cloned().unwrap_or(Value::Null);
            if found != value().unwrap_or(Value::Null) {
                return None;
            }
        }
        _ => return None,
    }
    Some(document)
}

fn add(document: &mut Value, path: &str, value: Value) -> Option<()> {
    if path.is_empty() {
        *document = value;
        return Some(());
    }
    let (parent, key) = split(path)?;
    match document.pointer_mut(parent)? {
        Value::Object(map) => {
            map.insert(key, value);
        }
        Value::Array(items) => {
            let index = if key == "-" {
                items.len()
            } else {
                position(&key)?
            };
            if index > items.len() {
                return None;
            }
            items.insert(index, value);
        }
        _ => return None,
    }
    Some(())
}

fn remove(document: &mut Value, path: &str) -> Option<Value> {
    let (parent, key) = split(path)?;
    match document.pointer_mut(parent)? {
        Value::Object(map) => map.remove(&key),
        Value::Array(items) => {
            let index = position(&key)?;
            (index < items.len()).then(|| items.remove(index))
        }
        _ => None,
    }
}

fn position(key: &str) -> Option<usize> {
    let canonical = key == "0" || !key.starts_with(['0', '+']);
    canonical.then(|| key.parse().ok()).flatten()
}

/// The pointer of the parent and the last key, unescaped.
fn split(path: &str) -> Option<(&str, String)> {
    let (parent, key) = path.rsplit_once('/')?;
    Some((parent, key.replace("~1", "/").replace("~0", "~")))
}
