//! The end of every write: room for it, a new resourceVersion, the object in its place, a change for
//! the watchers.

use super::actor::Actor;
use super::client::Client;
use super::delete::finalizer_count;
use super::error::ApiError;
use super::size::{self, Size};
use super::store::Change;
use crate::cluster::api::{Key, Object, meta};

/// etcd's `--max-request-bytes`: no object may be larger.
const REQUEST_BYTES_MAX: usize = 1024 * 1024 * 3 / 2;

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

    /// Whether an object of this size may be stored in the place of one of `old` bytes.
    ///
    /// etcd takes no put at all when it is full. Here new objects are taken in until half of the room
    /// is used; the rest is for what exists to grow into, since a pod that runs is twice as large as
    /// one that was made. The last eighth is a person's: who asks for less must be heard.
    fn check_room(&self, old: Option<usize>, new: Size) -> Result<(), ApiError> {
        if !self.store.admission {
            return Ok(());
        }
        if new.wire > REQUEST_BYTES_MAX {
            return Err(ApiError::too_large(new.wire));
        }
        let room = self.store.limits.storage_bytes;
        let limit = match old {
            None => room / 2,
            Some(_) if self.actor == Actor::You => room,
            Some(_) => room - room / 8,
        };
        let old = old.unwrap_or_default();
        let after = (self.store.bytes - old).saturating_add(new.memory);
        if new.memory > old && after > limit {
            Err(ApiError::storage_full())
        } else {
            Ok(())
        }
    }
}
