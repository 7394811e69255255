//! The patch `kubectl apply` sends: from what was applied last, what is to be applied, and what is there.
//!
//! Models CreateThreeWayMergePatch of apimachinery/pkg/util/strategicpatch/patch.go: whatever the new
//! manifest says differently from the live object is set, whatever the last one said and the new one
//! does not is deleted, everything else is somebody else's and stays.

use super::index::Index;
use super::schema::{self, ListStrategy};
use super::strategic::{DELETE_FROM, ORDER, PATCH, RETAIN_KEYS};
use crate::cluster::api::Kind;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

type Object = Map<String, Value>;

/// The strategic merge patch; empty if there is nothing to change.
#[must_use]
pub fn patch(kind: Kind, last_applied: &Value, wanted: &Value, live: &Value) -> Value {
    let empty = Object::new();
    let object = |value: &'_ Value| value.as_object().cloned().unwrap_or_default();
    let wanted = wanted.as_object().unwrap_or(&empty);
    let set = Differ {
        kind,
        tell: Tell::Additions,
    }
    .map(&object(live), wanted, "");
    let unset = Differ {
        kind,
        tell: Tell::Deletions,
    }
    .map(&object(last_applied), wanted, "");
    Value::Object(combine(kind, unset, set, ""))
}

/// Which half of the differences is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tell {
    Additions,
    Deletions,
}

struct Differ {
    kind: Kind,
    tell: Tell,
}

impl Differ {
    fn map(&self, from: &Object, to: &Object, field: &str) -> Object {
        let mut patch = Object::new();
        for (key, wanted) in to {
            if from.contains_key(key) && schema::replaces(self.kind, field, key) {
                if self.tell == Tell::Additions {
                    patch.insert(key.clone(), wanted.clone());
                }
                continue;
            }
            match (from.get(key), wanted) {
                (Some(Value::Object(before)), Value::Object(after)) => {
                    let mut inside = self.map(before, after, key);
                    if !inside.is_empty() {
                        if schema::retains_keys(self.kind, field, key) {
                            inside.insert(RETAIN_KEYS.to_owned(), keys(after));
                        }
                        patch.insert(key.clone(), Value::Object(inside));
                    }
                }
                (Some(Value::Array(before)), Value::Array(after)) => {
                    self.list(before, after, field, key, &mut patch);
                }
                (before, after) => {
                    if self.tell == Tell::Additions && before != Some(after) {
                        patch.insert(key.clone(), after.clone());
                    }
                }
            }
        }
        if self.tell == Tell::Deletions {
            for key in from.keys().filter(|key| !to.contains_key(*key)) {
                patch.insert(key.clone(), Value::Null);
            }
        }
        patch
    }

    fn list(
        &self,
        before: &[Value],
        after: &[Value],
        parent: &str,
        field: &str,
        patch: &mut Object,
    ) {
        match schema::list(self.kind, parent, field) {
            ListStrategy::Atomic => {
                if self.tell == Tell::Additions && before != after {
                    patch.insert(field.to_owned(), Value::Array(after.to_vec()));
                }
            }
            ListStrategy::Set => {
                let missing = |from: &[Value], to: &[Value]| -> Vec<Value> {
                    let from = Index::of(from, Some);
                    to.iter().filter(|item| !from.has(item)).cloned().collect()
                };
                let (name, items) = match self.tell {
                    Tell::Additions => (field.to_owned(), missing(before, after)),
                    Tell::Deletions => (format!("{DELETE_FROM}{field}"), missing(after, before)),
                };
                if !items.is_empty() {
                    patch.insert(name, Value::Array(items));
                    patch.insert(format!("{ORDER}{field}"), Value::Array(after.to_vec()));
                }
            }
            ListStrategy::ByKey(key) => self.items(before, after, key, (parent, field), patch),
        }
    }

