//! Punctuation of Chinese and Japanese keyboards, and spaces that only look like spaces, where YAML's
//! own belong. YAML takes them for text, so what it says of them is about something else.

use super::diagnostic::{Code, Diagnostic, Hint, Severity};
use super::fix::Edit;
use super::split;

/// Who has more lines of them has read the first.
const TOLD_MAX: usize = 100;

/// What looks like YAML's punctuation in a text something is wrong with, each at its place.
///
/// In comments, in blocks of text and inside values they are nobody's mistake and are not told.
#[must_use]
pub fn wide(text: &str, diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
    let errors = diagnostics.iter();
    let mut broken = errors.filter(|one| one.severity == Severity::Error);
    let Some(first) = broken.next() else {
        return vec![];
    };
    // Edits know no documents; the pieces that hold nothing are not counted.
    let pieces = split::split(text).into_iter();
    let pieces: Vec<_> = pieces
        .filter(|piece| !text[piece.clone()].trim().is_empty())
        .collect();
    let document = |at: usize| pieces.iter().position(|piece| at <= piece.end);
    // One is seldom alone, and the first of a line leads to the others.
    let mut before = None;
    let is_first = |edit: &Edit| {
        let end = before.replace(edit.span.end);
        end.is_none_or(|end: usize| text[end..edit.span.start].contains('\n'))
    };
    edits(text)
        .into_iter()
        .filter(is_first)
        .take(TOLD_MAX)
        .map(|edit| {
            let found = text[edit.span.clone()].trim_matches(' ').to_owned();
            let wanted = edit.text.trim().to_owned();
            let index = document(edit.span.start).unwrap_or(first.document);
            let message = format!("{found:?} is text to YAML");
            Diagnostic {
                hint: Some(Hint::FullWidth { found, wanted }),
                ..Diagnostic::error(edit.span, index, Code::FullWidth, message)
            }
        })
        .collect()
}

/// What has to change for the text to be meant as it looks.
pub(super) fn edits(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut start = 0;
    // The indentation of the line whose block of text this is.
    let mut block: Option<usize> = None;
    for line in text.split_inclusive('\n') {
        let indent = line.chars().take_while(|&c| is_space(c)).count();
        let blank = line.trim().is_empty();
        if block.is_some_and(|outer| blank || indent > outer) {
            start += line.len();
            continue;
        }
        block = None;
        let code = line.split(" #").next().unwrap_or(line).trim_end();
        if !blank && !code.trim_start().starts_with('#') {
            Line { start, code }.edits(&mut edits);
            let head = code.trim_end_matches(|c: char| c.is_ascii_digit() || "+-".contains(c));
            if head.ends_with(['|', '>']) {
                block = Some(indent);
            }
        }
        start += line.len();
    }
    edits
}

struct Line<'a> {
    start: usize,
    /// The line without its comment.
    code: &'a str,
}

impl Line<'_> {
    fn edits(&self, edits: &mut Vec<Edit>) {
        let mut at = self.spaces(0, edits);
        while let Some(dash) = self.code[at..]
            .chars()
            .next()
            .filter(|c| "-－".contains(*c))
        {
            let after = at + dash.len_utf8();
            if !self.code[after..].starts_with(is_space) {
                break;
            }
            if dash != '-' {
                self.edit(at, after, "-", edits);
            }
            at = self.spaces(after, edits);
        }
        let rest = &self.code[at..];
        let is_word = |c: char| c.is_ascii_alphanumeric() || "_./-".contains(c);
        let key = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
        let colon = at + key;
        if key > 0 && self.code[colon..].starts_with(['：', ':']) {
            let wide = self.code[colon..].starts_with('：');
            let after = colon + if wide { '：'.len_utf8() } else { 1 };
            if wide {
                let end = after + self.code[after..].len()
                    - self.code[after..].trim_start_matches(is_space).len();
                let text = if end == self.code.len() { ":" } else { ": " };
                self.edit(colon, end, text, edits);
                at = end;
            } else {
                at = self.spaces(after, edits);
            }
        }
        self.value(at, edits);
    }

    /// Blanks from here on; those that are none of YAML's become such.
    fn spaces(&self, from: usize, edits: &mut Vec<Edit>) -> usize {
        let rest = &self.code[from..];
        let end = from + rest.len() - rest.trim_start_matches(is_space).len();
        let blanks = &self.code[from..end];
        if blanks.contains(['\u{3000}', '\u{a0}']) {
            // As wide as they look.
            let text = blanks.replace('\u{3000}', "  ").replace('\u{a0}', " ");
            self.edit(from, end, &text, edits);
        }
        end
    }

    /// Quotes around a value, and what stands between the items of a list in brackets.
    fn value(&self, from: usize, edits: &mut Vec<Edit>) {
        let value = &self.code[from..];
        let in_brackets = value.starts_with(['[', '{', '［', '｛']);
        let opens = value.starts_with(['“', '”', '＂']);
        for (at, found) in value.char_indices() {
            let edge = at == 0 || at + found.len_utf8() == value.len();
            let text = match found {
                '“' | '”' | '＂' if (opens && edge) || in_brackets => "\"",
                '，' if in_brackets => ", ",
                '：' if in_brackets => ": ",
                '［' if in_brackets => "[",
                '］' if in_brackets => "]",
                '｛' if in_brackets => "{",
                '｝' if in_brackets => "}",
                _ => continue,
            };
            let at = from + at;
            self.edit(at, at + found.len_utf8(), text, edits);
        }
    }

    fn edit(&self, from: usize, to: usize, text: &str, edits: &mut Vec<Edit>) {
        edits.push(Edit {
            span: self.start + from..self.start + to,
            text: text.to_owned(),
        });
    }
}

const fn is_space(found: char) -> bool {
    matches!(found, ' ' | '\t' | '\u{3000}' | '\u{a0}')
}
