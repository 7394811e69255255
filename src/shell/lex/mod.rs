//! Text to tokens: quotes, operators, comments, line continuation, here-documents.

mod condition;
mod dollar;

use super::syntax::{Condition, Piece, Word};

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
    /// A word, or a part of one of the following.
    Word(Word),
    /// `;`, `&&`, `||`, `|`, `&`, `(`, `)`, newline.
    Operator(&'static str),
    /// A redirection: the stream's number, if one is written, and the operator.
    Redirect(Option<u8>, &'static str),
    /// The body of a here-document, in the place of its delimiter.
    Here(Word),
    /// `((…))`
    Arithmetic(Word),
    /// `[[ … ]]`
    Condition(Condition),
}

const OPERATORS: [&str; 12] = [
    "&&", "||", ";;&", ";&", ";;", "|&", "|", "&", ";", "(", ")", "\n",
];
const REDIRECTS: [&str; 12] = [
    "&>>", "&>", "<<<", "<<-", "<<", "<&", "<", ">>", ">&", ">|", ">", "<>",
];
/// Words after which a command begins.
const OPENERS: [&str; 9] = [
    "if", "then", "else", "elif", "while", "until", "do", "{", "!",
];

/// Reads a whole text: the tokens, and where each begins.
pub(super) fn lex(text: &str) -> Result<(Vec<Token>, Vec<usize>), Trouble> {
    let mut lexer = Lexer::new(text);
    lexer.run()?;
    Ok((lexer.tokens, lexer.starts))
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
    starts: Vec<usize>,
    heres: Vec<Pending>,
    /// In the body of a here-document a double quote means itself.
    here: bool,
    /// Everything up to the end is one word.
    whole: bool,
}

impl<'a> Lexer<'a> {
    const fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            tokens: vec![],
            starts: vec![],
            heres: vec![],
            here: false,
            whole: false,
        }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn run(&mut self) -> Result<(), Trouble> {
        while let Some(character) = self.rest().chars().next() {
            let start = self.at;
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
                _ => self.token()?,
            }
            self.starts.resize(self.tokens.len(), start);
        }
        match self.heres.is_empty() {
            true => Ok(()),
            false => Err(Trouble::Incomplete),
        }
    }

    fn token(&mut self) -> Result<(), Trouble> {
        let rest = self.rest();
        if rest.starts_with("((") && (self.at_command() || self.after_word("for")) {
            if let Some(text) = dollar::closing(&rest[2..], "))") {
                self.at += text.len() + 4;
                let word = Lexer::new(text).double_quoted(None)?;
                self.tokens.push(Token::Arithmetic(word));
                return Ok(());
            }
            if dollar::closing(&rest[1..], ")").is_none() {
                return Err(Trouble::Incomplete);
            }
        }
        if rest.starts_with("[[") && rest[2..].starts_with([' ', '\t', '\n']) && self.at_command() {
            self.at += 2;
            let condition = self.condition()?;
            self.tokens.push(Token::Condition(condition));
            return Ok(());
        }
        let digit = rest.chars().next().and_then(|c| c.to_digit(10));
        let number = digit.filter(|_| rest[1..].starts_with(['<', '>']));
        let unnumbered = &rest[usize::from(number.is_some())..];
        let process = unnumbered.starts_with("<(") || unnumbered.starts_with(">(");
        let redirect = REDIRECTS.into_iter().find(|op| unnumbered.starts_with(op));
        if let Some(operator) = redirect.filter(|_| !process) {
            self.at += operator.len() + usize::from(number.is_some());
            let number = number.and_then(|number| u8::try_from(number).ok());
            self.tokens.push(Token::Redirect(number, operator));
            if matches!(operator, "<<" | "<<-") {
                self.here(operator)?;
            }
            return Ok(());
        }
        if let Some(operator) = OPERATORS.into_iter().find(|op| rest.starts_with(op)) {
            self.at += operator.len();
            self.tokens.push(Token::Operator(operator));
            return Ok(());
        }
        let word = self.word()?;
        self.tokens.push(Token::Word(word));
        Ok(())
    }

    /// Whether a command may begin here.
    fn at_command(&self) -> bool {
        match self.tokens.last() {
            None | Some(Token::Operator(_)) => true,
            Some(_) => OPENERS.iter().any(|word| self.after_word(word)),
        }
    }

    fn after_word(&self, wanted: &str) -> bool {
        let Some(Token::Word(word)) = self.tokens.last() else {
            return false;
        };
        matches!(word.as_slice(), [Piece::Text { text, quoted: false }] if text == wanted)
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
                let mut lexer = Lexer::new(&body);
                lexer.here = true;
                lexer.double_quoted(None)?
            };
            self.tokens[pending.token] = Token::Here(word);
        }
        Ok(())
    }

    /// `x[i + 1]=…`: blanks inside belong to it.
    fn index(&mut self, word: &mut Word) -> Result<(), Trouble> {
        let inner = dollar::closing(&self.rest()[1..], "]").unwrap_or_default();
        let after = self.rest().get(inner.len() + 2..).unwrap_or_default();
        push_text(word, '[', false);
        if inner.is_empty() || !after.starts_with(['=', '+']) {
            self.at += 1;
            return Ok(());
        }
        let mut lexer = Lexer::new(inner);
        lexer.whole = true;
        word.extend(lexer.word()?);
        push_text(word, ']', false);
        self.at += inner.len() + 2;
        Ok(())
    }

    /// A backslash outside quotes, and what it stands before.
    fn backslash(&mut self, word: &mut Word) -> Result<(), Trouble> {
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
        Ok(())
    }

    fn word(&mut self) -> Result<Word, Trouble> {
        let mut word = Word::new();
        while let Some(character) = self.rest().chars().next() {
            match character {
                '<' | '>' if self.rest()[1..].starts_with('(') => {
                    let piece = self.process()?;
                    word.push(piece);
                }
                '(' if !self.whole && dollar::is_array(&word) => {
                    let piece = self.array()?;
                    word.push(piece);
                }
                '[' if !self.whole && dollar::is_name(&word) => self.index(&mut word)?,
                ' ' | '\t' | '\n' | '\r' | ';' | '&' | '|' | '(' | ')' | '<' | '>'
                    if !self.whole =>
                {
                    break;
                }
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
                '\\' => self.backslash(&mut word)?,
                '$' if self.rest().starts_with("$'") => {
                    let piece = self.escaped()?;
                    word.push(piece);
                }
                '$' if self.rest().starts_with("$\"") => self.at += 1,
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
                        Some('"') if self.here => {
                            self.at += 1;
                            push_text(&mut word, '\\', true);
                        }
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
