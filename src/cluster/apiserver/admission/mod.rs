//! Admission: what the API server fills in and what it refuses.
//!
//! Five doors, called by the client around every write: defaults first, then the strategy
//! (`super::strategy`), then validation.

pub mod address;
mod default;
mod quality;
mod validate;

pub use default::default_class;
pub use quality::qos_class;

use super::error::ApiError;
use super::store::Store;
use crate::cluster::api::Object;

/// Fills in what the sender left open, admission plugins included.
pub(super) fn default_create(store: &Store, object: &mut Object) {
    default::create(store, object);
}

/// Fills in what an update left open.
pub(super) fn default_update(store: &Store, object: &mut Object) {
    default::update(store, object);
}

/// Refuses a new object that breaks a rule.
pub(super) fn validate_create(store: &Store, object: &Object) -> Result<(), ApiError> {
    validate::create(store, object)
}

/// Refuses a change that breaks a rule, immutable fields included.
pub(super) fn validate_update(store: &Store, old: &Object, new: &Object) -> Result<(), ApiError> {
    validate::update(store, old, new)
}

/// Refuses a status that cannot be.
pub(super) fn validate_status(object: &Object) -> Result<(), ApiError> {
    validate::status(object)
}

/// What is wrong with the value of a label; kubectl looks before it asks.
#[must_use]
pub fn label_value_complaints(value: &str) -> Vec<String> {
    validate::label_value_complaints(value)
}

/// What kubectl prints as `Warning: …` after a write that was let pass.
#[must_use]
pub fn warnings(object: &Object) -> Vec<String> {
    validate::warnings(object)
}
