//! Text to tokens: quotes, `$…`, operators, comments, line continuation, here-documents.

use super::compile::compile;
use super::syntax::{Piece, Word};
use std::sync::Arc;

/// Why a text cannot be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// More lines have to come.
    Incomplete,
    /// It never will be: what the shell says.
    Syntax(String),
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Word(Word),
    /// `;`, `&&`, `||`, `|`, `&`, `(`, `)`, newline, and the redirections.
    Operator(&'static str),
    /// The body of a here-document, in the place of its delimiter.
    Here(Word),
}

const OPERATORS: [&str; 19] = [
    "2>&1", "1>&2", "&>>", "<<-", "2>>", "1>>", "&>", ">&2", "2>", "1>", "<<", ">>", "&&", "||",
    ";;", "|", "&", ";", "<",
];

/// Reads a whole text.
pub(super) fn lex(text: &str) -> Result<Vec<Token>, Trouble> {
    let mut lexer = Lexer {
        text,
        at: 0,
        tokens: vec![],
        heres: vec![],
    };
    lexer.run()?;
    Ok(lexer.tokens)
}

/// A here-document whose body has yet to come.
struct Pending {
    token: usize,
    delimiter: String,
    literal: bool,
    strip_tabs: bool,
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    tokens: Vec<Token>,
    heres: Vec<Pending>,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn run(&mut self) -> Result<(), Trouble> {
        while let Some(character) = self.rest().chars().next() {
            match character {
                ' ' | '\t' | '\r' => self.at += 1,
                '\\' if matches!(self.rest(), "\\" | "\\\n") => return Err(Trouble::Incomplete),
                '\\' if self.rest().starts_with("\\\n") => self.at += 2,
                '#' => self.at += self.rest().find('\n').unwrap_or(self.rest().len()),
                '\n' => {
                    self.at += 1;
                    self.tokens.push(Token::Operator("\n"));
                    self.here_bodies()?;
                }
                _ => self.token(character)?,
            }
        }
        match self.heres.is_empty() {
            true => Ok(()),
            false => Err(Trouble::Incomplete),
        }
    }

    fn token(&mut self, character: char) -> Result<(), Trouble> {
        let single = match character {
            '(' => Some("("),
            ')' => Some(")"),
            '>' if !self.rest().starts_with(">>") && !self.rest().starts_with(">&2") => Some(">"),
            _ => None,
        };
        if let Some(operator) = single {
            self.at += 1;
            self.tokens.push(Token::Operator(operator));
            return Ok(());
        }
        if let Some(operator) = OPERATORS.into_iter().find(|op| self.rest().starts_with(op)) {
            self.at += operator.len();
            self.tokens.push(Token::Operator(operator));
            if operator.starts_with("<<") {
                self.here(operator)?;
            }
            return Ok(());
        }
        let word = self.word()?;
        self.tokens.push(Token::Word(word));
        Ok(())
    }

    /// The delimiter after `<<`; its body follows after the line.
    fn here(&mut self, operator: &str) -> Result<(), Trouble> {
        self.at += self.rest().len() - self.rest().trim_start_matches([' ', '\t']).len();
        let word = self.word()?;
        let mut delimiter = String::new();
        let mut literal = false;
        for piece in word {
            if let Piece::Text { text, quoted } = piece {
                delimiter.push_str(&text);
                literal |= quoted;
            }
        }
        let token = self.tokens.len();
        self.heres.push(Pending {
            token,
            delimiter,
            literal,
            strip_tabs: operator == "<<-",
        });
        self.tokens.push(Token::Here(vec![]));
        Ok(())
    }

    fn here_bodies(&mut self) -> Result<(), Trouble> {
        for pending in std::mem::take(&mut self.heres) {
            let mut body = String::new();
            loop {
                if self.rest().is_empty() {
                    return Err(Trouble::Incomplete);
                }
                let line = self.rest().split('\n').next().unwrap_or_default();
                self.at = (self.at + line.len() + 1).min(self.text.len());
                let line = if pending.strip_tabs {
                    line.trim_start_matches('\t')
                } else {
                    line
                };
                if line == pending.delimiter {
                    break;
                }
                body.push_str(line);
                body.push('\n');
            }
            let word = if pending.literal {
                vec![Piece::Text {
                    text: body,
                    quoted: true,
                }]
            } else {
                let mut lexer = Lexer {
                    text: &body,
                    at: 0,
                    tokens: vec![],
                    heres: vec![],
                };
                lexer.double_quoted(None)?
            };
            self.tokens[pending.token] = Token::Here(word);
        }
        Ok(())
    }

    fn word(&mut self) -> Result<Word, Trouble> {
        let mut word = Word::new();
        while let Some(character) = self.rest().chars().next() {
            match character {
                ' ' | '\t' | '\n' | '\r' | ';' | '&' | '|' | '(' | ')' | '<' | '>' => break,
                '\'' => {
                    let inner = &self.rest()[1..];
                    let end = inner.find('\'').ok_or(Trouble::Incomplete)?;
                    word.push(Piece::Text {
                        text: inner[..end].to_owned(),
                        quoted: true,
                    });
                    self.at += end + 2;
                }
                '"' => {
                    self.at += 1;
                    word.push(Piece::Text {
                        text: String::new(),
                        quoted: true,
                    });
                    word.extend(self.double_quoted(Some('"'))?);
                }
                '\\' => {
                    self.at += 1;
                    match self.rest().chars().next() {
                        None => return Err(Trouble::Incomplete),
                        Some('\n') if self.rest() == "\n" => return Err(Trouble::Incomplete),
                        Some('\n') => self.at += 1,
                        Some(escaped) => {
                            self.at += escaped.len_utf8();
                            word.push(Piece::Text {
                                text: escaped.to_string(),
                                quoted: true,
                            });
                        }
                    }
                }
                '$' | '`' => {
                    let piece = self.dollar(false)?;
                    word.push(piece);
                }
                other => {
                    self.at += other.len_utf8();
                    push_text(&mut word, other, false);
                }
            }
        }
        Ok(word)
    }

