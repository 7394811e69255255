//! Topology spread constraints that must hold (`DoNotSchedule`).
//!
//! Models the scheduler's `PodTopologySpread` filter.

use super::affinity::admits_node;
use super::reasons::Reason;
use super::snapshot::{Room, Snapshot};
use crate::cluster::api::{LabelSelector, Pod, meta, selector, sort};
use k8s_openapi::api::core::v1::TopologySpreadConstraint;
use std::collections::BTreeMap;

/// The constraints of the pod with the matching pods counted per domain.
pub(super) struct Constraints<'a> {
    counted: Vec<(
        &'a TopologySpreadConstraint,
        BTreeMap<&'a str, usize>,
        usize,
    )>,
}

impl<'a> Constraints<'a> {
    pub(super) fn of(snapshot: &Snapshot<'a>) -> Self {
        let spec = snapshot.pod.spec.as_ref();
        let constraints = spec.and_then(|spec| spec.topology_spread_constraints.as_ref());
        let counted = constraints
            .into_iter()
            .flatten()
            .filter(|constraint| constraint.when_unsatisfiable == "DoNotSchedule")
            .map(|constraint| {
                let itself = usize::from(counts(constraint, snapshot.pod, snapshot.pod));
                (constraint, per_domain(snapshot, constraint), itself)
            })
            .collect();
        Self { counted }
    }

    pub(super) fn refusal(&self, room: &Room<'_>) -> Option<Reason> {
        for (constraint, per_domain, itself) in &self.counted {
            let Some(domain) = meta::label(&room.node.metadata, &constraint.topology_key) else {
                return Some(Reason::SpreadLabel);
            };
            let domains_min = usize::try_from(constraint.min_domains.unwrap_or(1)).unwrap_or(1);
            let fewest = match per_domain.values().min() {
                Some(fewest) if per_domain.len() >= domains_min => *fewest,
                _ => 0,
            };
            let here = per_domain.get(domain).copied().unwrap_or_default() + itself;
            let skew_max = usize::try_from(constraint.max_skew).unwrap_or_default();
            if here.saturating_sub(fewest) > skew_max {
                return Some(Reason::Spread);
            }
        }
        None
    }
}

fn per_domain<'a>(
    snapshot: &Snapshot<'a>,
    constraint: &TopologySpreadConstraint,
) -> BTreeMap<&'a str, usize> {
    let mut per_domain = BTreeMap::new();
    for room in snapshot
        .rooms
        .iter()
        .filter(|room| admits_node(snapshot.pod, room.node))
    {
        let node: &'a crate::cluster::api::Node = room.node;
        if let Some(domain) = meta::label(&node.metadata, &constraint.topology_key) {
            let here = room
                .pods
                .values()
                .filter(|other| counts(constraint, snapshot.pod, other))
                .count();
            *per_domain.entry(domain).or_default() += here;
        }
    }
    per_domain
}

/// Whether `other` counts for a constraint of `pod`.
fn counts(constraint: &TopologySpreadConstraint, pod: &Pod, other: &Pod) -> bool {
    let same = |key: &String| {
        let own = meta::label(&pod.metadata, key);
        own.is_none() || own == meta::label(&other.metadata, key)
    };
    let nothing = LabelSelector {
        match_labels: Some(sort::map([(String::new(), String::new())])),
        ..LabelSelector::default()
    };
    let chosen = constraint.label_selector.as_ref().unwrap_or(&nothing);
    meta::namespace(&other.metadata) == meta::namespace(&pod.metadata)
        && !meta::is_deleting(&other.metadata)
        && selector::matches(chosen, other.metadata.labels.as_ref())
        && constraint.match_label_keys.iter().flatten().all(same)
}
