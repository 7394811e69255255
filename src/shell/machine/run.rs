//! One operation after the other.

use super::{FrameKind, Loop, Role, Shell};
use crate::kubectl::Output;
use crate::shell::condition;
use crate::shell::pattern::Pattern;
use crate::shell::redirect::{Input as Source, Routes};
use crate::shell::syntax::{Block, Code, Operation, Redirect, Word};
use crate::shell::turn::Turn;
use crate::shell::variables::Value;
use crate::sim::World;
use std::sync::Arc;

/// Operations run in one go, without simulated time passing, before the shell gives up.
const COMMANDS_MAX: u32 = 100_000;
/// Bytes printed in one go before the shell gives up.
const OUTPUT_BYTES_MAX: usize = 4 << 20;

impl Shell {
    pub(super) fn operation(&mut self, world: &World, turn: &mut Turn) {
        self.commands += 1;
        if self.commands > COMMANDS_MAX
            || self.printed_bytes > OUTPUT_BYTES_MAX
            || self.variables.was_full()
        {
            self.give_up(turn);
            return;
        }
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        let code = Arc::clone(&frame.code);
        let Some(operation) = code.operations.get(frame.at) else {
            self.leave_frame(world, turn);
            return;
        };
        frame.at += 1;
        match operation {
            Operation::Simple(simple) => self.simple(world, simple, turn),
            Operation::Enter {
                code,
                block,
                redirects,
            } => self.block(world, (code, *block), redirects, turn),
            Operation::PipeStart => frame.pipes.push((self.inputs.len(), vec![])),
            Operation::PipeEnd => self.end_pipe(),
            Operation::Background { code, text } => {
                self.background(Arc::clone(code), text.clone(), turn);
            }
            Operation::Define { name, code } => {
                Arc::make_mut(&mut self.functions).insert(name.clone(), Arc::clone(code));
                self.status = 0;
            }
            Operation::TimeStart => frame.timers.push(world.now),
            Operation::TimeEnd => self.end_timer(world, turn),
            Operation::Not => self.status = i32::from(self.status == 0),
            Operation::LenientStart => frame.lenient += 1,
            Operation::LenientEnd => frame.lenient = frame.lenient.saturating_sub(1),
            Operation::Check => {
                if self.status != 0 && frame.lenient == 0 && self.options.contains('e') {
                    // Whoever types loses the line, not the terminal.
                    self.exit(self.status, self.typed);
                }
            }
            Operation::Branch { on_success, to } => {
                if (self.status == 0) == *on_success {
                    frame.at = *to;
                }
            }
            Operation::Jump(to) => frame.at = *to,
            Operation::LoopStart { values, next, end } => {
                self.start_loop(world, values.as_ref(), (*next, *end), turn);
            }
            Operation::NextValue { .. } | Operation::BodyEnd | Operation::LoopEnd => {
                self.turn_loop(operation);
            }
            Operation::Case { word, arms, end } => self.case(world, word, (arms, *end), turn),
            Operation::Arithmetic(_) | Operation::Condition(_) => {
                self.question(world, operation, turn);
            }
            Operation::Succeed => self.status = 0,
        }
    }

    /// `((…))` and `[[ … ]]`.
    fn question(&mut self, world: &World, operation: &Operation, turn: &mut Turn) {
        match operation {
            Operation::Arithmetic(word) => {
                let value = self.expand(world, turn, |scope| {
                    let text = scope.text(word);
                    match scope.needs.is_some() {
                        true => 0,
                        false => scope.number(&text),
                    }
                });
                if let Some(value) = value {
                    self.status = i32::from(value == 0);
                }
            }
            Operation::Condition(condition) => {
                let result = self.expand(world, turn, |scope| condition::holds(scope, condition));
                match result {
                    Some(Ok(holds)) => self.status = i32::from(!holds),
                    Some(Err(why)) => {
                        turn.output.complain(&why);
                        self.status = 2;
                    }
                    None => {}
                }
            }
            _ => {}
        }
    }

    /// What happens at the head and the foot of a loop.
    fn turn_loop(&mut self, operation: &Operation) {
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        match operation {
            Operation::NextValue { variable } => {
                let Some(this) = frame.loops.last_mut() else {
                    return;
                };
                match this.values.pop() {
                    Some(value) => self.variables.set(variable, value),
                    None => frame.at = this.end,
                }
            }
            Operation::BodyEnd => {
                let status = self.status;
                frame
                    .loops
                    .last_mut()
                    .into_iter()
                    .for_each(|l| l.status = status);
            }
            Operation::LoopEnd => {
                if let Some(this) = frame.loops.pop() {
                    self.status = this.status;
                }
            }
            _ => {}
        }
    }

