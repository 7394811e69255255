//! One YAML document as JSON, as kubectl converts it before anything else looks at it.
//!
//! Models sigs.k8s.io/yaml: the last of several equal keys counts, keys become text, `<<` merges.

use super::places::{Content, Node, Places};
use super::{scalar, split};
use crate::cluster::api::sort;
use serde::de::{
    Deserialize, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde_json::{Map, Number, Value};
use std::collections::BTreeMap;
use std::fmt;

/// Why a document is no YAML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SyntaxError {
    /// libyaml's words, which are go-yaml's too.
    pub(super) problem: String,
    /// Line and column of the problem within the document, both from 1; the beginning if unknown.
    pub(super) at: (usize, usize),
    /// The line go-yaml would name: it counts from 0 while parsing and from 1 while scanning.
    pub(super) told_line: usize,
}

/// Reads one document; an empty one is null.
pub(super) fn parse(text: &str) -> Result<Value, SyntaxError> {
    // Only the first document of the piece counts, as with go-yaml's Unmarshal.
    let Some(document) = serde_yaml::Deserializer::from_str(text).next() else {
        return Ok(Value::Null);
    };
    Written::deserialize(document)
        .map(|written| written.0)
        .map_err(|error| syntax_error(&error, text))
}

fn syntax_error(error: &serde_yaml::Error, text: &str) -> SyntaxError {
    let at = error
        .location()
        .map_or((1, 1), |place| (place.line(), place.column()));
    let whole = error.to_string();
    let told = at.0;
    // At the end of the text nobody sees what is missing: what was begun says more.
    let at = opening(&whole).unwrap_or(at);
    let problem = whole.split(" at line ").next().unwrap_or(&whole);
    let problem = problem.split(" at position ").next().unwrap_or(problem);
    let problem = problem.split(", while ").next().unwrap_or(problem);
    let scanning = format!("{error:?}").contains("kind: SCANNER");
    let (problem, told_line) = if let Some(at) = problem.find(NO_JSON) {
        // Go does not say which field it was.
        (problem[at..].to_owned(), 0)
    } else if problem == "unknown anchor" {
        let line = text.lines().nth(at.0.saturating_sub(1)).unwrap_or_default();
        let name = line
            .chars()
            .skip(at.1)
            .take_while(|c| c.is_alphanumeric() || "-_".contains(*c));
        (
            format!("unknown anchor '{}' referenced", name.collect::<String>()),
            0,
        )
    } else {
        (problem.to_owned(), if scanning { told } else { told - 1 })
    };
    SyntaxError {
        problem,
        at,
        told_line,
    }
}

/// Where the quoted text began whose end never came.
fn opening(message: &str) -> Option<(usize, usize)> {
    let rest = message.strip_prefix("found unexpected end of stream")?;
    let (line, column) = rest.rsplit_once(" at line ")?.1.split_once(" column ")?;
    Some((line.parse().ok()?, column.parse().ok()?))
}

impl SyntaxError {
    /// `yaml: line 4: did not find expected key`, where `lines_before` the document are counted too.
    pub(super) fn message(&self, lines_before: usize) -> String {
        if self.problem.starts_with(NO_JSON) {
            self.problem.clone()
        } else if self.told_line == 0 {
            format!("yaml: {}", self.problem)
        } else {
            let line = lines_before + self.told_line;
            format!("{LINE}{line}: {}", self.problem)
        }
    }
}

/// What Go says to numbers that JSON does not have, before it has a line to say.
const NO_JSON: &str = "json: unsupported value: ";

/// What a message with a line begins with.
const LINE: &str = "yaml: line ";

/// The message of a syntax error as kubectl words it, which counts the lines of each document anew.
pub fn as_kubectl_counts(text: &str, at: usize, message: &str) -> String {
    let told = message
        .strip_prefix(LINE)
        .and_then(|rest| rest.split_once(": "))
        .and_then(|(line, problem)| Some((line.parse::<usize>().ok()?, problem)));
    let Some((line, problem)) = told else {
        return message.to_owned();
    };
    let piece = split::split(text).into_iter().find(|piece| at <= piece.end);
    let before = piece.map_or(0, |piece| text[..piece.start].matches('\n').count());
    format!("{LINE}{}: {problem}", line.saturating_sub(before))
}

