//! Label selectors: the typed form of manifests and the text form of `-l`.

use super::LabelSelector;
use std::collections::BTreeMap;

type Labels = BTreeMap<String, String>;

/// Whether a manifest's selector picks an object with these labels.
///
/// An empty selector picks everything, as `LabelSelectorAsSelector` does; operators that do not
/// exist pick nothing (validation has refused them before).
#[must_use]
pub fn matches(selector: &LabelSelector, labels: Option<&Labels>) -> bool {
    let value = |key: &str| {
        labels
            .and_then(|labels| labels.get(key))
            .map(String::as_str)
    };
    let by_label = selector
        .match_labels
        .iter()
        .flatten()
        .all(|(key, wanted)| value(key) == Some(wanted.as_str()));
    by_label
        && selector
            .match_expressions
            .iter()
            .flatten()
            .all(|expression| {
                let present = value(&expression.key);
                let listed =
                    |present: &str| expression.values.iter().flatten().any(|v| v == present);
                match expression.operator.as_str() {
                    "In" => present.is_some_and(listed),
                    "NotIn" => !present.is_some_and(listed),
                    "Exists" => present.is_some(),
                    "DoesNotExist" => present.is_none(),
                    _ => false,
                }
            })
}

/// Whether a plain map selector (a Service's) picks these labels; an empty one picks nothing.
#[must_use]
pub fn map_matches(selector: Option<&Labels>, labels: Option<&Labels>) -> bool {
    let Some(selector) = selector.filter(|selector| !selector.is_empty()) else {
        return false;
    };
    selector.iter().all(|(key, wanted)| {
        labels
            .and_then(|labels| labels.get(key))
            .is_some_and(|value| value == wanted)
    })
}

/// One requirement of a textual selector.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Requirement {
    Equals(String, String),
    NotEquals(String, String),
    In(String, Vec<String>),
    NotIn(String, Vec<String>),
    Exists(String),
    Missing(String),
}

/// A selector as people type it after `-l`: `app=nginx,tier!=db,env in (a,b),!legacy`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextSelector(Vec<Requirement>);

impl TextSelector {
    /// Reads the text.
    ///
    /// # Errors
    /// What is wrong with the first part that is no requirement, in apimachinery's words.
    pub fn parse(text: &str) -> Result<Self, String> {
        split_outside_parentheses(text)
            .into_iter()
            .map(|part| {
                let read = requirement(part).ok();
                read.filter(|one| is_key(one.key()))
                    .ok_or_else(|| complaint(part))
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Whether an object with these labels is picked.
    #[must_use]
    pub fn matches(&self, labels: Option<&Labels>) -> bool {
        let value = |key: &str| labels.and_then(|labels| labels.get(key));
        self.0.iter().all(|requirement| match requirement {
            Requirement::Equals(key, wanted) => value(key) == Some(wanted),
            Requirement::NotEquals(key, wanted) => value(key) != Some(wanted),
            Requirement::In(key, list) => value(key).is_some_and(|v| list.contains(v)),
            Requirement::NotIn(key, list) => !value(key).is_some_and(|v| list.contains(v)),
            Requirement::Exists(key) => value(key).is_some(),
            Requirement::Missing(key) => value(key).is_none(),
        })
    }
}

impl Requirement {
    fn key(&self) -> &str {
        match self {
            Self::Equals(key, _)
            | Self::NotEquals(key, _)
            | Self::In(key, _)
            | Self::NotIn(key, _)
            | Self::Exists(key)
            | Self::Missing(key) => key,
        }
    }
}

/// Whether it is made of what keys are made of.
fn is_key(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b"-_./".contains(&b);
    !text.is_empty() && text.bytes().all(allowed)
}

fn complaint(part: &str) -> String {
    if let Some(sign) = part.strip_prefix(['(', ')', '=']) {
        let sign = &part[..part.len() - sign.len()];
        return format!(
            "unable to parse requirement: found '{sign}', expected: !, identifier, or 'end of string'"
        );
    }
    let why = match part.split_whitespace().nth(1) {
        Some(second) => format!("found '{second}', expected: in, notin, =, ==, !=, gt, lt"),
        None => format!(
            "<nil>: Invalid value: {part:?}: name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
        ),
    };
    format!("unable to parse requirement: {why}")
}

fn split_outside_parentheses(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, character) in text.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
        .into_iter()
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect()
}

fn requirement(part: &str) -> Result<Requirement, String> {
    let list = |text: &str| -> Option<Vec<String>> {
        let inner = text.trim().strip_prefix('(')?.strip_suffix(')')?;
        Some(
            inner
                .split(',')
                .map(|value| value.trim().to_owned())
                .collect(),
        )
    };
    if let Some((key, value)) = part.split_once("!=") {
        return Ok(Requirement::NotEquals(
            key.trim().to_owned(),
            value.trim().to_owned(),
        ));
    }
    if let Some((key, value)) = part.split_once('=') {
        let value = value.trim_start_matches('=').trim();
        return Ok(Requirement::Equals(key.trim().to_owned(), value.to_owned()));
    }
    if let Some((key, values)) = part.split_once(" notin ") {
        let values = list(values).ok_or_else(|| part.to_owned())?;
        return Ok(Requirement::NotIn(key.trim().to_owned(), values));
    }
    if let Some((key, values)) = part.split_once(" in ") {
        let values = list(values).ok_or_else(|| part.to_owned())?;
        return Ok(Requirement::In(key.trim().to_owned(), values));
    }
    if let Some(key) = part.strip_prefix('!') {
        return Ok(Requirement::Missing(key.trim().to_owned()));
    }
    if part.contains(char::is_whitespace) {
        return Err(part.to_owned());
    }
    Ok(Requirement::Exists(part.to_owned()))
}
