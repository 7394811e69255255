//! Kinds that are stored, printed and otherwise left alone say so, once, in an event on the object.
//!
//! Upstream has no such event: there, somebody acts on them. These are this playground's own words.

use crate::cluster::api::Kind;

/// The reason of the event.
pub const REASON: &str = "NotSimulated";

/// What does not happen to objects of this kind, if anything is missing.
#[must_use]
pub const fn note(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Deployment => Some(
            "No Deployment controller runs in this cluster yet: the object is kept, but no ReplicaSet is made of it",
        ),
        Kind::ReplicaSet => Some(
            "No ReplicaSet controller runs in this cluster yet: the object is kept, but no Pods are made of it",
        ),
        Kind::PodDisruptionBudget => Some(
            "No disruption controller runs in this cluster yet: its status stays empty, and only kubectl drain asks it",
        ),
        _ => None,
    }
}
