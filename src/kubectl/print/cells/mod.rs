//! The columns of each kind and what stands in them.
//!
//! Models kubernetes/pkg/printers/internalversion/printers.go.

mod event;
mod node;
mod pod;
mod policy;
mod service;
mod storage;
mod workload;

pub(super) use node::roles as node_roles;
pub use pod::status as pod_status;
pub(super) use service::some;
pub(super) use storage::modes;
pub(super) use workload::selector as selector_text;

use crate::cluster::api::{Kind, Object, SimTime, meta};

/// What stands where there is nothing.
pub(super) const NONE: &str = "<none>";

/// The columns of a kind: the usual ones, and those only `-o wide` shows, which follow.
#[must_use]
pub fn columns(kind: Kind) -> (Vec<&'static str>, Vec<&'static str>) {
    let (usual, wide) = column_names(kind);
    (
        usual.split('|').collect(),
        wide.split_terminator('|').collect(),
    )
}

const fn column_names(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Pod => (
            "NAME|READY|STATUS|RESTARTS|AGE",
            "IP|NODE|NOMINATED NODE|READINESS GATES",
        ),
        Kind::StatefulSet => ("NAME|READY|AGE", "CONTAINERS|IMAGES"),
        Kind::Deployment => (
            "NAME|READY|UP-TO-DATE|AVAILABLE|AGE",
            "CONTAINERS|IMAGES|SELECTOR",
        ),
        Kind::ReplicaSet => (
            "NAME|DESIRED|CURRENT|READY|AGE",
            "CONTAINERS|IMAGES|SELECTOR",
        ),
        Kind::Service => ("NAME|TYPE|CLUSTER-IP|EXTERNAL-IP|PORT(S)|AGE", "SELECTOR"),
        Kind::PersistentVolumeClaim => (
            "NAME|STATUS|VOLUME|CAPACITY|ACCESS MODES|STORAGECLASS|VOLUMEATTRIBUTESCLASS|AGE",
            "VOLUMEMODE",
        ),
        Kind::PersistentVolume => (
            "NAME|CAPACITY|ACCESS MODES|RECLAIM POLICY|STATUS|CLAIM|STORAGECLASS|VOLUMEATTRIBUTESCLASS|REASON|AGE",
            "VOLUMEMODE",
        ),
        Kind::Node => (
            "NAME|STATUS|ROLES|AGE|VERSION",
            "INTERNAL-IP|EXTERNAL-IP|OS-IMAGE|KERNEL-VERSION|CONTAINER-RUNTIME",
        ),
        Kind::EndpointSlice => ("NAME|ADDRESSTYPE|PORTS|ENDPOINTS|AGE", ""),
        Kind::ControllerRevision => ("NAME|CONTROLLER|REVISION|AGE", ""),
        Kind::Event => ("LAST SEEN|TYPE|REASON|OBJECT|MESSAGE", ""),
        Kind::StorageClass => (
            "NAME|PROVISIONER|RECLAIMPOLICY|VOLUMEBINDINGMODE|ALLOWVOLUMEEXPANSION|AGE",
            "",
        ),
        Kind::PodDisruptionBudget => (
            "NAME|MIN AVAILABLE|MAX UNAVAILABLE|ALLOWED DISRUPTIONS|AGE",
            "",
        ),
        Kind::ConfigMap => ("NAME|DATA|AGE", ""),
        Kind::Secret => ("NAME|TYPE|DATA|AGE", ""),
        Kind::Namespace => ("NAME|STATUS|AGE", ""),
        Kind::ServiceAccount => ("NAME|SECRETS|AGE", ""),
        Kind::ResourceQuota => ("NAME|AGE|REQUEST|LIMIT", ""),
    }
}

/// The columns of events under `-o wide`, which has an order of its own.
pub const WIDE_EVENT_COLUMNS: &str =
    "LAST SEEN|TYPE|REASON|OBJECT|SUBOBJECT|SOURCE|MESSAGE|FIRST SEEN|COUNT|NAME";

/// One cell per column; `wide` adds the wide ones.
#[must_use]
pub fn cells(object: &Object, wide: bool, now: SimTime) -> Vec<String> {
    let mut cells = match object {
        Object::Pod(pod) => pod::cells(pod, now),
        Object::StatefulSet(set) => workload::stateful_set(set, now),
        Object::Deployment(deployment) => workload::deployment(deployment, now),
        Object::ReplicaSet(set) => workload::replica_set(set, now),
        Object::ControllerRevision(revision) => workload::revision(revision, now),
        Object::Service(service) => service::service(service, now),
        Object::EndpointSlice(slice) => service::slice(slice, now),
        Object::PersistentVolumeClaim(claim) => storage::claim(claim, now),
        Object::PersistentVolume(volume) => storage::volume(volume, now),
        Object::StorageClass(class) => storage::class(class, now),
        Object::Node(node) => node::cells(node, now),
        Object::Event(event) => {
            return if wide {
                event::wide(event, now)
            } else {
                event::cells(event, now)
            };
        }
        Object::PodDisruptionBudget(budget) => policy::budget(budget, now),
        Object::ConfigMap(map) => policy::config_map(map, now),
        Object::Secret(secret) => policy::secret(secret, now),
        Object::Namespace(namespace) => policy::namespace(namespace, now),
        Object::ServiceAccount(account) => policy::account(account, now),
        Object::ResourceQuota(quota) => policy::quota(quota, now),
    };
    let (usual, extra) = columns(object.kind());
    cells.truncate(usual.len() + if wide { extra.len() } else { 0 });
    cells
}

/// The age cell of an object.
pub(super) fn age(meta: &crate::cluster::api::ObjectMeta, now: SimTime) -> String {
    super::age::since(meta.creation_timestamp.as_ref(), now)
}

/// The name cell of an object.
pub(super) fn name(meta: &crate::cluster::api::ObjectMeta) -> String {
    meta::name(meta).to_owned()
}

/// `text`, or `<none>` if it is empty.
pub(super) fn or_none(text: &str) -> String {
    if text.is_empty() {
        NONE.to_owned()
    } else {
        text.to_owned()
    }
}

/// `a=b,c=d`, or `<none>`.
#[must_use]
pub fn labels(labels: Option<&std::collections::BTreeMap<String, String>>) -> String {
    let pairs: Vec<String> = labels
        .into_iter()
        .flatten()
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    or_none(&pairs.join(","))
}
