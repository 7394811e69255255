//! The kinds this cluster serves, with the names people and machines call them by.

use serde::{Deserialize, Serialize};

/// One served kind. The order is the order in which `kubectl get all`-like listings go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names are Kubernetes' own")]
pub enum Kind {
    Namespace,
    Node,
    Pod,
    Service,
    StatefulSet,
    ControllerRevision,
    Deployment,
    ReplicaSet,
    PersistentVolumeClaim,
    PersistentVolume,
    StorageClass,
    EndpointSlice,
    Event,
    ConfigMap,
    Secret,
    ServiceAccount,
    PodDisruptionBudget,
    ResourceQuota,
}

/// What discovery says of a kind (kubectl api-resources).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KindInfo {
    /// `StatefulSet`
    pub name: &'static str,
    /// `apps`; empty for the core group.
    pub group: &'static str,
    /// `v1`
    pub version: &'static str,
    /// `statefulsets`
    pub plural: &'static str,
    /// `statefulset`
    pub singular: &'static str,
    /// `sts`
    pub short_names: &'static [&'static str],
    /// Whether objects live in a namespace.
    pub namespaced: bool,
}

const fn info(
    name: &'static str,
    group: &'static str,
    plural: &'static str,
    singular: &'static str,
    short_names: &'static [&'static str],
    namespaced: bool,
) -> KindInfo {
    KindInfo {
        name,
        group,
        version: "v1",
        plural,
        singular,
        short_names,
        namespaced,
    }
}

/// What discovery says, in the order of [`Kind`].
const TABLE: [KindInfo; 18] = [
    info("Namespace", "", "namespaces", "namespace", &["ns"], false),
    info("Node", "", "nodes", "node", &["no"], false),
    info("Pod", "", "pods", "pod", &["po"], true),
    info("Service", "", "services", "service", &["svc"], true),
    info(
        "StatefulSet",
        "apps",
        "statefulsets",
        "statefulset",
        &["sts"],
        true,
    ),
    info(
        "ControllerRevision",
        "apps",
        "controllerrevisions",
        "controllerrevision",
        &[],
        true,
    ),
    info(
        "Deployment",
        "apps",
        "deployments",
        "deployment",
        &["deploy"],
        true,
    ),
    info(
        "ReplicaSet",
        "apps",
        "replicasets",
        "replicaset",
        &["rs"],
        true,
    ),
    info(
        "PersistentVolumeClaim",
        "",
        "persistentvolumeclaims",
        "persistentvolumeclaim",
        &["pvc"],
        true,
    ),
    info(
        "PersistentVolume",
        "",
        "persistentvolumes",
        "persistentvolume",
        &["pv"],
        false,
    ),
    info(
        "StorageClass",
        "storage.k8s.io",
        "storageclasses",
        "storageclass",
        &["sc"],
        false,
    ),
    info(
        "EndpointSlice",
        "discovery.k8s.io",
        "endpointslices",
        "endpointslice",
        &[],
        true,
    ),
    info("Event", "", "events", "event", &["ev"], true),
    info("ConfigMap", "", "configmaps", "configmap", &["cm"], true),
    info("Secret", "", "secrets", "secret", &[], true),
    info(
        "ServiceAccount",
        "",
        "serviceaccounts",
        "serviceaccount",
        &["sa"],
        true,
    ),
    info(
        "PodDisruptionBudget",
        "policy",
        "poddisruptionbudgets",
        "poddisruptionbudget",
        &["pdb"],
        true,
    ),
    info(
        "ResourceQuota",
        "",
        "resourcequotas",
        "resourcequota",
        &["quota"],
        true,
    ),
];

impl Kind {
    /// Every served kind, in order.
    pub const ALL: [Self; 18] = [
        Self::Namespace,
        Self::Node,
        Self::Pod,
        Self::Service,
        Self::StatefulSet,
        Self::ControllerRevision,
        Self::Deployment,
        Self::ReplicaSet,
        Self::PersistentVolumeClaim,
        Self::PersistentVolume,
        Self::StorageClass,
        Self::EndpointSlice,
        Self::Event,
        Self::ConfigMap,
        Self::Secret,
        Self::ServiceAccount,
        Self::PodDisruptionBudget,
        Self::ResourceQuota,
    ];

    /// What `kubectl get all` means, in the order it lists them.
    pub const CATEGORY_ALL: [Self; 5] = [
        Self::Pod,
        Self::Service,
        Self::Deployment,
        Self::ReplicaSet,
        Self::StatefulSet,
    ];

    /// The names and scope of the kind.
    #[must_use]
    pub const fn info(self) -> KindInfo {
        TABLE[self as usize]
    }

    /// `apps/v1`, or `v1` for the core group.
    #[must_use]
    pub fn api_version(self) -> String {
        let info = self.info();
        if info.group.is_empty() {
            info.version.to_owned()
        } else {
            format!("{}/{}", info.group, info.version)
        }
    }

    /// The kind as error messages name it: `statefulsets.apps`, `pods`.
    #[must_use]
    pub fn resource(self) -> String {
        let info = self.info();
        qualified(info.plural, info.group)
    }

    /// The kind as kubectl prints it before a name: `statefulset.apps`, `pod`.
    #[must_use]
    pub fn printed(self) -> String {
        let info = self.info();
        qualified(info.singular, info.group)
    }

    /// Finds the kind a manifest names by `apiVersion` and `kind`.
    #[must_use]
    pub fn from_type(api_version: &str, kind: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|candidate| {
            candidate.info().name == kind && candidate.api_version() == api_version
        })
    }

    /// Finds the kind a person means: `sts`, `statefulset`, `statefulsets.apps`, `StatefulSet`.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let lower = word.to_ascii_lowercase();
        let (base, group) = match lower.split_once('.') {
            Some((base, group)) => (base, Some(group)),
            None => (lower.as_str(), None),
        };
        Self::ALL.into_iter().find(|candidate| {
            let info = candidate.info();
            let named =
                base == info.plural || base == info.singular || info.short_names.contains(&base);
            let versioned = format!("{}.{}", info.version, info.group);
            named && group.is_none_or(|group| group == info.group || group == versioned)
        })
    }
}

fn qualified(word: &str, group: &str) -> String {
    if group.is_empty() {
        word.to_owned()
    } else {
        format!("{word}.{group}")
    }
}
