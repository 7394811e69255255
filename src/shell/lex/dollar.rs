//! What begins with a dollar, and where brackets close.

use super::{Lexer, Trouble};
use crate::shell::compile::compile;
use crate::shell::escape;
use crate::shell::syntax::{Change, Code, Parameter, Piece, Word};
use std::sync::Arc;

impl Lexer<'_> {
    /// `$name`, `${…}`, `$(…)`, `$((…))`, `` `…` ``, or a lone dollar.
    pub(super) fn dollar(&mut self, quoted: bool) -> Result<Piece, Trouble> {
        let rest = self.rest();
        if let Some(inner) = rest.strip_prefix("$((")
            && let Some(text) = closing(inner, "))")
        {
            self.at += text.len() + 5;
            let text = Lexer::new(text).double_quoted(None)?;
            return Ok(Piece::Arithmetic { text });
        }
        if let Some(inner) = rest.strip_prefix("$(") {
            let text = closing(inner, ")").ok_or(Trouble::Incomplete)?;
            self.at += text.len() + 3;
            let code = Arc::new(inside(text)?);
            return Ok(Piece::Command { code, quoted });
        }
        if let Some(inner) = rest.strip_prefix('`') {
            let mut text = String::new();
            let mut letters = inner.char_indices();
            let end = loop {
                match letters.next().ok_or(Trouble::Incomplete)? {
                    (at, '`') => break at,
                    (_, '\\') => match letters.next().ok_or(Trouble::Incomplete)?.1 {
                        letter @ ('`' | '\\' | '$') => text.push(letter),
                        other => text.extend(['\\', other]),
                    },
                    (_, letter) => text.push(letter),
                }
            };
            self.at += end + 2;
            let code = Arc::new(inside(&text)?);
            return Ok(Piece::Command { code, quoted });
        }
        if let Some(inner) = rest.strip_prefix("${") {
            let text = closing(inner, "}").ok_or(Trouble::Incomplete)?;
            self.at += text.len() + 3;
            return braced(text, quoted);
        }
        let length = name_length(&rest[1..], false);
        if length == 0 {
            self.at += 1;
            return Ok(Piece::Text {
                text: "$".to_owned(),
                quoted,
            });
        }
        self.at += 1 + length;
        Ok(Piece::Variable(Box::new(Parameter {
            name: rest[1..=length].to_owned(),
            quoted,
            ..Parameter::default()
        })))
    }

    /// `$'…'`
    pub(super) fn escaped(&mut self) -> Result<Piece, Trouble> {
        let inner = &self.rest()[2..];
        let mut letters = inner.char_indices();
        let end = loop {
            match letters.next().ok_or(Trouble::Incomplete)? {
                (at, '\'') => break at,
                (_, '\\') => drop(letters.next()),
                _ => {}
            }
        };
        self.at += end + 3;
        Ok(Piece::Text {
            text: escape::unescape(&inner[..end]).0,
            quoted: true,
        })
    }

    /// `<(…)`
    pub(super) fn process(&mut self) -> Result<Piece, Trouble> {
        if self.rest().starts_with('>') {
            return Err(Trouble::Syntax(
                "sh: >(…) is not known here: use a pipe".to_owned(),
            ));
        }
        let text = closing(&self.rest()[2..], ")").ok_or(Trouble::Incomplete)?;
        self.at += text.len() + 3;
        let code = Arc::new(inside(text)?);
        Ok(Piece::Process { code })
    }

    /// `(a b c)` after `name=`
    pub(super) fn array(&mut self) -> Result<Piece, Trouble> {
        let text = closing(&self.rest()[1..], ")").ok_or(Trouble::Incomplete)?;
        self.at += text.len() + 2;
        let mut lexer = Lexer::new(text);
        let mut words = Vec::new();
        loop {
            let rest = lexer.rest();
            let blank = rest.len() - rest.trim_start().len();
            lexer.at += blank;
            if lexer.rest().starts_with('#') {
                lexer.at += lexer.rest().find('\n').unwrap_or(lexer.rest().len());
                continue;
            }
            if lexer.rest().is_empty() {
                return Ok(Piece::Array(words));
            }
            let before = lexer.at;
            words.push(lexer.word()?);
            if lexer.at == before {
                return Err(Trouble::Syntax(format!(
                    "sh: syntax error near unexpected token `{}'",
                    lexer.rest().chars().next().unwrap_or_default()
                )));
            }
        }
    }
}

/// How long the name of a variable is that stands here; special ones are one letter long.
pub(super) fn name_length(text: &str, braced: bool) -> usize {
    let named = text
        .char_indices()
        .find(|&(at, c)| !(c == '_' || c.is_ascii_alphabetic() || (at > 0 && c.is_ascii_digit())))
        .map_or(text.len(), |(at, _)| at);
    if named > 0 {
        return named;
    }
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits > 0 {
        return if braced { digits } else { 1 };
    }
    usize::from(text.starts_with(['?', '#', '$', '@', '*', '!', '-']))
}

/// `name=`, and nothing else so far: what follows may be an array.
pub(super) fn is_array(word: &Word) -> bool {
    let Some(Piece::Text {
        text,
        quoted: false,
    }) = word.last()
    else {
        return false;
    };
    word.len() == 1
        && text
            .strip_suffix('=')
            .map(|name| name.strip_suffix('+').unwrap_or(name))
            .is_some_and(|name| !name.is_empty() && name_length(name, false) == name.len())
}

