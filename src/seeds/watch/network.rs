//! Who is Ready can be found, and by an address of their own.

use super::Watch;
use crate::cluster::api::conditions::{is_terminal, phase};
use crate::cluster::api::{Endpoint, EndpointSlice, Pod, SimTime, meta};
use crate::seeds::law::{Checked, Law, hold};
use crate::sim::World;
use std::collections::{BTreeMap, BTreeSet};

/// A pod that is Ready has to be in its slice after this long.
const SLICE_LAG_MS: u64 = 400;

/// Since when pods are Ready.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    ready_since: BTreeMap<String, SimTime>,
}

impl Memory {
    pub(super) fn ready(&mut self, name: &str, at: SimTime, ready: bool) {
        if !ready {
            self.ready_since.remove(name);
        } else if !self.ready_since.contains_key(name) {
            self.ready_since.insert(name.to_owned(), at);
        }
    }
}

pub(super) fn check(watch: &Watch, world: &World) -> Checked {
    let store = &world.cluster.store;
    let bound = 60 + 30 * watch.pods.len();
    hold(world.queue.len() <= bound, Law::Queue, || {
        format!("{} looks owed", world.queue.len())
    })?;
    if watch.slices_refused {
        return Ok(());
    }
    for (name, since) in &watch.network.ready_since {
        if world.now.since(*since).as_millis() <= SLICE_LAG_MS {
            continue;
        }
        let Some(pod) = store.get::<Pod>("default", name) else {
            continue;
        };
        let selected = meta::label(&pod.metadata, "app") == Some("web");
        if meta::is_deleting(&pod.metadata) || !selected {
            continue;
        }
        let found = is_endpoint(world, meta::uid(&pod.metadata));
        hold(found, Law::Endpoint, || {
            format!("{name} is Ready since {since:?}, but no endpoint")
        })?;
    }
    Ok(())
}

fn is_endpoint(world: &World, uid: &str) -> bool {
    let slices = world.cluster.store.list::<EndpointSlice>();
    let of_pod = |endpoint: &&Endpoint| {
        let target = endpoint.target_ref.as_ref();
        target.and_then(|target| target.uid.as_deref()) == Some(uid)
    };
    slices
        .flat_map(|slice| slice.endpoints.iter().flatten())
        .find(of_pod)
        .and_then(|endpoint| endpoint.conditions.as_ref()?.ready)
        == Some(true)
}

pub(super) fn at_rest(world: &World) -> Checked {
    let mut addresses = BTreeSet::new();
    for pod in world.cluster.store.list::<Pod>() {
        if is_terminal(pod) || phase(pod) != "Running" {
            continue;
        }
        let address = pod.status.as_ref().and_then(|status| status.pod_ip.clone());
        let Some(address) = address else { continue };
        hold(addresses.insert(address.clone()), Law::Address, || {
            format!("{address} belongs to two pods")
        })?;
    }
    Ok(())
}
