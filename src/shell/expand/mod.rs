//! Words to fields: variables, substitutions, arithmetic, splitting, braces, globs.

mod arithmetic;
mod brace;
mod glob;
mod parameter;

use super::files::Files;
use super::syntax::{Code, Piece, Word};
use super::variables::Variables;
use std::sync::Arc;

/// `~` and `~/…` at the beginning of a word.
pub(super) fn tilde(word: &Word) -> Word {
    let mut word = word.clone();
    if let Some(Piece::Text {
        text,
        quoted: false,
    }) = word.first_mut()
        && (text == "~" || text.starts_with("~/"))
    {
        text.remove(0);
        word.insert(
            0,
            Piece::Variable(Box::new(super::syntax::Parameter {
                name: "HOME".to_owned(),
                quoted: true,
                ..Default::default()
            })),
        );
    }
    word
}

/// What expansion looks things up in. It works on a copy of the variables: when a substitution has
/// to run first, all is thrown away and done again afterwards.
pub(super) struct Scope<'a> {
    pub(super) variables: Variables,
    /// `$1` and up; `$0` comes first.
    pub(super) positional: &'a [String],
    pub(super) status: i32,
    /// What the substitutions of the command gave so far, in order.
    pub(super) results: &'a [String],
    pub(super) next: usize,
    /// A substitution that has to run before this can be said.
    pub(super) needs: Option<(Arc<Code>, bool)>,
    /// What cannot be expanded, in the shell's words.
    pub(super) error: Option<String>,
    /// Whether that is a parameter that is not set: it ends the shell with a code of its own.
    pub(super) unset: bool,
    pub(super) files: &'a Files<'a>,
    pub(super) options: &'a str,
    pub(super) background: u32,
    pub(super) seconds: u64,
    pub(super) line: u64,
    /// Texts of variables read as arithmetic so far.
    pub(super) readings: u32,
    /// How much text the command may still become.
    pub(super) room: usize,
}

/// A character and whether it was quoted.
pub(super) type Marked = (char, bool);

/// The most text one expansion may give, and all those of a command.
pub(super) const BYTES_MAX: usize = 1 << 20;
/// What is said of more words than that.
const TOO_MANY: &str = "sh: argument list too long";
/// Texts of variables that one expansion may read as arithmetic: each may name others, and they again.
const READINGS_MAX: u32 = 10_000;

/// What a piece becomes.
enum Part {
    Text {
        text: String,
        quoted: bool,
    },
    /// Text whose blanks separate fields.
    Splits(String),
    /// `"$@"`, `${a[@]}`
    Many {
        texts: Vec<String>,
        quoted: bool,
    },
    /// Pieces that stand in the place of this one: `${x:-"a b" c}`.
    Word(Vec<Part>),
}

impl Part {
    fn bytes(&self) -> usize {
        match self {
            Self::Text { text, .. } | Self::Splits(text) => text.len(),
            Self::Many { texts, .. } => texts.iter().map(|text| text.len() + 1).sum(),
            Self::Word(parts) => parts.iter().map(Self::bytes).sum(),
        }
    }
}

