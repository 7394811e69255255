//! Where what was printed goes, and files with it.

use super::{Place, Shell};
use crate::kubectl::{Output, Stream};
use crate::shell::redirect::Routes;
use crate::shell::syntax::Operation;
use crate::shell::turn::Turn;
use crate::sim::{FileChange, Input, World};

impl Shell {
    /// A command has ended: prints what goes to the streams, writes what goes to files.
    pub(super) fn settle(
        &mut self,
        world: &World,
        routes: &Routes,
        output: Output,
        mut changes: Vec<FileChange>,
        turn: &mut Turn,
    ) {
        let routed = routes.route(&output);
        for (path, text, append) in routed.files {
            let files = self.files(world);
            let old = if append {
                files.read(&path).unwrap_or_default()
            } else {
                String::new()
            };
            match files.written(&path, &format!("{old}{text}")) {
                Ok(change) => changes.push(change),
                Err(why) => {
                    self.status = 1;
                    turn.output
                        .complain(&format!("sh: can't create {path}: {why}"));
                }
            }
        }
        self.print(routed.output, turn);
        self.store(changes, turn);
    }

    fn store(&mut self, changes: Vec<FileChange>, turn: &mut Turn) {
        if changes.is_empty() {
            return;
        }
        match &self.place {
            Place::Container { pod, container } => {
                turn.inputs.push(Input::Files {
                    pod: pod.clone(),
                    container: container.clone(),
                    changes,
                });
            }
            Place::Terminal => {
                for change in changes {
                    match change.bytes {
                        Some(bytes) => {
                            if !self
                                .home
                                .write(&change.path, &String::from_utf8_lossy(&bytes))
                            {
                                turn.output.complain("sh: no space left on device");
                                self.status = 1;
                            }
                        }
                        None => drop(self.home.remove(&change.path)),
                    }
                }
            }
        }
    }

    /// Prints to whoever listens: the innermost capture, or the person.
    pub(super) fn print(&mut self, output: Output, turn: &mut Turn) {
        self.printed_bytes += output
            .parts()
            .iter()
            .map(|(_, text)| text.len())
            .sum::<usize>();
        let keeps_errors = self.keeps_errors();
        for (stream, text) in output.parts() {
            match self.captures.last_mut() {
                Some(capture) if *stream == Stream::Out || keeps_errors => {
                    capture.push(*stream, text);
                }
                _ => turn.output.push(*stream, text),
            }
        }
    }

    /// Inside a redirected group standard error is kept too: the redirection may mean it.
    fn keeps_errors(&self) -> bool {
        self.frames.last().is_some_and(|frame| {
            let mut open = 0_i32;
            for operation in &frame.code.operations[..frame.at.min(frame.code.operations.len())] {
                match operation {
                    Operation::Open => open += 1,
                    Operation::Close(_) => open -= 1,
                    _ => {}
                }
            }
            open > 0
        })
    }
}
