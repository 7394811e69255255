//! Whether a node is heard of, and what is written about it.

use super::pods_on;
use crate::cluster::Cluster;
use crate::cluster::api::conditions::{condition, node_is_ready, set_condition};
use crate::cluster::api::{Key, Node, NodeCondition, Object, Pod, SimDuration, SimTime};
use crate::cluster::apiserver::events::Severity;
use crate::cluster::apiserver::{Actor, ApiError, Client};
use std::sync::Arc;

/// How long a node may be silent (`--node-monitor-grace-period`; 50 s since Kubernetes 1.32).
pub const SILENCE_MAX: SimDuration = SimDuration::from_secs(50);

/// What a node says of itself while it is well.
const WELL: [(&str, &str, &str, &str); 4] = [
    (
        "MemoryPressure",
        "False",
        "KubeletHasSufficientMemory",
        "kubelet has sufficient memory available",
    ),
    (
        "DiskPressure",
        "False",
        "KubeletHasNoDiskPressure",
        "kubelet has no disk pressure",
    ),
    (
        "PIDPressure",
        "False",
        "KubeletHasSufficientPID",
        "kubelet has sufficient PID available",
    ),
    (
        "Ready",
        "True",
        "KubeletReady",
        "kubelet is posting ready status",
    ),
];

/// A kubelet that starts makes its Node object anew if somebody has deleted it.
pub(super) fn register(cluster: &mut Cluster, key: &Key, now: SimTime) -> Result<(), ApiError> {
    let Some(machine) = cluster.machines.get(&key.name) else {
        return Ok(());
    };
    let restarted = machine
        .node_missing_since
        .is_some_and(|since| machine.powered && machine.power_changed_at >= since);
    let missing = cluster.store.get::<Node>("", &key.name).is_none();
    let Some(node) = machine
        .registration
        .clone()
        .filter(|_| restarted && missing)
    else {
        return Ok(());
    };
    let actor = Actor::Kubelet(Arc::clone(&key.name));
    let client = &mut Client::new(&mut cluster.store, actor, now);
    client.create(Node::clone(&node)).map(drop)
}

/// Marks a node that is silent for too long, and one that is heard of again. Answers when to look
/// again.
pub(super) fn settle(
    cluster: &mut Cluster,
    key: &Key,
    now: SimTime,
) -> Result<Option<SimDuration>, ApiError> {
    // A Node object without a machine: nobody posts for it, nobody has ever done.
    let Some(machine) = cluster.machines.get(&key.name) else {
        return Ok(None);
    };
    let (powered, since) = (machine.powered, machine.power_changed_at);
    let Some(node) = cluster.store.get::<Node>("", &key.name).cloned() else {
        return Ok(None);
    };
    let ready = node_is_ready(&node);
    if powered && !ready {
        posts_again(cluster, key, &node, now)?;
    }
    if powered || !ready {
        return Ok(None);
    }
    let silent = now.since(since);
    if silent < SILENCE_MAX {
        return Ok(Some(SimDuration(SILENCE_MAX.0 - silent.0)));
    }
    unheard(cluster, &node, now)?;
    Ok(None)
}

fn posts_again(
    cluster: &mut Cluster,
    key: &Key,
    node: &Arc<Node>,
    now: SimTime,
) -> Result<(), ApiError> {
    let registration = cluster
        .machines
        .get(&key.name)
        .and_then(|m| m.registration.clone());
    let actor = Actor::Kubelet(Arc::clone(&key.name));
    let client = &mut Client::new(&mut cluster.store, actor, now);
    let about = Object::Node(Arc::clone(node));
    client.event(&about, Severity::Normal, "Starting", "Starting kubelet.");
    let mut posted = Node::clone(node);
    let status = posted.status.get_or_insert_default();
    if status.allocatable.is_none() {
        // Somebody applied a bare Node: the kubelet fills in what the machine is.
        *status = registration
            .and_then(|node| node.status.clone())
            .unwrap_or_default();
    }
    for (type_, state, reason, message) in WELL {
        write(&mut posted, type_, state, reason, message, now);
    }
    client.update_status(posted)?;
    let text = format!("Node {} status is now: NodeReady", key.name);
    client.event(&about, Severity::Normal, "NodeReady", &text);
    Ok(())
}

/// Nothing has been heard for too long: nothing is known of the node, and its pods count as not ready.
fn unheard(cluster: &mut Cluster, node: &Arc<Node>, now: SimTime) -> Result<(), ApiError> {
    let client = &mut Client::new(&mut cluster.store, Actor::NodeController, now);
    let mut marked = Node::clone(node);
    for (type_, ..) in WELL {
        let message = "Kubelet stopped posting node status.";
        write(
            &mut marked,
            type_,
            "Unknown",
            "NodeStatusUnknown",
            message,
            now,
        );
    }
    let name = marked.metadata.name.clone().unwrap_or_default();
    client.update_status(marked)?;
    let text = format!("Node {name} status is now: NodeNotReady");
    let about = Object::Node(Arc::clone(node));
    client.event(&about, Severity::Normal, "NodeNotReady", &text);
    for pod in pods_on(client.live(), &name) {
        if condition(&pod, "Ready").is_some_and(|ready| ready.status == "True") {
            let mut unready = Pod::clone(&pod);
            set_condition(&mut unready, "Ready", "False", None, None, now);
            client.update_status(unready)?;
        }
        let about = Object::Pod(pod);
        client.event(
            &about,
            Severity::Warning,
            "NodeNotReady",
            "Node is not ready",
        );
    }
    Ok(())
}

fn write(node: &mut Node, type_: &str, state: &str, reason: &str, message: &str, now: SimTime) {
    let conditions = node
        .status
        .get_or_insert_default()
        .conditions
        .get_or_insert_default();
    let at = conditions.iter().position(|present| present.type_ == type_);
    let before = at.map(|at| conditions.remove(at));
    let unchanged = before.as_ref().filter(|before| before.status == state);
    let fresh = NodeCondition {
        type_: type_.to_owned(),
        status: state.to_owned(),
        reason: Some(reason.to_owned()),
        message: Some(message.to_owned()),
        last_heartbeat_time: if state == "Unknown" {
            before
                .as_ref()
                .and_then(|before| before.last_heartbeat_time.clone())
        } else {
            Some(now.to_time())
        },
        last_transition_time: unchanged
            .and_then(|before| before.last_transition_time.clone())
            .or_else(|| Some(now.to_time())),
    };
    conditions.insert(at.unwrap_or(conditions.len()), fresh);
}
