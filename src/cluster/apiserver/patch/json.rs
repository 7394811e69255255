//! JSON patch (RFC 6902): a list of operations on paths.
//!
//! Models evanphx/json-patch with the limits of apiserver/pkg/endpoints/handlers/patch.go.

use crate::cluster::apiserver::error::{ApiError, Reason};
use serde_json::Value;
use std::io;

/// `maxJSONPatchOperations`
const OPERATIONS_MAX: usize = 10_000;
/// `JSONPatchMaxCopyBytes`: how much all the copies of a patch may add. A copy of a copy doubles.
const COPIED_BYTES_MAX: usize = 3 * 1024 * 1024;
/// Levels of lists and maps inside each other: as many as a body may have. Moves can build more, one
/// by one, than any walk through the document has stack for.
const LEVELS_MAX: usize = 128;
/// How many values may be walked through, and items of lists shifted for others before them.
const WORK_MAX: usize = 50_000_000;

/// The document after all operations; none counts if one fails.
///
/// # Errors
/// `RequestEntityTooLarge` for more than 10,000 operations, and the one sentence the server has for every
/// operation that cannot be carried out.
pub fn apply(document: Value, patch: &Value) -> Result<Value, ApiError> {
    let operations = patch.as_array().ok_or_else(refused)?;
    if operations.len() > OPERATIONS_MAX {
        return Err(ApiError::new(
            Reason::RequestEntityTooLarge,
            format!(
                "Request entity too large: The allowed maximum operations in a JSON patch is {OPERATIONS_MAX}, got {}",
                operations.len()
            ),
        ));
    }
    let mut patching = Patching {
        document,
        copied_bytes: 0,
        work: WORK_MAX,
    };
    for operation in operations {
        patching.one(operation).ok_or_else(refused)?;
    }
    Ok(patching.document)
}

/// Upstream keeps the reason to itself, also where it has words for it ("Unable to complete the copy,
/// the accumulated size increase of copy is …").
fn refused() -> ApiError {
    ApiError::new(
        Reason::Invalid,
        "the server rejected our request due to an error in our request",
    )
}

/// A document on its way through a patch.
struct Patching {
    document: Value,
    copied_bytes: usize,
    /// What is left of [`WORK_MAX`].
    work: usize,
}

impl Patching {
    fn one(&mut self, operation: &Value) -> Option<()> {
        let path = operation.get("path")?.as_str()?;
        let value = || operation.get("value").cloned();
        match operation.get("op")?.as_str()? {
            "add" => self.add(path, value()?),
            "remove" => self.remove(path).map(|_| ()),
            "replace" => {
                let value = value()?;
                self.deepen(path, &value)?;
                *self.document.pointer_mut(path)? = value;
                Some(())
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
                let moved = self.remove(from)?;
                self.add(path, moved)
            }
            "copy" => {
                let from = self.document.pointer(operation.get("from")?.as_str()?)?;
                self.copied_bytes += bytes(from);
                if self.copied_bytes > COPIED_BYTES_MAX {
                    return None;
                }
                let copied = from.clone();
                self.add(path, copied)
            }
            "test" => {
                // A missing value equals null, as in the library the server uses.
                let found = self.document.pointer(path).unwrap_or(&Value::Null);
                let wanted = operation.get("value").unwrap_or(&Value::Null);
                (found == wanted).then_some(())
            }
            _ => None,
        }
    }
    fn add(&mut self, path: &str, value: Value) -> Option<()> {
        self.deepen(path, &value)?;
        if path.is_empty() {
            self.document = value;
            return Some(());
        }
        let (parent, key) = split(path)?;
        match self.document.pointer_mut(parent)? {
            Value::Object(map) => {
                map.insert(key, value);
            }
            Value::Array(items) => {
                let index = if key == "-" {
                    items.len()
                } else {
                    position(&key)?
                };
                let shifted = items.len().checked_sub(index)?;
                self.work = self.work.checked_sub(shifted)?;
                items.insert(index, value);
            }
            _ => return None,
        }
        Some(())
    }

    fn remove(&mut self, path: &str) -> Option<Value> {
        let (parent, key) = split(path)?;
        match self.document.pointer_mut(parent)? {
            Value::Object(map) => map.remove(&key),
            Value::Array(items) => {
                let index = position(&key)?;
                let shifted = items.len().checked_sub(index).filter(|&left| left > 0)?;
                self.work = self.work.checked_sub(shifted)?;
                Some(items.remove(index))
            }
            _ => None,
        }
    }

    /// Nothing, if the document would become too deep with this value at this path.
    fn deepen(&mut self, path: &str, value: &Value) -> Option<()> {
        let (deep, values) = extent(value);
        self.work = self.work.checked_sub(values)?;
        (path.matches('/').count() + deep <= LEVELS_MAX).then_some(())
    }
}

/// The levels of a value and how many values are in it, itself included.
fn extent(value: &Value) -> (usize, usize) {
    let all = |inside: &mut dyn Iterator<Item = &Value>| {
        inside.map(extent).fold((1, 1), |(deep, values), (d, v)| {
            (deep.max(d + 1), values + v)
        })
    };
    match value {
        Value::Array(items) => all(&mut items.iter()),
        Value::Object(map) => all(&mut map.values()),
        _ => (0, 1),
    }
}

/// How long a value is in JSON.
fn bytes(value: &Value) -> usize {
    let mut counter = Counter(0);
    // Counting cannot fail.
    drop(serde_json::to_writer(&mut counter, value));
    counter.0
}

struct Counter(usize);

impl io::Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
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
