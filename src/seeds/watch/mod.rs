//! Looks at every fact as it happens, with the cluster as it was before it.

mod identity;
mod network;
mod order;
mod storage;

use super::law::{Checked, Law, hold};
use super::perform::SET;
use crate::cluster::api::conditions::{is_available, is_ready, is_terminal, phase};
use crate::cluster::api::{
    Object, PersistentVolumeClaim, Pod, SimTime, Specified, StatefulSet, meta,
};
use crate::cluster::controllers::statefulset::identity::{self as ordinals, in_range};
use crate::sim::{Fact, What, World};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The cluster as the facts so far tell it, and what the laws remember.
#[derive(Clone, Debug, Default)]
pub(super) struct Watch {
    /// The set, while it is there.
    set: Option<Arc<StatefulSet>>,
    /// The pods by name.
    pods: BTreeMap<String, Arc<Pod>>,
    /// The claims by name.
    claims: BTreeMap<String, Arc<PersistentVolumeClaim>>,
    now: SimTime,
    identity: identity::Memory,
    storage: storage::Memory,
    network: network::Memory,
    /// Whether the API server has refused endpoints: then they may be late.
    pub(super) slices_refused: bool,
}

impl Watch {
    /// Checks what one step or input did.
    pub(super) fn see(&mut self, world: &World, facts: &[Fact]) -> Checked {
        hold(world.now >= self.now, Law::Time, || {
            format!("{:?} after {:?}", world.now, self.now)
        })?;
        self.now = world.now;
        for fact in facts {
            identity::check(self, fact)?;
            order::check(self, world, fact)?;
            storage::check(self, world, fact)?;
            self.remember(fact);
        }
        storage::bytes(self, world)?;
        identity::at_most_one(self, world)?;
        network::check(self, world)
    }

    /// Checks what has to hold when all is quiet.
    pub(super) fn at_rest(&self, world: &World) -> Checked {
        network::at_rest(world)?;
        order::history_at_rest(world)
    }

    fn remember(&mut self, fact: &Fact) {
        let gone = matches!(fact.what, What::Deleted(_));
        match fact.object() {
            Some(Object::StatefulSet(set)) if meta::name(&set.metadata) == SET => {
                self.set = (!gone).then(|| Arc::clone(set));
                self.storage.policy_of(set);
            }
            Some(Object::Pod(pod)) => {
                let name = meta::name(&pod.metadata).to_owned();
                let serves = !gone && is_ready(pod) && !is_terminal(pod);
                self.network.ready(&name, fact.at, serves);
                if gone {
                    self.pods.remove(&name);
                } else {
                    self.pods.insert(name, Arc::clone(pod));
                }
            }
            Some(Object::PersistentVolumeClaim(claim)) => {
                let name = meta::name(&claim.metadata).to_owned();
                if gone {
                    self.claims.remove(&name);
                } else {
                    self.claims.insert(name, Arc::clone(claim));
                }
            }
            _ => {}
        }
    }

    /// The pod of an ordinal.
    fn at(&self, ordinal: i64) -> Option<&Arc<Pod>> {
        self.pods.get(&super::perform::pod(ordinal))
    }

    /// Whether the set can count on the pod of this ordinal.
    fn is_available(&self, set: &StatefulSet, ordinal: i64) -> bool {
        self.at(ordinal).is_some_and(|pod| {
            let min_ready_seconds = set.spec().min_ready_seconds.unwrap_or_default();
            phase(pod) == "Running"
                && is_available(pod, min_ready_seconds, self.now)
                && !meta::is_deleting(&pod.metadata)
        })
    }

    /// The ordinals of the pods that are the set's and outside of what it wants.
    fn condemned(&self, set: &StatefulSet) -> Vec<i64> {
        self.pods
            .values()
            .filter(|pod| {
                meta::controller_of(&pod.metadata)
                    .is_some_and(|owner| owner.uid == meta::uid(&set.metadata))
            })
            .map(|pod| ordinals::ordinal(pod))
            .filter(|ordinal| *ordinal >= 0 && !in_range(set, *ordinal))
            .collect()
    }
}

/// The ordinals a set wants.
pub(super) fn wanted(set: &StatefulSet) -> std::ops::Range<i64> {
    let start = ordinals::start_ordinal(set);
    start..start.saturating_add(ordinals::replicas(set).into())
}
