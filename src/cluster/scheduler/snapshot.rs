//! The nodes as one scheduling attempt sees them, with what is on each.

use super::cache::NodeInfo;
use super::memory::Memory;
use crate::cluster::api::quantity::Amount;
use crate::cluster::api::{Container, Node, Pod, Quantity, meta};
use std::ops::Deref;

/// What pods ask for, or a node has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Resources {
    pub(super) cpu_milli: i128,
    pub(super) memory_bytes: i128,
}

/// One node and what is on it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room<'a> {
    pub(super) node: &'a Node,
    pub(super) name: &'a str,
    pub(super) info: &'a NodeInfo,
}

impl Deref for Room<'_> {
    type Target = NodeInfo;
    fn deref(&self) -> &NodeInfo {
        self.info
    }
}

/// The nodes and the pod to be placed.
#[derive(Debug)]
pub(super) struct Snapshot<'a> {
    pub(super) pod: &'a Pod,
    pub(super) rooms: Vec<Room<'a>>,
    pub(super) asked: Resources,
}

impl<'a> Snapshot<'a> {
    /// The nodes there are. Nothing is copied, and no pod looked at.
    pub(super) fn take(memory: &'a Memory, pod: &'a Pod) -> Self {
        let room = |info: &'a NodeInfo| {
            let node: &Node = info.node.as_ref()?;
            let name = meta::name(&node.metadata);
            Some(Room { node, name, info })
        };
        Self {
            pod,
            rooms: memory.nodes().filter_map(room).collect(),
            asked: requests(pod),
        }
    }
}

impl Resources {
    fn add(&mut self, other: Self) {
        self.cpu_milli += other.cpu_milli;
        self.memory_bytes += other.memory_bytes;
    }

    /// Adds the other, or takes it away.
    pub(super) const fn count(&mut self, other: Self, on: bool) {
        let sign = if on { 1 } else { -1 };
        self.cpu_milli += sign * other.cpu_milli;
        self.memory_bytes += sign * other.memory_bytes;
    }

    fn at_least(self, other: Self) -> Self {
        Self {
            cpu_milli: self.cpu_milli.max(other.cpu_milli),
            memory_bytes: self.memory_bytes.max(other.memory_bytes),
        }
    }
}

/// What a pod asks for: its containers together, or its hungriest init container if that is more.
pub(super) fn requests(pod: &Pod) -> Resources {
    let Some(spec) = &pod.spec else {
        return Resources::default();
    };
    let mut sum = Resources::default();
    for container in &spec.containers {
        sum.add(of_container(container));
    }
    spec.init_containers
        .iter()
        .flatten()
        .fold(sum, |sum, init| sum.at_least(of_container(init)))
}

/// Upstream's GetNonzeroRequests: what asks for nothing is weighed as 100m and 200 MB.
pub(super) const fn weighed(requests: Resources) -> Resources {
    Resources {
        cpu_milli: if requests.cpu_milli == 0 {
            100
        } else {
            requests.cpu_milli
        },
        memory_bytes: if requests.memory_bytes == 0 {
            200_000_000
        } else {
            requests.memory_bytes
        },
    }
}

fn of_container(container: &Container) -> Resources {
    let Some(resources) = &container.resources else {
        return Resources::default();
    };
    let asked = |resource: &str| -> Option<&Quantity> {
        let requests = resources
            .requests
            .as_ref()
            .and_then(|map| map.get(resource));
        requests.or_else(|| resources.limits.as_ref().and_then(|map| map.get(resource)))
    };
    let amount = |resource: &str| asked(resource).map_or(Amount::ZERO, |q| Amount::of(&q.0));
    Resources {
        cpu_milli: amount("cpu").milli_value(),
        memory_bytes: amount("memory").value(),
    }
}
