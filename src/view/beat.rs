//! A beat: something a person can see happen. Most writes to the API server are none.

mod objects;
mod pod;

use crate::cluster::api::{Key, Kind, Object, SimTime};
use crate::cluster::apiserver::Actor;
use crate::sim::{Fact, FactId, What};
use serde::{Deserialize, Serialize};

pub(super) use objects::{NameIdentity, answers, short_name};
pub use pod::mounted_claims;
pub(super) use pod::{has_statuses, is_stuck, unschedulable};

/// Whether a person can see anything happen in this fact.
#[must_use]
pub fn is_visible(fact: &Fact) -> bool {
    !happenings(fact).is_empty()
}

/// What a person can see happen in a fact, as far as the fact alone tells: lives, disks and the like
/// are filled in by the ledger.
#[must_use]
pub(super) fn happenings(fact: &Fact) -> Vec<(Key, Happening)> {
    let node = |name: &str| Key::new(Kind::Node, "", name);
    match &fact.what {
        What::Created(object) => about(object, objects::created(object)),
        What::Changed { before, after } => match (before, after) {
            (Object::Pod(old), Object::Pod(new)) => about(after, pod::changed(old, new)),
            (Object::EndpointSlice(_), Object::EndpointSlice(_)) => {
                objects::names_changed(Some(before), Some(after))
            }
            _ => about(after, objects::changed(before, after)),
        },
        What::Deleted(object @ Object::EndpointSlice(_)) => {
            objects::names_changed(Some(object), None)
        }
        What::Deleted(object) => about(object, objects::deleted(object)),
        What::Refused(error) => {
            let key = Key::new(
                error.kind.unwrap_or(Kind::StatefulSet),
                "default",
                &error.name,
            );
            vec![(
                key,
                Happening::Refused {
                    message: error.message.clone(),
                },
            )]
        }
        What::File {
            pod,
            volume,
            path,
            removed,
        } => vec![(
            pod.clone(),
            Happening::FileChanged {
                path: path.clone(),
                volume: volume.clone(),
                claim: None,
                removed: *removed,
            },
        )],
        What::Power {
            node: name,
            on: true,
        } => vec![(node(name), Happening::PowerBack)],
        What::Power {
            node: name,
            on: false,
        } => vec![(node(name), Happening::PowerCut { known: false })],
    }
}

fn about(object: &Object, happening: Option<Happening>) -> Vec<(Key, Happening)> {
    happening
        .map(|what| (object.key(), what))
        .into_iter()
        .collect()
}

/// One thing a person can see happen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are names of objects")]
pub enum Happening {
    ServiceCreated {
        headless: bool,
    },
    ServiceGone,
    SetCreated {
        replicas: i32,
    },
    SetScaled {
        from: i32,
        to: i32,
    },
    /// The pod template is another one.
    SetTemplateChanged,
    SetChanged,
    RolloutDone,
    SetDeleting,
    SetGone,
    /// `identity` for pods of a set: the ordinal, and how many pods had the name, this one included.
    PodCreated {
        identity: Option<(i32, u32)>,
    },
    /// `before`: the node of the life before, if that was another one.
    PodScheduled {
        node: String,
        before: Option<String>,
    },
    PodUnschedulable {
        message: String,
    },
    /// Its kubelet has begun; `disk` is the first claim it mounts, `old` what is known of it if an
    /// earlier pod has used it.
    PodStarting {
        disk: Option<String>,
        old: Option<OldDisk>,
    },
    PodRunning,
    PodReady,
    PodNotReady,
    /// How long it gets to finish, in seconds; `deaf`: its node, if that has no power and cannot hear it.
    PodTerminating {
        grace_s: u64,
        deaf: Option<String>,
    },
    /// `wanted`: the set still asks for the ordinal; absent for pods of no set. `disk_goes`: the first
    /// claim it mounts goes too.
    PodGone {
        wanted: Option<bool>,
        disk: Option<String>,
        disk_goes: bool,
        /// The claim is gone already.
        disk_gone: bool,
        /// Its node, if that could not be heard and so nobody knows whether the pod's program has ended.
        unheard: Option<String>,
    },
    PodFailed {
        status: String,
    },
    PodCompleted,
    PodRestarted {
        restarts: i32,
    },
    /// Waiting for something that may never come: `ImagePullBackOff`, `CrashLoopBackOff`.
    PodStuck {
        status: String,
    },
    ClaimCreated,
    ClaimBound {
        volume: String,
    },
    /// `held_by`: a pod that still uses it.
    ClaimDeleting {
        held_by: Option<String>,
    },
    ClaimGone,
    /// `claim`: the claim it was bound to; `files`: how many were on it.
    VolumeGone {
        claim: Option<String>,
        files: usize,
    },
    NameAnswers {
        name: String,
        ip: String,
        before: Option<String>,
    },
    /// `stays`: its pod's ordinal is wanted, so that a pod will have the name again.
    NameEmpty {
        name: String,
        stays: bool,
    },
    /// `known`: the cluster has not heard from the node before, either.
    PowerCut {
        known: bool,
    },
    PowerBack,
    NodeLost,
    NodeReady,
    /// `claim`: the claim bound to the volume.
    FileChanged {
        path: String,
        volume: Option<String>,
        claim: Option<String>,
        removed: bool,
    },
    /// An object is stored that nothing acts on in this cluster.
    Stored,
    Refused {
        message: String,
    },
}

/// A disk that an earlier pod has used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OldDisk {
    /// Whether the name had a pod before in the life of the present set.
    pub same_set: bool,
    /// How many files are on it.
    pub files: usize,
}
