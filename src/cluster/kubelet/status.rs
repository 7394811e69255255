//! The pod's status as the kubelet writes it.
//!
//! Models kubernetes/pkg/kubelet/kubelet_pods.go (generateAPIPodStatus, getPhase).

use super::Visit;
use super::conditions;
use super::images::Image;
use super::local::{Ended, LocalPod, Role, State, Unit};
use super::stage::Stage;
use crate::cluster::api::conditions::is_terminal;
use crate::cluster::api::{
    ContainerState, ContainerStateRunning, ContainerStateTerminated, ContainerStateWaiting,
    ContainerStatus, Pod, PodIP, PodStatus, meta,
};
use crate::cluster::apiserver::ApiError;
use k8s_openapi::api::core::v1::HostIP;

/// Writes the status, if it is another one than the API server has.
pub(super) fn publish(visit: &mut Visit<'_>, local: &mut LocalPod) -> Result<(), ApiError> {
    let meta = &local.pod.metadata;
    let live = visit
        .client
        .live()
        .get::<Pod>(meta::namespace(meta), meta::name(meta));
    let Some(live) = live.filter(|live| live.metadata.uid == meta.uid) else {
        return Ok(());
    };
    let status = build(visit, local, live);
    if live.status.as_ref() == Some(&status) {
        return Ok(());
    }
    // The status alone is written, so nothing else is sent: a spec may be large.
    let pod = Pod {
        metadata: live.metadata.clone(),
        spec: None,
        status: Some(status),
    };
    local.pod = visit.client.update_status(pod)?;
    Ok(())
}

fn build(visit: &Visit<'_>, local: &LocalPod, live: &Pod) -> PodStatus {
    let mut status = live.status.clone().unwrap_or_default();
    // A terminal phase is final, whoever wrote it.
    if !is_terminal(live) {
        status.phase = Some(phase(local).to_owned());
    }
    status.observed_generation = live.metadata.generation;
    status.start_time = Some(local.seen_at.to_time());
    let host = visit.machine.address();
    status.host_ip = Some(host.clone());
    status.host_ips = Some(vec![HostIP { ip: host }]);
    if let Some(address) = shown_address(local) {
        status.pod_ip = Some(address.to_owned());
        status.pod_ips = Some(vec![PodIP {
            ip: address.to_owned(),
        }]);
    } else if local.stage < Stage::Finished {
        status.pod_ip = None;
        status.pod_ips = None;
    }
    let not_begun = not_begun(local);
    let of = |roles: &[Role]| -> Option<Vec<ContainerStatus>> {
        let units = local.units.iter().filter(|unit| roles.contains(&unit.role));
        let statuses: Vec<_> = units
            .map(|unit| container(&local.pod, unit, not_begun))
            .collect();
        (!statuses.is_empty()).then_some(statuses)
    };
    status.init_container_statuses = of(&[Role::Init, Role::Sidecar]);
    status.container_statuses = of(&[Role::Main]);
    status.conditions = Some(conditions::build(local, &status, visit.now));
    status
}

/// The address appears with the first container: while images are pulled, the kubelet is too busy
/// to write a status.
pub(super) fn shown_address(local: &LocalPod) -> Option<&str> {
    local.address.as_deref().filter(|_| local.begun)
}

/// The pod's phase.
pub(super) fn phase(local: &LocalPod) -> &'static str {
    let mains = || local.units.iter().filter(|unit| unit.role == Role::Main);
    let code = |unit: &Unit| match &unit.state {
        State::Ended {
            ended,
            restart_at: None,
        } => Some(ended.code),
        _ => None,
    };
    if local.stage == Stage::CleaningUp {
        let failed = mains().any(|unit| code(unit) != Some(0));
        return if failed { "Failed" } else { "Succeeded" };
    }
    let policy = local
        .pod
        .spec
        .as_ref()
        .and_then(|spec| spec.restart_policy.as_deref());
    let init_failed = local
        .units
        .iter()
        .any(|unit| unit.role == Role::Init && code(unit).is_some_and(|code| code != 0));
    if init_failed && policy == Some("Never") {
        return "Failed";
    }
    let has_begun = |unit: &Unit| {
        unit.last.is_some() || matches!(unit.state, State::Running { .. } | State::Ended { .. })
    };
    if !mains().all(has_begun) {
        return "Pending";
    }
    if mains().all(|unit| code(unit).is_some()) && policy.unwrap_or("Always") != "Always" {
        let succeeded = mains().all(|unit| code(unit) == Some(0));
        return if succeeded { "Succeeded" } else { "Failed" };
    }
    "Running"
}

