//! What the card of the first minute says.

use serde::{Deserialize, Serialize};

/// A sentence of the first minute, see en/minute.rs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are names of objects")]
pub enum Minute {
    Title,
    /// The two sentences.
    What,
    AskDelete {
        pod: String,
    },
    Going {
        pod: String,
    },
    /// `ip`: the new address, if it is another one.
    Back {
        pod: String,
        disks: Vec<String>,
        ip: Option<String>,
    },
    /// `pod`: one with a disk, if there is any.
    AskKeep {
        pod: Option<String>,
    },
    AskKeepDelete {
        pod: String,
        path: String,
    },
    GoingFile {
        pod: String,
    },
    Kept {
        pod: String,
        path: String,
        disk: String,
    },
    AskScale {
        set: String,
    },
    AskBack {
        set: String,
        to: i32,
    },
    Shrinking {
        set: String,
    },
    Scaled {
        order: Vec<String>,
        kept: bool,
    },
    AskImage {
        set: String,
    },
    Rolling {
        set: String,
    },
    /// All of them are new, and not all Ready.
    RollingLast {
        set: String,
    },
    /// `disks`: whether the pods have disks of their own; `from_top`: whether every ordinal is smaller than the one before.
    Rolled {
        order: Vec<String>,
        disks: bool,
        from_top: bool,
    },
    AskBroken {
        set: String,
    },
    Stuck {
        pod: String,
        status: String,
    },
    AskHelp {
        pod: String,
    },
    Replacing {
        pod: String,
    },
    Unstuck {
        pod: String,
    },
    Replaced {
        pod: String,
    },
    /// `at`: a node, and a pod on it.
    AskPlug {
        at: Option<(String, String)>,
    },
    /// There is no set, so nothing to do any of it to.
    AskSet,
    /// The set wants no pods, so there is none to do it to.
    AskPods {
        set: String,
    },
    /// The set is being deleted.
    AskAgain {
        set: String,
    },
    Dead {
        node: String,
    },
    NoSecond {
        pod: String,
        node: String,
    },
    /// `edit`: a set of the text, and how many replicas stand there.
    End {
        edit: Option<(String, i32)>,
    },
    DeploymentDelete,
    DeploymentKeep,
    DeploymentScale,
    DeploymentImage,
    DeploymentBroken,
    DeploymentPlug,
    // Why the button can do nothing yet.
    PodMissing {
        pod: String,
    },
    PodUnplaced {
        pod: String,
    },
    PodStarting {
        pod: String,
    },
    PodGoing {
        pod: String,
    },
    PodUnwell {
        pod: String,
        status: String,
    },
    PodSilent {
        pod: String,
        node: String,
    },
    PodOfAnother {
        pod: String,
        set: String,
    },
    /// Its first container has no disk of a claim.
    PodDiskless {
        pod: String,
    },
    SetDiskless {
        set: String,
    },
    /// The image that was to be given is there.
    ImageThere {
        set: String,
        image: String,
    },
    /// In the first picture, while the program is fetched.
    ProgramComes,

    DoDelete {
        pod: String,
    },
    DoWrite {
        pod: String,
    },
    DoScale {
        to: i32,
    },
    DoImage {
        image: String,
    },
    DoUnplug {
        node: String,
    },
    Next,
    Close,
    Show,
    Progress {
        done: usize,
    },
}
