//! Which lists are merged, and by what: the `patchStrategy` and `patchMergeKey` tags of the API types.

use crate::cluster::api::Kind;

/// How a list of a patch meets the list it is applied to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListStrategy {
    /// It replaces it.
    Atomic,
    /// Items with the same value of this field are one item.
    ByKey(&'static str),
    /// Its plain values are added.
    Set,
}

/// The strategy of the list `field`; `parent` is the field of the struct it is in.
#[must_use]
pub fn list(kind: Kind, parent: &str, field: &str) -> ListStrategy {
    use ListStrategy::{Atomic, ByKey, Set};
    match (kind, parent, field) {
        (_, "metadata", "ownerReferences") => ByKey("uid"),
        (_, "metadata", "finalizers") => Set,
        (_, "status", "conditions") => ByKey("type"),
        (Kind::Service, "spec", "ports") => ByKey("port"),
        (Kind::Node, "spec", "taints") => ByKey("key"),
        (Kind::Node, "spec", "podCIDRs") => Set,
        (Kind::Node, "status", "addresses") => ByKey("type"),
        (Kind::ServiceAccount, "", "secrets" | "imagePullSecrets") => ByKey("name"),
        (Kind::Pod, "status", "podIPs" | "hostIPs") => ByKey("ip"),
        (Kind::Pod | Kind::StatefulSet | Kind::Deployment | Kind::ReplicaSet, _, _) => {
            in_pods(parent, field)
        }
        _ => Atomic,
    }
}

fn in_pods(parent: &str, field: &str) -> ListStrategy {
    use ListStrategy::{Atomic, ByKey};
    match (parent, field) {
        ("spec", "containers" | "initContainers" | "ephemeralContainers") => ByKey("name"),
        ("spec", "volumes" | "imagePullSecrets" | "schedulingGates" | "resourceClaims") => {
            ByKey("name")
        }
        ("spec", "hostAliases") => ByKey("ip"),
        ("spec", "topologySpreadConstraints") => ByKey("topologyKey"),
        ("containers" | "initContainers" | "ephemeralContainers", "env") => ByKey("name"),
        ("containers" | "initContainers" | "ephemeralContainers", "ports") => {
            ByKey("containerPort")
        }
        ("containers" | "initContainers" | "ephemeralContainers", "volumeMounts") => {
            ByKey("mountPath")
        }
        ("containers" | "initContainers" | "ephemeralContainers", "volumeDevices") => {
            ByKey("devicePath")
        }
        _ => Atomic,
    }
}

/// Whether this map is replaced whole, changed or not (`patchStrategy: replace`).
#[must_use]
pub fn replaces(kind: Kind, parent: &str, field: &str) -> bool {
    (kind, parent, field) == (Kind::PodDisruptionBudget, "spec", "selector")
}

/// Whether a change of this map names the keys to keep, so that one kind of volume, say, gives way
/// to another instead of standing beside it.
#[must_use]
pub fn retains_keys(kind: Kind, parent: &str, field: &str) -> bool {
    match field {
        "strategy" => kind == Kind::Deployment && parent == "spec",
        // Items of the list, not the list itself.
        "volumes" | "resourceClaims" => list(kind, parent, field) != ListStrategy::Atomic,
        _ => false,
    }
}
