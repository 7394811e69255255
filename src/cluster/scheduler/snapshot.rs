//! The nodes as one scheduling attempt sees them, with what is on each.

use super::memory::Memory;
use crate::cluster::api::conditions::is_terminal;
use crate::cluster::api::quantity::Amount;
use crate::cluster::api::{Container, Key, Kind, Node, Pod, Quantity, meta};
use crate::cluster::apiserver::Store;
use std::collections::BTreeMap;

/// What pods ask for, or a node has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Resources {
    pub(super) cpu_milli: i128,
    pub(super) memory_bytes: i128,
}

/// One node and what is on it.
#[derive(Debug)]
pub(super) struct Room<'a> {
    pub(super) node: &'a Node,
    pub(super) name: &'a str,
    pub(super) allocatable: Resources,
    pub(super) pods_max: usize,
    pub(super) requested: Resources,
    /// As scored: pods that ask for nothing count as if they asked for a little.
    pub(super) weighed: Resources,
    pub(super) pods: Vec<&'a Pod>,
}

/// The nodes and the pod to be placed.
#[derive(Debug)]
pub(super) struct Snapshot<'a> {
    pub(super) pod: &'a Pod,
    pub(super) rooms: Vec<Room<'a>>,
    pub(super) asked: Resources,
}

impl<'a> Snapshot<'a> {
    /// Reads the nodes and what is on them. One pass over the pods, nothing copied.
    pub(super) fn take(store: &'a Store, memory: &Memory, pod: &'a Pod) -> Self {
        let mut rooms: Vec<Room<'a>> = store.list::<Node>().map(|node| Room::empty(node)).collect();
        let places: BTreeMap<&str, usize> = rooms
            .iter()
            .enumerate()
            .map(|(at, room)| (room.name, at))
            .collect();
        for other in store.list::<Pod>().map(|other| &**other) {
            if is_terminal(other) {
                continue;
            }
            let bound = other
                .spec
                .as_ref()
                .and_then(|spec| spec.node_name.as_deref());
            let at = match bound.filter(|node| !node.is_empty()) {
                Some(node) => places.get(node).copied(),
                None if memory.nothing_assumed() => None,
                None => {
                    let meta = &other.metadata;
                    let key = Key::new(Kind::Pod, meta::namespace(meta), meta::name(meta));
                    let node = memory.assumed(&key, meta::uid(meta));
                    node.and_then(|node| places.get(&*node).copied())
                }
            };
            if let Some(at) = at {
                rooms[at].add(other);
            }
        }
        Self {
            pod,
            rooms,
            asked: requests(pod),
        }
    }
}

impl<'a> Room<'a> {
    fn empty(node: &'a Node) -> Self {
        let amount = |resource: &str| {
            let allocatable = node
                .status
                .as_ref()
                .and_then(|status| status.allocatable.as_ref());
            allocatable
                .and_then(|map| map.get(resource))
                .map_or(Amount::ZERO, |q| Amount::of(&q.0))
        };
        Room {
            node,
            name: meta::name(&node.metadata),
            allocatable: Resources {
                cpu_milli: amount("cpu").milli_value(),
                memory_bytes: amount("memory").value(),
            },
            pods_max: usize::try_from(amount("pods").value()).unwrap_or_default(),
            requested: Resources::default(),
            weighed: Resources::default(),
            pods: vec![],
        }
    }

    fn add(&mut self, pod: &'a Pod) {
        let requests = requests(pod);
        self.requested.add(requests);
        self.weighed.add(weighed(requests));
        self.pods.push(pod);
    }
}

impl Resources {
    fn add(&mut self, other: Self) {
        self.cpu_milli += other.cpu_milli;
        self.memory_bytes += other.memory_bytes;
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
