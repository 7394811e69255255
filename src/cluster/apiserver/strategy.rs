//! What the API server does to each kind around a write: which fields a person cannot set, what
//! counts as a new generation, what a status update may touch.
//!
//! Models the `strategy.go` files under kubernetes/pkg/registry.

use crate::cluster::api::{Object, Pod, PodStatus, SimTime};
use std::sync::Arc;

/// Fields the server sets on creation; whatever the sender wrote there is replaced.
pub(super) fn prepare_for_create(object: &mut Object, now: SimTime) {
    let meta = object.meta_mut();
    meta.creation_timestamp = Some(now.to_time());
    meta.deletion_timestamp = None;
    meta.deletion_grace_period_seconds = None;
    meta.resource_version = None;
    meta.generation = None;
    match object {
        Object::StatefulSet(set) => {
            let set = Arc::make_mut(set);
            set.status = None;
            set.metadata.generation = Some(1);
        }
        Object::Deployment(deployment) => {
            let deployment = Arc::make_mut(deployment);
            deployment.status = None;
            deployment.metadata.generation = Some(1);
        }
        Object::ReplicaSet(set) => {
            let set = Arc::make_mut(set);
            set.status = None;
            set.metadata.generation = Some(1);
        }
        Object::Pod(pod) => prepare_pod(Arc::make_mut(pod)),
        _ => {}
    }
}

fn prepare_pod(pod: &mut Pod) {
    pod.metadata.generation = Some(1);
    pod.status = Some(PodStatus {
        phase: Some("Pending".to_owned()),
        qos_class: pod
            .spec
            .as_ref()
            .map(|spec| super::admission::qos_class(spec).to_owned()),
        ..PodStatus::default()
    });
}

/// Keeps what a main update may not touch (status, identity) and counts the generation.
pub(super) fn prepare_for_update(old: &Object, new: &mut Object) {
    keep_identity(old, new);
    match (old, new) {
        (Object::StatefulSet(old), Object::StatefulSet(new)) => {
            let new = Arc::make_mut(new);
            new.status.clone_from(&old.status);
            new.metadata.generation =
                next_generation(&old.metadata.generation, old.spec != new.spec);
        }
        (Object::Deployment(old), Object::Deployment(new)) => {
            let new = Arc::make_mut(new);
            new.status.clone_from(&old.status);
            new.metadata.generation =
                next_generation(&old.metadata.generation, old.spec != new.spec);
        }
        (Object::ReplicaSet(old), Object::ReplicaSet(new)) => {
            let new = Arc::make_mut(new);
            new.status.clone_from(&old.status);
            new.metadata.generation =
                next_generation(&old.metadata.generation, old.spec != new.spec);
        }
        (Object::Pod(old), Object::Pod(new)) => {
            let new = Arc::make_mut(new);
            new.status.clone_from(&old.status);
            new.metadata.generation =
                next_generation(&old.metadata.generation, old.spec != new.spec);
        }
        (Object::Node(old), Object::Node(new)) => {
            Arc::make_mut(new).status.clone_from(&old.status);
        }
        (Object::PersistentVolumeClaim(old), Object::PersistentVolumeClaim(new)) => {
            Arc::make_mut(new).status.clone_from(&old.status);
        }
        (Object::PersistentVolume(old), Object::PersistentVolume(new)) => {
            Arc::make_mut(new).status.clone_from(&old.status);
        }
        _ => {}
    }
}

/// Of a status update only the status counts: everything else is taken from the stored object.
pub(super) fn prepare_for_status_update(old: &Object, new: &Object) -> Object {
    let mut merged = old.clone();
    match (&mut merged, new) {
        (Object::StatefulSet(merged), Object::StatefulSet(new)) => {
            Arc::make_mut(merged).status.clone_from(&new.status);
        }
        (Object::Pod(merged), Object::Pod(new)) => {
            Arc::make_mut(merged).status.clone_from(&new.status);
        }
        (Object::Node(merged), Object::Node(new)) => {
            Arc::make_mut(merged).status.clone_from(&new.status);
        }
        (Object::PersistentVolumeClaim(merged), Object::PersistentVolumeClaim(new)) => {
            Arc::make_mut(merged).status.clone_from(&new.status);
        }
        (Object::PersistentVolume(merged), Object::PersistentVolume(new)) => {
            Arc::make_mut(merged).status.clone_from(&new.status);
        }
        (Object::Deployment(merged), Object::Deployment(new)) => {
            Arc::make_mut(merged).status.clone_from(&new.status);
        }
        (Object::ReplicaSet(merged), Object::ReplicaSet(new)) => {
            Arc::make_mut(merged).status.clone_from(&new.status);
        }
        (Object::PodDisruptionBudget(merged), Object::PodDisruptionBudget(new)) => {
            Arc::make_mut(merged).status.clone_from(&new.status);
        }
        (Object::ResourceQuota(merged), Object::ResourceQuota(new)) => {
            Arc::make_mut(merged).status.clone_from(&new.status);
        }
        // Kinds without a status subresource are left as they are.
        _ => {}
    }
    merged
}

fn keep_identity(old: &Object, new: &mut Object) {
    let kept = old.meta();
    let meta = new.meta_mut();
    meta.uid.clone_from(&kept.uid);
    meta.creation_timestamp.clone_from(&kept.creation_timestamp);
    meta.deletion_timestamp.clone_from(&kept.deletion_timestamp);
    meta.deletion_grace_period_seconds = kept.deletion_grace_period_seconds;
    meta.generation = kept.generation;
    meta.generate_name.clone_from(&kept.generate_name);
}

fn next_generation(old: &Option<i64>, changed: bool) -> Option<i64> {
    Some(old.unwrap_or(1) + i64::from(changed))
}
