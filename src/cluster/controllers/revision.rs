//! ControllerRevisions: what they hold, what they are called, which of them say the same.
//!
//! Models kubernetes/pkg/controller/history/controller_history.go (1.36).

use crate::cluster::api::{
    ControllerRevision, Key, Kind, ObjectMeta, Specified, StatefulSet, meta, selector, sort,
};
use crate::cluster::apiserver::{ApiError, Client};
use k8s_openapi::apimachinery::pkg::runtime::RawExtension;
use serde_json::{Value, json};
use std::sync::Arc;

/// The label that carries a revision's hash.
pub const HASH_LABEL: &str = "controller.kubernetes.io/hash";

/// What a revision of this set remembers: the pod template, to be put back whole.
#[must_use]
pub fn data_of(set: &StatefulSet) -> Value {
    let mut template = serde_json::to_value(&set.spec().template).unwrap_or(Value::Null);
    if let Value::Object(fields) = &mut template {
        fields.insert("$patch".to_owned(), json!("replace"));
    }
    json!({ "spec": { "template": template } })
}

/// The hash of revision data: FNV-1 over its JSON and the collision count, in safe letters.
#[must_use]
pub fn hash(data: &Value, collision_count: i32) -> String {
    let text = go_json(data);
    let mut sum: u32 = 2_166_136_261;
    for byte in text.bytes().chain(collision_count.to_string().bytes()) {
        sum = sum.wrapping_mul(16_777_619) ^ u32::from(byte);
    }
    safe_encode(&sum.to_string())
}

/// Compact JSON as Go writes it: keys sorted (serde_json's map is), HTML characters escaped.
fn go_json(value: &Value) -> String {
    let plain = value.to_string();
    let special = |c: char| matches!(c, '<' | '>' | '&' | '\u{2028}' | '\u{2029}');
    if !plain.contains(special) {
        return plain;
    }
    let mut escaped = String::with_capacity(plain.len() + 16);
    for character in plain.chars() {
        if special(character) {
            escaped.push_str(&format!("\\u{:04x}", u32::from(character)));
        } else {
            escaped.push(character);
        }
    }
    escaped
}

/// Replaces each character so that no word can come out by accident (rand.SafeEncodeString).
fn safe_encode(text: &str) -> String {
    const ALPHABET: &[u8; 27] = b"bcdfghjklmnpqrstvwxz2456789";
    text.bytes()
        .map(|byte| char::from(ALPHABET[usize::from(byte) % ALPHABET.len()]))
        .collect()
}

/// `web-7c44b75699`; a long set name is cut to 223 bytes.
fn name(set: &str, hash: &str) -> String {
    let end = (0..=set.len().min(223))
        .rev()
        .find(|end| set.is_char_boundary(*end))
        .unwrap_or(0);
    format!("{}-{hash}", &set[..end])
}

/// The revision this set would have now, not stored yet.
#[must_use]
pub fn new(
    set: &StatefulSet,
    data: Value,
    number: i64,
    collision_count: i32,
) -> ControllerRevision {
    let hash = hash(&data, collision_count);
    let template = set.spec().template.metadata.as_ref();
    let mut labels = template
        .and_then(|meta| meta.labels.clone())
        .unwrap_or_default();
    labels.insert(HASH_LABEL.to_owned(), hash.clone());
    ControllerRevision {
        metadata: ObjectMeta {
            name: Some(name(meta::name(&set.metadata), &hash)),
            namespace: set.metadata.namespace.clone(),
            labels: Some(labels),
            annotations: set.metadata.annotations.clone(),
            owner_references: Some(vec![meta::controller_ref(Kind::StatefulSet, &set.metadata)]),
            ..ObjectMeta::default()
        },
        data: Some(RawExtension(data)),
        revision: number,
    }
}

/// The number of a revision.
#[must_use]
pub const fn number(revision: &ControllerRevision) -> i64 {
    revision.revision
}

/// What a revision says; nothing if it was stored without data.
#[must_use]
pub fn data(revision: &ControllerRevision) -> &Value {
    revision
        .data
        .as_ref()
        .map_or(&Value::Null, |RawExtension(data)| data)
}

