//! What a cluster can hold, and what one look may do: whatever is asked for, memory and time end.

/// The limits of a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Limits {
    /// How many bytes the objects may take together.
    pub storage_bytes: usize,
    /// How many pods a StatefulSet controller makes or tells to go in one look; it comes back for the
    /// rest. Upstream does it all in one sync, but waits in it: its client is held to 20 requests a
    /// second. Our requests take no time, so the look has an end instead.
    pub pods_per_look: usize,
    /// How many bytes such a look may add, about: of large pods it makes fewer.
    pub bytes_per_look: usize,
}

impl Limits {
    /// No limits: a store under a benchmark, a recorded trace.
    pub const NONE: Self = Self {
        storage_bytes: usize::MAX,
        pods_per_look: usize::MAX,
        bytes_per_look: usize::MAX,
    };
}
