//! Which volume fits which claim.
//!
//! Models component-helpers/storage/volume/pv_helpers.go (`FindMatchingVolume`).

use crate::cluster::api::quantity::Amount;
use crate::cluster::api::{
    Node, ObjectReference, PersistentVolume, PersistentVolumeClaim, Quantity, StorageClass, meta,
    selector,
};
use crate::cluster::apiserver::Store;
use crate::cluster::scheduler::affinity::node_matches;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The annotation by which the scheduler tells the provisioner where the first consumer will run.
pub const SELECTED_NODE: &str = "volume.kubernetes.io/selected-node";
/// The annotation of a claim whose binding has been completed.
pub const BIND_COMPLETED: &str = "pv.kubernetes.io/bind-completed";

/// The storage class a claim names; empty for none.
#[must_use]
pub fn class_name(claim: &PersistentVolumeClaim) -> &str {
    let spec = claim.spec.as_ref();
    spec.and_then(|spec| spec.storage_class_name.as_deref())
        .unwrap_or_default()
}

/// Whether binding waits for the first pod that uses the claim.
#[must_use]
pub fn is_delayed(store: &Store, claim: &PersistentVolumeClaim) -> bool {
    let class = store.get::<StorageClass>("", class_name(claim));
    class.is_some_and(|class| class.volume_binding_mode.as_deref() == Some("WaitForFirstConsumer"))
}

/// The volume a claim names; empty for none.
#[must_use]
pub fn volume_name(claim: &PersistentVolumeClaim) -> &str {
    let spec = claim.spec.as_ref();
    spec.and_then(|spec| spec.volume_name.as_deref())
        .unwrap_or_default()
}

/// Whether claim and volume have found each other for good.
#[must_use]
pub fn is_bound(claim: &PersistentVolumeClaim) -> bool {
    !volume_name(claim).is_empty() && meta::annotation(&claim.metadata, BIND_COMPLETED).is_some()
}

/// Whether the reference means this claim; a reference without a uid means any claim of the name.
#[must_use]
pub fn refers_to(reference: &ObjectReference, claim: &PersistentVolumeClaim) -> bool {
    let uid = reference.uid.as_deref().unwrap_or_default();
    reference.name == claim.metadata.name
        && reference.namespace == claim.metadata.namespace
        && (uid.is_empty() || uid == meta::uid(&claim.metadata))
}

/// A whole reference to the claim, as `spec.claimRef` holds it.
#[must_use]
pub fn reference_to(claim: &PersistentVolumeClaim) -> ObjectReference {
    ObjectReference {
        api_version: Some("v1".to_owned()),
        kind: Some("PersistentVolumeClaim".to_owned()),
        namespace: claim.metadata.namespace.clone(),
        name: claim.metadata.name.clone(),
        uid: claim.metadata.uid.clone(),
        resource_version: claim.metadata.resource_version.clone(),
        field_path: None,
    }
}

/// The volume reserved for the claim, by a person or by the scheduler.
#[must_use]
pub fn reserved(store: &Store, claim: &PersistentVolumeClaim) -> Option<Arc<PersistentVolume>> {
    let (namespace, name) = (
        meta::namespace(&claim.metadata),
        meta::name(&claim.metadata),
    );
    store
        .volumes_for(namespace, name)
        .find(|volume| {
            let reference = volume
                .spec
                .as_ref()
                .and_then(|spec| spec.claim_ref.as_ref());
            reference.is_some_and(|reference| refers_to(reference, claim))
                && mismatch(volume, claim).is_none()
        })
        .cloned()
}

/// The smallest free volume that fits, reachable from `node` if one is given, not among `taken`.
#[must_use]
pub fn smallest(
    store: &Store,
    claim: &PersistentVolumeClaim,
    node: Option<&Node>,
    taken: &BTreeSet<String>,
) -> Option<Arc<PersistentVolume>> {
    let available = |volume: &&Arc<PersistentVolume>| {
        let phase = volume
            .status
            .as_ref()
            .and_then(|status| status.phase.as_deref());
        phase == Some("Available") && volume.spec.is_some() && !meta::is_deleting(&volume.metadata)
    };
    store
        .free_volumes()
        .filter(available)
        .filter(|volume| !taken.contains(meta::name(&volume.metadata)))
        .filter(|volume| mismatch(volume, claim).is_none() && selected(volume, claim))
        .filter(|volume| node.is_none_or(|node| reachable(volume, node)))
        .min_by_key(|volume| capacity(volume))
        .cloned()
}

/// Whether the volume can be used on the node.
#[must_use]
pub fn reachable(volume: &PersistentVolume, node: &Node) -> bool {
    let affinity = volume
        .spec
        .as_ref()
        .and_then(|spec| spec.node_affinity.as_ref());
    let required = affinity.and_then(|affinity| affinity.required.as_ref());
    required.is_none_or(|selector| node_matches(selector, node))
}

/// Why volume and claim do not fit, in the binder's words.
#[must_use]
pub fn mismatch(volume: &PersistentVolume, claim: &PersistentVolumeClaim) -> Option<&'static str> {
    let (offer, wish) = (volume.spec.as_ref()?, claim.spec.as_ref()?);
    let offered = offer.access_modes.as_deref().unwrap_or_default();
    let mode = |mode: &Option<String>| mode.clone().unwrap_or_else(|| "Filesystem".to_owned());
    if capacity(volume) < requested(claim) {
        Some("requested PV is too small")
    } else if offer.storage_class_name.as_deref().unwrap_or_default() != class_name(claim) {
        Some("storageClassName does not match")
    } else if mode(&offer.volume_mode) != mode(&wish.volume_mode) {
        Some("incompatible volumeMode")
    } else if !wish
        .access_modes
        .iter()
        .flatten()
        .all(|mode| offered.contains(mode))
    {
        Some("incompatible accessMode")
    } else {
        None
    }
}

fn selected(volume: &PersistentVolume, claim: &PersistentVolumeClaim) -> bool {
    let chosen = claim.spec.as_ref().and_then(|spec| spec.selector.as_ref());
    chosen.is_none_or(|chosen| selector::matches(chosen, volume.metadata.labels.as_ref()))
}

/// The size of the volume.
#[must_use]
pub fn capacity(volume: &PersistentVolume) -> Amount {
    storage(volume.spec.as_ref().and_then(|spec| spec.capacity.as_ref()))
}

/// The size the claim asks for.
#[must_use]
pub fn requested(claim: &PersistentVolumeClaim) -> Amount {
    let resources = claim.spec.as_ref().and_then(|spec| spec.resources.as_ref());
    storage(resources.and_then(|resources| resources.requests.as_ref()))
}

fn storage(map: Option<&BTreeMap<String, Quantity>>) -> Amount {
    map.and_then(|map| map.get("storage"))
        .map_or(Amount::ZERO, |quantity| Amount::of(&quantity.0))
}
