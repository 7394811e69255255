//! Changes sent as patches: three ways to say them, and the one `kubectl apply` computes.

mod index;
pub mod json;
pub mod merge;
pub mod schema;
pub mod strategic;
pub mod three_way;

use super::client::Client;
use super::decode::{self, FaultKind};
use super::error::{ApiError, Reason};
use super::go;
use crate::cluster::api::{Key, Kind, Object};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How a patch is to be read (`kubectl patch --type`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum PatchKind {
    /// Maps are merged, lists by their merge keys; kubectl's default.
    #[default]
    Strategic,
    /// Maps are merged, lists replaced (RFC 7386).
    Merge,
    /// A list of operations (RFC 6902).
    Json,
}

/// The JSON of an object after a patch.
///
/// # Errors
/// A patch that cannot be carried out, in the server's words.
pub fn patched(
    kind: Kind,
    live: Value,
    patch: &Value,
    patch_kind: PatchKind,
) -> Result<Value, ApiError> {
    match patch_kind {
        PatchKind::Strategic => strategic::apply(kind, live, patch),
        PatchKind::Merge => Ok(merge::apply(live, patch)),
        PatchKind::Json => json::apply(live, patch),
    }
}

/// An object after a patch, and the unknown fields the patch wrote, in the server's words.
#[derive(Clone, Debug)]
pub struct Patched {
    /// The object as it would be.
    pub object: Object,
    /// `unknown field "spec.replica"` …: dropped with a warning, or refused under strict validation.
    pub unknown: Vec<String>,
}

impl Patched {
    /// The object, unless the patch wrote unknown fields (`fieldValidation=Strict`).
    ///
    /// # Errors
    /// Invalid, with the patch in the text.
    pub fn strict(self, patch_kind: PatchKind, patch: &Value) -> Result<Object, ApiError> {
        if self.unknown.is_empty() {
            return Ok(self.object);
        }
        let why = format!("strict decoding error: {}", self.unknown.join(", "));
        // As where types are wrong: Go's maps are shown as Go prints them, JSON as JSON.
        let shown = match patch_kind {
            PatchKind::Strategic => go::print(patch),
            PatchKind::Merge | PatchKind::Json => patch.to_string(),
        };
        Err(ApiError::invalid_patch(&shown, &why))
    }
}

/// What a patch makes of an object, before admission looks at it.
///
/// # Errors
/// A patch that cannot be carried out, renames the object, or leaves values of the wrong type.
pub fn patch_onto(
    live: &Object,
    patch_kind: PatchKind,
    patch: &Value,
) -> Result<Patched, ApiError> {
    let kind = live.kind();
    let value = patched(kind, live.to_value(), patch, patch_kind)?;
    let name = value.pointer("/metadata/name").and_then(Value::as_str);
    if name != live.meta().name.as_deref() {
        let message = "the name of the object (the patched one) does not match the name on the URL";
        return Err(ApiError::new(Reason::BadRequest, message));
    }
    let decoded = decode::decode(kind, &value);
    let (unknown, wrong): (Vec<_>, Vec<_>) = decoded
        .faults
        .into_iter()
        .partition(|fault| fault.kind == FaultKind::UnknownField);
    match (decoded.object, wrong.first()) {
        (Some(object), None) => Ok(Patched {
            object,
            unknown: unknown.into_iter().map(|fault| fault.message).collect(),
        }),
        // A strategic patch is made on Go's maps and turned into the type; the others on JSON.
        (_, Some(fault)) if patch_kind == PatchKind::Strategic => {
            let why = go::conversion_error(&fault.message);
            Err(ApiError::invalid_patch(&go::print(patch), &why))
        }
        (_, fault) => {
            let why = fault.map_or("cannot decode", |fault| fault.message.as_str());
            Err(ApiError::invalid_patch(&value.to_string(), why))
        }
    }
}

/// Patches a stored object; unconditional unless the patch names a resourceVersion.
///
/// # Errors
/// `NotFound`, Conflict, `BadRequest`, Invalid.
pub fn patch_object(
    client: &mut Client<'_>,
    key: &Key,
    patch_kind: PatchKind,
    patch: &Value,
) -> Result<Object, ApiError> {
    let live = client.live().object(key);
    let live = live.ok_or_else(|| ApiError::not_found(key.kind, &key.name))?;
    let after = patch_onto(live, patch_kind, patch)?.object;
    client.update_object(after)
}
