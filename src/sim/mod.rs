//! Floor 2: time. A [`World`] is a value; [`step`](step::step) is the only function that changes one
//! besides an [`Input`]; a [`Timeline`] remembers the inputs so that any moment can be had again.

pub mod act;
mod digest;
pub mod fact;
pub mod input;
pub mod keyframes;
pub mod latency;
pub mod observer;
pub mod queue;
pub mod record;
pub mod start;
pub mod step;
pub mod timeline;
pub mod watch;
pub mod world;

pub use fact::{Cause, Fact, FactId, What};
pub use input::{FileChange, Input, Request};
pub use timeline::{Cursor, Timeline};
pub use world::World;
