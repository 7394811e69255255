//! What a fact alone does not tell, and the memory knows: lives, disks, who can hear, what stays.

use super::lives::Used;
use super::{Claim, Identity, Ledger};
use crate::cluster::api::conditions::is_terminal;
use crate::cluster::api::{Key, Kind, Object, OwnerReference, PersistentVolumeClaim, Pod, meta};
use crate::cluster::apiserver::Actor;
use crate::sim::Fact;
use crate::view::beat::{Happening, OldDisk, has_statuses, mounted_claims};
use std::collections::BTreeSet;

impl Ledger {
    /// What only the memory knows about something that ends.
    pub(super) fn complete_end(&self, key: &Key, what: &mut Happening) {
        match what {
            Happening::PodGone {
                wanted,
                disk,
                disk_goes,
                disk_gone,
                ..
            } => {
                let Some(Some(identity)) = self.pods.get(key) else {
                    return;
                };
                *wanted = Some(self.wants(identity, &key.namespace));
                let Some(pod) = self.last_pod(key) else {
                    return;
                };
                *disk = mounted_claims(pod).next().map(str::to_owned);
                let claim = disk
                    .as_ref()
                    .map(|disk| key.sibling(Kind::PersistentVolumeClaim, disk));
                *disk_gone = claim
                    .as_ref()
                    .is_some_and(|claim| !self.claims.contains_key(claim));
                *disk_goes = claim.is_some_and(|claim| self.goes_after(&claim, pod));
            }
            Happening::ClaimDeleting { held_by } => {
                // The claim's own object tells nothing of its users; the pods' last versions do.
                let user = self
                    .pods
                    .keys()
                    .filter(|pod| pod.namespace == key.namespace)
                    .find(|pod| {
                        self.last_pod(pod)
                            .is_some_and(|pod| mounted_claims(pod).any(|claim| *claim == *key.name))
                    });
                *held_by = user.map(|pod| pod.name.to_string());
            }
            Happening::VolumeGone { files, .. } => {
                *files = self.files.get(&*key.name).map_or(0, BTreeSet::len);
            }
            _ => {}
        }
    }

    fn last_pod(&self, key: &Key) -> Option<&Pod> {
        let last = self.versions.get(key)?.version.as_ref()?;
        last.get::<Pod>().map(|pod| &**pod)
    }

    /// Whether a claim goes too, now that the pod has gone: it is being deleted, or everyone who owns it
    /// is gone or going.
    fn goes_after(&self, claim: &Key, pod: &Pod) -> bool {
        let Some(claim_now) = self.claims.get(claim) else {
            return true;
        };
        let is_gone = |owner: &OwnerReference| {
            let key = claim.sibling(Kind::StatefulSet, &owner.name);
            let set = self.wanted.get(&key).filter(|set| set.uid == owner.uid);
            match owner.kind.as_str() {
                "Pod" => owner.uid == meta::uid(&pod.metadata),
                "StatefulSet" => set.is_none_or(|set| set.deleting),
                _ => false,
            }
        };
        let owners = &claim_now.owners;
        claim_now.deleting || (!owners.is_empty() && owners.iter().all(is_gone))
    }

