//! From a text to its objects.

use super::diagnostic::{Code, Diagnostic, Hint, Severity};
use super::lookup::Part;
use super::places::{Content, Limit, Node, Places, Survey, survey};
use super::positions::Positions;
use super::yaml::{self, SyntaxError};
use super::{hint, split};
use crate::cluster::api::{Key, Kind, Object};
use crate::cluster::apiserver::decode::{Fault, FaultKind, decode, path_text};
use serde_json::Value;
use std::ops::Range;

/// The longest text that is read: a million characters, several times the longest manifests known.
const TEXT_BYTES_MAX: usize = 1_000_000;

/// Behind so many other things, equal keys are no longer told.
const DUPLICATES_MAX: usize = 100;

/// How much of a document the object holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// All of it.
    Whole,
    /// All but fields the kind does not have.
    WithoutUnknownFields,
    /// Values of the wrong type are missing too.
    Partial,
}

/// One object of a text.
#[derive(Clone, Debug)]
pub struct Document {
    /// Which YAML document of the text it stands in, from 0; the items of a `List` share one.
    pub index: usize,
    /// The object as written, its namespace left open if it was.
    pub object: Object,
    /// Where it will be stored; an open namespace is `default`.
    pub key: Key,
    /// Where its YAML document stands, in bytes of the whole text.
    pub span: Range<usize>,
    /// What was written, as JSON.
    pub value: Value,
    /// Which field stands where.
    pub places: Places,
    /// How much of what was written the object holds.
    pub reading: Reading,
}

/// Reads every object of a text.
#[must_use]
pub fn read(text: &str) -> (Vec<Document>, Vec<Diagnostic>) {
    if let Some(message) = too_long(text) {
        return (
            vec![],
            vec![Diagnostic::error(0..0, 0, Code::TooLarge, message)],
        );
    }
    let positions = Positions::new(text);
    let mut reader = Reader::new(&positions);
    for piece in split::split(text) {
        reader.piece(piece);
    }
    (reader.documents, reader.diagnostics)
}

/// The value of a text that is one document and need not be an object: a patch, a body.
///
/// # Errors
/// kubectl's words: it is no YAML, too deep, or unfolds to too much. How long it may be is a matter of
/// the line or the request that brings it.
pub fn value(text: &str) -> Result<Value, String> {
    let positions = Positions::new(text);
    let mut reader = Reader::new(&positions);
    let pieces = split::split(text).into_iter();
    let value = pieces.filter_map(|piece| reader.written(&piece)).next();
    match (value, reader.diagnostics.into_iter().next()) {
        (Some((value, _)), _) => Ok(value),
        (None, Some(broken)) => Err(broken.message),
        (None, None) => Ok(Value::Null),
    }
}

fn too_long(text: &str) -> Option<String> {
    let length = text.len();
    (length > TEXT_BYTES_MAX).then(|| {
        format!("the text has {length} bytes, more than the {TEXT_BYTES_MAX} that are read")
    })
}

struct Reader<'a> {
    positions: &'a Positions<'a>,
    documents: Vec<Document>,
    diagnostics: Vec<Diagnostic>,
    /// How many documents that are not empty came before.
    index: usize,
}

impl<'a> Reader<'a> {
    const fn new(positions: &'a Positions<'a>) -> Self {
        Self {
            positions,
            documents: vec![],
            diagnostics: vec![],
            index: 0,
        }
    }

    fn piece(&mut self, piece: Range<usize>) {
        if let Some((value, places)) = self.written(&piece) {
            self.duplicates(&places);
            self.value(value, &places, &piece);
            self.index += 1;
        }
    }

