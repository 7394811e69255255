//! One place in the set: the pod that is there, or the one that would be made.

use super::identity;
use super::memory::Seat;
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
    facts: Facts,
}

/// What every sync asks of every place several times, read off the pod once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts {
    ordinal: i64,
    health: Health,
    phase: Phase,
    is_terminating: bool,
}

/// The phases that make a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// No pod, or one that the API server has just been given without a phase.
    Missing,
    Pending,
    /// Failed or Succeeded.
    Finished,
    /// Running, or unknown.
    Other,
}

#[derive(Clone, Debug)]
enum Content<'s> {
    /// A pod, and where the roster has it.
    Pod(&'s Seat, usize),
    Empty {
        name: Arc<str>,
    },
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
    /// What is read off a pod.
    pub(super) fn facts_of(pod: &Pod, min_ready_seconds: i32, now: SimTime) -> Facts {
        let (health, phase) = match phase(pod) {
            "Running" if is_available(pod, min_ready_seconds, now) => {
                (Health::Available, Phase::Other)
            }
            "Running" if is_ready(pod) => (Health::Ready, Phase::Other),
            "" => (Health::Down, Phase::Missing),
            "Pending" => (Health::Down, Phase::Pending),
            "Failed" | "Succeeded" => (Health::Down, Phase::Finished),
            _ => (Health::Down, Phase::Other),
        };
        Facts {
            ordinal: identity::ordinal(pod),
            health,
            phase,
            is_terminating: meta::is_deleting(&pod.metadata),
        }
    }

    /// The place of the pod that the roster has at `at`.
    pub(super) fn of(seat: &'s Seat, at: usize) -> Self {
        Self {
            ordinal: seat.facts.ordinal,
            revision: &seat.revision,
            content: Content::Pod(seat, at),
            facts: seat.facts,
        }
    }

    /// An empty place, to be filled at `revision`.
    pub(super) fn empty(set: &StatefulSet, ordinal: i64, revision: &'s str) -> Self {
        let name = identity::pod_name(set, ordinal).into();
        Self {
            ordinal,
            revision,
            content: Content::Empty { name },
            facts: Facts {
                ordinal,
                health: Health::Down,
                phase: Phase::Missing,
                is_terminating: false,
            },
        }
    }

    /// The pod that was there when the sync began.
    pub(super) const fn pod(&self) -> Option<&'s Arc<Pod>> {
        match &self.content {
            Content::Pod(seat, _) => Some(&seat.pod),
            Content::Empty { .. } => None,
        }
    }

    /// Where the roster has the pod.
    pub(super) const fn seat(&self) -> Option<usize> {
        match &self.content {
            Content::Pod(_, at) => Some(*at),
            Content::Empty { .. } => None,
        }
    }

    /// Whether the pod is known to need nothing.
    pub(super) const fn is_settled(&self) -> bool {
        match &self.content {
            Content::Pod(seat, _) => seat.is_settled(),
            Content::Empty { .. } => false,
        }
    }

    /// `web-0`
    pub(super) fn name(&self) -> &str {
        match &self.content {
            Content::Pod(seat, _) => meta::name(&seat.pod.metadata),
            Content::Empty { name } => name,
        }
    }

    /// Whether the pod existed when the sync began.
    pub(super) fn is_created(&self) -> bool {
        self.facts.phase != Phase::Missing
    }

    pub(super) fn is_pending(&self) -> bool {
        self.facts.phase == Phase::Pending
    }

    /// Whether the pod has finished, well or badly.
    pub(super) fn is_finished(&self) -> bool {
        self.facts.phase == Phase::Finished
    }

    pub(super) fn is_terminating(&self) -> bool {
        self.facts.is_terminating
    }

    pub(super) fn is_running_and_ready(&self) -> bool {
        self.facts.health >= Health::Ready
    }

    pub(super) fn is_running_and_available(&self) -> bool {
        self.facts.health == Health::Available
    }

    /// Whether the place cannot be counted on: no pod, not available, or on its way out.
    pub(super) fn is_unavailable(&self) -> bool {
        !self.is_running_and_available() || self.is_terminating()
    }

    pub(super) fn key(&self, set: &StatefulSet) -> Key {
        Key::new(Kind::Pod, meta::namespace(&set.metadata), self.name())
    }
}
