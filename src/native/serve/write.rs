//! `POST`, `PUT`, `PATCH` of whole objects and of their status.

use super::address::Address;
use super::ask::Ask;
use super::encode::Form;
use super::http::Shared;
use super::lanes::LARGE_BYTES;
use super::read::found;
use super::reply::{Answer, Reply, refused, with_status};
use crate::cluster::api::{Kind, Object, SimTime};
use crate::cluster::apiserver::decode::{self, FaultKind};
use crate::cluster::apiserver::patch::{PatchKind, patch_onto};
use crate::cluster::apiserver::{Actor, ApiError, Client, Reason, admission};
use crate::sim::{Request, act};
use serde_json::Value;

/// How often a patch is made anew because somebody wrote in between (`MaxRetryWhenPatchConflicts`).
const ATTEMPTS_MAX: u8 = 5;

pub(super) fn create(shared: &Shared, ask: &Ask, address: &Address) -> Answer {
    let (mut object, unknown) = sent(ask, address)?;
    if address.kind.info().namespaced {
        let namespace = address.namespace.clone().unwrap_or_default();
        let meta = object.meta_mut();
        if meta.namespace.get_or_insert_with(|| namespace.clone()) != &namespace {
            return Err(bad(
                "the namespace of the provided object does not match the namespace sent on the request",
            ));
        }
    }
    let stored = requested(shared, ask, Request::Create(object))?;
    Ok(answered(ask, stored, 201).warn(unknown))
}

pub(super) fn replace(shared: &Shared, ask: &Ask, address: &Address) -> Answer {
    let (mut object, unknown) = sent(ask, address)?;
    let key = address.key();
    let meta = object.meta_mut();
    let name = meta.name.clone().unwrap_or_default();
    if name != *key.name {
        let text = format!(
            "the name of the object ({name}) does not match the name on the URL ({})",
            key.name
        );
        return Err(bad(&text));
    }
    if key.kind.info().namespaced {
        meta.namespace = Some(key.namespace.to_string());
    }
    let stored = requested(shared, ask, request(address, object))?;
    Ok(answered(ask, stored, 200).warn(unknown))
}

pub(super) fn patch(shared: &Shared, ask: &Ask, address: &Address) -> Answer {
    let kind = match ask.content_type.as_str() {
        "application/strategic-merge-patch+json" => PatchKind::Strategic,
        "application/merge-patch+json" => PatchKind::Merge,
        "application/json-patch+json" => PatchKind::Json,
        _ => return Ok(unsupported(PATCHES)),
    };
    let mut live = found(&shared.hub(), address)?;
    let patch = ask.value_of_body().map_err(|text| bad(&text))?;
    let mut attempts = 1..=ATTEMPTS_MAX;
    loop {
        let patched = patch_onto(&live, kind, &patch)?;
        let (object, unknown) = match validation(ask) {
            Validation::Ignore => (patched.object, vec![]),
            Validation::Warn => (patched.object, patched.unknown),
            Validation::Strict => (patched.strict(kind, &patch)?, vec![]),
        };
        let mut hub = shared.hub();
        // Somebody may have written while the patch was made; then it is made anew.
        let present = found(&hub, address)?;
        if present.same(&live) || attempts.next().is_none() {
            let stored = hub.request(request(address, object), ask.is_dry_run())?;
            let now = hub.now();
            drop(hub);
            return Ok(answered(ask, (stored, now), 200).warn(unknown));
        }
        live = present;
    }
}

/// Sends a request; answers with what is stored, and when.
fn requested(shared: &Shared, ask: &Ask, request: Request) -> Result<(Object, SimTime), ApiError> {
    if ask.body.len() > LARGE_BYTES {
        // What is refused is refused without holding up the world; the words alone may be megabytes.
        let (mut scratch, now) = {
            let hub = shared.hub();
            (hub.store().clone(), hub.now())
        };
        act::request(&mut Client::new(&mut scratch, Actor::You, now), &request)?;
    }
    let mut hub = shared.hub();
    let stored = hub.request(request, ask.is_dry_run())?;
    Ok((stored, hub.now()))
}

fn request(address: &Address, object: Object) -> Request {
    match address.part {
        Some(_) => Request::UpdateStatus(object),
        None => Request::Update(object),
    }
}

/// The object as stored, with what the server has to say about it.
fn answered(ask: &Ask, (stored, now): (Object, SimTime), status: u16) -> Reply {
    with_status(status, Form::of(ask).one(&stored, now)).warn(admission::warnings(&stored))
}

/// What to do about fields that do not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Validation {
    Ignore,
    Warn,
    Strict,
}

fn validation(ask: &Ask) -> Validation {
    match ask.value("fieldValidation") {
        Some("Ignore") => Validation::Ignore,
        Some("Strict") => Validation::Strict,
        _ => Validation::Warn,
    }
}

/// The object in the body, with a warning for each field that does not exist.
fn sent(ask: &Ask, address: &Address) -> Result<(Object, Vec<String>), ApiError> {
    let value = ask.value_of_body().map_err(|text| bad(&text))?;
    let word = |field: &str| value.get(field).and_then(Value::as_str).unwrap_or_default();
    let kind = address.kind;
    if word("kind") != kind.info().name || word("apiVersion") != kind.api_version() {
        return Err(bad(&format!(
            "{} in version {:?} cannot be handled as a {}: no kind {:?} is registered for version {:?}",
            word("kind"),
            word("apiVersion"),
            kind.info().name,
            word("kind"),
            word("apiVersion"),
        )));
    }
    let (object, faults) = decoded(kind, &value)?;
    match validation(ask) {
        Validation::Ignore => Ok((object, vec![])),
        Validation::Warn => Ok((object, faults)),
        Validation::Strict if faults.is_empty() => Ok((object, faults)),
        Validation::Strict => {
            let faults: Vec<&str> = faults.iter().map(String::as_str).collect();
            let text = decode::refusal_of(kind, &[], &faults).unwrap_or_default();
            Err(bad(&text))
        }
    }
}

/// The object, and a sentence for each field that does not exist.
fn decoded(kind: Kind, value: &Value) -> Result<(Object, Vec<String>), ApiError> {
    let mut decoded = decode::decode(kind, value);
    let (unknown, wrong): (Vec<_>, Vec<_>) = std::mem::take(&mut decoded.faults)
        .into_iter()
        .partition(|fault| fault.kind == FaultKind::UnknownField);
    match (decoded.object, decode::refusal(kind, &wrong)) {
        (Some(object), None) => {
            let sentences = unknown.into_iter().map(|fault| fault.message).collect();
            Ok((object, sentences))
        }
        (_, refusal) => Err(bad(&refusal.unwrap_or_else(|| "cannot decode".to_owned()))),
    }
}

/// What bodies may be in.
pub(super) const BODIES: &[&str] = &[
    "application/json",
    "application/yaml",
    "application/vnd.kubernetes.protobuf",
];
/// What patches may be in. Server-side apply would need an owner for every field, which nothing keeps.
pub(super) const PATCHES: &[&str] = &[
    "application/json-patch+json",
    "application/merge-patch+json",
    "application/strategic-merge-patch+json",
];

pub(super) fn unsupported(accepted: &[&str]) -> Reply {
    let text = format!(
        "the body of the request was in an unknown format - accepted media types include: {}",
        accepted.join(", ")
    );
    refused(415, "UnsupportedMediaType", &text)
}

pub(super) fn bad(message: &str) -> ApiError {
    ApiError::new(Reason::BadRequest, message)
}
