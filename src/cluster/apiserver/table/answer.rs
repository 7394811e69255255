//! A `Table` of meta.k8s.io/v1, the form in which kubectl asks for what it is going to print.

use super::columns::{Holds, columns};
use crate::cluster::api::{Kind, Object, SimTime};
use serde_json::{Value, json};

/// How much of each object goes along with its row (`includeObject`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Include {
    /// Nothing.
    None,
    /// Its metadata: enough for labels and namespaces.
    #[default]
    Metadata,
    /// All of it.
    Object,
}

/// The table of these objects; `resource_version` is the version of the list they are.
#[must_use]
pub fn answer(
    kind: Kind,
    rows: &[Object],
    include: Include,
    now: SimTime,
    resource_version: &str,
) -> Value {
    let definitions: Vec<Value> = columns(kind)
        .iter()
        .map(|column| {
            json!({
                "name": column.name,
                "type": if column.holds == Holds::Number { "integer" } else { "string" },
                "format": if column.holds == Holds::Name { "name" } else { "" },
                "description": column.description(),
                "priority": i32::from(column.wide),
            })
        })
        .collect();
    let rows: Vec<Value> = rows
        .iter()
        .map(|object| row(object, include, now))
        .collect();
    json!({
        "kind": "Table",
        "apiVersion": "meta.k8s.io/v1",
        "metadata": { "resourceVersion": resource_version },
        "columnDefinitions": definitions,
        "rows": rows,
    })
}

/// The row of one object.
#[must_use]
pub fn row(object: &Object, include: Include, now: SimTime) -> Value {
    let cells: Vec<Value> = columns(object.kind())
        .iter()
        .zip(super::cells(object, now))
        .map(|(column, cell)| match (column.holds, cell.parse::<i64>()) {
            (Holds::Number, Ok(number)) => Value::from(number),
            _ => Value::from(cell),
        })
        .collect();
    let carried = match include {
        Include::None => None,
        Include::Metadata => Some(json!({
            "kind": "PartialObjectMetadata",
            "apiVersion": "meta.k8s.io/v1",
            "metadata": object.meta(),
        })),
        Include::Object => Some(object.to_value()),
    };
    match carried {
        Some(object) => json!({ "cells": cells, "object": object }),
        None => json!({ "cells": cells }),
    }
}
