//! What the API server does to each kind around a write: which fields a person cannot set, what
//! counts as a new generation, what a status update may touch.
//!
//! Models the `strategy.go` files under kubernetes/pkg/registry.

use super::error::{ApiError, Reason};
use crate::cluster::api::{Kind, Object, Pod, PodStatus, SimTime};
use std::sync::Arc;

/// Runs a block for the two forms of an object of a kind with a status subresource; else the other.
macro_rules! with_status {
    (($old:expr, $new:expr), |$from:ident, $into:ident| $work:block, else $other:expr) => {
        with_status!(@kinds ($old, $new), |$from, $into| $work, else $other;
            Deployment, Namespace, Node, PersistentVolume, PersistentVolumeClaim, Pod,
            PodDisruptionBudget, ReplicaSet, ResourceQuota, Service, StatefulSet)
    };
    (@kinds ($old:expr, $new:expr), |$from:ident, $into:ident| $work:block, else $other:expr;
        $($kind:ident),*) => {
        match ($old, $new) {
            $((Object::$kind($from), Object::$kind($into)) => $work)*
            _ => $other,
        }
    };
}

/// Fields the server sets on creation; whatever the sender wrote there is replaced.
pub(super) fn prepare_for_create(object: &mut Object, now: SimTime) {
    let meta = object.meta_mut();
    meta.creation_timestamp = Some(now.to_time());
    meta.deletion_timestamp = None;
    meta.deletion_grace_period_seconds = None;
    meta.resource_version = None;
    meta.managed_fields = None;
    object.meta_mut().generation = counts_generations(object).then_some(1);
    match object {
        Object::StatefulSet(set) => Arc::make_mut(set).status = None,
        Object::Deployment(deployment) => Arc::make_mut(deployment).status = None,
        Object::ReplicaSet(set) => Arc::make_mut(set).status = None,
        Object::PodDisruptionBudget(budget) => Arc::make_mut(budget).status = None,
        Object::ResourceQuota(quota) => Arc::make_mut(quota).status = None,
        Object::Pod(pod) => prepare_pod(Arc::make_mut(pod)),
        // These start at a word of their own, which the defaults have filled in where it was left open.
        Object::Namespace(namespace) if namespace.status.is_some() => {
            begin(&mut Arc::make_mut(namespace).status).phase = Some("Active".to_owned());
        }
        Object::PersistentVolumeClaim(claim) if claim.status.is_some() => {
            begin(&mut Arc::make_mut(claim).status).phase = Some("Pending".to_owned());
        }
        Object::PersistentVolume(volume) if volume.status.is_some() => {
            begin(&mut Arc::make_mut(volume).status).phase = Some("Pending".to_owned());
        }
        Object::Service(service) if service.status.is_some() => {
            let status = begin(&mut Arc::make_mut(service).status);
            status.load_balancer = Some(k8s_openapi::api::core::v1::LoadBalancerStatus::default());
        }
        _ => {}
    }
}

/// A status as nobody has written it yet.
fn begin<T: Default>(status: &mut Option<T>) -> &mut T {
    status.insert(T::default())
}

fn prepare_pod(pod: &mut Pod) {
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
    let generation = old.meta().generation.unwrap_or(1) + i64::from(wants_more(old, new));
    keep_identity(old, new);
    if counts_generations(new) {
        new.meta_mut().generation = Some(generation);
    }
    with_status!((old, new), |old, new| {
        if new.status != old.status {
            Arc::make_mut(new).status.clone_from(&old.status);
        }
    }, else {});
}

/// Kinds whose `metadata.generation` counts what was asked for.
const fn counts_generations(object: &Object) -> bool {
    matches!(
        object,
        Object::Deployment(_)
            | Object::EndpointSlice(_)
            | Object::Pod(_)
            | Object::PodDisruptionBudget(_)
            | Object::ReplicaSet(_)
            | Object::StatefulSet(_)
    )
}

/// Kinds that may not be replaced without saying which version is meant.
pub(super) const fn wants_version(kind: Kind) -> bool {
    matches!(kind, Kind::PodDisruptionBudget | Kind::ServiceAccount)
}

/// Whether the new form asks for something else than the old one.
fn wants_more(old: &Object, new: &Object) -> bool {
    match (old, new) {
        (Object::StatefulSet(old), Object::StatefulSet(new)) => old.spec != new.spec,
        (Object::ReplicaSet(old), Object::ReplicaSet(new)) => old.spec != new.spec,
        (Object::Pod(old), Object::Pod(new)) => old.spec != new.spec,
        (Object::PodDisruptionBudget(old), Object::PodDisruptionBudget(new)) => {
            old.spec != new.spec
        }
        // A Deployment's annotations are copied to its ReplicaSets.
        (Object::Deployment(old), Object::Deployment(new)) => {
            old.spec != new.spec || old.metadata.annotations != new.metadata.annotations
        }
        (Object::EndpointSlice(old), Object::EndpointSlice(new)) => {
            (&old.endpoints, &old.ports, &old.metadata.labels)
                != (&new.endpoints, &new.ports, &new.metadata.labels)
        }
        _ => false,
    }
}

/// Of a status update only the status counts: everything else is taken from the stored object.
///
/// # Errors
/// `NotFound`: the kind has no status that could be written by itself.
pub(super) fn prepare_for_status_update(old: &Object, mut new: Object) -> Result<Object, ApiError> {
    let mut merged = old.clone();
    with_status!((&mut new, &mut merged), |new, merged| {
        // A status may be large: whoever sent it hardly ever keeps it.
        Arc::make_mut(merged).status = match Arc::get_mut(new) {
            Some(new) => new.status.take(),
            None => new.status.clone(),
        };
    }, else {
        let message = "the server could not find the requested resource";
        return Err(ApiError::new(Reason::NotFound, message));
    });
    Ok(merged)
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
    meta.managed_fields.clone_from(&kept.managed_fields);
}
