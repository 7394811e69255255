//! A faithful Kubernetes in memory, made to understand the StatefulSet.
//!
//! # Bird's-eye view
//!
//! A [`sim::World`] is a value that holds a whole cluster and what is owed to happen next.
//! [`sim::step::step`] lets the next thing happen; an [`sim::Input`] is something a person does. Both
//! answer with [`sim::Fact`]s: what changed, who did it, because of what. [`view`] turns a world into a
//! picture made of plain data, [`teach`] turns facts into sentences, [`app`] holds it all together, and
//! the `ui` module (wasm32 only) draws it in a browser.
//!
//! # Entry points
//!
//! - the controller all this is about: [`cluster::controllers::statefulset::reconcile`]
//! - how anything reads or writes the cluster: [`cluster::apiserver::Client`]
//! - how the page changes: [`app::App`] and its messages
//! - how we know that it is true: `cargo run --release -- traces tests/traces` replays what the
//!   upstream controller was recorded to do
//!
//! # Code map
//!
//! Four floors; imports point down only, and `tests/it/tidy.rs` holds them to it. From the ground up:
//! [`cluster`] (a Kubernetes that knows nothing of rewinding, screens or browsers), [`sim`] (time),
//! then [`manifest`], [`view`], [`teach`], [`i18n`] (words and pictures), then [`app`] and `ui`.
//! `ARCHITECTURE.md` has the table, the invariants and their reasons.

pub mod app;
pub mod cluster;
pub mod i18n;
pub mod kubectl;
pub mod manifest;
#[cfg(not(target_arch = "wasm32"))]
pub mod native;
#[cfg(any(not(target_arch = "wasm32"), feature = "histories"))]
pub mod seeds;
pub mod shell;
pub mod sim;
pub mod teach;
#[cfg(not(target_arch = "wasm32"))]
pub mod traces;
#[cfg(not(target_arch = "wasm32"))]
pub mod truth;
#[cfg(target_arch = "wasm32")]
pub mod ui;
pub mod view;
pub mod worker;
