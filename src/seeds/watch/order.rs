//! In which order a set's controller creates, deletes and replaces.

use super::identity::told;
use super::{Watch, wanted};
use crate::cluster::api::conditions::is_terminal;
use crate::cluster::api::{
    ControllerRevision, IntOrString, Object, Pod, Specified, StatefulSet, meta,
};
use crate::cluster::apiserver::Actor;
use crate::cluster::controllers::statefulset::identity::{
    in_range, is_ordered, ordinal, replicas, revision_of, start_ordinal,
};
use crate::seeds::law::{Checked, Law, hold};
use crate::seeds::perform::SET;
use crate::sim::{Fact, What, World};
use std::collections::BTreeSet;
use std::sync::Arc;

pub(super) fn check(watch: &Watch, world: &World, fact: &Fact) -> Checked {
    let Some(Object::Pod(pod)) = fact.object() else {
        return Ok(());
    };
    let Some(set) = watch.set.as_ref() else {
        return Ok(());
    };
    if fact.actor != Actor::StatefulSetController {
        return Ok(());
    }
    if matches!(fact.what, What::Created(_)) {
        return creation(watch, set, ordinal(pod), fact);
    }
    if !is_told_to_go(fact) {
        return Ok(());
    }
    if in_range(set, ordinal(pod)) {
        replacement(watch, world, set, pod, fact)
    } else {
        scale_down(watch, set, pod, fact)
    }
}

/// Whether the fact is the first by which an object has to go.
pub(super) fn is_told_to_go(fact: &Fact) -> bool {
    match &fact.what {
        What::Deleted(object) => !meta::is_deleting(object.meta()),
        What::Changed { before, after } => {
            !meta::is_deleting(before.meta()) && meta::is_deleting(after.meta())
        }
        _ => false,
    }
}

fn creation(watch: &Watch, set: &StatefulSet, ordinal: i64, fact: &Fact) -> Checked {
    let before = wanted(set).take_while(|lower| *lower < ordinal);
    let missing = before
        .into_iter()
        .find(|lower| !watch.is_available(set, *lower));
    hold(
        missing.is_none() || !is_ordered(set),
        Law::OrderedCreation,
        || {
            format!(
                "{SET}-{ordinal} before {SET}-{missing:?} is Ready: {}",
                told(fact)
            )
        },
    )
}

fn scale_down(watch: &Watch, set: &StatefulSet, pod: &Pod, fact: &Fact) -> Checked {
    if !is_ordered(set) {
        return Ok(());
    }
    let going = ordinal(pod);
    let condemned = watch.condemned(set);
    let highest = condemned.iter().all(|other| *other <= going);
    let healthy = wanted(set).all(|ordinal| watch.is_available(set, ordinal));
    // An unhealthy pod may only go if all those that stay after it are healthy.
    let lower_condemned = condemned.iter().filter(|other| **other < going);
    let first_unhealthy = watch.is_available(set, going)
        || lower_condemned
            .into_iter()
            .all(|ordinal| watch.is_available(set, *ordinal));
    hold(
        highest && healthy && first_unhealthy,
        Law::HighestFirst,
        || format!("of {condemned:?}: {}", told(fact)),
    )
}

fn replacement(watch: &Watch, world: &World, set: &StatefulSet, pod: &Pod, fact: &Fact) -> Checked {
    // A pod that has finished is not updated, but made anew.
    let stored = watch.pods.get(meta::name(&pod.metadata));
    if stored.is_none_or(|pod| is_terminal(pod)) {
        return Ok(());
    }
    let going = ordinal(pod);
    let strategy = set.spec().update_strategy.as_ref();
    let rolling =
        strategy.is_some_and(|strategy| strategy.type_.as_deref() == Some("RollingUpdate"));
    let block = strategy.and_then(|strategy| strategy.rolling_update.as_ref());
    let partition = block.and_then(|block| block.partition).unwrap_or_default();
    let above = going >= start_ordinal(set).saturating_add(partition.into());
    // The status is written at the end of the same sync; where that was refused, nobody can say.
    let update = update_revision(world, set);
    let outdated = update
        .as_ref()
        .is_none_or(|update| revision_of(pod) != update);
    hold(rolling && above && outdated, Law::RollingUpdate, || {
        format!("{strategy:?}, to {update:?}: {}", told(fact))
    })?;
    let down = wanted(set).filter(|ordinal| !watch.is_available(set, *ordinal));
    let down: Vec<i64> = down.collect();
    let gates = world.cluster.store.gates;
    let ordered = is_ordered(set);
    let within = if !gates.max_unavailable_stateful_set {
        // One at a time, and everything above is done.
        down.iter().all(|other| *other <= going) && (!ordered || down.is_empty())
    } else if gates.parallel_max_unavailable_fix && !ordered && down.contains(&going) {
        true
    } else {
        down.len() < budget(set, block.and_then(|block| block.max_unavailable.as_ref()))
    };
    hold(within, Law::Budget, || {
        format!("{down:?} are down, {strategy:?}, {gates:?}: {}", told(fact))
    })
}

fn update_revision(world: &World, set: &StatefulSet) -> Option<String> {
    let stored = world.cluster.store.get::<StatefulSet>("default", SET)?;
    let status = stored.status.as_ref()?;
    let observed = status.observed_generation == set.metadata.generation;
    status.update_revision.clone().filter(|_| observed)
}

/// How many pods may be down at once: percentages are rounded down, one at least.
fn budget(set: &StatefulSet, asked: Option<&IntOrString>) -> usize {
    let number = match asked {
        None => 1,
        Some(IntOrString::Int(number)) => *number,
        Some(IntOrString::String(text)) => {
            let percent: i32 = text.trim_end_matches('%').parse().unwrap_or(1);
            percent * replicas(set) / 100
        }
    };
    usize::try_from(number).unwrap_or(1).max(1)
}

/// Old revisions that nobody uses are no more than the limit.
pub(super) fn history_at_rest(world: &World) -> Checked {
    let store = &world.cluster.store;
    let Some(set) = store.get::<StatefulSet>("default", SET) else {
        return Ok(());
    };
    if meta::is_deleting(&set.metadata) {
        return Ok(());
    }
    let limit = set.spec().revision_history_limit.unwrap_or(10);
    let mut used: BTreeSet<&str> = store.list::<Pod>().map(|pod| revision_of(pod)).collect();
    let status = set.status.iter();
    used.extend(status.flat_map(|status| {
        [&status.current_revision, &status.update_revision]
            .into_iter()
            .filter_map(|name| name.as_deref())
    }));
    let owned = |revision: &&Arc<ControllerRevision>| {
        meta::controller_of(&revision.metadata)
            .is_some_and(|owner| owner.uid == meta::uid(&set.metadata))
    };
    let spare = store
        .list::<ControllerRevision>()
        .filter(owned)
        .filter(|revision| !used.contains(meta::name(&revision.metadata)))
        .count();
    hold(
        i32::try_from(spare).unwrap_or(i32::MAX) <= limit,
        Law::History,
        || format!("{spare} old revisions, limit {limit}"),
    )
}
