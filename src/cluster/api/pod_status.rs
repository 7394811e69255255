//! The word kubectl prints under STATUS.
//!
//! Models printPod in kubernetes/pkg/printers/internalversion/printers.go (1.36).

use super::conditions::{condition, is_ready, is_terminal, phase};
use super::{Container, ContainerState, ContainerStateTerminated, ContainerStatus, Pod, meta};

/// What `kubectl get pods` prints under STATUS.
#[must_use]
pub fn pod_status(pod: &Pod) -> String {
    let mut word = phase(pod).to_owned();
    let reason = pod
        .status
        .as_ref()
        .and_then(|status| status.reason.as_deref())
        .unwrap_or_default();
    if !reason.is_empty() {
        reason.clone_into(&mut word);
    }
    let gated = condition(pod, "PodScheduled").and_then(|scheduled| scheduled.reason.as_deref());
    if gated == Some("SchedulingGated") {
        "SchedulingGated".clone_into(&mut word);
    }
    match init_word(pod) {
        Some(init) => word = init,
        None => main_word(pod, &mut word),
    }
    if meta::is_deleting(&pod.metadata) {
        if reason == "NodeLost" {
            "Unknown".clone_into(&mut word);
        } else if !is_terminal(pod) {
            // A deleted pod that has finished keeps saying how it finished.
            "Terminating".clone_into(&mut word);
        }
    }
    word
}

/// Containers that are ready, of those that count: what kubectl prints under READY.
#[must_use]
pub fn ready_containers(pod: &Pod) -> (usize, usize) {
    let restartable = init_containers(pod)
        .iter()
        .filter(|container| restarts_always(container));
    let total = pod.spec.as_ref().map_or(0, |spec| spec.containers.len()) + restartable.count();
    let ready = |statuses: &[ContainerStatus]| statuses.iter().filter(|one| one.ready).count();
    let sidecars = init_statuses(pod)
        .iter()
        .filter(|one| one.ready && init_container(pod, &one.name).is_some_and(restarts_always));
    (ready(statuses(pod)) + sidecars.count(), total)
}

/// Restarts of all containers: what kubectl prints under RESTARTS, without the age of the last.
#[must_use]
pub fn restarts(pod: &Pod) -> i32 {
    statuses(pod)
        .iter()
        .map(|status| status.restart_count)
        .sum::<i32>()
        + init_statuses(pod)
            .iter()
            .filter(|status| init_container(pod, &status.name).is_some_and(restarts_always))
            .map(|status| status.restart_count)
            .sum::<i32>()
}

/// The first init container that is not done decides, if there is one.
fn init_word(pod: &Pod) -> Option<String> {
    let total = init_containers(pod).len();
    for (index, status) in init_statuses(pod).iter().enumerate() {
        let state = status.state.as_ref();
        if let Some(ended) = state.and_then(|state| state.terminated.as_ref()) {
            if ended.exit_code == 0 {
                continue;
            }
            return Some(format!("Init:{}", ended_word(ended)));
        }
        let sidecar = init_container(pod, &status.name).is_some_and(restarts_always);
        if sidecar && status.started == Some(true) {
            continue;
        }
        return Some(match waiting_reason(state) {
            "" | "PodInitializing" => format!("Init:{index}/{total}"),
            reason => format!("Init:{reason}"),
        });
    }
    None
}

/// The containers from last to first, so that the first one's reason wins.
fn main_word(pod: &Pod, word: &mut String) {
    let mut running = false;
    for status in statuses(pod).iter().rev() {
        let state = status.state.as_ref();
        let waiting = waiting_reason(state);
        if !waiting.is_empty() {
            waiting.clone_into(word);
        } else if let Some(ended) = state.and_then(|state| state.terminated.as_ref()) {
            *word = ended_word(ended);
        } else if status.ready && state.is_some_and(|state| state.running.is_some()) {
            running = true;
        }
    }
    if word == "Completed" && running {
        let still = if is_ready(pod) { "Running" } else { "NotReady" };
        still.clone_into(word);
    }
}

fn waiting_reason(state: Option<&ContainerState>) -> &str {
    state
        .and_then(|state| state.waiting.as_ref())
        .and_then(|waiting| waiting.reason.as_deref())
        .unwrap_or_default()
}

fn ended_word(ended: &ContainerStateTerminated) -> String {
    match (
        ended.reason.as_deref().unwrap_or_default(),
        ended.signal.unwrap_or_default(),
    ) {
        ("", 0) => format!("ExitCode:{}", ended.exit_code),
        ("", signal) => format!("Signal:{signal}"),
        (reason, _) => reason.to_owned(),
    }
}

fn statuses(pod: &Pod) -> &[ContainerStatus] {
    pod.status
        .as_ref()
        .and_then(|status| status.container_statuses.as_deref())
        .unwrap_or_default()
}

fn init_statuses(pod: &Pod) -> &[ContainerStatus] {
    pod.status
        .as_ref()
        .and_then(|status| status.init_container_statuses.as_deref())
        .unwrap_or_default()
}

fn init_containers(pod: &Pod) -> &[Container] {
    pod.spec
        .as_ref()
        .and_then(|spec| spec.init_containers.as_deref())
        .unwrap_or_default()
}

fn init_container<'a>(pod: &'a Pod, name: &str) -> Option<&'a Container> {
    init_containers(pod)
        .iter()
        .find(|container| container.name == name)
}

fn restarts_always(container: &Container) -> bool {
    container.restart_policy.as_deref() == Some("Always")
}
