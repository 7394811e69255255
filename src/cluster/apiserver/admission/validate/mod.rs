//! What the server refuses: plugins that complete objects first, then the rules of the kind, all causes
//! at once, then plugins that only look.
//!
//! No regular expressions and no allocation for sound objects: controllers create pods by the
//! thousand, and every one of them comes through here.

mod causes;
mod claim;
mod container;
mod diff;
mod format;
mod go_types;
mod meta;
mod other;
mod path;
mod plugin;
mod pod;
mod pod_spec;
mod probe;
mod resources;
mod scheduling;
mod seen;
mod service;
mod stateful_set;
mod volume;

use super::super::error::ApiError;
use super::super::store::Store;
use crate::cluster::api::{Object, Specified};
use causes::Causes;
use path::Path;

/// Refuses a new object that breaks a rule.
pub(super) fn create(store: &Store, object: &Object) -> Result<(), ApiError> {
    plugin::create(store, object)?;
    let mut causes = Causes::default();
    meta::object_meta(object.kind(), object.meta(), &mut causes);
    match object {
        Object::StatefulSet(set) => stateful_set::create(set, &mut causes),
        Object::Pod(pod) => pod::create(pod, &mut causes),
        Object::Service(service) => service::create(store, service, &mut causes),
        Object::PersistentVolumeClaim(claim) => {
            if let Some(spec) = &claim.spec {
                claim::spec(spec, &Path::root("spec"), &mut causes);
            }
        }
        other => always(other, &mut causes),
    }
    verdict(object, causes)
}

/// Refuses a change that breaks a rule, immutable fields included.
pub(super) fn update(store: &Store, old: &Object, new: &Object) -> Result<(), ApiError> {
    let mut causes = Causes::default();
    if old.meta() != new.meta() {
        meta::object_meta(new.kind(), new.meta(), &mut causes);
    }
    match (old, new) {
        (Object::StatefulSet(old), Object::StatefulSet(new)) => {
            stateful_set::update(old, new, &mut causes);
        }
        (Object::Pod(old), Object::Pod(new)) => pod::update(old, new, &mut causes),
        (Object::Service(old), Object::Service(new)) => {
            service::update(store, old, new, &mut causes);
        }
        (Object::PersistentVolumeClaim(old), Object::PersistentVolumeClaim(new)) => {
            claim::update(old, new, &mut causes);
        }
        (_, new) => always(new, &mut causes),
    }
    verdict(new, causes)?;
    plugin::update(store, old, new)
}

/// Refuses a status that cannot be.
pub(super) fn status(object: &Object) -> Result<(), ApiError> {
    let mut causes = Causes::default();
    if let Object::StatefulSet(set) = object
        && let Some(status) = &set.status
    {
        stateful_set::status(status, &mut causes);
    }
    verdict(object, causes)
}

/// What the server lets pass, but not without a word (its `Warning:` headers).
pub(super) fn warnings(object: &Object) -> Vec<String> {
    let Object::Pod(pod) = object else {
        return vec![];
    };
    let name = pod.metadata.name.as_deref().unwrap_or_default();
    let complaints = format::dns_label(name);
    if name.is_empty() || complaints.is_empty() {
        return vec![];
    }
    vec![format!(
        "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [{}]",
        complaints.join(" ")
    )]
}

/// What is wrong with the value of a label.
pub(super) fn label_value_complaints(value: &str) -> Vec<String> {
    format::label_value(value)
}

/// The rules of kinds that have the same for new and changed objects.
fn always(object: &Object, causes: &mut Causes) {
    match object {
        Object::PersistentVolume(volume) => other::volume(volume, causes),
        Object::StorageClass(class) => other::class(class, causes),
        Object::ConfigMap(map) => other::config_map(map, causes),
        Object::Secret(secret) => other::secret(secret, causes),
        Object::PodDisruptionBudget(budget) => other::budget(budget, causes),
        Object::Deployment(deployment) => {
            let spec = deployment.spec();
            other::workload(spec.replicas, &spec.selector, Some(&spec.template), causes);
        }
        Object::ReplicaSet(set) => {
            let spec = set.spec();
            other::workload(
                spec.replicas,
                &spec.selector,
                spec.template.as_ref(),
                causes,
            );
        }
        _ => {}
    }
}

fn verdict(object: &Object, causes: Causes) -> Result<(), ApiError> {
    if causes.is_empty() {
        return Ok(());
    }
    let name = object.meta().name.as_deref().unwrap_or_default();
    Err(ApiError::invalid(object.kind(), name, causes.into_vec()))
}
