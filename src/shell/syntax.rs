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
    /// `$name`, `${…}`
    Variable(Box<Parameter>),
    /// `$(…)`
    Command { code: Arc<Code>, quoted: bool },
    /// `$((…))`
    Arithmetic { text: Word },
    /// `<(…)`: the name of a file that holds what the commands print.
    Process { code: Arc<Code> },
    /// `(a b c)` after `name=`
    Array(Vec<Word>),
}

/// `$name` or `${…}`: a variable and what becomes of its value.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Parameter {
    pub(super) name: String,
    /// `[…]`
    pub(super) index: Option<Word>,
    /// `!name`: the variable that is named by this one; of an array, its keys.
    pub(super) indirect: bool,
    pub(super) change: Change,
    pub(super) quoted: bool,
}

/// What `${…}` makes of a value.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Change {
    #[default]
    None,
    /// `#name`
    Length,
    /// `:-`, `:=`, `:?`, `:+`, and without the colon, which asks for set instead of not empty.
    Default {
        operator: char,
        colon: bool,
        word: Word,
    },
    /// `#`, `##`, `%`, `%%`
    Cut {
        front: bool,
        longest: bool,
        pattern: Word,
    },
    /// `:from:length`
    Slice { from: Word, length: Option<Word> },
    /// `/a/b`, `//a/b`, `/#a/b`, `/%a/b`
    Replace {
        how: char,
        pattern: Word,
        with: Word,
    },
    /// `^`, `^^`, `,`, `,,`
    Case { upper: bool, all: bool },
    /// `@Q`, `@U` and the like.
    Form(char),
}

/// Code in the order it runs; jumps go to indices.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Code {
    pub(super) operations: Vec<Operation>,
}

/// How a block of code stands to the code around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// `{ … } > file`: the same shell.
    Group,
    /// `( … )`: a copy of it, from which nothing comes back but the status.
    Subshell,
    /// A stage of a pipe: a copy too.
    Stage { last: bool, both: bool },
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Operation {
    /// One command.
    Simple(Simple),
    /// Code in a frame of its own, and where what it prints goes.
    Enter {
        code: Arc<Code>,
        block: Block,
        redirects: Vec<Redirect>,
    },
    /// Begins and ends a pipe.
    PipeStart,
    PipeEnd,
    /// `command &`
    Background {
        code: Arc<Code>,
        text: String,
    },
    /// `name() …`
    Define {
        name: String,
        code: Arc<Code>,
    },
    /// `time`
    TimeStart,
    TimeEnd,
    /// `!`
    Not,
    /// What follows may fail without ending a shell that was told `set -e`.
    LenientStart,
    LenientEnd,
    /// Ends a shell that was told `set -e` if the last command failed.
    Check,
    /// Goes on elsewhere if the last command ended well (or did not).
    Branch {
        on_success: bool,
        to: usize,
    },
    Jump(usize),
    /// A loop begins: where `continue` and `break` go. The values of a `for` are fixed now.
    LoopStart {
        values: Option<Vec<Word>>,
        next: usize,
        end: usize,
    },
    /// Takes the next value of a `for`, or leaves the loop.
    NextValue {
        variable: String,
    },
    /// The loop is over; its status is that of the last body.
    LoopEnd,
    /// Keeps the status of a body; a loop whose body never ran succeeded.
    BodyEnd,
    /// `case word in`
    Case {
        word: Word,
        arms: Vec<(Vec<Word>, usize)>,
        end: usize,
    },
    /// `((…))`
    Arithmetic(Word),
    /// `[[ … ]]`
    Condition(Condition),
    /// The status becomes success (an `if` without a branch taken).
    Succeed,
}

/// What stands in `[[ … ]]`.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Condition {
    Not(Box<Self>),
    And(Box<Self>, Box<Self>),
    Or(Box<Self>, Box<Self>),
    /// `-f file`
    One(String, Word),
    /// `left = right`
    Two(Word, String, Word),
}

/// Commands whose arguments are assignments: they make variables what they are.
pub(super) const DECLARES: [&str; 5] = ["export", "local", "readonly", "declare", "typeset"];

/// `name=value` in front of a command, or after one of [`DECLARES`].
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Assignment {
    pub(super) name: String,
    pub(super) index: Option<Word>,
    pub(super) append: bool,
    pub(super) value: Word,
}

/// One command with what belongs to it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Simple {
    pub(super) assignments: Vec<Assignment>,
    pub(super) words: Vec<Word>,
    pub(super) redirects: Vec<Redirect>,
}

/// Where a stream goes or comes from.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Redirect {
    /// `< file`
    From(Word),
    /// `<<EOF`, `<<< word`
    Here { word: Word, line: bool },
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
