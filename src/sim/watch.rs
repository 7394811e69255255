//! The watch table: who has to look again when something changes.
//!
//! This is the wiring of the informers' event handlers in kube-controller-manager, kube-scheduler
//! and the kubelet, reduced to what the components of this cluster react to.

use super::queue::Component;
use crate::cluster::Cluster;
use crate::cluster::api::conditions::{is_ready, is_terminal};
use crate::cluster::api::pod::{claim_names, node_name};
use crate::cluster::api::{
    EndpointSlice, Key, Kind, Node, Object, PersistentVolume, PersistentVolumeClaim, Pod, Resource,
    ResourceQuota, Service, Specified, StatefulSet, meta, selector,
};
use crate::cluster::apiserver::delete::{FOREGROUND_FINALIZER, ORPHAN_FINALIZER};
use crate::cluster::apiserver::{Actor, Change};
use crate::cluster::controllers::volume::matching::{SELECTED_NODE, is_bound, volume_name};
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
            claim_watchers(cluster, change, claim, &key, &mut watchers);
        }
        Object::PersistentVolume(volume) => {
            volume_watchers(cluster, change, volume, &key, &mut watchers);
        }
        Object::StorageClass(_) => watchers.extend(unbound_claims(cluster)),
        Object::Node(_) => {
            watchers.push((Component::NodeLifecycle, key.clone()));
            watchers.extend(unscheduled(cluster).map(|pod| (Component::Scheduler, pod)));
        }
        Object::Event(_) => return watchers,
        _ => {}
    }
    garbage(cluster, change, &key, &mut watchers);
    quota_watchers(cluster, change, &key, &mut watchers);
    watchers
}

/// Quotas are recounted when their limits change and when something they may count goes; what comes
/// is counted by admission.
fn quota_watchers(
    cluster: &Cluster,
    change: &Change,
    key: &Key,
    watchers: &mut Vec<(Component, Key)>,
) {
    if key.kind == Kind::ResourceQuota {
        let counting = [Actor::ApiServer, Actor::QuotaController];
        if change.after.is_some() && !counting.contains(&change.actor) {
            watchers.push((Component::Quota, key.clone()));
        }
    }
    let over = |object: &Object| object.get::<Pod>().is_some_and(|pod| is_terminal(pod));
    let ended = change.after.as_ref().is_none_or(over)
        && change.before.as_ref().is_some_and(|before| !over(before));
    if ended || key.kind == Kind::Service {
        let quotas = cluster.store.list_in::<ResourceQuota>(&key.namespace);
        watchers.extend(quotas.map(|quota| {
            let name = meta::name(&quota.metadata);
            (Component::Quota, key.sibling(Kind::ResourceQuota, name))
        }));
    }
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
    if let Some(node) = node_name(pod) {
        let kubelet = Actor::Kubelet(Arc::from(node));
        // What the kubelet itself wrote tells it nothing new.
        if change.actor != kubelet {
            watchers.push((Component::Kubelet(Arc::from(node)), key.clone()));
        }
        if before_of::<Pod>(change).is_some_and(|before| node_name(before).is_none()) {
            newly_placed(cluster, node, watchers);
        }
    } else if change.after.is_none() || asks_anew(change) {
        watchers.push((Component::Scheduler, key.clone()));
    }
    ending_watchers(cluster, change, pod, key, watchers);
    if endpoint_changed(change) {
        service_watchers(cluster, change, key, watchers);
    }
}

/// A pod that goes or finishes frees room, ports and claims for others that found none.
fn ending_watchers(
    cluster: &Cluster,
    change: &Change,
    pod: &Pod,
    key: &Key,
    watchers: &mut Vec<(Component, Key)>,
) {
    let ended = |object: &Object| object.get::<Pod>().is_some_and(|pod| is_terminal(pod));
    if !change.after.as_ref().is_none_or(ended) {
        return;
    }
    if change.before.as_ref().is_some_and(|before| !ended(before)) {
        watchers.extend(unscheduled(cluster).map(|pod| (Component::Scheduler, pod)));
    }
    watchers.extend(claim_names(pod).map(|claim| {
        let claim = key.sibling(Kind::PersistentVolumeClaim, claim);
        (Component::VolumeBinder, claim)
    }));
}

