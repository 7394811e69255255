//! Who owns a claim, and so when it goes: `persistentVolumeClaimRetentionPolicy`.
//!
//! Models kubernetes/pkg/controller/statefulset/stateful_set_utils.go (1.36): isClaimOwnerUpToDate,
//! updateClaimOwnerRefForSetAndPod and their helpers.

use super::identity::in_range;
use crate::cluster::api::{
    Kind, ObjectMeta, OwnerReference, PersistentVolumeClaim, Pod, Specified, StatefulSet, meta,
};

/// The pod's side of a claim's ownership: enough of a pod that may not be stored yet.
#[derive(Clone, Copy, Debug)]
pub struct Holder<'a> {
    /// The pod's name.
    pub name: &'a str,
    /// The pod's uid; empty while it is not stored (or was not read back yet).
    pub uid: &'a str,
    /// Its ordinal.
    pub ordinal: i64,
}

impl<'a> Holder<'a> {
    /// The holder that a pod is.
    #[must_use]
    pub fn of(pod: &'a Pod) -> Self {
        let name = meta::name(&pod.metadata);
        Self {
            name,
            uid: meta::uid(&pod.metadata),
            ordinal: super::identity::ordinal(pod),
        }
    }

    /// The holder that a pod will be, before the API server has given it a uid.
    #[must_use]
    pub const fn unstored(name: &'a str, ordinal: i64) -> Self {
        Self {
            name,
            uid: "",
            ordinal,
        }
    }
}

/// What the policy says for the two occasions: `true` is Delete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// When the set is deleted.
    pub when_deleted: bool,
    /// When the pod is scaled away.
    pub when_scaled: bool,
}

/// The policy of a set; anything but Delete is Retain.
#[must_use]
pub fn policy(set: &StatefulSet) -> Policy {
    let policy = set.spec().persistent_volume_claim_retention_policy.as_ref();
    let deletes = |word: Option<&String>| word.is_some_and(|word| word == "Delete");
    Policy {
        when_deleted: deletes(policy.and_then(|policy| policy.when_deleted.as_ref())),
        when_scaled: deletes(policy.and_then(|policy| policy.when_scaled.as_ref())),
    }
}

/// Whether a claim belongs to an earlier pod of the same name, and so is on its way out.
#[must_use]
pub fn has_stale_pod(claim: &PersistentVolumeClaim, pod: Holder<'_>) -> bool {
    // Upstream looks at the first reference of that kind and name only.
    owners(claim)
        .iter()
        .find(|owner| names(owner, Kind::Pod, pod.name))
        .is_some_and(|owner| owner.uid != pod.uid)
}

fn owners(claim: &PersistentVolumeClaim) -> &[OwnerReference] {
    claim
        .metadata
        .owner_references
        .as_deref()
        .unwrap_or_default()
}

fn names(owner: &OwnerReference, kind: Kind, name: &str) -> bool {
    owner.name == name && owner.kind == kind.info().name && owner.api_version == kind.api_version()
}

fn owned_by(claim: &PersistentVolumeClaim, uid: &str) -> bool {
    owners(claim).iter().any(|owner| owner.uid == uid)
}

/// Whether somebody else acts as the claim's controller. Under Retain/Retain nobody minds.
#[must_use]
pub fn has_unexpected_controller(
    claim: &PersistentVolumeClaim,
    set: &StatefulSet,
    pod: Holder<'_>,
) -> bool {
    if policy(set)
        == (Policy {
            when_deleted: false,
            when_scaled: false,
        })
    {
        return false;
    }
    let set_name = meta::name(&set.metadata);
    owners(claim).iter().any(|owner| {
        if names(owner, Kind::StatefulSet, set_name) {
            return owner.uid != meta::uid(&set.metadata);
        }
        if names(owner, Kind::Pod, pod.name) {
            return owner.uid != pod.uid;
        }
        owner.controller == Some(true)
    })
}

/// Whether the claim's owners are what the policy asks for.
#[must_use]
pub fn is_up_to_date(claim: &PersistentVolumeClaim, set: &StatefulSet, pod: Holder<'_>) -> bool {
    let set_uid = meta::uid(&set.metadata);
    let (of_set, of_pod) = (owned_by(claim, set_uid), owned_by(claim, pod.uid));
    if has_unexpected_controller(claim, set, pod) {
        // Ours have to be cleaned up beside a foreign controller; without ours, hands off.
        return !(of_set || of_pod);
    }
    let passive_owner = owners(claim).iter().any(|owner| {
        (owner.uid == set_uid || owner.uid == pod.uid) && owner.controller != Some(true)
    });
    if passive_owner {
        return false;
    }
    (of_set, of_pod) == wanted_owners(set, pod)
}

/// Whether the set, and whether the pod, should own the pod's claims.
fn wanted_owners(set: &StatefulSet, pod: Holder<'_>) -> (bool, bool) {
    let condemned = !in_range(set, pod.ordinal);
    let policy = policy(set);
    let to_pod = policy.when_scaled && condemned;
    (policy.when_deleted && !to_pod, to_pod)
}

/// Gives the claim the owners the policy asks for.
pub fn update_owners(claim: &mut PersistentVolumeClaim, set: &StatefulSet, pod: Holder<'_>) {
    let foreign = has_unexpected_controller(claim, set, pod);
    let set_name = meta::name(&set.metadata);
    let mut kept: Vec<OwnerReference> = owners(claim)
        .iter()
        .filter(|owner| {
            !names(owner, Kind::StatefulSet, set_name) && !names(owner, Kind::Pod, pod.name)
        })
        .cloned()
        .collect();
    if !foreign {
        let (to_set, to_pod) = wanted_owners(set, pod);
        if to_set {
            kept.push(meta::controller_ref(Kind::StatefulSet, &set.metadata));
        }
        if to_pod {
            let owner = ObjectMeta {
                name: Some(pod.name.to_owned()),
                uid: Some(pod.uid.to_owned()),
                ..ObjectMeta::default()
            };
            kept.push(meta::controller_ref(Kind::Pod, &owner));
        }
    }
    claim.metadata.owner_references = (!kept.is_empty()).then_some(kept);
}
