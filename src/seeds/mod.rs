//! Random histories of a whole cluster, held against what must always be true. Native only.
//!
//! A [`Case`] is a value that follows from a seed: how the set begins and what is done to it (by a
//! person, by machines that fail, by an API server that refuses). [`play`] lets it happen and holds
//! every [`Law`] against every fact; then everything that was broken is mended, and the cluster has to
//! become what is asked for, or be in one of the [`DEADLOCKS`]. A case that fails is made smaller by
//! [`shrink`] and printed with the command that repeats it.

mod case;
mod command;
mod deadlock;
mod invent;
mod law;
mod perform;
mod play;
mod rest;
mod shrink;
mod watch;

pub use case::{Act, Budget, Case, Image, Retention, Setup, Step, Strategy};
pub use command::{USAGE, report, run};
pub use deadlock::{DEADLOCKS, Deadlock};
pub use invent::invent;
pub use law::{Law, Violation};
pub use play::{Meddle, PEACE_AFTER, Run, play, play_with};
pub use shrink::{Judge, shrink};
