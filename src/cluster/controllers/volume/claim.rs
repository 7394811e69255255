//! The claim's side: find a volume, have one made, notice that it is lost.

use super::matching::{
    self, BIND_COMPLETED, SELECTED_NODE, class_name, is_bound, is_delayed, mismatch, reference_to,
    refers_to, volume_name,
};
use super::protection;
use super::volume::set_phase;
use crate::cluster::api::{
    Key, Object, PersistentVolume, PersistentVolumeClaim, StorageClass, conditions, meta, sort,
};
use crate::cluster::apiserver::events::Severity;
use crate::cluster::apiserver::{ApiError, Client, Store};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The annotation that asks an external provisioner for a volume.
pub(super) const PROVISIONER: &str = "volume.kubernetes.io/storage-provisioner";
const PROVISIONER_BETA: &str = "volume.beta.kubernetes.io/storage-provisioner";
const BOUND_BY_CONTROLLER: &str = "pv.kubernetes.io/bound-by-controller";
const DEFAULT_CLASS: &str = "storageclass.kubernetes.io/is-default-class";

type Claim = Arc<PersistentVolumeClaim>;

/// Brings one claim in line.
pub(super) fn sync(client: &mut Client<'_>, key: &Key) -> Result<(), ApiError> {
    let found = client
        .live()
        .get::<PersistentVolumeClaim>(&key.namespace, &key.name);
    let Some(claim) = found.cloned() else {
        return Ok(());
    };
    if meta::is_deleting(&claim.metadata) {
        return protection::release_claim(client, &claim);
    }
    let claim = protection::protect_claim(client, claim)?;
    let claim = with_default_class(client, claim)?;
    if is_bound(&claim) {
        bound(client, &claim)
    } else if volume_name(&claim).is_empty() {
        unbound(client, &claim)
    } else {
        asks_for_one(client, &claim)
    }
}

/// A claim that named no class gets the default one, also when that appears later.
fn with_default_class(client: &mut Client<'_>, claim: Claim) -> Result<Claim, ApiError> {
    let named = claim
        .spec
        .as_ref()
        .is_some_and(|spec| spec.storage_class_name.is_some());
    let default = client
        .live()
        .list::<StorageClass>()
        .find(|class| meta::annotation(&class.metadata, DEFAULT_CLASS) == Some("true"));
    let Some(class) = default.filter(|_| !named && volume_name(&claim).is_empty()) else {
        return Ok(claim);
    };
    let class = class.metadata.name.clone();
    patch(client, &claim, |claim| {
        claim.spec.get_or_insert_default().storage_class_name = class;
    })
}

/// No volume yet: take a reserved one, wait for a consumer, take the smallest that fits, or have
/// one made.
fn unbound(client: &mut Client<'_>, claim: &Claim) -> Result<(), ApiError> {
    if let Some(volume) = matching::reserved(client.live(), claim) {
        return bind(client, claim, &volume);
    }
    let selected = meta::annotation(&claim.metadata, SELECTED_NODE).is_some();
    if is_delayed(client.live(), claim) {
        if !selected {
            let (reason, text) = waits_for(client.live(), claim);
            tell(client, claim, Severity::Normal, reason, &text);
            return Ok(());
        }
    } else if let Some(volume) = matching::smallest(client.live(), claim, None, &BTreeSet::new()) {
        return bind(client, claim, &volume);
    }
    if class_name(claim).is_empty() {
        let text = "no persistent volumes available for this claim and no storage class is set";
        tell(client, claim, Severity::Normal, "FailedBinding", text);
        return Ok(());
    }
    match client
        .live()
        .get::<StorageClass>("", class_name(claim))
        .cloned()
    {
        None => {
            let class = class_name(claim);
            let text = format!("storageclass.storage.k8s.io {class:?} not found");
            tell(
                client,
                claim,
                Severity::Warning,
                "ProvisioningFailed",
                &text,
            );
            Ok(())
        }
        Some(class) => ask_provisioner(client, claim, &class),
    }
}

fn ask_provisioner(
    client: &mut Client<'_>,
    claim: &Claim,
    class: &StorageClass,
) -> Result<(), ApiError> {
    let provisioner = &class.provisioner;
    if meta::annotation(&claim.metadata, PROVISIONER) == Some(provisioner) {
        return Ok(());
    }
    let text = format!(
        "Waiting for a volume to be created either by the external provisioner '{provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered."
    );
    tell(
        client,
        claim,
        Severity::Normal,
        "ExternalProvisioning",
        &text,
    );
    patch(client, claim, |claim| {
        meta::set_annotation(&mut claim.metadata, PROVISIONER_BETA, provisioner);
        meta::set_annotation(&mut claim.metadata, PROVISIONER, provisioner);
    })?;
    Ok(())
}

/// What a claim waits for whose class binds at the first consumer.
fn waits_for(store: &Store, claim: &Claim) -> (&'static str, String) {
    let name = meta::name(&claim.metadata);
    let mut pods: Vec<&str> = store
        .pods_mounting(meta::namespace(&claim.metadata), name)
        .filter(|pod| {
            // A pod the scheduler has not tried yet is not worth a word: it may have a node any moment.
            conditions::condition(pod, "PodScheduled").is_some_and(|c| c.status == "False")
        })
        .map(|pod| meta::name(&pod.metadata))
        .collect();
    sort::by_key(&mut pods, |name| *name);
    match pods.as_slice() {
        [] => (
            "WaitForFirstConsumer",
            "waiting for first consumer to be created before binding".to_owned(),
        ),
        [pod] => (
            "WaitForPodScheduled",
            format!("waiting for pod {pod} to be scheduled"),
        ),
        many => (
            "WaitForPodScheduled",
            format!("waiting for pods {} to be scheduled", many.join(",")),
        ),
    }
}

