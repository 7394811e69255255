//! The one document beside the served kinds that kubectl asks for: a node's lease, by which a kubelet
//! says that it is alive. Nobody renews anything here (see ARCHITECTURE.md on heartbeats), so a node
//! that is on has renewed it just now, and one that is off when it last could.

use super::hub::Hub;
use super::reply::{Answer, ok};
use crate::cluster::api::{Kind, Node, Time};
use crate::cluster::apiserver::ApiError;
use serde_json::json;

pub(super) fn answer(hub: &Hub, name: &str) -> Answer {
    let node = hub.store().get::<Node>("", name);
    let node = node.ok_or_else(|| ApiError::not_found(Kind::Node, name))?;
    let renewed = match last_heard(node) {
        Some(time) => time.clone(),
        None => hub.now().to_time(),
    };
    let micro = |time: &Time| format!("{}.000000Z", time.0.to_string().trim_end_matches('Z'));
    Ok(ok(json!({
        "kind": "Lease",
        "apiVersion": "coordination.k8s.io/v1",
        "metadata": {
            "name": name,
            "namespace": "kube-node-lease",
            "creationTimestamp": node.metadata.creation_timestamp,
            "resourceVersion": hub.version(),
        },
        "spec": {
            "holderIdentity": name,
            "leaseDurationSeconds": 40,
            "renewTime": micro(&renewed),
        },
    })))
}

/// When a node that is not Ready was last Ready.
fn last_heard(node: &Node) -> Option<&Time> {
    let conditions = node
        .status
        .iter()
        .flat_map(|status| status.conditions.iter().flatten());
    let mut ready = conditions.filter(|condition| condition.type_ == "Ready");
    let ready = ready.next()?;
    (ready.status != "True").then_some(ready.last_heartbeat_time.as_ref())?
}
