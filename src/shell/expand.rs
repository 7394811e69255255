//! Words to fields: variables, substitutions, arithmetic, splitting, globs, number ranges.

use super::pattern::Pattern;
use super::syntax::{Piece, Word};
use std::collections::BTreeMap;

/// What expansion looks things up in.
pub(super) struct Scope<'a> {
    pub(super) variables: &'a BTreeMap<String, String>,
    /// `$1` and up; `$0` comes first.
    pub(super) positional: &'a [String],
    pub(super) status: i32,
    /// What the substitutions of the command gave, in order; taken one by one.
    pub(super) results: std::vec::IntoIter<String>,
    /// Every path there is, for globs.
    pub(super) paths: &'a dyn Fn() -> Vec<String>,
    /// Where relative globs start.
    pub(super) folder: &'a str,
}

/// A character and whether it was quoted.
type Marked = (char, bool);

impl Scope<'_> {
    /// A word as any number of fields.
    pub(super) fn fields(&mut self, word: &Word) -> Vec<String> {
        let mut fields: Vec<Vec<Marked>> = Vec::new();
        let mut open: Option<Vec<Marked>> = None;
        for piece in word {
            let (text, quoted, splits) = self.piece(piece);
            if let Piece::Variable {
                name, quoted: true, ..
            } = piece
                && name == "@"
            {
                // "$@" is one field for each argument.
                for (at, argument) in self.positional.iter().skip(1).enumerate() {
                    if at > 0 {
                        fields.extend(open.take());
                    }
                    open.get_or_insert_default()
                        .extend(argument.chars().map(|c| (c, true)));
                }
                continue;
            }
            if quoted {
                open.get_or_insert_default()
                    .extend(text.chars().map(|c| (c, true)));
                continue;
            }
            for character in text.chars() {
                if splits && character.is_whitespace() {
                    fields.extend(open.take());
                } else {
                    open.get_or_insert_default().push((character, false));
                }
            }
        }
        fields.extend(open);
        fields
            .into_iter()
            .flat_map(|field| self.glob(&field))
            .collect()
    }

    /// A word as one text: no splitting, no globs (assignments, redirections).
    pub(super) fn text(&mut self, word: &Word) -> String {
        word.iter().map(|piece| self.piece(piece).0).collect()
    }

    /// The text of a piece, whether it was quoted, whether blanks in it separate fields.
    fn piece(&mut self, piece: &Piece) -> (String, bool, bool) {
        match piece {
            Piece::Text { text, quoted } => (text.clone(), *quoted, false),
            Piece::Variable {
                name,
                otherwise,
                quoted,
            } => {
                let value = self.variable(name);
                let value = match otherwise {
                    // The substitutions inside are there whether they are wanted or not.
                    Some(word) => {
                        let text = self.text(word);
                        if value.is_empty() { text } else { value }
                    }
                    None => value,
                };
                (value, *quoted, !quoted)
            }
            Piece::Command { quoted, .. } => {
                let result = self.results.next().unwrap_or_default();
                (result, *quoted, !quoted)
            }
            Piece::Arithmetic { text } => {
                let mut text = self.text(text);
                // Deeper than anybody counts by hand.
                if text.matches('(').count() + text.matches('-').count() > 100 {
                    text.clear();
                }
                let value = Arithmetic {
                    text: &text,
                    scope: self,
                }
                .whole();
                (value.to_string(), true, false)
            }
        }
    }

    pub(super) fn variable(&self, name: &str) -> String {
        match name {
            "?" => self.status.to_string(),
            "#" => self.positional.len().saturating_sub(1).to_string(),
            "@" | "*" => self.positional.get(1..).unwrap_or_default().join(" "),
            "$" | "!" => "1".to_owned(),
            digit if digit.parse::<usize>().is_ok() => {
                let at: usize = digit.parse().unwrap_or_default();
                self.positional.get(at).cloned().unwrap_or_default()
            }
            name => self.variables.get(name).cloned().unwrap_or_default(),
        }
    }

    /// `{0..3}` counts; `*`, `?` match names; what matches nothing stays as it is.
    fn glob(&self, field: &[Marked]) -> Vec<String> {
        let plain: String = field.iter().map(|(character, _)| character).collect();
        let bare = |wanted: char| field.iter().any(|(c, quoted)| *c == wanted && !quoted);
        if bare('{')
            && let Some(texts) = range(&plain)
        {
            return texts;
        }
        if !bare('*') && !bare('?') {
            return vec![plain];
        }
        let absolute = if plain.starts_with('/') {
            plain.clone()
        } else {
            format!("{}/{plain}", self.folder.trim_end_matches('/'))
        };
        let depth = absolute.matches('/').count();
        let pattern = Pattern::glob(&absolute);
        let mut found: Vec<String> = (self.paths)()
            .iter()
            .filter_map(|path| {
                // A glob names entries at its own depth, folders included.
                let end = path
                    .match_indices('/')
                    .nth(depth)
                    .map_or(path.len(), |(at, _)| at);
                let entry = &path[..end];
                (entry.matches('/').count() == depth && pattern.fits(entry))
                    .then(|| entry.to_owned())
            })
            .filter(|entry| {
                !entry
                    .rsplit('/')
                    .next()
                    .unwrap_or_default()
                    .starts_with('.')
            })
            .map(|entry| match plain.starts_with('/') {
                true => entry,
                false => entry[self.folder.trim_end_matches('/').len() + 1..].to_owned(),
            })
            .collect();
        found.sort();
        found.dedup();
        if found.is_empty() { vec![plain] } else { found }
    }
}

