//! Pod and node conditions, and what follows from them.

use super::{Node, Pod, PodCondition, SimTime};

/// A condition of the pod, by type.
#[must_use]
pub fn condition<'a>(pod: &'a Pod, type_: &str) -> Option<&'a PodCondition> {
    pod.status
        .as_ref()?
        .conditions
        .iter()
        .flatten()
        .find(|condition| condition.type_ == type_)
}

/// `status.phase`; empty for a pod that was never stored.
#[must_use]
pub fn phase(pod: &Pod) -> &str {
    pod.status
        .as_ref()
        .and_then(|status| status.phase.as_deref())
        .unwrap_or_default()
}

/// Whether the Ready condition is True (podutil.IsPodReady).
#[must_use]
pub fn is_ready(pod: &Pod) -> bool {
    condition(pod, "Ready").is_some_and(|ready| ready.status == "True")
}

/// Whether the pod has been Ready for `min_ready_seconds` (podutil.IsPodAvailable).
///
/// "Exactly that long" counts as not yet, as the 1.36 helper does.
#[must_use]
pub fn is_available(pod: &Pod, min_ready_seconds: i32, now: SimTime) -> bool {
    let Some(ready) = condition(pod, "Ready").filter(|ready| ready.status == "True") else {
        return false;
    };
    if min_ready_seconds <= 0 {
        return true;
    }
    ready.last_transition_time.as_ref().is_some_and(|since| {
        let wait_ms = u64::from(min_ready_seconds.unsigned_abs()) * 1000;
        SimTime::from_time(since).0 + wait_ms < now.0
    })
}

/// Whether the pod has finished: Succeeded or Failed.
#[must_use]
pub fn is_terminal(pod: &Pod) -> bool {
    matches!(phase(pod), "Succeeded" | "Failed")
}

/// Sets a condition; the transition time changes only when the status does.
pub fn set_condition(
    pod: &mut Pod,
    type_: &str,
    status: &str,
    reason: Option<&str>,
    message: Option<&str>,
    now: SimTime,
) {
    let conditions = pod
        .status
        .get_or_insert_default()
        .conditions
        .get_or_insert_default();
    let fresh = PodCondition {
        type_: type_.to_owned(),
        status: status.to_owned(),
        reason: reason.map(str::to_owned),
        message: message.map(str::to_owned),
        last_transition_time: Some(now.to_time()),
        ..PodCondition::default()
    };
    match conditions
        .iter_mut()
        .find(|condition| condition.type_ == type_)
    {
        None => conditions.push(fresh),
        Some(present) if present.status == status => {
            present.reason = fresh.reason;
            present.message = fresh.message;
        }
        Some(present) => *present = fresh,
    }
}

/// Whether the node's Ready condition is True.
#[must_use]
pub fn node_is_ready(node: &Node) -> bool {
    node_readiness(node) == Some("True")
}

/// The status of the node's Ready condition: `True`, `False`, `Unknown`; none if it has no such.
#[must_use]
pub fn node_readiness(node: &Node) -> Option<&str> {
    node.status
        .iter()
        .flat_map(|status| status.conditions.iter().flatten())
        .find(|condition| condition.type_ == "Ready")
        .map(|ready| ready.status.as_str())
}
