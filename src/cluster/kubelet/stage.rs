//! The life of a pod on its machine, as a table of stages.
//!
//! Each stage has one function that takes the pod as far as it goes at this instant and says what
//! comes next. Models `SyncPod`, `SyncTerminatingPod` and `SyncTerminatedPod` of
//! kubernetes/pkg/kubelet/kubelet.go.

use super::local::{LocalPod, Role, State};
use super::{Visit, mounts, status, stop, unit};
use crate::cluster::api::conditions::is_terminal;
use crate::cluster::api::{Key, Object, Pod, SimDuration, SimTime, meta};
use crate::cluster::apiserver::events::Severity;
use crate::cluster::apiserver::{ApiError, DeleteOptions};
use std::sync::Arc;

/// Where a pod is in its life on the machine. The order is the order of life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Stage {
    /// The kubelet has just seen it.
    Admitted,
    /// Its volumes are being attached and mounted.
    Mounting,
    /// Its network is being made.
    Sandbox,
    /// The machine was without power: what ran is gone.
    Rebooted,
    /// Its containers start, run, and start again.
    Running,
    /// Its containers have ended by themselves, for good.
    Finished,
    /// Its containers have been told to end.
    Stopping,
    /// They have; what is left is being cleared away.
    CleaningUp,
}

/// What comes after a stage's function.
pub(super) enum Step {
    Stay,
    Go(Stage),
    /// The pod is no longer on the machine.
    Gone,
}

