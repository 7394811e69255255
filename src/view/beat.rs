//! A beat: something a person can see happen. Most writes to the API server are none.

use crate::cluster::api::{Key, SimTime};
use crate::cluster::apiserver::Actor;
use crate::sim::FactId;

/// One thing a person can see happen.
#[derive(Clone, Debug, PartialEq)]
pub struct Beat {
    /// The fact it was seen in; several beats may share one.
    pub id: FactId,
    /// When.
    pub at: SimTime,
    /// Who did it.
    pub actor: Actor,
    /// To which object: where the page lets the packet travel.
    pub key: Key,
    /// What it was.
    pub what: Happening,
}

/// What a beat can be. Fields are names, unless said otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are names of objects")]
pub enum Happening {
    ServiceCreated { headless: bool },
    ServiceGone,
    SetCreated { replicas: i32 },
    SetScaled { from: i32, to: i32 },
    /// The pod template is another one.
    SetTemplateChanged { revision: String },
    SetChanged,
    RolloutDone,
    SetDeleting,
    SetGone,
    /// `identity` for pods of a set: the ordinal, and how many pods had the name, this one included.
    PodCreated { identity: Option<(i32, u32)> },
    /// `before`: the node of the life before, if that was another one.
    PodScheduled { node: String, before: Option<String> },
    PodUnschedulable { message: String },
    /// Its kubelet has begun; `disk` is the first claim it mounts, `again` whether it is a later life.
    PodStarting { disk: Option<String>, again: bool },
    PodRunning,
    PodReady,
    PodNotReady,
    /// How long it gets to finish, in seconds.
    PodTerminating { grace_s: u64 },
    /// `wanted`: the set still asks for the ordinal; absent for pods of no set.
    PodGone { wanted: Option<bool>, disk: Option<String> },
    PodFailed { status: String },
    PodCompleted,
    PodRestarted { restarts: i32 },
    /// Waiting for something that may never come: `ImagePullBackOff`, `CrashLoopBackOff`.
    PodStuck { status: String },
    ClaimCreated,
    ClaimBound { volume: String },
    /// `held_by`: a pod that still uses it.
    ClaimDeleting { held_by: Option<String> },
    ClaimGone,
    VolumeGone,
    NameAnswers { name: String, ip: String, before: Option<String> },
    NameEmpty { name: String },
    PowerCut,
    PowerBack,
    NodeLost,
    NodeReady,
    FileChanged { path: String, volume: Option<String> },
    Refused { message: String },
}
