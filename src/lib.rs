//! The StatefulSet playground.
pub mod cluster;
pub mod sim;
#[cfg(not(target_arch = "wasm32"))]
pub mod traces;
pub mod view;
