//! `$name` and `${…}`.

use super::{Marked, Part, Scope};
use crate::shell::pattern::Pattern;
use crate::shell::syntax::{Change, Parameter, Piece, Word};
use crate::shell::variables::{Value, end};

/// Longer texts are left as they are by patterns.
const PATTERN_TEXT_MAX: usize = 20_000;

impl Scope<'_> {
    pub(super) fn parameter(&mut self, parameter: &Parameter) -> Part {
        let quoted = parameter.quoted;
        if parameter.indirect {
            return self.indirect(parameter);
        }
        let starred = parameter.name == "*" || self.is_star(parameter);
        if let Some(texts) = self.many(parameter) {
            let separator = match starred && quoted {
                true => self
                    .variables
                    .get("IFS")
                    .map_or(Some(' '), |ifs| ifs.chars().next()),
                false => None,
            };
            let empty = texts.iter().all(String::is_empty);
            let texts = match &parameter.change {
                Change::Length => return self.plain(texts.len().to_string(), quoted),
                Change::Slice { from, length } => {
                    self.slice_list(&parameter.name, texts, from, length.as_ref())
                }
                Change::Default { operator, word, .. } => match (operator, empty) {
                    ('-' | '=' | '?', true) => return self.word(word, quoted),
                    ('+', false) => return self.word(word, quoted),
                    ('+', true) => vec![],
                    _ => texts,
                },
                change => texts
                    .into_iter()
                    .map(|text| self.changed(text, change))
                    .collect(),
            };
            return match separator {
                Some(separator) => self.plain(texts.join(&separator.to_string()), true),
                None => Part::Many { texts, quoted },
            };
        }
        let value = self.single(parameter);
        if let Change::Default {
            operator,
            colon,
            word,
        } = &parameter.change
        {
            return self.or_default(parameter, value, (*operator, *colon), word);
        }
        let value = match value {
            Some(value) => value,
            None => {
                if self.options.contains('u') && parameter.name != "@" && parameter.name != "*" {
                    self.is_unset(format!("sh: {}: unbound variable", parameter.name));
                }
                String::new()
            }
        };
        let text = self.changed(value, &parameter.change);
        self.plain(text, quoted)
    }

    fn plain(&self, text: String, quoted: bool) -> Part {
        match quoted {
            true => Part::Text { text, quoted: true },
            false => Part::Splits(text),
        }
    }

    fn word(&mut self, word: &Word, quoted: bool) -> Part {
        if quoted {
            let text = self.text(word);
            return Part::Text { text, quoted: true };
        }
        Part::Word(word.iter().map(|piece| self.piece(piece)).collect())
    }

    fn is_star(&self, parameter: &Parameter) -> bool {
        parameter.index.as_ref().and_then(index_sign) == Some('*')
    }

    /// `${!name}`, `${!array[@]}`
    fn indirect(&mut self, parameter: &Parameter) -> Part {
        if parameter.index.as_ref().and_then(index_sign).is_some() {
            let texts = match self.variables.value(&parameter.name) {
                Some(Value::List(list)) => list.keys().map(i64::to_string).collect(),
                Some(Value::Table(table)) => table.keys().cloned().collect(),
                Some(Value::Text(_)) => vec!["0".to_owned()],
                None => vec![],
            };
            return Part::Many {
                texts,
                quoted: parameter.quoted,
            };
        }
        let name = self.variable(&parameter.name).unwrap_or_default();
        let named = Parameter {
            name,
            indirect: false,
            ..parameter.clone()
        };
        self.parameter(&named)
    }

    /// The values of what has several.
    fn many(&self, parameter: &Parameter) -> Option<Vec<String>> {
        if matches!(parameter.name.as_str(), "@" | "*") {
            return Some(self.positional.get(1..).unwrap_or_default().to_vec());
        }
        parameter.index.as_ref().and_then(index_sign)?;
        Some(match self.variables.value(&parameter.name) {
            Some(Value::List(list)) => list.values().cloned().collect(),
            Some(Value::Table(table)) => table.values().cloned().collect(),
            Some(Value::Text(text)) => vec![text.clone()],
            None => vec![],
        })
    }

    fn single(&mut self, parameter: &Parameter) -> Option<String> {
        let Some(index) = &parameter.index else {
            return self.variable(&parameter.name);
        };
        let key = self.key(&parameter.name, index);
        match self.variables.value(&parameter.name)? {
            Value::Table(table) => table.get(&key).cloned(),
            Value::List(list) => {
                let mut at: i64 = key.parse().unwrap_or_default();
                if at < 0 {
                    at += end(list).unwrap_or(i64::MAX);
                }
                list.get(&at).cloned()
            }
            Value::Text(text) => (key == "0" || key == "-1").then(|| text.clone()),
        }
    }

    /// What stands in brackets: of a table a text, else a number.
    pub(crate) fn key(&mut self, name: &str, index: &Word) -> String {
        let text = self.text(index);
        match self.variables.value(name) {
            Some(Value::Table(_)) => text,
            _ if self.needs.is_some() => text,
            _ => self.number(&text).to_string(),
        }
    }

    /// A variable, or one of the special ones; `None` if it is not set.
    pub(super) fn variable(&self, name: &str) -> Option<String> {
        Some(match name {
            "?" => self.status.to_string(),
            "#" => self.positional.len().saturating_sub(1).to_string(),
            "@" | "*" => self.positional.get(1..).unwrap_or_default().join(" "),
            "$" => "1".to_owned(),
            "-" => self.options.to_owned(),
            "!" => (self.background > 0).then(|| (100 + self.background).to_string())?,
            "SECONDS" => self.seconds.to_string(),
            "LINENO" => "1".to_owned(),
            // The same dice for the same history.
            "RANDOM" => ((self.line.wrapping_mul(25_214_903_917).wrapping_add(11) >> 16) & 0x7fff)
                .to_string(),
            digit if digit.starts_with(|c: char| c.is_ascii_digit()) => {
                self.positional.get(digit.parse::<usize>().ok()?)?.clone()
            }
            name => self.variables.get(name)?.to_owned(),
        })
    }

    fn or_default(
        &mut self,
        parameter: &Parameter,
        value: Option<String>,
        (operator, colon): (char, bool),
        word: &Word,
    ) -> Part {
        let there = value.filter(|value| !colon || !value.is_empty());
        match (operator, there) {
            ('+', None) => self.plain(String::new(), parameter.quoted),
            ('+', Some(_)) => self.word(word, parameter.quoted),
            (_, Some(value)) => self.plain(value, parameter.quoted),
            ('=', None) => {
                let text = self.text(word);
                if self.needs.is_none() {
                    self.variables.set(&parameter.name, text.clone());
                }
                self.plain(text, parameter.quoted)
            }
            ('?', None) => {
                let mut text = self.text(word);
                if text.is_empty() {
                    text = "parameter null or not set".to_owned();
                }
                if self.needs.is_none() {
                    self.is_unset(format!("sh: {}: {text}", parameter.name));
                }
                Part::Splits(String::new())
            }
            _ => self.word(word, parameter.quoted),
        }
    }

    fn changed(&mut self, text: String, change: &Change) -> String {
        match change {
            Change::Length => text.chars().count().to_string(),
            Change::Slice { from, length } => {
                let letters: Vec<char> = text.chars().collect();
                let (from, to) = self.bounds(letters.len(), from, length.as_ref());
                letters[from..to].iter().collect()
            }
            Change::Cut {
                front,
                longest,
                pattern,
            } => {
                let pattern = self.marked(pattern);
                cut(text, &pattern, *front, *longest)
            }
            Change::Replace { how, pattern, with } => {
                let pattern = self.marked(pattern);
                let with = self.text(with);
                replace(text, *how, &pattern, &with)
            }
            Change::Case { upper, all } => {
                let turn = |text: &str| match upper {
                    true => text.to_uppercase(),
                    false => text.to_lowercase(),
                };
                let first = text.chars().next().map_or(0, char::len_utf8);
                let end = if *all { text.len() } else { first };
                format!("{}{}", turn(&text[..end]), &text[end..])
            }
            Change::Form('U') => text.to_uppercase(),
            Change::Form('L') => text.to_lowercase(),
            Change::Form('Q') => format!("'{}'", text.replace('\'', "'\\''")),
            Change::None | Change::Default { .. } | Change::Form(_) => text,
        }
    }

    /// Where a slice begins and ends.
    fn bounds(&mut self, length: usize, from: &Word, count: Option<&Word>) -> (usize, usize) {
        let from = self.text(from);
        let count = count.map(|word| self.text(word));
        if self.needs.is_some() {
            return (0, 0);
        }
        let total = i64::try_from(length).unwrap_or(i64::MAX);
        let from = self.number(&from);
        let from = if from < 0 {
            from.saturating_add(total)
        } else {
            from
        };
        if from < 0 {
            return (0, 0);
        }
        let from = from.min(total);
        let to = match count.map(|text| self.number(&text)) {
            None => total,
            Some(count) if count < 0 => total.saturating_add(count),
            Some(count) => from.saturating_add(count),
        };
        let to = to.clamp(from, total);
        let index = |at: i64| usize::try_from(at).unwrap_or_default();
        (index(from), index(to))
    }

    fn slice_list(
        &mut self,
        name: &str,
        mut texts: Vec<String>,
        from: &Word,
        count: Option<&Word>,
    ) -> Vec<String> {
        if matches!(name, "@" | "*") {
            texts.insert(0, self.positional.first().cloned().unwrap_or_default());
        }
        let (from, to) = self.bounds(texts.len(), from, count);
        texts[from..to].to_vec()
    }
}

