//! A beat: something a person can see happen. Most writes to the API server are none.

mod objects;
mod pod;

use crate::cluster::api::{Key, Kind, Object, SimTime};
use crate::cluster::apiserver::Actor;
use crate::sim::{Fact, FactId, What};

pub(super) use objects::{NameIdentity, answers, short_name};
pub(super) use pod::{is_stuck, mounted_claims};

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
        What::File { pod, volume, path } => vec![(
            pod.clone(),
            Happening::FileChanged {
                path: path.clone(),
                volume: volume.clone(),
            },
        )],
        What::Power {
            node: name,
            on: true,
        } => vec![(node(name), Happening::PowerBack)],
        What::Power {
            node: name,
            on: false,
        } => vec![(node(name), Happening::PowerCut)],
    }
}

fn about(object: &Object, happening: Option<Happening>) -> Vec<(Key, Happening)> {
    happening
        .map(|what| (object.key(), what))
        .into_iter()
        .collect()
}

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
    SetTemplateChanged {
        revision: String,
    },
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
    /// Its kubelet has begun; `disk` is the first claim it mounts, `again` whether it is a later life.
    PodStarting {
        disk: Option<String>,
        again: bool,
    },
    PodRunning,
    PodReady,
    PodNotReady,
    /// How long it gets to finish, in seconds.
    PodTerminating {
        grace_s: u64,
    },
    /// `wanted`: the set still asks for the ordinal; absent for pods of no set.
    PodGone {
        wanted: Option<bool>,
        disk: Option<String>,
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
    VolumeGone,
    NameAnswers {
        name: String,
        ip: String,
        before: Option<String>,
    },
    NameEmpty {
        name: String,
    },
    PowerCut,
    PowerBack,
    NodeLost,
    NodeReady,
    FileChanged {
        path: String,
        volume: Option<String>,
    },
    Refused {
        message: String,
    },
}
