//! The sentences Go's JSON decoder has for values of the wrong type.
//!
//! Models sigs.k8s.io/json (a fork of encoding/json): `json: cannot unmarshal string into Go struct
//! field StatefulSetSpec.spec.replicas of type int32`.

use super::probe::{Step, expected_at};
use super::{Fault, FaultKind};
use crate::cluster::api::Kind;
use crate::cluster::api::quantity::QuantityError;
use serde_json::Value;

/// Go's names of the text types that are not plain `string`, by the field that has them.
const TEXT_TYPES: [(&str, &str); 16] = [
    ("accessModes", "v1.PersistentVolumeAccessMode"),
    ("dnsPolicy", "v1.DNSPolicy"),
    ("effect", "v1.TaintEffect"),
    ("imagePullPolicy", "v1.PullPolicy"),
    ("podManagementPolicy", "v1.PodManagementPolicyType"),
    ("protocol", "v1.Protocol"),
    ("restartPolicy", "v1.RestartPolicy"),
    ("scheme", "v1.URIScheme"),
    ("sessionAffinity", "v1.ServiceAffinity"),
    ("terminationMessagePolicy", "v1.TerminationMessagePolicy"),
    ("updateStrategy.type", "v1.StatefulSetUpdateStrategyType"),
    ("volumeBindingMode", "v1.VolumeBindingMode"),
    ("volumeMode", "v1.PersistentVolumeMode"),
    ("whenDeleted", "v1.PersistentVolumeClaimRetentionPolicyType"),
    ("whenScaled", "v1.PersistentVolumeClaimRetentionPolicyType"),
    ("whenUnsatisfiable", "v1.UnsatisfiableConstraintAction"),
];

/// The fault of the value found at `path`; `None` for null, which Go takes for "not set".
pub(super) fn wrong_type(kind: Kind, path: &[Step], found: &Value) -> Option<Fault> {
    if found.is_null() {
        return None;
    }
    let expected = expected_at(kind, path).unwrap_or_default();
    let fault = |fault_kind, message| {
        let takes_text = matches!(expected.as_str(), "a string" | "Time");
        Some(Fault {
            kind: fault_kind,
            path: path.to_vec(),
            message,
            takes_text,
        })
    };
    if expected == "Quantity" {
        return fault(FaultKind::BadQuantity, QuantityError::Format.to_string());
    }
    let value = value_name(found, &expected);
    // Types with a decoder of their own are told without the field around them.
    if expected == "IntOrString" {
        return fault(
            FaultKind::WrongType,
            format!("json: cannot unmarshal {value} into Go value of type int32"),
        );
    }
    let type_ = go_type(kind, path, &expected);
    let message = match field_of_struct(kind, path) {
        Some((owner, field)) => {
            format!(
                "json: cannot unmarshal {value} into Go struct field {owner}.{field} of type {type_}"
            )
        }
        None => format!("json: cannot unmarshal {value} into Go value of type {type_}"),
    };
    fault(FaultKind::WrongType, message)
}

fn value_name(found: &Value, expected: &str) -> String {
    match found {
        Value::Number(number)
            if matches!(expected, "i32" | "i64" | "u32" | "u64" | "IntOrString") =>
        {
            format!("number {number}")
        }
        Value::Number(_) => "number".to_owned(),
        Value::Bool(_) => "bool".to_owned(),
        Value::String(_) => "string".to_owned(),
        Value::Array(_) => "array".to_owned(),
        Value::Object(_) | Value::Null => "object".to_owned(),
    }
}

fn go_type(kind: Kind, path: &[Step], expected: &str) -> String {
    match expected {
        "i32" => "int32".to_owned(),
        "i64" => "int64".to_owned(),
        "f64" => "float64".to_owned(),
        "a boolean" => "bool".to_owned(),
        "a string" => text_type(path).to_owned(),
        "a sequence" => {
            let item = below(kind, path, Step::Index(0));
            format!("[]{}", go_type(kind, &with(path, Step::Index(0)), &item))
        }
        "a map" => {
            let value = below(kind, path, Step::Field("x".to_owned()));
            if value == "Quantity" {
                "v1.ResourceList".to_owned()
            } else {
                "map[string]string".to_owned()
            }
        }
        name => format!("v1.{name}"),
    }
}

fn text_type(path: &[Step]) -> &'static str {
    let fields: Vec<&str> = path
        .iter()
        .filter_map(|step| match step {
            Step::Field(name) => Some(name.as_str()),
            Step::Index(_) => None,
        })
        .collect();
    let text = fields.join(".");
    let named = |field: &str| text == field || text.ends_with(&format!(".{field}"));
    TEXT_TYPES
        .into_iter()
        .find(|(field, _)| named(field))
        .map_or("string", |(_, type_)| type_)
}

/// The innermost struct around the value and the fields that lead to it; list items and map keys
/// leave no trace in Go's paths.
fn field_of_struct(kind: Kind, path: &[Step]) -> Option<(String, String)> {
    let mut owner = None;
    let mut fields = Vec::new();
    for (depth, step) in path.iter().enumerate() {
        let Step::Field(name) = step else { continue };
        let around = expected_at(kind, &path[..depth])?;
        if around != "a map" {
            owner = Some(around);
            fields.push(name.as_str());
        }
    }
    owner.map(|owner| (owner, fields.join(".")))
}

fn below(kind: Kind, path: &[Step], step: Step) -> String {
    expected_at(kind, &with(path, step)).unwrap_or_default()
}

fn with(path: &[Step], step: Step) -> Vec<Step> {
    let mut longer = path.to_vec();
    longer.push(step);
    longer
}
