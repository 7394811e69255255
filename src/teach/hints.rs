//! What a person could do where the controller will not go on by itself, read off the picture.

use super::unfit::reasons;
use crate::cluster::outcome::Rule;
use crate::i18n::Why;
use crate::view::scene::{Column, Health, NodeRow, PodCard, Scene, SetPicture};

/// Of pods in the same trouble so many are told by name; the overview counts them all.
const ALIKE_MAX: usize = 3;

/// What a person could do for the set.
pub(super) fn hints(scene: &Scene, set: &SetPicture) -> Vec<Why> {
    if set.remains.is_some() {
        return vec![];
    }
    let pods = set
        .columns
        .iter()
        .filter_map(|column| Some((column, column.pod.as_ref()?)));
    let mut hints: Vec<Why> = vec![];
    for (column, pod) in pods {
        let Some(hint) = of_pod(scene, set, column, pod) else {
            continue;
        };
        let alike = hints.iter().filter(|told| same_trouble(told, &hint));
        if alike.count() < ALIKE_MAX && !hints.iter().any(|told| same_node(told, &hint)) {
            hints.push(hint);
        }
    }
    if !set.service_name.is_empty() && !set.service_exists {
        hints.push(Why::HintNoService {
            set: set.key.name.to_string(),
            service: set.service_name.clone(),
        });
    }
    hints
}

/// Whether two hints say the same of different pods: of each kind there are few, whatever they name.
fn same_trouble(one: &Why, other: &Why) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(other)
}

/// Whether both wait for the same machine: what helps the one helps the other, and is said once.
fn same_node(one: &Why, other: &Why) -> bool {
    match (one, other) {
        (Why::HintNodeLost { node, .. }, Why::HintNodeLost { node: same, .. }) => node == same,
        _ => false,
    }
}

fn of_pod(scene: &Scene, set: &SetPicture, column: &Column, pod: &PodCard) -> Option<Why> {
    let name = pod.key.name.to_string();
    let node = scene.nodes.iter().find(|row| row.name == pod.node);
    match pod.health {
        // A pod that has failed for good is replaced by the controller itself.
        Health::Failed if pod.phase != "Failed" => stuck(set, column, pod, node),
        Health::Unknown | Health::Terminating => {
            let silent = node.is_some_and(|row| !row.ready && !row.powered);
            silent.then(|| Why::HintNodeLost {
                pod: name,
                node: pod.node.clone(),
            })
        }
        _ => pod
            .unschedulable
            .as_ref()
            .filter(|_| pod.node.is_empty())
            .map(|message| Why::HintUnschedulable {
                pod: name,
                reasons: reasons(message),
            }),
    }
}

/// A pod whose containers do not start, or end again and again.
fn stuck(set: &SetPicture, column: &Column, pod: &PodCard, node: Option<&NodeRow>) -> Option<Why> {
    let (name, status) = (pod.key.name.to_string(), pod.status.clone());
    if is_crash(&status) {
        let powered = node.is_some_and(|row| row.powered);
        return powered.then_some(Why::HintCrashing { pod: name, status });
    }
    let partition = set.partition.unwrap_or_default();
    let below = column.ordinal < set.start.saturating_add(partition);
    // Below the partition a pod comes back as it was; an ordinal nobody wants comes back not at all.
    // While its requests are refused the controller comes to nothing of this.
    let failing = set.waiting.as_ref().map(|waiting| waiting.rule) == Some(Rule::Failing);
    if below || !column.wanted || set.deleting || !set.observed || failing {
        return None;
    }
    match (pod.revision_differs, set.replaces_broken) {
        (false, true) => Some(Why::HintBrokenPodReplaced { pod: name, status }),
        (false, false) => Some(Why::HintBrokenPod { pod: name, status }),
        (true, _) if waits_for_ever(set, pod) => Some(Why::HintLeftBehind { pod: name, status }),
        (true, _) => None,
    }
}

/// Whether the container ran, and ended.
pub(super) fn is_crash(status: &str) -> bool {
    let status = status.strip_prefix("Init:").unwrap_or(status);
    matches!(status, "CrashLoopBackOff" | "Error" | "OOMKilled")
}

/// Whether the set's own rule keeps it from replacing the pod, which has the old template.
fn waits_for_ever(set: &SetPicture, pod: &PodCard) -> bool {
    let Some(waiting) = set.waiting.as_ref().filter(|_| set.observed) else {
        return false;
    };
    match waiting.rule {
        Rule::PredecessorNotReady => waiting.on == pod.key,
        Rule::MaxUnavailable | Rule::OnDelete => true,
        _ => false,
    }
}
