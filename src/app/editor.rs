//! The manifest in the editor: the text, what is applied, what is wrong.

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// It will be applied, perhaps not as meant.
    Warning,
    /// It cannot be applied.
    Error,
}

/// Something wrong with the text, placed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where it begins, in UTF-16 code units.
    pub from_utf16: usize,
    /// Where it ends.
    pub to_utf16: usize,
    /// The line it begins in, from 1.
    pub line: usize,
    /// The column it begins at, from 1, in characters.
    pub column: usize,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in the page's language or in Kubernetes' own words.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

/// The editor's state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Editor {
    /// The text as the person has it.
    pub text: String,
    /// What was applied last.
    pub applied: String,
    /// What is wrong with the text, or was refused when it was applied.
    pub problems: Vec<Problem>,
}

impl Editor {
    /// Whether the text is not what is applied.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.text != self.applied
    }

    /// How many errors there are, and how many warnings.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let count = |severity| {
            self.problems
                .iter()
                .filter(|problem| problem.severity == severity)
                .count()
        };
        (count(Severity::Error), count(Severity::Warning))
    }
}
