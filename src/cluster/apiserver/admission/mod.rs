//! Admission: what the API server fills in and what it refuses.
//!
//! Five doors, called by the client around every write: defaults first, then the strategy
//! (`super::strategy`), then validation.

use super::error::ApiError;
use super::store::Store;
use crate::cluster::api::{Object, PodSpec};

/// Fills in what the sender left open, admission plugins included.
pub(super) fn default_create(_store: &Store, _object: &mut Object) {}

/// Fills in what an update left open.
pub(super) fn default_update(_store: &Store, _object: &mut Object) {}

/// Refuses a new object that breaks a rule.
pub(super) fn validate_create(_store: &Store, _object: &Object) -> Result<(), ApiError> {
    Ok(())
}

/// Refuses a change that breaks a rule, immutable fields included.
pub(super) fn validate_update(
    _store: &Store,
    _old: &Object,
    _new: &Object,
) -> Result<(), ApiError> {
    Ok(())
}

/// Refuses a status that cannot be.
pub(super) fn validate_status(_object: &Object) -> Result<(), ApiError> {
    Ok(())
}

/// The quality-of-service class of a pod.
#[must_use]
pub fn qos_class(_spec: &PodSpec) -> &'static str {
    "BestEffort"
}
