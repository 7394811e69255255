//! The few objects that `kubectl create …` sends in protobuf, whatever the server says it reads.
//!
//! Messages name their fields by number only, so each one needs its table; the numbers are those of
//! the `generated.proto` files under staging/src/k8s.io/api. What no table has is refused by name:
//! better than an object that lost half of itself on the way.

use crate::cluster::api::base64;
use serde_json::{Map, Value};

/// How such a body begins.
const MAGIC: &[u8] = b"k8s\0";

/// What a field holds.
#[derive(Clone, Copy)]
enum Holds {
    Text,
    Number,
    /// A number of which zero, too, is said: a pointer in Go.
    Count,
    Bool,
    /// Bytes, which JSON has in base 64.
    Bytes,
    /// A quantity: a message around a text.
    Quantity,
    /// A number or a text, in a message that says which.
    NumberOrText,
    One(&'static [Field]),
    Many(&'static [Field]),
    Texts,
    /// A map from text to this.
    Map(&'static Holds),
}

type Field = (u32, &'static str, Holds);

use Holds::{Bool, Bytes, Count, Many, Number, NumberOrText, One, Quantity, Text, Texts};

const LABELS: Holds = Holds::Map(&Text);
const QUANTITIES: Holds = Holds::Map(&Quantity);
const META: &[Field] = &[
    (1, "name", Text),
    (2, "generateName", Text),
    (3, "namespace", Text),
    (11, "labels", LABELS),
    (12, "annotations", LABELS),
];
/// Made by Go from a zero time: an empty message, which says nothing.
const NOTHING: &[Field] = &[];
const REQUIREMENT: &[Field] = &[
    (1, "key", Text),
    (2, "operator", Text),
    (3, "values", Texts),
];
const SELECTOR: &[Field] = &[
    (1, "matchLabels", LABELS),
    (2, "matchExpressions", Many(REQUIREMENT)),
];
const PORT: &[Field] = &[
    (1, "name", Text),
    (2, "hostPort", Number),
    (3, "containerPort", Number),
    (4, "protocol", Text),
];
const RESOURCES: &[Field] = &[(1, "limits", QUANTITIES), (2, "requests", QUANTITIES)];
const ENV: &[Field] = &[(1, "name", Text), (2, "value", Text)];
const CONTAINER: &[Field] = &[
    (1, "name", Text),
    (2, "image", Text),
    (3, "command", Texts),
    (4, "args", Texts),
    (6, "ports", Many(PORT)),
    (7, "env", Many(ENV)),
    (8, "resources", One(RESOURCES)),
];
const POD: &[Field] = &[
    (2, "containers", Many(CONTAINER)),
    (3, "restartPolicy", Text),
];
const TEMPLATE: &[Field] = &[(1, "metadata", One(META)), (2, "spec", One(POD))];
const DEPLOYMENT: &[Field] = &[
    (1, "replicas", Count),
    (2, "selector", One(SELECTOR)),
    (3, "template", One(TEMPLATE)),
    (4, "strategy", One(NOTHING)),
];
const SERVICE_PORT: &[Field] = &[
    (1, "name", Text),
    (2, "protocol", Text),
    (3, "port", Number),
    (4, "targetPort", NumberOrText),
    (5, "nodePort", Number),
];
const SERVICE: &[Field] = &[
    (1, "ports", Many(SERVICE_PORT)),
    (2, "selector", LABELS),
    (3, "clusterIP", Text),
    (4, "type", Text),
    (7, "sessionAffinity", Text),
    (10, "externalName", Text),
];
const BUDGET: &[Field] = &[
    (1, "minAvailable", NumberOrText),
    (2, "selector", One(SELECTOR)),
    (3, "maxUnavailable", NumberOrText),
];
const QUOTA: &[Field] = &[(1, "hard", QUANTITIES), (2, "scopes", Texts)];
const NAMESPACE: &[Field] = &[(1, "finalizers", Texts)];

/// The fields of a kind besides its metadata.
fn fields(kind: &str) -> Option<&'static [Field]> {
    const STATUS: Field = (3, "status", One(NOTHING));
    Some(match kind {
        "ConfigMap" => &[
            (1, "metadata", One(META)),
            (2, "data", LABELS),
            (3, "binaryData", Holds::Map(&Bytes)),
            (4, "immutable", Bool),
        ],
        "Secret" => &[
            (1, "metadata", One(META)),
            (2, "data", Holds::Map(&Bytes)),
            (3, "type", Text),
            (4, "stringData", LABELS),
            (5, "immutable", Bool),
        ],
        "Namespace" => &[
            (1, "metadata", One(META)),
            (2, "spec", One(NAMESPACE)),
            STATUS,
        ],
        "ServiceAccount" => &[(1, "metadata", One(META))],
        "Service" => &[
            (1, "metadata", One(META)),
            (2, "spec", One(SERVICE)),
            STATUS,
        ],
        "Deployment" => &[
            (1, "metadata", One(META)),
            (2, "spec", One(DEPLOYMENT)),
            STATUS,
        ],
        "PodDisruptionBudget" => &[(1, "metadata", One(META)), (2, "spec", One(BUDGET)), STATUS],
        "ResourceQuota" => &[(1, "metadata", One(META)), (2, "spec", One(QUOTA)), STATUS],
        _ => return None,
    })
}

/// The object in a body that is protobuf; `None`: it is not.
///
/// # Errors
/// A kind without a table, or bytes that are no message.
pub(super) fn read(body: &[u8]) -> Option<Result<Value, String>> {
    body.strip_prefix(MAGIC).map(envelope)
}

/// The outermost message (runtime.Unknown): what it is, and the bytes of it.
fn envelope(bytes: &[u8]) -> Result<Value, String> {
    const TYPE: &[Field] = &[(1, "apiVersion", Text), (2, "kind", Text)];
    let mut object = Map::new();
    let mut raw: &[u8] = &[];
    for part in parts(bytes)? {
        match part {
            (1, Part::Bytes(inner)) => object = message(inner, TYPE)?,
            (2, Part::Bytes(inner)) => raw = inner,
            _ => {}
        }
    }
    let kind = object
        .get("kind")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let fields = fields(kind).ok_or_else(|| {
        format!("{kind} in protobuf is not read here: send JSON (kubectl create -o yaml --dry-run=client, then apply)")
    })?;
    object.extend(message(raw, fields)?);
    Ok(Value::Object(object))
}

/// One field as it stands on the wire.
enum Part<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

fn parts(mut bytes: &[u8]) -> Result<Vec<(u32, Part<'_>)>, String> {
    let mut parts = Vec::new();
    while !bytes.is_empty() {
        let tag = varint(&mut bytes)?;
        let number = u32::try_from(tag >> 3).map_err(|_| broken())?;
        let part = match tag & 7 {
            0 => Part::Number(varint(&mut bytes)?),
            2 => {
                let length = usize::try_from(varint(&mut bytes)?).map_err(|_| broken())?;
                let (inner, rest) = bytes.split_at_checked(length).ok_or_else(broken)?;
                bytes = rest;
                Part::Bytes(inner)
            }
            _ => return Err(broken()),
        };
        parts.push((number, part));
    }
    Ok(parts)
}

fn varint(bytes: &mut &[u8]) -> Result<u64, String> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (&first, rest) = bytes.split_first().ok_or_else(broken)?;
        *bytes = rest;
        value |= u64::from(first & 0x7f) << shift;
        if first < 0x80 {
            return Ok(value);
        }
    }
    Err(broken())
}

fn broken() -> String {
    "the body is no protobuf message".to_owned()
}

fn message(bytes: &[u8], fields: &[Field]) -> Result<Map<String, Value>, String> {
    let mut object = Map::new();
    for (number, part) in parts(bytes)? {
        let Some((_, name, holds)) = fields.iter().find(|(known, _, _)| *known == number) else {
            if is_empty(&part) {
                continue;
            }
            return Err(format!(
                "field {number} of a protobuf message is not read here: send JSON"
            ));
        };
        if is_empty(&part) && !matches!(holds, Count | Many(_) | Texts | Holds::Map(_)) {
            // Go writes empty texts and zeros where JSON has nothing.
            continue;
        }
        match (holds, part) {
            (Many(inner), Part::Bytes(bytes)) => {
                let item = Value::Object(message(bytes, inner)?);
                push(&mut object, name, item);
            }
            (Texts, Part::Bytes(bytes)) => push(&mut object, name, text(bytes)),
            (Holds::Map(inner), Part::Bytes(bytes)) => {
                let (key, value) = entry(bytes, **inner)?;
                let map = object
                    .entry(*name)
                    .or_insert_with(|| Value::Object(Map::new()));
                map[key] = value;
            }
            (holds, part) => {
                object.insert((*name).to_owned(), single(*holds, &part)?);
            }
        }
    }
    Ok(object)
}

fn is_empty(part: &Part<'_>) -> bool {
    match part {
        Part::Number(number) => *number == 0,
        Part::Bytes(bytes) => bytes.is_empty(),
    }
}

fn push(object: &mut Map<String, Value>, name: &str, item: Value) {
    let list = object.entry(name).or_insert_with(|| Value::Array(vec![]));
    if let Some(list) = list.as_array_mut() {
        list.push(item);
    }
}

fn entry(bytes: &[u8], holds: Holds) -> Result<(String, Value), String> {
    let (mut key, mut value) = (String::new(), Value::from(""));
    for part in parts(bytes)? {
        match part {
            (1, Part::Bytes(bytes)) => key = String::from_utf8_lossy(bytes).into_owned(),
            (2, part) => value = single(holds, &part)?,
            _ => {}
        }
    }
    Ok((key, value))
}

fn single(holds: Holds, part: &Part<'_>) -> Result<Value, String> {
    Ok(match (holds, part) {
        (Text, Part::Bytes(bytes)) => text(bytes),
        (Number | Count, Part::Number(number)) => Value::from(number.cast_signed()),
        (Bool, Part::Number(number)) => Value::from(*number != 0),
        (Bytes, Part::Bytes(bytes)) => Value::from(base64::encode(bytes)),
        (Quantity, Part::Bytes(bytes)) => quantity(bytes)?,
        (NumberOrText, Part::Bytes(bytes)) => {
            const EITHER: &[Field] = &[
                (1, "type", Number),
                (2, "number", Number),
                (3, "text", Text),
            ];
            let either = message(bytes, EITHER)?;
            let is_text = either.get("type").is_some_and(|kind| kind == 1);
            let found = either.get(if is_text { "text" } else { "number" });
            found.cloned().unwrap_or_else(|| Value::from(0))
        }
        (One(fields), Part::Bytes(bytes)) => Value::Object(message(bytes, fields)?),
        _ => return Err(broken()),
    })
}

fn quantity(bytes: &[u8]) -> Result<Value, String> {
    const FIELDS: &[Field] = &[(1, "text", Text)];
    Ok(message(bytes, FIELDS)?.remove("text").unwrap_or_default())
}

fn text(bytes: &[u8]) -> Value {
    Value::from(String::from_utf8_lossy(bytes).into_owned())
}
