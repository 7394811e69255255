//! English.

pub(super) mod label;
pub(super) mod minute;
pub(super) mod note;
pub(super) mod story;
mod unfit;
pub(super) mod why;
