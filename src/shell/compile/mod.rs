//! Tokens to code: lists, pipes, functions, loops, conditions, groups.

mod blocks;
mod parts;

use super::lex::{Token, Trouble, lex};
use super::syntax::{Block, Code, Operation, Piece, Word};
use std::sync::Arc;

/// Words that may stand inside each other.
const OPENING_WORDS: [&str; 9] = [
    "if", "elif", "for", "while", "until", "!", "case", "select", "function",
];
/// More than a person nests or writes; what is nested is read by functions that call themselves.
const OPENINGS_MAX: usize = 4_000;
/// How deep blocks may stand inside each other.
const DEPTH_MAX: usize = 60;
/// More than a person types.
const TEXT_BYTES_MAX: usize = 1_000_000;

/// Reads a whole script.
pub(super) fn compile(text: &str) -> Result<Code, Trouble> {
    let openings = text.matches(['(', '`', '{']).count()
        + text
            .split_whitespace()
            .filter(|word| OPENING_WORDS.contains(word))
            .count();
    if openings > OPENINGS_MAX || text.len() > TEXT_BYTES_MAX || depth(text) > DEPTH_MAX {
        return Err(Trouble::Syntax(
            "sh: the text is too long or nested too deeply".to_owned(),
        ));
    }
    let (tokens, starts) = lex(text)?;
    let mut compiler = Compiler {
        text,
        tokens,
        starts,
        at: 0,
        code: Code::default(),
        depth: 0,
        loops: 0,
    };
    compiler.list(&[])?;
    match compiler.peek() {
        None => Ok(compiler.code),
        Some(token) => Err(unexpected(token)),
    }
}

/// How many brackets stand open at once, at most.
fn depth(text: &str) -> usize {
    let (mut open, mut most) = (0_usize, 0);
    for letter in text.chars() {
        match letter {
            '(' | '{' => open += 1,
            ')' | '}' => open = open.saturating_sub(1),
            _ => {}
        }
        most = most.max(open);
    }
    most
}

fn unexpected(token: &Token) -> Trouble {
    let text = match token {
        Token::Word(word) => plain(word).unwrap_or("word").to_owned(),
        Token::Operator("\n") => "newline".to_owned(),
        Token::Operator(operator) | Token::Redirect(_, operator) => (*operator).to_owned(),
        Token::Here(_) => "<<".to_owned(),
        Token::Arithmetic(_) => "((".to_owned(),
        Token::Condition(_) => "[[".to_owned(),
    };
    Trouble::Syntax(format!("sh: syntax error: unexpected {text:?}"))
}

/// A word that is one piece of unquoted text.
pub(super) fn plain(word: &Word) -> Option<&str> {
    match word.as_slice() {
        [
            Piece::Text {
                text,
                quoted: false,
            },
        ] => Some(text),
        _ => None,
    }
}

struct Compiler<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    starts: Vec<usize>,
    at: usize,
    code: Code,
    depth: usize,
    /// How many loops are being read.
    loops: usize,
}

