//! The schema as the page's editor wants it: small, with what upstream's leaves out.
//!
//! Upstream's schema knows no closed lists of words and no defaults; our own tables of them
//! (`values`) are held to what the simulated server accepts and fills in by `tests/it/schema.rs`.

use super::values::{self, Word};
use super::{definition_name, definitions};
use crate::cluster::api::Kind;
use serde_json::{Map, Value, json};
use std::path::Path;
use std::{fs, io};

/// The name of the file with [`structure`], which completion needs: 9 kB on the wire.
pub const STRUCTURE_FILE: &str = "schema.json";

/// The name of the file with [`words`], fetched when somebody asks what a field is for: 70 kB on the wire.
pub const WORDS_FILE: &str = "schema-words.json";

/// Kinds and types: `{"kinds": [{apiVersion, kind, type, namespaced}], "types": {TYPE: {FIELD: …}}}`.
///
/// A field has `type` (a JSON type, `quantity`, `int-or-string`, `date-time`) or `of` (another
/// type's name), `list` or `map` where it holds many of them, and where known `required`, `default`,
/// `values` (a closed list), `often` (an open one), `keys` (of maps), `inTemplates` (the words left
/// where a set or a Deployment makes the pods).
#[must_use]
pub fn structure() -> Value {
    let definitions = definitions();
    let mut types = Map::new();
    for (name, definition) in &definitions {
        if let Some(fields) = definition["properties"].as_object() {
            let told = of_type(name, definition, fields);
            let previous = types.insert(short(name).to_owned(), told);
            debug_assert!(previous.is_none(), "two types are called {}", short(name));
        }
    }
    for kind in Kind::ALL {
        let fields = &mut types[short(&definition_name(kind))];
        // Upstream leaves the two to whoever dispatches; without them a text is of no kind at all.
        fields["apiVersion"]["values"] = json!([kind.api_version()]);
        fields["kind"]["values"] = json!([kind.info().name]);
        for field in ["apiVersion", "kind"] {
            fields[field]["required"] = json!(true);
        }
    }
    json!({ "kinds": Kind::ALL.map(of_kind), "types": types })
}

/// What upstream says of every type (under the empty name) and every field: `{TYPE: {"": …, FIELD: …}}`.
#[must_use]
pub fn words() -> Value {
    let mut types = Map::new();
    for (name, definition) in &definitions() {
        let Some(fields) = definition["properties"].as_object() else {
            continue;
        };
        let mut told = Map::new();
        told.insert(String::new(), definition["description"].clone());
        for (field, schema) in fields {
            told.insert(field.clone(), schema["description"].clone());
        }
        told.retain(|_, text| text.is_string());
        types.insert(short(name).to_owned(), Value::Object(told));
    }
    Value::Object(types)
}

/// Writes both files into a directory. A file that is as it should be keeps its date: the page's build
/// watches the directory.
///
/// # Errors
/// When the directory cannot be written to.
pub fn write(directory: &Path) -> io::Result<()> {
    fs::create_dir_all(directory)?;
    for (name, content) in [(STRUCTURE_FILE, structure()), (WORDS_FILE, words())] {
        let path = directory.join(name);
        let text = content.to_string();
        if fs::read_to_string(&path).is_ok_and(|present| present == text) {
            continue;
        }
        fs::write(&path, text).map_err(|error| {
            io::Error::new(
                error.kind(),
                format!("cannot write {}: {error}", path.display()),
            )
        })?;
    }
    Ok(())
}

fn of_kind(kind: Kind) -> Value {
    json!({
        "apiVersion": kind.api_version(),
        "kind": kind.info().name,
        "type": short(&definition_name(kind)),
        "namespaced": kind.info().namespaced,
    })
}

fn of_type(name: &str, definition: &Value, properties: &Map<String, Value>) -> Value {
    let required = definition["required"].as_array();
    let fields: Map<String, Value> = properties
        .iter()
        .map(|(field, schema)| {
            let mut told = of_field(schema);
            let is_required = required.is_some_and(|names| names.iter().any(|name| name == field))
                || values::REQUIRED.contains(&(short(name), field));
            if is_required {
                told.insert("required".to_owned(), json!(true));
            }
            let word = values::WORDS
                .iter()
                .find(|word| (word.of, word.field) == (short(name), field));
            if let Some(word) = word {
                add_word(&mut told, word);
            }
            (field.clone(), Value::Object(told))
        })
        .collect();
    Value::Object(fields)
}

fn of_field(schema: &Value) -> Map<String, Value> {
    let mut told = Map::new();
    let mut inner = schema;
    if let Some(items) = schema.get("items") {
        told.insert("list".to_owned(), json!(true));
        inner = items;
    } else if let Some(values) = schema.get("additionalProperties") {
        told.insert("map".to_owned(), json!(true));
        inner = values;
    }
    // A map of lists (which no kind people write has) is told as a map of what the lists hold.
    let inner = inner.get("items").unwrap_or(inner);
    let reference = inner["$ref"].as_str().map(short);
    let (name, value) = match reference {
        Some("Quantity") => ("type", "quantity"),
        Some("IntOrString") => ("type", "int-or-string"),
        Some("Time" | "MicroTime") => ("type", "date-time"),
        Some("RawExtension") => ("type", "object"),
        Some(other) => ("of", other),
        None => ("type", inner["type"].as_str().unwrap_or("object")),
    };
    told.insert(name.to_owned(), json!(value));
    told
}

fn add_word(told: &mut Map<String, Value>, word: &Word) {
    let lists = [
        ("values", word.values),
        ("often", word.often),
        ("keys", word.keys),
        ("inTemplates", word.in_templates),
    ];
    for (name, list) in lists {
        if !list.is_empty() {
            told.insert(name.to_owned(), json!(list));
        }
    }
    if let Some(default) = word.default {
        told.insert("default".to_owned(), json!(default));
    }
}

/// `io.k8s.api.apps.v1.StatefulSetSpec`, `#/definitions/…`: the last word. It is unique among what is served.
fn short(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}
