//! What holds whatever people do, and however often the API server refuses.

/// One invariant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Law {
    /// Time never goes back.
    Time,
    /// resourceVersions strictly grow.
    Version,
    /// At most one live object has a name; a name is free before it is given again.
    OneOfAName,
    /// Every fact has an actor and a cause that lies before it; a person acts by inputs only.
    Actor,
    /// A component only touches what is its own: nobody but a person changes what is asked for.
    Trade,
    /// OrderedReady: no pod is created while one before it is not Ready.
    OrderedCreation,
    /// OrderedReady: the highest ordinal goes first, one at a time, and only from a healthy set.
    HighestFirst,
    /// A rolling update replaces only outdated pods, from the top, not below the partition.
    RollingUpdate,
    /// A rolling update keeps within its budget: one, or `maxUnavailable`.
    Budget,
    /// A claim goes only if a person or the retention policy says so.
    ClaimKept,
    /// A claim keeps its volume, and a volume its claim.
    VolumeKept,
    /// The bytes on a volume are what was written there last.
    BytesKept,
    /// A pod mounts the claim of its own ordinal.
    SameVolume,
    /// A pod never changes its node.
    OneNode,
    /// At most one pod of a name runs, unless a person said that the other one is gone.
    AtMostOne,
    /// A pod that is Ready is an endpoint soon after.
    Endpoint,
    /// What is owed is bounded.
    Queue,
    /// At rest: no two pods have the same address.
    Address,
    /// At rest: no more old revisions than `revisionHistoryLimit`.
    History,
    /// At rest: what is asked for is there, or a documented deadlock is told.
    Convergence,
    /// The simulator does not panic.
    NoPanic,
}

impl Law {
    /// All of them.
    pub const ALL: [Self; 21] = [
        Self::Time,
        Self::Version,
        Self::OneOfAName,
        Self::Actor,
        Self::Trade,
        Self::OrderedCreation,
        Self::HighestFirst,
        Self::RollingUpdate,
        Self::Budget,
        Self::ClaimKept,
        Self::VolumeKept,
        Self::BytesKept,
        Self::SameVolume,
        Self::OneNode,
        Self::AtMostOne,
        Self::Endpoint,
        Self::Queue,
        Self::Address,
        Self::History,
        Self::Convergence,
        Self::NoPanic,
    ];
}

/// A law that did not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Which.
    pub law: Law,
    /// When, in milliseconds of simulated time.
    pub at_ms: u64,
    /// What was seen.
    pub text: String,
}

/// What a check answers.
pub(super) type Checked = Result<(), (Law, String)>;

/// Holds, or the law does not.
pub(super) fn hold(holds: bool, law: Law, seen: impl FnOnce() -> String) -> Checked {
    if holds { Ok(()) } else { Err((law, seen())) }
}
