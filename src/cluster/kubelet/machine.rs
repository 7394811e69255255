//! What one machine knows that the API server does not.

use super::address::Addresses;
use super::local::{LocalPod, Unit};
use crate::cluster::api::{Key, Node, Object, SimTime};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// Names one incarnation of a pod: two with the same key may be on a machine for a while, when the
/// first was deleted by force.
pub(super) type Incarnation = (Key, Arc<str>);

/// One machine: its plug, its images, its containers.
#[derive(Clone, Debug)]
pub struct Machine {
    number: u32,
    /// Whether the plug is in.
    pub powered: bool,
    /// When the plug was last pulled or put back.
    pub power_changed_at: SimTime,
    /// The Node object its kubelet registers with.
    pub registration: Option<Arc<Node>>,
    /// Since when its Node object is missing, as pod garbage collection noticed.
    pub node_missing_since: Option<SimTime>,
    pub(super) images: BTreeSet<String>,
    pub(super) addresses: Addresses,
    pub(super) pods: BTreeMap<Incarnation, Arc<LocalPod>>,
}

/// Everything counts; the registration as its serializer sees it.
impl Hash for Machine {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self {
            number,
            powered,
            power_changed_at,
            registration,
            node_missing_since,
            images,
            addresses,
            pods,
        } = self;
        let registration = registration.as_ref().map(|node| Object::Node(node.clone()));
        (number, powered, power_changed_at, registration).hash(state);
        (node_missing_since, images, addresses, pods).hash(state);
    }
}

impl Machine {
    /// A machine with nothing on it.
    #[must_use]
    pub const fn new(number: u32) -> Self {
        Self {
            number,
            powered: true,
            power_changed_at: SimTime(0),
            registration: None,
            node_missing_since: None,
            images: BTreeSet::new(),
            addresses: Addresses::of_machine(number),
            pods: BTreeMap::new(),
        }
    }

    /// Pulls the plug or puts it back. Without power every container ends; what that means for the
    /// pods their kubelet finds out when it starts again.
    pub fn set_power(&mut self, on: bool, now: SimTime) {
        if self.powered == on {
            return;
        }
        self.powered = on;
        self.power_changed_at = now;
        if on {
            return;
        }
        for local in self.pods.values_mut() {
            let local = Arc::make_mut(local);
            if let Some(address) = local.lose_power(now) {
                self.addresses.free(&address);
            }
        }
    }

    /// Its own address.
    #[must_use]
    pub fn address(&self) -> String {
        format!("172.18.0.{}", self.number + 1)
    }

    /// The range its pods get their addresses from.
    #[must_use]
    pub fn pod_range(&self) -> String {
        self.addresses.range()
    }

    /// The pods with a container that runs, by name and uid: what the at-most-one promise is about.
    pub fn running(&self) -> impl Iterator<Item = (&Key, &str)> {
        let runs = |local: &LocalPod| local.units.iter().any(Unit::is_running);
        self.pods
            .iter()
            .filter(move |(_, local)| runs(local))
            .map(|((key, uid), _)| (key, &**uid))
    }

    /// The incarnations of a pod that are on the machine, oldest uid order.
    pub(super) fn incarnations(&self, key: &Key) -> Vec<Incarnation> {
        let first = (key.clone(), Arc::from(""));
        self.pods
            .range(first..)
            .map(|(incarnation, _)| incarnation)
            .take_while(|(present, _)| present == key)
            .cloned()
            .collect()
    }

    /// The pod with this uid, if it is on the machine.
    pub(super) fn local(&self, key: &Key, uid: &str) -> Option<&LocalPod> {
        self.pods
            .get(&(key.clone(), Arc::from(uid)))
            .map(|local| &**local)
    }

    /// The same, to change.
    pub(super) fn local_mut(&mut self, key: &Key, uid: &str) -> Option<&mut LocalPod> {
        self.pods
            .get_mut(&(key.clone(), Arc::from(uid)))
            .map(Arc::make_mut)
    }
}