    fn items(
        &self,
        before: &[Value],
        after: &[Value],
        key: &str,
        (parent, field): (&str, &str),
        patch: &mut Object,
    ) {
        let had = Index::of(before, |item| item.get(key));
        let has = Index::of(after, |item| item.get(key));
        let mut met = BTreeMap::new();
        let identity = |item: &Value| {
            let value = item.get(key).cloned().unwrap_or(Value::Null);
            Object::from_iter([(key.to_owned(), value)])
        };
        let mut changes = Vec::new();
        for item in after {
            let old = partner(item, key, &had, &mut met).map(|place| &before[place]);
            match (old.and_then(Value::as_object), item.as_object()) {
                (Some(old), Some(new)) => {
                    let mut inside = self.map(old, new, field);
                    if !inside.is_empty() {
                        inside.extend(identity(item));
                        if schema::retains_keys(self.kind, parent, field) {
                            inside.insert(RETAIN_KEYS.to_owned(), keys(new));
                        }
                        changes.push(Value::Object(inside));
                    }
                }
                _ if self.tell == Tell::Additions => changes.push(item.clone()),
                _ => {}
            }
        }
        if self.tell == Tell::Deletions {
            for item in before
                .iter()
                .filter(|item| item.get(key).is_none_or(|value| !has.has(value)))
            {
                let mut deletion = identity(item);
                deletion.insert(PATCH.to_owned(), Value::from("delete"));
                changes.push(Value::Object(deletion));
            }
        }
        let reordered = self.tell == Tell::Additions && !in_order(after, key, &had);
        if !changes.is_empty() || reordered {
            let order = after
                .iter()
                .map(|item| Value::Object(identity(item)))
                .collect();
            patch.insert(format!("{ORDER}{field}"), Value::Array(order));
        }
        if !changes.is_empty() {
            patch.insert(field.to_owned(), Value::Array(changes));
        }
    }
}

/// The place of what was there for an item before. Keys may come twice (a port by two protocols): the
/// second goes with the second; `met` counts them.
fn partner(
    item: &Value,
    key: &str,
    had: &Index,
    met: &mut BTreeMap<String, usize>,
) -> Option<usize> {
    let value = item.get(key)?;
    let earlier = met.entry(value.to_string()).or_default();
    *earlier += 1;
    had.places(value).get(*earlier - 1).copied()
}

/// Whether the items both lists have come in the same order.
fn in_order(after: &[Value], key: &str, had: &Index) -> bool {
    let mut met = BTreeMap::new();
    let place = |item| partner(item, key, had, &mut met);
    after.iter().filter_map(place).is_sorted()
}

fn keys(map: &Object) -> Value {
    map.keys().cloned().map(Value::String).collect()
}

/// Both halves as one patch; where they meet, what is set wins over what is unset.
fn combine(kind: Kind, mut first: Object, second: Object, field: &str) -> Object {
    for (key, value) in second {
        let merged = match (first.remove(&key), value) {
            (Some(Value::Object(a)), Value::Object(b)) => Value::Object(combine(kind, a, b, &key)),
            (Some(Value::Array(a)), Value::Array(b)) => combine_lists(kind, a, b, field, &key),
            (_, value) => value,
        };
        first.insert(key, merged);
    }
    first
}

fn combine_lists(
    kind: Kind,
    first: Vec<Value>,
    second: Vec<Value>,
    parent: &str,
    field: &str,
) -> Value {
    let ListStrategy::ByKey(key) = schema::list(kind, parent, field) else {
        return Value::Array(second);
    };
    let mut known = Index::of(&first, |item| item.get(key));
    let mut items = first;
    for item in second {
        let same = item.get(key).and_then(|value| known.first(value));
        match (same, item) {
            (Some(at), Value::Object(new)) => {
                let old = match items[at].take() {
                    Value::Object(old) => old,
                    _ => Object::new(),
                };
                items[at] = Value::Object(combine(kind, old, new, field));
            }
            (_, item) => {
                if let Some(value) = item.get(key) {
                    known.add(value, items.len());
                }
                items.push(item);
            }
        }
    }
    Value::Array(items)
}
