//! One operation after the other.

use super::{Frame, Running, Shell};
use crate::kubectl::{Output, Stream};
use crate::shell::builtin;
use crate::shell::redirect::{Input as Source, Routes};
use crate::shell::syntax::{Code, Operation, Simple, commands};
use crate::shell::turn::Turn;
use crate::sim::World;
use std::sync::Arc;

/// Commands run in one go, without simulated time passing, before the shell gives up.
const COMMANDS_MAX: u32 = 20_000;
/// Bytes printed in one go before the shell gives up.
const OUTPUT_BYTES_MAX: usize = 1 << 20;
/// Substitutions inside substitutions.
const FRAMES_MAX: usize = 32;

impl Shell {
    pub(super) fn operation(&mut self, world: &World, turn: &mut Turn) {
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        let Some(operation) = frame.code.operations.get(frame.at).cloned() else {
            self.leave_frame();
            return;
        };
        let words: Vec<Arc<Code>> = match &operation {
            Operation::Simple(simple) => commands(simple.all_words()),
            Operation::For(words) => commands(words.iter()),
            Operation::Close(redirects) => commands(redirects.iter().filter_map(|r| r.word())),
            _ => vec![],
        };
        if let Some(code) = words.get(frame.results.len()) {
            self.enter_substitution(Arc::clone(code));
            return;
        }
        frame.at += 1;
        match operation {
            Operation::Simple(simple) => self.simple(world, &simple, turn),
            Operation::Capture | Operation::Open => self.captures.push(Output::new()),
            Operation::Feed { replaces } => {
                if replaces {
                    self.inputs.pop();
                }
                self.feed_next_stage(turn);
            }
            Operation::Unfeed => drop(self.inputs.pop()),
            Operation::Close(redirects) => {
                let output = self.captures.pop().unwrap_or_default();
                let routes = self.with_scope(world, |scope| Routes::read(&redirects, scope));
                self.settle(world, &routes, output, vec![], turn);
            }
            Operation::Not => self.status = i32::from(self.status == 0),
            Operation::Branch { on_success, to } => {
                if (self.status == 0) == on_success {
                    self.jump(to);
                }
            }
            Operation::Jump(to) => self.jump(to),
            Operation::For(words) => {
                let mut values: Vec<String> = self.with_scope(world, |scope| {
                    words.iter().flat_map(|word| scope.fields(word)).collect()
                });
                values.reverse();
                if let Some(frame) = self.frames.last_mut() {
                    frame.loops.push(values);
                }
            }
            Operation::NextValue { variable, end } => self.next_value(&variable, end),
            Operation::EndFor => {
                if let Some(frame) = self.frames.last_mut() {
                    frame.loops.pop();
                }
            }
            Operation::Succeed => self.status = 0,
        }
    }

    fn jump(&mut self, to: usize) {
        // Loops that do nothing are work too.
        self.commands += 1;
        if let Some(frame) = self.frames.last_mut() {
            frame.at = to;
        }
    }

    fn next_value(&mut self, variable: &str, end: usize) {
        let value = self
            .frames
            .last_mut()
            .and_then(|frame| frame.loops.last_mut()?.pop());
        match value {
            Some(value) => drop(self.variables.insert(variable.to_owned(), value)),
            None => self.jump(end),
        }
    }

    fn enter_substitution(&mut self, code: Arc<Code>) {
        if self.frames.len() >= FRAMES_MAX {
            if let Some(frame) = self.frames.last_mut() {
                frame.results.push(String::new());
            }
            return;
        }
        self.captures.push(Output::new());
        let restore = Some(self.variables.clone());
        self.frames.push(Frame {
            code,
            at: 0,
            results: vec![],
            loops: vec![],
            restore,
        });
    }

    fn leave_frame(&mut self) {
        let Some(frame) = self.frames.pop() else {
            return;
        };
        let Some(variables) = frame.restore else {
            return;
        };
        self.variables = variables;
        let output = self.captures.pop().unwrap_or_default();
        if let Some(outer) = self.frames.last_mut() {
            outer
                .results
                .push(output.stdout().trim_end_matches('\n').to_owned());
        }
    }

    /// What the stage printed on standard output feeds the next; standard error is for the person.
    fn feed_next_stage(&mut self, turn: &mut Turn) {
        let output = self.captures.pop().unwrap_or_default();
        let mut complaints = Output::new();
        complaints.push(Stream::Err, &output.stderr());
        self.print(complaints, turn);
        self.inputs.push(output.stdout());
    }

    fn simple(&mut self, world: &World, simple: &Simple, turn: &mut Turn) {
        self.commands += 1;
        if self.commands > COMMANDS_MAX || self.printed_bytes > OUTPUT_BYTES_MAX {
            self.give_up(turn);
            return;
        }
        let had_substitution = self
            .frames
            .last()
            .is_some_and(|frame| !frame.results.is_empty());
        let (fields, assigned, routes) = self.with_scope(world, |scope| {
            let assigned: Vec<(String, String)> = simple
                .assignments
                .iter()
                .map(|(name, word)| (name.clone(), scope.text(word)))
                .collect();
            let fields: Vec<String> = simple
                .words
                .iter()
                .flat_map(|word| scope.fields(word))
                .collect();
            (fields, assigned, Routes::read(&simple.redirects, scope))
        });
        if fields.is_empty() {
            self.variables.extend(assigned);
            // `x=$(false)` fails as its substitution did.
            if !had_substitution {
                self.status = 0;
            }
            self.settle(world, &routes, Output::new(), vec![], turn);
            return;
        }
        let fed = match self.redirected_input(world, &routes) {
            Ok(fed) => fed,
            Err(complaint) => {
                self.status = 1;
                self.print(complaint, turn);
                return;
            }
        };
        let kept: Vec<(String, Option<String>)> = assigned
            .iter()
            .map(|(name, _)| (name.clone(), self.variables.get(name).cloned()))
            .collect();
        self.variables.extend(assigned);
        let effect = builtin::run(self, world, &fields, fed);
        for (name, value) in kept {
            match value {
                Some(value) => self.variables.insert(name, value),
                None => self.variables.remove(&name),
            };
        }
        turn.inputs.extend(effect.inputs);
        if let Some(what) = effect.lasting {
            let mut kept = Output::new();
            if routes.keeps() {
                kept = effect.output;
            } else {
                self.print(routes.route(&effect.output).output, turn);
            }
            self.running = Some(Running { what, routes, kept });
            return;
        }
        self.status = effect.code;
        self.settle(world, &routes, effect.output, effect.changes, turn);
    }

    /// What `<` and `<<` feed the command.
    fn redirected_input(&self, world: &World, routes: &Routes) -> Result<Option<String>, Output> {
        match &routes.input {
            Some(Source::Text(text)) => Ok(Some(text.clone())),
            Some(Source::File(path)) => match self.files(world).read(path) {
                Some(text) => Ok(Some(text)),
                None => {
                    let mut output = Output::new();
                    output.complain(&format!("sh: can't open {path}: no such file"));
                    Err(output)
                }
            },
            None => Ok(None),
        }
    }

    fn give_up(&mut self, turn: &mut Turn) {
        self.frames.clear();
        self.captures.clear();
        self.inputs.clear();
        self.status = 1;
        turn.output
            .complain("sh: stopped: too many commands or too much output at once");
        self.commands = 0;
        self.printed_bytes = 0;
    }
}
