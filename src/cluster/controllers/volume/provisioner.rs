//! The external provisioner behind the default StorageClass: makes a volume for a claim, enlarges
//! it, deletes it when it is released.
//!
//! Models kubernetes-csi/external-provisioner and external-resizer for a disk on the network: any
//! node can reach it, so its volumes carry no node affinity.

use super::claim::PROVISIONER;
use super::matching::{
    SELECTED_NODE, capacity, class_name, is_bound, is_delayed, reference_to, requested, volume_name,
};
use super::volume::PROVISIONED_BY;
use crate::cluster::Cluster;
use crate::cluster::api::{
    Key, Kind, Object, ObjectMeta, PersistentVolume, PersistentVolumeClaim, PersistentVolumeSpec,
    Quantity, SimDuration, SimTime, StorageClass, meta, sort,
};
use crate::cluster::apiserver::events::Severity;
use crate::cluster::apiserver::uid::Rng;
use crate::cluster::apiserver::{Actor, ApiError, Client, DeleteOptions};
use crate::cluster::disk::FileTree;
use crate::cluster::outcome::Outcome;
use k8s_openapi::api::core::v1::CSIPersistentVolumeSource;
use std::collections::BTreeMap;

/// The name by which a StorageClass asks for this provisioner.
pub const NAME: &str = "playground.io/disk";
/// How long making a volume takes, in milliseconds.
const MAKING_MS: (u64, u64) = (500, 1500);

/// The volumes being made, by the uid of their claim.
#[derive(Clone, Debug, Default, Hash)]
pub struct Memory {
    making: BTreeMap<String, (Key, SimTime)>,
}

/// Makes a volume for one claim, or deletes a released one.
///
/// # Errors
/// What the API server answered to a write.
pub fn reconcile(
    cluster: &mut Cluster,
    key: &Key,
    now: SimTime,
    rng: &mut Rng,
) -> Result<Outcome, ApiError> {
    if key.kind == Kind::PersistentVolume {
        return delete_released(cluster, key, now);
    }
    let claim = cluster
        .store
        .get::<PersistentVolumeClaim>(&key.namespace, &key.name)
        .cloned();
    let Some(claim) = claim.filter(|claim| !meta::is_deleting(&claim.metadata)) else {
        cluster
            .provisioner
            .making
            .retain(|_, (made_for, _)| made_for != key);
        return Ok(Outcome::await_change());
    };
    if is_bound(&claim) {
        return enlarge(cluster, &claim, now);
    }
    let asked = meta::annotation(&claim.metadata, PROVISIONER) == Some(NAME)
        && volume_name(&claim).is_empty()
        && (meta::annotation(&claim.metadata, SELECTED_NODE).is_some()
            || !is_delayed(&cluster.store, &claim));
    let volume = format!("pvc-{}", meta::uid(&claim.metadata));
    if !asked || cluster.store.get::<PersistentVolume>("", &volume).is_some() {
        return Ok(Outcome::await_change());
    }
    let client = &mut Client::new(&mut cluster.store, Actor::Provisioner, now);
    let about = Object::PersistentVolumeClaim(claim.clone());
    let uid = meta::uid(&claim.metadata);
    let Some((_, ready_at)) = cluster.provisioner.making.get(uid) else {
        let text = format!(
            "External provisioner is provisioning volume for claim \"{}/{}\"",
            key.namespace, key.name
        );
        client.event(&about, Severity::Normal, "Provisioning", &text);
        let takes = SimDuration(rng.between(MAKING_MS.0, MAKING_MS.1));
        cluster
            .provisioner
            .making
            .insert(uid.to_owned(), (key.clone(), now.after(takes)));
        return Ok(Outcome::requeue(takes));
    };
    if *ready_at > now {
        return Ok(Outcome::requeue(ready_at.since(now)));
    }
    let Some(class) = client
        .live()
        .get::<StorageClass>("", class_name(&claim))
        .cloned()
    else {
        return Ok(Outcome::await_change());
    };
    client.create(made(&volume, &claim, &class))?;
    let text = format!("Successfully provisioned volume {volume}");
    client.event(&about, Severity::Normal, "ProvisioningSucceeded", &text);
    cluster.provisioner.making.remove(uid);
    cluster.disks.insert(volume, FileTree::default());
    Ok(Outcome::await_change())
}

