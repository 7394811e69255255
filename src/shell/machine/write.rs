//! Where what was printed goes, and files with it.

use super::{Place, Shell};
use crate::kubectl::{Output, Stream};
use crate::shell::redirect::Routes;
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
                                .write_at(&change.path, &String::from_utf8_lossy(&bytes))
                            {
                                turn.output.complain("sh: no space left on device");
                                self.status = 1;
                            }
                        }
                        None => drop(self.home.remove_at(&change.path)),
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
        for (stream, text) in output.parts() {
            let capture = match stream {
                Stream::Out => self.captures.last_mut(),
                Stream::Err => self.captures.iter_mut().rev().find(|capture| capture.both),
            };
            match capture {
                Some(capture) => capture.output.push(*stream, text),
                None => turn.output.push(*stream, text),
            }
        }
    }
}
