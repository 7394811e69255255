//! From a request to whoever answers it.

use super::address::Address;
use super::ask::Ask;
use super::http::Shared;
use super::lanes::LARGE_BYTES;
use super::reply::{Answer, Reply, nowhere, ok, refusal, refused};
use super::{discovery, lease, openapi, part, read, remove, write};
use crate::cluster::apiserver::version;
use serde_json::Value;

/// Whether the answer takes so long that it has to wait for its turn, however short the question:
/// what is changed or told is large, or is much.
pub(super) fn is_large(shared: &Shared, ask: &Ask) -> bool {
    let path: Vec<&str> = ask.path.iter().map(String::as_str).collect();
    let address = match path.as_slice() {
        ["openapi", ..] => return true,
        ["api", version, rest @ ..] => Address::read("", version, rest),
        ["apis", group, version, rest @ ..] => Address::read(group, version, rest),
        _ => None,
    };
    let Some(address) = address else { return false };
    if ask.method == "DELETE" && address.name.is_none() {
        return true;
    }
    let hub = shared.hub();
    let bytes = hub.store().bytes_of(&address.key());
    bytes.is_some_and(|bytes| bytes > LARGE_BYTES) && !ask.is_set("watch")
}

/// Answers a request.
pub(super) fn answer(shared: &Shared, ask: &Ask) -> Reply {
    shared.hub().look();
    let path: Vec<&str> = ask.path.iter().map(String::as_str).collect();
    let answer = match path.as_slice() {
        [
            "apis",
            "coordination.k8s.io",
            "v1",
            "namespaces",
            "kube-node-lease",
            "leases",
            node,
        ] if ask.method == "GET" => lease::answer(&shared.hub(), node),
        ["api", version, rest @ ..] if !rest.is_empty() => resource(shared, ask, "", version, rest),
        ["apis", group, version, rest @ ..] if !rest.is_empty() => {
            resource(shared, ask, group, version, rest)
        }
        _ if ask.method != "GET" => Ok(not_allowed()),
        path => Ok(document(ask, path)),
    };
    answer.unwrap_or_else(|error| refusal(&error))
}

fn document(ask: &Ask, path: &[&str]) -> Reply {
    match path {
        ["healthz" | "livez" | "readyz", ..] => Reply::Text {
            status: 200,
            body: "ok".to_owned(),
        },
        ["version"] => ok(version::answer()),
        ["api"] if discovery::wants_aggregated(ask) => discovery::aggregated(&[""]),
        ["apis"] if discovery::wants_aggregated(ask) => discovery::aggregated(&discovery::groups()),
        ["api"] => ok(discovery::core_versions()),
        ["apis"] => ok(discovery::group_list()),
        ["apis", group] => found(discovery::group(group)),
        ["api", version] => found(discovery::resources("", version)),
        ["apis", group, version] => found(discovery::resources(group, version)),
        ["openapi", "v2"] => openapi::version_2(ask),
        ["openapi", "v3"] => ok(openapi::index()),
        ["openapi", "v3", "api", version] => found(openapi::document("", version)),
        ["openapi", "v3", "apis", group, version] => found(openapi::document(group, version)),
        _ => nowhere(),
    }
}

fn found(document: Option<Value>) -> Reply {
    document.map_or_else(nowhere, ok)
}

fn resource(shared: &Shared, ask: &Ask, group: &str, version: &str, rest: &[&str]) -> Answer {
    let Some(address) = Address::read(group, version, rest) else {
        return Ok(nowhere());
    };
    if let Some(why) = address.bad_name() {
        return Err(write::bad(&why));
    }
    if !is_read_here(ask, &address) {
        return Ok(write::unsupported(write::BODIES));
    }
    if ask.method != "GET" || address.name.is_none() || ask.is_set("watch") {
        shared.hub().forget_awaited();
    }
    match (ask.method.as_str(), &address.name, address.part.as_deref()) {
        (_, Some(_), Some(name)) if name != "status" => part::answer(shared, ask, &address, name),
        ("GET", Some(_), _) if !ask.is_set("watch") => read::one(shared, ask, &address),
        ("GET", _, _) if ask.is_set("watch") => read::watch(shared, ask, &address),
        ("GET", _, _) => read::list(shared, ask, &address),
        ("POST", None, _) => write::create(shared, ask, &address),
        ("PUT", Some(_), _) => write::replace(shared, ask, &address),
        ("PATCH", Some(_), _) => write::patch(shared, ask, &address),
        ("DELETE", Some(_), None) => remove::one(shared, ask, &address),
        ("DELETE", None, _) => remove::collection(shared, ask, &address),
        _ => Ok(not_allowed()),
    }
}

/// Whether the body is in a form that is read; one of which nothing is said is JSON, as upstream has it.
fn is_read_here(ask: &Ask, address: &Address) -> bool {
    let has_body = match ask.method.as_str() {
        "POST" | "PUT" => address.part.as_deref() != Some("exec"),
        "DELETE" => !ask.body.is_empty(),
        _ => false,
    };
    !has_body || ask.content_type.is_empty() || write::BODIES.contains(&ask.content_type.as_str())
}

pub(super) fn not_allowed() -> Reply {
    refused(
        405,
        "MethodNotAllowed",
        "the server does not allow this method on the requested resource",
    )
}