/// `@` or `*`, if that is what stands in the brackets.
fn index_sign(index: &Word) -> Option<char> {
    match index.as_slice() {
        [Piece::Text { text, .. }] if text == "@" || text == "*" => text.chars().next(),
        _ => None,
    }
}

fn cut(text: String, pattern: &[Marked], front: bool, longest: bool) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    if letters.len() > PATTERN_TEXT_MAX {
        return text;
    }
    let pattern = Pattern::new(pattern, false);
    let ends = if front {
        pattern.ends(&letters)
    } else {
        letters.reverse();
        pattern.reversed().ends(&letters)
    };
    letters.reverse();
    let end = if longest { ends.last() } else { ends.first() };
    let Some(end) = end else { return text };
    let total = letters.len();
    let whole: Vec<char> = text.chars().collect();
    match front {
        true => whole[*end..].iter().collect(),
        false => whole[..total - end].iter().collect(),
    }
}

fn replace(text: String, how: char, pattern: &[Marked], with: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    if letters.len() > PATTERN_TEXT_MAX || pattern.is_empty() {
        return text;
    }
    let pattern = Pattern::new(pattern, false);
    if how == '%' {
        let mut reversed = letters.clone();
        reversed.reverse();
        return match pattern.reversed().ends(&reversed).last() {
            Some(end) => {
                let kept: String = letters[..letters.len() - end].iter().collect();
                format!("{kept}{with}")
            }
            None => text,
        };
    }
    let mut out = String::new();
    let (mut at, mut work) = (0, 0);
    while at < letters.len() {
        let end = pattern.ends(&letters[at..]).last().copied();
        work += 1 + end.unwrap_or_default();
        match end.filter(|end| *end > 0) {
            Some(end) => {
                out.push_str(with);
                at += end;
                if how != '/' {
                    break;
                }
            }
            None if how == '#' => break,
            None => {
                out.push(letters[at]);
                at += 1;
            }
        }
        if work > PATTERN_TEXT_MAX * 4 {
            break;
        }
    }
    out.extend(&letters[at..]);
    out
}
