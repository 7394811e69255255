//! Score: the best of the nodes that will do.
//!
//! Models the default score plugins with their weights: each gives a node 0 to 100.

use super::affinity::term_matches;
use super::snapshot::{Room, Snapshot, weighed};
use super::taints::tolerated;
use crate::cluster::api::{Pod, meta, selector};
use crate::cluster::apiserver::uid::Rng;
use std::sync::Arc;

const WEIGHT_TAINTS: i64 = 3;
const WEIGHT_NODE_AFFINITY: i64 = 2;
const WEIGHT_SPREAD: i64 = 2;
const WEIGHT_POD_AFFINITY: i64 = 2;
const WEIGHT_LEAST_ALLOCATED: i64 = 1;

/// The name of the best node among the feasible rooms; equals are drawn by lot.
pub(super) fn best(snapshot: &Snapshot<'_>, feasible: Vec<usize>, rng: &mut Rng) -> Arc<str> {
    let rooms: Vec<&Room<'_>> = feasible.into_iter().map(|at| &snapshot.rooms[at]).collect();
    let pod = snapshot.pod;
    let plugins = [
        (
            WEIGHT_TAINTS,
            fewer_is_better(&rooms, |room| taints_avoided(pod, room)),
        ),
        (
            WEIGHT_NODE_AFFINITY,
            more_is_better(&rooms, |room| node_preference(pod, room)),
        ),
        (
            WEIGHT_SPREAD,
            fewer_is_better(&rooms, |room| kin(pod, room)),
        ),
        (
            WEIGHT_POD_AFFINITY,
            more_is_better(&rooms, |room| pod_preference(pod, room)),
        ),
        (
            WEIGHT_LEAST_ALLOCATED,
            rooms
                .iter()
                .map(|room| free_share(snapshot, room))
                .collect(),
        ),
    ];
    let total = |at: usize| -> i64 {
        plugins
            .iter()
            .map(|(weight, scores)| weight * scores[at])
            .sum()
    };
    let best = (0..rooms.len()).map(total).max().unwrap_or_default();
    let tied: Vec<usize> = (0..rooms.len()).filter(|at| total(*at) == best).collect();
    let lot = rng.between(0, tied.len() as u64 - 1);
    Arc::from(rooms[tied[usize::try_from(lot).unwrap_or_default()]].name)
}

/// Scores 0 to 100 in proportion to the count, the highest count being 100.
fn more_is_better(rooms: &[&Room<'_>], count: impl Fn(&Room<'_>) -> i64) -> Vec<i64> {
    let counts: Vec<i64> = rooms.iter().map(|room| count(room)).collect();
    let (low, high) = (counts.iter().min(), counts.iter().max());
    let (low, high) = (*low.unwrap_or(&0), *high.unwrap_or(&0));
    let scale = |count: &i64| {
        if high == low {
            0
        } else {
            100 * (count - low) / (high - low)
        }
    };
    counts.iter().map(scale).collect()
}

fn fewer_is_better(rooms: &[&Room<'_>], count: impl Fn(&Room<'_>) -> i64) -> Vec<i64> {
    more_is_better(rooms, |room| -count(room))
}

fn taints_avoided(pod: &Pod, room: &Room<'_>) -> i64 {
    let tolerations = pod.spec.as_ref().and_then(|spec| spec.tolerations.as_ref());
    let taints = room
        .node
        .spec
        .as_ref()
        .and_then(|spec| spec.taints.as_ref());
    let bothering = taints
        .into_iter()
        .flatten()
        .filter(|taint| taint.effect == "PreferNoSchedule" && !tolerated(tolerations, taint));
    bothering.count().try_into().unwrap_or(i64::MAX)
}

fn node_preference(pod: &Pod, room: &Room<'_>) -> i64 {
    let affinity = pod.spec.as_ref().and_then(|spec| spec.affinity.as_ref());
    affinity
        .and_then(|affinity| affinity.node_affinity.as_ref())
        .and_then(|affinity| {
            affinity
                .preferred_during_scheduling_ignored_during_execution
                .as_ref()
        })
        .into_iter()
        .flatten()
        .filter(|term| term_matches(&term.preference, room.node))
        .map(|term| i64::from(term.weight))
        .sum()
}

/// Pods of the same owner, or with the same labels where nobody owns them: the default spread.
fn kin(pod: &Pod, room: &Room<'_>) -> i64 {
    let count = match (
        meta::controller_of(&pod.metadata),
        pod.metadata.labels.as_ref(),
    ) {
        (Some(owner), _) => room.of_controller(&owner.uid),
        (None, None) => 0,
        (None, labels) => {
            let others = room.pods.values();
            others
                .filter(|other| other.metadata.labels.as_ref() == labels)
                .count()
        }
    };
    count.try_into().unwrap_or(i64::MAX)
}

fn pod_preference(pod: &Pod, room: &Room<'_>) -> i64 {
    let Some(affinity) = pod.spec.as_ref().and_then(|spec| spec.affinity.as_ref()) else {
        return 0;
    };
    let near = affinity.pod_affinity.as_ref().and_then(|affinity| {
        affinity
            .preferred_during_scheduling_ignored_during_execution
            .as_ref()
    });
    let away = affinity.pod_anti_affinity.as_ref().and_then(|affinity| {
        affinity
            .preferred_during_scheduling_ignored_during_execution
            .as_ref()
    });
    let signed = near
        .into_iter()
        .flatten()
        .map(|term| (term, 1))
        .chain(away.into_iter().flatten().map(|term| (term, -1)));
    signed
        .map(|(term, sign)| {
            // Only the node itself counts as the domain here: every node is a zone of its own.
            let chosen = term.pod_affinity_term.label_selector.as_ref();
            let picked = room.pods.values().filter(|other| {
                meta::namespace(&other.metadata) == meta::namespace(&pod.metadata)
                    && chosen.is_some_and(|chosen| {
                        selector::matches(chosen, other.metadata.labels.as_ref())
                    })
            });
            let count: i64 = picked.count().try_into().unwrap_or(i64::MAX);
            sign * i64::from(term.weight) * count
        })
        .sum()
}

/// The share of the node left free once the pod is on it, mean of CPU and memory.
fn free_share(snapshot: &Snapshot<'_>, room: &Room<'_>) -> i64 {
    let own = weighed(snapshot.asked);
    let free = |all: i128, taken: i128| {
        if all <= taken {
            0
        } else {
            100 * (all - taken) / all
        }
    };
    let cpu = free(
        room.allocatable.cpu_milli,
        room.weighed.cpu_milli + own.cpu_milli,
    );
    let memory = free(
        room.allocatable.memory_bytes,
        room.weighed.memory_bytes + own.memory_bytes,
    );
    i64::try_from(i128::midpoint(cpu, memory)).unwrap_or_default()
}