    /// What is written in a piece, if it is YAML and holds anything.
    fn written(&mut self, piece: &Range<usize>) -> Option<(Value, Places)> {
        let text = &self.positions.text()[piece.clone()];
        let Survey {
            places,
            limit,
            complete,
        } = survey(self.positions, piece.clone());
        if let Some(limit) = limit {
            self.limit(limit);
        } else if !complete && text.contains('*') && text.len() > 10_000 {
            // Unfolded aliases were counted only as far as the survey went.
            let end = piece.end..piece.end;
            self.error(end, Code::Syntax, "yaml: could not be read to its end");
        } else {
            match yaml::parse(text) {
                Err(error) => self.syntax_error(piece, &error),
                Ok(Value::Null) => return None,
                Ok(mut value) => {
                    yaml::as_kubectl_reads(&mut value, &places);
                    return Some((value, places));
                }
            }
        }
        self.index += 1;
        None
    }

    /// A document or an item of a list.
    fn value(&mut self, value: Value, places: &Places, piece: &Range<usize>) {
        let whole = places.blame("");
        let Value::Object(map) = &value else {
            self.error(whole, Code::NotAnObject, "invalid object to validate");
            return;
        };
        let word = |field: &str| map.get(field).and_then(Value::as_str).unwrap_or_default();
        let (api_version, kind) = (word("apiVersion"), word("kind"));
        if api_version.is_empty() {
            self.error(whole.clone(), Code::NoApiVersion, "apiVersion not set");
        }
        if kind.is_empty() {
            self.error(whole, Code::NoKind, "kind not set");
        }
        if api_version.is_empty() || kind.is_empty() {
            return;
        }
        let is_list = kind == "List"
            || kind
                .strip_suffix("List")
                .is_some_and(|item| Kind::from_type(api_version, item).is_some());
        if is_list && map.get("items").is_none_or(Value::is_array) {
            self.list(value, places, piece);
            return;
        }
        match Kind::from_type(api_version, kind) {
            Some(kind) => self.object(kind, value, places, piece),
            None => self.unknown_kind(api_version, kind, places),
        }
    }

    fn list(&mut self, mut value: Value, places: &Places, piece: &Range<usize>) {
        let items = value.get_mut("items").map(Value::take);
        let Some(Value::Array(items)) = items else {
            return;
        };
        for (index, item) in items.into_iter().enumerate() {
            self.value(item, &places.of_item("items", index), piece);
        }
    }

    fn unknown_kind(&mut self, api_version: &str, kind: &str, places: &Places) {
        let (field, hint) = hint::kind(api_version, kind)
            .map_or(("kind", None), |(field, hint)| (field, Some(hint)));
        self.diagnostics.push(Diagnostic {
            field: field.to_owned(),
            hint,
            ..Diagnostic::error(
                places.blame(field),
                self.index,
                Code::UnknownKind,
                format!("no matches for kind {kind:?} in version {api_version:?}"),
            )
        });
    }

    fn object(&mut self, kind: Kind, value: Value, places: &Places, piece: &Range<usize>) {
        let decoded = decode(kind, &value);
        for fault in &decoded.faults {
            let diagnostic = self.fault(kind, fault, &value, places);
            self.diagnostics.push(diagnostic);
        }
        let Some(object) = decoded.object else { return };
        let reading = if decoded.faults.is_empty() {
            Reading::Whole
        } else if decoded
            .faults
            .iter()
            .all(|fault| fault.kind == FaultKind::UnknownField)
        {
            Reading::WithoutUnknownFields
        } else {
            Reading::Partial
        };
        let meta = object.meta();
        let namespace = meta.namespace.as_deref().filter(|name| !name.is_empty());
        let key = Key::new(
            kind,
            namespace.unwrap_or("default"),
            meta.name.as_deref().unwrap_or_default(),
        );
        self.documents.push(Document {
            index: self.index,
            object,
            key,
            span: piece.clone(),
            value,
            places: places.clone(),
            reading,
        });
    }

    fn fault(&self, kind: Kind, fault: &Fault, value: &Value, places: &Places) -> Diagnostic {
        let field = path_text(&fault.path);
        let (code, span, hint) = match fault.kind {
            FaultKind::UnknownField => (
                Code::UnknownField,
                places.span(&field, Part::Key),
                hint::field(kind, &fault.path, value),
            ),
            FaultKind::WrongType => (
                Code::WrongType,
                None,
                hint::quotes(&fault.path, fault.takes_text, value),
            ),
            FaultKind::BadQuantity => (Code::BadQuantity, None, None),
        };
        Diagnostic {
            field: field.clone(),
            hint,
            ..Diagnostic::error(
                span.unwrap_or_else(|| places.blame(&field)),
                self.index,
                code,
                fault.message.clone(),
            )
        }
    }

