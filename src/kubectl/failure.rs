//! How kubectl fails, in its words.
//!
//! Models kubectl/pkg/cmd/util/helpers.go (checkErr, StandardErrorMessage).

use super::output::Output;
use crate::cluster::apiserver::{ApiError, Reason};
use std::collections::BTreeSet;

/// Why a command stopped.
#[derive(Clone, Debug)]
pub(super) enum Failure {
    /// The API server refused.
    Api(ApiError),
    /// The API server refused an object that came from a file: verb and source name.
    FromFile(&'static str, String, ApiError),
    /// kubectl itself refused: the text after `error: `.
    Client(String),
    /// A text that stands alone, without a prefix.
    Plain(String),
    /// Several refusals, one after the other.
    Many(Vec<Self>),
    /// Nothing more is said; the exit code says it.
    Code(i32),
}

pub(super) type Result<T> = std::result::Result<T, Failure>;

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        Self::Api(error)
    }
}

impl Failure {
    pub(super) fn client(text: impl Into<String>) -> Self {
        Self::Client(text.into())
    }

    /// `text`, then where to read more: what kubectl appends to usage errors.
    pub(super) fn usage(verb: &str, text: &str) -> Self {
        Self::Client(format!(
            "{text}\nSee 'kubectl {verb} -h' for help and examples"
        ))
    }

    /// The server could not decode an object from a file: what kubectl was doing, and why not.
    pub(super) fn refused(doing: &str, source: &str, why: &str) -> Self {
        Self::Plain(format!(
            "Error from server (BadRequest): error when {doing} {source:?}: {why}"
        ))
    }

    /// All of these, or none.
    pub(super) fn all(mut failures: Vec<Self>) -> Result<()> {
        match failures.len() {
            0 => Ok(()),
            1 => Err(failures.remove(0)),
            _ => Err(Self::Many(failures)),
        }
    }

    pub(super) const fn code(&self) -> i32 {
        match self {
            Self::Code(code) => *code,
            _ => 1,
        }
    }

    pub(super) fn print(&self, output: &mut Output) {
        match self {
            Self::Api(error) => output.complain(&server_text(error, &error.message)),
            Self::FromFile(verb, source, error) => {
                let message = format!("error when {verb} {source:?}: {}", error.message);
                output.complain(&server_text(error, &message));
            }
            Self::Client(text) => output.complain(&format!("error: {text}")),
            Self::Plain(text) => output.complain(text),
            Self::Many(all) => all.iter().for_each(|failure| failure.print(output)),
            Self::Code(_) => {}
        }
    }
}

/// `Error from server (NotFound): …`, or the list of causes where an object broke rules.
fn server_text(error: &ApiError, message: &str) -> String {
    if error.reason == Reason::Unknown {
        return format!("Error from server: {message}");
    }
    if error.reason != Reason::Invalid {
        return format!("Error from server ({:?}): {message}", error.reason);
    }
    let head = error.kind.map_or_else(
        || "The request is invalid: ".to_owned(),
        |kind| format!("The {} {:?} is invalid: ", kind.info().name, error.name),
    );
    // Several validators may find the same; kubectl says it once.
    let mut told = BTreeSet::new();
    let causes = error.causes.iter().map(ToString::to_string);
    let causes: Vec<String> = causes.filter(|cause| told.insert(cause.clone())).collect();
    match causes.as_slice() {
        [] => format!("{head}{}", error.message),
        [cause] => format!("{head}{cause}"),
        causes => {
            let lines: Vec<String> = causes.iter().map(|cause| format!("* {cause}")).collect();
            format!("{head}\n{}", lines.join("\n"))
        }
    }
}
