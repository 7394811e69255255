//! What comes next once the rule that stops a sync allows it: nothing is decided here, only told.

use super::slot::Slot;
use super::sync::Sync;
use super::update;
use crate::cluster::api::Key;
use crate::cluster::outcome::{Rule, Waiting};

/// What a sync that stops at the place `at` touches next: the first place above that lacks its pod, if
/// every pod in between is well; else the pods that are to leave, and the outdated ones.
fn after_place(sync: &mut Sync<'_, '_>, rule: Rule, at: usize) -> Option<Key> {
    let set = sync.set;
    let mut above = at + 1;
    while let Some(slot) = sync.place(above) {
        if !slot.is_created() {
            return Some(slot.key(set));
        }
        if slot.is_unavailable() {
            return None;
        }
        above += 1;
    }
    if rule == Rule::OneAtATime {
        return None;
    }
    match sync.condemned.first() {
        Some(slot) if slot.is_terminating() => None,
        Some(slot) => Some(slot.key(set)),
        None => update::top_outdated(sync)
            .filter(|top| *top != at)
            .map(|top| sync.slots[top].key(set)),
    }
}

/// The pod that leaves after the condemned pod `at`, where that is sure: a healthy one, or the lowest of
/// those that are not.
fn after_condemned(sync: &Sync<'_, '_>, at: usize) -> Option<Key> {
    let mut lower = sync.condemned.iter().skip(at + 1);
    let next = lower.find(|slot| !slot.is_terminating())?;
    let sure = next.is_running_and_available() || !lower.any(Slot::is_unavailable);
    (sync.ordered && sure).then(|| next.key(sync.set))
}

impl Sync<'_, '_> {
    /// Notes why the sync stops at the place `at`, unless it has noted a reason before.
    pub(super) fn note(&mut self, rule: Rule, on: Key, at: usize) {
        if self.waiting.is_none() {
            let next = after_place(self, rule, at);
            self.waiting = Some(Waiting { rule, on, next });
        }
    }

    /// Notes why it stops at the condemned pod `at`.
    pub(super) fn note_condemned(&mut self, rule: Rule, on: Key, at: usize) {
        if self.waiting.is_none() {
            let next = after_condemned(self, at);
            self.waiting = Some(Waiting { rule, on, next });
        }
    }
}
