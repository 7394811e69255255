//! The parts of objects with an address of their own: `scale`, `binding`, `eviction`, `log`, `exec`.

use super::address::Address;
use super::ask::Ask;
use super::http::Shared;
use super::read::found;
use super::remove;
use super::reply::{Answer, Reply, nowhere, ok, with_status};
use super::route::not_allowed;
use super::write::{PATCHES, bad, unsupported};
use super::{exec, log};
use crate::cluster::api::{Key, Kind, Object, Pod, Specified};
use crate::cluster::apiserver::patch::{json as json_patch, merge};
use crate::cluster::apiserver::table::selector_text;
use crate::cluster::apiserver::{ApiError, Reason, eviction};
use crate::sim::Request;
use serde_json::{Value, json};

pub(super) fn answer(shared: &Shared, ask: &Ask, address: &Address, name: &str) -> Answer {
    let scales = matches!(
        address.kind,
        Kind::StatefulSet | Kind::Deployment | Kind::ReplicaSet
    );
    match (ask.method.as_str(), name) {
        (_, "scale") if scales => scale(shared, ask, address),
        _ if address.kind != Kind::Pod => Ok(nowhere()),
        ("POST", "binding") => bind(shared, ask, address),
        ("POST", "eviction") => evict(shared, ask, address),
        ("GET", "log") => log::answer(&shared.hub(), ask, address),
        ("GET" | "POST", "exec") => exec::answer(&shared.hub(), ask, address),
        (_, "binding" | "eviction" | "log" | "exec") => Ok(not_allowed()),
        _ => Ok(nowhere()),
    }
}

fn scale(shared: &Shared, ask: &Ask, address: &Address) -> Answer {
    let live = found(&shared.hub(), address)?;
    let present = scale_of(&live);
    let wanted = match ask.method.as_str() {
        "GET" => return Ok(ok(present)),
        "PUT" => ask.value_of_body().map_err(|text| bad(&text))?,
        "PATCH" => {
            let patch = ask.value_of_body().map_err(|text| bad(&text))?;
            match ask.content_type.as_str() {
                "application/json-patch+json" => json_patch::apply(present, &patch)?,
                known if PATCHES.contains(&known) => merge::apply(present, &patch),
                _ => return Ok(unsupported(PATCHES)),
            }
        }
        _ => return Ok(not_allowed()),
    };
    let version = wanted
        .pointer("/metadata/resourceVersion")
        .and_then(Value::as_str);
    if version.is_some_and(|version| Some(version) != live.meta().resource_version.as_deref()) {
        return Err(ApiError::conflict(address.kind, &address.key().name));
    }
    let replicas = wanted.pointer("/spec/replicas").and_then(Value::as_i64);
    let replicas = i32::try_from(replicas.unwrap_or_default())
        .map_err(|_| bad("spec.replicas: not a number of 32 bits"))?;
    let stored = shared
        .hub()
        .request(Request::Scale(address.key(), replicas), ask.is_dry_run())?;
    Ok(ok(scale_of(&stored)))
}

/// The `Scale` of an object that has replicas.
fn scale_of(object: &Object) -> Value {
    let meta = object.meta();
    let (wanted, present, selector) = match object {
        Object::StatefulSet(set) => (
            set.spec().replicas,
            set.status.as_ref().map(|status| status.replicas),
            selector_text(&set.spec().selector),
        ),
        Object::Deployment(deployment) => (
            deployment.spec().replicas,
            deployment
                .status
                .as_ref()
                .and_then(|status| status.replicas),
            selector_text(&deployment.spec().selector),
        ),
        Object::ReplicaSet(set) => (
            set.spec().replicas,
            set.status.as_ref().map(|status| status.replicas),
            selector_text(&set.spec().selector),
        ),
        _ => (None, None, String::new()),
    };
    json!({
        "kind": "Scale",
        "apiVersion": "autoscaling/v1",
        "metadata": {
            "name": meta.name,
            "namespace": meta.namespace,
            "uid": meta.uid,
            "resourceVersion": meta.resource_version,
            "creationTimestamp": meta.creation_timestamp,
        },
        "spec": { "replicas": wanted.unwrap_or_default() },
        "status": { "replicas": present.unwrap_or_default(), "selector": selector },
    })
}

fn bind(shared: &Shared, ask: &Ask, address: &Address) -> Answer {
    let body = ask.value_of_body().map_err(|text| bad(&text))?;
    let node = body.pointer("/target/name").and_then(Value::as_str);
    let node = node.ok_or_else(|| bad("target.name: Required value"))?;
    shared.hub().request(
        Request::Bind(address.key(), node.to_owned()),
        ask.is_dry_run(),
    )?;
    Ok(success())
}

fn evict(shared: &Shared, ask: &Ask, address: &Address) -> Answer {
    let body = ask.value_of_body().map_err(|text| bad(&text))?;
    let options = remove::options(ask, body.get("deleteOptions").unwrap_or(&Value::Null))?;
    let mut hub = shared.hub();
    let live = found(&hub, address)?;
    let pod = live.get::<Pod>().cloned().unwrap_or_default();
    if !eviction::is_allowed(hub.store(), &pod) {
        return Err(ApiError::new(
            Reason::TooManyRequests,
            "Cannot evict pod as it would violate the pod's disruption budget.",
        ));
    }
    let key: Key = address.key();
    hub.request(Request::Delete(key, options), ask.is_dry_run())?;
    Ok(success())
}

fn success() -> Reply {
    let body = json!({ "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success" });
    with_status(201, body)
}
