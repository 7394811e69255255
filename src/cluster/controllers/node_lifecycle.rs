//! Node lifecycle, taint eviction, pod garbage collection.
//!
//! Models kubernetes/pkg/controller/{nodelifecycle,tainteviction,podgc}. There are no heartbeats in
//! the queue: a machine with power counts as one that has just posted its status, a machine without
//! as one that last did when the plug was pulled. So the world comes to rest, and every delay is as
//! long as with heartbeats.

mod eviction;
mod health;
pub use health::SILENCE_MAX;
mod pod_gc;
mod taints;

use crate::cluster::Cluster;
use crate::cluster::api::{Key, Node, Object, Pod, SimDuration, SimTime};
use crate::cluster::apiserver::{ApiError, Store};
use crate::cluster::outcome::Outcome;
use std::sync::Arc;

/// Settles what the state of one node means for it and its pods.
///
/// # Errors
/// What the API server answered to a write.
pub fn reconcile(cluster: &mut Cluster, key: &Key, now: SimTime) -> Result<Outcome, ApiError> {
    health::register(cluster, key, now)?;
    if cluster.store.get::<Node>("", &key.name).is_none() {
        let requeue_after = pod_gc::orphans(cluster, key, now)?;
        return Ok(Outcome {
            requeue_after,
            waiting_for: None,
        });
    }
    if let Some(machine) = cluster.machines.get_mut(&key.name) {
        machine.node_missing_since = None;
    }
    let unheard = health::settle(cluster, key, now)?;
    taints::settle(cluster, key, now)?;
    let evictions = eviction::settle(cluster, key, now)?;
    let out_of_service = pod_gc::out_of_service(cluster, key, now)?;
    Ok(Outcome {
        requeue_after: soonest([unheard, evictions, out_of_service]),
        waiting_for: None,
    })
}

fn soonest<const N: usize>(waits: [Option<SimDuration>; N]) -> Option<SimDuration> {
    waits.into_iter().flatten().min()
}

/// The pods bound to a node.
fn pods_on(store: &Store, node: &str) -> Vec<Arc<Pod>> {
    store
        .list::<Pod>()
        .filter(|pod| pod.spec.as_ref().and_then(|spec| spec.node_name.as_deref()) == Some(node))
        .cloned()
        .collect()
}

fn key_of(pod: &Arc<Pod>) -> Key {
    Object::Pod(Arc::clone(pod)).key()
}
