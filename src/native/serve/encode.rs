//! Objects in the form the client asked for: themselves, rows of a table, or metadata alone.

use super::ask::Ask;
use super::hub::{Change, Happening};
use crate::cluster::api::{Kind, Object, SimTime};
use crate::cluster::apiserver::table::{self, Include};
use serde_json::{Value, json};

/// A form to answer in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Object,
    Metadata,
    Table(Include),
}

impl Form {
    /// The first form of the Accept header that is known here.
    pub(super) fn of(ask: &Ask) -> Self {
        let include = match ask.value("includeObject") {
            Some("None") => Include::None,
            Some("Object") => Include::Object,
            _ => Include::Metadata,
        };
        for wanted in ask.accept.split(',') {
            let has = |part: &str| wanted.split(';').any(|present| present.trim() == part);
            if !wanted.trim_start().starts_with("application/json") {
                continue;
            }
            if !wanted.contains("as=") {
                return Self::Object;
            }
            if has("g=meta.k8s.io") && has("v=v1") {
                if has("as=Table") {
                    return Self::Table(include);
                }
                if has("as=PartialObjectMetadata") || has("as=PartialObjectMetadataList") {
                    return Self::Metadata;
                }
            }
        }
        Self::Object
    }

    /// One object.
    pub(super) fn one(self, object: &Object, now: SimTime) -> Value {
        match self {
            Self::Object => object.to_value(),
            Self::Metadata => metadata(object),
            Self::Table(include) => {
                let version = object.meta().resource_version.as_deref();
                let rows = std::slice::from_ref(object);
                table::answer(
                    object.kind(),
                    rows,
                    include,
                    now,
                    version.unwrap_or_default(),
                )
            }
        }
    }

    /// One of the objects of a list: the list says of what kind it is.
    pub(super) fn item(self, object: &Object, now: SimTime) -> Value {
        match self {
            Self::Object => untyped(object),
            Self::Metadata => metadata(object),
            Self::Table(include) => table::row(object, include, now),
        }
    }

    /// What stands before the items of a list, and behind them.
    pub(super) fn frame(self, kind: Kind, version: &str) -> (String, String) {
        let (items, list) = match self {
            Self::Table(include) => {
                let none = table::answer(kind, &[], include, SimTime(0), version);
                ("rows", none)
            }
            Self::Metadata => (
                "items",
                json!({ "kind": "PartialObjectMetadataList", "apiVersion": "meta.k8s.io/v1" }),
            ),
            Self::Object => (
                "items",
                json!({ "kind": format!("{}List", kind.info().name), "apiVersion": kind.api_version() }),
            ),
        };
        let mut list = list;
        list["metadata"] = json!({ "resourceVersion": version });
        if let Some(fields) = list.as_object_mut() {
            fields.remove(items);
        }
        // The items come last, so that the rest is known before them.
        let mut head = list.to_string();
        head.pop();
        (format!("{head},\"{items}\":["), "]}\n".to_owned())
    }

    /// One event of a watch, as a line of its own. `headed`: the columns of a table go along.
    pub(super) fn event(self, happening: &Happening, change: Change, headed: bool) -> String {
        let word = match change {
            Change::Added => "ADDED",
            Change::Modified => "MODIFIED",
            Change::Deleted => "DELETED",
        };
        let mut object = self.one(&happening.object, happening.at);
        if !headed && matches!(self, Self::Table(_)) {
            object["columnDefinitions"] = Value::Null;
        }
        format!("{}\n", json!({ "type": word, "object": object }))
    }

    /// The event that says how far a watch has come; `initial`: that all there was has been told.
    pub(super) fn bookmark(self, kind: Kind, version: u64, initial: bool) -> String {
        let mut meta = json!({ "resourceVersion": version.to_string() });
        if initial {
            meta["annotations"] = json!({ "k8s.io/initial-events-end": "true" });
        }
        let object = match self {
            Self::Table(_) => json!({
                "kind": "Table", "apiVersion": "meta.k8s.io/v1", "metadata": meta,
                "columnDefinitions": null, "rows": [],
            }),
            Self::Metadata => json!({
                "kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1", "metadata": meta,
            }),
            Self::Object => json!({
                "kind": kind.info().name, "apiVersion": kind.api_version(), "metadata": meta,
            }),
        };
        format!("{}\n", json!({ "type": "BOOKMARK", "object": object }))
    }
}

fn metadata(object: &Object) -> Value {
    json!({
        "kind": "PartialObjectMetadata",
        "apiVersion": "meta.k8s.io/v1",
        "metadata": object.meta(),
    })
}

/// An item of a list: the list says of what kind it is.
fn untyped(object: &Object) -> Value {
    let mut value = object.to_value();
    if let Some(fields) = value.as_object_mut() {
        fields.remove("apiVersion");
        fields.remove("kind");
    }
    value
}
