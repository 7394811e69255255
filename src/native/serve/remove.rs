//! `DELETE` of one object or of all that are picked.

use super::address::Address;
use super::ask::Ask;
use super::encode::Form;
use super::http::Shared;
use super::listing::{Listing, Snapshot};
use super::read::{Picked, found};
use super::reply::{Answer, Reply, ok};
use super::write::bad;
use crate::cluster::api::Object;
use crate::cluster::apiserver::{ApiError, Cascade, DeleteOptions};
use crate::sim::Request;
use serde_json::{Value, json};

pub(super) fn one(shared: &Shared, ask: &Ask, address: &Address) -> Answer {
    let body = ask.value_of_body().map_err(|text| bad(&text))?;
    let options = options(ask, &body)?;
    let mut hub = shared.hub();
    let live = found(&hub, address)?;
    check_version(&live, &body)?;
    let key = address.key();
    let dry_run = ask.is_dry_run()
        || body
            .get("dryRun")
            .is_some_and(|value| value == &json!(["All"]));
    let left = hub.request(Request::Delete(key.clone(), options), dry_run)?;
    let waits =
        left.meta().deletion_timestamp.is_some() && (dry_run || hub.store().object(&key).is_some());
    if waits {
        return Ok(ok(Form::of(ask).one(&left, hub.now())));
    }
    let info = key.kind.info();
    let mut details = json!({ "name": &*key.name, "kind": info.plural, "uid": left.uid() });
    if !info.group.is_empty() {
        details["group"] = Value::from(info.group);
    }
    Ok(ok(json!({
        "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success", "details": details,
    })))
}

pub(super) fn collection(shared: &Shared, ask: &Ask, address: &Address) -> Answer {
    let body = ask.value_of_body().map_err(|text| bad(&text))?;
    let options = options(ask, &body)?;
    let picked = Picked::read(ask, address)?;
    let listing = Listing::begin(&shared.hub(), Form::of(ask), picked.clone());
    let mut there = Snapshot::of(&shared.hub(), picked);
    let mut keys = Vec::new();
    while !there.is_empty() {
        there.next(|object| {
            keys.push(object.key());
            0
        });
    }
    for key in keys {
        // One by one: others may ask in between, and what has gone meanwhile is gone.
        let request = Request::Delete(key, options.clone());
        match shared.hub().request(request, ask.is_dry_run()) {
            Err(error) if !error.is_not_found() => return Err(error),
            _ => {}
        }
    }
    Ok(Reply::List(Box::new(listing)))
}

/// What the body or the query say about how to delete.
///
/// # Errors
/// `BadRequest` for a policy that does not exist.
pub(super) fn options(ask: &Ask, body: &Value) -> Result<DeleteOptions, ApiError> {
    let of_query = |name: &str| ask.value(name).map(Value::from);
    let policy = body
        .get("propagationPolicy")
        .cloned()
        .or_else(|| of_query("propagationPolicy"));
    let orphan = body
        .get("orphanDependents")
        .and_then(Value::as_bool)
        .unwrap_or_else(|| ask.is_set("orphanDependents"));
    let cascade = match policy.as_ref().and_then(Value::as_str) {
        Some("Orphan") => Cascade::Orphan,
        Some("Foreground") => Cascade::Foreground,
        Some("Background") => Cascade::Background,
        None if orphan => Cascade::Orphan,
        None => Cascade::Background,
        Some(other) => {
            return Err(bad(&format!(
                "DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: Unsupported value: {other:?}: supported values: \"Foreground\", \"Background\", \"Orphan\""
            )));
        }
    };
    let grace = body.get("gracePeriodSeconds").and_then(Value::as_i64);
    let grace = grace.or_else(|| ask.value("gracePeriodSeconds")?.parse().ok());
    let uid = body.pointer("/preconditions/uid").and_then(Value::as_str);
    Ok(DeleteOptions {
        grace_period_seconds: grace,
        cascade,
        uid: uid.map(str::to_owned),
    })
}

fn check_version(live: &Object, body: &Value) -> Result<(), ApiError> {
    let wanted = body
        .pointer("/preconditions/resourceVersion")
        .and_then(Value::as_str);
    match wanted {
        Some(wanted) if live.meta().resource_version.as_deref() != Some(wanted) => {
            Err(ApiError::conflict(live.kind(), &live.key().name))
        }
        _ => Ok(()),
    }
}
