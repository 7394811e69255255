//! The API's own schema, as the editor and the served API tell it.

use crate::cases;
use playground::cluster::api::Kind;
use playground::cluster::api::SimTime;
use playground::cluster::apiserver::{Actor, Client};
use playground::manifest;
use playground::native::schema::{self, compact, values};
use serde_json::Value;

#[test]
fn every_served_kind_has_a_definition_with_its_fields() {
    let definitions = schema::definitions();
    for kind in Kind::ALL {
        let name = schema::definition_name(kind);
        assert!(name.ends_with(kind.info().name), "{name}");
        let fields = &definitions[&name]["properties"];
        for field in ["apiVersion", "kind", "metadata"] {
            assert!(fields[field].is_object(), "{name} has no {field}");
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let definitions = schema::definitions();
    let mut pending: Vec<&Value> = definitions.values().collect();
    let mut followed = 0;
    while let Some(value) = pending.pop() {
        match value {
            Value::Object(map) => {
                if let Some(Value::String(reference)) = map.get("$ref") {
                    let name = reference.strip_prefix("#/definitions/");
                    assert!(
                        name.is_some_and(|name| definitions.contains_key(name)),
                        "{reference} leads nowhere"
                    );
                    followed += 1;
                }
                pending.extend(map.values());
            }
            Value::Array(items) => pending.extend(items),
            _ => {}
        }
    }
    assert!(followed > 300, "only {followed} references seen");
}

#[test]
fn a_field_says_what_it_is_and_what_it_is_for() {
    let definitions = schema::definitions();
    let spec = &definitions["io.k8s.api.apps.v1.StatefulSetSpec"]["properties"];
    assert_eq!(spec["replicas"]["type"], "integer");
    assert_eq!(spec["replicas"]["format"], "int32");
    assert_eq!(
        spec["template"]["$ref"],
        "#/definitions/io.k8s.api.core.v1.PodTemplateSpec"
    );
    let description = spec["template"]["description"].as_str().unwrap_or_default();
    assert!(description.contains("will be created"), "{description}");
}

#[test]
fn every_word_about_a_field_is_about_a_field_there_is() {
    let schema = compact::structure();
    for word in values::WORDS {
        let field = &schema["types"][word.of][word.field];
        assert!(
            field.is_object(),
            "{}.{} does not exist",
            word.of,
            word.field
        );
    }
    let named: Vec<_> = values::WORDS
        .iter()
        .map(|word| (word.of, word.field))
        .collect();
    assert!(
        named.is_sorted_by(|a, b| a < b),
        "out of order or told twice"
    );
}

/// What is filled in depends on something else, so that there is no default to tell.
const DEPENDING: [(&str, &str); 5] = [
    ("Container", "imagePullPolicy"),        // the image's tag
    ("PersistentVolumeClaim", "apiVersion"), // told once for all, and known, inside a set
    ("PersistentVolumeClaim", "kind"),
    ("ServicePort", "targetPort"), // the port
    ("ServiceSpec", "clusterIP"),  // what is free
];

/// A text per kind with as little in it as the server takes; what is stored has the defaults.
const SMALL: &str = include_str!("schema.yaml");

#[test]
fn what_the_server_fills_in_is_told_as_the_default() {
    let schema = compact::structure();
    let mut store = crate::manifest::store();
    let (documents, diagnostics) = manifest::read(SMALL);
    assert_eq!(diagnostics, []);
    let mut filled = Vec::new();
    for document in documents {
        let mut client = Client::new(&mut store, Actor::You, SimTime::default());
        let kind = document.object.kind();
        let stored = client.create_object(document.object).unwrap().to_value();
        let name = schema["kinds"].as_array().unwrap().iter();
        let name = name
            .filter(|known| known["kind"] == kind.info().name)
            .find_map(|known| known["type"].as_str());
        let mut walk = Walk {
            schema: &schema,
            filled: &mut filled,
        };
        walk.type_named(name.unwrap(), &stored, &document.value);
    }
    filled.sort();
    filled.dedup();
    let untold: Vec<_> = filled
        .iter()
        .filter(|(of, field, value)| {
            let told = &schema["types"][of][field]["default"];
            !DEPENDING.contains(&(of.as_str(), field.as_str()))
                && told.as_str() != Some(value.as_str())
        })
        .collect();
    assert_eq!(untold, Vec::<&(String, String, String)>::new());
    assert!(filled.len() > 25, "only {} defaults seen", filled.len());
}

/// Finds the single values that are stored but were not written.
struct Walk<'a> {
    schema: &'a Value,
    filled: &'a mut Vec<(String, String, String)>,
}

impl Walk<'_> {
    fn type_named(&mut self, name: &str, stored: &Value, written: &Value) {
        // What only the server writes is no default, and neither is what it hands out.
        let ours = ["ObjectMeta", "PodStatus", "NodeStatus"];
        if ours.contains(&name) || name.ends_with("Status") {
            return;
        }
        for (field, value) in stored.as_object().into_iter().flatten() {
            let told = &self.schema["types"][name][field];
            let inside = told["of"].as_str();
            match value {
                Value::Object(_) if told["map"].is_null() => {
                    if let Some(inside) = inside {
                        self.type_named(inside, value, &written[field]);
                    }
                }
                Value::Array(items) if inside.is_some() => {
                    for (index, item) in items.iter().enumerate() {
                        // An item that nobody wrote is a whole of its own.
                        let written = &written[field][index];
                        if !written.is_null() {
                            self.type_named(inside.unwrap(), item, written);
                        }
                    }
                }
                Value::Object(_) | Value::Array(_) => {}
                value if written.get(field).is_none() => {
                    let text = value
                        .as_str()
                        .map_or_else(|| value.to_string(), str::to_owned);
                    self.filled.push((name.to_owned(), field.clone(), text));
                }
                _ => {}
            }
        }
    }
}

