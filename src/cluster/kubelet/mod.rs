//! The kubelet: the life of pods on one machine.

mod address;
mod conditions;
pub mod files;
mod images;
mod local;
mod machine;
mod mounts;
mod probe;
pub mod process;
mod programs;
mod pull;
mod stage;
mod status;
mod stop;
mod unit;

pub use machine::Machine;

use crate::cluster::Cluster;
use crate::cluster::api::{Key, Object, Pod, SimTime, sort};
use crate::cluster::apiserver::uid::Rng;
use crate::cluster::apiserver::{Actor, ApiError, Client};
use crate::cluster::disk::Disks;
use crate::cluster::outcome::Outcome;
use std::sync::Arc;

/// One look of a kubelet: whom it asks, what it has, when it is.
struct Visit<'a> {
    client: Client<'a>,
    machine: &'a mut Machine,
    disks: &'a Disks,
    node: &'a Arc<str>,
    now: SimTime,
    rng: &'a mut Rng,
}

/// Moves one pod of this node along. Without power nobody looks.
///
/// # Errors
/// What the API server answered to a write.
pub fn sync(
    cluster: &mut Cluster,
    node: &Arc<str>,
    pod: &Key,
    now: SimTime,
    rng: &mut Rng,
) -> Result<Outcome, ApiError> {
    let Cluster {
        store,
        machines,
        disks,
        ..
    } = cluster;
    let Some(machine) = machines.get_mut(node).filter(|machine| machine.powered) else {
        return Ok(Outcome::await_change());
    };
    let client = Client::new(store, Actor::Kubelet(Arc::clone(node)), now);
    let mut visit = Visit {
        client,
        machine,
        disks,
        node,
        now,
        rng,
    };
    stage::admit(&mut visit, pod);
    let mut next_at: Option<SimTime> = None;
    let mut failed = None;
    for incarnation in visit.machine.incarnations(pod) {
        let Some(local) = visit.machine.pods.remove(&incarnation) else {
            continue;
        };
        let mut local = Arc::unwrap_or_clone(local);
        match stage::advance(&mut visit, &mut local) {
            Ok(false) => {
                if let Some(address) = local.address {
                    visit.machine.addresses.free(&address);
                }
                continue;
            }
            Ok(true) => {}
            Err(error) => failed = Some(error),
        }
        next_at = next_at.into_iter().chain(local.next_at()).min();
        visit.machine.pods.insert(incarnation, Arc::new(local));
    }
    match failed {
        Some(error) => Err(error),
        None => Ok(Outcome {
            requeue_after: next_at.map(|at| at.since(now)),
            waiting_for: None,
        }),
    }
}

/// The pods a node is responsible for: those it has, and those the API server says it should have.
#[must_use]
pub fn pods_of(cluster: &Cluster, node: &str) -> Vec<Key> {
    let machine = cluster.machines.get(node);
    let present = machine.into_iter().flat_map(|machine| machine.pods.keys());
    let wanted = cluster
        .store
        .list::<Pod>()
        .filter(|pod| pod.spec.as_ref().and_then(|spec| spec.node_name.as_deref()) == Some(node));
    let keys = sort::set(
        present
            .map(|(key, _)| key.clone())
            .chain(wanted.map(|pod| Object::Pod(Arc::clone(pod)).key())),
    );
    keys.into_iter().collect()
}
