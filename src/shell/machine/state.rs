//! What a shell remembers while it runs.

use crate::cluster::api::SimTime;
use crate::kubectl::{Output, Wait};
use crate::shell::redirect::Routes;
use crate::shell::syntax::Code;
use crate::shell::variables::{Value, Variables};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is being collected.
#[derive(Clone, Debug, Default)]
pub(super) struct Capture {
    pub(super) output: Output,
    /// Standard error too.
    pub(super) both: bool,
}

/// Code being run.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub(super) code: Arc<Code>,
    pub(super) at: usize,
    /// What the substitutions of the present operation gave so far.
    pub(super) results: Vec<String>,
    pub(super) loops: Vec<Loop>,
    /// How many conditions are open in which a command may fail.
    pub(super) lenient: u32,
    pub(super) kind: FrameKind,
    /// Captures and inputs that were there when it began, with its own.
    pub(super) captures: usize,
    pub(super) inputs: usize,
    /// Where what it prints goes, if anywhere else.
    pub(super) routes: Option<Routes>,
    pub(super) fed: bool,
    /// For each open pipe: the inputs that were there, and the status of each stage.
    pub(super) pipes: Vec<(usize, Vec<i32>)>,
    /// What its local variables hide.
    pub(super) locals: Vec<(String, Option<Value>)>,
    pub(super) timers: Vec<SimTime>,
    /// It is ended then.
    pub(super) deadline: Option<SimTime>,
}

/// A loop being run.
#[derive(Clone, Debug)]
pub(super) struct Loop {
    pub(super) values: Vec<String>,
    pub(super) next: usize,
    pub(super) end: usize,
    pub(super) lenient: u32,
    pub(super) status: i32,
}

/// Whose code a frame is.
#[derive(Clone, Debug)]
pub(in crate::shell) enum FrameKind {
    /// Typed, or given at the start; a trap.
    Main,
    /// `{ … } > file`, an alias, `eval`.
    Group,
    /// A function; the arguments around it come back.
    Function { positional: Vec<String> },
    /// `. file`
    Source,
    /// A copy of the shell.
    Copy { saved: Box<Saved>, role: Role },
}

/// What becomes of what a copy prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::shell) enum Role {
    Subshell,
    Substitution,
    Process,
    Stage { last: bool },
}

/// What a subshell cannot change.
#[derive(Clone, Debug)]
pub(in crate::shell) struct Saved {
    pub(super) variables: Variables,
    pub(super) positional: Vec<String>,
    pub(super) folder: String,
    pub(super) functions: Arc<BTreeMap<String, Arc<Code>>>,
    pub(super) options: String,
    pub(super) traps: BTreeMap<String, String>,
}

/// A command that takes time.
#[derive(Clone, Debug)]
pub(super) struct Running {
    pub(super) what: Lasting,
    pub(super) routes: Routes,
    /// Printed so far, if it is to go to a file.
    pub(super) kept: Output,
}

/// What a command can take time with.
#[derive(Clone, Debug)]
pub(in crate::shell) enum Lasting {
    /// `sleep`
    Sleep { until: SimTime },
    /// kubectl stays.
    Kubectl(Box<Wait>),
    /// `wait`, `fg`: until these jobs have ended.
    Jobs(Vec<u32>),
}
