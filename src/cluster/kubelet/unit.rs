//! One container: have its image pulled, make it, run it, start it again.
//!
//! Models kubernetes/pkg/kubelet/kuberuntime/kuberuntime_container.go.

use super::images::{self, Image};
use super::local::{Ended, Exit, LocalPod, Probes, Role, State, Unit};
use super::programs::{Program, program};
use super::{Visit, mounts, probe, pull, stop};
use crate::cluster::api::{Container, Object, Pod, SimDuration, SimTime, meta};
use crate::cluster::apiserver::events::{Severity, reference};
use crate::cluster::disk::FileTree;
use std::sync::Arc;

/// The first back-off, of restarts and of pulls.
pub(super) const BACK_OFF_FIRST: SimDuration = SimDuration::from_secs(10);
/// The longest.
const BACK_OFF_MAX: SimDuration = SimDuration::from_secs(300);
/// A container that ran this long starts with a clean slate.
const BACK_OFF_FORGOTTEN: SimDuration = SimDuration::from_secs(600);

/// Takes one container as far as it goes now.
pub(super) fn advance(visit: &mut Visit<'_>, local: &LocalPod, unit: &mut Unit) {
    let pod = Arc::clone(&local.pod);
    let Some(container) = unit.spec(&pod) else {
        return;
    };
    loop {
        let before = unit.state.clone();
        match &unit.state {
            State::Idle => pull::look_at_image(visit, &pod, container, unit),
            State::Pulling { from, until } if *until <= visit.now => {
                let from = *from;
                pull::finish(visit, &pod, container, unit, from);
            }
            State::Stuck { retry_at, .. } if *retry_at <= visit.now => {
                pull::stuck_again(visit, &pod, container, unit);
            }
            State::Creating { until } if *until <= visit.now => {
                start(visit, local, container, unit);
            }
            State::Running { exit, .. } => {
                let due = exit.is_some_and(|exit| exit.at <= visit.now);
                if due {
                    end_if_due(unit, visit.now);
                    after_end(visit, &pod, unit);
                } else {
                    maintain(visit, local, container, unit);
                }
            }
            State::Ended {
                restart_at: Some(at),
                ..
            } if *at <= visit.now => restart(unit),
            _ => {}
        }
        if unit.state == before {
            break;
        }
    }
}

/// A container event: its object is the pod, its field path the container.
pub(super) fn tell(
    visit: &mut Visit<'_>,
    pod: &Arc<Pod>,
    unit: &Unit,
    severity: Severity,
    reason: &str,
    text: &str,
) {
    let list = if unit.role == Role::Main {
        "containers"
    } else {
        "initContainers"
    };
    let path = format!("spec.{list}{{{}}}", unit.name);
    let about = reference(&Object::Pod(Arc::clone(pod)), Some(&path));
    visit.client.event_on(about, severity, reason, text);
}

pub(super) fn doubled(wait: SimDuration) -> SimDuration {
    SimDuration(wait.0 * 2).min(BACK_OFF_MAX)
}

fn start(visit: &mut Visit<'_>, local: &LocalPod, container: &Container, unit: &mut Unit) {
    let pod = &local.pod;
    if let Some(why) = mounts::missing_reference(visit.client.live(), pod, container) {
        let text = format!("Error: {why}");
        tell(visit, pod, unit, Severity::Warning, "Failed", &text);
        let retry_at = visit.after(10_000, 15_000);
        let reason = "CreateContainerConfigError";
        pull::hold(unit, reason, why, retry_at);
        return;
    }
    let name = container.image.as_deref().unwrap_or_default();
    let Ok(image) = Image::parse(name) else {
        return;
    };
    tell(
        visit,
        pod,
        unit,
        Severity::Normal,
        "Created",
        "Container created",
    );
    tell(
        visit,
        pod,
        unit,
        Severity::Normal,
        "Started",
        "Container started",
    );
    let program = program(&image, container, visit.rng);
    let exit = program.ends.map(|(after_ms, code)| Exit {
        at: visit.now.after(SimDuration(after_ms)),
        code,
    });
    unit.files = layer(local, &image);
    unit.restarts += i32::from(unit.restarting);
    unit.restarting = false;
    unit.held = None;
    unit.probes = Probes::default();
    let id: String = (0..4)
        .map(|_| format!("{:016x}", visit.rng.bits()))
        .collect();
    let id = format!("containerd://{id}");
    unit.state = State::Running {
        id,
        since: visit.now,
        program,
        exit,
    };
    probe::begin(visit, container, unit);
}

/// The container's own file system: what its image brings and what the kubelet puts there.
fn layer(local: &LocalPod, image: &Image) -> FileTree {
    let mut tree = FileTree::default();
    let own = mounts::identity_files(&local.pod, local.address.as_deref().unwrap_or_default());
    let brought = images::files(image)
        .into_iter()
        .map(|(path, text)| (path, text.to_owned()));
    for (path, text) in brought.chain(own) {
        // These are a few kilobytes in an empty tree: they fit.
        let written = tree.write(&path, text.as_bytes());
        debug_assert!(written.is_ok());
    }
    tree
}

