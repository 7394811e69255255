//! Floor 4: the simulation as a program of its own, and what it and the page say to each other.
//!
//! In the browser the page draws and a Web Worker simulates: two programs from this library, the page's without the
//! cluster, the worker's without Leptos. All of it but the two programs' `main` is pure and tested natively:
//!
//! * [`Shown`]: everything the page shows, as one value; [`Change`]: what became of it.
//! * [`protocol`]: the messages, their version, and their bytes.
//! * [`Simulation`]: the worker's side; an [`App`](crate::app::App) and what the page has seen of it.
//! * [`Client`]: the page's side; what waits for an answer, what replaces what, and the way back when the worker broke.

mod change;
mod client;
mod list;
pub mod protocol;
mod recovery;
mod shown;
mod simulation;
mod still;

pub use change::{Change, changes};
pub use client::{Client, Plan, Received};
pub use list::ListEdit;
pub use recovery::Revival;
pub use shown::Shown;
pub use simulation::Simulation;
pub use still::still;
