//! Strategic merge patch: a merge patch that knows which lists are really maps.
//!
//! Models apimachinery/pkg/util/strategicpatch/patch.go.

use super::index::Index;
use super::schema::{self, ListStrategy};
use crate::cluster::api::{Kind, sort};
use crate::cluster::apiserver::error::{ApiError, Reason};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

type Object = Map<String, Value>;

pub(super) const PATCH: &str = "$patch";
pub(super) const RETAIN_KEYS: &str = "$retainKeys";
pub(super) const ORDER: &str = "$setElementOrder/";
pub(super) const DELETE_FROM: &str = "$deleteFromPrimitiveList/";

/// The document after the patch.
///
/// # Errors
/// Items without the field they are merged by, directives that do not exist.
pub fn apply(kind: Kind, document: Value, patch: &Value) -> Result<Value, ApiError> {
    let (Value::Object(map), Value::Object(patch)) = (document, patch) else {
        return Err(ApiError::new(
            Reason::BadRequest,
            "invalid patch: expected an object",
        ));
    };
    Merger { kind }.map(map, patch, "").map(Value::Object)
}

struct Merger {
    kind: Kind,
}

impl Merger {
    /// `field` is the name of the field that holds the map; of a list item, the list's.
    fn map(&self, mut map: Object, patch: &Object, field: &str) -> Result<Object, ApiError> {
        match patch.get(PATCH).and_then(Value::as_str) {
            Some("replace") => return Ok(without_directives(patch)),
            Some("delete") => return Ok(Object::new()),
            Some("merge") | None => {}
            Some(other) => return Err(unknown_directive(other)),
        }
        if let Some(retained) = patch.get(RETAIN_KEYS).and_then(Value::as_array) {
            let retained: BTreeSet<&str> = retained.iter().filter_map(Value::as_str).collect();
            map.retain(|key, _| retained.contains(key.as_str()));
        }
        for (key, doomed) in directed(patch, DELETE_FROM) {
            if let Some(Value::Array(items)) = map.get_mut(key) {
                let doomed = Index::of(doomed, Some);
                items.retain(|item| !doomed.has(item));
            }
        }
        for (key, change) in patch.iter().filter(|(key, _)| !key.starts_with('$')) {
            let before = map.remove(key);
            if let Some(after) = self.value(before, change, field, key)? {
                map.insert(key.clone(), after);
            }
        }
        for (key, order) in directed(patch, ORDER) {
            let strategy = schema::list(self.kind, field, key);
            if let Some(Value::Array(items)) = map.get_mut(key) {
                arrange(items, order, strategy);
            }
        }
        Ok(map)
    }

    /// What becomes of one field; nothing if it is deleted.
    fn value(
        &self,
        before: Option<Value>,
        change: &Value,
        parent: &str,
        field: &str,
    ) -> Result<Option<Value>, ApiError> {
        match (before, change) {
            (_, Value::Null) => Ok(None),
            (_, whole) if schema::replaces(self.kind, parent, field) => Ok(Some(whole.clone())),
            (Some(Value::Object(map)), Value::Object(patch)) => {
                if patch.get(PATCH).and_then(Value::as_str) == Some("delete") {
                    return Ok(None);
                }
                self.map(map, patch, field).map(Value::Object).map(Some)
            }
            (Some(Value::Array(items)), Value::Array(patch)) => self
                .list(items, patch, parent, field)
                .map(Value::Array)
                .map(Some),
            (_, Value::Object(patch)) => {
                // Nothing to merge with: what the patch would make of an empty map.
                self.map(Object::new(), patch, field)
                    .map(Value::Object)
                    .map(Some)
            }
            (_, Value::Array(patch)) => self
                .list(vec![], patch, parent, field)
                .map(Value::Array)
                .map(Some),
            (_, other) => Ok(Some(other.clone())),
        }
    }

