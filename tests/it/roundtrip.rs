//! Manifests of the shape charts give them: read, written and read again they are the same, nothing is
//! lost and no list reordered; the server takes them all; and together they use every field there is.

use crate::manifest::store;
use playground::cluster::api::{Kind, SimTime};
use playground::cluster::apiserver::{Actor, Client};
use playground::manifest::{Document, Reading, read, write};
use playground::native::schema;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

const FOLDER: &str = "tests/manifests";

/// Each file's name and text.
fn manifests() -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = std::fs::read_dir(FOLDER)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            (
                path.display().to_string(),
                std::fs::read_to_string(&path).unwrap(),
            )
        })
        .collect();
    files.sort();
    files
}

fn documents(name: &str, text: &str) -> Vec<Document> {
    let (documents, diagnostics) = read(text);
    assert_eq!(diagnostics, [], "{name}");
    for document in &documents {
        assert_eq!(document.reading, Reading::Whole, "{name}");
    }
    documents
}

#[test]
fn nothing_is_lost_between_text_and_object() {
    let manifests = manifests();
    assert!(manifests.len() >= 40, "{} manifests", manifests.len());
    for (name, text) in &manifests {
        for document in documents(name, text) {
            // Everything that was written is in the object, in the order it was written.
            let mut lost = String::new();
            compare("", &document.value, &document.object.to_value(), &mut lost);
            assert!(lost.is_empty(), "{name}: {lost}");
            let printed = write(&document.object);
            let again = documents_of_one(name, &printed);
            assert_eq!(again.object, document.object, "{name}:\n{printed}");
            assert_eq!(write(&again.object), printed, "{name}");
        }
    }
}

fn documents_of_one(name: &str, text: &str) -> Document {
    let mut documents = documents(name, text);
    assert_eq!(documents.len(), 1, "{name}:\n{text}");
    documents.remove(0)
}

/// Notes what of `written` is missing or different in `kept`. What is written as nothing may be left out.
fn compare(path: &str, written: &Value, kept: &Value, lost: &mut String) {
    match (written, kept) {
        (Value::Object(written), Value::Object(kept)) => {
            for (name, value) in written {
                let path = format!("{path}.{name}");
                match kept.get(name) {
                    Some(kept) => compare(&path, value, kept, lost),
                    None if value.is_null() => {}
                    None if is_empty(value) => writeln!(lost, "{path} was empty").unwrap(),
                    None => writeln!(lost, "{path} is gone").unwrap(),
                }
            }
        }
        (Value::Array(written), Value::Array(kept)) if written.len() == kept.len() => {
            for (index, (written, kept)) in written.iter().zip(kept).enumerate() {
                compare(&format!("{path}[{index}]"), written, kept, lost);
            }
        }
        // A quantity may be written as a number.
        (Value::Number(number), Value::String(text)) if number.to_string() == *text => {}
        _ if written == kept => {}
        _ => writeln!(lost, "{path}: {written} became {kept}").unwrap(),
    }
}

fn is_empty(value: &Value) -> bool {
    matches!(value, Value::Bool(false))
        || value.as_str() == Some("")
        || value.as_array().is_some_and(Vec::is_empty)
}

#[test]
fn the_server_takes_them_all() {
    let mut refused = String::new();
    for (name, text) in manifests() {
        let mut store = store();
        store.gates.max_unavailable_stateful_set = true;
        for document in documents(&name, &text) {
            let mut client = Client::new(&mut store, Actor::You, SimTime(0));
            let created = match client.create_object(document.object.clone()) {
                Ok(created) => created,
                Err(error) => {
                    writeln!(refused, "{name}: {error}").unwrap();
                    continue;
                }
            };
            // Defaults are added; what was written stays.
            let mut lost = String::new();
            compare("", &document.value, &created.to_value(), &mut lost);
            let lost: Vec<&str> = lost.lines().filter(|line| !is_rewritten(line)).collect();
            assert!(lost.is_empty(), "{name}: {lost:#?}");
            let again = documents_of_one(&name, &write(&created));
            assert_eq!(again.object, created, "{name}");
        }
    }
    assert!(refused.is_empty(), "{refused}");
}

