//! Time passes.

/// What is remembered between frames.
#[derive(Clone, Debug, Default)]
pub(super) struct Play {}
