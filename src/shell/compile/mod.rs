//! Tokens to code: lists, pipes, `for`, `while`, `if`, groups.

mod parts;

use super::lex::{Token, Trouble, lex};
use super::syntax::{Code, Operation, Piece, Simple, Word};
use parts::assignment;

/// Words that may stand inside each other.
const OPENING_WORDS: [&str; 6] = ["if", "elif", "for", "while", "until", "!"];
/// More than a person nests or writes; what is nested is read by functions that call themselves.
const OPENINGS_MAX: usize = 400;
/// More than a person types.
const TEXT_BYTES_MAX: usize = 200_000;

/// Reads a whole script.
pub(super) fn compile(text: &str) -> Result<Code, Trouble> {
    let openings = text.matches(['(', '`', '{']).count()
        + text
            .split_whitespace()
            .filter(|word| OPENING_WORDS.contains(word))
            .count();
    if openings > OPENINGS_MAX || text.len() > TEXT_BYTES_MAX {
        return Err(Trouble::Syntax(
            "sh: the text is too long or nested too deeply".to_owned(),
        ));
    }
    let tokens = lex(text)?;
    let mut compiler = Compiler {
        tokens,
        at: 0,
        code: Code::default(),
        loops: vec![],
    };
    compiler.list(&[])?;
    match compiler.peek() {
        None => Ok(compiler.code),
        Some(token) => Err(unexpected(token)),
    }
}

fn unexpected(token: &Token) -> Trouble {
    let text = match token {
        Token::Word(word) => plain(word).unwrap_or("word").to_owned(),
        Token::Operator("\n") => "newline".to_owned(),
        Token::Operator(operator) => (*operator).to_owned(),
        Token::Here(_) => "<<".to_owned(),
    };
    Trouble::Syntax(format!("sh: syntax error: unexpected {text:?}"))
}

