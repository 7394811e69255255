//! The scheduler: filter, score, bind.
//!
//! Models kubernetes/pkg/scheduler (schedule_one.go) for one profile. A look takes one pod as far
//! as it goes: find a node, ask for its volumes there, bind once they are.

pub mod affinity;
mod cache;
pub mod filter;
pub mod memory;
mod reasons;
mod score;
mod snapshot;
mod spread;
pub mod taints;
mod volumes;

pub use memory::Memory;

use crate::cluster::api::conditions::set_condition;
use crate::cluster::api::{Key, Object, Pod, meta};
use crate::cluster::apiserver::events::Severity;
use crate::cluster::apiserver::uid::Rng;
use crate::cluster::apiserver::{ApiError, Client};
use crate::cluster::outcome::Outcome;
use snapshot::Snapshot;
use std::sync::Arc;

/// Finds a node for one pod, or says why there is none.
///
/// # Errors
/// What the API server answered to a write.
pub fn reconcile(
    client: &mut Client<'_>,
    memory: &mut Memory,
    key: &Key,
    rng: &mut Rng,
) -> Result<Outcome, ApiError> {
    let Some(pod) = pending(client, key) else {
        memory.forget(key);
        return Ok(Outcome::await_change());
    };
    if meta::is_deleting(&pod.metadata) {
        memory.forget(key);
        let text = format!("skip schedule deleting pod: {}/{}", key.namespace, key.name);
        client.event(
            &Object::Pod(pod),
            Severity::Warning,
            "FailedScheduling",
            &text,
        );
        return Ok(Outcome::await_change());
    }
    if let Some(node) = memory.assumed(key, meta::uid(&pod.metadata)) {
        return finish(client, memory, key, &pod, &node);
    }
    if let Some(wait) = memory.back_off_left(key, client.now()) {
        return Ok(Outcome::requeue(wait));
    }
    let chosen = volumes::claims_of(client.cached(), &pod)
        .map_err(|error| reasons::before_any_node(client.cached(), &error))
        .and_then(|claims| {
            let snapshot = Snapshot::take(memory, &pod);
            let feasible = filter::feasible(&snapshot, client.cached(), &claims)?;
            Ok((score::best(&snapshot, feasible, rng), claims))
        });
    match chosen {
        Err(why) => {
            unschedulable(client, memory, key, &pod, &why)?;
            Ok(Outcome::await_change())
        }
        Ok((node, claims)) => {
            volumes::ask_for(client, &claims, &node)?;
            memory.assume(key, &pod, &node);
            finish(client, memory, key, &pod, &node)
        }
    }
}

/// The pod, if it is this scheduler's to place and has no node yet.
fn pending(client: &Client<'_>, key: &Key) -> Option<Arc<Pod>> {
    let pod = client.cached().get::<Pod>(&key.namespace, &key.name)?;
    let spec = pod.spec.as_ref()?;
    let scheduler = spec
        .scheduler_name
        .as_deref()
        .unwrap_or("default-scheduler");
    let gated = spec
        .scheduling_gates
        .as_ref()
        .is_some_and(|gates| !gates.is_empty());
    let placed = spec
        .node_name
        .as_deref()
        .is_some_and(|node| !node.is_empty());
    (scheduler == "default-scheduler" && !gated && !placed).then(|| Arc::clone(pod))
}

/// Binds the pod to the node found for it, once all its claims are bound.
fn finish(
    client: &mut Client<'_>,
    memory: &mut Memory,
    key: &Key,
    pod: &Arc<Pod>,
    node: &Arc<str>,
) -> Result<Outcome, ApiError> {
    match volumes::progress(client.cached(), pod, node) {
        volumes::Progress::Waiting => return Ok(Outcome::await_change()),
        volumes::Progress::Lost(why) => {
            memory.forget(key);
            unschedulable(client, memory, key, pod, &why)?;
            // Nothing else will change for this pod: it looks again by itself.
            return Ok(Outcome {
                requeue_after: memory.back_off_left(key, client.now()),
                waiting_for: None,
            });
        }
        volumes::Progress::Bound => {}
    }
    memory.forget(key);
    let bound = client.bind(key, node)?;
    let text = format!(
        "Successfully assigned {}/{} to {node}",
        key.namespace, key.name
    );
    client.event(&Object::Pod(bound), Severity::Normal, "Scheduled", &text);
    Ok(Outcome::await_change())
}

/// Says why no node will do. The pod is tried again when something changes, not before its
/// back-off has passed.
fn unschedulable(
    client: &mut Client<'_>,
    memory: &mut Memory,
    key: &Key,
    pod: &Arc<Pod>,
    why: &str,
) -> Result<(), ApiError> {
    let now = client.now();
    memory.failed(key, now);
    client.event(
        &Object::Pod(Arc::clone(pod)),
        Severity::Warning,
        "FailedScheduling",
        why,
    );
    let mut told = Pod::clone(pod);
    set_condition(
        &mut told,
        "PodScheduled",
        "False",
        Some("Unschedulable"),
        Some(why),
        now,
    );
    if told != **pod {
        client.update_status(told)?;
    }
    Ok(())
}