impl Scope<'_> {
    /// A word as any number of fields.
    pub(super) fn fields(&mut self, word: &Word) -> Vec<String> {
        let Some(words) = brace::expand(word) else {
            self.error = Some(TOO_MANY.to_owned());
            return vec![];
        };
        let mut all = Vec::new();
        for word in &words {
            let mut fields = Fields {
                separators: self.variables.get("IFS").unwrap_or(" \t\n").to_owned(),
                done: vec![],
                open: None,
            };
            for piece in &tilde(word) {
                let part = self.piece(piece);
                self.takes_room(&part);
                fields.add(part);
                if self.needs.is_some() || self.error.is_some() {
                    return vec![];
                }
            }
            let Fields { mut done, open, .. } = fields;
            done.extend(open);
            for field in done {
                if self.options.contains('f') {
                    all.push(field.iter().map(|(letter, _)| letter).collect());
                } else {
                    all.extend(glob::names(&field, self.files));
                }
            }
            if all.len() > BYTES_MAX >> 4 {
                self.error = Some(TOO_MANY.to_owned());
                return vec![];
            }
        }
        all
    }

    /// A word as one text: no splitting, no globs (assignments, redirections).
    pub(super) fn text(&mut self, word: &Word) -> String {
        self.marked(word).into_iter().map(|(c, _)| c).collect()
    }

    /// A word as one text in which quoted characters are known: patterns.
    pub(super) fn marked(&mut self, word: &Word) -> Vec<Marked> {
        let mut marked = Vec::new();
        for piece in word {
            let part = self.piece(piece);
            self.takes_room(&part);
            if self.error.is_some() {
                return vec![];
            }
            mark(part, &mut marked);
        }
        marked
    }

    /// A command's words are not longer than there is room for them.
    fn takes_room(&mut self, part: &Part) {
        match self.room.checked_sub(part.bytes()) {
            Some(left) => self.room = left,
            None => {
                self.error.get_or_insert_with(|| TOO_MANY.to_owned());
            }
        }
    }

    fn piece(&mut self, piece: &Piece) -> Part {
        match piece {
            Piece::Text { text, quoted } => Part::Text {
                text: text.clone(),
                quoted: *quoted,
            },
            Piece::Variable(parameter) => self.parameter(parameter),
            Piece::Command { code, quoted } => {
                let text = self.result(code, false);
                match quoted {
                    true => Part::Text { text, quoted: true },
                    false => Part::Splits(text),
                }
            }
            Piece::Process { code } => Part::Text {
                text: self.result(code, true),
                quoted: true,
            },
            Piece::Arithmetic { text } => {
                let text = self.text(text);
                if self.needs.is_some() {
                    return Part::Splits(String::new());
                }
                Part::Splits(self.number(&text).to_string())
            }
            Piece::Array(_) => Part::Splits(String::new()),
        }
    }

    /// What a substitution gave, if it has run.
    fn result(&mut self, code: &Arc<Code>, process: bool) -> String {
        if let Some(result) = self.results.get(self.next) {
            self.next += 1;
            return result.clone();
        }
        if self.needs.is_none() {
            self.needs = Some((Arc::clone(code), process));
        }
        String::new()
    }

    /// A parameter is not set that has to be.
    pub(super) fn is_unset(&mut self, words: String) {
        self.unset |= self.error.is_none();
        self.error.get_or_insert(words);
    }

    /// Arithmetic; what cannot be read is an error and 0.
    pub(super) fn number(&mut self, text: &str) -> i64 {
        match arithmetic::evaluate(text, self) {
            Ok(number) => number,
            Err(why) => {
                self.error
                    .get_or_insert_with(|| format!("sh: {}: {why}", text.trim()));
                0
            }
        }
    }
}

fn mark(part: Part, marked: &mut Vec<Marked>) {
    match part {
        Part::Text { text, quoted } => marked.extend(text.chars().map(|c| (c, quoted))),
        Part::Splits(text) => marked.extend(text.chars().map(|c| (c, false))),
        Part::Many { texts, quoted } => {
            marked.extend(texts.join(" ").chars().map(|c| (c, quoted)));
        }
        Part::Word(parts) => parts.into_iter().for_each(|part| mark(part, marked)),
    }
}

/// Fields as they come.
struct Fields {
    separators: String,
    done: Vec<Vec<Marked>>,
    open: Option<Vec<Marked>>,
}

impl Fields {
    fn add(&mut self, part: Part) {
        match part {
            Part::Text { text, quoted } => {
                if quoted || !text.is_empty() {
                    let open = self.open.get_or_insert_default();
                    open.extend(text.chars().map(|c| (c, quoted)));
                }
            }
            Part::Splits(text) => self.split(&text),
            Part::Many { texts, quoted } => {
                for (at, text) in texts.iter().enumerate() {
                    if at > 0 {
                        self.done.extend(self.open.take());
                    }
                    match quoted {
                        true => self
                            .open
                            .get_or_insert_default()
                            .extend(text.chars().map(|c| (c, true))),
                        false => self.split(text),
                    }
                }
            }
            Part::Word(parts) => parts.into_iter().for_each(|part| match part {
                Part::Text {
                    text,
                    quoted: false,
                } => self.split(&text),
                part => self.add(part),
            }),
        }
    }

    fn split(&mut self, text: &str) {
        // A separator that is no blank ends a field, even an empty one.
        let mut after_blank = false;
        for letter in text.chars() {
            if !self.separators.contains(letter) {
                self.open.get_or_insert_default().push((letter, false));
                after_blank = false;
            } else if letter.is_whitespace() {
                after_blank = self.open.is_some() || after_blank;
                self.done.extend(self.open.take());
            } else if after_blank {
                after_blank = false;
            } else {
                let field = self.open.take().unwrap_or_default();
                self.done.push(field);
            }
        }
    }
}
