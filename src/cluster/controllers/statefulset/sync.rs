//! One sync of one set: which pod is created, repaired or deleted next.
//!
//! Models kubernetes/pkg/controller/statefulset/stateful_set_control.go (1.36), updateStatefulSet.

use super::failure::Failure;
use super::memory::{self, Seat};
use super::retention::Holder;
use super::revisions::{Revisions, template_of};
use super::slot::Slot;
use super::{claims, identity, places, pods, status, update};
use crate::cluster::api::{
    Kind, Object, PersistentVolumeClaim, Pod, PodTemplateSpec, Specified, StatefulSet,
    StatefulSetStatus, meta, sort,
};
use crate::cluster::apiserver::Client;
use crate::cluster::apiserver::events::Severity;
use crate::cluster::outcome::{Rule, Waiting};
use std::sync::Arc;

/// The batches of a Parallel set grow 1, 2, 4 … up to this.
const BATCH_SIZE_MAX: usize = 500;

/// A sync under way.
pub(super) struct Sync<'s, 'c> {
    pub(super) client: &'s mut Client<'c>,
    pub(super) set: &'s Arc<StatefulSet>,
    pub(super) revisions: &'s Revisions,
    /// The places the pass has come to, from the first on: `replicas` may ask for two thousand million,
    /// and a pass goes no further than it has pods and the strength to make some.
    pub(super) slots: Vec<Slot<'s>>,
    /// The pods of the places it has not come to yet, the next one last.
    pub(super) ahead: Vec<Slot<'s>>,
    /// How many places the set wants.
    pub(super) count: usize,
    pub(super) condemned: Vec<Slot<'s>>,
    /// Pods whose name has no usable ordinal: counted in the status, otherwise left alone.
    pub(super) ignored: Vec<Slot<'s>>,
    pub(super) ordered: bool,
    /// Where and why the sync stopped early, by decision.
    pub(super) waiting: Option<Waiting>,
    /// How many pods this sync has made or told to go.
    pub(super) pods_written: usize,
    /// How many bytes all objects took when the pass began.
    pub(super) bytes_before: usize,
    /// Whether it stopped because that were enough for one look.
    pub(super) is_cut: bool,
    /// The pods that turned out to need nothing: where the roster has them, and their claims.
    pub(super) settled: Vec<(usize, Vec<Arc<PersistentVolumeClaim>>)>,
    current_template: Option<PodTemplateSpec>,
}

/// Whether the pass over the pods goes on with the next one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Continue,
    Stop,
}

impl<'s, 'c> Sync<'s, 'c> {
    /// Sorts the pods into the places of the set and the condemned ones outside of it.
    pub(super) fn new(
        client: &'s mut Client<'c>,
        set: &'s Arc<StatefulSet>,
        revisions: &'s Revisions,
        seats: &'s [Seat],
    ) -> Self {
        let count = usize::try_from(identity::replicas(set)).unwrap_or_default();
        let (mut ahead, mut condemned, mut ignored) = (Vec::new(), Vec::new(), Vec::new());
        for (at, seat) in seats.iter().enumerate() {
            let slot = Slot::of(seat, at);
            if identity::in_range(set, slot.ordinal) {
                ahead.push(slot);
            } else if slot.ordinal >= 0 {
                condemned.push(slot);
            } else {
                ignored.push(slot);
            }
        }
        let ahead = places::descending(ahead);
        sort::by_key(&mut condemned, |slot| std::cmp::Reverse(slot.ordinal));
        let bytes_before = client.live().bytes();
        Self {
            client,
            set,
            revisions,
            slots: Vec::with_capacity(ahead.len()),
            ahead,
            count,
            condemned,
            ignored,
            ordered: identity::is_ordered(set),
            waiting: None,
            pods_written: 0,
            bytes_before,
            is_cut: false,
            settled: Vec::new(),
            current_template: None,
        }
    }

    /// Takes the next steps. The status is to be written even if they failed.
    pub(super) fn run(&mut self) -> (StatefulSetStatus, Result<(), Failure>) {
        let mut status = status::of(self);
        if meta::is_deleting(&self.set.metadata) {
            let key = Object::StatefulSet(Arc::clone(self.set)).key();
            self.waiting = Some(Waiting {
                rule: Rule::SetIsDeleting,
                on: key,
                next: None,
            });
            return (status, Ok(()));
        }
        let first_unavailable = self.first_unavailable();
        match self.scale(first_unavailable.as_deref()) {
            Err(failure) => return (status, Err(failure)),
            Ok(Next::Stop) => return (status, Ok(())),
            Ok(Next::Continue) => {}
        }
        let result = update::replace_outdated(self, &mut status);
        (status, result)
    }

