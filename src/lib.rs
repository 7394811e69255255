//! The StatefulSet playground.
pub mod cluster;
pub mod sim;
#[cfg(not(target_arch = "wasm32"))]
pub mod traces;
pub mod view;
pub mod app;
pub mod i18n;
pub mod teach;
