//! Applying what no object can hold: a `null` in the text takes a field away, defaults included.

use super::read::Document;
use crate::cluster::api::{Object, SimTime, meta};
use crate::cluster::apiserver::apply::{self, Applied};
use crate::cluster::apiserver::patch::{self, PatchKind};
use crate::cluster::apiserver::{Actor, ApiError, Client, Store};
use serde_json::{Map, Value};

/// The stored object as applying the document would leave it, where only the text with its nulls can
/// say so; in every other case the document's object says it all.
#[must_use]
pub fn with_nulls(store: &Store, document: &Document) -> Option<Object> {
    if store.object(&document.key).is_none() || !holds_null(&document.value) {
        return None;
    }
    let mut copy = store.clone();
    copy.clear_faults();
    let mut client = Client::new(&mut copy, Actor::You, SimTime::default());
    match apply(&mut client, document) {
        Ok(Applied::Configured(mut object)) => {
            // As with every patch, whoever wrote last wins.
            object.meta_mut().resource_version = None;
            Some(object)
        }
        _ => None,
    }
}

/// Does with the store what `kubectl apply` would do.
pub(super) fn apply(client: &mut Client<'_>, document: &Document) -> Result<Applied, ApiError> {
    let live = client.live().object(&document.key).cloned();
    let Some(live) = live.filter(|_| holds_null(&document.value)) else {
        return apply::apply(client, document.object.clone());
    };
    let patch = patch_with_nulls(document, &live);
    if patch.as_object().is_none_or(Map::is_empty) {
        return Ok(Applied::Unchanged(live));
    }
    patch::patch_object(client, &document.key, PatchKind::Strategic, &patch)
        .map(Applied::Configured)
}

fn patch_with_nulls(document: &Document, live: &Object) -> Value {
    let mut written = document.value.clone();
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
