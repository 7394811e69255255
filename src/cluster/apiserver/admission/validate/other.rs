//! Rules of the kinds with few of them.
//!
//! Models pkg/apis/core/validation, pkg/apis/storage/validation and pkg/apis/policy/validation.

use super::causes::Causes;
use super::path::Path;
use super::{claim, format, meta, resources};
use crate::cluster::api::{
    ConfigMap, LabelSelector, PersistentVolume, PodDisruptionBudget, PodTemplateSpec, Secret,
    StorageClass,
};
use serde_json::Value;

/// A volume: how large, for whom, and where it comes from.
pub(super) fn volume(volume: &PersistentVolume, causes: &mut Causes) {
    let Some(spec) = &volume.spec else { return };
    let path = Path::root("spec");
    claim::access_modes(
        spec.access_modes.as_deref(),
        &path.child("accessModes"),
        causes,
    );
    let capacity = path.child("capacity");
    match spec
        .capacity
        .as_ref()
        .filter(|capacity| !capacity.is_empty())
    {
        None => causes.required(&capacity, ""),
        Some(all) => {
            for (name, quantity) in all {
                resources::amount(name, quantity, &capacity.key(name), causes);
            }
        }
    }
    let reclaim = spec
        .persistent_volume_reclaim_policy
        .as_deref()
        .unwrap_or_default();
    let known = ["Delete", "Recycle", "Retain"];
    causes.one_of(
        &path.child("persistentVolumeReclaimPolicy"),
        reclaim,
        &known,
    );
    if let Some(mode) = &spec.volume_mode {
        causes.one_of(&path.child("volumeMode"), mode, &["Block", "Filesystem"]);
    }
    if let Some(class) = &spec.storage_class_name {
        causes.each(
            &path.child("storageClassName"),
            class,
            format::dns_subdomain(class),
        );
    }
    let source = spec.host_path.is_some()
        || spec.csi.is_some()
        || spec.local.is_some()
        || spec.nfs.is_some()
        || has_other_source(volume);
    if !source {
        causes.required(&path, "must specify a volume type");
    }
    if spec.local.is_some() && spec.node_affinity.is_none() {
        causes.required(
            &path.child("nodeAffinity"),
            "Local volume requires node affinity",
        );
    }
}

/// Any of the two dozen sources of long ago; asked only when none of today's is there.
fn has_other_source(volume: &PersistentVolume) -> bool {
    let known = [
        "accessModes",
        "capacity",
        "claimRef",
        "mountOptions",
        "nodeAffinity",
        "persistentVolumeReclaimPolicy",
        "storageClassName",
        "volumeAttributesClassName",
        "volumeMode",
    ];
    let spec = serde_json::to_value(&volume.spec).unwrap_or_default();
    spec.as_object()
        .is_some_and(|spec| spec.keys().any(|key| !known.contains(&key.as_str())))
}

/// A class: who provisions, and what becomes of it.
pub(super) fn class(class: &StorageClass, causes: &mut Causes) {
    if class.provisioner.is_empty() {
        causes.required(&Path::root("provisioner"), "");
    }
    let reclaim = class.reclaim_policy.as_deref().unwrap_or_default();
    causes.one_of(&Path::root("reclaimPolicy"), reclaim, &["Delete", "Retain"]);
    let mode = class.volume_binding_mode.as_deref().unwrap_or_default();
    let known = ["Immediate", "WaitForFirstConsumer"];
    causes.one_of(&Path::root("volumeBindingMode"), mode, &known);
}

/// Keys become file names.
pub(super) fn config_map(map: &ConfigMap, causes: &mut Causes) {
    let path = Path::root("data");
    for key in map.data.iter().flat_map(|data| data.keys()) {
        causes.each(&path.key(key), key, format::config_key(key));
    }
}

/// Keys become file names.
pub(super) fn secret(secret: &Secret, causes: &mut Causes) {
    let path = Path::root("data");
    for key in secret.data.iter().flat_map(|data| data.keys()) {
        causes.each(&path.key(key), key, format::config_key(key));
    }
}

/// A budget is one of two kinds.
pub(super) fn budget(budget: &PodDisruptionBudget, causes: &mut Causes) {
    let Some(spec) = &budget.spec else { return };
    let path = Path::root("spec");
    if spec.min_available.is_some() && spec.max_unavailable.is_some() {
        let detail = "minAvailable and maxUnavailable cannot be both set";
        causes.invalid(
            &path,
            serde_json::to_value(spec).unwrap_or_default(),
            detail,
        );
    }
    if let Some(selector) = &spec.selector {
        meta::selector(selector, &path.child("selector"), causes);
    }
}

/// What Deployments and ReplicaSets have in common.
pub(super) fn workload(
    replicas: Option<i32>,
    selector: &LabelSelector,
    template: Option<&PodTemplateSpec>,
    causes: &mut Causes,
) {
    let path = Path::root("spec");
    causes.not_negative(&path.child("replicas"), replicas.unwrap_or(1));
    let usable = meta::pod_selector(selector, "deployment", &path.child("selector"), causes);
    let metadata = template.and_then(|template| template.metadata.as_ref());
    let labels = metadata.and_then(|metadata| metadata.labels.as_ref());
    let picks = crate::cluster::api::selector::matches(selector, labels);
    if usable && !meta::is_empty(selector) && !picks {
        let value = labels.map_or(Value::Null, |labels| {
            serde_json::to_value(labels).unwrap_or_default()
        });
        let detail = "`selector` does not match template `labels`";
        causes.invalid(&path.child("template.metadata.labels"), value, detail);
    }
    if let Some(spec) = template.and_then(|template| template.spec.as_ref()) {
        let none = super::seen::Seen::new();
        super::pod_spec::pod_spec(spec, &none, &path.child("template.spec"), causes);
    }
}
