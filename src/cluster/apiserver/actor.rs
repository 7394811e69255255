//! Who acts: every change in the cluster has one of these behind it.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// A component of Kubernetes, or the person in front of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Actor {
    /// The person, by kubectl, the editor or a button.
    You,
    /// The API server itself (finalization, defaults, events' expiry).
    ApiServer,
    /// kube-controller-manager's StatefulSet controller.
    StatefulSetController,
    /// kube-scheduler.
    Scheduler,
    /// The kubelet of a node.
    Kubelet(Arc<str>),
    /// The PersistentVolume binder and pvc/pv protection.
    VolumeController,
    /// The external provisioner behind the StorageClass.
    Provisioner,
    /// The EndpointSlice controller.
    EndpointSliceController,
    /// The garbage collector.
    GarbageCollector,
    /// Node lifecycle, taint eviction and pod garbage collection.
    NodeController,
    /// The quota controller.
    QuotaController,
}

impl Actor {
    /// The component as events name their source.
    #[must_use]
    pub const fn component(&self) -> &'static str {
        match self {
            Self::You => "kubectl",
            Self::ApiServer => "kube-apiserver",
            Self::StatefulSetController => "statefulset-controller",
            Self::Scheduler => "default-scheduler",
            Self::Kubelet(_) => "kubelet",
            Self::VolumeController => "persistentvolume-controller",
            Self::Provisioner => "playground.io/disk_provisioner-0",
            Self::EndpointSliceController => "endpoint-slice-controller",
            Self::GarbageCollector => "garbage-collector-controller",
            Self::NodeController => "node-controller",
            Self::QuotaController => "resourcequota-controller",
        }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kubelet(node) => write!(f, "kubelet {node}"),
            other => f.write_str(other.component()),
        }
    }
}
