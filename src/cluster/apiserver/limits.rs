//! What a cluster can hold, and what one look may do: whatever is asked for, memory and time end.

use super::actor::Actor;
use super::client::Client;
use super::error::ApiError;
use super::size::Size;

/// etcd's `--max-request-bytes`: no object may be larger.
const REQUEST_BYTES_MAX: usize = 1024 * 1024 * 3 / 2;

/// The limits of a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many bytes the objects may take together.
    pub storage_bytes: usize,
    /// How many pods a StatefulSet controller makes or tells to go in one look; it comes back for the
    /// rest. Upstream does it all in one sync, but waits in it: its client is held to 20 requests a
    /// second. Our requests take no time, so the look has an end instead.
    pub pods_per_look: usize,
}

impl Limits {
    /// No limits: a store under a benchmark, a recorded trace.
    pub const NONE: Self = Self {
        storage_bytes: usize::MAX,
        pods_per_look: usize::MAX,
    };
}

impl Client<'_> {
    /// Whether an object of this size may be stored in the place of one of `old` bytes.
    ///
    /// etcd takes no put at all when it is full. Here new objects are taken in until half of the room
    /// is used; the rest is for what exists to grow into, since a pod that runs is twice as large as
    /// one that was made. The last eighth is a person's: who asks for less must be heard.
    pub(super) fn check_room(&self, old: Option<usize>, new: Size) -> Result<(), ApiError> {
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