fn made(name: &str, claim: &PersistentVolumeClaim, class: &StorageClass) -> PersistentVolume {
    let wish = claim.spec.clone().unwrap_or_default();
    let size = Quantity(requested(claim).to_string());
    PersistentVolume {
        metadata: ObjectMeta {
            name: Some(name.to_owned()),
            annotations: Some(sort::map([(PROVISIONED_BY.to_owned(), NAME.to_owned())])),
            finalizers: Some(vec!["kubernetes.io/pv-protection".to_owned()]),
            ..ObjectMeta::default()
        },
        spec: Some(PersistentVolumeSpec {
            capacity: Some(sort::map([("storage".to_owned(), size)])),
            access_modes: wish.access_modes,
            volume_mode: wish.volume_mode.or_else(|| Some("Filesystem".to_owned())),
            storage_class_name: class.metadata.name.clone(),
            persistent_volume_reclaim_policy: class
                .reclaim_policy
                .clone()
                .or_else(|| Some("Delete".to_owned())),
            mount_options: class.mount_options.clone(),
            claim_ref: Some(reference_to(claim)),
            csi: Some(CSIPersistentVolumeSource {
                driver: NAME.to_owned(),
                volume_handle: name.to_owned(),
                fs_type: Some("ext4".to_owned()),
                ..CSIPersistentVolumeSource::default()
            }),
            ..PersistentVolumeSpec::default()
        }),
        status: None,
    }
}

/// A claim that asks for more than its volume has gets it, if its class allows.
fn enlarge(
    cluster: &mut Cluster,
    claim: &PersistentVolumeClaim,
    now: SimTime,
) -> Result<Outcome, ApiError> {
    let client = &mut Client::new(&mut cluster.store, Actor::Provisioner, now);
    let class = client.live().get::<StorageClass>("", class_name(claim));
    let allowed = class.is_some_and(|class| class.allow_volume_expansion == Some(true));
    let Some(volume) = client
        .live()
        .get::<PersistentVolume>("", volume_name(claim))
        .cloned()
    else {
        return Ok(Outcome::await_change());
    };
    let ours = meta::annotation(&volume.metadata, PROVISIONED_BY) == Some(NAME);
    if !allowed || !ours || requested(claim) <= capacity(&volume) {
        return Ok(Outcome::await_change());
    }
    let size = Quantity(requested(claim).to_string());
    let name = meta::name(&volume.metadata);
    let about = Object::from(claim.clone());
    let text = format!("External resizer is resizing volume {name}");
    client.event(&about, Severity::Normal, "Resizing", &text);
    client.patch::<PersistentVolume>("", name, |volume| {
        let spec = volume.spec.get_or_insert_default();
        spec.capacity
            .get_or_insert_default()
            .insert("storage".to_owned(), size.clone());
    })?;
    let mut grown = claim.clone();
    let status = grown.status.get_or_insert_default();
    status
        .capacity
        .get_or_insert_default()
        .insert("storage".to_owned(), size);
    client.update_status(grown)?;
    client.event(
        &about,
        Severity::Normal,
        "VolumeResizeSuccessful",
        "Resize volume succeeded",
    );
    Ok(Outcome::await_change())
}

/// A released volume of policy Delete goes, and its bytes with it.
fn delete_released(cluster: &mut Cluster, key: &Key, now: SimTime) -> Result<Outcome, ApiError> {
    let Some(volume) = cluster.store.get::<PersistentVolume>("", &key.name) else {
        return Ok(Outcome::await_change());
    };
    let spec = volume.spec.as_ref();
    let policy = spec.and_then(|spec| spec.persistent_volume_reclaim_policy.as_deref());
    let phase = volume
        .status
        .as_ref()
        .and_then(|status| status.phase.as_deref());
    let doomed = phase == Some("Released")
        && policy == Some("Delete")
        && meta::annotation(&volume.metadata, PROVISIONED_BY) == Some(NAME);
    let asked_already = meta::is_deleting(&volume.metadata);
    if doomed {
        cluster.disks.remove(&*key.name);
    }
    if doomed && !asked_already {
        let client = &mut Client::new(&mut cluster.store, Actor::Provisioner, now);
        client.delete(key, &DeleteOptions::default())?;
    }
    Ok(Outcome::await_change())
}
