//! The watch table: who has to look again when something changes.
//!
//! This is the wiring of the informers' event handlers in kube-controller-manager, kube-scheduler
//! and the kubelet, reduced to what the components of this cluster react to.

use super::queue::Component;
use crate::cluster::Cluster;
use crate::cluster::api::{
    EndpointSlice, Key, Kind, Object, PersistentVolumeClaim, Pod, Service, StatefulSet, meta,
    selector,
};
use crate::cluster::apiserver::Change;
use std::sync::Arc;

/// Everybody who looks because of this change, and at what.
pub(super) fn watchers(cluster: &Cluster, change: &Change) -> Vec<(Component, Key)> {
    let mut watchers = Vec::new();
    let key = change.key();
    match change.latest() {
        Object::StatefulSet(_) => watchers.push((Component::StatefulSet, key.clone())),
        Object::Pod(pod) => pod_watchers(cluster, change, pod, &key, &mut watchers),
        Object::Service(_) => watchers.push((Component::EndpointSlice, key.clone())),
        Object::EndpointSlice(slice) => slice_watchers(change, slice, &mut watchers),
        Object::PersistentVolumeClaim(claim) => {
            watchers.push((Component::VolumeBinder, key.clone()));
            watchers.push((Component::Provisioner, key.clone()));
            watchers.extend(waiting_pods(cluster, claim));
        }
        Object::PersistentVolume(_) => {
            watchers.push((Component::VolumeBinder, key.clone()));
            watchers.push((Component::Provisioner, key.clone()));
        }
        Object::StorageClass(_) => {
            let claims = cluster.store.list::<PersistentVolumeClaim>();
            watchers.extend(
                claims
                    .filter(|claim| bound_volume(claim).is_none())
                    .map(|claim| (Component::VolumeBinder, claim_key(claim))),
            );
        }
        Object::Node(_) => {
            watchers.push((Component::NodeLifecycle, key.clone()));
            watchers.extend(unscheduled(cluster));
        }
        Object::Event(_) => return watchers,
        _ => {}
    }
    garbage(change, &key, &mut watchers);
    watchers
}

fn pod_watchers(
    cluster: &Cluster,
    change: &Change,
    pod: &Arc<Pod>,
    key: &Key,
    watchers: &mut Vec<(Component, Key)>,
) {
    let mut sets: Vec<Key> = [&change.before, &change.after]
        .into_iter()
        .flatten()
        .filter_map(|object| meta::controller_of(object.meta()))
        .filter(|owner| owner.kind == "StatefulSet")
        .map(|owner| key.sibling(Kind::StatefulSet, &owner.name))
        .collect();
    if meta::controller_of(&pod.metadata).is_none() {
        sets.extend(sets_selecting(cluster, pod));
    }
    sets.dedup();
    watchers.extend(sets.into_iter().map(|set| (Component::StatefulSet, set)));
    let node = pod.spec.as_ref().and_then(|spec| spec.node_name.as_deref()).unwrap_or_default();
    if change.after.is_some() && node.is_empty() {
        watchers.push((Component::Scheduler, key.clone()));
    }
    if !node.is_empty() {
        watchers.push((Component::Kubelet(Arc::from(node)), key.clone()));
    }
    // A pod that goes or finishes frees room, ports and claims for others that found none.
    if change.after.is_none() {
        watchers.extend(unscheduled(cluster));
        watchers.extend(claims_of(pod).map(|claim| {
            (Component::VolumeBinder, key.sibling(Kind::PersistentVolumeClaim, claim))
        }));
    }
    watchers.extend(
        cluster
            .store
            .list_in::<Service>(&key.namespace)
            .filter(|service| {
                let selector = service.spec.as_ref().and_then(|spec| spec.selector.as_ref());
                [&change.before, &change.after].into_iter().flatten().any(|object| {
                    selector::map_matches(selector, object.meta().labels.as_ref())
                })
            })
            .map(|service| {
                let name = meta::name(&service.metadata);
                (Component::EndpointSlice, key.sibling(Kind::Service, name))
            }),
    );
}

/// Sets an orphan pod might belong to: those whose selector picks it.
fn sets_selecting(cluster: &Cluster, pod: &Pod) -> Vec<Key> {
    cluster
        .store
        .list_in::<StatefulSet>(meta::namespace(&pod.metadata))
        .filter(|set| {
            selector::matches(&set.spec.selector, pod.metadata.labels.as_ref())
        })
        .map(|set| Object::StatefulSet(Arc::clone(set)).key())
        .collect()
}

fn slice_watchers(change: &Change, slice: &EndpointSlice, watchers: &mut Vec<(Component, Key)>) {
    // The controller repairs slices that somebody else changed; its own writes need no second look.
    let service = meta::label(&slice.metadata, "kubernetes.io/service-name");
    if change.actor != crate::cluster::apiserver::Actor::EndpointSliceController
        && let Some(service) = service
    {
        let namespace = meta::namespace(&slice.metadata);
        watchers.push((Component::EndpointSlice, Key::new(Kind::Service, namespace, service)));
    }
}

/// Pods that use a claim: the scheduler may place them now, the kubelet may mount.
fn waiting_pods(cluster: &Cluster, claim: &PersistentVolumeClaim) -> Vec<(Component, Key)> {
    let name = meta::name(&claim.metadata);
    cluster
        .store
        .list_in::<Pod>(meta::namespace(&claim.metadata))
        .filter(|pod| claims_of(pod).any(|used| used == name))
        .map(|pod| {
            let key = Object::Pod(Arc::clone(pod)).key();
            match pod.spec.as_ref().and_then(|spec| spec.node_name.as_deref()) {
                Some(node) if !node.is_empty() => (Component::Kubelet(Arc::from(node)), key),
                _ => (Component::Scheduler, key),
            }
        })
        .collect()
}

fn unscheduled(cluster: &Cluster) -> Vec<(Component, Key)> {
    cluster
        .store
        .list::<Pod>()
        .filter(|pod| {
            pod.spec.as_ref().is_none_or(|spec| spec.node_name.as_deref().unwrap_or("").is_empty())
        })
        .map(|pod| (Component::Scheduler, Object::Pod(Arc::clone(pod)).key()))
        .collect()
}

/// The garbage collector looks at whatever lost its owner, or may be let go.
fn garbage(change: &Change, key: &Key, watchers: &mut Vec<(Component, Key)>) {
    let owners_changed = change.before.as_ref().is_none_or(|before| {
        before.meta().owner_references != change.latest().meta().owner_references
    });
    let has_owner = change.latest().meta().owner_references.is_some();
    let deleting = meta::is_deleting(change.latest().meta());
    let gone = change.after.is_none();
    if gone || deleting || (has_owner && owners_changed) {
        watchers.push((Component::GarbageCollector, key.clone()));
    }
}

fn claims_of(pod: &Pod) -> impl Iterator<Item = &str> {
    pod.spec
        .iter()
        .flat_map(|spec| spec.volumes.iter().flatten())
        .filter_map(|volume| volume.persistent_volume_claim.as_ref())
        .map(|source| source.claim_name.as_str())
}

fn bound_volume(claim: &PersistentVolumeClaim) -> Option<&str> {
    claim.spec.as_ref()?.volume_name.as_deref().filter(|name| !name.is_empty())
}

fn claim_key(claim: &Arc<PersistentVolumeClaim>) -> Key {
    Object::PersistentVolumeClaim(Arc::clone(claim)).key()
}
