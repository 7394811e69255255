//! Floor 1: a Kubernetes in memory. Knows nothing of rewinding, screens or browsers.

pub mod api;
pub mod apiserver;
pub mod controllers;
pub mod disk;
pub mod dns;
pub mod kubelet;
pub mod outcome;
pub mod scheduler;

use crate::cluster::apiserver::Store;
use crate::cluster::controllers::memo::Memo;
use std::collections::BTreeMap;
use std::sync::Arc;

/// All of the cluster: what the API server holds, and what only the machines themselves know.
#[derive(Clone, Debug, Hash)]
pub struct Cluster {
    /// The API server's state.
    pub store: Store,
    /// What each node's kubelet has running, by node name.
    pub machines: BTreeMap<Arc<str>, kubelet::Machine>,
    /// The bytes on the volumes, by PersistentVolume name.
    pub disks: disk::Disks,
    /// What the StatefulSet controller remembers between two looks.
    pub stateful_sets: Memo<controllers::statefulset::Memory>,
    /// What the EndpointSlice controller does.
    pub endpoints: Memo<controllers::endpoints::Memory>,
    /// What the scheduler remembers between two looks.
    pub scheduler: scheduler::Memory,
    /// Which volumes the provisioner is making.
    pub provisioner: controllers::volume::provisioner::Memory,
}
