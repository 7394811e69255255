//! The shell as a machine: frames of code, one operation at a time, left wherever it has to wait.

mod run;
mod start;
mod write;

use crate::cluster::api::{Key, SimTime};
use crate::kubectl::{Output, Wait};
use crate::shell::expand::Scope;
use crate::shell::files::Files;
use crate::shell::home::Home;
use crate::shell::redirect::Routes;
use crate::shell::syntax::Code;
use crate::shell::turn::{Next, Turn};
use crate::sim::{Fact, FileChange, Input, World};
use std::collections::BTreeMap;
use std::sync::Arc;

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
    pub(super) variables: BTreeMap<String, String>,
    pub(super) positional: Vec<String>,
    pub(super) status: i32,
    /// The working directory.
    pub(super) folder: String,
    frames: Vec<Frame>,
    /// Texts being collected: stages of pipes, substitutions, redirected groups.
    captures: Vec<Output>,
    /// What stages of pipes and redirected groups read.
    pub(super) inputs: Vec<String>,
    running: Option<Running>,
    /// Lines typed that do not make a whole command yet.
    pending: String,
    /// Whether lines are read from the person when there is nothing to run.
    typed: bool,
    prompt: String,
    ended: Option<i32>,
    /// What to print at the next turn.
    said: Output,
    commands: u32,
    printed_bytes: usize,
    /// The program could not even be started.
    pub(super) not_started: bool,
    /// Whether the command was started directly, without a shell around it.
    pub(super) direct: bool,
}

/// Code being run.
#[derive(Clone, Debug)]
struct Frame {
    code: Arc<Code>,
    at: usize,
    /// What the substitutions of the present operation gave so far.
    results: Vec<String>,
    /// The values left of each `for`, last first.
    loops: Vec<Vec<String>>,
    /// A substitution: the variables go back to this at its end.
    restore: Option<BTreeMap<String, String>>,
}

/// A command that takes time.
#[derive(Clone, Debug)]
struct Running {
    what: Lasting,
    routes: Routes,
    /// Printed so far, if it is to go to a file.
    kept: Output,
}

/// What a command can take time with.
#[derive(Clone, Debug)]
pub(super) enum Lasting {
    /// `sleep`
    Sleep { until: SimTime },
    /// kubectl stays.
    Kubectl(Box<Wait>),
}

/// What came of one command.
pub(super) struct Effect {
    pub(super) output: Output,
    pub(super) code: i32,
    /// Files written or removed, in order.
    pub(super) changes: Vec<FileChange>,
    /// Requests to be made.
    pub(super) inputs: Vec<Input>,
    pub(super) lasting: Option<Lasting>,
}

impl Effect {
    pub(super) fn done(output: Output, code: i32) -> Self {
        Self {
            output,
            code,
            changes: vec![],
            inputs: vec![],
            lasting: None,
        }
    }
    pub(super) fn said(text: impl Into<String>) -> Self {
        Self::done(Output::of(text), 0)
    }
    pub(super) fn failed(code: i32, text: &str) -> Self {
        let mut output = Output::new();
        output.complain(text);
        Self::done(output, code)
    }
    pub(super) fn code(code: i32) -> Self {
        Self::done(Output::new(), code)
    }
}

impl Shell {
    /// A shell with nothing to run yet.
    #[must_use]
    pub fn new(place: Place) -> Self {
        let folder = if place == Place::Terminal { "" } else { "/" };
        Self {
            place,
            home: Home::default(),
            variables: BTreeMap::new(),
            positional: vec!["sh".to_owned()],
            status: 0,
            folder: folder.to_owned(),
            frames: vec![],
            captures: vec![],
            inputs: vec![],
            running: None,
            pending: String::new(),
            typed: false,
            prompt: String::new(),
            ended: None,
            said: Output::new(),
            commands: 0,
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
            _ => Turn::quiet(Next::Done(130)),
        };
        self.frames.clear();
        self.captures.clear();
        self.inputs.clear();
        self.pending.clear();
        self.status = 130;
        turn.next = self.at_rest();
        turn
    }

    /// Whether something runs.
    #[must_use]
    pub const fn is_busy(&self) -> bool {
        self.running.is_some() || !self.frames.is_empty()
    }

    /// Whether what runs may go on for ever without anything being wrong: a watch.
    #[must_use]
    pub fn is_endless(&self) -> bool {
        match &self.running {
            Some(Running {
                what: Lasting::Kubectl(wait),
                ..
            }) => wait.is_endless(),
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
        let mut facts = facts;
        loop {
            // What was asked for has to be done before anything else looks at the world.
            if !turn.inputs.is_empty() {
                turn.next = Next::Again;
                return turn;
            }
            if let Some(next) = self.poll(world, facts, &mut turn) {
                turn.next = next;
                return turn;
            }
            facts = &[];
            if self.frames.is_empty() || self.ended.is_some() {
                turn.next = self.at_rest();
                return turn;
            }
            self.operation(world, &mut turn);
        }
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
            Lasting::Kubectl(wait) => wait.poll(world, facts),
        };
        // Time passes: what was done before no longer counts against the limits.
        self.commands = 0;
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

    /// The files this shell sees.
    pub(super) fn files<'a>(&'a self, world: &'a World) -> Files<'a> {
        Files::new(&self.place, &self.home, world, &self.folder)
    }

    fn with_scope<T>(&mut self, world: &World, work: impl FnOnce(&mut Scope<'_>) -> T) -> T {
        let results = self
            .frames
            .last_mut()
            .map(|frame| std::mem::take(&mut frame.results));
        let files = self.files(world);
        let paths = || files.paths();
        let mut scope = Scope {
            variables: &self.variables,
            positional: &self.positional,
            status: self.status,
            results: results.unwrap_or_default().into_iter(),
            paths: &paths,
            folder: &self.folder,
        };
        work(&mut scope)
    }

    /// Ends the shell with a code (`exit`).
    pub(super) fn end(&mut self, code: i32) {
        self.ended = Some(code);
        self.status = code;
    }
}
