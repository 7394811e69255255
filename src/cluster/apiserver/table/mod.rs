//! The columns of each kind and what stands in them: the one source of what `kubectl get` shows, our
//! own kubectl's and, through [`answer`], that of whoever asks the server for a `Table`.
//!
//! Models kubernetes/pkg/printers/internalversion/printers.go.

mod answer;
mod columns;
mod event;
mod node;
mod pod;
mod policy;
mod service;
mod storage;
mod workload;

pub use answer::{Include, answer, row};
pub use columns::{Column, Holds, columns};
pub use node::roles as node_roles;
pub use service::some;
pub use storage::modes;
pub use workload::selector as selector_text;

use crate::cluster::api::{Object, SimTime, meta};

/// What stands where there is nothing.
const NONE: &str = "<none>";

/// One cell per column, the wide ones included.
#[must_use]
pub fn cells(object: &Object, now: SimTime) -> Vec<String> {
    match object {
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
        Object::Event(event) => event::cells(event, now),
        Object::PodDisruptionBudget(budget) => policy::budget(budget, now),
        Object::ConfigMap(map) => policy::config_map(map, now),
        Object::Secret(secret) => policy::secret(secret, now),
        Object::Namespace(namespace) => policy::namespace(namespace, now),
        Object::ServiceAccount(account) => policy::account(account, now),
        Object::ResourceQuota(quota) => policy::quota(quota, now),
    }
}

/// The age cell of an object.
fn age(meta: &crate::cluster::api::ObjectMeta, now: SimTime) -> String {
    crate::cluster::api::age::since(meta.creation_timestamp.as_ref(), now)
}

/// The name cell of an object.
fn name(meta: &crate::cluster::api::ObjectMeta) -> String {
    meta::name(meta).to_owned()
}

/// `text`, or `<none>` if it is empty.
fn or_none(text: &str) -> String {
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