type Act = fn(&mut Visit<'_>, &mut LocalPod) -> Result<Step, ApiError>;

/// What is done in each stage.
const TABLE: [(Stage, Act); 8] = [
    (Stage::Admitted, admitted),
    (Stage::Mounting, mounting),
    (Stage::Sandbox, sandbox),
    (Stage::Rebooted, rebooted),
    (Stage::Running, running),
    (Stage::Finished, finished),
    (Stage::Stopping, stopping),
    (Stage::CleaningUp, cleaning_up),
];

/// How long a pod whose object is gone gets to stop, in seconds (`minimumGracePeriodInSeconds`).
const GRACE_OF_ORPHANS: SimDuration = SimDuration::from_secs(2);

/// Takes the pod in if the API server has one here that the machine does not.
pub(super) fn admit(visit: &mut Visit<'_>, key: &Key) {
    let Some(pod) = visit
        .client
        .live()
        .get::<Pod>(&key.namespace, &key.name)
        .cloned()
    else {
        return;
    };
    let here = pod.spec.as_ref().and_then(|spec| spec.node_name.as_deref()) == Some(&**visit.node);
    let incarnation = (key.clone(), Arc::from(meta::uid(&pod.metadata)));
    if here && !is_terminal(&pod) && !visit.machine.pods.contains_key(&incarnation) {
        let local = LocalPod::new(pod, visit.now);
        visit.machine.pods.insert(incarnation, Arc::new(local));
    }
}

/// Takes the pod as far as it goes now; answers whether it still is on the machine.
pub(super) fn advance(visit: &mut Visit<'_>, local: &mut LocalPod) -> Result<bool, ApiError> {
    refresh(visit, local);
    loop {
        let act = TABLE
            .iter()
            .find(|(stage, _)| *stage == local.stage)
            .map(|(_, act)| *act);
        let step = act.map_or(Ok(Step::Stay), |act| act(visit, local))?;
        match step {
            Step::Stay => break,
            Step::Gone => return Ok(false),
            Step::Go(stage) => {
                local.stage = stage;
                local.until = None;
            }
        }
    }
    local.touched = false;
    status::publish(visit, local)?;
    Ok(true)
}

/// Takes over what has changed in the API server; notices when the pod has to end.
fn refresh(visit: &mut Visit<'_>, local: &mut LocalPod) {
    let meta = &local.pod.metadata;
    let (namespace, name) = (meta::namespace(meta), meta::name(meta));
    let live = visit.client.live().get::<Pod>(namespace, name);
    let live = live.filter(|live| live.metadata.uid == meta.uid).cloned();
    let grace = match &live {
        None => Some(GRACE_OF_ORPHANS),
        Some(pod) if meta::is_deleting(&pod.metadata) || is_failed_by_others(pod, local) => {
            let own = pod
                .spec
                .as_ref()
                .and_then(|spec| spec.termination_grace_period_seconds);
            let told = pod.metadata.deletion_grace_period_seconds;
            let secs = told.or(own).unwrap_or(30);
            Some(SimDuration::from_secs(u64::try_from(secs).unwrap_or(1)))
        }
        Some(_) => None,
    };
    if let Some(live) = live {
        local.pod = live;
    }
    let Some(grace) = grace else { return };
    let shorter = local.grace.is_none_or(|present| grace < present);
    if local.stage < Stage::Stopping {
        local.stage = Stage::Stopping;
        local.until = None;
        local.grace = Some(grace);
        stop::all(visit, local, grace);
    } else if local.stage == Stage::Stopping && shorter {
        local.grace = Some(grace);
        stop::sooner(local, visit.now, grace);
    }
}

/// Somebody else wrote a terminal phase: eviction, pod garbage collection.
fn is_failed_by_others(pod: &Pod, local: &LocalPod) -> bool {
    is_terminal(pod) && local.stage < Stage::Finished
}

fn admitted(_visit: &mut Visit<'_>, _local: &mut LocalPod) -> Result<Step, ApiError> {
    Ok(Step::Go(Stage::Mounting))
}

/// Volumes are mounted when each can be; a claim that is not bound yet is waited for in silence.
fn mounting(visit: &mut Visit<'_>, local: &mut LocalPod) -> Result<Step, ApiError> {
    if local.until.is_some_and(|until| until > visit.now) {
        return Ok(Step::Stay);
    }
    if local.retry_mount_at.is_some_and(|at| at <= visit.now) {
        local.retry_mount_at = None;
    }
    // What was there when mounting began is mounted, whatever became of it since.
    if local.until.is_some() {
        return Ok(Step::Go(Stage::Sandbox));
    }
    match mounts::obstacle(visit.client.live(), &local.pod) {
        None => {
            local.retry_mount_at = None;
            let (low, high) = if mounts::has_claims(&local.pod) {
                (120, 420)
            } else {
                (10, 60)
            };
            local.until = Some(visit.after(low, high));
            Ok(Step::Stay)
        }
        // Looked at because something changed, but not what it waits for.
        Some(_) if local.retry_mount_at.is_some() => Ok(Step::Stay),
        Some(obstacle) => {
            if let Some(text) = obstacle.told_after(local.mount_failures) {
                let about = Object::Pod(Arc::clone(&local.pod));
                visit
                    .client
                    .event(&about, Severity::Warning, "FailedMount", &text);
            }
            // Doubled from half a second to two minutes, as the volume manager does.
            let wait_ms = (500_u64 << local.mount_failures.min(8)).min(122_000);
            local.mount_failures += 1;
            local.retry_mount_at = Some(visit.now.after(SimDuration(wait_ms)));
            Ok(Step::Stay)
        }
    }
}

fn sandbox(visit: &mut Visit<'_>, local: &mut LocalPod) -> Result<Step, ApiError> {
    match local.until {
        Some(until) if until > visit.now => Ok(Step::Stay),
        Some(_) if local.address.is_some() => Ok(Step::Go(Stage::Running)),
        _ => {
            local.address = visit.machine.addresses.take();
            if local.address.is_some() {
                local.until = Some(visit.after(90, 350));
            } else {
                let text = "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox: plugin type=\"ptp\" failed (add): failed to allocate for range 0: no IP addresses available in range set";
                let about = Object::Pod(Arc::clone(&local.pod));
                visit
                    .client
                    .event(&about, Severity::Warning, "FailedCreatePodSandBox", text);
                local.until = Some(visit.after(10_000, 15_000));
            }
            Ok(Step::Stay)
        }
    }
}

/// After a loss of power the network is made anew, and every container starts again.
fn rebooted(visit: &mut Visit<'_>, local: &mut LocalPod) -> Result<Step, ApiError> {
    let about = Object::Pod(Arc::clone(&local.pod));
    let text = "Pod sandbox changed, it will be killed and re-created.";
    visit
        .client
        .event(&about, Severity::Normal, "SandboxChanged", text);
    for unit in &mut local.units {
        unit::begin_again(unit);
    }
    Ok(Step::Go(Stage::Sandbox))
}

fn running(visit: &mut Visit<'_>, local: &mut LocalPod) -> Result<Step, ApiError> {
    if local.touched {
        unit::wake_probes(local, visit.now);
    }
    let mut blocked = false;
    for at in 0..local.units.len() {
        // A container that is being pulled or made holds up those after it: one thing at a time.
        let waiting_before = blocked && matches!(local.units[at].state, State::Idle);
        if waiting_before {
            break;
        }
        let mut unit = local.units[at].clone();
        unit::advance(visit, local, &mut unit);
        let through = match unit.role {
            Role::Init => matches!(&unit.state, State::Ended { ended, .. } if ended.code == 0),
            Role::Sidecar => unit.has_started(&local.pod),
            Role::Main => !matches!(unit.state, State::Pulling { .. } | State::Creating { .. }),
        };
        blocked |= !through;
        local.units[at] = unit;
    }
    local.begun |= local.units.iter().any(|unit| {
        matches!(
            unit.state,
            State::Running { .. } | State::Ended { .. } | State::Stuck { .. }
        )
    });
    let phase = status::phase(local);
    Ok(if matches!(phase, "Succeeded" | "Failed") {
        Step::Go(Stage::Finished)
    } else {
        Step::Stay
    })
}

/// A pod that has run to its end stays until somebody deletes it.
fn finished(_visit: &mut Visit<'_>, local: &mut LocalPod) -> Result<Step, ApiError> {
    local.until = None;
    Ok(Step::Stay)
}

fn stopping(visit: &mut Visit<'_>, local: &mut LocalPod) -> Result<Step, ApiError> {
    for at in 0..local.units.len() {
        let mut unit = local.units[at].clone();
        unit::end_if_due(&mut unit, visit.now);
        local.units[at] = unit;
    }
    let all_ended = !local.units.iter().any(super::local::Unit::is_running);
    Ok(if all_ended {
        Step::Go(Stage::CleaningUp)
    } else {
        Step::Stay
    })
}

/// Volumes are unmounted, then the API server is told that the pod is gone from here.
fn cleaning_up(visit: &mut Visit<'_>, local: &mut LocalPod) -> Result<Step, ApiError> {
    let Some(until) = local.until else {
        local.until = Some(visit.after(30, 160));
        return Ok(Step::Stay);
    };
    if until > visit.now {
        return Ok(Step::Stay);
    }
    let key = Object::Pod(Arc::clone(&local.pod)).key();
    let live = visit.client.live().get::<Pod>(&key.namespace, &key.name);
    let live = live.filter(|live| live.metadata.uid == local.pod.metadata.uid);
    match live {
        Some(live) if meta::is_deleting(&live.metadata) => {
            let uid = live.metadata.uid.clone();
            let options = DeleteOptions {
                grace_period_seconds: Some(0),
                uid,
                ..DeleteOptions::default()
            };
            visit.client.delete(&key, &options)?;
            Ok(Step::Gone)
        }
        // Failed by somebody else and not deleted: it stays as it is.
        Some(_) => Ok(Step::Go(Stage::Finished)),
        None => Ok(Step::Gone),
    }
}

impl Visit<'_> {
    /// An instant from `low_ms` to `high_ms` from now.
    pub(super) fn after(&mut self, low_ms: u64, high_ms: u64) -> SimTime {
        self.now
            .after(SimDuration(self.rng.between(low_ms, high_ms)))
    }
}
