//! What will become of things: of a disk nobody wants, of a pod that is stuck.

use super::{Column, DiskTile};
use crate::cluster::api::{
    Key, Kind, Object, OwnerReference, PersistentVolumeClaim, Specified, StatefulSet, meta,
};
use crate::cluster::apiserver::Gates;
use crate::sim::World;

/// Whether a claim is on its way out: it is being deleted, or everyone who owns it is gone or going.
pub(super) fn goes(world: &World, claim: &PersistentVolumeClaim, key: &Key) -> bool {
    let owners = owners(claim);
    let is_going = |owner: &OwnerReference| match owner.kind.as_str() {
        // The controller makes a pod an owner only when it condemns it.
        "Pod" => true,
        "StatefulSet" => {
            let set = key.sibling(Kind::StatefulSet, &owner.name);
            let set = world.cluster.store.object(&set);
            set.filter(|set| set.uid() == owner.uid)
                .map(Object::meta)
                .is_none_or(meta::is_deleting)
        }
        _ => false,
    };
    meta::is_deleting(&claim.metadata) || (!owners.is_empty() && owners.iter().all(is_going))
}

/// Whether a set owns the claim, so that it goes with the set.
pub(super) fn goes_with_set(claim: &PersistentVolumeClaim) -> bool {
    owners(claim)
        .iter()
        .any(|owner| owner.kind == "StatefulSet")
}

fn owners(claim: &PersistentVolumeClaim) -> &[OwnerReference] {
    let owners = claim.metadata.owner_references.as_deref();
    owners.unwrap_or_default()
}

/// Whether a disk stays though nobody wants its ordinal; `when_scaled`: the set lets the disks of pods
/// that are scaled away go.
pub(super) fn is_kept(disk: &DiskTile, column: &Column, when_scaled: bool) -> bool {
    // If the controller has not looked yet, it will make the pod the claim's owner.
    let condemned = column.pod.is_some() && when_scaled;
    !column.wanted && !disk.goes && !condemned
}

/// Whether a rolling update replaces pods that are not Ready as well.
pub(super) fn replaces_broken(set: &StatefulSet, gates: Gates) -> bool {
    let parallel = set.spec().pod_management_policy.as_deref() == Some("Parallel");
    let strategy = set.spec().update_strategy.as_ref();
    let on_delete = strategy.and_then(|strategy| strategy.type_.as_deref()) == Some("OnDelete");
    let budget_counts = gates.max_unavailable_stateful_set && !gates.parallel_max_unavailable_fix;
    parallel && !on_delete && !budget_counts
}
