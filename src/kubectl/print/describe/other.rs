//! Descriptions of kinds without a layout of their own: their fields, as kubectl's generic
//! describer writes them.

use super::Sheet;
use crate::cluster::api::{Object, meta};
use serde_json::Value;

pub(super) fn describe(sheet: &mut Sheet, object: &Object) {
    let meta = object.meta();
    sheet.field(0, "Name", meta::name(meta));
    sheet.field(0, "Namespace", meta::namespace(meta));
    sheet.map(0, "Labels", "=", meta.labels.as_ref());
    sheet.map(0, "Annotations", ": ", meta.annotations.as_ref());
    let value = object.to_value();
    for (name, value) in value.as_object().into_iter().flatten() {
        match name.as_str() {
            "metadata" => {}
            "apiVersion" => sheet.field(0, "API Version", text(value)),
            name => field(sheet, 0, name, value),
        }
    }
}

fn field(sheet: &mut Sheet, level: usize, name: &str, value: &Value) {
    let name = title(name);
    match value {
        Value::Object(fields) => {
            sheet.line(level, &format!("{name}:"));
            for (name, value) in fields {
                field(sheet, level + 1, name, value);
            }
        }
        Value::Array(items) => {
            sheet.line(level, &format!("{name}:"));
            for item in items {
                match item {
                    Value::Object(fields) => {
                        for (name, value) in fields {
                            field(sheet, level + 1, name, value);
                        }
                    }
                    other => sheet.line(level + 1, &text(other)),
                }
            }
        }
        other => sheet.field(level, &name, text(other)),
    }
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// `reclaimPolicy` → `Reclaim Policy`
fn title(name: &str) -> String {
    let mut words = String::new();
    for (at, letter) in name.chars().enumerate() {
        if at == 0 {
            words.extend(letter.to_uppercase());
        } else {
            if letter.is_uppercase() {
                words.push(' ');
            }
            words.push(letter);
        }
    }
    words
}