/// What the server stores in another form than it was written: secrets as bytes, quantities in their
/// shortest form, finalizers with the server's own, statuses as nobody wrote them, empty values not at all.
fn is_rewritten(line: &str) -> bool {
    let quantity = [
        "requests",
        "limits",
        "capacity",
        "hard",
        "overhead",
        "sizeLimit",
        "divisor",
    ];
    line.starts_with(".stringData")
        || line.starts_with(".metadata.finalizers")
        || line.starts_with(".status")
        || quantity
            .iter()
            .any(|field| line.contains(&format!(".{field}")))
        || line.ends_with(" was empty")
}

/// Fields nobody writes into a manifest that a server takes, and why.
const UNWRITTEN: &[(&str, &str)] = &[
    ("ObjectMeta.creationTimestamp", "set by the server"),
    ("ObjectMeta.deletionGracePeriodSeconds", "set by the server"),
    ("ObjectMeta.deletionTimestamp", "set by the server"),
    ("ObjectMeta.generation", "set by the server"),
    ("ObjectMeta.managedFields", "set by the server"),
    ("ObjectMeta.resourceVersion", "set by the server"),
    ("ObjectMeta.selfLink", "empty since 1.20"),
    ("ObjectMeta.uid", "set by the server"),
    ("PersistentVolumeClaim.status", "written by controllers"),
    (
        "PodSpec.ephemeralContainers",
        "refused at creation; has a subresource of its own",
    ),
    ("Pod.status", "written by the kubelet"),
    ("Service.status", "written by controllers"),
    ("StatefulSet.status", "written by the controller"),
];

#[test]
fn together_they_use_every_field() {
    let definitions = schema::definitions();
    let mut seen = Coverage {
        definitions: &definitions,
        used: BTreeSet::new(),
    };
    for (name, text) in manifests() {
        for document in documents(&name, &text) {
            let kind = document.object.kind();
            seen.walk(&schema::definition_name(kind), &document.value);
        }
    }
    let mut all = BTreeSet::new();
    for kind in [
        Kind::StatefulSet,
        Kind::Pod,
        Kind::Service,
        Kind::PersistentVolumeClaim,
    ] {
        seen.fields_below(&schema::definition_name(kind), &mut all);
    }
    let never: Vec<&String> = all.difference(&seen.used).collect();
    assert!(all.len() > 500, "only {} fields known", all.len());
    assert!(
        never.is_empty(),
        "{} of {} fields are in no manifest: {never:#?}",
        never.len(),
        all.len()
    );
    for (field, why) in UNWRITTEN {
        assert!(
            !seen.used.contains(*field),
            "{field} is written, though {why}"
        );
    }
}

struct Coverage<'a> {
    definitions: &'a BTreeMap<String, Value>,
    used: BTreeSet<String>,
}

impl Coverage<'_> {
    /// Notes every field of the value.
    fn walk(&mut self, name: &str, value: &Value) {
        let definitions = self.definitions;
        let fields = &definitions[name]["properties"];
        for (field, value) in value.as_object().into_iter().flatten() {
            self.used.insert(title(name, field));
            self.inside(&fields[field], value);
        }
    }

    fn inside(&mut self, schema: &Value, value: &Value) {
        match value {
            Value::Array(items) => items
                .iter()
                .for_each(|item| self.inside(&schema["items"], item)),
            Value::Object(map) => match reference(schema) {
                Some(name) => self.walk(name, value),
                None => {
                    let values = &schema["additionalProperties"];
                    map.values().for_each(|value| self.inside(values, value));
                }
            },
            _ => {}
        }
    }

    /// Every field a manifest of this type can have.
    fn fields_below(&self, name: &str, all: &mut BTreeSet<String>) {
        for (field, schema) in self.definitions[name]["properties"]
            .as_object()
            .into_iter()
            .flatten()
        {
            let title = title(name, field);
            if UNWRITTEN.iter().any(|(unwritten, _)| *unwritten == title) || !all.insert(title) {
                continue;
            }
            for schema in [schema, &schema["items"], &schema["additionalProperties"]] {
                if let Some(name) = reference(schema) {
                    self.fields_below(name, all);
                }
            }
        }
    }
}

fn reference(schema: &Value) -> Option<&str> {
    let direct = schema["$ref"].as_str();
    let wrapped = schema["allOf"][0]["$ref"].as_str();
    direct.or(wrapped)?.strip_prefix("#/definitions/")
}

/// `PodSpec.hostname`
fn title(name: &str, field: &str) -> String {
    format!("{}.{field}", name.rsplit('.').next().unwrap_or(name))
}
