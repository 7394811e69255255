//! Stopping containers: the event, the preStop hook, the signal, the end of grace.
//!
//! Models `killContainer` in kubernetes/pkg/kubelet/kuberuntime/kuberuntime_container.go.

use super::local::{Ended, Exit, LocalPod, State, Unit};
use super::programs::OnTerm;
use super::{Visit, unit};
use crate::cluster::api::{Container, Pod, SimDuration, SimTime};
use crate::cluster::apiserver::events::Severity;
use std::sync::Arc;

/// The exit code of what was killed with SIGKILL.
const KILLED: i32 = 137;

/// Tells every container of the pod to end.
pub(super) fn all(visit: &mut Visit<'_>, local: &mut LocalPod, grace: SimDuration) {
    let pod = Arc::clone(&local.pod);
    for unit in &mut local.units {
        if unit.is_running() {
            let text = format!("Stopping container {}", unit.name);
            one(visit, &pod, unit, grace, &text);
            continue;
        }
        if let State::Ended { ended, .. } = &unit.state {
            unit.state = State::Ended {
                ended: ended.clone(),
                restart_at: None,
            };
        } else {
            let ended = Ended {
                id: String::new(),
                started: None,
                at: visit.now,
                code: KILLED,
                reason: "ContainerStatusUnknown",
            };
            unit.state = State::Ended {
                ended,
                restart_at: None,
            };
        }
    }
}

/// Tells one running container to end within the grace.
pub(super) fn one(
    visit: &mut Visit<'_>,
    pod: &Arc<Pod>,
    unit: &mut Unit,
    grace: SimDuration,
    text: &str,
) {
    unit::tell(visit, pod, unit, Severity::Normal, "Killing", text);
    for standing in unit.probes.all_mut() {
        // What it concluded stands until the end; another look would change nothing.
        standing.next_at = None;
    }
    let hook = unit.spec(pod).map_or(SimDuration(0), pre_stop);
    let State::Running { program, exit, .. } = &mut unit.state else {
        return;
    };
    let deadline = visit.now.after(grace);
    let natural = exit.filter(|exit| exit.at <= deadline);
    let told_at = visit.now.after(hook);
    let leaves = match program.on_term {
        OnTerm::Exits { after_ms, code } => Some(Exit {
            at: told_at.after(SimDuration(after_ms)),
            code,
        }),
        OnTerm::Ignores => None,
    };
    let killed = Exit {
        at: deadline,
        code: KILLED,
    };
    let soonest = [natural, leaves, Some(killed)]
        .into_iter()
        .flatten()
        .min_by_key(|exit| exit.at);
    *exit = soonest;
}

/// The grace has become shorter: whoever has not left by then is killed then.
pub(super) fn sooner(local: &mut LocalPod, now: SimTime, grace: SimDuration) {
    let deadline = now.after(grace);
    for unit in &mut local.units {
        if let State::Running { exit, .. } = &mut unit.state
            && exit.is_none_or(|exit| exit.at > deadline)
        {
            *exit = Some(Exit {
                at: deadline,
                code: KILLED,
            });
        }
    }
}

/// The grace a pod's containers get when they are restarted.
pub(super) fn own_grace(pod: &Pod) -> SimDuration {
    let own = pod
        .spec
        .as_ref()
        .and_then(|spec| spec.termination_grace_period_seconds);
    SimDuration::from_secs(u64::try_from(own.unwrap_or(30)).unwrap_or(1))
}

/// How long the preStop hook takes: what it sleeps, or next to nothing.
fn pre_stop(container: &Container) -> SimDuration {
    let hook = container
        .lifecycle
        .as_ref()
        .and_then(|lifecycle| lifecycle.pre_stop.as_ref());
    let Some(hook) = hook else {
        return SimDuration(0);
    };
    if let Some(sleep) = &hook.sleep {
        return SimDuration::from_secs(u64::try_from(sleep.seconds).unwrap_or(0));
    }
    let command = hook.exec.as_ref().and_then(|exec| exec.command.as_ref());
    let text = command.map(|command| command.join(" ")).unwrap_or_default();
    let mut words = text.split(|c: char| c.is_whitespace() || ";&\"'".contains(c));
    let slept = words
        .by_ref()
        .find(|word| *word == "sleep")
        .and_then(|_| words.next());
    let secs = slept.and_then(|secs| secs.parse().ok());
    secs.map_or(SimDuration(30), SimDuration::from_secs)
}
