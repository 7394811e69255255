//! Questions to a type's deserializer: can you read this much of an object?

use crate::cluster::api::{Kind, Object};
use serde_json::{Map, Value};

/// One step of a path into an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A field of a struct or a key of a map.
    Field(String),
    /// An item of a list.
    Index(usize),
}

/// `spec.template.spec.containers[0].image`
#[must_use]
pub fn path_text(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Field(name) => {
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(name);
            }
            Step::Index(index) => text.push_str(&format!("[{index}]")),
        }
    }
    text
}

/// Whether what stands at `path` has a field of this name.
#[must_use]
pub fn has_field(kind: Kind, path: &[Step], name: &str) -> bool {
    // `true` fits no field but a truth value, and that one comes back.
    let field = Map::from_iter([(name.to_owned(), Value::Bool(true))]);
    match read(kind, path, Value::Object(field)) {
        // A map or a list was asked that takes no such thing at all.
        Err(problem) => expected(&problem) != expected_at(kind, path).as_deref(),
        Ok(object) => {
            let mut place = path.to_vec();
            place.push(Step::Field(name.to_owned()));
            let first_items: Vec<Step> = place
                .into_iter()
                .map(|step| {
                    if matches!(step, Step::Index(_)) {
                        Step::Index(0)
                    } else {
                        step
                    }
                })
                .collect();
            at(&object.to_value(), &first_items).is_some()
        }
    }
}

/// What the deserializer expects at `path`: `i32`, `a string`, `a sequence`, `PodSpec` ...
pub(super) fn expected_at(kind: Kind, path: &[Step]) -> Option<String> {
    // A struct, map, list, text or number is no truth value, and a truth value is no list.
    [Value::Bool(true), Value::Array(vec![])]
        .into_iter()
        .find_map(|odd| {
            let problem = read(kind, path, odd).err()?;
            expected(&problem).map(str::to_owned)
        })
}

/// The value at `path`.
pub(super) fn at<'v>(value: &'v Value, path: &[Step]) -> Option<&'v Value> {
    path.iter().try_fold(value, |value, step| match step {
        Step::Field(name) => value.get(name),
        Step::Index(index) => value.get(index),
    })
}

/// The path of the first value that cannot be read, in the order of keys; `None` if all can.
pub(super) fn first_unreadable(kind: Kind, value: &Value) -> Option<Vec<Step>> {
    let fails = |path: &[Step], part: Value| read(kind, path, part).is_err();
    if !fails(&[], value.clone()) {
        return None;
    }
    let mut path = Vec::new();
    let mut here = value;
    loop {
        let next = match here {
            Value::Object(map) if !fails(&path, Value::Object(Map::new())) => {
                let entries: Vec<_> = map.iter().collect();
                let count = first_bad(entries.len(), |count| {
                    let part = entries[..count]
                        .iter()
                        .map(|&(k, v)| (k.clone(), v.clone()));
                    fails(&path, Value::Object(part.collect()))
                });
                entries
                    .get(count)
                    .map(|&(name, value)| (Step::Field(name.clone()), value))
            }
            Value::Array(items) if !fails(&path, Value::Array(vec![])) => {
                let index = first_bad(items.len(), |count| {
                    fails(&path, Value::Array(items[..count].to_vec()))
                });
                items.get(index).map(|value| (Step::Index(index), value))
            }
            _ => None,
        };
        let Some((step, inside)) = next else {
            return Some(path);
        };
        path.push(step);
        here = inside;
    }
}

/// The index of the first bad one of `count` parts, where `fails(n)` tells whether one of the first
/// `n` is bad. Halving keeps a document of a megabyte quick.
fn first_bad(count: usize, fails: impl Fn(usize) -> bool) -> usize {
    let (mut good, mut bad) = (0, count);
    while good + 1 < bad {
        let middle = usize::midpoint(good, bad);
        if fails(middle) {
            bad = middle;
        } else {
            good = middle;
        }
    }
    good
}

/// Makes the value at `path` readable, so that the rest can be looked at: a null becomes what Go
/// takes it for, an item of a list something harmless (the others keep their numbers), a field goes.
pub(super) fn repair(kind: Kind, value: &mut Value, path: &[Step]) -> bool {
    let Some((last, parents)) = path.split_last() else {
        return false;
    };
    let blank = expected_at(kind, path).map_or(Value::Null, |expected| blank(&expected));
    let parent = parents.iter().try_fold(value, |value, step| match step {
        Step::Field(name) => value.get_mut(name),
        Step::Index(index) => value.get_mut(index),
    });
    match (parent, last) {
        (Some(Value::Object(map)), Step::Field(name)) => {
            let was_null = map.get(name).is_some_and(Value::is_null);
            if was_null {
                map.insert(name.clone(), blank);
            } else {
                map.remove(name);
            }
            true
        }
        (Some(Value::Array(items)), Step::Index(index)) => {
            let Some(item) = items.get_mut(*index) else {
                return false;
            };
            let changed = *item != blank;
            *item = blank;
            changed
        }
        _ => false,
    }
}

fn blank(expected: &str) -> Value {
    match expected {
        "a string" | "Quantity" => Value::String(String::new()),
        "a sequence" => Value::Array(vec![]),
        "a boolean" => Value::Bool(false),
        "i32" | "i64" | "u32" | "u64" | "f64" | "IntOrString" => Value::from(0),
        _ => Value::Object(Map::new()),
    }
}

/// Reads an object that holds nothing but `part` at `path`.
fn read(kind: Kind, path: &[Step], part: Value) -> Result<Object, String> {
    let whole = path.iter().rev().fold(part, |inside, step| match step {
        Step::Field(name) => Value::Object(Map::from_iter([(name.clone(), inside)])),
        Step::Index(_) => Value::Array(vec![inside]),
    });
    Object::from_value(kind, whole).map_err(|error| error.to_string())
}

/// The end of `invalid type: boolean `true`, expected PodSpec`.
fn expected(problem: &str) -> Option<&str> {
    problem
        .rsplit_once(", expected ")
        .map(|(_, expected)| expected)
}
