//! What comes of a command.

use super::{FrameKind, Lasting};
use crate::cluster::api::SimTime;
use crate::kubectl::Output;
use crate::shell::syntax::Code;
use crate::sim::{FileChange, Input};
use std::sync::Arc;

/// What came of one command.
pub(in crate::shell) struct Effect {
    pub(in crate::shell) output: Output,
    pub(in crate::shell) code: i32,
    /// Files written or removed, in order.
    pub(in crate::shell) changes: Vec<FileChange>,
    /// Requests to be made.
    pub(in crate::shell) inputs: Vec<Input>,
    pub(in crate::shell) lasting: Option<Lasting>,
    /// Code to run in the place of the command.
    pub(in crate::shell) enter: Option<Box<Enter>>,
    pub(in crate::shell) control: Option<Control>,
}

/// Code that a command wants run.
pub(in crate::shell) struct Enter {
    pub(in crate::shell) code: Arc<Code>,
    pub(in crate::shell) kind: FrameKind,
    /// New `$0`, `$1` …
    pub(in crate::shell) positional: Option<Vec<String>>,
    pub(in crate::shell) deadline: Option<SimTime>,
}

/// A command that leaves where it stands.
#[derive(Clone, Copy, Debug)]
pub(in crate::shell) enum Control {
    Exit(i32),
    Return(i32),
    Break(usize),
    Continue(usize),
}

impl Effect {
    pub(in crate::shell) fn done(output: Output, code: i32) -> Self {
        Self {
            output,
            code,
            changes: vec![],
            inputs: vec![],
            lasting: None,
            enter: None,
            control: None,
        }
    }
    pub(in crate::shell) fn control(code: i32, control: Control) -> Self {
        Self {
            control: Some(control),
            ..Self::code(code)
        }
    }
    pub(in crate::shell) fn said(text: impl Into<String>) -> Self {
        Self::done(Output::of(text), 0)
    }
    pub(in crate::shell) fn failed(code: i32, text: &str) -> Self {
        let mut output = Output::new();
        output.complain(text);
        Self::done(output, code)
    }
    pub(in crate::shell) fn code(code: i32) -> Self {
        Self::done(Output::new(), code)
    }
}
