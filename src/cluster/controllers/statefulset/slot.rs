//! One place in the set: the pod that is there, or the one that would be made.

use super::identity;
use crate::cluster::api::conditions::{is_available, is_ready, phase};
use crate::cluster::api::{Key, Kind, Pod, SimTime, StatefulSet, meta};
use std::sync::Arc;

/// A pod of the set as it was when the sync began, or an empty place.
///
/// What a sync does to a pod shows only in the next one: upstream's in-memory pods do not change
/// either, which is why counters lag.
#[derive(Clone, Debug)]
pub(super) struct Slot<'s> {
    /// The ordinal.
    pub(super) ordinal: i64,
    /// The revision of the pod, or the one a new pod would get.
    pub(super) revision: &'s str,
    content: Content<'s>,
    /// Decided once: every sync asks it of every place several times.
    health: Health,
}

#[derive(Clone, Debug)]
enum Content<'s> {
    Pod(&'s Arc<Pod>),
    Empty { name: Arc<str> },
}

/// How far a pod can be counted on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Health {
    /// No pod, or one that does not run or is not Ready.
    Down,
    /// Running and Ready.
    Ready,
    /// Running and Ready for `minReadySeconds`.
    Available,
}

impl<'s> Slot<'s> {
    /// The place a pod takes.
    pub(super) fn of(pod: &'s Arc<Pod>, min_ready_seconds: i32, now: SimTime) -> Self {
        let health = match phase(pod) {
            "Running" if is_available(pod, min_ready_seconds, now) => Health::Available,
            "Running" if is_ready(pod) => Health::Ready,
            _ => Health::Down,
        };
        Self {
            ordinal: identity::ordinal(pod),
            revision: identity::revision_of(pod),
            content: Content::Pod(pod),
            health,
        }
    }

    /// An empty place, to be filled at `revision`.
    pub(super) fn empty(set: &StatefulSet, ordinal: i64, revision: &'s str) -> Self {
        let name = identity::pod_name(set, ordinal).into();
        Self {
            ordinal,
            revision,
            content: Content::Empty { name },
            health: Health::Down,
        }
    }

    /// The pod that was there when the sync began.
    pub(super) const fn pod(&self) -> Option<&'s Arc<Pod>> {
        match &self.content {
            Content::Pod(pod) => Some(pod),
            Content::Empty { .. } => None,
        }
    }

    /// `web-0`
    pub(super) fn name(&self) -> &str {
        match &self.content {
            Content::Pod(pod) => meta::name(&pod.metadata),
            Content::Empty { name } => name,
        }
    }

    /// Whether the pod existed when the sync began.
    pub(super) fn is_created(&self) -> bool {
        self.phase() != ""
    }

    pub(super) fn phase(&self) -> &str {
        self.pod().map(|pod| phase(pod)).unwrap_or_default()
    }

    /// Whether the pod has finished, well or badly.
    pub(super) fn is_finished(&self) -> bool {
        matches!(self.phase(), "Failed" | "Succeeded")
    }

    pub(super) fn is_terminating(&self) -> bool {
        self.pod()
            .is_some_and(|pod| meta::is_deleting(&pod.metadata))
    }

    pub(super) fn is_running_and_ready(&self) -> bool {
        self.health >= Health::Ready
    }

    pub(super) fn is_running_and_available(&self) -> bool {
        self.health == Health::Available
    }

    /// Whether the place cannot be counted on: no pod, not available, or on its way out.
    pub(super) fn is_unavailable(&self) -> bool {
        !self.is_running_and_available() || self.is_terminating()
    }

    pub(super) fn key(&self, set: &StatefulSet) -> Key {
        Key::new(Kind::Pod, meta::namespace(&set.metadata), self.name())
    }
}
