//! The StatefulSet playground.
pub mod app;
pub mod cluster;
pub mod i18n;
pub mod manifest;
pub mod sim;
pub mod teach;
#[cfg(not(target_arch = "wasm32"))]
pub mod traces;
#[cfg(target_arch = "wasm32")]
pub mod ui;
pub mod view;
