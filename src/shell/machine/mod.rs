//! The shell as a machine: frames of code, one operation at a time, left wherever it has to wait.

mod effect;
mod frames;
mod jobs;
mod look;
mod run;
mod simple;
mod start;
mod state;
mod write;

use crate::cluster::api::{Key, SimTime};
use crate::kubectl::Output;
use crate::shell::home::{HOME, Home};
use crate::shell::syntax::Code;
use crate::shell::turn::{Next, Turn};
use crate::shell::variables::Variables;
use crate::sim::{Fact, World};
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) use effect::{Control, Effect, Enter};
pub(super) use jobs::Job;
pub(super) use simple::{Assigned, quoted};
use state::{Capture, Frame, Loop, Running};
pub(super) use state::{FrameKind, Lasting, Role, Saved};

/// Operations in one turn: who gives the turns has others to look after.
const OPERATIONS_PER_TURN: u32 = 1_000;

/// Where a shell runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// At the person's terminal.
    Terminal,
    /// In a container of a pod.
    Container {
        /// The pod.
        pod: Key,
        /// The container.
        container: String,
    },
}

/// A shell, or a single program that was started without one.
#[derive(Clone, Debug)]
pub struct Shell {
    pub(super) place: Place,
    /// The terminal's files.
    pub home: Home,
    pub(super) variables: Variables,
    pub(super) positional: Vec<String>,
    pub(super) status: i32,
    /// The working directory.
    pub(super) folder: String,
    pub(super) functions: Arc<BTreeMap<String, Arc<Code>>>,
    pub(super) aliases: BTreeMap<String, String>,
    /// Letters of `set`; `p` is `pipefail`.
    pub(super) options: String,
    pub(super) traps: BTreeMap<String, String>,
    pub(super) history: Vec<String>,
    pub(super) jobs: Vec<Job>,
    /// What `<(…)` printed, by the name that stands for it.
    pub(super) processes: BTreeMap<String, String>,
    frames: Vec<Frame>,
    /// Texts being collected: stages of pipes, substitutions, redirected groups.
    captures: Vec<Capture>,
    /// What stages of pipes and redirected groups read.
    pub(super) inputs: Vec<String>,
    running: Option<Running>,
    /// Lines typed that do not make a whole command yet.
    pending: String,
    /// Whether lines are read from the person when there is nothing to run.
    pub(super) typed: bool,
    prompt: String,
    ended: Option<i32>,
    /// The code with which the shell ends after what its trap still does.
    ending: Option<i32>,
    /// What to print at the next turn.
    said: Output,
    commands: u32,
    /// The instant at which they ran.
    counted_at: SimTime,
    printed_bytes: usize,
    /// The program could not even be started.
    pub(super) not_started: bool,
    /// Whether the command was started directly, without a shell around it.
    pub(super) direct: bool,
}

impl Shell {
    /// A shell with nothing to run yet.
    #[must_use]
    pub fn new(place: Place) -> Self {
        let (folder, home, user) = match place {
            Place::Terminal => (HOME, HOME, "you"),
            Place::Container { .. } => ("/", "/root", "root"),
        };
        let mut variables = Variables::default();
        for (name, value) in [
            ("HOME", home),
            ("USER", user),
            ("PWD", folder),
            ("SHELL", "/bin/bash"),
            (
                "PATH",
                "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ),
        ] {
            if place == Place::Terminal || name == "PWD" || name == "HOME" {
                variables.set(name, value);
            }
            variables.export(name, place == Place::Terminal);
        }
        Self {
            place,
            home: Home::default(),
            variables,
            positional: vec!["sh".to_owned()],
            status: 0,
            folder: folder.to_owned(),
            functions: Arc::default(),
            aliases: BTreeMap::new(),
            options: String::new(),
            traps: BTreeMap::new(),
            history: vec![],
            jobs: vec![],
            processes: BTreeMap::new(),
            frames: vec![],
            captures: vec![],
            inputs: vec![],
            running: None,
            pending: String::new(),
            typed: false,
            prompt: String::new(),
            ended: None,
            ending: None,
            said: Output::new(),
            commands: 0,
            counted_at: SimTime::default(),
            printed_bytes: 0,
            not_started: false,
            direct: false,
        }
    }

    /// The person's terminal: reads lines, has files.
    #[must_use]
    pub fn terminal(home: Home) -> Self {
        Self {
            home,
            typed: true,
            prompt: "$ ".to_owned(),
            ..Self::new(Place::Terminal)
        }
    }

    /// Ctrl-C: whatever runs is left.
    pub fn interrupt(&mut self) -> Turn {
        let mut turn = match self.running.take() {
            Some(Running {
                what: Lasting::Kubectl(mut wait),
                ..
            }) => wait.interrupt(),
            Some(Running {
                what: Lasting::Jobs(numbers),
                ..
            }) => {
                let mut turn = Turn::quiet(Next::Done(130));
                for number in numbers {
                    turn.inputs.extend(self.stop_job(number, 130));
                }
                turn
            }
            _ => Turn::quiet(Next::Done(130)),
        };
        self.clear();
        self.pending.clear();
        self.status = 130;
        if let Some(text) = self.traps.get("INT").cloned() {
            self.run_text(&text);
        }
        turn.next = self.at_rest();
        turn
    }

    /// Leaves everything that runs.
    fn clear(&mut self) {
        // Functions and copies give back what they hid.
        while let Some(frame) = self.frames.pop() {
            self.give_back(frame.kind, frame.locals);
        }
        self.captures.clear();
        self.inputs.clear();
    }

    /// Whether something runs.
    #[must_use]
    pub const fn is_busy(&self) -> bool {
        self.running.is_some() || !self.frames.is_empty()
    }

    /// Whether what runs may go on for ever without anything being wrong: a watch.
    #[must_use]
    pub fn is_endless(&self) -> bool {
        match self.running.as_ref().map(|running| &running.what) {
            Some(Lasting::Kubectl(wait)) => wait.is_endless(),
            Some(Lasting::Jobs(_)) => self.jobs.iter().any(|job| job.shell.is_endless()),
            _ => false,
        }
    }

    /// Whether the program that was to run could be started at all.
    #[must_use]
    pub const fn has_started(&self) -> bool {
        !self.not_started
    }

    /// The exit code of the last command.
    #[must_use]
    pub const fn status(&self) -> i32 {
        self.status
    }

    /// Goes on as far as it can. `facts` is everything that happened since the last turn.
    pub fn turn(&mut self, world: &World, facts: &[Fact]) -> Turn {
        let mut turn = Turn::quiet(Next::Again);
        turn.output = std::mem::take(&mut self.said);
        let waits = self.turn_jobs(world, facts, &mut turn);
        turn.next = self.go_on(world, facts, &mut turn);
        let fresh = self.jobs.iter().any(|job| job.fresh);
        turn.next = match (turn.next, waits) {
            (Next::Done(code), _) => Next::Done(code),
            (_, Some(Next::Again)) => Next::Again,
            (_, _) if fresh => Next::Again,
            (Next::Until(one), Some(Next::Until(other))) => Next::Until(match (one, other) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            }),
            (next, _) => next,
        };
        turn
    }

