//! Frames: entering code, leaving it by its end or from the middle.

use super::{Capture, Frame, FrameKind, Role, Saved, Shell};
use crate::kubectl::Output;
use crate::shell::compile::compile;
use crate::shell::redirect::Routes;
use crate::shell::syntax::Code;
use crate::shell::turn::Turn;
use crate::shell::variables::Value;
use crate::sim::World;
use std::sync::Arc;

/// Functions in functions, substitutions in substitutions.
const FRAMES_MAX: usize = 200;

impl Shell {
    pub(in crate::shell) fn push(&mut self, code: Arc<Code>, kind: FrameKind) {
        let lenient = self.frames.last().map_or(0, |frame| frame.lenient);
        self.frames.push(Frame {
            code,
            at: 0,
            results: vec![],
            loops: vec![],
            lenient,
            kind,
            captures: self.captures.len(),
            inputs: self.inputs.len(),
            routes: None,
            fed: false,
            pipes: vec![],
            locals: vec![],
            timers: vec![],
            deadline: None,
        });
    }

    /// Enters code whose output and input may go elsewhere. Too deep: the shell gives up.
    pub(super) fn enter(
        &mut self,
        code: Arc<Code>,
        kind: FrameKind,
        routes: Option<Routes>,
        fed: Option<String>,
    ) {
        if self.frames.len() >= FRAMES_MAX {
            self.said
                .complain("sh: maximum function nesting level exceeded");
            self.clear();
            self.status = 1;
            return;
        }
        let collects = match &kind {
            FrameKind::Copy {
                role: Role::Substitution | Role::Process | Role::Stage { last: false },
                ..
            } => Some(false),
            _ => routes.as_ref().map(|_| true),
        };
        if let Some(both) = collects {
            self.captures.push(Capture {
                output: Output::new(),
                both,
            });
        }
        let is_fed = fed.is_some();
        self.inputs.extend(fed);
        self.push(code, kind);
        if let Some(frame) = self.frames.last_mut() {
            frame.routes = routes;
            frame.fed = is_fed;
        }
    }

    /// What a copy of the shell cannot change.
    pub(in crate::shell) fn copy(&mut self, role: Role) -> FrameKind {
        let saved = Box::new(Saved {
            variables: self.variables.clone(),
            positional: self.positional.clone(),
            folder: self.folder.clone(),
            functions: Arc::clone(&self.functions),
            options: self.options.clone(),
            traps: std::mem::take(&mut self.traps),
        });
        FrameKind::Copy { saved, role }
    }

    pub(super) fn enter_substitution(&mut self, code: Arc<Code>, process: bool) {
        let role = match process {
            true => Role::Process,
            false => Role::Substitution,
        };
        let kind = self.copy(role);
        self.enter(code, kind, None, None);
    }

    /// The code of the innermost frame has come to its end.
    pub(super) fn leave_frame(&mut self, world: &World, turn: &mut Turn) {
        if matches!(
            self.frames.last().map(|frame| &frame.kind),
            Some(FrameKind::Copy { .. })
        ) && let Some(text) = self.traps.remove("EXIT")
        {
            self.run_trap(&text);
            return;
        }
        let Some(frame) = self.frames.pop() else {
            return;
        };
        if frame.fed {
            self.inputs.pop();
        }
        if let Some(routes) = frame.routes {
            let output = self.captures.pop().unwrap_or_default().output;
            self.settle(world, &routes, output, vec![], turn);
        }
        let role = self.give_back(frame.kind, frame.locals);
        match role {
            Some(Role::Substitution) => {
                let output = self.captures.pop().unwrap_or_default().output;
                let text = output.stdout().trim_end_matches('\n').to_owned();
                self.result(text);
            }
            Some(Role::Process) => {
                let output = self.captures.pop().unwrap_or_default().output;
                let name = format!("/dev/fd/{}", 63 - self.processes.len().min(60));
                self.processes.insert(name.clone(), output.stdout());
                self.result(name);
            }
            Some(Role::Stage { last }) => {
                if !last {
                    let output = self.captures.pop().unwrap_or_default().output;
                    // With `|&` both streams were collected.
                    let text = output.text();
                    let base = self.pipe_base();
                    self.inputs.truncate(base);
                    self.inputs.push(text);
                }
                let status = self.status;
                if let Some((_, statuses)) = self.frames.last_mut().and_then(|f| f.pipes.last_mut())
                {
                    statuses.push(status);
                }
            }
            _ => {}
        }
        if self.frames.is_empty()
            && let Some(code) = self.ending.take()
        {
            self.ended = Some(code);
            self.status = code;
        }
    }

