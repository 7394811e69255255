//! The status of a set: counting, completing a rollout, writing it.
//!
//! Models updateStatus, completeRollingUpdate and stateful_set_status_updater.go (1.36).

use super::failure::Failure;
use super::identity::replicas;
use super::sync::Sync;
use crate::cluster::api::{Specified, StatefulSet, StatefulSetStatus, meta};
use crate::cluster::apiserver::Client;

/// How often a status write is tried on conflicts.
const ATTEMPTS: usize = 5;

/// Counts the pods as they were when the sync began.
pub(super) fn of(sync: &Sync<'_, '_>) -> StatefulSetStatus {
    let current = &*sync.revisions.current_name;
    let update = &*sync.revisions.update_name;
    let (mut exist, mut ready, mut available, mut at_current, mut at_update) = (0, 0, 0, 0, 0);
    // Pods without a usable ordinal are counted only while the set is being deleted: upstream then
    // keeps the count it made before it sorted the pods into places.
    let deleting = meta::is_deleting(&sync.set.metadata);
    let ignored = sync.ignored.iter().filter(|_| deleting);
    for slot in sync.ahead.iter().chain(&sync.condemned).chain(ignored) {
        if !slot.is_created() {
            continue;
        }
        exist += 1;
        if slot.is_running_and_ready() {
            ready += 1;
            available += i32::from(slot.is_running_and_available());
        }
        if !slot.is_terminating() {
            at_current += i32::from(slot.revision == current);
            at_update += i32::from(slot.revision == update);
        }
    }
    StatefulSetStatus {
        observed_generation: sync.set.metadata.generation,
        replicas: exist,
        ready_replicas: Some(ready),
        available_replicas: Some(available),
        current_replicas: Some(at_current),
        updated_replicas: Some(at_update),
        current_revision: Some(current.to_owned()),
        update_revision: Some(update.to_owned()),
        collision_count: Some(sync.revisions.collision_count),
        conditions: None,
    }
}

/// Writes the status if it says anything new.
pub(super) fn write(
    client: &mut Client<'_>,
    set: &StatefulSet,
    status: &mut StatefulSetStatus,
) -> Result<(), Failure> {
    complete_rollout(set, status);
    if !is_news(set, status) {
        return Ok(());
    }
    let mut set = set.clone();
    let mut attempt = 1;
    loop {
        set.status = Some(status.clone());
        match client.update_status(set.clone()) {
            Err(error) if error.is_conflict() && attempt < ATTEMPTS => {
                attempt += 1;
                let (namespace, name) = (meta::namespace(&set.metadata), meta::name(&set.metadata));
                if let Ok(fresh) = client.get::<StatefulSet>(namespace, name) {
                    set = StatefulSet::clone(&fresh);
                }
            }
            answer => return answer.map(drop).map_err(Failure::from),
        }
    }
}

/// When every wanted pod is updated and ready, the update revision becomes the current one.
fn complete_rollout(set: &StatefulSet, status: &mut StatefulSetStatus) {
    let strategy = set
        .spec()
        .update_strategy
        .as_ref()
        .and_then(|strategy| strategy.type_.as_deref());
    let wanted = replicas(set);
    if strategy == Some("RollingUpdate")
        && status.updated_replicas == Some(wanted)
        && status.ready_replicas == Some(wanted)
        && status.replicas == wanted
    {
        status.current_replicas = status.updated_replicas;
        status.current_revision.clone_from(&status.update_revision);
    }
}

/// Whether the status differs from the stored one; the collision count alone does not count.
fn is_news(set: &StatefulSet, status: &StatefulSetStatus) -> bool {
    let stored = set.status.clone().unwrap_or_default();
    let count = |value: Option<i32>| value.unwrap_or_default();
    let word = |value: &Option<String>| value.clone().unwrap_or_default();
    status.observed_generation.unwrap_or_default() > stored.observed_generation.unwrap_or_default()
        || status.replicas != stored.replicas
        || count(status.current_replicas) != count(stored.current_replicas)
        || count(status.ready_replicas) != count(stored.ready_replicas)
        || count(status.updated_replicas) != count(stored.updated_replicas)
        || count(status.available_replicas) != count(stored.available_replicas)
        || word(&status.current_revision) != word(&stored.current_revision)
        || word(&status.update_revision) != word(&stored.update_revision)
}