/// A name, and nothing else so far.
pub(super) fn is_name(word: &Word) -> bool {
    matches!(word.as_slice(), [Piece::Text { text, quoted: false }]
        if !text.is_empty() && name_length(text, false) == text.len())
}

/// The text up to what closes the bracket that is open, quotes and nesting respected.
pub(super) fn closing<'a>(text: &'a str, end: &str) -> Option<&'a str> {
    let mut open: Vec<char> = Vec::new();
    let mut in_double = false;
    let mut letters = text.char_indices();
    let mut before = ' ';
    while let Some((at, letter)) = letters.next() {
        if open.is_empty() && !in_double && text[at..].starts_with(end) {
            return Some(&text[..at]);
        }
        match letter {
            '\\' => drop(letters.next()),
            '"' => in_double = !in_double,
            '\'' if !in_double => {
                letters.find(|(_, letter)| *letter == '\'')?;
            }
            '#' if !in_double && end == ")" && before.is_whitespace() => {
                letters.find(|(_, letter)| *letter == '\n');
            }
            '(' => open.push(')'),
            '{' if before == '$' => open.push('}'),
            '[' if end == "]" => open.push(']'),
            _ if open.last() == Some(&letter) => drop(open.pop()),
            _ => {}
        }
        before = letter;
    }
    None
}

/// A command inside another: what is incomplete there is wrong here.
fn inside(text: &str) -> Result<Code, Trouble> {
    compile(text).map_err(|trouble| match trouble {
        Trouble::Incomplete => {
            Trouble::Syntax("sh: syntax error: unexpected end of file".to_owned())
        }
        other => other,
    })
}

/// Text in `${…}` as one word.
fn operand(text: &str, quoted: bool) -> Result<Word, Trouble> {
    let mut lexer = Lexer::new(text);
    if quoted {
        let mut word = Word::new();
        for piece in lexer.double_quoted(None)? {
            word.push(match piece {
                Piece::Text { text, quoted: true } => Piece::Text {
                    text: text.replace('"', ""),
                    quoted: true,
                },
                other => other,
            });
        }
        return Ok(word);
    }
    lexer.whole = true;
    lexer.word()
}

/// What stands between `${` and `}`.
fn braced(inner: &str, quoted: bool) -> Result<Piece, Trouble> {
    let bad = || Trouble::Syntax(format!("sh: ${{{inner}}}: bad substitution"));
    let mut parameter = Parameter {
        quoted,
        ..Parameter::default()
    };
    let mut rest = inner;
    let counted = rest.len() > 1 && rest.starts_with('#') && name_length(&rest[1..], true) > 0;
    if counted {
        rest = &rest[1..];
    }
    if rest.len() > 1 && rest.starts_with('!') {
        parameter.indirect = true;
        rest = &rest[1..];
    }
    let length = name_length(rest, true);
    if length == 0 {
        return Err(bad());
    }
    parameter.name = rest[..length].to_owned();
    rest = &rest[length..];
    if let Some(after) = rest.strip_prefix('[') {
        let index = closing(after, "]").ok_or_else(bad)?;
        parameter.index = Some(operand(index, false)?);
        rest = &after[index.len() + 1..];
    }
    parameter.change = match (counted, rest) {
        (true, "") => Change::Length,
        (true, _) => return Err(bad()),
        (false, "") => Change::None,
        _ => change(rest, quoted)?.ok_or_else(bad)?,
    };
    Ok(Piece::Variable(Box::new(parameter)))
}

/// What follows the name.
fn change(rest: &str, quoted: bool) -> Result<Option<Change>, Trouble> {
    let colon = rest.starts_with(':');
    let after = &rest[usize::from(colon)..];
    if after.starts_with(['-', '=', '?', '+']) {
        return Ok(Some(Change::Default {
            operator: after.chars().next().unwrap_or('-'),
            colon,
            word: operand(&after[1..], quoted)?,
        }));
    }
    if colon {
        let from = closing(after, ":").unwrap_or(after);
        let length = after.get(from.len() + 1..);
        return Ok(Some(Change::Slice {
            from: operand(from, true)?,
            length: length.map(|text| operand(text, true)).transpose()?,
        }));
    }
    for (sign, front) in [('#', true), ('%', false)] {
        if let Some(after) = rest.strip_prefix(sign) {
            let longest = after.starts_with(sign);
            return Ok(Some(Change::Cut {
                front,
                longest,
                pattern: operand(&after[usize::from(longest)..], false)?,
            }));
        }
    }
    if let Some(after) = rest.strip_prefix('/') {
        let how = after.chars().next().filter(|c| "/#%".contains(*c));
        let after = &after[usize::from(how.is_some())..];
        let pattern = closing(after, "/").unwrap_or(after);
        return Ok(Some(Change::Replace {
            how: how.unwrap_or(' '),
            pattern: operand(pattern, false)?,
            with: operand(after.get(pattern.len() + 1..).unwrap_or_default(), false)?,
        }));
    }
    Ok(match rest {
        "^" | "^^" | "," | ",," => Some(Change::Case {
            upper: rest.starts_with('^'),
            all: rest.len() == 2,
        }),
        _ => rest
            .strip_prefix('@')
            .filter(|form| form.len() == 1)
            .and_then(|form| form.chars().next())
            .map(Change::Form),
    })
}
