//! A request as it came in, without HTTP around it.

use super::protobuf;
use crate::manifest;
use serde_json::Value;

/// A request.
#[derive(Clone, Debug, Default)]
pub(super) struct Ask {
    /// `GET`
    pub(super) method: String,
    /// `/api/v1/namespaces/default/pods`, decoded.
    pub(super) path: Vec<String>,
    /// What stands behind the question mark, decoded, in order.
    pub(super) query: Vec<(String, String)>,
    /// The Accept header.
    pub(super) accept: String,
    /// The Content-Type header without parameters.
    pub(super) content_type: String,
    pub(super) body: Vec<u8>,
}

impl Ask {
    pub(super) fn new(method: &str, path: &str, query: &str) -> Self {
        let pair = |part: &str| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            (decoded(name), decoded(value))
        };
        Self {
            method: method.to_owned(),
            path: decoded_path(path)
                .split('/')
                .filter(|part| !part.is_empty())
                .map(str::to_owned)
                .collect(),
            query: query
                .split('&')
                .filter(|q| !q.is_empty())
                .map(pair)
                .collect(),
            ..Self::default()
        }
    }

    /// The first value of a query parameter.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Whether a query parameter is set and does not say no, as apimachinery converts texts.
    pub(super) fn is_set(&self, name: &str) -> bool {
        let value = self.value(name);
        value.is_some_and(|value| value != "0" && !value.eq_ignore_ascii_case("false"))
    }

    /// Every value of a query parameter.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.query
            .iter()
            .filter(move |(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// Whether nothing is to happen (`dryRun=All`).
    pub(super) fn is_dry_run(&self) -> bool {
        self.all("dryRun").any(|value| value == "All")
    }

    /// The body as a value: JSON, protobuf, or YAML where that is what it is said to be. No body is null.
    ///
    /// # Errors
    /// The parser's words.
    pub(super) fn value_of_body(&self) -> Result<Value, String> {
        if self.body.iter().all(u8::is_ascii_whitespace) {
            return Ok(Value::Null);
        }
        if let Some(read) = protobuf::read(&self.body) {
            return read;
        }
        let is_yaml = self.content_type.ends_with("yaml");
        let count = |wanted: u8| self.body.iter().filter(|byte| **byte == wanted).count();
        let too_many = match is_yaml {
            true => count(b'{') > MAPS_MAX || count(b'\n') > LINES_MAX,
            false => maps(&self.body) > MAPS_MAX,
        };
        if too_many {
            return Err(format!(
                "more than {MAPS_MAX} maps in one body are not read here"
            ));
        }
        if is_yaml {
            let text = std::str::from_utf8(&self.body).map_err(|error| error.to_string())?;
            return manifest::value(text);
        }
        serde_json::from_slice(&self.body).map_err(|error| error.to_string())
    }
}

/// How many maps may stand in a body: each takes half a kilobyte, whatever is in it, and twice. No object
/// that can be stored has as many.
const MAPS_MAX: usize = 100_000;
/// How many lines a body in YAML may have: a map may stand in each, or in every second.
const LINES_MAX: usize = 2 * MAPS_MAX;

/// How many maps a body in JSON has.
fn maps(body: &[u8]) -> usize {
    let (mut maps, mut quoted, mut escaped) = (0, false, false);
    for byte in body {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' if !quoted => maps += 1,
            _ => {}
        }
    }
    maps
}

/// A path with its escapes as what they stand for, slashes too, as Go has it; a plus is a plus.
fn decoded_path(path: &str) -> String {
    decoded(&path.replace('+', "%2B"))
}

/// `%2C` and `+` as what they stand for.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let hex = tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        let escaped = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (first, escaped) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &tail[2..];
                continue;
            }
            (b'+', _) => bytes.push(b' '),
            _ => bytes.push(first),
        }
        rest = tail;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