    /// Fills, repairs and empties places.
    fn scale(&mut self, first_unavailable: Option<&str>) -> Result<Next, Failure> {
        if self.for_all(self.count, Self::process_replica)? == Next::Stop {
            return Ok(Next::Stop);
        }
        if self.for_all(self.condemned.len(), Self::fix_condemned_claims)? == Next::Stop {
            return Ok(Next::Stop);
        }
        self.for_all(self.condemned.len(), |sync, at| {
            sync.process_condemned(at, first_unavailable)
        })
    }

    /// Ordered: one after the other, and stop where one says so. Parallel: in growing batches; a
    /// batch with errors is finished and is the last.
    fn for_all(
        &mut self,
        count: usize,
        mut act: impl FnMut(&mut Self, usize) -> Result<Next, Failure>,
    ) -> Result<Next, Failure> {
        if self.ordered {
            for at in 0..count {
                if act(self, at)? == Next::Stop {
                    return Ok(Next::Stop);
                }
            }
            return Ok(Next::Continue);
        }
        let (mut done, mut size) = (0, 1);
        while done < count {
            let end = count.min(done + size);
            let mut failures = Vec::new();
            while done < end && !self.is_spent() {
                failures.extend(act(self, done).err());
                done += 1;
            }
            Failure::of(failures)?;
            if done < end {
                return Ok(Next::Stop);
            }
            size = (size * 2).min(BATCH_SIZE_MAX);
        }
        Ok(Next::Continue)
    }

    /// Stops here, and says why.
    fn stop(&mut self, rule: Rule, on: crate::cluster::api::Key, at: usize) -> Next {
        self.note(rule, on, at);
        Next::Stop
    }

    /// One wanted place, if there may be something to do.
    fn process_replica(&mut self, at: usize) -> Result<Next, Failure> {
        let Some(slot) = self.place(at).filter(|slot| !slot.is_settled()).cloned() else {
            return Ok(Next::Continue);
        };
        let before = self.client.live().resource_version();
        let next = self.process_slot(&slot, at)?;
        if next == Next::Continue
            && before == self.client.live().resource_version()
            && let Some(seat) = slot.seat()
            && let Some(claims) = memory::all_claims(self.client, self.set, slot.ordinal)
        {
            self.settled.push((seat, claims));
        }
        Ok(next)
    }

    /// One wanted place: replace what finished, create what is missing, wait for what is not ready,
    /// repair what does not fit.
    fn process_slot(&mut self, slot: &Slot<'s>, at: usize) -> Result<Next, Failure> {
        if slot.is_finished() {
            if !slot.is_terminating() {
                self.delete_finished(slot)?;
            }
            // The replacement is made by the next sync, when this one is gone.
            return Ok(self.stop(Rule::FinishedPodGoesFirst, slot.key(self.set), at));
        }
        if !slot.is_created() {
            let holder = Holder::unstored(slot.name(), slot.ordinal);
            if let Some(claim) = claims::stale(self.client, self.set, holder) {
                let claim = slot
                    .key(self.set)
                    .sibling(Kind::PersistentVolumeClaim, meta::name(&claim.metadata));
                return Ok(self.stop(Rule::StaleClaim, claim, at));
            }
            let pod = self.built(slot);
            self.pods_written += 1;
            pods::create(self.client, self.set, pod)?;
            if self.ordered {
                return Ok(self.stop(Rule::OneAtATime, slot.key(self.set), at));
            }
        }
        if slot.is_pending() {
            self.complete_claims(slot)?;
        }
        if self.ordered
            && let Some(rule) = self.blocking_rule(slot)
        {
            return Ok(self.stop(rule, slot.key(self.set), at));
        }
        self.keep_identity(slot)?;
        Ok(Next::Continue)
    }

    /// A failed or succeeded pod is deleted; the event comes first.
    fn delete_finished(&mut self, slot: &Slot<'_>) -> Result<(), Failure> {
        self.pods_written += 1;
        pods::delete(self.client, self.set, slot.name())
    }

