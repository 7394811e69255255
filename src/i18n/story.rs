//! What happens, one sentence each.

use super::Unfit;
use crate::cluster::api::Kind;
use serde::{Deserialize, Serialize};

/// One sentence about one thing that happened. Fields are names of objects unless said otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are names of objects")]
pub enum Story {
    ServiceCreated {
        service: String,
        headless: bool,
    },
    ServiceGone {
        service: String,
    },
    SetCreated {
        set: String,
        replicas: i32,
    },
    SetScaled {
        set: String,
        from: i32,
        to: i32,
    },
    /// The pod template is another one: a new revision.
    SetTemplateChanged {
        set: String,
    },
    /// Anything else of the set's spec.
    SetChanged {
        set: String,
    },
    /// The update revision is the current one now.
    RolloutDone {
        set: String,
    },
    SetDeleting {
        set: String,
    },
    SetGone {
        set: String,
    },

    PodCreated {
        pod: String,
    },
    /// The first pod of an ordinal.
    PodCreatedFirst {
        pod: String,
        ordinal: i32,
    },
    /// The name had a pod before; `life` counts them all.
    PodCreatedAgain {
        pod: String,
        life: u32,
    },
    PodScheduled {
        pod: String,
        node: String,
    },
    /// Placed, and not where the life before was.
    PodMoved {
        pod: String,
        node: String,
        before: String,
    },
    /// What the scheduler gives as its reasons; its own words are in its event.
    PodUnschedulable {
        pod: String,
        reasons: Vec<Unfit>,
    },
    PodStarting {
        pod: String,
    },
    /// Starting, with the disk the name always had.
    PodStartingSameDisk {
        pod: String,
        disk: String,
    },
    /// Starting, the first pod of its set with the name, with the disk an earlier set left.
    PodStartingOldDisk {
        pod: String,
        disk: String,
        files: usize,
    },
    PodRunning {
        pod: String,
    },
    PodReady {
        pod: String,
    },
    /// Ready, and the name answers.
    PodReadyNamed {
        pod: String,
        name: String,
        ip: String,
    },
    PodNotReady {
        pod: String,
    },
    /// `grace_s` seconds to finish.
    PodTerminating {
        pod: String,
        grace_s: u64,
    },
    /// Told to go, on a machine that cannot hear it.
    PodTerminatingUnheard {
        pod: String,
        grace_s: u64,
        node: String,
    },
    /// Gone; name and disk wait for the next.
    PodGoneNameAndDiskStay {
        pod: String,
        disk: String,
    },
    /// Gone; the name waits for the next, there is no disk.
    PodGoneNameStays {
        pod: String,
    },
    /// Gone because fewer are wanted; the disk is kept.
    PodGoneDiskKept {
        pod: String,
        disk: String,
    },
    /// Gone, and its disk goes too; `wanted`: the name waits for the next.
    PodGoneDiskGoes {
        pod: String,
        disk: String,
        wanted: bool,
    },
    /// Gone, after the claim of its disk; `wanted`: the name waits for the next.
    PodGoneDiskGone {
        pod: String,
        disk: String,
        wanted: bool,
    },
    /// Only its object is known to be gone.
    PodGoneUnheard {
        pod: String,
        node: String,
    },
    PodGone {
        pod: String,
    },
    PodFailed {
        pod: String,
        status: String,
    },
    PodCompleted {
        pod: String,
    },
    PodRestarted {
        pod: String,
        restarts: i32,
    },
    /// Its program ran, and ended by itself.
    PodEnded {
        pod: String,
        status: String,
    },
    PodStuck {
        pod: String,
        status: String,
    },

    ClaimCreated {
        claim: String,
    },
    ClaimBound {
        claim: String,
    },
    ClaimDeleting {
        claim: String,
    },
    /// A pod uses it, so it stays until the pod is gone.
    ClaimHeld {
        claim: String,
        pod: String,
    },
    ClaimGone {
        claim: String,
    },
    /// `claim`: the claim it was bound to; `files`: how many were on it.
    VolumeGone {
        volume: String,
        claim: Option<String>,
        files: usize,
    },

    NameAnswers {
        name: String,
        ip: String,
    },
    NameMoved {
        name: String,
        ip: String,
        before: String,
    },
    /// `stays`: a pod will have the name again.
    NameEmpty {
        name: String,
        stays: bool,
    },

    /// `known`: the cluster had not heard from it before, either.
    PowerCut {
        node: String,
        known: bool,
    },
    PowerBack {
        node: String,
    },
    NodeLost {
        node: String,
    },
    NodeReady {
        node: String,
    },
    FileChanged {
        pod: String,
        path: String,
        disk: Option<String>,
        removed: bool,
    },
    /// Stored, and that is all: nothing in this cluster acts on objects of this kind.
    Stored {
        kind: Kind,
        name: String,
    },
    /// The API server's own words.
    Refused {
        message: String,
    },
}
