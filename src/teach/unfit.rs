//! The scheduler's message, taken apart.

use crate::i18n::{Unfit, UnfitCause};

/// The reasons in a message of the scheduler: `0/3 nodes are available: 1 Too many pods, 2 …. preemption: …`.
#[must_use]
pub fn reasons(message: &str) -> Vec<Unfit> {
    if message == "no nodes available to schedule pods" {
        let cause = UnfitCause::NoNodes;
        return vec![Unfit { nodes: 0, cause }];
    }
    let listed = message.split_once("nodes are available: ");
    let listed = listed.map_or(message, |(_, rest)| rest);
    let listed = listed.split(". ").next().unwrap_or_default();
    listed.split(", ").map(reason).collect()
}

fn reason(entry: &str) -> Unfit {
    let counted = entry.split_once(' ').and_then(|(count, words)| {
        let nodes = count.parse::<usize>().ok()?;
        Some((nodes, words))
    });
    let (nodes, words) = counted.unwrap_or((0, entry));
    let cause = cause(words);
    Unfit { nodes, cause }
}

/// What each of the scheduler's wordings begins with, or holds.
fn cause(words: &str) -> UnfitCause {
    let known = [
        ("were unschedulable", UnfitCause::Cordoned),
        ("untolerated taint", UnfitCause::Taint),
        ("node affinity/selector", UnfitCause::NodeAffinity),
        ("free ports", UnfitCause::HostPort),
        ("Too many pods", UnfitCause::TooManyPods),
        ("volume node affinity", UnfitCause::VolumeNodeAffinity),
        ("non-existent", UnfitCause::VolumeMissing),
        ("persistent volumes to bind", UnfitCause::NoVolume),
        ("ReadWriteOncePod", UnfitCause::VolumeInUse),
        ("topology spread", UnfitCause::Spread),
        ("anti-affinity", UnfitCause::PodAntiAffinity),
        ("pod affinity", UnfitCause::PodAffinity),
        ("selectedNode annotation", UnfitCause::VolumeNotMade),
        ("unbound immediate", UnfitCause::UnboundClaims),
        ("not found", UnfitCause::ClaimMissing),
        ("is being deleted", UnfitCause::ClaimGoing),
    ];
    if let Some(resource) = words.strip_prefix("Insufficient ") {
        return UnfitCause::Insufficient(resource.to_owned());
    }
    let found = known.into_iter().find(|(part, _)| words.contains(part));
    found.map_or_else(|| UnfitCause::Other(words.to_owned()), |(_, cause)| cause)
}
