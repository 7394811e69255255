//! Finds texts that stand where quantities belong and are none.

use super::probe::{Step, path_text};
use super::{FAULTS_MAX, Fault, FaultKind};
use crate::cluster::api::quantity::Amount;
use serde_json::Value;

/// Fields that map resources to quantities.
const MAPS: [&str; 8] = [
    "allocatable",
    "allocatedResources",
    "capacity",
    "hard",
    "limits",
    "overhead",
    "requests",
    "used",
];
/// Fields that hold one quantity.
const SINGLE: [&str; 2] = ["divisor", "sizeLimit"];
/// Maps whose keys are the person's own.
const FREE: [&str; 9] = [
    "annotations",
    "binaryData",
    "data",
    "labels",
    "matchLabels",
    "nodeSelector",
    "parameters",
    "selector",
    "stringData",
];

/// Adds a fault for every quantity of the object that cannot be read.
pub(super) fn bad(object: &Value, faults: &mut Vec<Fault>) {
    search(object, &mut Vec::new(), faults);
}

fn search(value: &Value, path: &mut Vec<Step>, faults: &mut Vec<Fault>) {
    match value {
        Value::Object(map) => {
            for (name, inside) in map {
                path.push(Step::Field(name.clone()));
                match inside {
                    Value::String(text) if SINGLE.contains(&name.as_str()) => {
                        check(text, path, faults);
                    }
                    Value::Object(entries) if MAPS.contains(&name.as_str()) => {
                        for (resource, amount) in entries {
                            path.push(Step::Field(resource.clone()));
                            check(amount.as_str().unwrap_or_default(), path, faults);
                            path.pop();
                        }
                    }
                    // A StatefulSet's selector is a struct, but holds no quantities either.
                    _ if FREE.contains(&name.as_str()) => {}
                    _ => search(inside, path, faults),
                }
                path.pop();
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                path.push(Step::Index(index));
                search(item, path, faults);
                path.pop();
            }
        }
        _ => {}
    }
}

fn check(text: &str, path: &[Step], faults: &mut Vec<Fault>) {
    if faults.len() >= FAULTS_MAX {
        return;
    }
    let Err(error) = Amount::parse(text) else {
        return;
    };
    let place = path_text(path);
    // A number where a map was expected has been told already.
    if faults.iter().all(|fault| path_text(&fault.path) != place) {
        faults.push(Fault {
            kind: FaultKind::BadQuantity,
            path: path.to_vec(),
            message: error.to_string(),
            takes_text: true,
        });
    }
}
