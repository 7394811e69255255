//! One command: assignments, functions, everything that is run by its name.

use super::{Enter, FrameKind, Running, Shell};
use crate::kubectl::Output;
use crate::shell::builtin;
use crate::shell::compile::compile;
use crate::shell::redirect::Routes;
use crate::shell::syntax::{Assignment, DECLARES, Piece, Simple, Word};
use crate::shell::turn::Turn;
use crate::shell::variables::{Value, end};
use crate::sim::World;
use std::collections::BTreeMap;
use std::sync::Arc;

/// An assignment with its words expanded.
#[derive(Clone, Debug)]
pub(in crate::shell) struct Assigned {
    pub(in crate::shell) name: String,
    key: Option<String>,
    append: bool,
    value: Given,
}

#[derive(Clone, Debug)]
enum Given {
    Text(String),
    /// Elements, with their keys where they were written.
    List(Vec<(Option<String>, String)>),
}

impl Shell {
    pub(super) fn simple(&mut self, world: &World, simple: &Simple, turn: &mut Turn) {
        let had_substitution = self
            .frames
            .last()
            .is_some_and(|frame| !frame.results.is_empty());
        let expanded = self.expand(world, turn, |scope| {
            let assigned = read_all(scope, simple);
            let fields: Vec<String> = simple
                .words
                .iter()
                .flat_map(|word| scope.fields(word))
                .collect();
            (fields, assigned, Routes::read(&simple.redirects, scope))
        });
        let Some((fields, assigned, routes)) = expanded else {
            return;
        };
        self.trace(&fields, turn);
        let fed = match self.redirected_input(world, &routes) {
            Ok(fed) => fed,
            Err(complaint) => {
                self.status = 1;
                self.print(complaint, turn);
                return;
            }
        };
        if fields.is_empty() {
            // `x=$(false)` fails as its substitution did.
            if !had_substitution {
                self.status = 0;
            }
            for one in assigned {
                self.assign(one, turn);
            }
            self.settle(world, &routes, Output::new(), vec![], turn);
            return;
        }
        if DECLARES.contains(&fields[0].as_str()) {
            builtin::declare(self, &fields, assigned, turn);
            return;
        }
        let kept = self.lend(assigned, turn);
        if let Some(code) = self.functions.get(&fields[0]).cloned() {
            let positional = std::mem::replace(&mut self.positional, fields);
            let kind = FrameKind::Function { positional };
            let routes = routes.moves().then_some(routes);
            self.enter(code, kind, routes, fed);
            if let Some(frame) = self.frames.last_mut() {
                frame.locals = kept;
            }
            return;
        }
        if let Some(text) = self.alias(&fields) {
            match compile(&text) {
                Ok(code) => {
                    let routes = routes.moves().then_some(routes);
                    self.enter(Arc::new(code), FrameKind::Group, routes, fed);
                }
                Err(_) => self.status = 2,
            }
            return;
        }
        self.command(world, &fields, (routes, fed), kept, turn);
    }

    /// `set -x`
    fn trace(&mut self, fields: &[String], turn: &mut Turn) {
        if self.options.contains('x') && !fields.is_empty() {
            let mut trace = Output::new();
            trace.complain(&format!("+ {}", fields.join(" ")));
            self.print(trace, turn);
        }
    }

    /// Assigns for one command; what has to come back afterwards.
    fn lend(&mut self, assigned: Vec<Assigned>, turn: &mut Turn) -> Vec<(String, Option<Value>)> {
        let mut kept = Vec::new();
        for one in assigned {
            let name = one.name.clone();
            kept.push((name.clone(), self.variables.value(&name).cloned()));
            self.assign(one, turn);
            self.variables.lend(&name);
        }
        kept
    }

    fn alias(&self, fields: &[String]) -> Option<String> {
        let text = self.aliases.get(&fields[0])?;
        let first = text.split_whitespace().next().unwrap_or_default();
        // `alias ls='ls -l'` does not mean itself again.
        let text = match first == fields[0] {
            true => format!("command {text}"),
            false => text.clone(),
        };
        let rest = fields[1..].iter().map(|word| format!(" {}", quoted(word)));
        Some(text + &rest.collect::<String>())
    }

    fn command(
        &mut self,
        world: &World,
        fields: &[String],
        (routes, fed): (Routes, Option<String>),
        kept: Vec<(String, Option<Value>)>,
        turn: &mut Turn,
    ) {
        let is_fed = fed.is_some();
        self.inputs.extend(fed);
        let inputs = self.inputs.len();
        let effect = builtin::run(self, world, fields);
        let lent = self.variables.clone();
        for (name, value) in kept {
            self.variables.restore(&name, value);
        }
        let mut fed = None;
        if is_fed && self.inputs.len() == inputs {
            fed = self.inputs.pop();
        }
        turn.inputs.extend(effect.inputs);
        if let Some(mut enter) = effect.enter {
            if let FrameKind::Copy { saved, .. } = &mut enter.kind {
                saved.variables = std::mem::replace(&mut self.variables, lent);
            }
            self.print(routes.route(&effect.output).output, turn);
            self.status = effect.code;
            self.enter_for(*enter, routes, fed);
            return;
        }
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
        match effect.control {
            Some(super::Control::Exit(code)) => self.exit(code, false),
            Some(super::Control::Return(code)) => {
                self.status = code;
                self.leave_function();
            }
            Some(super::Control::Break(count)) => self.leave_loop(count, false),
            Some(super::Control::Continue(count)) => self.leave_loop(count, true),
            None => {}
        }
    }