/// Most numbers a `{a..b}` gives.
const RANGE_MAX: i64 = 10_000;

/// `web-{0..2}` → `web-0 web-1 web-2`; `{a,b}` → both.
fn range(text: &str) -> Option<Vec<String>> {
    let (before, rest) = text.split_once('{')?;
    let (inner, after) = rest.split_once('}')?;
    if let Some((low, high)) = inner.split_once("..") {
        let (low, high): (i64, i64) = (low.parse().ok()?, high.parse().ok()?);
        if (high - low).abs() > RANGE_MAX {
            return None;
        }
        let numbers: Vec<i64> = if low <= high {
            (low..=high).collect()
        } else {
            (high..=low).rev().collect()
        };
        return Some(
            numbers
                .into_iter()
                .map(|number| format!("{before}{number}{after}"))
                .collect(),
        );
    }
    inner.contains(',').then(|| {
        inner
            .split(',')
            .map(|part| format!("{before}{part}{after}"))
            .collect()
    })
}

/// `$((…))`: + - * / % and comparisons, by precedence; what cannot be read is 0.
struct Arithmetic<'a, 'b> {
    text: &'a str,
    scope: &'a Scope<'b>,
}

const LEVELS: [&[&str]; 4] = [
    &["==", "!="],
    &["<=", ">=", "<", ">"],
    &["+", "-"],
    &["*", "/", "%"],
];

impl Arithmetic<'_, '_> {
    fn whole(&mut self) -> i64 {
        self.level(0)
    }

    fn level(&mut self, level: usize) -> i64 {
        let Some(operators) = LEVELS.get(level) else {
            return self.atom();
        };
        let mut value = self.level(level + 1);
        loop {
            self.text = self.text.trim_start();
            let Some(operator) = operators.iter().find(|op| self.text.starts_with(**op)) else {
                return value;
            };
            self.text = &self.text[operator.len()..];
            let right = self.level(level + 1);
            value = match *operator {
                "+" => value.wrapping_add(right),
                "-" => value.wrapping_sub(right),
                "*" => value.wrapping_mul(right),
                "/" => value.checked_div(right).unwrap_or_default(),
                "%" => value.checked_rem(right).unwrap_or_default(),
                "==" => i64::from(value == right),
                "!=" => i64::from(value != right),
                "<=" => i64::from(value <= right),
                ">=" => i64::from(value >= right),
                "<" => i64::from(value < right),
                _ => i64::from(value > right),
            };
        }
    }

    fn atom(&mut self) -> i64 {
        self.text = self.text.trim_start();
        if let Some(rest) = self.text.strip_prefix('(') {
            self.text = rest;
            let value = self.level(0);
            self.text = self.text.trim_start().trim_start_matches(')');
            return value;
        }
        if let Some(rest) = self.text.strip_prefix('-') {
            self.text = rest;
            return -self.atom();
        }
        let end = self
            .text
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
            .unwrap_or(self.text.len());
        let (word, rest) = self.text.split_at(end);
        self.text = rest;
        word.parse()
            .unwrap_or_else(|_| self.scope.variable(word).parse().unwrap_or_default())
    }
}
