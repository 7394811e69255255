//! What is on each node, kept change by change: to place one pod nobody goes through all of them.
//!
//! Models kubernetes/pkg/scheduler/backend/cache (`NodeInfo`).

use super::snapshot::{Resources, requests, weighed};
use crate::cluster::api::quantity::Amount;
use crate::cluster::api::{Key, Node, Pod, meta};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The nodes by name, and what is on them.
#[derive(Clone, Debug, Default)]
pub(super) struct Cache {
    nodes: BTreeMap<Arc<str>, NodeInfo>,
    /// The node each pod counts on.
    places: BTreeMap<Key, Arc<str>>,
}

/// One node and what is on it. Pods may be on a node before it is known, and after it is gone.
#[derive(Clone, Debug, Default)]
pub(super) struct NodeInfo {
    pub(super) node: Option<Arc<Node>>,
    pub(super) allocatable: Resources,
    pub(super) pods_max: usize,
    pub(super) requested: Resources,
    /// As scored: pods that ask for nothing count as if they asked for a little.
    pub(super) weighed: Resources,
    pub(super) pods: BTreeMap<Key, Arc<Pod>>,
    /// How many of the pods keep others away.
    pub(super) with_anti_affinity: usize,
    /// How many of the pods each controller has.
    by_controller: BTreeMap<Arc<str>, usize>,
}

impl Cache {
    /// The nodes there are, in the order of their names.
    pub(super) fn nodes(&self) -> impl Iterator<Item = &NodeInfo> {
        self.nodes.values().filter(|info| info.node.is_some())
    }

    /// A node as it is now; nothing if it is gone.
    pub(super) fn set_node(&mut self, name: &Arc<str>, node: Option<&Arc<Node>>) {
        let info = self.nodes.entry(Arc::clone(name)).or_default();
        info.node = node.cloned();
        let amount = |resource: &str| {
            let status = node.and_then(|node| node.status.as_ref());
            let allocatable = status.and_then(|status| status.allocatable.as_ref());
            allocatable
                .and_then(|map| map.get(resource))
                .map_or(Amount::ZERO, |quantity| Amount::of(&quantity.0))
        };
        info.allocatable = Resources {
            cpu_milli: amount("cpu").milli_value(),
            memory_bytes: amount("memory").value(),
        };
        info.pods_max = usize::try_from(amount("pods").value()).unwrap_or_default();
        if node.is_none() && info.pods.is_empty() {
            self.nodes.remove(name);
        }
    }

    /// The pod counts on this node from now on, and nowhere else; on none if there is none.
    pub(super) fn set_pod(&mut self, key: &Key, pod: &Arc<Pod>, node: Option<&str>) {
        if node.is_none() || self.places.get(key).map(|place| &**place) != node {
            self.remove(key);
        }
        let Some(node) = node else { return };
        let place = match self.places.get(key) {
            Some(place) => Arc::clone(place),
            None => {
                let known = self.nodes.get_key_value(node);
                let place = known.map_or_else(|| Arc::from(node), |(name, _)| Arc::clone(name));
                self.places.insert(key.clone(), Arc::clone(&place));
                place
            }
        };
        let info = self.nodes.entry(place).or_default();
        if let Some(before) = info.pods.get_mut(key) {
            let before = std::mem::replace(before, Arc::clone(pod));
            info.count(&before, false);
        } else {
            info.pods.insert(key.clone(), Arc::clone(pod));
        }
        info.count(pod, true);
    }

    /// The pod counts nowhere.
    pub(super) fn remove(&mut self, key: &Key) {
        let Some(place) = self.places.remove(key) else {
            return;
        };
        let Some(info) = self.nodes.get_mut(&place) else {
            return;
        };
        if let Some(pod) = info.pods.remove(key) {
            info.count(&pod, false);
        }
        if info.node.is_none() && info.pods.is_empty() {
            self.nodes.remove(&place);
        }
    }

    /// The pod as it counts.
    pub(super) fn pod(&self, key: &Key) -> Option<&Arc<Pod>> {
        self.nodes.get(self.places.get(key)?)?.pods.get(key)
    }
}

impl NodeInfo {
    /// How many of the pods this controller has.
    pub(super) fn of_controller(&self, uid: &str) -> usize {
        self.by_controller.get(uid).copied().unwrap_or_default()
    }

    /// The pod counts from now on, or no longer.
    fn count(&mut self, pod: &Pod, on: bool) {
        let asked = requests(pod);
        self.requested.count(asked, on);
        self.weighed.count(weighed(asked), on);
        let one = |count: &mut usize| *count = if on { *count + 1 } else { *count - 1 };
        if !super::affinity::required_anti_affinity(pod).is_empty() {
            one(&mut self.with_anti_affinity);
        }
        let Some(owner) = meta::controller_of(&pod.metadata) else {
            return;
        };
        match self.by_controller.get_mut(owner.uid.as_str()) {
            Some(count) => {
                one(count);
                if *count == 0 {
                    self.by_controller.remove(owner.uid.as_str());
                }
            }
            None => drop(self.by_controller.insert(Arc::from(&*owner.uid), 1)),
        }
    }
}