/// A word that is one piece of unquoted text.
fn plain(word: &Word) -> Option<&str> {
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

struct Compiler {
    tokens: Vec<Token>,
    at: usize,
    code: Code,
    /// For each loop being read: where `continue` goes, and the jumps `break` left to be aimed.
    loops: Vec<(usize, Vec<usize>)>,
}

impl Compiler {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn peek_word(&self) -> Option<&str> {
        match self.peek() {
            Some(Token::Word(word)) => plain(word),
            _ => None,
        }
    }

    fn take_operator(&mut self, wanted: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Operator(operator)) if *operator == wanted);
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
        Err(self.peek().map_or(Trouble::Incomplete, unexpected))
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
            Operation::NextValue { end, .. } => *end = here,
            _ => {}
        }
    }

    /// Commands up to one of the words that end it.
    fn list(&mut self, ends: &[&str]) -> Result<(), Trouble> {
        loop {
            while self.take_operator("\n") || self.take_operator(";") {}
            let ended = self.peek_word().is_some_and(|word| ends.contains(&word));
            if ended || self.peek().is_none() || matches!(self.peek(), Some(Token::Operator(")"))) {
                return Ok(());
            }
            self.and_or()?;
            let separated =
                self.take_operator(";") || self.take_operator("\n") || self.take_operator("&");
            if !separated {
                return Ok(());
            }
        }
    }

    fn and_or(&mut self) -> Result<(), Trouble> {
        self.pipeline()?;
        loop {
            let on_success = if self.take_operator("&&") {
                false
            } else if self.take_operator("||") {
                true
            } else {
                return Ok(());
            };
            self.skip_newlines();
            let jump = self.emit(Operation::Branch { on_success, to: 0 });
            self.pipeline()?;
            self.aim(jump);
        }
    }

    fn pipeline(&mut self) -> Result<(), Trouble> {
        let negated = self.peek_word() == Some("!");
        self.at += usize::from(negated);
        let start = self.here();
        self.command()?;
        if self.take_operator("|") {
            // Only now it is known that the first stage is one: the capture goes before it.
            self.insert(start, Operation::Capture);
            let mut replaces = false;
            loop {
                self.skip_newlines();
                self.emit(Operation::Feed { replaces });
                replaces = true;
                let stage = self.here();
                self.command()?;
                if !self.take_operator("|") {
                    break;
                }
                self.insert(stage, Operation::Capture);
            }
            // Every stage but the first had an input.
            self.emit(Operation::Unfeed);
        }
        if negated {
            self.emit(Operation::Not);
        }
        Ok(())
    }

    /// Inserts an operation; jumps beyond it move along.
    fn insert(&mut self, at: usize, operation: Operation) {
        self.code.operations.insert(at, operation);
        for jump in self.loops.iter_mut().flat_map(|(_, breaks)| breaks) {
            *jump += usize::from(*jump >= at);
        }
        for operation in &mut self.code.operations[at + 1..] {
            match operation {
                Operation::Branch { to, .. } | Operation::Jump(to) if *to >= at => *to += 1,
                Operation::NextValue { end, .. } if *end >= at => *end += 1,
                _ => {}
            }
        }
    }

    fn command(&mut self) -> Result<(), Trouble> {
        let start = self.here();
        match (self.peek(), self.peek_word()) {
            (None, _) => return Err(Trouble::Incomplete),
            (Some(Token::Operator("(")), _) => {
                self.at += 1;
                self.list(&[])?;
                if !self.take_operator(")") {
                    return Err(self.peek().map_or(Trouble::Incomplete, unexpected));
                }
            }
            (_, Some("{")) => {
                self.at += 1;
                self.list(&["}"])?;
                self.expect("}")?;
            }
            (_, Some("for")) => self.for_loop()?,
            (_, Some("while" | "until")) => self.while_loop()?,
            (_, Some("if")) => self.condition()?,
            (
                _,
                Some("do" | "done" | "then" | "else" | "elif" | "fi" | "}" | "case" | "function"),
            ) => {
                return Err(self.peek().map_or(Trouble::Incomplete, unexpected));
            }
            _ => return self.simple(),
        }
        let redirects = self.redirects()?;
        if !redirects.is_empty() {
            self.insert(start, Operation::Open);
            self.emit(Operation::Close(redirects));
        }
        Ok(())
    }

    fn for_loop(&mut self) -> Result<(), Trouble> {
        self.at += 1;
        let Some(variable) = self.peek_word().map(str::to_owned) else {
            return Err(self.peek().map_or(Trouble::Incomplete, unexpected));
        };
        self.at += 1;
        self.skip_newlines();
        let mut words = Vec::new();
        if self.peek_word() == Some("in") {
            self.at += 1;
            while let Some(Token::Word(word)) = self.peek() {
                words.push(word.clone());
                self.at += 1;
            }
        }
        while self.take_operator(";") || self.take_operator("\n") {}
        self.expect("do")?;
        self.emit(Operation::For(words));
        let next = self.emit(Operation::NextValue { variable, end: 0 });
        self.body(next)?;
        self.aim(next);
        self.emit(Operation::EndFor);
        Ok(())
    }

    /// What stands between `do` and `done`, and the way back.
    fn body(&mut self, back: usize) -> Result<(), Trouble> {
        self.loops.push((back, vec![]));
        self.list(&["done"])?;
        self.expect("done")?;
        self.emit(Operation::Jump(back));
        for jump in self
            .loops
            .pop()
            .map(|(_, breaks)| breaks)
            .unwrap_or_default()
        {
            self.aim(jump);
        }
        Ok(())
    }

    fn while_loop(&mut self) -> Result<(), Trouble> {
        let on_success = self.peek_word() == Some("until");
        self.at += 1;
        let start = self.here();
        self.list(&["do"])?;
        self.expect("do")?;
        let leave = self.emit(Operation::Branch { on_success, to: 0 });
        self.body(start)?;
        self.aim(leave);
        self.emit(Operation::Succeed);
        Ok(())
    }

    fn condition(&mut self) -> Result<(), Trouble> {
        self.at += 1;
        self.list(&["then"])?;
        self.expect("then")?;
        let otherwise = self.emit(Operation::Branch {
            on_success: false,
            to: 0,
        });
        self.list(&["elif", "else", "fi"])?;
        let end = self.emit(Operation::Jump(0));
        self.aim(otherwise);
        match self.peek_word() {
            Some("elif") => self.condition()?,
            Some("else") => {
                self.at += 1;
                self.list(&["fi"])?;
                self.expect("fi")?;
            }
            _ => {
                self.emit(Operation::Succeed);
                self.expect("fi")?;
            }
        }
        self.aim(end);
        Ok(())
    }

    fn simple(&mut self) -> Result<(), Trouble> {
        let mut simple = Simple::default();
        loop {
            let found = self.redirects()?;
            simple.redirects.extend(found);
            let Some(Token::Word(word)) = self.peek() else {
                break;
            };
            let word = word.clone();
            self.at += 1;
            match assignment(&word) {
                Some((name, value)) if simple.words.is_empty() => {
                    simple.assignments.push((name, value))
                }
                _ => simple.words.push(word),
            }
        }
        if simple == Simple::default() {
            return Err(self.peek().map_or(Trouble::Incomplete, unexpected));
        }
        let jumps = match simple.words.as_slice() {
            [word] => plain(word).filter(|word| matches!(*word, "break" | "continue")),
            _ => None,
        };
        match (jumps, self.loops.last()) {
            (Some("continue"), Some((back, _))) => {
                let back = *back;
                self.emit(Operation::Jump(back));
            }
            (Some(_), Some(_)) => {
                let jump = self.emit(Operation::Jump(0));
                if let Some((_, breaks)) = self.loops.last_mut() {
                    breaks.push(jump);
                }
            }
            _ => {
                self.emit(Operation::Simple(simple));
            }
        }
        Ok(())
    }
}
