//! What the scheduler remembers between two looks: its back-offs and its reservations.

use super::cache::{Cache, NodeInfo};
use crate::cluster::api::conditions::is_terminal;
use crate::cluster::api::pod::node_name;
use crate::cluster::api::{Key, Object, Pod, SimDuration, SimTime, meta};
use crate::cluster::apiserver::Change;
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// The first back-off after a pod found no node (`podInitialBackoffSeconds`).
const BACK_OFF_FIRST_MS: u64 = 1000;
/// The longest (`podMaxBackoffSeconds`).
const BACK_OFF_MAX_MS: u64 = 10_000;

/// The scheduler's memory: upstream's queue and cache, as far as they decide anything here.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    failures: BTreeMap<Key, Failure>,
    assumed: BTreeMap<Key, Assumed>,
    cache: Cache,
}

impl Hash for Memory {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self {
            failures,
            assumed,
            // Follows from the objects and from what is assumed.
            cache: _,
        } = self;
        (failures, assumed).hash(state);
    }
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
    /// Takes note of a change: the scheduler sees every one of them, in order.
    pub fn observe(&mut self, change: &Change) {
        match (change.latest(), change.after.is_some()) {
            (Object::Node(node), there) => {
                let name = Arc::from(meta::name(&node.metadata));
                self.cache.set_node(&name, there.then_some(node));
            }
            (Object::Pod(pod), true) => {
                let key = change.key();
                let assumed = self.assumed(&key, meta::uid(&pod.metadata));
                let node = node_name(pod).or(assumed.as_deref());
                let node = node.filter(|_| !is_terminal(pod));
                self.cache.set_pod(&key, pod, node);
            }
            (Object::Pod(_), false) => self.cache.remove(&change.key()),
            _ => {}
        }
    }

    /// The nodes there are, with what is on them and what is assumed to be.
    pub(super) fn nodes(&self) -> impl Iterator<Item = &NodeInfo> {
        self.cache.nodes()
    }

    /// The pod is placed or gone.
    pub(super) fn forget(&mut self, key: &Key) {
        self.failures.remove(key);
        if self.assumed.remove(key).is_some()
            && self
                .cache
                .pod(key)
                .is_some_and(|pod| node_name(pod).is_none())
        {
            self.cache.remove(key);
        }
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
    pub(super) fn assume(&mut self, key: &Key, pod: &Arc<Pod>, node: &Arc<str>) {
        let uid = meta::uid(&pod.metadata).to_owned();
        self.cache.set_pod(key, pod, Some(node));
        let node = Arc::clone(node);
        self.assumed.insert(key.clone(), Assumed { uid, node });
    }

    /// The node found for this very pod, if it waits for its volumes.
    pub(super) fn assumed(&self, key: &Key, uid: &str) -> Option<Arc<str>> {
        let assumed = self.assumed.get(key).filter(|assumed| assumed.uid == uid)?;
        Some(Arc::clone(&assumed.node))
    }
}