    /// kubectl takes the last of several equal keys without a word; we do, with one.
    fn duplicates(&mut self, places: &Places) {
        let Some(root) = places.root() else { return };
        let mut path = Vec::new();
        self.duplicates_in(root, places, &mut path);
    }

    fn duplicates_in(&mut self, node: &Node, places: &Places, path: &mut Vec<String>) {
        match &node.content {
            Content::Map(entries) => {
                let mut seen = std::collections::BTreeSet::new();
                for (name, id) in entries {
                    let inside = places.written(*id);
                    path.push(if path.is_empty() {
                        name.clone()
                    } else {
                        format!(".{name}")
                    });
                    if !seen.insert(name.as_str()) && self.diagnostics.len() < DUPLICATES_MAX {
                        self.diagnostics.push(Diagnostic {
                            field: path.concat(),
                            severity: Severity::Warning,
                            ..Diagnostic::error(
                                inside.key.clone().unwrap_or_else(|| inside.span.clone()),
                                self.index,
                                Code::DuplicateKey,
                                format!("key {name:?} already set in map"),
                            )
                        });
                    }
                    self.duplicates_in(inside, places, path);
                    path.pop();
                }
            }
            Content::List(items) => {
                for (index, &id) in items.iter().enumerate() {
                    path.push(format!("[{index}]"));
                    self.duplicates_in(places.written(id), places, path);
                    path.pop();
                }
            }
            _ => {}
        }
    }

    fn limit(&mut self, limit: Limit) {
        let name = |span: &Range<usize>| {
            self.positions.text()[span.clone()]
                .trim_start_matches('*')
                .to_owned()
        };
        let (span, code, message) = match limit {
            Limit::TooDeep(span) => (
                span,
                Code::TooDeep,
                format!("yaml: exceeded max depth of {}", super::places::LEVELS_MAX),
            ),
            Limit::TooManyAliases(span) => {
                let message = "yaml: document contains excessive aliasing".to_owned();
                (span, Code::TooManyAliases, message)
            }
            Limit::ContainsItself(span) => {
                let message = format!("yaml: anchor '{}' value contains itself", name(&span));
                (span, Code::Syntax, message)
            }
        };
        self.error(span, code, message);
    }

    fn syntax_error(&mut self, piece: &Range<usize>, error: &SyntaxError) {
        let start = self.positions.at_byte(piece.start);
        let line = start.line + error.at.0 - 1;
        let begin = self
            .positions
            .at_line(line, error.at.1)
            .byte
            .clamp(piece.start, piece.end);
        let text = self.positions.text();
        // A problem at the very end of a line is marked by what stands before it.
        let rest = text[begin..piece.end]
            .lines()
            .next()
            .unwrap_or_default()
            .trim_end();
        let span = if rest.is_empty() {
            let before = &text[piece.start..begin];
            let end = piece.start + before.trim_end().len();
            let width = text[..end].chars().next_back().map_or(0, char::len_utf8);
            end.saturating_sub(width).max(piece.start)..end
        } else {
            begin..begin + rest.len()
        };
        let tab = text[piece.start..begin.max(piece.start)]
            .rsplit('\n')
            .next()
            .is_some_and(|line| line.trim().is_empty())
            && text[begin..].starts_with('\t');
        self.diagnostics.push(Diagnostic {
            hint: tab.then_some(Hint::SpacesNotTabs),
            ..Diagnostic::error(
                span,
                self.index,
                Code::Syntax,
                error.message(start.line - 1),
            )
        });
    }

    fn error(&mut self, span: Range<usize>, code: Code, message: impl Into<String>) {
        self.diagnostics
            .push(Diagnostic::error(span, self.index, code, message));
    }
}
