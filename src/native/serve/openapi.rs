//! OpenAPI, as far as kubectl asks for it: which parameters a patch takes, and what `explain` tells.

use super::ask::Ask;
use super::discovery;
use super::reply::{Reply, ok};
use crate::cluster::api::Kind;
use crate::cluster::apiserver::version;
use crate::native::schema;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

const REFERENCE: &str = "#/components/schemas/";

/// The schemas of everything served: made once, because it takes a while.
static SCHEMAS: LazyLock<BTreeMap<String, Value>> = LazyLock::new(|| {
    let mut schemas = schema::definitions();
    for schema in schemas.values_mut() {
        translate(schema);
    }
    for kind in Kind::ALL {
        if let Some(schema) = schemas.get_mut(&schema::definition_name(kind)) {
            schema["x-kubernetes-group-version-kind"] = json!([kind_of(kind)]);
            // Our types always have metadata; people may leave it out.
            if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
                required.retain(|name| name != "metadata");
            }
        }
    }
    schemas
});

/// `/openapi/v2`, which kubectl falls back to for what version 3 cannot tell it (a `List`), and reads
/// in protobuf only. It checks nothing by a document without definitions and leaves that to us.
pub(super) fn version_2(ask: &Ask) -> Reply {
    const PROTOBUF: &str = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
    if !ask.accept.contains("proto") {
        return ok(json!({
            "swagger": "2.0",
            "info": { "title": "Kubernetes", "version": version::KUBERNETES },
            "paths": {},
            "definitions": schema::definitions(),
        }));
    }
    let field = |number: u8, bytes: &[u8]| {
        // Fields of bytes; all of ours are short enough for a length of one byte.
        let mut field = vec![number << 3 | 2, bytes.len() as u8];
        field.extend(bytes);
        field
    };
    let info = [
        field(1, b"Kubernetes"),
        field(2, version::KUBERNETES.as_bytes()),
    ]
    .concat();
    Reply::Bytes {
        status: 200,
        warnings: vec![],
        content_type: PROTOBUF,
        body: [field(1, b"2.0"), field(2, &info)].concat(),
    }
}

/// `/openapi/v3`: where the documents are.
pub(super) fn index() -> Value {
    let mut paths = Map::new();
    let mut add = |path: String| {
        let place = json!({ "serverRelativeURL": format!("/openapi/v3/{path}") });
        paths.insert(path, place);
    };
    add("api/v1".to_owned());
    for group in discovery::groups() {
        add(format!("apis/{group}/v1"));
    }
    json!({ "paths": paths })
}

/// The document of a group.
pub(super) fn document(group: &str, version: &str) -> Option<Value> {
    let kinds: Vec<Kind> = Kind::ALL
        .into_iter()
        .filter(|kind| kind.info().group == group && kind.info().version == version)
        .collect();
    if kinds.is_empty() {
        return None;
    }
    let mut paths = Map::new();
    let mut names = BTreeSet::new();
    for kind in kinds {
        let (collection, object) = (path_of(kind), format!("{}/{{name}}", path_of(kind)));
        paths.insert(
            collection,
            json!({ "get": operation(kind, "list"), "post": operation(kind, "post") }),
        );
        paths.insert(
            object,
            json!({
                "get": operation(kind, "get"),
                "put": operation(kind, "put"),
                "patch": operation(kind, "patch"),
                "delete": operation(kind, "delete"),
            }),
        );
        reach(&schema::definition_name(kind), &mut names);
    }
    let schemas: Map<String, Value> = names
        .into_iter()
        .filter_map(|name| Some((name.clone(), SCHEMAS.get(&name)?.clone())))
        .collect();
    Some(json!({
        "openapi": "3.0.0",
        "info": { "title": "Kubernetes", "version": version::KUBERNETES },
        "paths": paths,
        "components": { "schemas": schemas },
    }))
}

fn kind_of(kind: Kind) -> Value {
    let info = kind.info();
    json!({ "group": info.group, "version": info.version, "kind": info.name })
}

fn path_of(kind: Kind) -> String {
    let info = kind.info();
    let root = if info.group.is_empty() {
        format!("/api/{}", info.version)
    } else {
        format!("/apis/{}/{}", info.group, info.version)
    };
    let namespace = if info.namespaced {
        "/namespaces/{namespace}"
    } else {
        ""
    };
    format!("{root}{namespace}/{}", info.plural)
}

/// One operation. Its parameters are how kubectl learns what the server can do.
fn operation(kind: Kind, verb: &str) -> Value {
    let changes = matches!(verb, "post" | "put" | "patch");
    let names: &[&str] = match verb {
        "delete" => &[
            "dryRun",
            "gracePeriodSeconds",
            "orphanDependents",
            "propagationPolicy",
        ],
        _ if changes => &["dryRun", "fieldManager", "fieldValidation"],
        _ => &[],
    };
    let parameters: Vec<Value> = names
        .iter()
        .map(|name| json!({ "name": name, "in": "query", "schema": { "type": "string", "uniqueItems": true } }))
        .collect();
    json!({
        "operationId": format!("{verb}{}", kind.info().name),
        "parameters": parameters,
        "x-kubernetes-action": verb,
        "x-kubernetes-group-version-kind": kind_of(kind),
        "responses": { "200": { "description": "OK" } },
    })
}

/// From JSON schema to the form Kubernetes publishes: a reference stands in an `allOf`, beside the
/// description of the field that refers.
fn translate(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            // What is put in below is not to be translated again.
            fields.values_mut().for_each(translate);
            if let Some(Value::String(reference)) = fields.remove("$ref") {
                let name = reference.rsplit('/').next().unwrap_or_default();
                let target = json!({ "$ref": format!("{REFERENCE}{name}") });
                fields.insert("allOf".to_owned(), json!([target]));
            }
            unwrap_bare(fields);
        }
        Value::Array(items) => items.iter_mut().for_each(translate),
        _ => {}
    }
}

/// Items of lists and values of maps refer plainly.
fn unwrap_bare(fields: &mut Map<String, Value>) {
    for name in ["items", "additionalProperties"] {
        let bare = fields
            .get(name)
            .and_then(Value::as_object)
            .filter(|inner| inner.len() == 1);
        let reference = bare.and_then(|inner| inner.get("allOf")?.get(0).cloned());
        if let Some(reference) = reference {
            fields.insert(name.to_owned(), reference);
        }
    }
}

/// Everything a schema refers to, itself included.
fn reach(name: &str, names: &mut BTreeSet<String>) {
    if !names.insert(name.to_owned()) {
        return;
    }
    let mut references = Vec::new();
    if let Some(schema) = SCHEMAS.get(name) {
        collect(schema, &mut references);
    }
    for reference in references {
        reach(&reference, names);
    }
}

fn collect(value: &Value, references: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            let reference = fields.get("$ref").and_then(Value::as_str);
            references.extend(
                reference
                    .and_then(|text| text.strip_prefix(REFERENCE))
                    .map(str::to_owned),
            );
            fields.values().for_each(|inner| collect(inner, references));
        }
        Value::Array(items) => items.iter().for_each(|inner| collect(inner, references)),
        _ => {}
    }
}
