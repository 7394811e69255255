//! Why a pod finds no node.

use serde::{Deserialize, Serialize};

/// One of the scheduler's reasons, and how many nodes it rules out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unfit {
    /// So many nodes; 0 where it is no matter of single nodes.
    pub nodes: usize,
    /// The reason.
    pub cause: UnfitCause,
}

/// What the scheduler finds wanting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UnfitCause {
    /// There are no nodes at all.
    NoNodes,
    /// `kubectl cordon`
    Cordoned,
    /// A taint the pod does not tolerate.
    Taint,
    /// `nodeSelector` or `nodeAffinity`.
    NodeAffinity,
    /// Another pod has the port of the node.
    HostPort,
    /// As many pods as the node takes.
    TooManyPods,
    /// Too little of this resource is left.
    Insufficient(String),
    /// The pod's volume cannot be reached from there.
    VolumeNodeAffinity,
    /// No volume to be had there.
    NoVolume,
    /// The claim's volume does not exist.
    VolumeMissing,
    /// The claim is in use, and allows one pod only.
    VolumeInUse,
    /// `topologySpreadConstraints`
    Spread,
    /// `podAffinity`
    PodAffinity,
    /// `podAntiAffinity`, the pod's own or another's.
    PodAntiAffinity,
    /// The volume could not be made for the node that was chosen; the scheduler chooses again.
    VolumeNotMade,
    /// A claim that has no volume yet.
    UnboundClaims,
    /// A claim that does not exist.
    ClaimMissing,
    /// A claim that is being deleted.
    ClaimGoing,
    /// Anything else, in the scheduler's words.
    Other(String),
}
