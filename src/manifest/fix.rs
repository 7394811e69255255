//! What one press would do about a mistake, where there is one obvious way out.

use super::diagnostic::{Code, Diagnostic, Hint};
use super::immutable;
use super::lookup::Part;
use super::places::Places;
use super::read::Document;
use super::wide;
use crate::cluster::api::sort;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// What a fix does; the words are the translator's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Remedy {
    /// The name becomes one that exists.
    Rename(String),
    /// The value becomes text.
    Quote,
    /// The value becomes a number or a truth value.
    Unquote,
    /// Tabs become spaces.
    SpacesForTabs,
    /// Full-width characters become those they look like.
    HalfWidth,
    /// The template gets the labels that the selector asks for.
    MatchLabels,
    /// `rollingUpdate: null`, which takes away what the server filled in.
    DropRollingUpdate,
    /// No edit: the set goes, its pods stay, and a new set takes them over.
    Recreate,
}

/// A stretch of the text, and what stands there afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// In bytes of the whole text.
    pub span: Range<usize>,
    /// What takes its place.
    pub text: String,
}

/// The way out of one mistake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// What it does.
    pub remedy: Remedy,
    /// What it changes in the text, in order, none touching another.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// The text after the fix.
    #[must_use]
    pub fn apply(&self, text: &str) -> String {
        let (mut after, mut taken) = (String::with_capacity(text.len()), 0);
        for edit in &self.edits {
            after += &text[taken..edit.span.start];
            after += &edit.text;
            taken = edit.span.end;
        }
        after += &text[taken..];
        after
    }

    fn of(remedy: Remedy, edits: Vec<Edit>) -> Option<Self> {
        (!edits.is_empty()).then_some(Self { remedy, edits })
    }
}

/// The obvious way out of a diagnostic of this text; `documents` are those read from it.
#[must_use]
pub fn fix(text: &str, documents: &[Document], diagnostic: &Diagnostic) -> Option<Fix> {
    // The items of a list share an index: the one with the field is meant, or none.
    let from = documents.partition_point(|document| document.index < diagnostic.document);
    let document = match &documents[from..] {
        [only, rest @ ..] if only.index == diagnostic.document => {
            let alone = rest.first().is_none_or(|next| next.index != only.index);
            alone.then_some(only)
        }
        _ => None,
    };
    match &diagnostic.hint {
        Some(Hint::DidYouMean(word)) => return rename(text, document, diagnostic, word),
        Some(Hint::Quote) => return quote(text, diagnostic),
        Some(Hint::Unquote) => return unquote(text, diagnostic),
        Some(Hint::SpacesNotTabs) => return spaces(text),
        Some(Hint::FullWidth { .. }) => return Fix::of(Remedy::HalfWidth, wide::edits(text)),
        Some(Hint::BelongsUnder(_) | Hint::NotHere(_) | Hint::Custom(_)) => return None,
        None => {}
    }
    let message = &diagnostic.message;
    if immutable::is_refusal(message) {
        return Some(Fix {
            remedy: Remedy::Recreate,
            edits: vec![],
        });
    }
    let document = document?;
    if message.contains("`selector` does not match template `labels`") {
        return Fix::of(Remedy::MatchLabels, matching_labels(text, document));
    }
    if message.contains("only allowed for updateStrategy 'RollingUpdate'") {
        return Fix::of(
            Remedy::DropRollingUpdate,
            no_rolling_update(text, &document.places),
        );
    }
    None
}

fn rename(
    text: &str,
    document: Option<&Document>,
    diagnostic: &Diagnostic,
    word: &str,
) -> Option<Fix> {
    if diagnostic.code == Code::UnknownField {
        let path = match diagnostic.field.rfind(['.', ']']) {
            Some(at) if diagnostic.field[at..].starts_with('.') => {
                format!("{}.{word}", &diagnostic.field[..at])
            }
            _ => word.to_owned(),
        };
        // What is there already would be there twice.
        if document?.places.span(&path, Part::Key).is_some() {
            return None;
        }
    }
    let span = diagnostic.span.clone();
    let quoted = text[span.clone()].starts_with(['"', '\'']);
    let text = if quoted {
        format!("{word:?}")
    } else {
        word.to_owned()
    };
    Fix::of(Remedy::Rename(word.to_owned()), vec![Edit { span, text }])
}

fn quote(text: &str, diagnostic: &Diagnostic) -> Option<Fix> {
    let span = diagnostic.span.clone();
    let written = &text[span.clone()];
    let plain = !written.is_empty() && !written.contains(['"', '\'', '\n', '\\']);
    let text = format!("\"{written}\"");
    plain.then(|| Fix::of(Remedy::Quote, vec![Edit { span, text }]))?
}

