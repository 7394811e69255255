//! What happened: at what time, by whom, because of what.

use crate::cluster::api::{Key, Kind, Object, SimTime};
use crate::cluster::apiserver::{Actor, ApiError};
use serde::{Deserialize, Serialize};

/// Facts are numbered from 0 in the order they happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FactId(pub u64);

/// Why something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cause {
    /// A person did something: the index of the input in the timeline.
    Input(u64),
    /// The actor had seen this earlier fact.
    Fact(FactId),
    /// A timer the actor had set itself (a grace period, a retry), or the beginning of the world.
    Timer,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// Its number.
    pub id: FactId,
    /// When.
    pub at: SimTime,
    /// Who did it.
    pub actor: Actor,
    /// Because of what.
    pub cause: Cause,
    /// What it was.
    pub what: What,
}

/// The things that can happen.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// An object appeared. Events are objects too (kind Event).
    Created(Object),
    /// An object changed.
    Changed {
        /// As it was.
        before: Object,
        /// As it is.
        after: Object,
    },
    /// An object is gone; this is how it last was.
    Deleted(Object),
    /// A person's request was refused and changed nothing.
    Refused(ApiError),
    /// A file on a volume or in a container was written or removed.
    File {
        /// The pod it was done through.
        pod: Key,
        /// The PersistentVolume, where the path lies on one.
        volume: Option<String>,
        /// Absolute path inside the container.
        path: String,
        /// Whether it was removed.
        removed: bool,
    },
    /// A node's power was cut or came back.
    Power {
        /// The node.
        node: String,
        /// Whether it is on now.
        on: bool,
    },
}

impl Fact {
    /// The object the fact is about as it is now, or as it last was.
    #[must_use]
    pub const fn object(&self) -> Option<&Object> {
        match &self.what {
            What::Created(object) | What::Deleted(object) => Some(object),
            What::Changed { after, .. } => Some(after),
            What::Refused(_) | What::File { .. } | What::Power { .. } => None,
        }
    }

    /// Whether the fact is about an object of this kind.
    #[must_use]
    pub fn is_about(&self, kind: Kind) -> bool {
        self.object().is_some_and(|object| object.kind() == kind)
    }
}
