//! From JSON to typed objects, strictly: every wrong type and every unknown field, with its path.
//!
//! The types come from k8s-openapi, whose deserializers name neither paths nor unknown fields. A
//! second set of deserializers that does would cost hundreds of kilobytes of wasm, so the one there
//! is gets asked: it is shown a part of the object and says whether it can read it (`probe`).

mod probe;
mod quantities;
mod sentence;

pub use probe::{Step, has_field, path_text};

use crate::cluster::api::{Kind, Object, Specified};
use serde_json::Value;
use std::borrow::Cow;

/// How many faults are told; whoever has more will look again.
const FAULTS_MAX: usize = 20;

/// What is wrong with one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The value has another type than the field.
    WrongType,
    /// The kind has no such field.
    UnknownField,
    /// The text is no quantity.
    BadQuantity,
}

/// One field that cannot be decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// Where.
    pub path: Vec<Step>,
    /// The server's words, such as `unknown field "spec.replica"`.
    pub message: String,
    /// Whether the field would take text; says which way quotes would help.
    pub takes_text: bool,
}

/// An object as far as it could be read.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// The object; what could not be read is left out.
    pub object: Option<Object>,
    /// What could not be read, in the order of the server's own walk.
    pub faults: Vec<Fault>,
}

/// Reads an object of `kind`.
#[must_use]
pub fn decode(kind: Kind, value: &Value) -> Decoded {
    let mut faults = Vec::new();
    let mut readable = Cow::Borrowed(value);
    let mut object = Object::from_value(kind, value.clone()).ok();
    while object.is_none() && faults.len() < FAULTS_MAX {
        let Some(path) = probe::first_unreadable(kind, &readable) else {
            break;
        };
        let fault =
            probe::at(&readable, &path).and_then(|found| sentence::wrong_type(kind, &path, found));
        faults.extend(fault);
        if !probe::repair(kind, readable.to_mut(), &path) {
            break;
        }
        object = Object::from_value(kind, readable.as_ref().clone()).ok();
    }
    if let Some(object) = &mut object {
        let known = object.to_value();
        unknown_fields(kind, &readable, &known, &mut faults);
        quantities::bad(&known, &mut faults);
        mark_written_selector(object, &readable);
    }
    faults.truncate(FAULTS_MAX);
    Decoded { object, faults }
}

/// The sentence with which the server refuses what it cannot decode, if it refuses it.
#[must_use]
pub fn refusal(kind: Kind, faults: &[Fault]) -> Option<String> {
    let told = |unknown: bool| -> Vec<&str> {
        let found = faults
            .iter()
            .filter(|fault| (fault.kind == FaultKind::UnknownField) == unknown);
        found.map(|fault| fault.message.as_str()).collect()
    };
    refusal_of(kind, &told(false), &told(true))
}

/// [`refusal`] from messages alone: the first wrong value by itself, or all unknown fields.
#[must_use]
pub fn refusal_of(kind: Kind, wrong: &[&str], unknown: &[&str]) -> Option<String> {
    let info = kind.info();
    let head = format!(
        "{name} in version {version:?} cannot be handled as a {name}",
        name = info.name,
        version = info.version
    );
    match (wrong.first(), unknown) {
        (Some(first), _) => Some(format!("{head}: {first}")),
        (None, []) => None,
        (None, unknown) => Some(format!(
            "{head}: strict decoding error: {}",
            unknown.join(", ")
        )),
    }
}

/// What was written and is not in the object was never a field of it.
fn unknown_fields(kind: Kind, written: &Value, known: &Value, faults: &mut Vec<Fault>) {
    let mut path = Vec::new();
    compare(kind, written, known, &mut path, faults);
}

fn compare(
    kind: Kind,
    written: &Value,
    known: &Value,
    path: &mut Vec<Step>,
    faults: &mut Vec<Fault>,
) {
    if faults.len() >= FAULTS_MAX {
        return;
    }
    match (written, known) {
        (Value::Object(written), Value::Object(known)) => {
            for (name, value) in written {
                path.push(Step::Field(name.clone()));
                match known.get(name) {
                    Some(kept) => compare(kind, value, kept, path, faults),
                    // Null is dropped from known fields too; only the type can tell.
                    None if value.is_null() && has_field(kind, &path[..path.len() - 1], name) => {}
                    None => faults.push(Fault {
                        kind: FaultKind::UnknownField,
                        path: path.clone(),
                        message: format!("unknown field {:?}", path_text(path)),
                        takes_text: false,
                    }),
                }
                path.pop();
            }
        }
        (Value::Array(written), Value::Array(known)) => {
            for (index, (value, kept)) in written.iter().zip(known).enumerate() {
                path.push(Step::Index(index));
                compare(kind, value, kept, path, faults);
                path.pop();
            }
        }
        _ => {}
    }
}

/// `selector: {}` and no selector at all are two different mistakes, but one value of our type. An
/// empty `matchLabels` keeps them apart until validation.
fn mark_written_selector(object: &mut Object, written: &Value) {
    use std::sync::Arc;
    let is_written = written
        .pointer("/spec/selector")
        .is_some_and(Value::is_object);
    if !is_written {
        return;
    }
    let selector = match object {
        Object::StatefulSet(set) => &mut Arc::make_mut(set).spec_mut().selector,
        Object::Deployment(deployment) => &mut Arc::make_mut(deployment).spec_mut().selector,
        Object::ReplicaSet(set) => &mut Arc::make_mut(set).spec_mut().selector,
        _ => return,
    };
    if selector.match_labels.is_none() && selector.match_expressions.is_none() {
        selector.match_labels = Some(std::collections::BTreeMap::new());
    }
}
