//! What the simulation owes itself: which component looks at which key, when, because of what.

use super::fact::Cause;
use crate::cluster::api::{Key, SimTime};
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// A component that has a work queue.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Component {
    /// Keys are StatefulSets.
    StatefulSet,
    /// Keys are Pods.
    Scheduler,
    /// Keys are Pods; one kubelet a node.
    Kubelet(Arc<str>),
    /// The PersistentVolume binder; keys are claims and volumes.
    VolumeBinder,
    /// The external provisioner; keys are claims.
    Provisioner,
    /// Keys are Services.
    EndpointSlice,
    /// Keys are any objects: owners that went, dependents that may have to.
    GarbageCollector,
    /// Node lifecycle, taint eviction, pod garbage collection; keys are Nodes.
    NodeLifecycle,
    /// Keys are ResourceQuotas.
    Quota,
}

/// One owed look. Data, never a closure: what cannot be cloned cannot be rewound.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Due {
    /// Who looks.
    pub component: Component,
    /// At what.
    pub key: Key,
    /// Because of what.
    pub cause: Cause,
}

/// The owed looks, ordered by time and then by order of arrival; at most one per component and key.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    entries: BTreeMap<(SimTime, u64), Due>,
    places: BTreeMap<(Component, Key), (SimTime, u64)>,
    arrivals: u64,
}

/// The order of what is owed, and what the next arrival gets.
impl Hash for Queue {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self {
            entries,
            // Where the entries stand.
            places: _,
            arrivals,
        } = self;
        (entries, arrivals).hash(state);
    }
}

impl Queue {
    /// Owes a look at `at`. If the same look is owed earlier already, that one stands; if later, it
    /// is brought forward.
    pub fn push(&mut self, at: SimTime, due: Due) {
        let identity = (due.component.clone(), due.key.clone());
        if let Some(&place) = self.places.get(&identity) {
            if place.0 <= at {
                return;
            }
            self.entries.remove(&place);
        }
        let place = (at, self.arrivals);
        self.arrivals += 1;
        self.places.insert(identity, place);
        self.entries.insert(place, due);
    }

    /// Takes the next look, with its time.
    pub fn pop(&mut self) -> Option<(SimTime, Due)> {
        let ((at, _), due) = self.entries.pop_first()?;
        self.places
            .remove(&(due.component.clone(), due.key.clone()));
        Some((at, due))
    }

    /// When the next look is due.
    #[must_use]
    pub fn next_at(&self) -> Option<SimTime> {
        self.entries.first_key_value().map(|((at, _), _)| *at)
    }

    /// How many looks are owed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing is owed: the world is at rest.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The owed looks in order.
    pub fn iter(&self) -> impl Iterator<Item = (SimTime, &Due)> {
        self.entries.iter().map(|((at, _), due)| (*at, due))
    }
}