    fn go_on(&mut self, world: &World, facts: &[Fact], turn: &mut Turn) -> Next {
        let mut facts = facts;
        for _ in 0..OPERATIONS_PER_TURN {
            // What was asked for has to be done before anything else looks at the world.
            if !turn.inputs.is_empty() {
                return Next::Again;
            }
            self.time_out(world, turn);
            if let Some(next) = self.poll(world, facts, turn) {
                let deadline = self.frames.iter().filter_map(|frame| frame.deadline).min();
                return match (next, deadline) {
                    (Next::Until(at), Some(deadline)) => {
                        Next::Until(Some(at.map_or(deadline, |at| at.min(deadline))))
                    }
                    (next, _) => next,
                };
            }
            facts = &[];
            if self.frames.is_empty() && self.ended.is_none() && !self.typed {
                self.finish();
            }
            if self.frames.is_empty() || self.ended.is_some() {
                return self.at_rest();
            }
            self.operation(world, turn);
        }
        Next::Again
    }

    /// Ends what had a time limit and has reached it.
    fn time_out(&mut self, world: &World, turn: &mut Turn) {
        let over = self
            .frames
            .iter()
            .position(|frame| frame.deadline.is_some_and(|at| at <= world.now));
        let Some(at) = over else { return };
        if let Some(Running {
            what: Lasting::Kubectl(mut wait),
            ..
        }) = self.running.take()
        {
            let ended = wait.interrupt();
            self.print(ended.output, turn);
            turn.inputs.extend(ended.inputs);
        }
        self.unwind(at);
        self.status = 124;
    }

    /// What there is to do with nothing to run.
    fn at_rest(&mut self) -> Next {
        if let Some(code) = self.ended {
            self.frames.clear();
            return Next::Done(code);
        }
        if !self.typed {
            return Next::Done(self.status);
        }
        let prompt = if self.pending.is_empty() {
            self.prompt.as_str()
        } else {
            "> "
        };
        Next::Line(prompt.to_owned())
    }

    /// Asks what runs; `None`: nothing does (any more).
    fn poll(&mut self, world: &World, facts: &[Fact], turn: &mut Turn) -> Option<Next> {
        let running = self.running.as_mut()?;
        let mut polled = match &mut running.what {
            Lasting::Sleep { until } if world.now < *until => {
                return Some(Next::Until(Some(*until)));
            }
            Lasting::Sleep { .. } => Turn::quiet(Next::Done(0)),
            Lasting::Jobs(numbers) => {
                let jobs = self.jobs.iter().filter(|job| numbers.contains(&job.number));
                let codes: Vec<Option<i32>> = jobs.map(|job| job.code).collect();
                if codes.contains(&None) {
                    return Some(Next::Until(None));
                }
                let numbers = numbers.clone();
                self.jobs.retain(|job| !numbers.contains(&job.number));
                Turn::quiet(Next::Done(
                    codes.last().copied().flatten().unwrap_or_default(),
                ))
            }
            Lasting::Kubectl(wait) => wait.poll(world, facts),
        };
        // When time has passed, what was done before no longer counts against the limits.
        if self.counted_at != world.now {
            self.counted_at = world.now;
            self.commands = 0;
        }
        turn.inputs.append(&mut polled.inputs);
        if running.routes.keeps() {
            running.kept.append(std::mem::take(&mut polled.output));
        }
        let routes = running.routes.clone();
        match polled.next {
            Next::Done(code) => {
                let mut output = std::mem::take(&mut running.kept);
                output.append(polled.output);
                self.running = None;
                self.settle(world, &routes, output, vec![], turn);
                self.status = code;
                None
            }
            next => {
                let routed = routes.route(&polled.output);
                self.print(routed.output, turn);
                Some(next)
            }
        }
    }
}
