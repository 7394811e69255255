//! kubectl: a command line in, kubectl's own words out.
//!
//! [`run`] never changes the world. It learns what the API server would answer on a scratch copy of
//! the store and hands back the inputs by which the same requests are made for real, and, where
//! kubectl would stay and wait, a [`Wait`]: data that is polled as time goes on.

mod call;
mod cmd;
mod failure;
mod manifests;
mod output;
mod parse;
pub mod print;
mod target;
mod wait;

pub use output::{Output, Stream};
pub use wait::Wait;

use crate::shell::home::Home;
use crate::sim::{Input, World};
use call::Call;

/// What came of a command line.
#[derive(Clone, Debug, Default)]
pub struct Reply {
    /// What it printed at once.
    pub output: Output,
    /// The exit code, unless there is a [`Wait`] that decides it later.
    pub code: i32,
    /// The requests it made, to be given to the timeline.
    pub inputs: Vec<Input>,
    /// What it still waits for.
    pub wait: Option<Wait>,
}

/// Runs the command line that follows the word `kubectl`.
///
/// `stdin` is what was piped or fed into it, if anything; `home` is where `-f` finds files.
#[must_use]
pub fn run(world: &World, args: &[String], stdin: Option<&str>, home: &Home) -> Reply {
    let mut call = Call::new(world, stdin, home);
    let result = cmd::run(&mut call, args);
    call.finish(result)
}