    fn enter_for(&mut self, enter: Enter, routes: Routes, fed: Option<String>) {
        let routes = routes.moves().then_some(routes);
        self.enter(enter.code, enter.kind, routes, fed);
        if let Some(positional) = enter.positional {
            self.positional = positional;
        }
        if let Some(frame) = self.frames.last_mut() {
            frame.deadline = enter.deadline;
        }
    }

    /// Carries out an assignment.
    pub(in crate::shell) fn assign(&mut self, one: Assigned, turn: &mut Turn) {
        let Assigned {
            name,
            key,
            append,
            value,
        } = one;
        if self.variables.is_fixed(&name) {
            turn.output
                .complain(&format!("sh: {name}: readonly variable"));
            self.status = 1;
            return;
        }
        match (value, key) {
            (Given::Text(text), None) => {
                let old = if append {
                    self.variables.get(&name).unwrap_or_default()
                } else {
                    ""
                };
                let text = format!("{old}{text}");
                self.variables.set(&name, text);
            }
            (Given::Text(text), Some(key)) => {
                let old = match append {
                    true => self.variables.element(&name, &key).unwrap_or_default(),
                    false => "",
                };
                let text = format!("{old}{text}");
                self.variables.set_element(&name, &key, text);
            }
            (Given::List(elements), _) => {
                let table = matches!(self.variables.value(&name), Some(Value::Table(_)));
                if !append {
                    self.variables.put(
                        &name,
                        match table {
                            true => Value::Table(BTreeMap::new()),
                            false => Value::List(BTreeMap::new()),
                        },
                    );
                }
                let mut next = match self.variables.value(&name) {
                    Some(Value::List(list)) => end(list),
                    Some(Value::Text(_)) => Some(1),
                    _ => Some(0),
                };
                for (key, text) in elements {
                    let Some(key) = key.or_else(|| next.map(|at| at.to_string())) else {
                        turn.output
                            .complain(&format!("sh: {name}: bad array subscript"));
                        self.status = 1;
                        return;
                    };
                    next = key.parse().ok().or(next).and_then(|at| at.checked_add(1));
                    self.variables.set_element(&name, &key, text);
                }
            }
        }
    }

    /// Makes a variable the innermost function's own.
    pub(in crate::shell) fn hide(&mut self, name: &str) -> bool {
        let old = self.variables.value(name).cloned();
        let function = self
            .frames
            .iter_mut()
            .rev()
            .find(|frame| matches!(frame.kind, FrameKind::Function { .. }));
        let Some(frame) = function else { return false };
        if !frame.locals.iter().any(|(known, _)| known == name) {
            frame.locals.push((name.to_owned(), old));
            self.variables.remove(name);
        }
        true
    }
}

/// A text as one word of the shell.
pub(in crate::shell) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// The assignments of a command, each of which sees those before it.
fn read_all(scope: &mut crate::shell::expand::Scope<'_>, simple: &Simple) -> Vec<Assigned> {
    let is_table = |word: &Word| matches!(word.as_slice(), [Piece::Text { text, .. }] if text.starts_with('-') && text.contains('A'));
    if simple.words.len() > 1 && simple.words[1..].iter().any(is_table) {
        for one in &simple.assignments {
            if !matches!(scope.variables.value(&one.name), Some(Value::Table(_))) {
                scope
                    .variables
                    .put(&one.name, Value::Table(BTreeMap::new()));
            }
        }
    }
    let mut all = Vec::new();
    for assignment in &simple.assignments {
        let one = read(scope, assignment);
        if let Given::Text(text) = &one.value
            && simple.words.is_empty()
            && one.key.is_none()
            && !one.append
            && !scope.variables.is_fixed(&one.name)
        {
            scope.variables.set(&one.name, text.clone());
        }
        all.push(one);
    }
    all
}

fn read(scope: &mut crate::shell::expand::Scope<'_>, assignment: &Assignment) -> Assigned {
    let name = assignment.name.clone();
    let key = assignment
        .index
        .as_ref()
        .map(|index| scope.key(&name, index));
    let value = match assignment.value.as_slice() {
        [Piece::Array(words)] => Given::List(
            words
                .iter()
                .flat_map(|word| element(scope, &name, word))
                .collect(),
        ),
        _ => Given::Text(scope.text(&tilde(&assignment.value))),
    };
    Assigned {
        name,
        key,
        append: assignment.append,
        value,
    }
}

fn tilde(word: &Word) -> Word {
    crate::shell::expand::tilde(word)
}

/// One word in `(…)`: `[key]=value`, or any number of elements.
fn element(
    scope: &mut crate::shell::expand::Scope<'_>,
    name: &str,
    word: &Word,
) -> Vec<(Option<String>, String)> {
    if let Some(Piece::Text {
        text,
        quoted: false,
    }) = word.first()
        && text.starts_with('[')
        && word.iter().any(
            |piece| matches!(piece, Piece::Text { text, quoted: false } if text.contains("]=")),
        )
    {
        let whole = scope.text(word);
        if let Some((key, value)) = whole[1..].split_once("]=") {
            let key = match scope.variables.value(name) {
                Some(Value::Table(_)) => key.to_owned(),
                _ if scope.needs.is_some() => String::new(),
                _ => scope.number(key).to_string(),
            };
            return vec![(Some(key), value.to_owned())];
        }
    }
    scope
        .fields(word)
        .into_iter()
        .map(|text| (None, text))
        .collect()
}
