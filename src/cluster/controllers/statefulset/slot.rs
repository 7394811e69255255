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
pub(super) struct Slot {
    /// The ordinal.
    pub(super) ordinal: i32,
    content: Content,
}

#[derive(Clone, Debug)]
enum Content {
    Pod(Arc<Pod>),
    Empty { name: String, revision: Arc<str> },
}

impl Slot {
    /// The place a pod takes.
    pub(super) fn of(pod: Arc<Pod>) -> Self {
        Self {
            ordinal: identity::ordinal(&pod),
            content: Content::Pod(pod),
        }
    }

    /// An empty place, to be filled at `revision`.
    pub(super) fn empty(set: &StatefulSet, ordinal: i32, revision: &Arc<str>) -> Self {
        let name = identity::pod_name(set, ordinal);
        let revision = Arc::clone(revision);
        Self {
            ordinal,
            content: Content::Empty { name, revision },
        }
    }

    /// The pod that was there when the sync began.
    pub(super) const fn pod(&self) -> Option<&Arc<Pod>> {
        match &self.content {
            Content::Pod(pod) => Some(pod),
            Content::Empty { .. } => None,
        }
    }

    /// `web-0`
    pub(super) fn name(&self) -> &str {
        match &self.content {
            Content::Pod(pod) => meta::name(&pod.metadata),
            Content::Empty { name, .. } => name,
        }
    }

    /// The revision of the pod, or the one a new pod would get.
    pub(super) fn revision(&self) -> &str {
        match &self.content {
            Content::Pod(pod) => identity::revision_of(pod),
            Content::Empty { revision, .. } => revision,
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
        self.phase() == "Running" && self.pod().is_some_and(|pod| is_ready(pod))
    }

    pub(super) fn is_running_and_available(&self, min_ready_seconds: i32, now: SimTime) -> bool {
        self.phase() == "Running"
            && self
                .pod()
                .is_some_and(|pod| is_available(pod, min_ready_seconds, now))
    }

    /// Whether the place cannot be counted on: no pod, not available, or on its way out.
    pub(super) fn is_unavailable(&self, min_ready_seconds: i32, now: SimTime) -> bool {
        !self.is_running_and_available(min_ready_seconds, now) || self.is_terminating()
    }

    pub(super) fn key(&self, set: &StatefulSet) -> Key {
        Key::new(Kind::Pod, meta::namespace(&set.metadata), self.name())
    }
}