    /// Text in which only `$`, `` ` `` and `\` mean something, up to `end` (or to the end of all).
    fn double_quoted(&mut self, end: Option<char>) -> Result<Word, Trouble> {
        let mut word = Word::new();
        loop {
            let Some(character) = self.rest().chars().next() else {
                return if end.is_none() {
                    Ok(word)
                } else {
                    Err(Trouble::Incomplete)
                };
            };
            match character {
                _ if Some(character) == end => {
                    self.at += 1;
                    return Ok(word);
                }
                '\\' => {
                    let next = self.rest().chars().nth(1);
                    match next {
                        Some('\n') => self.at += 2,
                        Some(escaped @ ('$' | '`' | '"' | '\\')) => {
                            self.at += 2;
                            push_text(&mut word, escaped, true);
                        }
                        _ => {
                            self.at += 1;
                            push_text(&mut word, '\\', true);
                        }
                    }
                }
                '$' | '`' => {
                    let piece = self.dollar(true)?;
                    word.push(piece);
                }
                other => {
                    self.at += other.len_utf8();
                    push_text(&mut word, other, true);
                }
            }
        }
    }

    /// `$name`, `${…}`, `$(…)`, `$((…))`, `` `…` ``, or a lone dollar.
    fn dollar(&mut self, quoted: bool) -> Result<Piece, Trouble> {
        let rest = self.rest();
        if let Some(inner) = rest.strip_prefix("$((") {
            let end = inner.find("))").ok_or(Trouble::Incomplete)?;
            self.at += end + 5;
            let mut lexer = Lexer {
                text: &inner[..end],
                at: 0,
                tokens: vec![],
                heres: vec![],
            };
            return Ok(Piece::Arithmetic {
                text: lexer.double_quoted(None)?,
            });
        }
        if let Some(inner) = rest.strip_prefix("$(") {
            let end = closing_parenthesis(inner).ok_or(Trouble::Incomplete)?;
            self.at += end + 3;
            return Ok(Piece::Command {
                code: Arc::new(inside(&inner[..end])?),
                quoted,
            });
        }
        if let Some(inner) = rest.strip_prefix('`') {
            let end = inner.find('`').ok_or(Trouble::Incomplete)?;
            self.at += end + 2;
            return Ok(Piece::Command {
                code: Arc::new(inside(&inner[..end])?),
                quoted,
            });
        }
        if let Some(inner) = rest.strip_prefix("${") {
            let end = inner.find('}').ok_or(Trouble::Incomplete)?;
            self.at += end + 3;
            return braced(&inner[..end], quoted);
        }
        let name_length = rest[1..]
            .char_indices()
            .find(|&(at, c)| {
                !(c == '_' || c.is_ascii_alphabetic() || (at > 0 && c.is_ascii_digit()))
            })
            .map_or(rest.len() - 1, |(at, _)| at);
        let special = rest[1..]
            .chars()
            .next()
            .filter(|c| "?#$@*!0123456789".contains(*c));
        let length = match (name_length, special) {
            (0, Some(_)) => 1,
            (length, _) => length,
        };
        if length == 0 {
            self.at += 1;
            return Ok(Piece::Text {
                text: "$".to_owned(),
                quoted,
            });
        }
        self.at += 1 + length;
        let name = rest[1..=length].to_owned();
        Ok(Piece::Variable {
            name,
            otherwise: None,
            quoted,
        })
    }
}

/// `name`, `name:-else`, `name-else`, `#name` is not known here.
fn braced(inner: &str, quoted: bool) -> Result<Piece, Trouble> {
    let end = inner.find([':', '-']).unwrap_or(inner.len());
    let (name, operator) = inner.split_at(end);
    let otherwise = match operator
        .strip_prefix(":-")
        .or_else(|| operator.strip_prefix('-'))
    {
        Some(text) => {
            let mut lexer = Lexer {
                text,
                at: 0,
                tokens: vec![],
                heres: vec![],
            };
            Some(lexer.double_quoted(None)?)
        }
        None if operator.is_empty() => None,
        None => {
            return Err(Trouble::Syntax(format!(
                "sh: ${{{inner}}}: bad substitution"
            )));
        }
    };
    Ok(Piece::Variable {
        name: name.to_owned(),
        otherwise,
        quoted,
    })
}

/// A command inside another: what is incomplete there is wrong here.
fn inside(text: &str) -> Result<super::syntax::Code, Trouble> {
    compile(text).map_err(|trouble| match trouble {
        Trouble::Incomplete => {
            Trouble::Syntax("sh: syntax error: unexpected end of file".to_owned())
        }
        other => other,
    })
}

fn push_text(word: &mut Word, character: char, as_quoted: bool) {
    if let Some(Piece::Text { text, quoted }) = word.last_mut()
        && *quoted == as_quoted
    {
        text.push(character);
        return;
    }
    word.push(Piece::Text {
        text: character.to_string(),
        quoted: as_quoted,
    });
}

/// Where the parenthesis that is open closes, quotes and nesting respected.
fn closing_parenthesis(text: &str) -> Option<usize> {
    let (mut depth, mut quote) = (0, None);
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match (quote, character) {
            (None | Some('"'), '\\') => drop(characters.next()),
            (None, '(') => depth += 1,
            (None, ')') if depth == 0 => return Some(at),
            (None, ')') => depth -= 1,
            (None, '\'' | '"') => quote = Some(character),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
    }
    None
}
