//! What a component answers when it has looked at the world and taken its next steps.

use super::api::{Key, SimDuration};
use serde::{Deserialize, Serialize};

/// The end of one reconcile.
#[must_use]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// When to look again even if nothing changes; absent: only when something changes.
    pub requeue_after: Option<SimDuration>,
    /// Why nothing more was done, where that is a decision and not completion.
    pub waiting_for: Option<Waiting>,
}

impl Outcome {
    /// All is as it should be, until something changes.
    pub const fn await_change() -> Self {
        Self {
            requeue_after: None,
            waiting_for: None,
        }
    }
    /// Look again after this long.
    pub const fn requeue(after: SimDuration) -> Self {
        Self {
            requeue_after: Some(after),
            waiting_for: None,
        }
    }
    /// Nothing more can be done until `waiting` is resolved.
    pub const fn waiting(waiting: Waiting) -> Self {
        Self {
            requeue_after: None,
            waiting_for: Some(waiting),
        }
    }
}

/// A decision to stop and wait, made by the line of the controller that decides.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Waiting {
    /// Which rule stops the controller.
    pub rule: Rule,
    /// The object it waits for.
    pub on: Key,
    /// The object that would be next if the rule allowed it, where there is one.
    pub next: Option<Key>,
}

/// The rules by which the StatefulSet controller stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Rule {
    /// The set is being deleted: only its status is kept up to date.
    SetIsDeleting,
    /// A failed or succeeded pod was deleted, or still is there; its replacement comes next time.
    FinishedPodGoesFirst,
    /// The pod's claim is still owned by an older pod or set and must be collected first.
    StaleClaim,
    /// OrderedReady: one pod is created at a time; this one was just created.
    OneAtATime,
    /// OrderedReady: a terminating pod must be gone before anything else happens.
    PredecessorTerminating,
    /// OrderedReady: a pod must be Running and Ready before anything else happens.
    PredecessorNotReady,
    /// OrderedReady with `minReadySeconds`: a pod must have been Ready long enough.
    PredecessorNotAvailable,
    /// Scaling down: a condemned pod is still terminating.
    CondemnedTerminating,
    /// Scaling down: a condemned pod that is not healthy waits for the first unhealthy one.
    CondemnedNotReady,
    /// Scaling down: a pod was just told to go; one at a time.
    CondemnedDeleted,
    /// Strategy `OnDelete`: outdated pods stay until a person deletes them.
    OnDelete,
    /// Rolling update: outdated pods below the partition stay as they are.
    Partition,
    /// Rolling update: a pod was just deleted to be replaced.
    UpdateDeleted,
    /// Rolling update: an updated pod must be available before the next is replaced.
    UpdateNotAvailable,
    /// Rolling update with `maxUnavailable`: as many pods are unavailable as allowed.
    MaxUnavailable,
    /// A request was refused: it is tried again, after longer and longer waits.
    Failing,
    /// The cluster's storage is full: nothing new is stored until something is deleted.
    StorageFull,
}
