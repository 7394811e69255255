//! Where what a command prints goes.

use super::expand::{Scope, tilde};
use super::syntax::Redirect;
use crate::kubectl::{Output, Stream};

/// Redirections with their words expanded.
#[derive(Clone, Debug, Default)]
pub(super) struct Routes {
    /// `<`, `<<`: the file to read, or the text itself.
    pub(super) input: Option<Input>,
    /// Where standard output goes.
    out: Target,
    /// Where standard error goes.
    err: Target,
    files: Vec<(String, bool)>,
}

#[derive(Clone, Debug)]
pub(super) enum Input {
    File(String),
    Text(String),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Target {
    #[default]
    Own,
    Out,
    Err,
    File(usize),
}

/// What is left after redirection: for the two streams, and for files (path, text, append).
#[derive(Clone, Debug, Default)]
pub(super) struct Routed {
    pub(super) output: Output,
    pub(super) files: Vec<(String, String, bool)>,
}

impl Routes {
    pub(super) fn read(redirects: &[Redirect], scope: &mut Scope<'_>) -> Self {
        let mut routes = Self::default();
        for redirect in redirects {
            match redirect {
                Redirect::From(word) => routes.input = Some(Input::File(scope.text(&tilde(word)))),
                Redirect::Here { word, line } => {
                    let mut text = scope.text(&tilde(word));
                    text.push_str(if *line { "\n" } else { "" });
                    routes.input = Some(Input::Text(text));
                }
                Redirect::To {
                    out,
                    err,
                    append,
                    file,
                } => {
                    let at = routes.files.len();
                    routes.files.push((scope.text(&tilde(file)), *append));
                    if *out {
                        routes.out = Target::File(at);
                    }
                    if *err {
                        routes.err = Target::File(at);
                    }
                }
                Redirect::ErrToOut => {
                    routes.err = if routes.out == Target::Own {
                        Target::Out
                    } else {
                        routes.out
                    };
                }
                Redirect::OutToErr => {
                    routes.out = if routes.err == Target::Own {
                        Target::Err
                    } else {
                        routes.err
                    };
                }
            }
        }
        routes
    }

    /// Whether anything goes elsewhere.
    pub(super) fn moves(&self) -> bool {
        self.keeps() || self.out != Target::Own || self.err != Target::Own
    }

    /// Whether anything goes to a file: then it has to be kept until the command ends.
    pub(super) const fn keeps(&self) -> bool {
        !self.files.is_empty()
    }

    /// Parts what was printed. A file is written even if nothing was printed to it.
    pub(super) fn route(&self, output: &Output) -> Routed {
        let mut routed = Routed::default();
        let mut texts = vec![String::new(); self.files.len()];
        for (stream, text) in output.parts() {
            let target = match stream {
                Stream::Out => self.out,
                Stream::Err => self.err,
            };
            match target {
                Target::Own => routed.output.push(*stream, text),
                Target::Out => routed.output.push(Stream::Out, text),
                Target::Err => routed.output.push(Stream::Err, text),
                Target::File(at) => texts[at].push_str(text),
            }
        }
        for ((path, append), text) in self.files.iter().zip(texts) {
            if path == "/dev/stderr" {
                routed.output.push(Stream::Err, &text);
            } else if path == "/dev/stdout" {
                routed.output.push(Stream::Out, &text);
            } else if path != "/dev/null" {
                routed.files.push((path.clone(), text, *append));
            }
        }
        routed
    }
}
