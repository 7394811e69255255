//! Applying what no object can hold: a `null` in the text takes a field away, defaults included.

use super::read::Document;
use crate::cluster::api::{Key, Object, SimTime, meta};
use crate::cluster::apiserver::apply::{self, Applied};
use crate::cluster::apiserver::patch::{self, PatchKind};
use crate::cluster::apiserver::{Actor, ApiError, Client, Store};
use serde_json::{Map, Value};

/// The stored object as applying the text would leave it, where only the text with its nulls can say so:
/// to be sent as an update. In every other case the object says it all, and is to be applied. The one
/// way of page and kubectl.
///
/// # Errors
/// What the server says to the nulls.
pub fn with_nulls(
    store: &Store,
    object: &Object,
    value: &Value,
) -> Result<Option<Object>, ApiError> {
    let key = stored_key(object);
    if store.object(&key).is_none() || !holds_null(value) {
        return Ok(None);
    }
    let mut copy = store.clone();
    copy.clear_faults();
    let mut client = Client::new(&mut copy, Actor::You, SimTime::default());
    let mut after = apply_written(&mut client, object, value)?.object().clone();
    // As with every patch, whoever wrote last wins.
    after.meta_mut().resource_version = None;
    Ok(Some(after))
}

/// The patch that applying the text stands for, as kubectl would send it.
#[must_use]
pub fn patch(live: &Object, object: &Object, value: &Value) -> Value {
    if holds_null(value) {
        patch_with_nulls(value.clone(), live)
    } else {
        apply::patch_for(object, live)
    }
}

/// Where an object will be stored: an open namespace is `default`.
fn stored_key(object: &Object) -> Key {
    let key = object.key();
    if key.namespace.is_empty() && key.kind.info().namespaced {
        Key::new(key.kind, "default", &key.name)
    } else {
        key
    }
}

/// Does with the store what `kubectl apply` would do.
pub(super) fn apply(client: &mut Client<'_>, document: &Document) -> Result<Applied, ApiError> {
    apply_written(client, &document.object, &document.value)
}

fn apply_written(
    client: &mut Client<'_>,
    object: &Object,
    value: &Value,
) -> Result<Applied, ApiError> {
    let key = stored_key(object);
    let live = client.live().object(&key).cloned();
    let Some(live) = live.filter(|_| holds_null(value)) else {
        return apply::apply(client, object.clone());
    };
    let patch = patch_with_nulls(value.clone(), &live);
    if patch.as_object().is_none_or(Map::is_empty) {
        return Ok(Applied::Unchanged(live));
    }
    patch::patch_object(client, &key, PatchKind::Strategic, &patch).map(Applied::Configured)
}

fn patch_with_nulls(mut written: Value, live: &Object) -> Value {
    let namespace = meta::namespace(live.meta());
    if !namespace.is_empty() {
        written["metadata"]["namespace"] = namespace.into();
    }
    apply::patch_for_value(live.kind(), written, live)
}

fn holds_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Object(map) => map.values().any(holds_null),
        Value::Array(items) => items.iter().any(holds_null),
        _ => false,
    }
}
