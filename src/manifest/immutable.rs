//! What of a StatefulSet a text would change that no update may change.

use super::read::Document;
use crate::cluster::api::{Kind, Object, meta};
use crate::cluster::apiserver::apply::LAST_APPLIED;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The fields of a set's spec that updates may change, as the server's sentence lists them.
const MUTABLE: [&str; 7] = [
    "replicas",
    "ordinals",
    "template",
    "updateStrategy",
    "revisionHistoryLimit",
    "persistentVolumeClaimRetentionPolicy",
    "minReadySeconds",
];

/// Values longer than this are not shown whole.
const SHOWN_CHARS_MAX: usize = 60;

/// A field that would be another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// `spec.volumeClaimTemplates[0].spec.resources.requests.storage`
    pub field: String,
    /// What the cluster has; `None`: nothing.
    pub before: Option<String>,
    /// What the text says; `None`: nothing any more.
    pub after: Option<String>,
}

/// Whether this is the sentence with which the server refuses to change a set.
#[must_use]
pub fn is_refusal(message: &str) -> bool {
    message.contains("updates to statefulset spec for fields other than")
}

/// What of the stored set the text would change though it cannot be; nothing for other kinds.
#[must_use]
pub fn changes(live: &Object, document: &Document) -> Vec<Change> {
    let mut changes = Vec::new();
    if live.kind() != Kind::StatefulSet {
        return changes;
    }
    let (stored, nothing) = (live.to_value(), Map::new());
    let spec = |value: &Value| value["spec"].as_object().cloned().unwrap_or_default();
    let (stored, written) = (spec(&stored), spec(&document.value));
    let fixed = |field: &&String| !MUTABLE.contains(&field.as_str());
    for field in written.keys().filter(fixed) {
        let before = stored.get(field).unwrap_or(&Value::Null);
        compare(
            &format!("spec.{field}"),
            before,
            &written[field],
            &mut changes,
        );
    }
    // What was applied and is no longer written goes back to its default.
    let applied = meta::annotation(live.meta(), LAST_APPLIED)
        .and_then(|text| serde_json::from_str::<Value>(text).ok())
        .unwrap_or_default();
    let applied = applied["spec"].as_object().unwrap_or(&nothing);
    for field in applied.keys().filter(fixed) {
        if !written.contains_key(field) {
            changes.push(Change {
                field: format!("spec.{field}"),
                before: Some(shown(&applied[field])),
                after: None,
            });
        }
    }
    changes
}

/// Collects the innermost values that differ. What is not written is not compared: it has defaults.
fn compare(field: &str, before: &Value, after: &Value, changes: &mut Vec<Change>) {
    match (before, after) {
        (_, Value::Null) => {}
        (Value::Object(stored), Value::Object(written)) => {
            for (name, value) in written {
                let before = stored.get(name).unwrap_or(&Value::Null);
                compare(&format!("{field}.{name}"), before, value, changes);
            }
            // A selector has no defaults: a label that is gone is a change.
            for name in stored.keys().filter(|_| field.ends_with(".matchLabels")) {
                if !written.contains_key(name) {
                    changes.push(Change {
                        field: format!("{field}.{name}"),
                        before: Some(shown(&stored[name])),
                        after: None,
                    });
                }
            }
        }
        (Value::Array(stored), Value::Array(written)) if stored.len() == written.len() => {
            for (index, (before, after)) in stored.iter().zip(written).enumerate() {
                compare(&format!("{field}[{index}]"), before, after, changes);
            }
        }
        _ if before == after => {}
        _ => changes.push(Change {
            field: field.to_owned(),
            before: (!before.is_null()).then(|| shown(before)),
            after: Some(shown(after)),
        }),
    }
}

fn shown(value: &Value) -> String {
    let names = value.as_array().and_then(|items| names(items));
    let text = match (value.as_str(), names) {
        (Some(text), _) => text.to_owned(),
        (None, Some(names)) => names,
        (None, None) => value.to_string(),
    };
    if text.chars().count() <= SHOWN_CHARS_MAX {
        return text;
    }
    let beginning: String = text.chars().take(SHOWN_CHARS_MAX - 1).collect();
    beginning + "…"
}

/// Of objects in a list their names say most.
fn names(items: &[Value]) -> Option<String> {
    let names: Option<Vec<&str>> = items
        .iter()
        .map(|item| item.pointer("/metadata/name")?.as_str())
        .collect();
    names
        .filter(|names| !names.is_empty())
        .map(|names| names.join(", "))
}
