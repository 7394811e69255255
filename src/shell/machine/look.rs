//! What words look at: files, variables, what substitutions gave.

use super::Shell;
use crate::kubectl::Output;
use crate::shell::expand::{self, Scope};
use crate::shell::files::Files;
use crate::shell::turn::Turn;
use crate::sim::World;

impl Shell {
    /// The files this shell sees.
    pub(in crate::shell) fn files<'a>(&'a self, world: &'a World) -> Files<'a> {
        Files::new(&self.place, &self.home, world, &self.folder).with(&self.processes)
    }

    /// Expands something; `None`: a substitution has to run first, or it cannot be done.
    pub(super) fn expand<T>(
        &mut self,
        world: &World,
        turn: &mut Turn,
        work: impl FnOnce(&mut Scope<'_>) -> T,
    ) -> Option<T> {
        let results = self
            .frames
            .last_mut()
            .map(|frame| std::mem::take(&mut frame.results))
            .unwrap_or_default();
        let files = self.files(world);
        let mut scope = Scope {
            variables: self.variables.clone(),
            positional: &self.positional,
            status: self.status,
            results: &results,
            next: 0,
            needs: None,
            error: None,
            unset: false,
            files: &files,
            options: &self.options,
            background: self.jobs.last().map_or(0, |job| job.number),
            seconds: world.now.0 / 1000,
            line: u64::from(self.commands) + world.now.0,
            readings: 0,
            room: expand::BYTES_MAX,
        };
        let value = work(&mut scope);
        let Scope {
            variables,
            needs,
            error,
            unset,
            ..
        } = scope;
        if let Some((code, process)) = needs {
            if let Some(frame) = self.frames.last_mut() {
                frame.at -= 1;
                frame.results = results;
            }
            self.enter_substitution(code, process);
            return None;
        }
        self.variables = variables;
        if let Some(error) = error {
            let mut complaint = Output::new();
            complaint.complain(&error);
            self.print(complaint, turn);
            self.status = 1;
            self.exit(if unset { 127 } else { 1 }, self.typed);
            return None;
        }
        Some(value)
    }
}
