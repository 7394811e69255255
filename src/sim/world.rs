//! The world: everything there is at one instant. A value.

use super::queue::{Component, Due, Queue};
use super::{Cause, start};
use crate::cluster::Cluster;
use crate::cluster::api::{Key, SimTime};
use crate::cluster::apiserver::uid::Rng;
use crate::cluster::disk::FileTree;
use crate::cluster::outcome::Waiting;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a world begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Config {
    /// Everything random follows from this.
    pub seed: u64,
    /// How many nodes, `node-1` and up.
    pub nodes: u32,
    /// Pods a node takes (its `allocatable.pods`).
    pub pods_per_node: u32,
    /// How many MiB the API server's objects may take together: etcd's quota.
    #[serde(default = "storage_mib")]
    pub storage_mib: u32,
}

/// The quota where nothing else is said: what a page can bear. Several thousand pods.
const fn storage_mib() -> u32 {
    84
}

impl Default for Config {
    fn default() -> Self {
        Self {
            seed: 7,
            nodes: 3,
            pods_per_node: 500,
            storage_mib: storage_mib(),
        }
    }
}

/// About what one entry of the world's own maps takes: a key of three texts and a few numbers, twice.
const ENTRY_BYTES: usize = 250;

/// Everything there is. Clone it, keep it, compare its [`digest`](World::digest).
#[derive(Clone, Debug)]
pub struct World {
    /// The present instant.
    pub now: SimTime,
    /// The cluster.
    pub cluster: Cluster,
    /// What the simulation owes itself.
    pub queue: Queue,
    /// The source of all latencies.
    pub(super) rng: Rng,
    /// How many facts there have been; the next one's number.
    pub(super) facts: u64,
    /// How often a component failed on a key in a row, for its back-off.
    pub(super) failures: BTreeMap<(Component, Key), u32>,
    /// What each StatefulSet waits for, from the line that decided it.
    pub waiting: BTreeMap<Key, Waiting>,
}

impl World {
    /// A fresh cluster: nodes, the namespaces, a default StorageClass, the DNS service.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        start::world(config)
    }

    /// Owes a look at a key.
    pub fn owe(&mut self, at: SimTime, component: Component, key: Key, cause: Cause) {
        self.queue.push(
            at,
            Due {
                component,
                key,
                cause,
            },
        );
    }

    /// Bytes of memory that a copy takes beyond an earlier copy, within a factor of two: objects and files are shared
    /// where they did not change.
    #[must_use]
    pub fn copy_bytes(&self, earlier: Option<&Self>) -> usize {
        let store = self
            .cluster
            .store
            .copy_bytes(earlier.map(|earlier| &earlier.cluster.store));
        let files = |world: &Self| -> usize {
            let trees = world.cluster.disks.values();
            trees.map(FileTree::size_bytes).sum()
        };
        // What a disk gained is new; what it lost is still held by the earlier copy, and counted there.
        let files = files(self).saturating_sub(earlier.map_or(0, files));
        let running: usize = self
            .cluster
            .machines
            .values()
            .map(|machine| machine.running().count())
            .sum();
        let entries = self.queue.len() + self.waiting.len() + self.failures.len() + running;
        store + files + entries * ENTRY_BYTES
    }
}
