//! What the server fills in: the API version's defaults on every write, the mutating admission
//! plugins on creation, and Go's way of leaving out what is empty.
//!
//! Everything here may run twice on the same object without changing it again.

mod blank;
mod container;
mod other;
mod pod;
mod pod_spec;
mod service;
mod storage;
pub(super) mod volume;
mod workload;

pub use storage::default_class;

use super::super::store::Store;
use crate::cluster::api::{Object, meta};
use std::sync::Arc;

/// Completes a new object.
pub(super) fn create(store: &Store, object: &mut Object) {
    defaults(store, object);
    match object {
        Object::Pod(it) => pod::admit(Arc::make_mut(it)),
        Object::Service(it) => service::allocate(store, Arc::make_mut(it)),
        Object::PersistentVolumeClaim(it) => storage::admit_claim(store, Arc::make_mut(it)),
        Object::PersistentVolume(it) => storage::admit_volume(Arc::make_mut(it)),
        _ => {}
    }
}

/// Completes the new form of a stored object.
pub(super) fn update(store: &Store, object: &mut Object) {
    let old = store.object(&object.key());
    defaults(store, object);
    if let (Some(Object::Service(old)), Object::Service(new)) = (old, object)
        && let Some(old) = &old.spec
    {
        service::mirror(store, old, Arc::make_mut(new));
    }
}

fn defaults(store: &Store, object: &mut Object) {
    blank::metadata(object.meta_mut());
    match object {
        Object::Pod(it) => pod::pod(Arc::make_mut(it)),
        Object::StatefulSet(it) => {
            let (namespace, name) = (meta::namespace(&it.metadata), meta::name(&it.metadata));
            let old = store.get(namespace, name).map(AsRef::as_ref);
            workload::stateful_set(store.gates, old, Arc::make_mut(it));
        }
        Object::Deployment(it) => workload::deployment(Arc::make_mut(it)),
        Object::ReplicaSet(it) => workload::replica_set(Arc::make_mut(it)),
        Object::Service(it) => service::service(Arc::make_mut(it)),
        Object::PersistentVolumeClaim(it) => storage::claim(Arc::make_mut(it)),
        Object::PersistentVolume(it) => storage::volume(Arc::make_mut(it)),
        Object::StorageClass(it) => storage::class(Arc::make_mut(it)),
        Object::Namespace(it) => other::namespace(Arc::make_mut(it)),
        Object::Node(it) => other::node(Arc::make_mut(it)),
        Object::ConfigMap(it) => other::config_map(Arc::make_mut(it)),
        Object::Secret(it) => other::secret(Arc::make_mut(it)),
        Object::ResourceQuota(it) => other::quota(Arc::make_mut(it)),
        Object::PodDisruptionBudget(it) => other::budget(Arc::make_mut(it)),
        Object::ControllerRevision(_)
        | Object::EndpointSlice(_)
        | Object::Event(_)
        | Object::ServiceAccount(_) => {}
    }
}