    /// What only the memory knows about something that begins.
    pub(super) fn complete_beginning(&self, key: &Key, what: &mut Happening, fact: &Fact) {
        let identity = self.pods.get(key).and_then(Option::as_ref);
        let before = identity.and_then(|identity| match self.lives(identity) {
            [.., before, _] => Some(before),
            _ => None,
        });
        match what {
            Happening::PodCreated { identity: place } => {
                *place = identity.map(|identity| (identity.2, self.count(identity)));
            }
            Happening::PodScheduled { node, before: old } => {
                *old = before
                    .map(|life| life.node.clone())
                    .filter(|old| old != node && !old.is_empty());
            }
            Happening::PodStarting { disk, old } => {
                let again = before.is_some();
                let claim = disk
                    .as_ref()
                    .map(|disk| key.sibling(Kind::PersistentVolumeClaim, disk));
                *old = claim.and_then(|claim| self.old_disk(&claim, again));
            }
            Happening::PodTerminating { deaf, .. } => {
                let pod = fact.object().and_then(Object::get::<Pod>);
                let node = pod.and_then(|pod| pod.spec.as_ref()?.node_name.clone());
                *deaf = node.filter(|node| self.dark.contains(node));
            }
            Happening::PodGone { unheard, .. } if !matches!(fact.actor, Actor::Kubelet(_)) => {
                let pod = fact.object().and_then(Object::get::<Pod>);
                let runs = pod.filter(|pod| !is_terminal(pod));
                let node = runs.and_then(|pod| pod.spec.as_ref()?.node_name.clone());
                let is_mute =
                    |node: &String| self.dark.contains(node) || self.silent.contains(node);
                *unheard = node.filter(is_mute);
            }
            Happening::FileChanged {
                volume: Some(volume),
                claim,
                ..
            } => {
                let mut claims = self.claims.iter();
                let bound = claims.find(|(_, claim)| claim.volume == *volume);
                *claim = bound.map(|(key, _)| key.name.to_string());
            }
            Happening::PowerCut { known } => *known = self.silent.contains(&*key.name),
            Happening::NameEmpty { stays, .. } => {
                *stays = identity.is_some_and(|identity| self.wants(identity, &key.namespace));
            }
            Happening::NameAnswers {
                name: _,
                ip,
                before: old,
            } if old.is_none() => {
                let service = fact.object().and_then(|object| {
                    meta::label(object.meta(), "kubernetes.io/service-name").map(str::to_owned)
                });
                let answer = service
                    .as_deref()
                    .and_then(|service| self.previous_answer(&key.namespace, service, &key.name));
                *old = answer.filter(|old| old != ip).map(str::to_owned);
            }
            _ => {}
        }
    }

    /// The claim's disk, if an earlier pod has used it.
    fn old_disk(&self, claim: &Key, same_set: bool) -> Option<OldDisk> {
        let claim = self.claims.get(claim)?;
        claim.user_before.as_ref().map(|_| OldDisk {
            same_set,
            files: self.files.get(&claim.volume).map_or(0, BTreeSet::len),
        })
    }

    /// A pod that has containers uses its claims from now on; answers which.
    pub(super) fn use_claims(&mut self, key: &Key, pod: &Pod) -> Vec<Used> {
        let uid = meta::uid(&pod.metadata);
        let mut used = vec![];
        for name in mounted_claims(pod).filter(|_| has_statuses(pod)) {
            let claim = key.sibling(Kind::PersistentVolumeClaim, name);
            let Some(claim) = self.claims.get_mut(&claim) else {
                continue;
            };
            if claim.user.as_deref() != Some(uid) {
                claim.user_before = claim.user.replace(uid.to_owned());
            }
            used.push(Used {
                claim: name.to_owned(),
                uid: claim.uid.clone(),
                old: claim.user_before.is_some(),
            });
        }
        used
    }

    /// The claims a pod names, as far as they are there, by uid.
    pub(super) fn claims_of(&self, key: &Key, pod: &Pod) -> Vec<String> {
        let keys = mounted_claims(pod).map(|name| key.sibling(Kind::PersistentVolumeClaim, name));
        let there = keys.filter_map(|claim| self.claims.get(&claim));
        there.map(|claim| claim.uid.clone()).collect()
    }

    pub(super) fn keep_claim(&mut self, claim: &PersistentVolumeClaim, key: Key) {
        let uid = meta::uid(&claim.metadata);
        let known = self.claims.entry(key).or_default();
        if known.uid != uid {
            *known = Claim {
                uid: uid.to_owned(),
                ..Claim::default()
            };
        }
        known.deleting = meta::is_deleting(&claim.metadata);
        known.owners = claim.metadata.owner_references.clone().unwrap_or_default();
        let volume = claim
            .spec
            .as_ref()
            .and_then(|spec| spec.volume_name.clone());
        known.volume = volume.unwrap_or_default();
    }

    pub(super) fn wants(&self, (_, set, ordinal): &Identity, namespace: &str) -> bool {
        let key = Key::new(Kind::StatefulSet, namespace, set);
        self.wanted
            .get(&key)
            .is_some_and(|set| !set.deleting && set.ordinals.contains(ordinal))
    }
}
