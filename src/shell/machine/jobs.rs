//! Commands in the background: each is a shell of its own.

use super::{FrameKind, Shell};
use crate::shell::syntax::Code;
use crate::shell::turn::{Next, Turn};
use crate::sim::{Fact, Input, World};
use std::sync::Arc;

/// Jobs at once.
const JOBS_MAX: usize = 20;

/// `command &`
#[derive(Clone, Debug)]
pub(in crate::shell) struct Job {
    pub(in crate::shell) number: u32,
    pub(in crate::shell) text: String,
    pub(in crate::shell) shell: Box<Shell>,
    /// How it ended.
    pub(in crate::shell) code: Option<i32>,
    /// Has not had a turn yet.
    pub(super) fresh: bool,
}

impl Shell {
    pub(super) fn background(&mut self, code: Arc<Code>, text: String, turn: &mut Turn) {
        if self.jobs.len() >= JOBS_MAX {
            self.status = 1;
            turn.output
                .complain("sh: fork: retry: Resource temporarily unavailable");
            return;
        }
        let mut shell = self.clone();
        shell.frames.clear();
        shell.captures.clear();
        shell.inputs.clear();
        shell.jobs.clear();
        shell.traps.clear();
        shell.typed = false;
        shell.status = 0;
        shell.push(code, FrameKind::Main);
        let number = self.jobs.last().map_or(1, |job| job.number + 1);
        if self.typed && self.frames.len() == 1 {
            turn.output
                .complain(&format!("[{number}] {}", 100 + number));
        }
        self.jobs.push(Job {
            number,
            text,
            shell: Box::new(shell),
            code: None,
            fresh: true,
        });
        self.status = 0;
    }

    /// Gives every job a turn; what the most impatient of them wants.
    pub(super) fn turn_jobs(
        &mut self,
        world: &World,
        facts: &[Fact],
        turn: &mut Turn,
    ) -> Option<Next> {
        let mut wants: Option<Next> = None;
        for at in 0..self.jobs.len() {
            let job = &mut self.jobs[at];
            job.fresh = false;
            if job.code.is_some() {
                continue;
            }
            std::mem::swap(&mut job.shell.home, &mut self.home);
            let done = job.shell.turn(world, facts);
            std::mem::swap(&mut job.shell.home, &mut self.home);
            turn.inputs.extend(done.inputs);
            let next = match done.next {
                Next::Done(code) => {
                    job.code = Some(code);
                    None
                }
                Next::Line(_) => {
                    job.code = Some(1);
                    None
                }
                next => Some(next),
            };
            self.print(done.output, turn);
            wants = match (wants, next) {
                (Some(Next::Again), _) | (_, Some(Next::Again)) => Some(Next::Again),
                (Some(Next::Until(one)), Some(Next::Until(other))) => {
                    Some(Next::Until(match (one, other) {
                        (Some(one), Some(other)) => Some(one.min(other)),
                        (one, other) => one.or(other),
                    }))
                }
                (one, other) => one.or(other),
            };
        }
        if self.typed && self.frames.is_empty() {
            for job in self.jobs.iter().filter(|job| job.code.is_some()) {
                turn.output.complain(&job.line());
            }
            self.jobs.retain(|job| job.code.is_none());
        }
        wants
    }

    /// Ends a job.
    pub(in crate::shell) fn stop_job(&mut self, number: u32, code: i32) -> Vec<Input> {
        let Some(job) = self.jobs.iter_mut().find(|job| job.number == number) else {
            return vec![];
        };
        job.code = Some(code);
        job.shell.interrupt().inputs
    }
}

impl Job {
    /// As `jobs` shows it.
    pub(in crate::shell) fn line(&self) -> String {
        let state = match self.code {
            None => "Running".to_owned(),
            Some(0) => "Done".to_owned(),
            Some(143 | 130) => "Terminated".to_owned(),
            Some(code) => format!("Exit {code}"),
        };
        let sign = if self.code.is_none() { " &" } else { "" };
        format!("[{}]+  {state:<24}{}{sign}", self.number, self.text)
    }
}
