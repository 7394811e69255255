//! Why no node will do, in the scheduler's words.
//!
//! Models kubernetes/pkg/scheduler/framework/types.go (FitError) as 1.35 and newer word it.

use crate::cluster::api::{Node, sort};
use crate::cluster::apiserver::Store;
use std::collections::BTreeMap;
use std::fmt;

/// Why one node will not do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reason {
    Unschedulable,
    Taint,
    NodeAffinity,
    HostPorts,
    TooManyPods,
    /// The resource, and whether the node could never hold the pod, even empty.
    Insufficient(&'static str, Ever),
    VolumeAffinity,
    VolumeMissing,
    NoVolume,
    VolumeInUse,
    Spread,
    SpreadLabel,
    PodAffinity,
    OwnAntiAffinity,
    OthersAntiAffinity,
}

/// Whether room might be made on a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ever {
    Perhaps,
    Never,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unschedulable => "node(s) were unschedulable",
            Self::Taint => "node(s) had untolerated taint(s)",
            Self::NodeAffinity => "node(s) didn't match Pod's node affinity/selector",
            Self::HostPorts => "node(s) didn't have free ports for the requested pod ports",
            Self::TooManyPods => "Too many pods",
            Self::Insufficient(resource, _) => return write!(f, "Insufficient {resource}"),
            Self::VolumeAffinity => "node(s) had volume node affinity conflict",
            Self::VolumeMissing => {
                "node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)"
            }
            Self::NoVolume => "node(s) didn't find available persistent volumes to bind",
            Self::VolumeInUse => {
                "node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode"
            }
            Self::Spread => "node(s) didn't match pod topology spread constraints",
            Self::SpreadLabel => {
                "node(s) didn't match pod topology spread constraints (missing required label)"
            }
            Self::PodAffinity => "node(s) didn't match pod affinity rules",
            Self::OwnAntiAffinity => "node(s) didn't match pod anti-affinity rules",
            Self::OthersAntiAffinity => {
                "node(s) didn't satisfy existing pods anti-affinity rules"
            }
        })
    }
}

impl Reason {
    /// Whether evicting pods of lower priority might help on this node.
    const fn preemptible(&self) -> bool {
        matches!(
            self,
            Self::HostPorts
                | Self::TooManyPods
                | Self::Insufficient(_, Ever::Perhaps)
                | Self::VolumeInUse
                | Self::Spread
                | Self::OwnAntiAffinity
                | Self::OthersAntiAffinity
        )
    }
}

/// The whole sentence for the reasons of every node.
pub(super) fn sentence(of_nodes: &[Vec<Reason>]) -> String {
    if of_nodes.is_empty() {
        return "no nodes available to schedule pods".to_owned();
    }
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for reason in of_nodes.iter().flatten() {
        *counts.entry(reason.to_string()).or_default() += 1;
    }
    let total = of_nodes.len();
    let preemptible = of_nodes
        .iter()
        .filter(|reasons| reasons.iter().all(Reason::preemptible))
        .count();
    format!(
        "0/{total} nodes are available: {}. no new claims to deallocate, {}",
        list(counts),
        preemption(total, preemptible)
    )
}

/// The whole sentence for what rules out every node at once (PreFilter).
pub(super) fn before_any_node(store: &Store, why: &str) -> String {
    match store.list::<Node>().count() {
        0 => "no nodes available to schedule pods".to_owned(),
        total => format!(
            "0/{total} nodes are available: {why}. {}",
            preemption(total, 0)
        ),
    }
}

fn preemption(total: usize, preemptible: usize) -> String {
    let counts = [
        (
            "Preemption is not helpful for scheduling".to_owned(),
            total - preemptible,
        ),
        (
            "No preemption victims found for incoming pod".to_owned(),
            preemptible,
        ),
    ];
    let counts = counts.into_iter().filter(|(_, count)| *count > 0).collect();
    format!(
        "preemption: 0/{total} nodes are available: {}.",
        list(counts)
    )
}

/// `1 one reason, 2 another`, sorted as text.
fn list(counts: BTreeMap<String, usize>) -> String {
    let mut entries: Vec<String> = counts
        .into_iter()
        .map(|(reason, count)| format!("{count} {reason}"))
        .collect();
    sort::by(&mut entries, String::cmp);
    entries.join(", ")
}