    /// Why an ordered set goes no further than this pod, if it does not.
    fn blocking_rule(&self, slot: &Slot<'_>) -> Option<Rule> {
        if slot.is_terminating() {
            return Some(Rule::PredecessorTerminating);
        }
        if !slot.is_running_and_ready() {
            return Some(Rule::PredecessorNotReady);
        }
        (!slot.is_running_and_available()).then_some(Rule::PredecessorNotAvailable)
    }

    fn complete_claims(&mut self, slot: &Slot<'_>) -> Result<(), Failure> {
        let Some(pod) = slot.pod() else { return Ok(()) };
        claims::create_missing(self.client, self.set, slot.name(), slot.ordinal)?;
        if let Err(failure) = claims::update_owners(self.client, self.set, Holder::of(pod)) {
            let message = format!(
                "update Pod {} in StatefulSet {} failed error: {}",
                slot.name(),
                meta::name(&self.set.metadata),
                failure.message()
            );
            let about = Object::StatefulSet(Arc::clone(self.set));
            self.client
                .event(&about, Severity::Warning, "FailedUpdate", &message);
            return Err(failure);
        }
        Ok(())
    }

    fn keep_identity(&mut self, slot: &Slot<'_>) -> Result<(), Failure> {
        let stored = slot.pod().cloned();
        let pod = match stored {
            Some(pod) => pod,
            // Created a moment ago: only its claims' owners can be amiss, so build it only then.
            None => {
                let holder = Holder::unstored(slot.name(), slot.ordinal);
                if claims::owners_match(self.client, self.set, holder) {
                    return Ok(());
                }
                Arc::new(self.built(slot))
            }
        };
        let fits = identity::identity_matches(self.set, &pod)
            && identity::storage_matches(self.set, &pod)
            && claims::owners_match(self.client, self.set, Holder::of(&pod));
        if fits {
            Ok(())
        } else {
            pods::repair(self.client, self.set, &pod)
        }
    }

    /// A condemned pod's claims get their owners before the pod goes.
    fn fix_condemned_claims(&mut self, at: usize) -> Result<Next, Failure> {
        let Some(pod) = self.condemned[at].pod().cloned() else {
            return Ok(Next::Continue);
        };
        let holder = Holder::of(&pod);
        if !claims::owners_match(self.client, self.set, holder) {
            claims::update_owners(self.client, self.set, holder)?;
        }
        Ok(Next::Continue)
    }

    /// One condemned pod: the highest goes first, ordered sets wait in between.
    fn process_condemned(
        &mut self,
        at: usize,
        first_unavailable: Option<&str>,
    ) -> Result<Next, Failure> {
        let slot = self.condemned[at].clone();
        let key = slot.key(self.set);
        if slot.is_terminating() {
            return Ok(if self.ordered {
                self.stop_condemned(Rule::CondemnedTerminating, key, at)
            } else {
                Next::Continue
            });
        }
        let healthy = slot.is_running_and_available();
        let first = first_unavailable == Some(slot.name());
        if self.ordered && !healthy && !first {
            let on = first_unavailable.map_or(key.clone(), |name| key.sibling(Kind::Pod, name));
            let waiting = Waiting {
                rule: Rule::CondemnedNotReady,
                on,
                next: Some(key),
            };
            self.waiting.get_or_insert(waiting);
            return Ok(Next::Stop);
        }
        self.pods_written += 1;
        pods::delete(self.client, self.set, slot.name())?;
        Ok(self.stop_condemned(Rule::CondemnedDeleted, key, at))
    }

    fn stop_condemned(&mut self, rule: Rule, on: crate::cluster::api::Key, at: usize) -> Next {
        self.note_condemned(rule, on, at);
        Next::Stop
    }

    /// The pod of an empty place, at the revision its ordinal asks for.
    fn built(&mut self, slot: &Slot<'_>) -> Pod {
        let set = self.set;
        if slot.revision == &*self.revisions.update_name {
            return identity::build_pod(set, &set.spec().template, slot.ordinal, slot.revision);
        }
        let current = &self.revisions.current;
        let template = self
            .current_template
            .get_or_insert_with(|| template_of(current));
        identity::build_pod(set, template, slot.ordinal, slot.revision)
    }
}
