//! Eviction of pods that do not tolerate a `NoExecute` taint, or not for long.

use super::{key_of, pods_on};
use crate::cluster::Cluster;
use crate::cluster::api::conditions::{is_terminal, set_condition};
use crate::cluster::api::{Key, Node, Object, Pod, SimDuration, SimTime, Taint, meta};
use crate::cluster::apiserver::events::Severity;
use crate::cluster::apiserver::{Actor, ApiError, Client, DeleteOptions};
use crate::cluster::scheduler::taints::tolerates;
use std::sync::Arc;

/// Deletes the pods whose patience is over. Answers when the next one's will be.
pub(super) fn settle(
    cluster: &mut Cluster,
    key: &Key,
    now: SimTime,
) -> Result<Option<SimDuration>, ApiError> {
    let client = &mut Client::new(&mut cluster.store, Actor::NodeController, now);
    let Some(node) = client.live().get::<Node>("", &key.name) else {
        return Ok(None);
    };
    let taints: Vec<Taint> = node
        .spec
        .iter()
        .flat_map(|spec| spec.taints.iter().flatten())
        .filter(|taint| taint.effect == "NoExecute")
        .cloned()
        .collect();
    if taints.is_empty() {
        return Ok(None);
    }
    let mut next: Option<SimDuration> = None;
    for pod in pods_on(client.live(), &key.name) {
        if meta::is_deleting(&pod.metadata) || is_terminal(&pod) {
            continue;
        }
        match due(&pod, &taints) {
            Some(due) if due <= now => evict(client, &pod, now)?,
            Some(due) => next = next.into_iter().chain([due.since(now)]).min(),
            None => {}
        }
    }
    Ok(next)
}

/// When the pod has to go; never if it tolerates every taint for good.
fn due(pod: &Pod, taints: &[Taint]) -> Option<SimTime> {
    let since = |taint: &Taint| {
        taint
            .time_added
            .as_ref()
            .map_or(SimTime(0), SimTime::from_time)
    };
    taints
        .iter()
        .filter_map(|taint| {
            let tolerations = pod
                .spec
                .iter()
                .flat_map(|spec| spec.tolerations.iter().flatten());
            let mut patience: Option<Option<u64>> = None;
            for toleration in tolerations.filter(|toleration| tolerates(toleration, taint)) {
                let secs = toleration
                    .toleration_seconds
                    .map(|s| u64::try_from(s).unwrap_or(0));
                // The shortest patience counts; none at all means for ever.
                patience = Some(match (patience.flatten(), secs) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, b) => a.or(b),
                });
            }
            match patience {
                None => Some(since(taint)),
                Some(Some(secs)) => Some(since(taint).after(SimDuration::from_secs(secs))),
                Some(None) => None,
            }
        })
        .min()
}

fn evict(client: &mut Client<'_>, pod: &Arc<Pod>, now: SimTime) -> Result<(), ApiError> {
    let key = key_of(pod);
    let text = format!("Marking for deletion Pod {}/{}", key.namespace, key.name);
    let about = Object::Pod(Arc::clone(pod));
    client.event(&about, Severity::Normal, "TaintManagerEviction", &text);
    let mut told = Pod::clone(pod);
    let message = "Taint manager: deleting due to NoExecute taint";
    let reason = Some("DeletionByTaintManager");
    set_condition(
        &mut told,
        "DisruptionTarget",
        "True",
        reason,
        Some(message),
        now,
    );
    client.update_status(told)?;
    client.delete(&key, &DeleteOptions::default())
}