fn service_watchers(
    cluster: &Cluster,
    change: &Change,
    key: &Key,
    watchers: &mut Vec<(Component, Key)>,
) {
    let picks = |service: &&Arc<Service>| {
        let spec = service.spec.as_ref();
        let selector = spec.and_then(|spec| spec.selector.as_ref());
        [&change.before, &change.after]
            .into_iter()
            .flatten()
            .any(|object| selector::map_matches(selector, object.meta().labels.as_ref()))
    };
    let services = cluster.store.list_in::<Service>(&key.namespace);
    watchers.extend(services.filter(picks).map(|service| {
        let name = meta::name(&service.metadata);
        (Component::EndpointSlice, key.sibling(Kind::Service, name))
    }));
}

/// A pod has got its node: pods that want to be near it may be placed now, and a node that is being
/// emptied must know about it.
fn newly_placed(cluster: &Cluster, node: &str, watchers: &mut Vec<(Component, Key)>) {
    let waiting = cluster.store.unplaced_pods_with_affinity();
    watchers.extend(waiting.map(|pod| (Component::Scheduler, Object::Pod(Arc::clone(pod)).key())));
    let tainted = cluster.store.get::<Node>("", node).is_some_and(|node| {
        let taints = node
            .spec
            .iter()
            .flat_map(|spec| spec.taints.iter().flatten());
        taints.into_iter().any(|taint| taint.effect == "NoExecute")
    });
    if tainted {
        watchers.push((Component::NodeLifecycle, Key::new(Kind::Node, "", node)));
    }
}

/// Whether the scheduler should look at a pod without a node: it is new, or asks for something else
/// than before. What the scheduler itself wrote into its status is neither.
fn asks_anew(change: &Change) -> bool {
    let (Some(before), Some(Object::Pod(after))) = (&change.before, &change.after) else {
        return change.after.is_some();
    };
    let Some(before) = before.get::<Pod>() else {
        return true;
    };
    before.spec != after.spec || before.metadata.labels != after.metadata.labels
}

/// Whether anything changed that endpoints show (podEndpointsChanged).
fn endpoint_changed(change: &Change) -> bool {
    let (Some(Object::Pod(before)), Some(Object::Pod(after))) = (&change.before, &change.after)
    else {
        return true;
    };
    let shown = |pod: &Pod| {
        let address = pod.status.as_ref().and_then(|status| status.pod_ip.clone());
        (
            address,
            is_ready(pod),
            is_terminal(pod),
            meta::is_deleting(&pod.metadata),
        )
    };
    shown(before) != shown(after)
        || before.metadata.labels != after.metadata.labels
        || node_name(before) != node_name(after)
}

fn before_of<T: Resource>(change: &Change) -> Option<&Arc<T>> {
    change.before.as_ref().and_then(T::from_object)
}

/// Sets an orphan pod might belong to: those whose selector picks it.
fn sets_selecting(cluster: &Cluster, pod: &Pod) -> Vec<Key> {
    cluster
        .store
        .list_in::<StatefulSet>(meta::namespace(&pod.metadata))
        .filter(|set| selector::matches(&set.spec().selector, pod.metadata.labels.as_ref()))
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
        watchers.push((
            Component::EndpointSlice,
            Key::new(Kind::Service, namespace, service),
        ));
    }
}

fn claim_watchers(
    cluster: &Cluster,
    change: &Change,
    claim: &PersistentVolumeClaim,
    key: &Key,
    watchers: &mut Vec<(Component, Key)>,
) {
    watchers.push((Component::VolumeBinder, key.clone()));
    watchers.push((Component::Provisioner, key.clone()));
    let state = |claim: &PersistentVolumeClaim| {
        let selected = meta::annotation(&claim.metadata, SELECTED_NODE).map(str::to_owned);
        (
            is_bound(claim),
            meta::is_deleting(&claim.metadata),
            selected,
        )
    };
    let before = before_of::<PersistentVolumeClaim>(change);
    let moved = change.after.is_none() || before.is_none_or(|before| state(before) != state(claim));
    if !moved {
        return;
    }
    let volume = volume_name(claim);
    if !volume.is_empty() {
        watchers.push((
            Component::VolumeBinder,
            Key::new(Kind::PersistentVolume, "", volume),
        ));
    }
    watchers.extend(waiting_pods(cluster, claim));
}

