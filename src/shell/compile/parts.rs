//! Simple commands: words, redirections, assignments.

use super::{Compiler, plain, unexpected};
use crate::shell::lex::{Token, Trouble};
use crate::shell::syntax::{Assignment, DECLARES, Operation, Piece, Redirect, Simple, Word};

impl Compiler<'_> {
    pub(super) fn simple(&mut self) -> Result<(), Trouble> {
        let mut simple = Simple::default();
        loop {
            let found = self.redirects()?;
            simple.redirects.extend(found);
            let Some(Token::Word(word)) = self.peek() else {
                break;
            };
            let word = word.clone();
            self.at += 1;
            let declares = simple
                .words
                .first()
                .and_then(plain)
                .is_some_and(|name| DECLARES.contains(&name));
            match assignment(&word) {
                Some(assignment) if simple.words.is_empty() || declares => {
                    simple.assignments.push(assignment);
                }
                _ => simple.words.push(word),
            }
        }
        if simple == Simple::default() {
            return Err(self.trouble());
        }
        self.emit(Operation::Simple(simple));
        Ok(())
    }

    pub(super) fn redirects(&mut self) -> Result<Vec<Redirect>, Trouble> {
        let mut found = Vec::new();
        while let Some(Token::Redirect(number, operator)) = self.peek().cloned() {
            self.at += 1;
            let next = self.peek().cloned();
            let redirect = match (operator, next) {
                ("<<" | "<<-", Some(Token::Here(word))) => Redirect::Here { word, line: false },
                ("<<<", Some(Token::Word(word))) => Redirect::Here { word, line: true },
                ("<", Some(Token::Word(word))) => Redirect::From(word),
                (">&", Some(Token::Word(word))) if plain(&word).is_some_and(is_stream) => {
                    match (number.unwrap_or(1), plain(&word)) {
                        (2, Some("1")) => Redirect::ErrToOut,
                        (1, Some("2")) => Redirect::OutToErr,
                        (1, Some("1")) | (2, Some("2")) => {
                            self.at += 1;
                            continue;
                        }
                        (number, Some("-")) => to(number, false, dev_null()),
                        _ => return Err(Trouble::Syntax("sh: bad file descriptor".to_owned())),
                    }
                }
                ("&>" | "&>>" | ">&", Some(Token::Word(file))) => Redirect::To {
                    out: true,
                    err: true,
                    append: operator.ends_with(">>"),
                    file,
                },
                (">" | ">>" | ">|", Some(Token::Word(file))) => {
                    to(number.unwrap_or(1), operator == ">>", file)
                }
                (_, Some(Token::Word(_))) => {
                    self.at += 1;
                    continue;
                }
                (_, Some(token)) => return Err(unexpected(&token)),
                (_, None) => {
                    return Err(Trouble::Syntax(
                        "sh: syntax error: unexpected newline".to_owned(),
                    ));
                }
            };
            self.at += 1;
            found.push(redirect);
        }
        Ok(found)
    }
}

fn is_stream(text: &str) -> bool {
    matches!(text, "0" | "1" | "2" | "-") || text.chars().all(|c| c.is_ascii_digit())
}

fn dev_null() -> Word {
    vec![Piece::Text {
        text: "/dev/null".to_owned(),
        quoted: true,
    }]
}

fn to(number: u8, append: bool, file: Word) -> Redirect {
    Redirect::To {
        out: number == 1,
        err: number == 2,
        append,
        file,
    }
}

/// `name=value`, `name+=value`, `name[index]=value`
fn assignment(word: &Word) -> Option<Assignment> {
    let Some(Piece::Text {
        text,
        quoted: false,
    }) = word.first()
    else {
        return None;
    };
    let length = text
        .find(|c: char| !(c == '_' || c.is_ascii_alphanumeric()))
        .unwrap_or(text.len());
    if length == 0 || text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let name = text[..length].to_owned();
    let mut rest = word.clone();
    rest[0] = Piece::Text {
        text: text[length..].to_owned(),
        quoted: false,
    };
    let mut index = None;
    if text[length..].starts_with('[') {
        let (inside, after) = until_bracket(&rest)?;
        index = Some(inside);
        rest = after;
    }
    let Some(Piece::Text {
        text,
        quoted: false,
    }) = rest.first()
    else {
        return None;
    };
    let append = text.starts_with('+');
    let value = text[usize::from(append)..].strip_prefix('=')?.to_owned();
    match value.is_empty() {
        true => drop(rest.remove(0)),
        false => {
            rest[0] = Piece::Text {
                text: value,
                quoted: false,
            };
        }
    }
    Some(Assignment {
        name,
        index,
        append,
        value: rest,
    })
}

/// What stands between `[` and `]`, and what follows.
fn until_bracket(word: &Word) -> Option<(Word, Word)> {
    let mut inside = Word::new();
    for (at, piece) in word.iter().enumerate() {
        let Piece::Text {
            text,
            quoted: false,
        } = piece
        else {
            inside.push(piece.clone());
            continue;
        };
        let text = if at == 0 { &text[1..] } else { text };
        let end = text.rfind("]=").or_else(|| text.rfind("]+="));
        let part = |text: &str| Piece::Text {
            text: text.to_owned(),
            quoted: false,
        };
        match end {
            None => inside.push(part(text)),
            Some(end) => {
                inside.push(part(&text[..end]));
                let mut rest = vec![part(&text[end + 1..])];
                rest.extend(word[at + 1..].iter().cloned());
                return Some((inside, rest));
            }
        }
    }
    None
}
