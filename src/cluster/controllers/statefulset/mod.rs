//! The StatefulSet controller.
//!
//! Models kubernetes/pkg/controller/statefulset (1.36): its decisions, their order, their words; not
//! its informers and queues. Read `sync` first: it is one pass over the pods of one set.

pub mod identity;
pub mod retention;

mod adopt;
mod claims;
mod failure;
mod history;
mod memory;
mod next;
mod places;
mod pods;
mod revisions;
mod slot;
mod status;
mod sync;
mod update;

pub use memory::Memory;

use crate::cluster::api::{Key, SimDuration, Specified, StatefulSet, StatefulSetStatus};
use crate::cluster::apiserver::{ApiError, Client};
use crate::cluster::controllers::revision;
use crate::cluster::outcome::{Outcome, Waiting};
use failure::Failure;
use std::sync::Arc;

/// When a set that has more to do than one look may is looked at again: after about as long as others
/// take to notice what the last look did.
const REST_OF_THE_WORK: SimDuration = SimDuration::from_millis(25);

/// One sync of one set: level-triggered, it looks at the world and takes the next steps.
///
/// # Errors
/// What the API server answered to a write; the caller tries again with back-off.
pub fn reconcile(
    client: &mut Client<'_>,
    memory: &mut Memory,
    key: &Key,
) -> Result<Outcome, ApiError> {
    let Some(set) = client
        .cached()
        .get::<StatefulSet>(&key.namespace, &key.name)
        .cloned()
    else {
        memory.forget(key);
        return Ok(Outcome::await_change());
    };
    let mut roster = memory.take(&set);
    claim(client, &set, &mut roster).map_err(Failure::into_error)?;
    let stored = revision::list(client, &set);
    let mut used = None;
    let result = act(client, &set, &mut roster, &stored, &mut used);
    let pruned = history::prune(client, &set, &roster.seats, &stored, used.as_ref());
    memory.keep(roster);
    match (result, pruned) {
        (Ok(ended), Ok(())) => Ok(outcome(&set, ended)),
        (result, pruned) => {
            let failures = [result.err(), pruned.err()].into_iter().flatten();
            let error = Failure::of(failures).err().map(Failure::into_error);
            Err(error.unwrap_or_else(|| ApiError::internal("no error")))
        }
    }
}

/// Takes in what belongs to the set and lists its pods.
fn claim(
    client: &mut Client<'_>,
    set: &StatefulSet,
    roster: &mut memory::Roster,
) -> Result<(), Failure> {
    adopt::revisions(client, set)?;
    adopt::pods(client, set, roster)?;
    roster.unsettle_changed(client.cached());
    Ok(())
}

/// Finds the revisions, takes the steps, writes the status: also when the steps failed.
fn act(
    client: &mut Client<'_>,
    set: &Arc<StatefulSet>,
    roster: &mut memory::Roster,
    stored: &[Arc<crate::cluster::api::ControllerRevision>],
    used: &mut Option<revisions::Revisions>,
) -> Result<Ended, Failure> {
    let revisions = used.insert(history::revisions(client, set, stored, &roster.data())?);
    let mut sync = sync::Sync::new(client, set, revisions, &roster.seats);
    let (mut status, result) = sync.run();
    let (waiting, is_cut) = (sync.waiting.take(), sync.is_cut);
    for (at, claims) in std::mem::take(&mut sync.settled) {
        roster.settle(at, claims);
    }
    let written = status::write(client, set, &mut status);
    // The steps' own failure is the one to tell of; the status comes again with the next sync.
    result?;
    written?;
    Ok(Ended {
        status,
        waiting,
        is_cut,
    })
}

/// How a sync ended.
struct Ended {
    status: StatefulSetStatus,
    waiting: Option<Waiting>,
    /// Whether it has more to do than one look may.
    is_cut: bool,
}

fn outcome(set: &StatefulSet, ended: Ended) -> Outcome {
    let Ended {
        status,
        waiting,
        is_cut,
    } = ended;
    let min_ready_seconds = set.spec().min_ready_seconds.unwrap_or_default();
    // Upstream's pod handler asks for another look when a pod becomes Ready, its sync when fewer pods
    // than wanted are available; the second alone forgets pods that wait beside condemned ones.
    let all_available = status.available_replicas == Some(identity::replicas(set))
        && status.available_replicas == status.ready_replicas;
    let later = (min_ready_seconds > 0 && !all_available)
        .then(|| SimDuration::from_secs(u64::from(min_ready_seconds.unsigned_abs())));
    Outcome {
        requeue_after: is_cut.then_some(REST_OF_THE_WORK).or(later),
        waiting_for: waiting,
    }
}
