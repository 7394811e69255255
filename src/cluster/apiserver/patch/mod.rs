//! Changes sent as patches: three ways to say them, and the one `kubectl apply` computes.

pub mod json;
pub mod merge;
pub mod schema;
pub mod strategic;
pub mod three_way;

use super::client::Client;
use super::decode::{self, FaultKind};
use super::error::{ApiError, Reason};
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

/// Patches a stored object; unconditional unless the patch names a resourceVersion.
///
/// # Errors
/// `NotFound`, Conflict, `BadRequest` for values of the wrong type, Invalid.
pub fn patch_object(
    client: &mut Client<'_>,
    key: &Key,
    patch_kind: PatchKind,
    patch: &Value,
) -> Result<Object, ApiError> {
    let live = client.live().object(key).cloned();
    let live = live.ok_or_else(|| ApiError::not_found(key.kind, &key.name))?;
    let value = patched(key.kind, live.to_value(), patch, patch_kind)?;
    let renamed = value.pointer("/metadata/name").and_then(Value::as_str) != Some(&*key.name);
    if renamed {
        let message = "the name of the object (the patched one) does not match the name on the URL";
        return Err(ApiError::new(Reason::BadRequest, message));
    }
    client.update_object(decoded(key.kind, &value)?)
}

/// The object a patch made; unknown fields in it are dropped, as the server does under Warn.
///
/// # Errors
/// `BadRequest` where a value has the wrong type.
pub fn decoded(kind: Kind, value: &Value) -> Result<Object, ApiError> {
    let mut decoded = decode::decode(kind, value);
    decoded
        .faults
        .retain(|fault| fault.kind != FaultKind::UnknownField);
    let refusal = decode::refusal(kind, &decoded.faults);
    match (decoded.object, refusal) {
        (Some(object), None) => Ok(object),
        (_, refusal) => {
            let message = refusal.unwrap_or_else(|| "cannot decode".to_owned());
            Err(ApiError::new(Reason::BadRequest, message))
        }
    }
}