#[test]
fn closed_lists_are_those_the_server_names() {
    cases::check("schema/closed.txt", |text| {
        let (documents, diagnostics) = manifest::read(text);
        assert_eq!(diagnostics, [], "{text}");
        let refused = manifest::check(&crate::manifest::store(), &documents);
        refused
            .iter()
            .filter_map(|told| {
                Some((
                    told.field.as_str(),
                    told.message.split_once("supported values: ")?.1,
                ))
            })
            .map(|(field, named)| {
                let name = field
                    .rsplit('.')
                    .next()
                    .unwrap_or(field)
                    .trim_end_matches(|c: char| c == ']' || c == '[' || c.is_numeric());
                let ours = values::WORDS.iter().filter(|word| {
                    word.field == name
                        && (agree(word.values, named) || agree(word.in_templates, named))
                });
                let of: Vec<&str> = ours.map(|word| word.of).collect();
                format!("{field}: {named} — {}\n", of.join(", "))
            })
            .collect()
    });
}

fn agree(ours: &[&str], named: &str) -> bool {
    let mut named: Vec<&str> = named
        .split(", ")
        .map(|word| word.trim_matches('"'))
        .collect();
    let mut ours = ours.to_vec();
    named.sort_unstable();
    ours.sort_unstable();
    named == ours
}

#[test]
fn manifests_to_start_from_are_taken_as_they_stand() {
    let snippets: Value =
        serde_json::from_str(include_str!("../../www/editor/snippets.json")).unwrap();
    let snippets = snippets.as_array().unwrap();
    assert!(snippets.len() > 10);
    for snippet in snippets {
        let lines: Vec<&str> = snippet["text"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_str)
            .collect();
        let text = filled_in(&lines.join("\n"));
        let (documents, mut diagnostics) = manifest::read(&text);
        diagnostics.extend(manifest::check(&crate::manifest::store(), &documents));
        assert_eq!(crate::manifest::told(&text, &diagnostics), "", "{text}");
        let kinds: Vec<&str> = documents
            .iter()
            .map(|document| document.object.kind().info().name)
            .collect();
        assert!(
            snippet["name"].as_str().unwrap().contains(kinds[0]),
            "{kinds:?}"
        );
    }
}

/// `${1:web}` becomes `web`.
fn filled_in(text: &str) -> String {
    let mut parts = text.split("${");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (place, rest) = part.split_once('}').expect("a place ends");
        out += place.split_once(':').expect("a place has a word").1;
        out += rest;
    }
    out
}
