//! Defaults of claims, volumes and storage classes, with the admission plugins about them.
//!
//! Models kubernetes/pkg/apis/core/v1/defaults.go, pkg/apis/storage/v1/defaults.go and the plugins
//! DefaultStorageClass and StorageObjectInUseProtection (1.36).

use super::blank::{fill, metadata, omit, quantities};
use super::pod_spec::selector;
use crate::cluster::api::{
    PersistentVolume, PersistentVolumeClaim, PersistentVolumeClaimSpec, StorageClass, meta,
};
use crate::cluster::apiserver::store::Store;

const CLAIM_FINALIZER: &str = "kubernetes.io/pvc-protection";
const VOLUME_FINALIZER: &str = "kubernetes.io/pv-protection";
const IS_DEFAULT: &str = "storageclass.kubernetes.io/is-default-class";
const IS_DEFAULT_BETA: &str = "storageclass.beta.kubernetes.io/is-default-class";
const CLASS_BETA: &str = "volume.beta.kubernetes.io/storage-class";

/// Completes a claim, alone or as a template of a set.
pub(super) fn claim(claim: &mut PersistentVolumeClaim) {
    metadata(&mut claim.metadata);
    claim_spec(claim.spec.get_or_insert_default());
    let status = claim.status.get_or_insert_default();
    fill(&mut status.phase, "Pending");
    omit(&mut status.access_modes);
    quantities(&mut status.capacity);
}

/// Completes a claim's spec. An empty `storageClassName` stays: it asks for no class at all.
pub(super) fn claim_spec(spec: &mut PersistentVolumeClaimSpec) {
    omit(&mut spec.access_modes);
    omit(&mut spec.volume_name);
    spec.selector.iter_mut().for_each(selector);
    spec.volume_mode
        .get_or_insert_with(|| "Filesystem".to_owned());
    let resources = spec.resources.get_or_insert_default();
    quantities(&mut resources.limits);
    quantities(&mut resources.requests);
}

/// What the plugins add to a new claim: the default class and the finalizer.
pub(super) fn admit_claim(store: &Store, claim: &mut PersistentVolumeClaim) {
    add_finalizer(&mut claim.metadata, CLAIM_FINALIZER);
    let spec = claim.spec.get_or_insert_default();
    let names_a_class = spec.storage_class_name.is_some()
        || meta::annotation(&claim.metadata, CLASS_BETA).is_some();
    if !names_a_class && let Some(class) = default_class(store) {
        spec.storage_class_name = class.metadata.name.clone();
    }
}

/// The class of claims that name none: the newest of those marked default.
#[must_use]
pub fn default_class(store: &Store) -> Option<&StorageClass> {
    let marked = |class: &StorageClass| {
        [IS_DEFAULT, IS_DEFAULT_BETA]
            .into_iter()
            .any(|key| meta::annotation(&class.metadata, key) == Some("true"))
    };
    let created = |class: &StorageClass| class.metadata.creation_timestamp.as_ref().map(|at| at.0);
    store
        .list::<StorageClass>()
        .map(AsRef::as_ref)
        .filter(|class| marked(class))
        // The listing goes by name; of two that are equally new the first one stays.
        .reduce(|best, other| {
            if created(other) > created(best) {
                other
            } else {
                best
            }
        })
}

/// Completes a volume.
pub(super) fn volume(volume: &mut PersistentVolume) {
    let spec = volume.spec.get_or_insert_default();
    fill(&mut spec.persistent_volume_reclaim_policy, "Retain");
    spec.volume_mode
        .get_or_insert_with(|| "Filesystem".to_owned());
    omit(&mut spec.access_modes);
    omit(&mut spec.mount_options);
    // Unlike a claim's this one is no pointer: no class and an empty class are the same.
    omit(&mut spec.storage_class_name);
    quantities(&mut spec.capacity);
    if let Some(path) = &mut spec.host_path {
        path.type_.get_or_insert_default();
    }
    fill(&mut volume.status.get_or_insert_default().phase, "Pending");
}

/// What the plugins add to a new volume.
pub(super) fn admit_volume(volume: &mut PersistentVolume) {
    add_finalizer(&mut volume.metadata, VOLUME_FINALIZER);
}

/// Completes a class.
pub(super) fn class(class: &mut StorageClass) {
    omit(&mut class.parameters);
    omit(&mut class.mount_options);
    omit(&mut class.allowed_topologies);
    class
        .reclaim_policy
        .get_or_insert_with(|| "Delete".to_owned());
    class
        .volume_binding_mode
        .get_or_insert_with(|| "Immediate".to_owned());
}

fn add_finalizer(meta: &mut crate::cluster::api::ObjectMeta, finalizer: &str) {
    if !meta::has_finalizer(meta, finalizer) {
        meta.finalizers
            .get_or_insert_default()
            .push(finalizer.to_owned());
    }
}
