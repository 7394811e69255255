//! The pod's conditions as the kubelet derives them.
//!
//! Models kubernetes/pkg/kubelet/status/generate.go.

use super::local::{LocalPod, Role, Unit};
use super::stage::Stage;
use super::status::{is_ready, shown_address};
use crate::cluster::api::{PodCondition, PodStatus, SimTime};

/// A condition's verdict.
#[derive(Clone)]
struct Verdict {
    status: bool,
    reason: Option<&'static str>,
    message: Option<String>,
}

impl Verdict {
    const fn plain(status: bool) -> Self {
        Self {
            status,
            reason: None,
            message: None,
        }
    }
    const fn because(status: bool, reason: &'static str, message: Option<String>) -> Self {
        Self {
            status,
            reason: Some(reason),
            message,
        }
    }
}

/// All conditions in the kubelet's order; those of others (the scheduler's, evictions') stay.
pub(super) fn build(local: &LocalPod, status: &PodStatus, now: SimTime) -> Vec<PodCondition> {
    let network = shown_address(local).is_some() && local.stage < Stage::CleaningUp;
    let ready = readiness(local, status);
    let own = [
        ("PodReadyToStartContainers", Verdict::plain(network)),
        ("Initialized", initialized(local, status)),
        ("Ready", ready.clone()),
        ("ContainersReady", ready),
    ];
    let present = status.conditions.as_deref().unwrap_or_default();
    let others = present
        .iter()
        .filter(|condition| own.iter().all(|(t, _)| *t != condition.type_));
    let mut conditions: Vec<PodCondition> = Vec::with_capacity(6);
    // A reason for its end stands before everything else, as upstream's order has it.
    let (scheduled, disruptions): (Vec<_>, Vec<_>) = others
        .cloned()
        .partition(|condition| condition.type_ == "PodScheduled");
    conditions.extend(disruptions);
    for (type_, verdict) in own {
        let before = present.iter().find(|condition| condition.type_ == type_);
        conditions.push(condition(type_, verdict, before, now));
    }
    if scheduled.is_empty() {
        conditions.push(condition("PodScheduled", Verdict::plain(true), None, now));
    }
    conditions.extend(scheduled);
    conditions
}

fn condition(
    type_: &str,
    verdict: Verdict,
    before: Option<&PodCondition>,
    now: SimTime,
) -> PodCondition {
    let status = if verdict.status { "True" } else { "False" };
    let unchanged = before.filter(|before| before.status == status);
    PodCondition {
        type_: type_.to_owned(),
        status: status.to_owned(),
        reason: verdict.reason.map(str::to_owned),
        message: verdict.message,
        last_transition_time: unchanged
            .and_then(|before| before.last_transition_time.clone())
            .or_else(|| Some(now.to_time())),
        ..PodCondition::default()
    }
}

fn initialized(local: &LocalPod, status: &PodStatus) -> Verdict {
    let incomplete = names(local.units.iter().filter(|unit| match unit.role {
        Role::Main => false,
        Role::Init => !is_ready(&local.pod, unit),
        Role::Sidecar => !unit.has_started(&local.pod),
    }));
    if status.phase.as_deref() == Some("Succeeded") {
        return Verdict::because(true, "PodCompleted", None);
    }
    if incomplete.is_empty() || local.stage >= Stage::Finished {
        return Verdict::plain(true);
    }
    let message = format!(
        "containers with incomplete status: [{}]",
        incomplete.join(" ")
    );
    Verdict::because(false, "ContainersNotInitialized", Some(message))
}

fn readiness(local: &LocalPod, status: &PodStatus) -> Verdict {
    match status.phase.as_deref() {
        Some("Succeeded") => return Verdict::because(false, "PodCompleted", None),
        Some("Failed") => return Verdict::because(false, "PodFailed", None),
        _ => {}
    }
    let unready = names(
        local
            .units
            .iter()
            .filter(|unit| unit.role != Role::Init && !is_ready(&local.pod, unit)),
    );
    if unready.is_empty() {
        return Verdict::plain(true);
    }
    let message = format!("containers with unready status: [{}]", unready.join(" "));
    Verdict::because(false, "ContainersNotReady", Some(message))
}

fn names<'a>(units: impl Iterator<Item = &'a Unit>) -> Vec<&'a str> {
    units.map(|unit| unit.name.as_str()).collect()
}
