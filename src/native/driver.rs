//! Drives a shell and a timeline together: simulated time passes only while a command waits.

use crate::cluster::api::SimTime;
use crate::cluster::apiserver::Gates;
use crate::kubectl::Output;
use crate::shell::home::Home;
use crate::shell::{Next, Shell};
use crate::sim::world::Config;
use crate::sim::{Fact, Input, Timeline};

/// The longest a single line may keep simulated time passing: a day. Then it is interrupted.
const LINE_MS_MAX: u64 = 24 * 3_600_000;
/// A watch in a script ends when the cluster has come to rest, or after this long.
const WATCH_MS_MAX: u64 = 600_000;

/// A terminal with its cluster.
#[derive(Clone, Debug)]
pub struct Driver {
    timeline: Timeline,
    shell: Shell,
}

/// What stands after a line has been run as far as it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stand {
    /// Another line is wanted, after this prompt.
    Prompt(String),
    /// The terminal has ended with this exit code.
    Ended(i32),
}

impl Driver {
    /// A fresh cluster with a terminal.
    #[must_use]
    pub fn new(config: Config, home: Home) -> Self {
        Self {
            timeline: Timeline::new(config),
            shell: Shell::terminal(home),
        }
    }

    /// Switches the cluster's feature gates, if they are to be others than they are.
    pub fn set_gates(&mut self, gates: Gates) {
        if gates != self.timeline.world().cluster.store.gates {
            drop(self.timeline.push(Input::Gates(gates)));
        }
    }

    /// The cluster and its history.
    #[must_use]
    pub const fn timeline(&self) -> &Timeline {
        &self.timeline
    }

    /// The exit code of the last command.
    #[must_use]
    pub const fn status(&self) -> i32 {
        self.shell.status()
    }

    /// Acts past the terminal: a switch of a feature gate, the plug of a node.
    pub fn act(&mut self, input: Input) {
        drop(self.timeline.push(input));
    }

    /// Gives a line (`None`: there are no more) and runs until another is wanted. What is printed
    /// goes to `print` as it comes.
    pub fn line(&mut self, line: Option<&str>, print: &mut dyn FnMut(Output)) -> Stand {
        self.shell.feed(line);
        let began = self.timeline.world().now;
        let mut facts: Vec<Fact> = Vec::new();
        loop {
            let turn = self.shell.turn(self.timeline.world(), &facts);
            print(turn.output);
            facts.clear();
            for input in turn.inputs {
                facts.extend(self.timeline.push(input));
            }
            match turn.next {
                Next::Again => {}
                Next::Line(prompt) => return Stand::Prompt(prompt),
                Next::Done(code) => return Stand::Ended(code),
                Next::Until(until) => match self.pass(began, until) {
                    Some(happened) => facts.extend(happened),
                    None => {
                        let turn = self.shell.interrupt();
                        print(turn.output);
                        for input in turn.inputs {
                            drop(self.timeline.push(input));
                        }
                    }
                },
            }
        }
    }

    /// Ctrl-C between lines: what was begun and not finished is forgotten.
    pub fn interrupt(&mut self) {
        for input in self.shell.interrupt().inputs {
            drop(self.timeline.push(input));
        }
    }

    /// Lets the next thing happen, up to `until`. `None`: nothing will, or it has been long enough.
    fn pass(&mut self, began: SimTime, until: Option<SimTime>) -> Option<Vec<Fact>> {
        let limit_ms = if self.shell.is_endless() {
            WATCH_MS_MAX
        } else {
            LINE_MS_MAX
        };
        let next = self.timeline.world().queue.next_at();
        // Whoever wants to be asked at an instant that has passed was asked already.
        let until = until.filter(|at| *at > self.timeline.world().now);
        let next = match (next, until) {
            (Some(next), Some(until)) => next.min(until),
            (next, until) => next.or(until)?,
        };
        if next.0 > began.0 + limit_ms {
            return None;
        }
        if until == Some(next) {
            Some(self.timeline.advance(next))
        } else {
            self.timeline.step()
        }
    }
}
