//! The end of every write: a new resourceVersion, the object in its place, a change for the watchers.

use super::client::Client;
use super::delete::finalizer_count;
use super::error::ApiError;
use super::size;
use super::store::Change;
use crate::cluster::api::{Key, Object, meta};

impl Client<'_> {
    /// Stores the new form, if it fits.
    pub(super) fn try_commit(
        &mut self,
        key: Key,
        old: Option<Object>,
        object: Object,
    ) -> Result<Object, ApiError> {
        let size = size::of(&object);
        self.check_room(self.store.bytes_of(&key), size)?;
        Ok(self.store_as(key, old, object, size.memory))
    }

    /// Stores the new form, however full the database is: what goes must be able to go.
    pub(super) fn commit(&mut self, key: Key, old: Option<Object>, object: Object) -> Object {
        let bytes = size::of(&object).memory;
        self.store_as(key, old, object, bytes)
    }

    /// Stores the new form under a new resourceVersion; a change of nothing stores nothing.
    fn store_as(
        &mut self,
        key: Key,
        old: Option<Object>,
        mut object: Object,
        bytes: usize,
    ) -> Object {
        if let Some(old) = &old {
            object
                .meta_mut()
                .resource_version
                .clone_from(&old.meta().resource_version);
            if object == *old {
                return old.clone();
            }
            let released = meta::is_deleting(object.meta())
                && finalizer_count(&object) == 0
                && object
                    .meta()
                    .deletion_grace_period_seconds
                    .unwrap_or_default()
                    == 0;
            if released {
                self.drop_object(&key, old.clone());
                return object;
            }
        }
        self.store.resource_version += 1;
        object.meta_mut().resource_version = Some(self.store.resource_version.to_string());
        self.store.insert_sized(key, object.clone(), bytes);
        let change = Change {
            actor: self.actor.clone(),
            before: old,
            after: Some(object.clone()),
        };
        self.store.changes.push(change);
        object
    }

    pub(super) fn drop_object(&mut self, key: &Key, old: Object) {
        self.store.resource_version += 1;
        self.store.remove(key);
        let change = Change {
            actor: self.actor.clone(),
            before: Some(old),
            after: None,
        };
        self.store.changes.push(change);
    }
}
