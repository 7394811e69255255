//! The taints that follow from a node's conditions and from a cordon.

use super::pods_on;
use crate::cluster::Cluster;
use crate::cluster::api::conditions::node_readiness;
use crate::cluster::api::{Key, Node, Object, SimTime, Taint, meta};
use crate::cluster::apiserver::events::Severity;
use crate::cluster::apiserver::{Actor, ApiError, Client};
use crate::cluster::scheduler::taints::tolerates;
use std::sync::Arc;

const UNREACHABLE: &str = "node.kubernetes.io/unreachable";
const NOT_READY: &str = "node.kubernetes.io/not-ready";
const UNSCHEDULABLE: &str = "node.kubernetes.io/unschedulable";

/// Brings the taints in line; those people set stay.
pub(super) fn settle(cluster: &mut Cluster, key: &Key, now: SimTime) -> Result<(), ApiError> {
    let Some(node) = cluster.store.get::<Node>("", &key.name).cloned() else {
        return Ok(());
    };
    let present = node
        .spec
        .as_ref()
        .and_then(|spec| spec.taints.clone())
        .unwrap_or_default();
    let wanted = wanted(&node);
    let ours = |taint: &Taint| {
        [UNREACHABLE, NOT_READY, UNSCHEDULABLE].contains(&taint.key.as_str())
            && (taint.effect == "NoSchedule" || taint.effect == "NoExecute")
    };
    let is_wanted = |taint: &Taint| wanted.contains(&(taint.key.as_str(), taint.effect.as_str()));
    let mut taints: Vec<Taint> = present
        .iter()
        .filter(|taint| !ours(taint) || is_wanted(taint))
        .cloned()
        .collect();
    for (key, effect) in &wanted {
        if !taints
            .iter()
            .any(|taint| taint.key == *key && taint.effect == *effect)
        {
            taints.push(Taint {
                key: (*key).to_owned(),
                effect: (*effect).to_owned(),
                time_added: Some(now.to_time()),
                value: None,
            });
        }
    }
    if taints == present {
        return Ok(());
    }
    tell_of_cordon(cluster, key, &node, &taints, now);
    let client = &mut Client::new(&mut cluster.store, Actor::NodeController, now);
    let calmed: Vec<&Taint> = present
        .iter()
        .filter(|taint| taint.effect == "NoExecute" && !taints.contains(taint))
        .collect();
    cancel_evictions(client, key, &calmed);
    client.patch::<Node>("", &key.name, |node| {
        node.spec.get_or_insert_default().taints = Some(taints).filter(|taints| !taints.is_empty());
    })?;
    Ok(())
}

/// Keys and effects that follow from the node's state.
fn wanted(node: &Node) -> Vec<(&'static str, &'static str)> {
    let mut wanted = Vec::new();
    match node_readiness(node) {
        Some("Unknown") => {
            wanted.extend([(UNREACHABLE, "NoSchedule"), (UNREACHABLE, "NoExecute")]);
        }
        Some("False") => wanted.extend([(NOT_READY, "NoSchedule"), (NOT_READY, "NoExecute")]),
        _ => {}
    }
    if node.spec.as_ref().and_then(|spec| spec.unschedulable) == Some(true) {
        wanted.push((UNSCHEDULABLE, "NoSchedule"));
    }
    wanted
}

/// The kubelet says when its node is cordoned or freed.
fn tell_of_cordon(
    cluster: &mut Cluster,
    key: &Key,
    node: &Arc<Node>,
    taints: &[Taint],
    now: SimTime,
) {
    let cordoned = |taints: &[Taint]| taints.iter().any(|taint| taint.key == UNSCHEDULABLE);
    let before = node
        .spec
        .as_ref()
        .and_then(|spec| spec.taints.as_deref())
        .unwrap_or_default();
    let powered = cluster
        .machines
        .get(&key.name)
        .is_some_and(|machine| machine.powered);
    if cordoned(before) == cordoned(taints) || !powered {
        return;
    }
    let reason = if cordoned(taints) {
        "NodeNotSchedulable"
    } else {
        "NodeSchedulable"
    };
    let actor = Actor::Kubelet(Arc::clone(&key.name));
    let client = &mut Client::new(&mut cluster.store, actor, now);
    let text = format!("Node {} status is now: {reason}", key.name);
    client.event(
        &Object::Node(Arc::clone(node)),
        Severity::Normal,
        reason,
        &text,
    );
}

/// Pods that would have been evicted because of the taints stay.
fn cancel_evictions(client: &mut Client<'_>, node: &Key, calmed: &[&Taint]) {
    if calmed.is_empty() {
        return;
    }
    for pod in pods_on(client.live(), &node.name) {
        let tolerations = pod
            .spec
            .iter()
            .flat_map(|spec| spec.tolerations.iter().flatten());
        let was_timed = tolerations
            .filter(|toleration| toleration.toleration_seconds.is_some())
            .any(|toleration| calmed.iter().any(|taint| tolerates(toleration, taint)));
        if was_timed && !meta::is_deleting(&pod.metadata) {
            let (namespace, name) = (meta::namespace(&pod.metadata), meta::name(&pod.metadata));
            let text = format!("Cancelling deletion of Pod {namespace}/{name}");
            let about = Object::Pod(Arc::clone(&pod));
            client.event(&about, Severity::Normal, "TaintManagerEviction", &text);
        }
    }
}
