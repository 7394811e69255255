//! How a text is written in YAML: bare, in quotes or as a block, folded at 80 columns.
//!
//! Models encode.go and emitterc.go of go-yaml 2, itself after libyaml's emitter.

use super::scalar::is_text;

/// Beyond this column a line is broken at its next space.
const WIDTH: usize = 80;

/// What the text is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A key, which stays on one line.
    Key,
    /// The value of a key or an item of a list.
    Value,
}

/// Appends the text; `indent` is that of the map or list it stands in.
pub(super) fn scalar(text: &str, place: Place, indent: usize, out: &mut String) {
    let look = Look::of(text);
    let mut pen = Pen {
        column: column(out),
        out,
        indent: indent + 2,
        place,
    };
    if text.contains('\n') {
        if look.block && place == Place::Value {
            return pen.block(text);
        }
        return pen.double_quoted(text);
    }
    if !is_text(text) {
        return pen.double_quoted(text);
    }
    if look.plain {
        pen.plain(text);
    } else if look.single_quoted {
        pen.single_quoted(text);
    } else {
        pen.double_quoted(text);
    }
}

fn column(out: &str) -> usize {
    out.rsplit('\n')
        .next()
        .map_or(0, |line| line.chars().count())
}

/// Which ways of writing keep the text what it is.
struct Look {
    plain: bool,
    single_quoted: bool,
    block: bool,
}

impl Look {
    fn of(text: &str) -> Self {
        let characters: Vec<char> = text.chars().collect();
        let is_blank = |at: usize| {
            characters
                .get(at)
                .is_none_or(|c| matches!(c, ' ' | '\t' | '\n'))
        };
        let mut indicators = text.starts_with("---") || text.starts_with("...");
        let (mut special, mut space_break, mut break_space) = (false, false, false);
        for (at, &character) in characters.iter().enumerate() {
            indicators |= match character {
                ':' => is_blank(at + 1),
                '#' => at == 0 || is_blank(at - 1),
                '?' | '-' => at == 0 && is_blank(1),
                ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%'
                | '@' | '`' => at == 0,
                _ => false,
            };
            special |= !is_printable(character);
            let before = at.checked_sub(1).map(|at| characters[at]);
            space_break |= character == '\n' && before == Some(' ');
            break_space |= character == ' ' && before == Some('\n');
        }
        let edge = |c: Option<&char>| c.is_some_and(|c| matches!(c, ' ' | '\n'));
        let edges = edge(characters.first()) || edge(characters.last());
        let lines = text.contains('\n');
        let broken = space_break || special;
        Self {
            plain: !(indicators || edges || lines || broken || break_space),
            single_quoted: !(broken || break_space),
            block: !broken && characters.last() != Some(&' '),
        }
    }
}

/// go-yaml 2 counts neither tabs nor characters beyond 16 bits among the printable ones; Unicode's
/// line breaks it prints, but not so that they could be read back.
fn is_printable(character: char) -> bool {
    matches!(character, '\n' | ' '..='~' | '\u{a0}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}')
        && !matches!(character, '\u{2028}' | '\u{2029}')
}

struct Pen<'a> {
    out: &'a mut String,
    column: usize,
    /// Where folded and block lines begin.
    indent: usize,
    place: Place,
}

impl Pen<'_> {
    fn put(&mut self, character: char) {
        self.out.push(character);
        self.column += 1;
    }

    fn new_line(&mut self) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n(' ', self.indent));
        self.column = self.indent;
    }

    /// Whether the line may be broken at this space.
    fn folds(&self, before: Option<char>, after: Option<char>) -> bool {
        self.place == Place::Value
            && self.column > WIDTH
            && before != Some(' ')
            && after.is_some_and(|after| after != ' ')
    }

    fn plain(&mut self, text: &str) {
        self.folded(text, |pen, character| pen.put(character));
    }

    fn single_quoted(&mut self, text: &str) {
        self.put('\'');
        self.folded(text, |pen, character| {
            if character == '\'' {
                pen.put('\'');
            }
            pen.put(character);
        });
        self.put('\'');
    }

    fn folded(&mut self, text: &str, write: impl Fn(&mut Self, char)) {
        let mut before = None;
        let mut rest = text.chars().peekable();
        while let Some(character) = rest.next() {
            if character == ' ' && before.is_some() && self.folds(before, rest.peek().copied()) {
                self.new_line();
            } else {
                write(self, character);
            }
            before = Some(character);
        }
    }

    fn double_quoted(&mut self, text: &str) {
        self.put('"');
        let mut before = None;
        let mut rest = text.chars().peekable();
        while let Some(character) = rest.next() {
            let after = rest.peek().copied();
            let may_fold = self.place == Place::Value && self.column > WIDTH;
            if character == ' ' && before.is_some_and(|b| b != ' ') && after.is_some() && may_fold {
                self.new_line();
                if after == Some(' ') {
                    self.put('\\');
                }
            } else {
                self.escaped(character);
            }
            before = Some(character);
        }
        self.put('"');
    }

    fn escaped(&mut self, character: char) {
        let short = match character {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\0' => "\\0",
            '\u{7}' => "\\a",
            '\u{8}' => "\\b",
            '\t' => "\\t",
            '\n' => "\\n",
            '\u{b}' => "\\v",
            '\u{c}' => "\\f",
            '\r' => "\\r",
            '\u{1b}' => "\\e",
            '\u{85}' => "\\N",
            '\u{a0}' => "\\_",
            '\u{2028}' => "\\L",
            '\u{2029}' => "\\P",
            other if is_printable(other) => return self.put(other),
            other => {
                let code = u32::from(other);
                let escape = match code {
                    0..=0xff => format!("\\x{code:02X}"),
                    0x100..=0xffff => format!("\\u{code:04X}"),
                    _ => format!("\\U{code:08X}"),
                };
                return escape.chars().for_each(|character| self.put(character));
            }
        };
        short.chars().for_each(|character| self.put(character));
    }

    /// `|`: the lines as they are.
    fn block(&mut self, text: &str) {
        self.put('|');
        if text.starts_with([' ', '\n']) {
            self.put('2');
        }
        if !text.ends_with('\n') {
            self.put('-');
        } else if text == "\n" || text.ends_with("\n\n") {
            self.put('+');
        }
        for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
            if line.is_empty() {
                self.out.push('\n');
            } else {
                self.new_line();
                self.out.push_str(line);
            }
        }
    }
}
