//! What a shell is given to run: a command, a script, lines as they are typed.

use super::{FrameKind, Lasting, Shell};
use crate::shell::compile::compile;
use crate::shell::lex::Trouble;
use crate::shell::syntax::{Code, Operation, Piece, Simple};
use std::sync::Arc;

/// Lines that `history` remembers.
const HISTORY_MAX: usize = 1_000;
/// Bytes of lines that do not make a whole command yet.
const PENDING_BYTES_MAX: usize = 1_000_000;

impl Shell {
    /// Starts a command in a container: `fed` is its standard input, `typed` says that the person
    /// types it.
    pub fn start(&mut self, command: &[String], fed: Option<&str>, typed: bool) {
        self.inputs.extend(fed.map(str::to_owned));
        let name = command
            .first()
            .map_or("", |word| word.rsplit('/').next().unwrap_or_default());
        if !matches!(name, "sh" | "bash" | "ash" | "dash") {
            self.direct = true;
            let word = |text: &String| {
                vec![Piece::Text {
                    text: text.clone(),
                    quoted: true,
                }]
            };
            let simple = Simple {
                words: command.iter().map(word).collect(),
                ..Simple::default()
            };
            let code = Code {
                operations: vec![Operation::Simple(simple)],
            };
            self.push(Arc::new(code), FrameKind::Main);
            return;
        }
        let script = command
            .iter()
            .skip(1)
            .position(|word| word.starts_with('-') && word.ends_with('c'));
        match (script, fed) {
            (Some(at), _) => {
                self.positional = command.get(at + 3..).unwrap_or_default().to_vec();
                if self.positional.is_empty() {
                    self.positional.push(name.to_owned());
                }
                self.run_text(&command.get(at + 2).cloned().unwrap_or_default());
            }
            (None, Some(text)) => {
                self.inputs.pop();
                self.run_text(text);
            }
            (None, None) => {
                self.typed = typed;
                // An image's own prompt is known by its shell alone here.
                self.prompt = if name == "bash" {
                    "root@container:/# "
                } else {
                    "/ # "
                }
                .to_owned();
            }
        }
    }

    /// Runs a text next, before what is left of the present one.
    pub(in crate::shell) fn run_text(&mut self, text: &str) {
        match compile(text) {
            Ok(code) => self.push(Arc::new(code), FrameKind::Main),
            Err(trouble) => {
                let text = match trouble {
                    Trouble::Syntax(text) => text,
                    Trouble::Incomplete => "sh: syntax error: unexpected end of file".to_owned(),
                };
                self.said.complain(&text);
                self.status = 2;
            }
        }
    }

    /// Gives a line the person typed; `None`: they typed Ctrl-D.
    pub fn feed(&mut self, line: Option<&str>) {
        if let Some(running) = &mut self.running {
            if let Lasting::Kubectl(wait) = &mut running.what {
                wait.feed(line);
            }
            return;
        }
        let Some(line) = line else {
            self.finish();
            return;
        };
        if !line.trim().is_empty() && self.history.len() < HISTORY_MAX {
            self.history.push(line.to_owned());
        }
        if self.pending.len() + line.len() > PENDING_BYTES_MAX {
            self.pending.clear();
            self.said.complain("sh: the text is too long");
            self.status = 2;
            return;
        }
        self.pending.push_str(line);
        self.pending.push('\n');
        self.commands = 0;
        self.printed_bytes = 0;
        match compile(&self.pending) {
            Err(Trouble::Incomplete) => return,
            Ok(code) => self.push(Arc::new(code), FrameKind::Main),
            Err(Trouble::Syntax(text)) => {
                self.said.complain(&text);
                self.status = 2;
            }
        }
        self.pending.clear();
    }
}
