//! What a person can see in the change of a pod.

use super::Happening;
use crate::cluster::api::conditions::{condition, is_ready, phase};
use crate::cluster::api::pod_status::{pod_status, restarts};
use crate::cluster::api::{Pod, meta};

/// The one thing to see in a change of a pod, the most telling first.
pub(super) fn changed(old: &Pod, new: &Pod) -> Option<Happening> {
    let going = meta::is_deleting(&new.metadata);
    if going && !meta::is_deleting(&old.metadata) {
        let grace = new
            .metadata
            .deletion_grace_period_seconds
            .unwrap_or_default();
        return Some(Happening::PodTerminating {
            grace_s: u64::try_from(grace).unwrap_or_default(),
            deaf: None,
        });
    }
    if going {
        // Its containers stopping one by one is what Terminating means; the end is the next beat.
        return None;
    }
    if node(old).is_empty() && !node(new).is_empty() {
        return Some(Happening::PodScheduled {
            node: node(new).to_owned(),
            before: None,
        });
    }
    if let Some(message) = unschedulable(new).filter(|_| unschedulable(old).is_none()) {
        return Some(Happening::PodUnschedulable {
            message: message.to_owned(),
        });
    }
    match (phase(old), phase(new)) {
        (before, "Failed") if before != "Failed" => {
            return Some(Happening::PodFailed {
                status: pod_status(new),
            });
        }
        (before, "Succeeded") if before != "Succeeded" => return Some(Happening::PodCompleted),
        _ => {}
    }
    containers_changed(old, new)
}

fn containers_changed(old: &Pod, new: &Pod) -> Option<Happening> {
    let (word, word_before) = (pod_status(new), pod_status(old));
    if is_stuck(&word) && !is_stuck(&word_before) {
        return Some(Happening::PodStuck { status: word });
    }
    if restarts(new) > restarts(old) {
        return Some(Happening::PodRestarted {
            restarts: restarts(new),
        });
    }
    match (is_ready(old), is_ready(new)) {
        (false, true) => return Some(Happening::PodReady),
        (true, false) => return Some(Happening::PodNotReady),
        _ => {}
    }
    if !has_statuses(old) && has_statuses(new) {
        let disk = mounted_claims(new).next().map(str::to_owned);
        return Some(Happening::PodStarting { disk, old: None });
    }
    let runs_now = phase(old) == "Pending" && phase(new) == "Running";
    runs_now.then_some(Happening::PodRunning)
}

/// Whether the word under STATUS means that the pod may never get on by itself.
pub(in crate::view) fn is_stuck(word: &str) -> bool {
    let word = word.strip_prefix("Init:").unwrap_or(word);
    word.ends_with("BackOff")
        || word.starts_with("Err")
        || matches!(
            word,
            "InvalidImageName"
                | "CreateContainerConfigError"
                | "CreateContainerError"
                | "RunContainerError"
                | "Error"
                | "OOMKilled"
        )
}

/// The claims a pod mounts, in the order of its volumes.
pub fn mounted_claims(pod: &Pod) -> impl Iterator<Item = &str> {
    pod.spec
        .iter()
        .flat_map(|spec| spec.volumes.iter().flatten())
        .filter_map(|volume| volume.persistent_volume_claim.as_ref())
        .map(|source| source.claim_name.as_str())
}

fn node(pod: &Pod) -> &str {
    pod.spec
        .as_ref()
        .and_then(|spec| spec.node_name.as_deref())
        .unwrap_or_default()
}

/// The scheduler's words on a pod it found no node for.
pub(in crate::view) fn unschedulable(pod: &Pod) -> Option<&str> {
    let scheduled = condition(pod, "PodScheduled")?;
    (scheduled.status == "False" && scheduled.reason.as_deref() == Some("Unschedulable"))
        .then(|| scheduled.message.as_deref().unwrap_or_default())
}

/// Whether its kubelet has begun with it.
pub(in crate::view) fn has_statuses(pod: &Pod) -> bool {
    pod.status.as_ref().is_some_and(|status| {
        status
            .container_statuses
            .as_ref()
            .is_some_and(|list| !list.is_empty())
            || status
                .init_container_statuses
                .as_ref()
                .is_some_and(|list| !list.is_empty())
    })
}
