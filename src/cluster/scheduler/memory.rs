//! What the scheduler remembers between two looks: its back-offs and its reservations.

use crate::cluster::api::{Key, SimDuration, SimTime};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The first back-off after a pod found no node (`podInitialBackoffSeconds`).
const BACK_OFF_FIRST_MS: u64 = 1000;
/// The longest (`podMaxBackoffSeconds`).
const BACK_OFF_MAX_MS: u64 = 10_000;

/// The scheduler's memory: upstream's queue and cache, as far as they decide anything here.
#[derive(Clone, Debug, Default, Hash)]
pub struct Memory {
    failures: BTreeMap<Key, Failure>,
    assumed: BTreeMap<Key, Assumed>,
}

#[derive(Clone, Copy, Debug, Hash)]
struct Failure {
    count: u32,
    not_before: SimTime,
}

#[derive(Clone, Debug, Hash)]
struct Assumed {
    uid: String,
    node: Arc<str>,
}

impl Memory {
    /// The pod is placed or gone.
    pub(super) fn forget(&mut self, key: &Key) {
        self.failures.remove(key);
        self.assumed.remove(key);
    }

    /// The pod found no node: the next try waits 1 s, then 2, 4, 8, and 10 from then on.
    pub(super) fn failed(&mut self, key: &Key, now: SimTime) {
        let count = self.failures.get(key).map_or(0, |failure| failure.count) + 1;
        let wait_ms = (BACK_OFF_FIRST_MS << (count - 1).min(4)).min(BACK_OFF_MAX_MS);
        let not_before = now.after(SimDuration(wait_ms));
        self.failures
            .insert(key.clone(), Failure { count, not_before });
    }

    /// What is left of the pod's back-off.
    pub(super) fn back_off_left(&self, key: &Key, now: SimTime) -> Option<SimDuration> {
        let failure = self.failures.get(key)?;
        (failure.not_before > now).then(|| failure.not_before.since(now))
    }

    /// Room on the node is kept for the pod while its volumes are made.
    pub(super) fn assume(&mut self, key: &Key, uid: &str, node: Arc<str>) {
        self.assumed.insert(
            key.clone(),
            Assumed {
                uid: uid.to_owned(),
                node,
            },
        );
    }

    /// The node found for this very pod, if it waits for its volumes.
    pub(super) fn assumed(&self, key: &Key, uid: &str) -> Option<Arc<str>> {
        let assumed = self.assumed.get(key).filter(|assumed| assumed.uid == uid)?;
        Some(Arc::clone(&assumed.node))
    }

    /// Whether no reservation is held.
    pub(super) fn nothing_assumed(&self) -> bool {
        self.assumed.is_empty()
    }
}