    fn start_loop(
        &mut self,
        world: &World,
        words: Option<&Vec<Word>>,
        (next, end): (usize, usize),
        turn: &mut Turn,
    ) {
        let mut values = Vec::new();
        if let Some(words) = words {
            let expanded = self.expand(world, turn, |scope| {
                words
                    .iter()
                    .flat_map(|word| scope.fields(word))
                    .collect::<Vec<_>>()
            });
            let Some(expanded) = expanded else { return };
            values = expanded;
            values.reverse();
        }
        if let Some(frame) = self.frames.last_mut() {
            let lenient = frame.lenient;
            frame.loops.push(Loop {
                values,
                next,
                end,
                lenient,
                status: 0,
            });
        }
    }

    fn case(
        &mut self,
        world: &World,
        word: &Word,
        (arms, end): (&[(Vec<Word>, usize)], usize),
        turn: &mut Turn,
    ) {
        let to = self.expand(world, turn, |scope| {
            let text = scope.text(word);
            let fits = |pattern: &Word, scope: &mut crate::shell::expand::Scope<'_>| {
                let marked = scope.marked(pattern);
                Pattern::new(&marked, false).fits(&text)
            };
            arms.iter()
                .find(|(patterns, _)| patterns.iter().any(|pattern| fits(pattern, scope)))
                .map(|(_, to)| *to)
        });
        let Some(to) = to else { return };
        self.status = 0;
        if let Some(frame) = self.frames.last_mut() {
            frame.at = to.unwrap_or(end);
        }
    }

    fn block(
        &mut self,
        world: &World,
        (code, block): (&Arc<Code>, Block),
        redirects: &[Redirect],
        turn: &mut Turn,
    ) {
        let mut routes = None;
        let mut fed = None;
        if !redirects.is_empty() {
            let read = self.expand(world, turn, |scope| Routes::read(redirects, scope));
            let Some(read) = read else { return };
            fed = match self.redirected_input(world, &read) {
                Ok(fed) => fed,
                Err(complaint) => {
                    self.status = 1;
                    self.print(complaint, turn);
                    return;
                }
            };
            routes = read.moves().then_some(read);
        }
        let kind = match block {
            Block::Group => FrameKind::Group,
            Block::Subshell => self.copy(Role::Subshell),
            Block::Stage { last, .. } => self.copy(Role::Stage { last }),
        };
        self.enter(Arc::clone(code), kind, routes, fed);
        if let (Block::Stage { both: true, .. }, Some(capture)) = (block, self.captures.last_mut())
        {
            capture.both = true;
        }
    }

    fn end_pipe(&mut self) {
        let popped = self.frames.last_mut().and_then(|frame| frame.pipes.pop());
        let Some((base, statuses)) = popped else {
            return;
        };
        self.inputs.truncate(base);
        let last = statuses.last().copied().unwrap_or_default();
        self.status = match self.options.contains('p') {
            true => statuses
                .iter()
                .rev()
                .copied()
                .find(|code| *code != 0)
                .unwrap_or_default(),
            false => last,
        };
        let list = (0..).zip(statuses.iter().map(i32::to_string)).collect();
        self.variables.put("PIPESTATUS", Value::List(list));
    }

    fn end_timer(&mut self, world: &World, turn: &mut Turn) {
        let started = self.frames.last_mut().and_then(|frame| frame.timers.pop());
        let spent_ms = world.now.0 - started.map_or(world.now.0, |at| at.0);
        let (minutes, ms) = (spent_ms / 60_000, spent_ms % 60_000);
        let mut output = Output::new();
        output.complain(&format!(
            "\nreal\t{minutes}m{}.{:03}s\nuser\t0m0.000s\nsys\t0m0.000s",
            ms / 1000,
            ms % 1000
        ));
        self.print(output, turn);
    }

    /// What `<` and `<<` feed the command.
    pub(super) fn redirected_input(
        &self,
        world: &World,
        routes: &Routes,
    ) -> Result<Option<String>, Output> {
        match &routes.input {
            Some(Source::Text(text)) => Ok(Some(text.clone())),
            Some(Source::File(path)) => match self.files(world).open(path) {
                Ok(text) => Ok(Some(text)),
                Err(why) => {
                    let mut output = Output::new();
                    output.complain(&format!("sh: {path}: {why}"));
                    Err(output)
                }
            },
            None => Ok(None),
        }
    }

    pub(super) fn give_up(&mut self, turn: &mut Turn) {
        self.clear();
        self.status = 1;
        turn.output
            .complain("sh: stopped: too many commands, too much text or output at once");
        self.commands = 0;
        self.printed_bytes = 0;
    }
}
