//! The places of a set, made one after the other as a sync comes to them.
//!
//! Models the part of updateStatefulSet (1.36) that allots pods to replicas; upstream makes a slice
//! of them all.

use super::identity;
use super::revisions::Revisions;
use super::slot::Slot;
use super::sync::Sync;
use crate::cluster::api::{Specified, StatefulSet, sort};
use std::sync::Arc;

/// The places from the last to the first. Of `web-1` and `web-01`, which are the same place, the later name counts.
pub(super) fn descending(mut slots: Vec<Slot<'_>>) -> Vec<Slot<'_>> {
    let ordinals = || slots.iter().map(|slot| slot.ordinal);
    let first = ordinals().min().unwrap_or_default();
    let span = ordinals().max().map_or(0, |last| last - first + 1);
    let span = usize::try_from(span).unwrap_or(usize::MAX);
    // Hardly ever are many missing in between: then each goes to its place, and nothing is to be sorted.
    if span <= 2 * slots.len() {
        let mut places = vec![None; span];
        for slot in slots {
            let place = usize::try_from(slot.ordinal - first).unwrap_or_default();
            places[place] = Some(slot);
        }
        return places.into_iter().rev().flatten().collect();
    }
    slots.reverse();
    sort::by_key(&mut slots, |slot| std::cmp::Reverse(slot.ordinal));
    slots.dedup_by_key(|slot| slot.ordinal);
    slots
}

impl<'s> Sync<'s, '_> {
    /// The place `at`, if the set wants that many: the pass comes to it now, if it has not yet.
    pub(super) fn place(&mut self, at: usize) -> Option<&Slot<'s>> {
        if at >= self.count {
            return None;
        }
        while self.slots.len() <= at {
            let ordinal = self.ordinal(self.slots.len());
            let slot = match self.ahead.pop_if(|slot| slot.ordinal == ordinal) {
                Some(slot) => slot,
                None => Slot::empty(
                    self.set,
                    ordinal,
                    revision_for(self.set, self.revisions, ordinal),
                ),
            };
            self.slots.push(slot);
        }
        self.slots.get(at)
    }

    fn ordinal(&self, at: usize) -> i64 {
        identity::start_ordinal(self.set).saturating_add(i64::try_from(at).unwrap_or(i64::MAX))
    }

    /// Whether as much was made or told to go as one look may.
    pub(super) fn is_spent(&mut self) -> bool {
        let limits = self.client.limits();
        let added = self.client.live().bytes().saturating_sub(self.bytes_before);
        let spent = self.pods_written >= limits.pods_per_look || added >= limits.bytes_per_look;
        self.is_cut |= spent;
        spent
    }

    /// The first pod that cannot be counted on: lowest wanted ordinal, else lowest condemned one.
    pub(super) fn first_unavailable(&self) -> Option<String> {
        let mut sound = 0;
        for slot in self.ahead.iter().rev() {
            if slot.ordinal != self.ordinal(sound) {
                break;
            }
            if slot.is_unavailable() {
                return Some(slot.name().to_owned());
            }
            sound += 1;
        }
        if sound < self.count {
            return Some(identity::pod_name(self.set, self.ordinal(sound)));
        }
        self.condemned
            .iter()
            .rev()
            .find(|slot| slot.is_unavailable())
            .map(|slot| slot.name().to_owned())
    }
}

/// The revision a new pod with this ordinal gets: below the partition the current one.
fn revision_for<'r>(set: &StatefulSet, revisions: &'r Revisions, ordinal: i64) -> &'r Arc<str> {
    let strategy = set.spec().update_strategy.as_ref();
    let rolling = strategy.and_then(|strategy| strategy.type_.as_deref()) == Some("RollingUpdate");
    let kept = match strategy.and_then(|strategy| strategy.rolling_update.as_ref()) {
        _ if !rolling => 0,
        None => {
            let status = set.status.as_ref();
            status
                .and_then(|status| status.current_replicas)
                .unwrap_or_default()
        }
        Some(block) => block.partition.unwrap_or_default(),
    };
    let use_current = ordinal < identity::start_ordinal(set).saturating_add(kept.into());
    if use_current {
        &revisions.current_name
    } else {
        &revisions.update_name
    }
}
