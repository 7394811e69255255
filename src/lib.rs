//! The StatefulSet playground.
pub mod cluster;
pub mod sim;
pub mod view;
