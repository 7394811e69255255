//! What the server says it serves, in the three forms clients ask for it.

use super::ask::Ask;
use super::reply::Reply;
use crate::cluster::api::Kind;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const AGGREGATED: &str = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

/// A part of a kind with an address of its own.
struct Part {
    name: &'static str,
    /// Group, version and kind of what is sent and answered there; the kind's own if absent.
    speaks: Option<(&'static str, &'static str, &'static str)>,
    verbs: &'static [&'static str],
}

const fn part(
    name: &'static str,
    speaks: Option<(&'static str, &'static str, &'static str)>,
    verbs: &'static [&'static str],
) -> Part {
    Part {
        name,
        speaks,
        verbs,
    }
}

/// Whether the client understands everything in one document.
pub(super) fn wants_aggregated(ask: &Ask) -> bool {
    ask.accept.split(',').any(|kind| {
        kind.contains("as=APIGroupDiscoveryList")
            && kind.contains("v=v2")
            && !kind.contains("v=v2beta")
    })
}

/// Every group but the core, in the order of kube-apiserver.
pub(super) fn groups() -> Vec<&'static str> {
    const ORDER: [&str; 4] = ["apps", "policy", "storage.k8s.io", "discovery.k8s.io"];
    let served: BTreeSet<&str> = Kind::ALL.iter().map(|kind| kind.info().group).collect();
    let mut groups: Vec<&str> = ORDER
        .into_iter()
        .filter(|group| served.contains(group))
        .collect();
    groups.extend(
        served
            .into_iter()
            .filter(|group| !group.is_empty() && !ORDER.contains(group)),
    );
    groups
}

/// `/api`
pub(super) fn core_versions() -> Value {
    json!({ "kind": "APIVersions", "versions": ["v1"], "serverAddressByClientCIDRs": [] })
}

/// `/apis`
pub(super) fn group_list() -> Value {
    let groups: Vec<Value> = groups().into_iter().filter_map(group).collect();
    json!({ "kind": "APIGroupList", "apiVersion": "v1", "groups": groups })
}

/// `/apis/GROUP`
pub(super) fn group(name: &str) -> Option<Value> {
    groups().contains(&name).then(|| {
        let version = json!({ "groupVersion": format!("{name}/v1"), "version": "v1" });
        json!({
            "kind": "APIGroup", "apiVersion": "v1", "name": name,
            "versions": [version], "preferredVersion": version,
        })
    })
}

/// `/api/v1`, `/apis/GROUP/VERSION`
pub(super) fn resources(group: &str, version: &str) -> Option<Value> {
    let kinds = kinds(group);
    if kinds.is_empty() || version != "v1" {
        return None;
    }
    let mut resources = Vec::new();
    for kind in &kinds {
        let info = kind.info();
        resources.push(described(
            json!({
                "name": info.plural,
                "singularName": info.singular,
                "namespaced": info.namespaced,
                "kind": info.name,
                "verbs": verbs(),
            }),
            *kind,
        ));
        for part in parts(*kind) {
            let mut resource = json!({
                "name": format!("{}/{}", info.plural, part.name),
                "singularName": "",
                "namespaced": info.namespaced,
                "kind": part.speaks.map_or(info.name, |(_, _, kind)| kind),
                "verbs": part.verbs,
            });
            if let Some((group, version, _)) = part.speaks {
                resource["group"] = Value::from(group);
                resource["version"] = Value::from(version);
            }
            resources.push(resource);
        }
    }
    Some(json!({
        "kind": "APIResourceList",
        "apiVersion": "v1",
        "groupVersion": kinds[0].api_version(),
        "resources": resources,
    }))
}

/// Everything about these groups in one document.
pub(super) fn aggregated(groups: &[&str]) -> Reply {
    let items: Vec<Value> = groups
        .iter()
        .map(|group| {
            let resources: Vec<Value> = kinds(group).into_iter().map(aggregated_kind).collect();
            let version =
                json!({ "version": "v1", "resources": resources, "freshness": "Current" });
            let metadata = if group.is_empty() {
                json!({})
            } else {
                json!({ "name": group })
            };
            json!({ "metadata": metadata, "versions": [version] })
        })
        .collect();
    Reply::Json {
        status: 200,
        content_type: AGGREGATED,
        body: json!({
            "kind": "APIGroupDiscoveryList",
            "apiVersion": "apidiscovery.k8s.io/v2",
            "metadata": {},
            "items": items,
        }),
        warnings: vec![],
    }
}

fn aggregated_kind(kind: Kind) -> Value {
    let info = kind.info();
    let own = json!({ "group": info.group, "version": info.version, "kind": info.name });
    let subresources: Vec<Value> = parts(kind)
        .into_iter()
        .map(|part| {
            let speaks = part.speaks.map_or_else(
                || own.clone(),
                |(group, version, kind)| json!({ "group": group, "version": version, "kind": kind }),
            );
            json!({ "subresource": part.name, "responseKind": speaks, "verbs": part.verbs })
        })
        .collect();
    let mut resource = described(
        json!({
            "resource": info.plural,
            "responseKind": own,
            "scope": if info.namespaced { "Namespaced" } else { "Cluster" },
            "singularResource": info.singular,
            "verbs": verbs(),
        }),
        kind,
    );
    if !subresources.is_empty() {
        resource["subresources"] = Value::from(subresources);
    }
    resource
}

/// Adds short names and categories where there are any.
fn described(mut resource: Value, kind: Kind) -> Value {
    let info = kind.info();
    if !info.short_names.is_empty() {
        resource["shortNames"] = json!(info.short_names);
    }
    if Kind::CATEGORY_ALL.contains(&kind) {
        resource["categories"] = json!(["all"]);
    }
    resource
}

fn verbs() -> [&'static str; 8] {
    [
        "create",
        "delete",
        "deletecollection",
        "get",
        "list",
        "patch",
        "update",
        "watch",
    ]
}

/// The kinds of a group, by plural: the order in which `kubectl get all` goes.
fn kinds(group: &str) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = Kind::ALL
        .into_iter()
        .filter(|kind| kind.info().group == group)
        .collect();
    kinds.sort_by_key(|kind| kind.info().plural);
    kinds
}

fn parts(kind: Kind) -> Vec<Part> {
    const CHANGE: &[&str] = &["get", "patch", "update"];
    const SCALE: Option<(&str, &str, &str)> = Some(("autoscaling", "v1", "Scale"));
    match kind {
        Kind::Pod => vec![
            part("binding", Some(("", "v1", "Binding")), &["create"]),
            part("eviction", Some(("policy", "v1", "Eviction")), &["create"]),
            part(
                "exec",
                Some(("", "v1", "PodExecOptions")),
                &["create", "get"],
            ),
            part("log", None, &["get"]),
            part("status", None, CHANGE),
        ],
        Kind::StatefulSet | Kind::Deployment | Kind::ReplicaSet => {
            vec![part("scale", SCALE, CHANGE), part("status", None, CHANGE)]
        }
        Kind::Node
        | Kind::Namespace
        | Kind::Service
        | Kind::PersistentVolumeClaim
        | Kind::PersistentVolume
        | Kind::PodDisruptionBudget
        | Kind::ResourceQuota => vec![part("status", None, CHANGE)],
        _ => vec![],
    }
}