fn container(pod: &Pod, unit: &Unit, not_begun: &str) -> ContainerStatus {
    let spec = unit.spec(pod);
    let name = spec.and_then(|spec| spec.image.clone()).unwrap_or_default();
    let image = Image::parse(&name).ok();
    let shown = shown(unit, not_begun);
    let known = shown.id.filter(|id| !id.is_empty());
    let (reference, image_id) = match image.filter(|_| known.is_some()) {
        Some(image) => (image.reference(), image.id()),
        None => (name, String::new()),
    };
    ContainerStatus {
        name: unit.name.clone(),
        image: reference,
        image_id,
        container_id: known,
        ready: is_ready(pod, unit),
        started: Some(unit.has_started(pod)),
        restart_count: shown.restarts,
        state: Some(shown.state),
        last_state: Some(shown.last.map(terminated).unwrap_or_default()),
        ..ContainerStatus::default()
    }
}

/// What a container's status says of its present and its last run.
struct Shown<'a> {
    state: ContainerState,
    last: Option<&'a Ended>,
    restarts: i32,
    id: Option<String>,
}

fn shown<'a>(unit: &'a Unit, not_begun: &str) -> Shown<'a> {
    let last = unit.last.as_ref();
    let id = last.map(|ended| ended.id.clone());
    let restarts = unit.restarts;
    match &unit.state {
        State::Idle | State::Pulling { .. } | State::Creating { .. } => {
            let (state, last) = match (&unit.held, last) {
                (Some((reason, message)), last) => (waiting(reason, Some(message.clone())), last),
                // Between two runs the old container is all there is to show.
                (None, Some(ended)) if unit.restarting => (terminated(ended), None),
                (None, last) => (waiting(not_begun, None), last),
            };
            Shown {
                state,
                last,
                restarts,
                id,
            }
        }
        State::Stuck {
            reason, message, ..
        } => Shown {
            state: waiting(reason, Some(message.clone())),
            last,
            restarts,
            id,
        },
        State::Running { id, since, .. } => {
            let running = ContainerStateRunning {
                started_at: Some(since.to_time()),
            };
            let state = ContainerState {
                running: Some(running),
                ..ContainerState::default()
            };
            let id = Some(id.clone());
            Shown {
                state,
                last,
                restarts,
                id,
            }
        }
        State::Ended { ended, restart_at } => {
            let id = Some(ended.id.clone());
            let held = unit.held.as_ref().filter(|_| restart_at.is_some());
            let (state, last) = match held {
                Some((reason, text)) => (waiting(reason, Some(text.clone())), Some(ended)),
                None => (terminated(ended), last),
            };
            Shown {
                state,
                last,
                restarts,
                id,
            }
        }
    }
}

fn waiting(reason: &str, message: Option<String>) -> ContainerState {
    let reason = Some(reason.to_owned());
    ContainerState {
        waiting: Some(ContainerStateWaiting { reason, message }),
        ..ContainerState::default()
    }
}

/// Whether a container's status says ready: an init container is ready once it has completed.
pub(super) fn is_ready(pod: &Pod, unit: &Unit) -> bool {
    match (&unit.role, &unit.state) {
        (Role::Init, State::Ended { ended, .. }) => ended.code == 0,
        (Role::Init, _) => false,
        _ => unit.is_ready(pod),
    }
}

/// Why a container waits whose turn has not come.
fn not_begun(local: &LocalPod) -> &'static str {
    let plain = local.units.iter().all(|unit| unit.role == Role::Main);
    if plain {
        "ContainerCreating"
    } else {
        "PodInitializing"
    }
}

fn terminated(ended: &Ended) -> ContainerState {
    let unseen = ended.reason == "ContainerStatusUnknown";
    let message = "The container could not be located when the pod was terminated";
    ContainerState {
        terminated: Some(ContainerStateTerminated {
            container_id: Some(ended.id.clone()).filter(|id| !id.is_empty()),
            exit_code: ended.code,
            reason: Some(ended.reason.to_owned()),
            message: unseen.then(|| message.to_owned()),
            started_at: ended.started.map(crate::cluster::api::SimTime::to_time),
            finished_at: (!unseen).then(|| ended.at.to_time()),
            ..ContainerStateTerminated::default()
        }),
        ..ContainerState::default()
    }
}
