//! The rolling update: which outdated pod is taken down next.
//!
//! Models updateStatefulSet's last part and updateStatefulSetAfterInvariantEstablished (1.36).

use super::failure::Failure;
use super::identity;
use super::pods;
use super::sync::Sync;
use crate::cluster::api::{IntOrString, Key, Object, Specified, StatefulSet, StatefulSetStatus};
use crate::cluster::outcome::{Rule, Waiting};
use std::sync::Arc;

/// Deletes outdated pods as far as strategy and health allow; the next sync makes them anew.
pub(super) fn replace_outdated(
    sync: &mut Sync<'_, '_>,
    status: &mut StatefulSetStatus,
) -> Result<(), Failure> {
    let strategy = sync.set.spec().update_strategy.as_ref();
    if strategy.and_then(|strategy| strategy.type_.as_deref()) == Some("OnDelete") {
        explain_outdated(sync, Rule::OnDelete, 0);
        return Ok(());
    }
    let lowest = lowest(sync.set);
    let gates = sync.client.gates();
    if !gates.max_unavailable_stateful_set {
        return one_by_one(sync, status, lowest);
    }
    let max_unavailable = max_unavailable(sync.set);
    if gates.parallel_max_unavailable_fix && !sync.ordered {
        return in_two_phases(sync, status, lowest, max_unavailable);
    }
    within_budget(sync, status, lowest, max_unavailable)
}

/// The first place whose pod is updated: the partition.
fn lowest(set: &StatefulSet) -> usize {
    let strategy = set.spec().update_strategy.as_ref();
    let rolling = strategy.and_then(|strategy| strategy.rolling_update.as_ref());
    let partition = rolling.and_then(|rolling| rolling.partition);
    usize::try_from(partition.unwrap_or_default()).unwrap_or_default()
}

/// The highest place whose pod a rolling update will replace, if there is any.
pub(super) fn top_outdated(sync: &Sync<'_, '_>) -> Option<usize> {
    let strategy = sync.set.spec().update_strategy.as_ref();
    if strategy.and_then(|strategy| strategy.type_.as_deref()) == Some("OnDelete") {
        return None;
    }
    outdated_from_top(sync, lowest(sync.set)).into_iter().next()
}

/// The classic way: the highest outdated pod goes, then everything waits until it is back.
fn one_by_one(
    sync: &mut Sync<'_, '_>,
    status: &mut StatefulSetStatus,
    lowest: usize,
) -> Result<(), Failure> {
    for at in (lowest..sync.slots.len()).rev() {
        let next = || (lowest..at).rev().find(|lower| is_outdated(sync, *lower));
        if is_outdated(sync, at) {
            let next = next();
            delete(sync, status, at, NotFound::Swallowed)?;
            wait(sync, Rule::UpdateDeleted, at, next);
            return Ok(());
        }
        if is_unavailable(sync, at) {
            // Without another pod to replace this one holds nothing up.
            if let Some(next) = next() {
                wait(sync, Rule::UpdateNotAvailable, at, Some(next));
            }
            break;
        }
    }
    explain_outdated(sync, Rule::Partition, 0);
    Ok(())
}

/// `maxUnavailable`: as many go at once as the budget leaves; unavailable pods below the partition
/// use it up too.
fn within_budget(
    sync: &mut Sync<'_, '_>,
    status: &mut StatefulSetStatus,
    lowest: usize,
    max_unavailable: usize,
) -> Result<(), Failure> {
    let unavailable = unavailable(sync);
    let outdated = outdated_from_top(sync, lowest);
    let budget = max_unavailable.saturating_sub(unavailable.len());
    if budget == 0 {
        explain_budget(sync, &unavailable, &outdated);
    }
    let next = outdated.get(budget).copied();
    delete_some(sync, status, (&outdated, next), budget, NotFound::Swallowed)?;
    if budget > 0 {
        explain_outdated(sync, Rule::Partition, 0);
    }
    Ok(())
}

/// The fix for Parallel sets: outdated pods that serve nobody anyway go first and cost nothing.
fn in_two_phases(
    sync: &mut Sync<'_, '_>,
    status: &mut StatefulSetStatus,
    lowest: usize,
    max_unavailable: usize,
) -> Result<(), Failure> {
    let unavailable = unavailable(sync);
    let (broken, serving): (Vec<usize>, Vec<usize>) = outdated_from_top(sync, lowest)
        .into_iter()
        .partition(|at| unavailable.binary_search(at).is_ok());
    let budget = max_unavailable.saturating_sub(unavailable.len());
    let next = serving.get(budget).copied();
    let all = broken.len();
    delete_some(sync, status, (&broken, next), all, NotFound::Reported)?;
    delete_some(sync, status, (&serving, next), budget, NotFound::Reported)?;
    if budget == 0 {
        explain_budget(sync, &unavailable, &serving);
    } else {
        explain_outdated(sync, Rule::Partition, 0);
    }
    Ok(())
}

