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
    /// `web-0`
    pub(super) name: String,
    /// The pod that was there when the sync began.
    pub(super) pod: Option<Arc<Pod>>,
    /// The revision of that pod, or the one a new pod would get.
    pub(super) revision: String,
}

impl Slot {
    /// The place a pod takes.
    pub(super) fn of(pod: Arc<Pod>) -> Self {
        Self {
            ordinal: identity::ordinal(&pod),
            name: meta::name(&pod.metadata).to_owned(),
            revision: identity::revision_of(&pod).to_owned(),
            pod: Some(pod),
        }
    }

    /// An empty place, to be filled at `revision`.
    pub(super) fn empty(set: &StatefulSet, ordinal: i32, revision: &str) -> Self {
        let name = identity::pod_name(set, ordinal);
        Self {
            ordinal,
            name,
            pod: None,
            revision: revision.to_owned(),
        }
    }

    /// Whether the pod existed when the sync began.
    pub(super) fn is_created(&self) -> bool {
        self.phase() != ""
    }

    pub(super) fn phase(&self) -> &str {
        self.pod.as_deref().map(phase).unwrap_or_default()
    }

    /// Whether the pod has finished, well or badly.
    pub(super) fn is_finished(&self) -> bool {
        matches!(self.phase(), "Failed" | "Succeeded")
    }

    pub(super) fn is_terminating(&self) -> bool {
        self.pod
            .as_ref()
            .is_some_and(|pod| meta::is_deleting(&pod.metadata))
    }

    pub(super) fn is_running_and_ready(&self) -> bool {
        self.phase() == "Running" && self.pod.as_deref().is_some_and(is_ready)
    }

    pub(super) fn is_running_and_available(&self, min_ready_seconds: i32, now: SimTime) -> bool {
        self.phase() == "Running"
            && self
                .pod
                .as_deref()
                .is_some_and(|pod| is_available(pod, min_ready_seconds, now))
    }

    /// Whether the place cannot be counted on: no pod, not available, or on its way out.
    pub(super) fn is_unavailable(&self, min_ready_seconds: i32, now: SimTime) -> bool {
        !self.is_running_and_available(min_ready_seconds, now) || self.is_terminating()
    }

    pub(super) fn key(&self, set: &StatefulSet) -> Key {
        Key::new(Kind::Pod, meta::namespace(&set.metadata), &self.name)
    }
}
