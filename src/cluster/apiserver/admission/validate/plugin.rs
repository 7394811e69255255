//! Refusals of admission plugins, which look at more than the object itself.
//!
//! Models the plugins NamespaceLifecycle, ServiceAccount, Priority and PersistentVolumeClaimResize.

use super::claim;
use crate::cluster::api::{
    Kind, Namespace, Object, PersistentVolumeClaim, Pod, ServiceAccount, StorageClass, meta,
};
use crate::cluster::apiserver::error::ApiError;
use crate::cluster::apiserver::store::Store;

/// Whether a new object may come into being at all.
pub(super) fn create(store: &Store, object: &Object) -> Result<(), ApiError> {
    if object.kind().info().namespaced {
        let namespace = meta::namespace(object.meta());
        if store.get::<Namespace>("", namespace).is_none() {
            return Err(ApiError::not_found(Kind::Namespace, namespace));
        }
    }
    match object {
        Object::Pod(pod) => pod_plugins(store, pod),
        _ => Ok(()),
    }
}

/// Whether a stored object may be changed like that.
pub(super) fn update(store: &Store, old: &Object, new: &Object) -> Result<(), ApiError> {
    match (old, new) {
        (Object::PersistentVolumeClaim(old), Object::PersistentVolumeClaim(new)) => {
            growth(store, old, new)
        }
        _ => Ok(()),
    }
}

fn pod_plugins(store: &Store, pod: &Pod) -> Result<(), ApiError> {
    let Some(spec) = &pod.spec else { return Ok(()) };
    let name = meta::name(&pod.metadata);
    let namespace = meta::namespace(&pod.metadata);
    let account = spec.service_account_name.as_deref().unwrap_or("default");
    // The account `default` is there in every namespace, though nobody stores it here.
    if account != "default" && store.get::<ServiceAccount>(namespace, account).is_none() {
        let detail = format!(
            "error looking up service account {namespace}/{account}: serviceaccount {account:?} not found"
        );
        return Err(ApiError::forbidden(Kind::Pod, name, &detail));
    }
    match spec.priority_class_name.as_deref() {
        None | Some("" | "system-cluster-critical" | "system-node-critical") => Ok(()),
        Some(class) => {
            let detail = format!("no PriorityClass with name {class} was found");
            Err(ApiError::forbidden(Kind::Pod, name, &detail))
        }
    }
}

/// Only bound claims of classes that allow it grow.
fn growth(
    store: &Store,
    old: &PersistentVolumeClaim,
    new: &PersistentVolumeClaim,
) -> Result<(), ApiError> {
    let (Some(before), Some(after)) = (&old.spec, &new.spec) else {
        return Ok(());
    };
    if before.resources == after.resources || claim::requested(after) <= claim::requested(before) {
        return Ok(());
    }
    let refuse = |detail: &str| {
        let name = meta::name(&old.metadata);
        Err(ApiError::forbidden(
            Kind::PersistentVolumeClaim,
            name,
            detail,
        ))
    };
    if old
        .status
        .as_ref()
        .and_then(|status| status.phase.as_deref())
        != Some("Bound")
    {
        return refuse("Only bound persistent volume claims can be expanded");
    }
    let class = before.storage_class_name.as_deref().unwrap_or_default();
    let expands = store
        .get::<StorageClass>("", class)
        .is_some_and(|class| class.allow_volume_expansion == Some(true));
    if expands {
        Ok(())
    } else {
        refuse(
            "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize",
        )
    }
}