impl Compiler<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn peek_word(&self) -> Option<&str> {
        match self.peek() {
            Some(Token::Word(word)) => plain(word),
            _ => None,
        }
    }

    fn is_operator(&self, at: usize, wanted: &str) -> bool {
        matches!(self.tokens.get(at), Some(Token::Operator(operator)) if *operator == wanted)
    }

    fn take_operator(&mut self, wanted: &str) -> bool {
        let found = self.is_operator(self.at, wanted);
        self.at += usize::from(found);
        found
    }

    fn skip_newlines(&mut self) {
        while self.take_operator("\n") {}
    }

    fn expect(&mut self, word: &str) -> Result<(), Trouble> {
        if self.peek_word() == Some(word) {
            self.at += 1;
            return Ok(());
        }
        Err(self.trouble())
    }

    fn trouble(&self) -> Trouble {
        self.peek().map_or(Trouble::Incomplete, unexpected)
    }

    fn emit(&mut self, operation: Operation) -> usize {
        self.code.operations.push(operation);
        self.code.operations.len() - 1
    }

    fn here(&self) -> usize {
        self.code.operations.len()
    }

    /// Aims a jump at where the code is now.
    fn aim(&mut self, jump: usize) {
        let here = self.here();
        match &mut self.code.operations[jump] {
            Operation::Branch { to, .. } | Operation::Jump(to) => *to = here,
            Operation::LoopStart { end, .. } | Operation::Case { end, .. } => *end = here,
            _ => {}
        }
    }

    /// Reads something into code of its own.
    fn apart(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<(), Trouble>,
    ) -> Result<Arc<Code>, Trouble> {
        let outer = std::mem::take(&mut self.code);
        let result = read(self);
        let code = std::mem::replace(&mut self.code, outer);
        result.map(|()| Arc::new(code))
    }

    /// Commands up to one of the words that end it.
    fn list(&mut self, ends: &[&str]) -> Result<(), Trouble> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(Trouble::Syntax("sh: nested too deeply".to_owned()));
        }
        let begun = self.at;
        loop {
            let before = self.at;
            while self.take_operator("\n") || (self.at > begun && self.take_operator(";")) {
                if before == begun && self.is_operator(self.at, ";") {
                    return Err(self.trouble());
                }
            }
            let ended = self.peek_word().is_some_and(|word| ends.contains(&word));
            let closes = [")", ";;", ";&", ";;&"]
                .iter()
                .any(|operator| self.is_operator(self.at, operator));
            if ended || closes || self.peek().is_none() {
                break;
            }
            self.statement()?;
            if !(self.is_operator(self.at, ";")
                || self.is_operator(self.at, "\n")
                || self.is_operator(self.at.wrapping_sub(1), "&"))
            {
                break;
            }
        }
        self.depth -= 1;
        Ok(())
    }

    /// A body that may not be empty.
    fn some_list(&mut self, ends: &[&str]) -> Result<(), Trouble> {
        let before = self.here();
        self.list(ends)?;
        if self.here() == before {
            return Err(self.trouble());
        }
        Ok(())
    }

    /// `a && b || c`, and perhaps `&`.
    fn statement(&mut self) -> Result<(), Trouble> {
        let begun = self.starts.get(self.at).copied().unwrap_or_default();
        let code = self.apart(Self::and_or)?;
        if self.is_operator(self.at, "&") {
            let end = self.starts.get(self.at).copied().unwrap_or_default();
            let text = self.text.get(begun..end).unwrap_or_default().trim();
            let text = text.to_owned();
            self.at += 1;
            self.emit(Operation::Background { code, text });
            return Ok(());
        }
        let offset = self.here();
        let code = Arc::unwrap_or_clone(code);
        let moved = code.operations.into_iter();
        self.code
            .operations
            .extend(moved.map(|operation| shifted(operation, offset)));
        Ok(())
    }

    fn and_or(&mut self) -> Result<(), Trouble> {
        let begun = self.here();
        self.pipeline()?;
        let mut jumps = Vec::new();
        let mut last = begun;
        loop {
            let on_success = if self.take_operator("&&") {
                false
            } else if self.take_operator("||") {
                true
            } else {
                break;
            };
            // What is asked whether it succeeded may fail.
            self.insert(last, Operation::LenientStart);
            self.emit(Operation::LenientEnd);
            for jump in jumps.drain(..) {
                self.aim(jump);
            }
            self.skip_newlines();
            jumps.push(self.emit(Operation::Branch { on_success, to: 0 }));
            last = self.here();
            self.pipeline()?;
        }
        self.emit(Operation::Check);
        for jump in jumps {
            self.aim(jump);
        }
        Ok(())
    }

    /// Inserts an operation; jumps beyond it move along.
    fn insert(&mut self, at: usize, operation: Operation) {
        let tail = self.code.operations.split_off(at);
        self.emit(operation);
        for moved in tail {
            let moved = shifted(moved, 1);
            self.code.operations.push(moved);
        }
    }

    fn pipeline(&mut self) -> Result<(), Trouble> {
        let mut negated = false;
        while self.peek_word() == Some("!") {
            self.at += 1;
            negated = !negated;
        }
        let timed = self.peek_word() == Some("time");
        self.at += usize::from(timed);
        let start = self.here();
        if timed {
            self.emit(Operation::TimeStart);
        }
        let first = self.apart(Self::command)?;
        let pipes = |this: &Self| {
            (this.is_operator(this.at, "|") || this.is_operator(this.at, "|&"))
                .then(|| this.is_operator(this.at, "|&"))
        };
        match pipes(self) {
            None => {
                let offset = self.here();
                let moved = Arc::unwrap_or_clone(first).operations.into_iter();
                self.code
                    .operations
                    .extend(moved.map(|operation| shifted(operation, offset)));
            }
            Some(_) => {
                self.emit(Operation::PipeStart);
                let mut stage = first;
                loop {
                    let more = pipes(self);
                    self.emit(Operation::Enter {
                        code: stage,
                        block: Block::Stage {
                            last: more.is_none(),
                            both: more == Some(true),
                        },
                        redirects: vec![],
                    });
                    if more.is_none() {
                        break;
                    }
                    self.at += 1;
                    self.skip_newlines();
                    stage = self.apart(Self::command)?;
                }
                self.emit(Operation::PipeEnd);
            }
        }
        if timed {
            self.emit(Operation::TimeEnd);
        }
        if negated {
            self.insert(start, Operation::LenientStart);
            self.emit(Operation::LenientEnd);
            self.emit(Operation::Not);
        }
        Ok(())
    }
}

/// An operation whose jumps move along with it.
fn shifted(operation: Operation, by: usize) -> Operation {
    match operation {
        Operation::Branch { on_success, to } => Operation::Branch {
            on_success,
            to: to + by,
        },
        Operation::Jump(to) => Operation::Jump(to + by),
        Operation::LoopStart { values, next, end } => Operation::LoopStart {
            values,
            next: next + by,
            end: end + by,
        },
        Operation::Case { word, arms, end } => Operation::Case {
            word,
            arms: arms.into_iter().map(|(p, to)| (p, to + by)).collect(),
            end: end + by,
        },
        other => other,
    }
}
