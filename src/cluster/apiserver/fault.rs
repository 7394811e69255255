//! Requests made to fail on purpose, for tests and recorded traces.

use super::error::{ApiError, Reason};
use crate::cluster::api::{Key, Kind};
use serde::{Deserialize, Serialize};

/// What a write request does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names are the API's own verbs")]
pub enum Verb {
    Create,
    Update,
    UpdateStatus,
    Patch,
    Delete,
}

/// An armed failure: the next `count` matching writes are refused and change nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Fault {
    /// Which requests.
    pub verb: Verb,
    /// On which kind.
    pub kind: Kind,
    /// On which object; any if absent.
    pub name: Option<String>,
    /// How they fail.
    pub reason: Reason,
    /// How many of them are left.
    pub count: u32,
}

/// Consumes the first armed fault that matches the request, if any.
pub(super) fn take(faults: &mut Vec<Fault>, verb: Verb, key: &Key) -> Option<ApiError> {
    let at = faults.iter().position(|fault| {
        fault.verb == verb
            && fault.kind == key.kind
            && fault.name.as_deref().is_none_or(|name| *name == *key.name)
    })?;
    let fault = &mut faults[at];
    let reason = fault.reason;
    fault.count -= 1;
    if fault.count == 0 {
        faults.remove(at);
    }
    Some(error(reason, key))
}

fn error(reason: Reason, key: &Key) -> ApiError {
    match reason {
        Reason::NotFound => ApiError::not_found(key.kind, &key.name),
        Reason::AlreadyExists => ApiError::already_exists(key.kind, &key.name),
        Reason::Conflict => ApiError::conflict(key.kind, &key.name),
        Reason::Forbidden => ApiError::forbidden(
            key.kind,
            &key.name,
            "exceeded quota: quota, requested: pods=1, used: pods=2, limited: pods=2",
        ),
        Reason::InternalError => ApiError::internal("injected"),
        other => ApiError::new(other, "injected"),
    }
}
