//! The window: Leptos components over what a worker simulates ([`crate::worker`]), and the shell that does what it asks
//! the browser to do.
//!
//! Components read signals of [`page::Page`] and send messages; they decide nothing. Only `shell` touches storage,
//! the address, the clipboard, the focus and the live region; `standstill` keeps its note in the session's storage.

#![deny(clippy::unwrap_used, clippy::expect_used)]

mod actors;
mod announce;
mod awaited;
mod cluster;
mod dialogs;
mod disk;
mod dock;
mod editor;
mod editor_island;
mod events;
mod first_minute;
mod gates;
mod glossary;
mod grid;
mod guests;
mod handle;
mod heap;
mod icon;
mod identity;
mod index;
mod insert_menu;
mod inspector;
mod keys;
mod link;
pub mod mount;
mod newer;
mod notices;
mod page;
mod place;
mod pod;
mod rail;
mod receipts;
mod set_bar;
mod share;
mod shell;
mod sight;
mod standstill;
mod story;
mod strip;
mod time_bar;
mod top_bar;
mod trouble;
mod way_out;
mod words;
