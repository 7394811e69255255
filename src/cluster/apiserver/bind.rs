//! The binding subresource: the one way by which a pod gets its node.
//!
//! Models kubernetes/pkg/registry/core/pod/storage/storage.go (BindingREST).

use super::client::{Client, typed};
use super::error::{ApiError, Reason};
use super::fault::Verb;
use crate::cluster::api::conditions::set_condition;
use crate::cluster::api::{Key, Object, Pod, meta};
use std::sync::Arc;

impl Client<'_> {
    /// Assigns a pod to a node; a main update may not, because `spec.nodeName` is immutable there.
    ///
    /// # Errors
    /// `NotFound`; Conflict when the pod is assigned already or is being deleted.
    pub fn bind(&mut self, pod: &Key, node: &str) -> Result<Arc<Pod>, ApiError> {
        let result = self.try_bind(pod, node);
        self.record(Verb::Create, pod.clone(), None, result)
            .map(typed)
    }

    fn try_bind(&mut self, key: &Key, node: &str) -> Result<Object, ApiError> {
        self.fail(Verb::Patch, key)?;
        let old = self
            .store
            .object(key)
            .cloned()
            .ok_or_else(|| ApiError::not_found(key.kind, &key.name))?;
        let mut new = old.clone();
        let Object::Pod(pod) = &mut new else {
            return Err(ApiError::not_found(key.kind, &key.name));
        };
        let now = self.now();
        let pod = Arc::make_mut(pod);
        let refused =
            |why: &str| ApiError::new(Reason::Conflict, format!("pod {} {why}", key.name));
        if meta::is_deleting(&pod.metadata) {
            return Err(refused("is being deleted, cannot be assigned to a host"));
        }
        let spec = pod.spec.get_or_insert_default();
        if let Some(present) = spec
            .node_name
            .as_deref()
            .filter(|present| !present.is_empty())
        {
            return Err(refused(&format!("is already assigned to node {present:?}")));
        }
        spec.node_name = Some(node.to_owned());
        set_condition(pod, "PodScheduled", "True", None, None, now);
        Ok(self.commit(key.clone(), Some(old), new))
    }
}
