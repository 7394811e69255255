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
use crate::cluster::api::{Key, Kind, Pod};
use crate::cluster::apiserver::patch::{json as json_patch, merge};
use crate::cluster::apiserver::{ApiError, Reason, eviction, scale};
use crate::sim::Request;
use serde_json::{Value, json};

pub(super) fn answer(shared: &Shared, ask: &Ask, address: &Address, name: &str) -> Answer {
    let scales = matches!(
        address.kind,
        Kind::StatefulSet | Kind::Deployment | Kind::ReplicaSet
    );
    match (ask.method.as_str(), name) {
        (_, "scale") if scales => replicas(shared, ask, address),
        _ if address.kind != Kind::Pod => Ok(nowhere()),
        ("POST", "binding") => bind(shared, ask, address),
        ("POST", "eviction") => evict(shared, ask, address),
        ("GET", "log") => log::answer(&shared.hub(), ask, address),
        ("GET" | "POST", "exec") => exec::answer(&shared.hub(), ask, address),
        (_, "binding" | "eviction" | "log" | "exec") => Ok(not_allowed()),
        _ => Ok(nowhere()),
    }
}

fn replicas(shared: &Shared, ask: &Ask, address: &Address) -> Answer {
    let live = found(&shared.hub(), address)?;
    let present = scale::of(&live);
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
    let replicas = scale::replicas(&wanted).map_err(|why| match ask.method.as_str() {
        "PATCH" => ApiError::invalid_patch(&wanted.to_string(), &why),
        _ => bad(&format!(
            "Scale in version \"v1\" cannot be handled as a Scale: {why}"
        )),
    })?;
    let stored = shared
        .hub()
        .request(Request::Scale(address.key(), replicas), ask.is_dry_run())?;
    Ok(ok(scale::of(&stored)))
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
