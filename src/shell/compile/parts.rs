//! What stands around a command's words: redirections and assignments.

use super::{Compiler, unexpected};
use crate::shell::lex::{Token, Trouble};
use crate::shell::syntax::{Piece, Redirect, Word};

impl Compiler {
    pub(super) fn redirects(&mut self) -> Result<Vec<Redirect>, Trouble> {
        let mut found = Vec::new();
        while let Some(Token::Operator(operator)) = self.peek() {
            let operator = *operator;
            let redirect = match operator {
                "2>&1" => Some(Redirect::ErrToOut),
                "1>&2" | ">&2" => Some(Redirect::OutToErr),
                _ => None,
            };
            if let Some(redirect) = redirect {
                self.at += 1;
                found.push(redirect);
                continue;
            }
            if ![
                "<", "<<", "<<-", ">", ">>", "1>", "1>>", "2>", "2>>", "&>", "&>>",
            ]
            .contains(&operator)
            {
                break;
            }
            self.at += 1;
            let redirect = match (operator, self.peek().cloned()) {
                ("<<" | "<<-", Some(Token::Here(word))) => Redirect::Here(word),
                ("<", Some(Token::Word(word))) => Redirect::From(word),
                (_, Some(Token::Word(file))) => Redirect::To {
                    out: !operator.starts_with('2'),
                    err: operator.starts_with(['2', '&']),
                    append: operator.ends_with(">>"),
                    file,
                },
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

/// `name=value` in front of a command.
pub(super) fn assignment(word: &Word) -> Option<(String, Word)> {
    let Some(Piece::Text {
        text,
        quoted: false,
    }) = word.first()
    else {
        return None;
    };
    let (name, value) = text.split_once('=')?;
    let fits = !name.is_empty()
        && name.chars().all(|c| c == '_' || c.is_ascii_alphanumeric())
        && !name.starts_with(|c: char| c.is_ascii_digit());
    if !fits {
        return None;
    }
    let mut rest = word[1..].to_vec();
    if !value.is_empty() {
        rest.insert(
            0,
            Piece::Text {
                text: value.to_owned(),
                quoted: false,
            },
        );
    }
    Some((name.to_owned(), rest))
}
