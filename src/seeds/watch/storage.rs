//! Claims, volumes, and the bytes on them.

use super::Watch;
use super::identity::told;
use super::order::is_told_to_go;
use crate::cluster::api::{Object, PersistentVolume, PersistentVolumeClaim, StatefulSet, meta};
use crate::cluster::apiserver::Actor;
use crate::cluster::controllers::statefulset::retention;
use crate::cluster::disk::Disks;
use crate::seeds::law::{Checked, Law, hold};
use crate::sim::{Fact, What, World};

/// What is remembered about storage.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    disks: Disks,
    /// Whether a policy ever said that claims go with the set.
    when_deleted: bool,
    /// Whether a policy ever said that claims go with their pods.
    when_scaled: bool,
}

impl Memory {
    pub(super) fn policy_of(&mut self, set: &StatefulSet) {
        let policy = retention::policy(set);
        self.when_deleted |= policy.when_deleted;
        self.when_scaled |= policy.when_scaled;
    }
}

pub(super) fn check(watch: &mut Watch, world: &World, fact: &Fact) -> Checked {
    match (&fact.what, fact.object()) {
        (
            What::File {
                volume: Some(volume),
                ..
            },
            _,
        ) => {
            let written = world.cluster.disks.get(volume).cloned();
            watch
                .storage
                .disks
                .insert(volume.clone(), written.unwrap_or_default());
            Ok(())
        }
        (_, Some(Object::PersistentVolumeClaim(claim))) => {
            claim_kept(watch, world, claim, fact)?;
            volume_of_claim(watch, claim, fact)
        }
        (What::Changed { before, after }, _) => volume_kept(before, after, fact),
        (What::Created(Object::Pod(pod)), _) => {
            let spec = pod.spec.iter();
            let volumes = spec.flat_map(|spec| spec.volumes.iter().flatten());
            let mut claims = volumes.filter_map(|volume| {
                let source = volume.persistent_volume_claim.as_ref()?;
                Some((volume, &source.claim_name))
            });
            let name = meta::name(&pod.metadata);
            let own = claims.all(|(volume, claim)| *claim == format!("{}-{name}", volume.name));
            hold(own, Law::SameVolume, || told(fact))
        }
        _ => Ok(()),
    }
}

/// A claim is told to go only by a person, or by the garbage collector where the policy says so.
fn claim_kept(watch: &Watch, world: &World, claim: &PersistentVolumeClaim, fact: &Fact) -> Checked {
    if !is_told_to_go(fact) {
        return Ok(());
    }
    let allowed = match fact.actor {
        Actor::You => true,
        Actor::GarbageCollector => {
            let owned = claim.metadata.owner_references.iter().flatten();
            let mut sets = world.cluster.store.list::<StatefulSet>();
            let set_lives = sets.any(|set| {
                let uid = meta::uid(&set.metadata);
                !meta::is_deleting(&set.metadata) && owned.clone().any(|owner| owner.uid == uid)
            });
            let said = watch.storage.when_scaled || watch.storage.when_deleted && !set_lives;
            owned.count() > 0 && said
        }
        _ => false,
    };
    hold(allowed, Law::ClaimKept, || told(fact))
}

fn volume_of_claim(watch: &Watch, claim: &PersistentVolumeClaim, fact: &Fact) -> Checked {
    let volume = |claim: &PersistentVolumeClaim| {
        let name = claim
            .spec
            .as_ref()
            .and_then(|spec| spec.volume_name.clone());
        name.filter(|name| !name.is_empty())
    };
    let before = watch.claims.get(meta::name(&claim.metadata));
    let before = before.filter(|before| before.metadata.uid == claim.metadata.uid);
    let Some(before) = before.and_then(|before| volume(before)) else {
        return Ok(());
    };
    hold(volume(claim) == Some(before), Law::VolumeKept, || {
        told(fact)
    })
}

fn volume_kept(before: &Object, after: &Object, fact: &Fact) -> Checked {
    let (Object::PersistentVolume(before), Object::PersistentVolume(after)) = (before, after)
    else {
        return Ok(());
    };
    let claim = |volume: &PersistentVolume| {
        let reference = volume.spec.as_ref()?.claim_ref.as_ref()?;
        reference.uid.clone()
    };
    let kept = claim(before).is_none() || claim(before) == claim(after);
    hold(kept, Law::VolumeKept, || told(fact))
}

/// Nothing but a write by a person changes a disk; a disk goes only with its volume.
pub(super) fn bytes(watch: &mut Watch, world: &World) -> Checked {
    let (expected, found) = (&mut watch.storage.disks, &world.cluster.disks);
    if expected == found {
        return Ok(());
    }
    for (volume, tree) in found {
        let known = expected.entry(volume.clone()).or_default();
        hold(known == tree, Law::BytesKept, || {
            format!("{volume} holds {tree:?}, not {known:?}")
        })?;
    }
    let store = &world.cluster.store;
    let lost = expected.keys().find(|volume| {
        // The bytes of a released volume go before its object does.
        let stored = store.get::<PersistentVolume>("", volume);
        let released = |stored: &PersistentVolume| {
            let status = stored.status.as_ref();
            status.and_then(|status| status.phase.as_deref()) == Some("Released")
        };
        !found.contains_key(*volume) && stored.is_some_and(|stored| !released(stored))
    });
    hold(lost.is_none(), Law::BytesKept, || {
        format!("{lost:?} is lost")
    })?;
    expected.retain(|volume, _| found.contains_key(volume));
    Ok(())
}
