//! Pod garbage collection: pods of a node that is no more, or is out of service.

use super::{key_of, pods_on};
use crate::cluster::Cluster;
use crate::cluster::api::conditions::{is_terminal, node_is_ready, set_condition};
use crate::cluster::api::{Key, Node, Pod, SimDuration, SimTime, meta};
use crate::cluster::apiserver::{Actor, ApiError, Client, DeleteOptions};
use std::sync::Arc;

/// How long a node has to be missing before its pods are removed.
const QUARANTINE: SimDuration = SimDuration::from_secs(40);
/// How often terminating pods of nodes out of service are looked at.
const PERIOD: SimDuration = SimDuration::from_secs(20);
/// The taint by which a person vouches that a node is down.
const OUT_OF_SERVICE: &str = "node.kubernetes.io/out-of-service";

/// Removes the pods of a node whose object is gone. Answers when to look again.
pub(super) fn orphans(
    cluster: &mut Cluster,
    key: &Key,
    now: SimTime,
) -> Result<Option<SimDuration>, ApiError> {
    if let Some(machine) = cluster.machines.get_mut(&key.name) {
        let since = *machine.node_missing_since.get_or_insert(now);
        let missing = now.since(since);
        if missing < QUARANTINE {
            return Ok(Some(SimDuration(QUARANTINE.0 - missing.0)));
        }
    }
    let client = &mut Client::new(&mut cluster.store, Actor::NodeController, now);
    for pod in pods_on(client.live(), &key.name) {
        remove(client, &pod, "PodGC: node no longer exists")?;
    }
    Ok(None)
}

/// Removes the terminating pods of a node that is not ready and out of service.
pub(super) fn out_of_service(
    cluster: &mut Cluster,
    key: &Key,
    now: SimTime,
) -> Result<Option<SimDuration>, ApiError> {
    let client = &mut Client::new(&mut cluster.store, Actor::NodeController, now);
    let Some(node) = client.live().get::<Node>("", &key.name) else {
        return Ok(None);
    };
    let tainted = node
        .spec
        .iter()
        .flat_map(|spec| spec.taints.iter().flatten())
        .any(|taint| taint.key == OUT_OF_SERVICE);
    if !tainted || node_is_ready(node) {
        return Ok(None);
    }
    let mut next: Option<SimDuration> = None;
    for pod in pods_on(client.live(), &key.name) {
        let Some(deadline) = &pod.metadata.deletion_timestamp else {
            continue;
        };
        let grace = pod
            .metadata
            .deletion_grace_period_seconds
            .unwrap_or_default();
        let grace = SimDuration::from_secs(u64::try_from(grace).unwrap_or_default());
        let asked_at = SimTime(SimTime::from_time(deadline).0.saturating_sub(grace.0));
        let due = asked_at.after(PERIOD);
        if due <= now {
            remove(client, &pod, "PodGC: node is out-of-service")?;
        } else {
            next = next.into_iter().chain([due.since(now)]).min();
        }
    }
    Ok(next)
}

fn remove(client: &mut Client<'_>, pod: &Arc<Pod>, message: &str) -> Result<(), ApiError> {
    let now = client.now();
    if !is_terminal(pod) {
        let mut told = Pod::clone(pod);
        let reason = Some("DeletionByPodGC");
        set_condition(
            &mut told,
            "DisruptionTarget",
            "True",
            reason,
            Some(message),
            now,
        );
        told.status.get_or_insert_default().phase = Some("Failed".to_owned());
        client.update_status(told)?;
    }
    let uid = Some(meta::uid(&pod.metadata).to_owned());
    let options = DeleteOptions {
        grace_period_seconds: Some(0),
        uid,
        ..DeleteOptions::default()
    };
    client.delete(&key_of(pod), &options)
}
