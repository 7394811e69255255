//! One turn of something that runs over simulated time: what it printed, what it wants done to
//! the world, and when it wants to be asked again.

use crate::cluster::api::SimTime;
use crate::kubectl::Output;
use crate::sim::Input;

/// What came of one turn.
#[derive(Clone, Debug)]
pub struct Turn {
    /// What it printed.
    pub output: Output,
    /// What has to be given to the timeline before the next turn.
    pub inputs: Vec<Input>,
    /// What it wants now.
    pub next: Next,
}

/// What a running thing wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Nothing: it has ended with this exit code.
    Done(i32),
    /// Another turn as soon as the inputs are in.
    Again,
    /// Another turn when something has happened, or at this instant at the latest.
    Until(Option<SimTime>),
    /// A line from the person, after this prompt.
    Line(String),
}

impl Turn {
    /// A turn in which nothing happened.
    #[must_use]
    pub const fn quiet(next: Next) -> Self {
        Self {
            output: Output::new(),
            inputs: vec![],
            next,
        }
    }

    /// The end, with an exit code.
    #[must_use]
    pub const fn done(output: Output, code: i32) -> Self {
        Self {
            output,
            inputs: vec![],
            next: Next::Done(code),
        }
    }
}
