//! What kubectl stays for: data that is asked again as time goes on.

use super::cmd::delete::Going;
use super::cmd::drain::Draining;
use super::cmd::get::watch::Watch;
use super::cmd::rollout::status::Rolling;
use super::cmd::run::Attached;
use super::cmd::wait::Hoping;
use crate::shell::{Next, Shell, Turn};
use crate::sim::{Fact, World};

/// A command that has not ended yet.
#[derive(Clone, Debug)]
pub enum Wait {
    /// `delete`: until the objects are gone.
    Gone(Going),
    /// `get -w`: until it is interrupted.
    Watch(Box<Watch>),
    /// `rollout status`: until the rollout has ended.
    Rollout(Rolling),
    /// `wait --for`: until the condition is met.
    Condition(Hoping),
    /// `drain`: until the nodes are empty.
    Drain(Draining),
    /// `exec`: until the program in the container ends.
    Exec(Box<Shell>),
    /// `run -i`: until the pod's program ends.
    Attach(Box<Attached>),
}

impl Wait {
    /// Asks again: `facts` is everything that happened since the last time.
    pub fn poll(&mut self, world: &World, facts: &[Fact]) -> Turn {
        match self {
            Self::Gone(going) => going.poll(world),
            Self::Watch(watch) => watch.poll(world, facts),
            Self::Rollout(rolling) => rolling.poll(world, facts),
            Self::Condition(hoping) => hoping.poll(world),
            Self::Drain(draining) => draining.poll(world),
            Self::Exec(shell) => exec_turn(shell, world, facts),
            Self::Attach(attached) => attached.poll(world, facts),
        }
    }

    /// Gives a line the person typed to the program in front; `None` is the end of what they type.
    pub fn feed(&mut self, line: Option<&str>) {
        match self {
            Self::Exec(shell) => shell.feed(line),
            Self::Attach(attached) => attached.feed(line),
            Self::Gone(_)
            | Self::Watch(_)
            | Self::Rollout(_)
            | Self::Condition(_)
            | Self::Drain(_) => {}
        }
    }

    /// Ctrl-C: what there is to clean up, and the exit code.
    pub fn interrupt(&mut self) -> Turn {
        match self {
            Self::Attach(attached) => attached.interrupt(),
            _ => Turn::quiet(Next::Done(130)),
        }
    }

    /// Whether it may last for ever without anything being wrong (a watch does).
    #[must_use]
    pub const fn is_endless(&self) -> bool {
        matches!(self, Self::Watch(_))
    }
}

/// kubectl says it when the program in the container did not end well.
fn exec_turn(shell: &mut Shell, world: &World, facts: &[Fact]) -> Turn {
    let mut turn = shell.turn(world, facts);
    if let Next::Done(code) = turn.next
        && code != 0
        && shell.has_started()
    {
        turn.output
            .complain(&format!("command terminated with exit code {code}"));
    }
    turn
}