/// A running container is probed, and replaced when its image was changed.
fn maintain(visit: &mut Visit<'_>, local: &LocalPod, container: &Container, unit: &mut Unit) {
    let State::Running { id, exit, .. } = &unit.state else {
        return;
    };
    if exit.is_some() && matches!(unit.role, Role::Init) {
        return;
    }
    let present = unit
        .main_status(&local.pod)
        .filter(|status| status.container_id.as_ref() == Some(id));
    let wanted = container
        .image
        .as_deref()
        .and_then(|name| Image::parse(name).ok());
    let changed = present
        .zip(wanted)
        .is_some_and(|(present, wanted)| present.image != wanted.reference());
    if changed {
        let text = format!(
            "Container {} definition changed, will be restarted",
            unit.name
        );
        stop::one(visit, &local.pod, unit, stop::own_grace(&local.pod), &text);
        return;
    }
    probe::look(visit, local, container, unit);
}

/// Ends a running container whose time has come.
pub(super) fn end_if_due(unit: &mut Unit, now: SimTime) {
    let State::Running {
        id,
        since,
        exit: Some(exit),
        ..
    } = &unit.state
    else {
        return;
    };
    if exit.at > now {
        return;
    }
    let reason = if exit.code == 0 { "Completed" } else { "Error" };
    let (id, started) = (id.clone(), Some(*since));
    let ended = Ended {
        id,
        started,
        at: exit.at,
        code: exit.code,
        reason,
    };
    unit.probes = Probes::default();
    unit.state = State::Ended {
        ended,
        restart_at: None,
    };
}

/// What follows the end of a container: nothing, an immediate restart, or one after the back-off.
fn after_end(visit: &mut Visit<'_>, pod: &Arc<Pod>, unit: &mut Unit) {
    let State::Ended { ended, .. } = &unit.state else {
        return;
    };
    let ended = ended.clone();
    let policy = match unit.role {
        Role::Sidecar => "Always",
        _ => pod
            .spec
            .as_ref()
            .and_then(|spec| spec.restart_policy.as_deref())
            .unwrap_or("Always"),
    };
    let again = match (policy, unit.role) {
        ("Never", _) => false,
        ("Always", Role::Main | Role::Sidecar) => true,
        _ => ended.code != 0,
    };
    if !again {
        return;
    }
    let ran = ended
        .started
        .map_or(SimDuration(0), |started| ended.at.since(started));
    if ran >= BACK_OFF_FORGOTTEN {
        unit.back_off = None;
    }
    let restart_at = match unit.back_off {
        None => {
            unit.back_off = Some(BACK_OFF_FIRST);
            visit.after(300, 1200)
        }
        Some(wait) => {
            let text = format!(
                "Back-off restarting failed container {} in pod {}_{}({})",
                unit.name,
                meta::name(&pod.metadata),
                meta::namespace(&pod.metadata),
                meta::uid(&pod.metadata)
            );
            tell(visit, pod, unit, Severity::Warning, "BackOff", &text);
            unit.back_off = Some(doubled(wait));
            unit.held = Some(("CrashLoopBackOff", back_off_text(pod, unit, wait)));
            ended.at.after(wait)
        }
    };
    unit.state = State::Ended {
        ended,
        restart_at: Some(restart_at),
    };
}

fn back_off_text(pod: &Pod, unit: &Unit, wait: SimDuration) -> String {
    let secs = wait.as_secs();
    let wait = if secs < 60 {
        format!("{secs}s")
    } else {
        format!("{}m{}s", secs / 60, secs % 60)
    };
    format!(
        "back-off {wait} restarting failed container={} pod={}_{}({})",
        unit.name,
        meta::name(&pod.metadata),
        meta::namespace(&pod.metadata),
        meta::uid(&pod.metadata)
    )
}

fn restart(unit: &mut Unit) {
    if let State::Ended { ended, .. } = &unit.state {
        unit.last = Some(ended.clone());
        unit.restarting = true;
    }
    unit.state = State::Idle;
}

/// After a loss of power: what ran has ended, and its turn comes again.
pub(super) fn begin_again(unit: &mut Unit) {
    if matches!(unit.state, State::Ended { .. }) {
        restart(unit);
    }
}

/// Files have changed: probes that had nothing more to find out look again at their next turn.
pub(super) fn wake_probes(local: &mut LocalPod, now: SimTime) {
    let pod = Arc::clone(&local.pod);
    for unit in &mut local.units {
        if let Some(container) = unit.spec(&pod).filter(|_| unit.is_running()) {
            probe::wake(container, unit, now);
        }
    }
}

/// The program a unit runs.
pub(super) const fn running(unit: &Unit) -> Option<(&Program, SimTime)> {
    match &unit.state {
        State::Running { program, since, .. } => Some((program, *since)),
        _ => None,
    }
}