/// Notes that as many pods are unavailable as may be, if others wait for their turn: the one that uses
/// the budget up, and the one whose turn it would be.
fn explain_budget(sync: &mut Sync<'_, '_>, unavailable: &[usize], outdated: &[usize]) {
    let Some(next) = outdated.first() else { return };
    let mut others = unavailable.iter().rev().filter(|at| *at != next);
    match (others.next(), unavailable.last()) {
        (Some(on), _) => wait(sync, Rule::MaxUnavailable, *on, Some(*next)),
        // It is the one that is unavailable itself.
        (None, Some(on)) => wait(sync, Rule::MaxUnavailable, *on, None),
        (None, None) => {}
    }
}

/// The places that cannot be counted on, ascending.
fn unavailable(sync: &Sync<'_, '_>) -> Vec<usize> {
    (0..sync.slots.len())
        .filter(|at| is_unavailable(sync, *at))
        .collect()
}

/// The places at or above `lowest` whose pods are to be replaced, highest first.
fn outdated_from_top(sync: &Sync<'_, '_>, lowest: usize) -> Vec<usize> {
    (lowest..sync.slots.len())
        .rev()
        .filter(|at| is_outdated(sync, *at))
        .collect()
}

/// Deletes the first `budget` of the candidates; `next` is who would go after all that go now.
fn delete_some(
    sync: &mut Sync<'_, '_>,
    status: &mut StatefulSetStatus,
    (candidates, next): (&[usize], Option<usize>),
    budget: usize,
    not_found: NotFound,
) -> Result<(), Failure> {
    for at in candidates.iter().take(budget) {
        if sync.is_spent() {
            return Ok(());
        }
        delete(sync, status, *at, not_found)?;
        wait(sync, Rule::UpdateDeleted, *at, next);
    }
    Ok(())
}

/// What it means that a pod to be deleted is not there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum NotFound {
    Swallowed,
    Reported,
}

/// Deletes a pod for the update. The counter goes down even if the pod was not at the current
/// revision: upstream does so blindly.
fn delete(
    sync: &mut Sync<'_, '_>,
    status: &mut StatefulSetStatus,
    at: usize,
    not_found: NotFound,
) -> Result<(), Failure> {
    let name = sync.slots[at].name().to_owned();
    sync.pods_written += 1;
    match pods::delete(sync.client, sync.set, &name) {
        Err(failure) if failure.is_not_found() && not_found == NotFound::Swallowed => {}
        other => other?,
    }
    *status.current_replicas.get_or_insert_default() -= 1;
    Ok(())
}

/// Whether the pod is to be replaced: not at the update revision, and not already going.
fn is_outdated(sync: &Sync<'_, '_>, at: usize) -> bool {
    let slot = &sync.slots[at];
    slot.revision != &*sync.revisions.update_name && !slot.is_terminating()
}

fn is_unavailable(sync: &Sync<'_, '_>, at: usize) -> bool {
    sync.slots[at].is_unavailable()
}

/// The number of pods that may be down at once: a percentage is rounded down, one at least.
fn max_unavailable(set: &StatefulSet) -> usize {
    let strategy = set.spec().update_strategy.as_ref();
    let asked = strategy
        .and_then(|strategy| strategy.rolling_update.as_ref())
        .and_then(|rolling| rolling.max_unavailable.as_ref());
    let number = match asked {
        None => 1,
        Some(IntOrString::Int(number)) => i64::from(*number),
        Some(IntOrString::String(text)) => text
            .strip_suffix('%')
            .and_then(|percent| percent.parse::<i64>().ok())
            .map_or(1, |percent| {
                percent.saturating_mul(identity::replicas(set).into()) / 100
            }),
    };
    usize::try_from(number).unwrap_or(1).max(1)
}

/// Notes the first reason why the update goes no further, and whose turn it would be.
fn wait(sync: &mut Sync<'_, '_>, rule: Rule, at: usize, next: Option<usize>) {
    let key = |at: usize| -> Key { sync.slots[at].key(sync.set) };
    let (on, next) = (key(at), next.map(key));
    sync.waiting.get_or_insert(Waiting { rule, on, next });
}

/// Notes that outdated pods stay, if any do.
fn explain_outdated(sync: &mut Sync<'_, '_>, rule: Rule, from: usize) {
    let outdated = (from..sync.slots.len())
        .rev()
        .find(|at| is_outdated(sync, *at));
    if let (None, Some(at)) = (&sync.waiting, outdated) {
        let on = Object::StatefulSet(Arc::clone(sync.set)).key();
        let next = Some(sync.slots[at].key(sync.set));
        sync.waiting = Some(Waiting { rule, on, next });
    }
}
