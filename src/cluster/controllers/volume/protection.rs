//! Claims and volumes in use are kept: their finalizers go when nobody uses them any more.
//!
//! Models kubernetes/pkg/controller/volume/{pvcprotection,pvprotection}.

use crate::cluster::api::conditions::is_terminal;
use crate::cluster::api::pod::node_name;
use crate::cluster::api::{PersistentVolume, PersistentVolumeClaim, meta};
use crate::cluster::apiserver::{ApiError, Client, Store};
use std::sync::Arc;

const CLAIM_FINALIZER: &str = "kubernetes.io/pvc-protection";
const VOLUME_FINALIZER: &str = "kubernetes.io/pv-protection";

/// Puts the finalizer on a claim that came without.
pub(super) fn protect_claim(
    client: &mut Client<'_>,
    claim: Arc<PersistentVolumeClaim>,
) -> Result<Arc<PersistentVolumeClaim>, ApiError> {
    if meta::has_finalizer(&claim.metadata, CLAIM_FINALIZER) {
        return Ok(claim);
    }
    let (namespace, name) = (
        meta::namespace(&claim.metadata),
        meta::name(&claim.metadata),
    );
    client.patch::<PersistentVolumeClaim>(namespace, name, |claim| {
        claim
            .metadata
            .finalizers
            .get_or_insert_default()
            .push(CLAIM_FINALIZER.to_owned());
    })
}

/// Puts the finalizer on a volume that came without.
pub(super) fn protect_volume(
    client: &mut Client<'_>,
    volume: Arc<PersistentVolume>,
) -> Result<Arc<PersistentVolume>, ApiError> {
    if meta::has_finalizer(&volume.metadata, VOLUME_FINALIZER) {
        return Ok(volume);
    }
    client.patch::<PersistentVolume>("", meta::name(&volume.metadata), |volume| {
        volume
            .metadata
            .finalizers
            .get_or_insert_default()
            .push(VOLUME_FINALIZER.to_owned());
    })
}

/// Lets a claim go that is being deleted, unless a pod uses it.
pub(super) fn release_claim(
    client: &mut Client<'_>,
    claim: &PersistentVolumeClaim,
) -> Result<(), ApiError> {
    let held = meta::has_finalizer(&claim.metadata, CLAIM_FINALIZER);
    if held && !is_used(client.live(), claim) {
        let (namespace, name) = (
            meta::namespace(&claim.metadata),
            meta::name(&claim.metadata),
        );
        client.patch::<PersistentVolumeClaim>(namespace, name, |claim| {
            meta::remove_finalizer(&mut claim.metadata, CLAIM_FINALIZER);
        })?;
    }
    Ok(())
}

/// Lets a volume go that is being deleted, unless it is bound.
pub(super) fn release_volume(
    client: &mut Client<'_>,
    volume: &PersistentVolume,
) -> Result<(), ApiError> {
    let phase = volume
        .status
        .as_ref()
        .and_then(|status| status.phase.as_deref());
    if meta::has_finalizer(&volume.metadata, VOLUME_FINALIZER) && phase != Some("Bound") {
        client.patch::<PersistentVolume>("", meta::name(&volume.metadata), |volume| {
            meta::remove_finalizer(&mut volume.metadata, VOLUME_FINALIZER);
        })?;
    }
    Ok(())
}

/// Whether a pod has the claim mounted, or may have: scheduled and not finished. A pod without a
/// node does not count: no kubelet starts a pod whose claim is being deleted.
fn is_used(store: &Store, claim: &PersistentVolumeClaim) -> bool {
    let (namespace, name) = (
        meta::namespace(&claim.metadata),
        meta::name(&claim.metadata),
    );
    store
        .pods_mounting(namespace, name)
        .any(|pod| node_name(pod).is_some() && !is_terminal(pod))
}