fn volume_watchers(
    cluster: &Cluster,
    change: &Change,
    volume: &PersistentVolume,
    key: &Key,
    watchers: &mut Vec<(Component, Key)>,
) {
    watchers.push((Component::VolumeBinder, key.clone()));
    watchers.push((Component::Provisioner, key.clone()));
    match volume
        .spec
        .as_ref()
        .and_then(|spec| spec.claim_ref.as_ref())
    {
        Some(reference) => {
            let namespace = reference.namespace.as_deref().unwrap_or_default();
            let name = reference.name.as_deref().unwrap_or_default();
            let claim = Key::new(Kind::PersistentVolumeClaim, namespace, name);
            watchers.push((Component::VolumeBinder, claim));
        }
        // A volume that is free suits whoever waits for one, on a node of the scheduler's choice.
        None if change.after.is_some() => {
            watchers.extend(unbound_claims(cluster));
            watchers.extend(unscheduled(cluster).map(|pod| (Component::Scheduler, pod)));
        }
        None => {}
    }
}

fn unbound_claims(cluster: &Cluster) -> impl Iterator<Item = (Component, Key)> {
    cluster
        .store
        .list::<PersistentVolumeClaim>()
        .filter(|claim| volume_name(claim).is_empty())
        .map(|claim| {
            (
                Component::VolumeBinder,
                Object::PersistentVolumeClaim(Arc::clone(claim)).key(),
            )
        })
}

/// Pods that use a claim: the scheduler may place them now, the kubelet may mount.
fn waiting_pods(cluster: &Cluster, claim: &PersistentVolumeClaim) -> Vec<(Component, Key)> {
    let name = meta::name(&claim.metadata);
    cluster
        .store
        .pods_mounting(meta::namespace(&claim.metadata), name)
        .map(|pod| {
            let key = Object::Pod(Arc::clone(pod)).key();
            match node_name(pod) {
                None => (Component::Scheduler, key),
                Some(node) => (Component::Kubelet(Arc::from(node)), key),
            }
        })
        .collect()
}

fn unscheduled(cluster: &Cluster) -> impl Iterator<Item = Key> {
    cluster
        .store
        .unplaced_pods()
        .map(|pod| Object::Pod(Arc::clone(pod)).key())
}

/// The garbage collector looks at whatever lost its owner, or may be let go.
fn garbage(cluster: &Cluster, change: &Change, key: &Key, watchers: &mut Vec<(Component, Key)>) {
    let owners_changed = change.before.as_ref().is_none_or(|before| {
        before.meta().owner_references != change.latest().meta().owner_references
    });
    let meta = change.latest().meta();
    let has_owner = meta.owner_references.is_some();
    let settles_dependents = meta::is_deleting(meta)
        && (meta::has_finalizer(meta, FOREGROUND_FINALIZER)
            || meta::has_finalizer(meta, ORPHAN_FINALIZER));
    let gone = change.after.is_none();
    if gone || settles_dependents || (has_owner && owners_changed) {
        watchers.push((Component::GarbageCollector, key.clone()));
    }
    if gone {
        // An owner may be waiting for this one to go; nothing happens if none does.
        let blocked = meta.owner_references.iter().flatten();
        watchers.extend(
            blocked
                .filter(|owner| owner.block_owner_deletion == Some(true))
                .filter_map(|owner| {
                    let kind = Kind::from_type(&owner.api_version, &owner.kind)?;
                    let owner = Key::new(kind, &key.namespace, &owner.name);
                    let object = cluster.store.object(&owner)?;
                    meta::has_finalizer(object.meta(), FOREGROUND_FINALIZER)
                        .then_some((Component::GarbageCollector, owner))
                }),
        );
    }
}