fn unquote(text: &str, diagnostic: &Diagnostic) -> Option<Fix> {
    let span = diagnostic.span.clone();
    let written = &text[span.clone()];
    let inner = ['"', '\'']
        .into_iter()
        .find_map(|mark| written.strip_prefix(mark)?.strip_suffix(mark))?;
    let text = inner.to_owned();
    Fix::of(Remedy::Unquote, vec![Edit { span, text }])
}

/// Two spaces for each tab before the first word of a line, in the whole text: one is seldom alone.
fn spaces(text: &str) -> Option<Fix> {
    let mut edits = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
        if line[..blank].contains('\t') {
            edits.push(Edit {
                span: start..start + blank,
                text: line[..blank].replace('\t', "  "),
            });
        }
        start += line.len();
    }
    Fix::of(Remedy::SpacesForTabs, edits)
}

const LABELS: &str = "spec.template.metadata.labels";

/// The labels of the selector, put into the template.
fn matching_labels(text: &str, document: &Document) -> Vec<Edit> {
    let places = &document.places;
    let wanted = document.value.pointer("/spec/selector/matchLabels");
    let wanted = wanted.and_then(serde_json::Value::as_object);
    let present = document.value.pointer("/spec/template/metadata/labels");
    let (mut edits, mut missing) = (Vec::new(), Vec::new());
    for (name, value) in wanted.into_iter().flatten() {
        if present.and_then(|labels| labels.get(name)) == Some(value) {
            continue;
        }
        let source = |field: &str| places.span(&format!("{field}.{name}"), Part::Value);
        let Some(from) = source("spec.selector.matchLabels") else {
            continue;
        };
        let written = text[from].to_owned();
        match source(LABELS) {
            Some(span) => edits.push(Edit {
                span,
                text: written,
            }),
            None => missing.push(format!("{name}: {written}")),
        }
    }
    if !missing.is_empty() {
        edits.extend(add(text, places, LABELS, &missing));
    }
    sort::by_key(&mut edits, |edit| edit.span.start);
    edits
}

fn no_rolling_update(text: &str, places: &Places) -> Vec<Edit> {
    const STRATEGY: &str = "spec.updateStrategy";
    let block = format!("{STRATEGY}.rollingUpdate");
    let written = places
        .span(&block, Part::Key)
        .zip(places.span(&block, Part::Value));
    if let Some((key, value)) = written {
        return vec![Edit {
            span: key.end..value.end.max(key.end),
            text: ": null".to_owned(),
        }];
    }
    let line = "rollingUpdate: null".to_owned();
    add(text, places, STRATEGY, &[line]).into_iter().collect()
}

/// Adds entries to the map at `field`, making what is missing of the way there.
fn add(text: &str, places: &Places, field: &str, entries: &[String]) -> Option<Edit> {
    let value = places
        .span(field, Part::Value)
        .filter(|span| !span.is_empty());
    if let Some(value) = value {
        let inside = text[value.clone()].trim_end();
        if let Some(open) = inside.strip_suffix('}') {
            let at = value.start + open.trim_end().len();
            let comma = if open.trim() == "{" { "" } else { ", " };
            return Some(Edit {
                span: at..at,
                text: format!("{comma}{}", entries.join(", ")),
            });
        }
        let indent = column(text, places.first_key(field)?);
        return Some(insert_below(text, value.end, indent, entries));
    }
    if let Some(key) = places.span(field, Part::Key) {
        let indent = column(text, key.start) + 2;
        return Some(insert_below(text, line_end(text, key.end), indent, entries));
    }
    let (around, name) = field.rsplit_once('.')?;
    let mut nested = vec![format!("{name}:")];
    nested.extend(entries.iter().map(|entry| format!("  {entry}")));
    // In brackets there are no lines to nest.
    let flow = places
        .span(around, Part::Value)
        .is_some_and(|span| text[span].starts_with('{'));
    if flow {
        return None;
    }
    add(text, places, around, &nested)
}

/// New lines after the one that ends what is at `end`.
fn insert_below(text: &str, end: usize, indent: usize, entries: &[String]) -> Edit {
    let at = line_end(text, end);
    let indent = " ".repeat(indent);
    let lines: String = entries
        .iter()
        .map(|entry| format!("\n{indent}{entry}"))
        .collect();
    Edit {
        span: at..at,
        text: lines,
    }
}

fn line_end(text: &str, from: usize) -> usize {
    text[from..].find('\n').map_or(text.len(), |at| from + at)
}

/// Characters before the place in its line; the indentation, where it is the first of its line or
/// stands behind dashes.
fn column(text: &str, at: usize) -> usize {
    let start = text[..at].rfind('\n').map_or(0, |line| line + 1);
    text[start..at].chars().count()
}
