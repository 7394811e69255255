//! Volumes as the scheduler sees them: bound claims pin a pod to where the volume can be reached,
//! claims that wait for their first consumer are told where it will be.
//!
//! Models kubernetes/pkg/scheduler/framework/plugins/volumebinding.

use super::reasons::Reason;
use super::snapshot::Room;
use crate::cluster::api::pod::claim_names;
use crate::cluster::api::{PersistentVolume, PersistentVolumeClaim, Pod, StorageClass, meta};
use crate::cluster::apiserver::{ApiError, Client, Store};
use crate::cluster::controllers::volume::matching::{
    self, SELECTED_NODE, class_name, is_bound, is_delayed, reachable, reference_to, volume_name,
};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The provisioner of classes whose volumes people make themselves.
const NO_PROVISIONER: &str = "kubernetes.io/no-provisioner";

/// The claims of a pod.
#[derive(Debug, Default)]
pub(super) struct Claims {
    bound: Vec<Arc<PersistentVolumeClaim>>,
    /// Those whose binding waits for this pod.
    delayed: Vec<Arc<PersistentVolumeClaim>>,
}

/// How far the binding of a pod's claims has come on the node chosen for it.
pub(super) enum Progress {
    /// All are bound.
    Bound,
    /// Volumes are still being made or bound.
    Waiting,
    /// It will come to nothing: why.
    Lost(String),
}

/// Reads the claims of a pod.
///
/// # Errors
/// What rules out every node (PreFilter).
pub(super) fn claims_of(store: &Store, pod: &Pod) -> Result<Claims, String> {
    let mut claims = Claims::default();
    let mut unbound_immediate = false;
    for name in claim_names(pod) {
        let claim = store
            .get::<PersistentVolumeClaim>(meta::namespace(&pod.metadata), name)
            .ok_or_else(|| format!("persistentvolumeclaim {name:?} not found"))?;
        if meta::is_deleting(&claim.metadata) {
            return Err(format!("persistentvolumeclaim {name:?} is being deleted"));
        }
        let phase = claim
            .status
            .as_ref()
            .and_then(|status| status.phase.as_deref());
        if phase == Some("Lost") {
            let volume = volume_name(claim);
            return Err(format!(
                "persistentvolumeclaim {name:?} bound to non-existent persistentvolume {volume:?}"
            ));
        }
        if is_bound(claim) {
            claims.bound.push(Arc::clone(claim));
        } else if volume_name(claim).is_empty() && is_delayed(store, claim) {
            claims.delayed.push(Arc::clone(claim));
        } else {
            unbound_immediate = true;
        }
    }
    if unbound_immediate {
        return Err("pod has unbound immediate PersistentVolumeClaims".to_owned());
    }
    Ok(claims)
}

/// Why the pod's volumes rule out the node.
pub(super) fn refusal(
    store: &Store,
    pod: &Pod,
    claims: &Claims,
    room: &Room<'_>,
) -> Option<Reason> {
    for claim in &claims.bound {
        match store.get::<PersistentVolume>("", volume_name(claim)) {
            None => return Some(Reason::VolumeMissing),
            Some(volume) if !reachable(volume, room.node) => return Some(Reason::VolumeAffinity),
            Some(_) => {}
        }
        let modes = claim
            .spec
            .as_ref()
            .and_then(|spec| spec.access_modes.as_ref());
        let exclusive = modes
            .into_iter()
            .flatten()
            .any(|mode| mode == "ReadWriteOncePod");
        let name = meta::name(&claim.metadata);
        let used = || {
            room.pods.values().any(|other| {
                other.metadata.namespace == pod.metadata.namespace
                    && claim_names(other).any(|used| used == name)
            })
        };
        if exclusive && used() {
            return Some(Reason::VolumeInUse);
        }
    }
    (!obtainable(store, claims, room)).then_some(Reason::NoVolume)
}

/// Whether each waiting claim could get a volume on the node, an existing one or a fresh one.
fn obtainable(store: &Store, claims: &Claims, room: &Room<'_>) -> bool {
    let mut taken = BTreeSet::new();
    claims.delayed.iter().all(|claim| {
        if let Some(selected) = meta::annotation(&claim.metadata, SELECTED_NODE) {
            return selected == room.name;
        }
        if let Some(volume) = matching::smallest(store, claim, Some(room.node), &taken) {
            taken.insert(meta::name(&volume.metadata).to_owned());
            return true;
        }
        let class = store.get::<StorageClass>("", class_name(claim));
        class.is_some_and(|class| class.provisioner != NO_PROVISIONER)
    })
}

/// Asks for the waiting claims' volumes on the chosen node: reserves existing ones, tells the
/// provisioner about the rest.
pub(super) fn ask_for(
    client: &mut Client<'_>,
    claims: &Claims,
    node: &str,
) -> Result<(), ApiError> {
    let mut taken = BTreeSet::new();
    for claim in &claims.delayed {
        let (namespace, name) = (
            meta::namespace(&claim.metadata),
            meta::name(&claim.metadata),
        );
        let object = client.get::<crate::cluster::api::Node>("", node)?;
        match matching::smallest(client.cached(), claim, Some(&object), &taken) {
            Some(volume) => {
                let volume = meta::name(&volume.metadata).to_owned();
                client.patch::<PersistentVolume>("", &volume, |volume| {
                    volume.spec.get_or_insert_default().claim_ref = Some(reference_to(claim));
                })?;
                taken.insert(volume);
            }
            None => {
                client.patch::<PersistentVolumeClaim>(namespace, name, |claim| {
                    meta::set_annotation(&mut claim.metadata, SELECTED_NODE, node);
                })?;
            }
        }
    }
    Ok(())
}

/// How far the claims of a pod have come on the node chosen for it.
pub(super) fn progress(store: &Store, pod: &Pod, node: &str) -> Progress {
    let lost = |why: String| {
        Progress::Lost(format!(
            "running PreBind plugin \"VolumeBinding\": binding volumes: {why}"
        ))
    };
    let mut waiting = false;
    for name in claim_names(pod) {
        let claim = store.get::<PersistentVolumeClaim>(meta::namespace(&pod.metadata), name);
        let Some(claim) = claim.filter(|claim| !meta::is_deleting(&claim.metadata)) else {
            return lost(format!("persistentvolumeclaim {name:?} not found"));
        };
        if is_bound(claim) {
            continue;
        }
        match meta::annotation(&claim.metadata, SELECTED_NODE) {
            Some(selected) if selected != node => {
                return lost(format!(
                    "selectedNode annotation value {selected:?} not set to scheduled node {node:?}"
                ));
            }
            None if matching::reserved(store, claim).is_none() => {
                return lost(format!("selectedNode annotation reset for PVC {name:?}"));
            }
            _ => waiting = true,
        }
    }
    if waiting {
        Progress::Waiting
    } else {
        Progress::Bound
    }
}
