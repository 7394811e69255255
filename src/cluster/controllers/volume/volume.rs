//! The volume's side: available, bound, or released and then deleted or kept.

use super::matching::volume_name;
use super::protection;
use crate::cluster::api::{Key, Object, PersistentVolume, PersistentVolumeClaim, meta};
use crate::cluster::apiserver::events::Severity;
use crate::cluster::apiserver::{ApiError, Client};
use std::sync::Arc;

/// The annotation that names who made a volume.
pub(super) const PROVISIONED_BY: &str = "pv.kubernetes.io/provisioned-by";

/// Brings one volume in line.
pub(super) fn sync(client: &mut Client<'_>, key: &Key) -> Result<(), ApiError> {
    let Some(volume) = client
        .live()
        .get::<PersistentVolume>("", &key.name)
        .cloned()
    else {
        return Ok(());
    };
    let deleting = meta::is_deleting(&volume.metadata);
    let volume = if deleting {
        volume
    } else {
        protection::protect_volume(client, volume)?
    };
    let volume = settle(client, volume)?;
    if deleting {
        protection::release_volume(client, &volume)
    } else {
        Ok(())
    }
}

fn settle(
    client: &mut Client<'_>,
    volume: Arc<PersistentVolume>,
) -> Result<Arc<PersistentVolume>, ApiError> {
    let reference = volume.spec.as_ref().and_then(|spec| spec.claim_ref.clone());
    let Some(reference) = reference.filter(|reference| reference.uid.is_some()) else {
        // Reserved by name only, or not at all: free until the claim comes.
        return set_phase(client, volume, "Available", None);
    };
    let namespace = reference.namespace.as_deref().unwrap_or_default();
    let name = reference.name.as_deref().unwrap_or_default();
    let claim = client.live().get::<PersistentVolumeClaim>(namespace, name);
    match claim.filter(|claim| claim.metadata.uid == reference.uid) {
        None => released(client, volume),
        Some(claim) if volume_name(claim) == meta::name(&volume.metadata) => {
            set_phase(client, volume, "Bound", None)
        }
        // The claim's own look ties the knot.
        Some(_) => Ok(volume),
    }
}

/// The claim is gone for good: what becomes of the volume is its reclaim policy's decision.
fn released(
    client: &mut Client<'_>,
    volume: Arc<PersistentVolume>,
) -> Result<Arc<PersistentVolume>, ApiError> {
    let phase = volume
        .status
        .as_ref()
        .and_then(|status| status.phase.as_deref());
    if phase == Some("Failed") {
        return Ok(volume);
    }
    let volume = set_phase(client, volume, "Released", None)?;
    let policy = volume
        .spec
        .as_ref()
        .and_then(|spec| spec.persistent_volume_reclaim_policy.as_deref());
    let name = meta::name(&volume.metadata);
    let (reason, text) = match policy {
        // What an external provisioner made, it deletes itself.
        Some("Delete") if meta::annotation(&volume.metadata, PROVISIONED_BY).is_none() => (
            "VolumeFailedDelete",
            format!(
                "error getting deleter volume plugin for volume {name:?}: no volume plugin matched"
            ),
        ),
        Some("Recycle") => (
            "VolumeFailedRecycle",
            "No recycler plugin found for the volume!".to_owned(),
        ),
        _ => return Ok(volume),
    };
    let about = Object::PersistentVolume(Arc::clone(&volume));
    client.event(&about, Severity::Warning, reason, &text);
    set_phase(client, volume, "Failed", Some(text))
}

/// Writes the phase of a volume, unless it is that already.
pub(super) fn set_phase(
    client: &mut Client<'_>,
    volume: Arc<PersistentVolume>,
    phase: &str,
    message: Option<String>,
) -> Result<Arc<PersistentVolume>, ApiError> {
    let present = volume
        .status
        .as_ref()
        .and_then(|status| status.phase.as_deref());
    if present == Some(phase) {
        return Ok(volume);
    }
    let now = client.now();
    let mut changed = PersistentVolume::clone(&volume);
    let status = changed.status.get_or_insert_default();
    status.phase = Some(phase.to_owned());
    status.message = message;
    status.last_phase_transition_time = Some(now.to_time());
    client.update_status(changed)
}
