//! Whether a cluster that is left alone is as it is asked to be.

use super::deadlock::{self, Deadlock, Stuck};
use super::perform::{SET, pod};
use super::watch::wanted;
use crate::cluster::api::conditions::{is_available, phase};
use crate::cluster::api::{
    Kind, Object, PersistentVolumeClaim, Pod, Specified, StatefulSet, StatefulSetStatus, meta,
};
use crate::cluster::apiserver::{Actor, Store};
use crate::cluster::controllers::statefulset::identity::{
    claim_name, claim_templates, replicas, revision_of, start_ordinal,
};
use crate::cluster::controllers::statefulset::retention::{self, Holder};
use crate::sim::{Fact, World};
use std::sync::Arc;

/// The documented deadlock that keeps the set from being as asked; none if it is as asked.
///
/// # Errors
/// What differs from what is asked for, where no documented deadlock explains it.
pub(super) fn judge(world: &World) -> Result<Option<&'static Deadlock>, String> {
    let differences = differences(world);
    if differences.is_empty() {
        return Ok(None);
    }
    let store = &world.cluster.store;
    let set = store.get::<StatefulSet>("default", SET);
    let key = set.map(|set| Object::StatefulSet(Arc::clone(set)).key());
    let waiting = key.and_then(|key| world.waiting.get(&key));
    let explained = set.and_then(|set| {
        deadlock::find(&Stuck {
            world,
            set,
            waiting,
        })
    });
    explained.map(Some).ok_or_else(|| {
        format!(
            "{}; it waits for {waiting:?}; next look at {:?}",
            differences.join("; "),
            world.queue.next_at()
        )
    })
}

/// Whether the set's controller did something, more than telling of it.
pub(super) fn is_work_of_the_set(fact: &Fact) -> bool {
    fact.actor == Actor::StatefulSetController && !fact.is_about(Kind::Event)
}

/// Everything that is not as it should be when all is quiet.
fn differences(world: &World) -> Vec<String> {
    let store = &world.cluster.store;
    let mut found = leftovers(store);
    if let Some(set) = store.get::<StatefulSet>("default", SET) {
        for ordinal in wanted(set) {
            found.extend(of_pod(world, set, ordinal));
        }
        let surplus = store.list::<Pod>().filter(|pod| is_of(set, pod));
        let surplus = surplus.filter(|present| {
            !wanted(set).any(|ordinal| pod(ordinal) == meta::name(&present.metadata))
        });
        found.extend(surplus.map(|pod| format!("{} is too many", meta::name(&pod.metadata))));
        found.extend(of_status(store, set));
    }
    found
}

/// Whether the pod is the set's.
pub(super) fn is_of(set: &StatefulSet, pod: &Pod) -> bool {
    meta::controller_of(&pod.metadata).is_some_and(|owner| owner.uid == meta::uid(&set.metadata))
}

/// What should be gone.
fn leftovers(store: &Store) -> Vec<String> {
    let mut found = Vec::new();
    let lives = |uid: &str| store.all().any(|object| object.uid() == uid);
    for object in store.all() {
        let owners = object.meta().owner_references.as_deref();
        let owners = owners.unwrap_or_default();
        let abandoned = !owners.is_empty() && !meta::is_deleting(object.meta());
        if abandoned && !owners.iter().any(|owner| lives(&owner.uid)) {
            found.push(format!("{} has no owner left", object.key()));
        }
        let in_use = match object {
            // A claim that a pod uses waits for the pod: that is the protection's purpose.
            Object::PersistentVolumeClaim(claim) => is_used(store, claim),
            _ => false,
        };
        if meta::is_deleting(object.meta()) && !in_use {
            found.push(format!("{} is going for ever", object.key()));
        }
    }
    found
}

fn is_used(store: &Store, claim: &PersistentVolumeClaim) -> bool {
    let name = meta::name(&claim.metadata);
    store.list::<Pod>().any(|pod| {
        let spec = pod.spec.iter();
        let mut volumes = spec.flat_map(|spec| spec.volumes.iter().flatten());
        volumes.any(|volume| {
            let source = volume.persistent_volume_claim.as_ref();
            source.is_some_and(|source| source.claim_name == name)
        })
    })
}

fn of_pod(world: &World, set: &StatefulSet, ordinal: i64) -> Vec<String> {
    let store = &world.cluster.store;
    let name = pod(ordinal);
    let Some(pod) = store.get::<Pod>("default", &name) else {
        return vec![format!("{name} is missing")];
    };
    let mut found = Vec::new();
    if !is_of(set, pod) {
        found.push(format!("{name} is not the set's"));
    }
    let min_ready_seconds = set.spec().min_ready_seconds.unwrap_or_default();
    if phase(pod) != "Running" || !is_available(pod, min_ready_seconds, world.now) {
        found.push(format!("{name} is not available"));
    }
    let strategy = set.spec().update_strategy.as_ref();
    let rolling = strategy.filter(|strategy| strategy.type_.as_deref() == Some("RollingUpdate"));
    let partition = rolling.map(|strategy| {
        let block = strategy.rolling_update.as_ref();
        block.and_then(|block| block.partition).unwrap_or_default()
    });
    let update = set
        .status
        .as_ref()
        .and_then(|status| status.update_revision.as_deref());
    let above = partition
        .is_some_and(|partition| ordinal >= start_ordinal(set).saturating_add(partition.into()));
    if above && Some(revision_of(pod)) != update {
        found.push(format!("{name} is outdated"));
    }
    for template in claim_templates(set) {
        let claim = claim_name(set, template, ordinal);
        match store.get::<PersistentVolumeClaim>("default", &claim) {
            None => found.push(format!("{claim} is missing")),
            Some(stored) if !retention::is_up_to_date(stored, set, Holder::of(pod)) => {
                found.push(format!("{claim} has other owners than the policy asks for"));
            }
            Some(stored) => {
                let status = stored.status.as_ref();
                if status.and_then(|status| status.phase.as_deref()) != Some("Bound") {
                    found.push(format!("{claim} is not bound"));
                }
            }
        }
    }
    found
}

fn of_status(store: &Store, set: &StatefulSet) -> Vec<String> {
    let count = |fits: &dyn Fn(&Pod) -> bool| {
        let pods = store.list::<Pod>().filter(|pod| is_of(set, pod));
        i32::try_from(pods.filter(|pod| fits(pod)).count()).unwrap_or_default()
    };
    let StatefulSetStatus {
        replicas: exist,
        ready_replicas,
        available_replicas,
        updated_replicas,
        update_revision,
        observed_generation,
        ..
    } = set.status.clone().unwrap_or_default();
    let wanted = replicas(set);
    let update = update_revision.unwrap_or_default();
    let rows = [
        ("replicas", exist, wanted),
        ("readyReplicas", ready_replicas.unwrap_or_default(), wanted),
        (
            "availableReplicas",
            available_replicas.unwrap_or_default(),
            wanted,
        ),
        (
            "updatedReplicas",
            updated_replicas.unwrap_or_default(),
            count(&|pod| revision_of(pod) == update),
        ),
    ];
    let mut found: Vec<String> = rows
        .into_iter()
        .filter(|(_, told, expected)| told != expected)
        .map(|(name, told, expected)| format!("status.{name} is {told}, not {expected}"))
        .collect();
    if observed_generation != set.metadata.generation {
        found.push("the spec was not observed".to_owned());
    }
    found
}