    fn result(&mut self, text: String) {
        if let Some(outer) = self.frames.last_mut() {
            outer.results.push(text);
        }
    }

    pub(super) fn pipe_base(&self) -> usize {
        let pipes = self.frames.last().and_then(|frame| frame.pipes.last());
        pipes.map_or(self.inputs.len(), |(base, _)| *base)
    }

    /// What a function or a copy of the shell hid comes back.
    pub(super) fn give_back(
        &mut self,
        kind: FrameKind,
        locals: Vec<(String, Option<Value>)>,
    ) -> Option<Role> {
        for (name, value) in locals.into_iter().rev() {
            self.variables.restore(&name, value);
        }
        match kind {
            FrameKind::Function { positional } => {
                self.positional = positional;
                None
            }
            FrameKind::Copy { saved, role } => {
                self.variables = saved.variables;
                self.positional = saved.positional;
                self.folder = saved.folder;
                self.functions = saved.functions;
                self.options = saved.options;
                self.traps = saved.traps;
                Some(role)
            }
            _ => None,
        }
    }

    fn run_trap(&mut self, text: &str) {
        if let Ok(code) = compile(text) {
            self.push(Arc::new(code), FrameKind::Group);
        }
    }

    /// Goes to the end of a frame, past everything inside it.
    pub(super) fn unwind(&mut self, at: usize) {
        while self.frames.len() > at + 1 {
            if let Some(frame) = self.frames.pop() {
                self.give_back(frame.kind, frame.locals);
            }
        }
        if let Some(frame) = self.frames.last_mut() {
            frame.at = frame.code.operations.len();
            frame.loops.clear();
            frame.results.clear();
            frame.deadline = None;
            frame.pipes.clear();
            let (captures, inputs) = (frame.captures, frame.inputs);
            self.captures.truncate(captures);
            self.inputs.truncate(inputs);
        }
    }

    /// Ends the innermost copy of the shell, or the shell; a typed one only gives up its line when
    /// it is to stay.
    pub(super) fn exit(&mut self, code: i32, stays: bool) {
        let copy = self
            .frames
            .iter()
            .rposition(|frame| matches!(frame.kind, FrameKind::Copy { .. }));
        match copy {
            Some(at) => self.unwind(at),
            None if stays => self.clear(),
            None => {
                self.status = code;
                self.clear();
                self.finish();
            }
        }
        self.status = code;
    }

    /// The shell ends, after its trap.
    pub(super) fn finish(&mut self) {
        match self.traps.remove("EXIT") {
            Some(text) => {
                self.ending = Some(self.status);
                self.run_trap(&text);
                if self.frames.is_empty() {
                    self.ended = self.ending;
                }
            }
            None => self.ended = Some(self.status),
        }
    }

    /// `return`
    pub(super) fn leave_function(&mut self) {
        let function = self
            .frames
            .iter()
            .rposition(|frame| !matches!(frame.kind, FrameKind::Group | FrameKind::Main));
        if let Some(at) = function {
            self.leave_to(at);
            self.unwind(at);
        }
    }

    /// `break` and `continue`, out of so many loops.
    pub(super) fn leave_loop(&mut self, count: usize, again: bool) {
        let Some(at) = self
            .frames
            .iter()
            .rposition(|frame| !frame.loops.is_empty() || !matches!(frame.kind, FrameKind::Group))
        else {
            return;
        };
        if self.frames[at].loops.is_empty() {
            return;
        }
        self.leave_to(at);
        let frame = &mut self.frames[at];
        let keep = frame
            .loops
            .len()
            .saturating_sub(count.saturating_sub(1))
            .max(1);
        frame.loops.truncate(keep);
        let status = self.status;
        if let Some(this) = frame.loops.last_mut() {
            frame.lenient = this.lenient;
            frame.at = if again { this.next } else { this.end };
            this.status = status;
        }
        let inputs = frame.inputs;
        frame.pipes.clear();
        self.inputs.truncate(inputs);
    }

    /// Drops the groups above a frame; what they had printed so far goes on its way.
    fn leave_to(&mut self, at: usize) {
        while self.frames.len() > at + 1 {
            let Some(frame) = self.frames.pop() else {
                return;
            };
            if frame.fed {
                self.inputs.pop();
            }
            if frame.routes.is_some() {
                let capture = self.captures.pop().unwrap_or_default();
                match self.captures.last_mut() {
                    Some(outer) => outer.output.append(capture.output),
                    None => self.said.append(capture.output),
                }
            }
            self.give_back(frame.kind, frame.locals);
        }
    }
}
