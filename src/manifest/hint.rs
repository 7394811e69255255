//! How a mistake may be put right: names that are nearly right, fields one level off, quotes.

use super::absent::{self, Owner};
use super::diagnostic::Hint;
use super::words::FIELDS;
use crate::cluster::api::Kind;
use crate::cluster::apiserver::decode::{Step, has_field, path_text};
use serde_json::Value;

/// What was probably meant by a kind nobody serves: the field to change and its value.
pub(super) fn kind(api_version: &str, kind: &str) -> Option<(&'static str, Hint)> {
    match absent::owner(api_version, kind) {
        Some(Owner::Kubernetes) => return Some(("kind", Hint::NotHere(kind.to_owned()))),
        Some(Owner::Extension) => return Some(("kind", Hint::Custom(kind.to_owned()))),
        None => {}
    }
    if let Some(known) = Kind::ALL
        .into_iter()
        .find(|known| known.info().name == kind)
    {
        return Some(("apiVersion", Hint::DidYouMean(known.api_version())));
    }
    let names = Kind::ALL
        .into_iter()
        .filter(|known| known.api_version() == api_version);
    let any = Kind::ALL.into_iter();
    let near = |mut kinds: Box<dyn Iterator<Item = &'static str>>| nearest(kind, &mut kinds, 3);
    near(Box::new(names.map(|known| known.info().name)))
        .or_else(|| near(Box::new(any.map(|known| known.info().name))))
        .map(|name| ("kind", Hint::DidYouMean(name.to_owned())))
}

/// What was probably meant by a field the kind does not have there.
pub(super) fn field(kind: Kind, path: &[Step], object: &Value) -> Option<Hint> {
    let (last, around) = path.split_last()?;
    let Step::Field(name) = last else { return None };
    let near = |distance_max| {
        let mut known = FIELDS.iter().copied().filter(|word| {
            distance(name, word, distance_max).is_some() && has_field(kind, around, word)
        });
        nearest(name, &mut known, distance_max).map(|word| Hint::DidYouMean(word.to_owned()))
    };
    near(1)
        .or_else(|| elsewhere(kind, around, name, object))
        .or_else(|| near(distance_max(name)))
}

/// Whether quotes, or their absence, would give the value the right type.
pub(super) fn quotes(path: &[Step], takes_text: bool, object: &Value) -> Option<Hint> {
    let found = path.iter().try_fold(object, |value, step| match step {
        Step::Field(name) => value.get(name),
        Step::Index(index) => value.get(index),
    })?;
    match found {
        Value::Number(_) | Value::Bool(_) if takes_text => Some(Hint::Quote),
        Value::String(text) if !takes_text => {
            let plain = text.parse::<i64>().is_ok() || matches!(text.as_str(), "true" | "false");
            plain.then_some(Hint::Unquote)
        }
        _ => None,
    }
}

/// The field under another path nearby: one indented too far, or not far enough.
fn elsewhere(kind: Kind, around: &[Step], name: &str, object: &Value) -> Option<Hint> {
    // `name` and `type` exist nearly everywhere: that they exist elsewhere says nothing.
    if matches!(
        name,
        "name" | "type" | "key" | "value" | "kind" | "apiVersion"
    ) {
        return None;
    }
    let ancestors = (0..around.len())
        .rev()
        .map(|length| around[..length].to_vec());
    let here = around.iter().try_fold(object, |value, step| match step {
        Step::Field(name) => value.get(name),
        Step::Index(index) => value.get(index),
    });
    let siblings = here
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .filter_map(|(field, value)| {
            let mut path = around.to_vec();
            path.push(Step::Field(field.clone()));
            match value {
                Value::Object(_) => Some(path),
                Value::Array(items) if items.first().is_some_and(Value::is_object) => {
                    path.push(Step::Index(0));
                    Some(path)
                }
                _ => None,
            }
        });
    siblings
        .chain(ancestors)
        .filter(|path| !is_free_map(path))
        .find(|path| has_field(kind, path, name))
        .map(|path| Hint::BelongsUnder(path_text(&path)))
}

/// Labels and the like take any key.
fn is_free_map(path: &[Step]) -> bool {
    let free = [
        "labels",
        "annotations",
        "matchLabels",
        "nodeSelector",
        "data",
        "requests",
        "limits",
    ];
    matches!(path.last(), Some(Step::Field(name)) if free.contains(&name.as_str()))
}

fn nearest(
    name: &str,
    known: &mut dyn Iterator<Item = &'static str>,
    distance_max: usize,
) -> Option<&'static str> {
    known
        .filter_map(|word| Some((distance(name, word, distance_max)?, word)))
        .min()
        .map(|(_, word)| word)
}

/// Short words differ from many others by two letters.
fn distance_max(name: &str) -> usize {
    if name.len() < 5 {
        1
    } else {
        2 + name.len() / 10
    }
}

/// How many letters must be added, dropped, changed or swapped; `None` if more than `max`.
/// Capitals count for nothing.
fn distance(left: &str, right: &str, max: usize) -> Option<usize> {
    let letters = |word: &str| {
        word.chars()
            .map(|c| c.to_ascii_lowercase())
            .collect::<Vec<_>>()
    };
    let (left, right) = (letters(left), letters(right));
    if left.len().abs_diff(right.len()) > max {
        return None;
    }
    let mut before_last = vec![0; right.len() + 1];
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for i in 1..=left.len() {
        let mut row = vec![i; right.len() + 1];
        for j in 1..=right.len() {
            let change = usize::from(left[i - 1] != right[j - 1]);
            row[j] = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + change);
            let swapped =
                i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
            if swapped {
                row[j] = row[j].min(before_last[j - 2] + 1);
            }
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|&distance| distance <= max)
}
