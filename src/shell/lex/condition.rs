//! `[[ … ]]`: read where it stands, because inside `<`, `(` and `&&` mean something else.

use super::{Lexer, Trouble};
use crate::shell::syntax::{Condition, Piece, Word};

/// A condition inside a condition inside …
const DEPTH_MAX: u8 = 50;
/// Conditions after each other: each is inside the one that joins it to the next.
const JOINED_MAX: usize = 1_000;

const ONE: [&str; 16] = [
    "-z", "-n", "-e", "-f", "-d", "-s", "-r", "-w", "-x", "-v", "-L", "-h", "-p", "-t", "-o", "-b",
];
const TWO: [&str; 14] = [
    "==", "=~", "!=", "=", "<", ">", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot",
];

impl Lexer<'_> {
    /// After `[[`, up to and with `]]`.
    pub(super) fn condition(&mut self) -> Result<Condition, Trouble> {
        let condition = self.any(0)?;
        self.blanks();
        if !self.take("]]") {
            return Err(self.stuck());
        }
        Ok(condition)
    }

    fn any(&mut self, depth: u8) -> Result<Condition, Trouble> {
        let mut left = self.all(depth)?;
        let mut joined = 0;
        while self.take("||") {
            shallow(&mut joined)?;
            left = Condition::Or(Box::new(left), Box::new(self.all(depth)?));
        }
        Ok(left)
    }

    fn all(&mut self, depth: u8) -> Result<Condition, Trouble> {
        let mut left = self.one(depth)?;
        let mut joined = 0;
        while self.take("&&") {
            shallow(&mut joined)?;
            left = Condition::And(Box::new(left), Box::new(self.one(depth)?));
        }
        Ok(left)
    }

    fn one(&mut self, depth: u8) -> Result<Condition, Trouble> {
        if depth > DEPTH_MAX {
            return Err(too_deep());
        }
        if self.take("(") {
            let inner = self.any(depth + 1)?;
            if !self.take(")") {
                return Err(self.stuck());
            }
            return Ok(inner);
        }
        if self.take_word("!") {
            return Ok(Condition::Not(Box::new(self.one(depth + 1)?)));
        }
        if let Some(operator) = ONE.into_iter().find(|op| self.take_word(op)) {
            self.blanks();
            return Ok(Condition::One(operator.to_owned(), self.some_word()?));
        }
        let left = self.some_word()?;
        self.blanks();
        let Some(operator) = TWO.into_iter().find(|op| self.take_word(op)) else {
            return Ok(Condition::One("-n".to_owned(), left));
        };
        self.blanks();
        let right = if operator == "=~" {
            self.expression()?
        } else {
            self.some_word()?
        };
        Ok(Condition::Two(left, operator.to_owned(), right))
    }

    fn some_word(&mut self) -> Result<Word, Trouble> {
        self.blanks();
        let before = self.at;
        if self.rest().starts_with("]]") {
            return Err(self.stuck());
        }
        let word = self.word()?;
        if self.at == before {
            return Err(self.stuck());
        }
        Ok(word)
    }

    /// A regular expression: up to a blank outside quotes and brackets.
    fn expression(&mut self) -> Result<Word, Trouble> {
        let (mut depth, mut length) = (0_usize, 0);
        let mut quote = None;
        for letter in self.rest().chars() {
            match (quote, letter) {
                (Some(open), close) if open == close => quote = None,
                (Some(_), _) => {}
                (None, '\'' | '"') => quote = Some(letter),
                (None, '(' | '[') => depth += 1,
                (None, ')' | ']') => depth = depth.saturating_sub(1),
                (None, blank) if blank.is_whitespace() && depth == 0 => break,
                _ => {}
            }
            length += letter.len_utf8();
        }
        let text = &self.rest()[..length];
        self.at += length;
        // A backslash belongs to the expression here.
        let doubled = text.replace('\\', "\\\\");
        let mut lexer = Lexer::new(&doubled);
        lexer.whole = true;
        let word = lexer.word()?;
        if word.is_empty() {
            return Err(self.stuck());
        }
        Ok(word
            .into_iter()
            .map(|piece| match piece {
                Piece::Text { text, .. } if text == "\\" => Piece::Text {
                    text,
                    quoted: false,
                },
                other => other,
            })
            .collect())
    }

    fn blanks(&mut self) {
        loop {
            let rest = self.rest();
            self.at += rest.len() - rest.trim_start().len();
            if !self.rest().starts_with("\\\n") {
                return;
            }
            self.at += 2;
        }
    }

    fn take(&mut self, text: &str) -> bool {
        self.blanks();
        let found = self.rest().starts_with(text);
        self.at += if found { text.len() } else { 0 };
        found
    }

    /// An operator that is a word of its own.
    fn take_word(&mut self, text: &str) -> bool {
        self.blanks();
        let after = self.rest().strip_prefix(text);
        let found = after.is_some_and(|rest| rest.starts_with(char::is_whitespace));
        self.at += if found { text.len() } else { 0 };
        found
    }

    fn stuck(&self) -> Trouble {
        match self.rest().split_whitespace().next() {
            None => Trouble::Incomplete,
            Some(word) => Trouble::Syntax(format!(
                "sh: syntax error in conditional expression: unexpected token `{word}'"
            )),
        }
    }
}

/// Counts one more condition.
fn shallow(joined: &mut usize) -> Result<(), Trouble> {
    *joined += 1;
    match *joined > JOINED_MAX {
        true => Err(too_deep()),
        false => Ok(()),
    }
}

fn too_deep() -> Trouble {
    Trouble::Syntax("sh: [[: nested too deeply".to_owned())
}
