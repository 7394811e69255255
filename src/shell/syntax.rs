//! What the shell runs: words in pieces, and code as a flat list of operations, so that running it
//! can stop anywhere and go on later.

use std::sync::Arc;

/// A word as written; becomes any number of fields.
pub(super) type Word = Vec<Piece>;

/// Part of a word.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    /// Plain text; quoted text is neither split nor globbed.
    Text { text: String, quoted: bool },
    /// `$name`, `${name}`, `${name:-else}`
    Variable {
        name: String,
        otherwise: Option<Word>,
        quoted: bool,
    },
    /// `$(…)`: which of the operation's substitutions it is, is a matter of order.
    Command { code: Arc<Code>, quoted: bool },
    /// `$((…))`
    Arithmetic { text: Word },
}

/// Code in the order it runs; jumps go to indices.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Code {
    pub(super) operations: Vec<Operation>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Operation {
    /// One command.
    Simple(Simple),
    /// What is printed from here on is kept for the next stage of a pipe.
    Capture,
    /// What was kept is the standard input of what follows. From the second stage on it takes the
    /// place of the input the stage before had.
    Feed {
        replaces: bool,
    },
    /// That input is over.
    Unfeed,
    /// What is printed from here on goes to a file at the next `Close`.
    Open,
    /// What was printed since `Open` goes where these say.
    Close(Vec<Redirect>),
    /// `!`
    Not,
    /// Goes on elsewhere if the last command ended well (or did not).
    Branch {
        on_success: bool,
        to: usize,
    },
    Jump(usize),
    /// Begins a `for`: the values are fixed now.
    For(Vec<Word>),
    /// Takes the next value, or leaves the loop.
    NextValue {
        variable: String,
        end: usize,
    },
    /// Ends a `for`.
    EndFor,
    /// The status becomes success (an `if` without a branch taken, a loop that never ran).
    Succeed,
}

/// One command with what belongs to it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Simple {
    pub(super) assignments: Vec<(String, Word)>,
    pub(super) words: Vec<Word>,
    pub(super) redirects: Vec<Redirect>,
}

/// Where a stream goes or comes from.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Redirect {
    /// `< file`
    From(Word),
    /// `<<EOF`
    Here(Word),
    /// `> file`, `>> file`, `2> file`, `&> file`
    To {
        out: bool,
        err: bool,
        append: bool,
        file: Word,
    },
    /// `2>&1`
    ErrToOut,
    /// `1>&2`
    OutToErr,
}

/// Every `$(…)` of some words, in order.
pub(super) fn commands<'a>(words: impl Iterator<Item = &'a Word>) -> Vec<Arc<Code>> {
    let mut found = Vec::new();
    for word in words {
        collect(word, &mut found);
    }
    found
}

fn collect(word: &Word, found: &mut Vec<Arc<Code>>) {
    for piece in word {
        match piece {
            Piece::Command { code, .. } => found.push(Arc::clone(code)),
            Piece::Variable {
                otherwise: Some(word),
                ..
            }
            | Piece::Arithmetic { text: word } => {
                collect(word, found);
            }
            Piece::Text { .. } | Piece::Variable { .. } => {}
        }
    }
}

impl Simple {
    /// Every word of the command, in the order they are expanded.
    pub(super) fn all_words(&self) -> impl Iterator<Item = &Word> {
        let assigned = self.assignments.iter().map(|(_, word)| word);
        assigned
            .chain(&self.words)
            .chain(self.redirects.iter().filter_map(Redirect::word))
    }
}

impl Redirect {
    pub(super) const fn word(&self) -> Option<&Word> {
        match self {
            Self::From(word) | Self::Here(word) | Self::To { file: word, .. } => Some(word),
            Self::ErrToOut | Self::OutToErr => None,
        }
    }
}
