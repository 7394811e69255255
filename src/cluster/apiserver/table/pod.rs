//! Cells of pods.

use super::{NONE, age, name, or_none};
use crate::cluster::api::age::since;
use crate::cluster::api::conditions::condition;
use crate::cluster::api::pod_status::pod_status;
use crate::cluster::api::{ContainerStatus, Pod, SimTime, Time};

pub(super) fn cells(pod: &Pod, now: SimTime) -> Vec<String> {
    let (ready, total) = readiness(pod);
    let of_status = pod.status.as_ref();
    let node = pod
        .spec
        .as_ref()
        .and_then(|spec| spec.node_name.as_deref())
        .unwrap_or_default();
    vec![
        name(&pod.metadata),
        format!("{ready}/{total}"),
        pod_status(pod),
        restarts(pod, now),
        age(&pod.metadata, now),
        or_none(
            of_status
                .and_then(|status| status.pod_ip.as_deref())
                .unwrap_or_default(),
        ),
        or_none(node),
        or_none(
            of_status
                .and_then(|s| s.nominated_node_name.as_deref())
                .unwrap_or_default(),
        ),
        gates(pod),
    ]
}

/// Ready containers, and how many there are; init containers that keep running count too.
fn readiness(pod: &Pod) -> (usize, usize) {
    let Some(spec) = &pod.spec else { return (0, 0) };
    let sidecars: Vec<&str> = spec
        .init_containers
        .iter()
        .flatten()
        .filter(|container| container.restart_policy.as_deref() == Some("Always"))
        .map(|container| container.name.as_str())
        .collect();
    let ready_sidecars = init_statuses(pod)
        .filter(|status| sidecars.contains(&status.name.as_str()))
        .filter(|status| status.started == Some(true) && status.ready)
        .count();
    let running = |status: &&ContainerStatus| {
        status.ready
            && status
                .state
                .as_ref()
                .is_some_and(|state| state.running.is_some())
    };
    let ready = statuses(pod).filter(running).count();
    (
        ready + ready_sidecars,
        spec.containers.len() + sidecars.len(),
    )
}

fn statuses(pod: &Pod) -> impl Iterator<Item = &ContainerStatus> {
    pod.status
        .iter()
        .flat_map(|status| status.container_statuses.iter().flatten())
}

fn init_statuses(pod: &Pod) -> impl Iterator<Item = &ContainerStatus> {
    pod.status
        .iter()
        .flat_map(|status| status.init_container_statuses.iter().flatten())
}

/// `3`, or `3 (45s ago)` once it is known when the last one ended.
fn restarts(pod: &Pod, now: SimTime) -> String {
    let count: i32 = statuses(pod).map(|status| status.restart_count).sum();
    let last: Option<&Time> = statuses(pod)
        .filter_map(|status| {
            status
                .last_state
                .as_ref()?
                .terminated
                .as_ref()?
                .finished_at
                .as_ref()
        })
        .max();
    match last {
        Some(last) if count != 0 => format!("{count} ({} ago)", since(Some(last), now)),
        _ => count.to_string(),
    }
}

fn gates(pod: &Pod) -> String {
    let gates = pod
        .spec
        .iter()
        .flat_map(|spec| spec.readiness_gates.iter().flatten());
    let gates: Vec<bool> = gates
        .map(|gate| condition(pod, &gate.condition_type).is_some_and(|c| c.status == "True"))
        .collect();
    if gates.is_empty() {
        return NONE.to_owned();
    }
    format!(
        "{}/{}",
        gates.iter().filter(|open| **open).count(),
        gates.len()
    )
}