    fn list(
        &self,
        items: Vec<Value>,
        patch: &[Value],
        parent: &str,
        field: &str,
    ) -> Result<Vec<Value>, ApiError> {
        match schema::list(self.kind, parent, field) {
            ListStrategy::Atomic => Ok(patch.to_vec()),
            ListStrategy::Set => {
                let mut known = Index::of(&items, Some);
                let mut items = items;
                for item in patch {
                    if !known.has(item) {
                        known.add(item, items.len());
                        items.push(item.clone());
                    }
                }
                Ok(items)
            }
            ListStrategy::ByKey(key) => self.items(items, patch, key, field),
        }
    }

    fn items(
        &self,
        mut items: Vec<Value>,
        patch: &[Value],
        key: &str,
        field: &str,
    ) -> Result<Vec<Value>, ApiError> {
        let directive = |item: &Value| item.get(PATCH).and_then(Value::as_str).map(str::to_owned);
        if patch
            .iter()
            .any(|item| directive(item).as_deref() == Some("replace"))
        {
            let kept = patch.iter().filter(|item| directive(item).is_none());
            return Ok(kept.cloned().collect());
        }
        let mut known = Index::of(&items, |item| item.get(key));
        // What is deleted leaves its place until the end, so that the others keep theirs.
        let mut gone = vec![false; items.len()];
        for change in patch {
            let Value::Object(change) = change else {
                return Err(ApiError::new(Reason::Invalid, "expected a list of objects"));
            };
            let Some(identity) = change.get(key) else {
                return Err(ApiError::new(
                    Reason::Invalid,
                    format!(
                        "map: {} does not contain declared merge key: {key}",
                        Value::Object(change.clone())
                    ),
                ));
            };
            let places = known.places(identity);
            let at = places.iter().copied().find(|&at| !gone[at]);
            match (at, change.get(PATCH).and_then(Value::as_str)) {
                (_, Some("delete")) => places.iter().for_each(|&at| gone[at] = true),
                (Some(at), _) => {
                    let before = match items[at].take() {
                        Value::Object(before) => before,
                        _ => Object::new(),
                    };
                    items[at] = Value::Object(self.map(before, change, field)?);
                }
                (None, _) => {
                    known.add(identity, items.len());
                    items.push(Value::Object(self.map(Object::new(), change, field)?));
                    gone.push(false);
                }
            }
        }
        let mut gone = gone.into_iter();
        items.retain(|_| !gone.next().unwrap_or_default());
        Ok(items)
    }
}

/// The directives `prefix + field`, each with its field and its list.
fn directed<'p>(
    patch: &'p Object,
    prefix: &'static str,
) -> impl Iterator<Item = (&'p str, &'p Vec<Value>)> {
    patch
        .iter()
        .filter_map(move |(key, value)| Some((key.strip_prefix(prefix)?, value.as_array()?)))
}

fn without_directives(patch: &Object) -> Object {
    patch
        .iter()
        .filter(|(key, _)| !key.starts_with('$'))
        .map(|(k, v)| (k.clone(), v.clone()))
        .collect()
}

fn unknown_directive(directive: &str) -> ApiError {
    ApiError::new(
        Reason::BadRequest,
        format!("unknown patch type: {directive}"),
    )
}

/// What an item of a list is known by.
fn identity<'v>(item: &'v Value, key: Option<&str>) -> Option<&'v Value> {
    key.map_or(Some(item), |key| item.get(key))
}

/// Puts items into the order a person wrote them; those only the server knows stay behind the item
/// they followed.
fn arrange(items: &mut Vec<Value>, order: &[Value], strategy: ListStrategy) {
    let key = match strategy {
        ListStrategy::ByKey(key) => Some(key),
        _ => None,
    };
    let ranks = Index::of(order, |wanted| identity(wanted, key));
    let rank = |item: &Value| ranks.first(identity(item, key)?);
    let mut last = None;
    let mut ranked: Vec<_> = std::mem::take(items)
        .into_iter()
        .map(|item| {
            let own = rank(&item);
            let place = own.map(|rank| (Some(rank), 0)).unwrap_or((last, 1));
            last = own.or(last);
            (place, item)
        })
        .collect();
    sort::by_key(&mut ranked, |(place, _)| *place);
    items.extend(ranked.into_iter().map(|(_, item)| item));
}
