//! English.

pub(super) mod label;
pub(super) mod note;
pub(super) mod story;
pub(super) mod why;
