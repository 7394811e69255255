//! What the controller remembers of a look at a set: the pods that needed nothing.
//!
//! Upstream goes through all pods of a set in every sync, and so do we; a set that comes up is looked at hundreds of
//! times. What was looked at and needed nothing, and has not changed since, needs nothing now. Nothing is decided
//! here: without this memory the same looks only take longer.

use super::claims;
use super::slot::Slot;
use crate::cluster::api::{
    Key, Object, PersistentVolumeClaim, Pod, SimTime, Specified, StatefulSet, meta,
};
use crate::cluster::apiserver::{Client, Store};
use crate::cluster::controllers::memo::{Beside, Earlier};
use crate::cluster::controllers::revision;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the controller remembers of all sets.
#[derive(Debug, Default)]
pub struct Memory {
    rosters: BTreeMap<Key, Roster>,
}

impl Memory {
    /// What is remembered of this set, if it still asks for the same.
    pub(super) fn take(&mut self, set: &Arc<StatefulSet>) -> Roster {
        let key = Object::StatefulSet(Arc::clone(set)).key();
        let known = self.rosters.remove(&key);
        let mut roster = known
            .filter(|roster| asks_for_the_same(&roster.set, set))
            .unwrap_or_else(|| Roster {
                set: Arc::clone(set),
                seats: Vec::new(),
                revisions: Vec::new(),
                data: None,
            });
        roster.set = Arc::clone(set);
        roster
    }

    /// Remembers it for the next look.
    pub(super) fn keep(&mut self, roster: Roster) {
        let key = Object::StatefulSet(Arc::clone(&roster.set)).key();
        self.rosters.insert(key, roster);
    }

    /// The set is gone.
    pub(super) fn forget(&mut self, key: &Key) {
        self.rosters.remove(key);
    }
}

/// Whether nothing changed that a pod or a claim is held against: the status counts for nothing.
fn asks_for_the_same(before: &StatefulSet, now: &StatefulSet) -> bool {
    let (old, new) = (&before.metadata, &now.metadata);
    old.uid == new.uid
        && old.deletion_timestamp == new.deletion_timestamp
        && before.spec == now.spec
}

/// The pods of a set, as its controller last saw them: in the order of their names, but for those just adopted.
#[derive(Debug)]
pub(super) struct Roster {
    set: Arc<StatefulSet>,
    pub(super) seats: Vec<Seat>,
    /// The revisions that the pods name, each once.
    revisions: Vec<Arc<str>>,
    /// What a revision of the set remembers, put into words once: a template may be large.
    data: Option<Arc<Value>>,
}

/// A pod of the set, and what is known of it.
#[derive(Debug)]
pub(super) struct Seat {
    pub(super) pod: Arc<Pod>,
    /// The revision it was made from.
    pub(super) revision: Arc<str>,
    /// What the pass asks of it again and again.
    pub(super) facts: super::slot::Facts,
    /// If it needed nothing: the claims with which it did not, one for each template.
    settled: Option<Vec<Arc<PersistentVolumeClaim>>>,
}

impl Seat {
    /// Whether the pod was looked at and needed nothing, and neither it nor its claims have changed.
    pub(super) const fn is_settled(&self) -> bool {
        self.settled.is_some()
    }
}

impl Roster {
    /// The seats of the last look, to be taken over by one pod after the other.
    pub(super) fn earlier(&mut self) -> Earlier<Seat> {
        Earlier::new(std::mem::take(&mut self.seats), |seat| &seat.pod)
    }

    /// What a revision of the set as it is now remembers.
    pub(super) fn data(&mut self) -> Arc<Value> {
        let data = || Arc::new(revision::data_of(&self.set));
        Arc::clone(self.data.get_or_insert_with(data))
    }

    /// A pod that is not known yet, or has changed.
    pub(super) fn seat(&mut self, pod: &Arc<Pod>, now: SimTime) -> Seat {
        let name = super::identity::revision_of(pod);
        let known = self.revisions.iter().find(|known| ***known == *name);
        let revision = known.cloned().unwrap_or_else(|| Arc::from(name));
        if known.is_none() {
            self.revisions.push(Arc::clone(&revision));
        }
        Seat {
            pod: Arc::clone(pod),
            revision,
            facts: Slot::facts_of(pod, self.min_ready_seconds(), now),
            settled: None,
        }
    }

    /// A pod that has not changed; the time may have.
    pub(super) fn seat_again(&self, mut seat: Seat, now: SimTime) -> Seat {
        let min_ready_seconds = self.min_ready_seconds();
        if min_ready_seconds > 0 {
            seat.facts = Slot::facts_of(&seat.pod, min_ready_seconds, now);
        }
        seat
    }

    fn min_ready_seconds(&self) -> i32 {
        self.set.spec().min_ready_seconds.unwrap_or_default()
    }

    /// Lets go of what was found with claims that have changed since.
    pub(super) fn unsettle_changed(&mut self, store: &Store) {
        let namespace = meta::namespace(&self.set.metadata);
        let templates = super::identity::claim_templates(&self.set).count();
        for at in 0..templates {
            let mut present = Beside::new(store.list_in::<PersistentVolumeClaim>(namespace));
            for seat in &mut self.seats {
                let claims = seat.settled.as_ref();
                if claims.is_some_and(|claims| !present.has(&claims[at])) {
                    seat.settled = None;
                }
            }
        }
    }

    /// Remembers that the pod in this seat needs nothing.
    pub(super) fn settle(&mut self, at: usize, claims: Vec<Arc<PersistentVolumeClaim>>) {
        self.seats[at].settled = Some(claims);
    }
}

/// The claims of a pod, if there is one for each template.
pub(super) fn all_claims(
    client: &Client<'_>,
    set: &StatefulSet,
    ordinal: i64,
) -> Option<Vec<Arc<PersistentVolumeClaim>>> {
    let claims: Vec<_> = claims::existing(client, set, ordinal).cloned().collect();
    let templates = super::identity::claim_templates(set).count();
    (claims.len() == templates).then_some(claims)
}
