//! What `kubectl apply` does with one object.
//!
//! Models kubectl/pkg/cmd/apply: client-side apply with the last-applied annotation.

use super::client::Client;
use super::error::ApiError;
use super::patch::{self, PatchKind, three_way};
use crate::cluster::api::{Kind, Object, meta};
use serde_json::{Map, Value};

/// The annotation that remembers what was applied last.
pub const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// What came of an apply; each with the object as stored.
#[derive(Clone, Debug, PartialEq)]
pub enum Applied {
    /// There was no such object.
    Created(Object),
    /// A patch was sent. With claim templates that is always so: the stored ones carry defaults.
    Configured(Object),
    /// There was nothing to send.
    Unchanged(Object),
}

impl Applied {
    /// The object as stored.
    #[must_use]
    pub const fn object(&self) -> &Object {
        match self {
            Self::Created(object) | Self::Configured(object) | Self::Unchanged(object) => object,
        }
    }

    /// `created`, `configured`, `unchanged`
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Created(_) => "created",
            Self::Configured(_) => "configured",
            Self::Unchanged(_) => "unchanged",
        }
    }
}

/// Creates the object or brings the stored one to what it says.
///
/// # Errors
/// Whatever creating or patching is refused with.
pub fn apply(client: &mut Client<'_>, mut object: Object) -> Result<Applied, ApiError> {
    if object.kind().info().namespaced && meta::namespace(object.meta()).is_empty() {
        object.meta_mut().namespace = Some("default".to_owned());
    }
    let key = object.key();
    let Some(live) = client.live().object(&key).cloned() else {
        let annotation = last_applied(&object);
        meta::set_annotation(object.meta_mut(), LAST_APPLIED, &annotation);
        return client.create_object(object).map(Applied::Created);
    };
    let patch = patch_for(&object, &live);
    if patch.as_object().is_none_or(Map::is_empty) {
        return Ok(Applied::Unchanged(live));
    }
    patch::patch_object(client, &key, PatchKind::Strategic, &patch).map(Applied::Configured)
}

/// The patch that would bring `live` to what `object` says.
#[must_use]
pub fn patch_for(object: &Object, live: &Object) -> Value {
    patch_for_value(object.kind(), configuration(object), live)
}

/// [`patch_for`] for a manifest as it was written, which may hold what no object can.
#[must_use]
pub fn patch_for_value(kind: Kind, mut wanted: Value, live: &Object) -> Value {
    let before = meta::annotation(live.meta(), LAST_APPLIED)
        .and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or(Value::Null);
    if let Some(annotations) = annotations(&mut wanted) {
        annotations.remove(LAST_APPLIED);
    }
    let text = format!("{wanted}\n");
    if let Some(annotations) = annotations(&mut wanted) {
        annotations.insert(LAST_APPLIED.to_owned(), Value::String(text));
    }
    three_way::patch(kind, &before, &wanted, &live.to_value())
}

/// The text of the annotation: compact JSON with a newline at its end, as kubectl writes it.
#[must_use]
pub fn last_applied(object: &Object) -> String {
    format!("{}\n", configuration(object))
}

/// The object as the person wrote it: without the annotation, which would nest in itself.
fn configuration(object: &Object) -> Value {
    let mut value = object.to_value();
    if let Some(annotations) = annotations(&mut value) {
        annotations.remove(LAST_APPLIED);
    }
    // Our type writes these into every claim; people leave them out of claim templates.
    let templates = value
        .pointer_mut("/spec/volumeClaimTemplates")
        .and_then(Value::as_array_mut);
    for template in templates
        .into_iter()
        .flatten()
        .filter_map(Value::as_object_mut)
    {
        template.remove("apiVersion");
        template.remove("kind");
    }
    value
}

/// The annotations; kubectl writes them even when there are none.
fn annotations(value: &mut Value) -> Option<&mut Map<String, Value>> {
    let meta = value.get_mut("metadata")?.as_object_mut()?;
    meta.entry("annotations")
        .or_insert_with(|| Value::Object(Map::new()))
        .as_object_mut()
}