/// The revisions of a set: selected by it, and owned by it or by nobody; oldest first.
#[must_use]
pub fn list(client: &Client<'_>, set: &StatefulSet) -> Vec<Arc<ControllerRevision>> {
    let mut revisions: Vec<_> = client
        .cached()
        .list_in::<ControllerRevision>(meta::namespace(&set.metadata))
        .filter(|revision| {
            selector::matches(&set.spec().selector, revision.metadata.labels.as_ref())
                && meta::controller_of(&revision.metadata)
                    .is_none_or(|owner| owner.uid == meta::uid(&set.metadata))
        })
        .cloned()
        .collect();
    sort::by(&mut revisions, |a, b| {
        let by = |revision: &ControllerRevision| {
            (
                number(revision),
                revision.metadata.creation_timestamp.clone(),
            )
        };
        by(a)
            .cmp(&by(b))
            .then_with(|| a.metadata.name.cmp(&b.metadata.name))
    });
    revisions
}

/// Whether a stored revision says the same as `data` with the hash that `collision_count` gives it.
///
/// Hashes are compared only where both happen to be numbers (history.EqualRevision).
#[must_use]
pub fn equals(stored: &ControllerRevision, data: &Value, collision_count: i32) -> bool {
    if self::data(stored) != data {
        return false;
    }
    let numeric = |hash: &str| hash.parse::<i32>().ok();
    let Some(theirs) = meta::label(&stored.metadata, HASH_LABEL).and_then(numeric) else {
        return true;
    };
    numeric(&hash(data, collision_count)).is_none_or(|ours| ours == theirs)
}

/// Whether two stored revisions say the same.
#[must_use]
pub fn same(a: &ControllerRevision, b: &ControllerRevision) -> bool {
    let numeric = |revision: &ControllerRevision| {
        meta::label(&revision.metadata, HASH_LABEL).and_then(|hash| hash.parse::<i32>().ok())
    };
    let differ = matches!((numeric(a), numeric(b)), (Some(a), Some(b)) if a != b);
    !differ && a.data == b.data
}

/// Stores a new revision; while its name is taken by other data, the collision count is raised and
/// the name changes (the hash label does not: upstream leaves it too).
///
/// # Errors
/// What the API server answered.
pub fn create(
    client: &mut Client<'_>,
    set: &StatefulSet,
    revision: ControllerRevision,
    collision_count: &mut i32,
) -> Result<Arc<ControllerRevision>, ApiError> {
    let namespace = meta::namespace(&set.metadata).to_owned();
    let mut attempt = revision.clone();
    loop {
        let hash = hash(data(&revision), *collision_count);
        let wanted = name(meta::name(&set.metadata), &hash);
        attempt.metadata.name = Some(wanted.clone());
        match client.create(attempt.clone()) {
            Err(error) if error.is_already_exists() => {
                let present = client
                    .live()
                    .get::<ControllerRevision>(&namespace, &wanted)
                    .cloned()
                    .ok_or_else(|| ApiError::not_found(Kind::ControllerRevision, &wanted))?;
                if present.data == attempt.data {
                    return Ok(present);
                }
                *collision_count += 1;
            }
            answer => return answer,
        }
    }
}

/// Gives an old revision the newest number: a rollback.
///
/// # Errors
/// What the API server answered; a Conflict only after four tries.
pub fn renumber(
    client: &mut Client<'_>,
    revision: &ControllerRevision,
    number: i64,
) -> Result<Arc<ControllerRevision>, ApiError> {
    let namespace = meta::namespace(&revision.metadata).to_owned();
    let name = meta::name(&revision.metadata).to_owned();
    let mut attempt = revision.clone();
    for _ in 0..3 {
        attempt.revision = number;
        match client.update(attempt.clone()) {
            Err(error) if error.is_conflict() => {
                if let Ok(fresh) = client.get::<ControllerRevision>(&namespace, &name) {
                    if fresh.revision == number {
                        return Ok(fresh);
                    }
                    attempt = ControllerRevision::clone(&fresh);
                }
            }
            answer => return answer,
        }
    }
    attempt.revision = number;
    client.update(attempt)
}

/// The key of a revision.
#[must_use]
pub fn key(revision: &ControllerRevision) -> Key {
    let meta = &revision.metadata;
    Key::new(
        Kind::ControllerRevision,
        meta::namespace(meta),
        meta::name(meta),
    )
}