/// The claim asks for one volume by name.
fn asks_for_one(client: &mut Client<'_>, claim: &Claim) -> Result<(), ApiError> {
    let name = volume_name(claim);
    let Some(volume) = client.live().get::<PersistentVolume>("", name).cloned() else {
        return Ok(());
    };
    let reference = volume
        .spec
        .as_ref()
        .and_then(|spec| spec.claim_ref.as_ref());
    if reference.is_some_and(|reference| !refers_to(reference, claim)) {
        let text = format!("volume {name:?} already bound to a different claim.");
        tell(client, claim, Severity::Warning, "FailedBinding", &text);
        return Ok(());
    }
    if let Some(why) = mismatch(&volume, claim) {
        let text = format!("Cannot bind to requested volume {name:?}: {why}");
        tell(client, claim, Severity::Warning, "VolumeMismatch", &text);
        return Ok(());
    }
    bind(client, claim, &volume)
}

/// The bond exists: keep both ends tied, or notice that the volume is lost.
fn bound(client: &mut Client<'_>, claim: &Claim) -> Result<(), ApiError> {
    let Some(volume) = client
        .live()
        .get::<PersistentVolume>("", volume_name(claim))
        .cloned()
    else {
        let text = "Bound claim has lost its PersistentVolume. Data on the volume is lost!";
        return lose(client, claim, "ClaimLost", text);
    };
    let reference = volume
        .spec
        .as_ref()
        .and_then(|spec| spec.claim_ref.as_ref());
    if reference.is_some_and(|reference| !refers_to(reference, claim)) {
        let text = "Two claims are bound to the same volume, this one is bound incorrectly";
        return lose(client, claim, "ClaimMisbound", text);
    }
    bind(client, claim, &volume)
}

fn lose(client: &mut Client<'_>, claim: &Claim, reason: &str, text: &str) -> Result<(), ApiError> {
    let phase = claim
        .status
        .as_ref()
        .and_then(|status| status.phase.as_deref());
    if phase == Some("Lost") {
        return Ok(());
    }
    let mut lost = PersistentVolumeClaim::clone(claim);
    let status = lost.status.get_or_insert_default();
    status.phase = Some("Lost".to_owned());
    status.access_modes = None;
    status.capacity = None;
    client.update_status(lost)?;
    tell(client, claim, Severity::Warning, reason, text);
    Ok(())
}

/// Ties both ends: the volume's reference and phase, then the claim's name, marks and status. What
/// is tied already is not written again.
fn bind(
    client: &mut Client<'_>,
    claim: &Claim,
    volume: &Arc<PersistentVolume>,
) -> Result<(), ApiError> {
    let mut tied = PersistentVolume::clone(volume);
    let spec = tied.spec.get_or_insert_default();
    let present = spec.claim_ref.as_ref();
    if present.is_none_or(|present| present.uid != claim.metadata.uid) {
        if present.is_none() {
            meta::set_annotation(&mut tied.metadata, BOUND_BY_CONTROLLER, "yes");
        }
        spec.claim_ref = Some(reference_to(claim));
    }
    let tied = if tied == **volume {
        Arc::clone(volume)
    } else {
        client.update(tied)?
    };
    let tied = set_phase(client, tied, "Bound", None)?;
    let name = meta::name(&tied.metadata).to_owned();
    let chosen_here = volume_name(claim).is_empty();
    let claim = patch(client, claim, |claim| {
        claim.spec.get_or_insert_default().volume_name = Some(name);
        meta::set_annotation(&mut claim.metadata, BIND_COMPLETED, "yes");
        if chosen_here {
            meta::set_annotation(&mut claim.metadata, BOUND_BY_CONTROLLER, "yes");
        }
    })?;
    let mut status = claim.status.clone().unwrap_or_default();
    if status.phase.as_deref() != Some("Bound") {
        let spec = tied.spec.as_ref();
        status.phase = Some("Bound".to_owned());
        status.access_modes = spec.and_then(|spec| spec.access_modes.clone());
        status.capacity = spec.and_then(|spec| spec.capacity.clone());
        client.update_status(PersistentVolumeClaim {
            status: Some(status),
            ..PersistentVolumeClaim::clone(&claim)
        })?;
    }
    Ok(())
}

fn patch(
    client: &mut Client<'_>,
    claim: &Claim,
    change: impl FnOnce(&mut PersistentVolumeClaim),
) -> Result<Claim, ApiError> {
    let (namespace, name) = (
        meta::namespace(&claim.metadata),
        meta::name(&claim.metadata),
    );
    client.patch::<PersistentVolumeClaim>(namespace, name, change)
}

fn tell(client: &mut Client<'_>, claim: &Claim, severity: Severity, reason: &str, text: &str) {
    let about = Object::PersistentVolumeClaim(Arc::clone(claim));
    client.event(&about, severity, reason, text);
}