/// A JSON value read out of YAML: any scalar may be a key, tags are dropped, the last key wins.
struct Written(Value);

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WrittenVisitor).map(Written)
    }
}

struct WrittenVisitor;

impl<'de> Visitor<'de> for WrittenVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }
    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok(large(value.to_string()))
    }
    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok(large(value.to_string()))
    }
    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        let number = scalar::whole(value).or_else(|| Number::from_f64(value));
        number.map(Value::Number).ok_or_else(|| {
            let told = match value {
                _ if value.is_nan() => "NaN",
                _ if value > 0.0 => "+Inf",
                _ => "-Inf",
            };
            E::custom(format!("{NO_JSON}{told}"))
        })
    }
    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Written(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some((Written(key), Written(value))) = entries.next_entry()? {
            let key = match key {
                Value::String(text) => text,
                Value::Array(_) | Value::Object(_) => {
                    return Err(serde::de::Error::custom("invalid map key"));
                }
                other => other.to_string(),
            };
            map.insert(key, value);
        }
        Ok(Value::Object(map))
    }
    /// A tagged value: what is behind the tag.
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        let (Written(_), content) = tagged.variant()?;
        content
            .newtype_variant::<Written>()
            .map(|written| written.0)
    }
}

/// An integer beyond 64 bits; Go keeps it as a float.
fn large(digits: String) -> Value {
    let number = digits.parse().ok().and_then(Number::from_f64);
    number.map_or(Value::String(digits), Value::Number)
}

/// Rereads unquoted words by YAML 1.1's rules and merges what `<<` names.
///
/// The places may be those of a part only: their parser stops where libyaml goes on (a byte order mark
/// in a comment). What is not in them keeps the words as they were read.
pub(super) fn as_kubectl_reads(value: &mut Value, places: &Places) {
    settle(value, places.root(), places);
}

fn settle(value: &mut Value, node: Option<&Node>, places: &Places) {
    let content = node.map(|node| &node.content);
    match &mut *value {
        Value::String(_) | Value::Number(_) => {
            if let Some(Content::Plain(word)) = content
                && let Some(meant) = scalar::reread(word)
            {
                *value = meant;
            }
        }
        Value::Array(items) => {
            let ids: &[usize] = match content {
                Some(Content::List(ids)) => ids,
                _ => &[],
            };
            for (index, item) in items.iter_mut().enumerate() {
                settle(item, ids.get(index).map(|&id| places.node(id)), places);
            }
        }
        Value::Object(map) => {
            // Of several equal keys only the last one's place goes with the value that counted.
            let last: BTreeMap<&str, usize> = match content {
                Some(Content::Map(entries)) => {
                    sort::map(entries.iter().map(|(name, id)| (name.as_str(), *id)))
                }
                _ => BTreeMap::new(),
            };
            for (name, entry) in map.iter_mut() {
                let id = last.get(name.as_str());
                settle(entry, id.map(|&id| places.node(id)), places);
            }
            merge(map);
        }
        Value::Null | Value::Bool(_) => {}
    }
}

/// Entries of the map or maps under `<<` count where the map itself has none.
fn merge(map: &mut Map<String, Value>) {
    match map.remove("<<") {
        Some(Value::Object(base)) => add_missing(map, base),
        Some(Value::Array(bases)) if bases.iter().all(Value::is_object) => {
            for base in bases {
                if let Value::Object(base) = base {
                    add_missing(map, base);
                }
            }
        }
        Some(other) => {
            map.insert("<<".to_owned(), other);
        }
        None => {}
    }
}

fn add_missing(map: &mut Map<String, Value>, base: Map<String, Value>) {
    for (key, value) in base {
        map.entry(key).or_insert(value);
    }
}
