//! Sentences of the page with arguments.

use super::Label;
use crate::cluster::api::Kind;
use crate::cluster::apiserver::Actor;
use serde::{Deserialize, Serialize};

/// A sentence of the page about something: accessible names, notices, questions, small captions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(
    missing_docs,
    reason = "the fields are names of objects, counts, and what they are called"
)]
pub enum Note {
    /// Who acts: "You", "StatefulSet controller", "kubelet node-1".
    Actor(Actor),
    /// Who applied what was there before the person did anything.
    Page,

    // Buttons that say what they act on.
    DeletePod {
        pod: String,
    },
    ForceDeletePod {
        pod: String,
    },
    DeleteSet {
        set: String,
    },
    DeleteClaim {
        claim: String,
    },
    ScaleUp {
        set: String,
    },
    ScaleDown {
        set: String,
    },
    EditImage {
        container: String,
    },
    PowerOff {
        node: String,
    },
    PowerOn {
        node: String,
    },
    SpeedOf {
        speed: String,
    },
    DeleteFile {
        path: String,
    },

    // Accessible descriptions.
    PodAria {
        pod: String,
        health: String,
        node: String,
        ip: String,
        disks: Vec<String>,
    },
    SlotAria {
        pod: String,
        wanted: bool,
        /// Whether a pod has had the name.
        lived: bool,
        disks: Vec<String>,
    },
    /// A column without a DNS name: its set names no Service.
    NoName {
        pod: String,
    },
    NameAria {
        name: String,
        answer: Option<String>,
    },
    ClaimAria {
        claim: String,
        phase: String,
        volume: String,
        kept: bool,
    },
    SetAria {
        set: String,
        ready: i32,
        wanted: i32,
    },

    // Captions.
    /// The status says so, and its controller has not seen all that has become Ready since, or is no longer.
    ReadyCounted {
        ready: i32,
        wanted: i32,
    },
    ReadyOf {
        ready: i32,
        wanted: i32,
    },
    Lives {
        lives: u32,
    },
    /// The overview's value: which ordinals are drawn large.
    InSight {
        first: i32,
        last: i32,
        columns: usize,
    },
    /// Wanted ordinals that are not drawn, and what the nodes take: how many nodes, and how many pods each
    /// (absent where they differ) and together take.
    MoreWanted {
        count: u32,
    },
    NodesTake {
        nodes: usize,
        each: Option<u32>,
        all: u32,
    },
    Pods {
        count: usize,
    },
    Files {
        count: usize,
    },
    Problems {
        errors: usize,
        warnings: usize,
    },
    Bytes {
        bytes: usize,
    },

    /// An earlier moment is looked at, and when the history ends.
    InThePast {
        at: String,
        live: String,
    },
    /// What acting at that moment would leave behind: so many acts, or none.
    ActsDropped {
        acts: usize,
    },
    /// Somebody acted there, and it was left behind.
    Forked {
        acts: usize,
    },
    /// What is marked on the time bar.
    Marked {
        acts: u32,
        changes: u32,
    },
    /// A history that was left.
    HistoryLeft {
        from: String,
        until: String,
        acts: usize,
    },

    /// So many sentences of the story went by too fast to be read.
    PassedBy {
        count: u32,
    },

    // What the clock passes over, and why it takes that long.
    /// A pod may finish.
    WaitForGrace {
        pod: String,
        seconds: u64,
    },
    /// A node is silent.
    WaitForWord {
        node: String,
        seconds: u64,
    },
    /// Its pods tolerate an unreachable node.
    WaitForToleration {
        pod: String,
        node: String,
        seconds: u64,
    },
    /// A kubelet waits before it tries again.
    WaitForBackOff {
        pod: String,
        seconds: u64,
    },
    WaitForProbe {
        pod: String,
        seconds: u64,
    },
    WaitForMinReady {
        pod: String,
        seconds: u64,
    },
    /// Whatever else is due next.
    WaitForActor {
        actor: Actor,
        seconds: u64,
    },

    /// The receipt's heading: "web-1 is back".
    Back {
        pod: String,
    },
    /// The receipt's heading while its pod is not Ready: "web-1, life 2".
    LifeOf {
        pod: String,
        life: u32,
    },
    /// The whole receipt as one sentence: which life it is if the pod is not back yet, what stayed and what is
    /// new, by name (empty where the name alone says it).
    Receipt {
        pod: String,
        life: Option<u32>,
        same: Vec<(Label, String)>,
        new: Vec<(Label, String)>,
    },
    /// The tag on a pod's card: "life 2", for who hears it with what it opens.
    OpenReceipt {
        pod: String,
        life: u32,
    },
    /// Receipts that lie open and are not listed.
    MoreReceipts {
        count: usize,
    },
    Outdated {
        revision: String,
    },
    /// The image of a pod that is not its template's.
    OldImage {
        image: String,
    },
    Partition {
        partition: i32,
    },
    ServiceMissing {
        service: String,
    },

    // Notices.
    Applied {
        created: usize,
        changed: usize,
        same: usize,
        /// A kind among them that nothing in this cluster acts on.
        idle: Option<Kind>,
    },
    /// The request was refused: the API server's own words.
    Refused {
        message: String,
    },
    /// Somebody acted beside the text, which still says what was applied.
    SetsBackReplicas {
        set: String,
        live: i32,
        text: i32,
    },
    SetsBackImage {
        set: String,
        container: String,
        live: String,
        text: String,
    },
    NotApplied {
        errors: usize,
    },
    Restored {
        inputs: usize,
    },
    /// The page was loaded again, and what was kept of the cluster cannot be read.
    NotResumed {
        reason: String,
    },
    RestoreFailed {
        reason: String,
    },
    /// A session cannot be read.
    SessionBroken,
    /// A session of another version of this page.
    SessionVersion {
        version: u32,
    },
    /// A session that holds more than can be played again while somebody waits.
    SessionTooLong,
    /// What came of a session's history is not what was there where it was saved.
    SessionDiffers,
    /// How long a link is.
    LinkLength {
        characters: usize,
    },
    Copied {
        what: String,
    },

    // Questions.
    ConfirmDeleteClaim {
        claim: String,
    },
    ConfirmForceDelete {
        pod: String,
    },
    /// What becomes of the disks of a set that is deleted with its pods.
    DeleteSetHelp {
        going: Vec<String>,
        staying: Vec<String>,
    },
    /// The set is being deleted already.
    DeleteSetAlready {
        set: String,
    },
    DeleteClaimHelp {
        volume_stays: bool,
        held_by: Option<String>,
    },
    /// What force does to a pod on a machine that cannot be heard.
    ForceDeleteRisk {
        pod: String,
        node: String,
        disk: Option<String>,
    },
    /// What else there is.
    ForceDeleteInstead {
        pod: String,
        node: String,
    },
    /// What force does to a pod on a machine that is heard; `node` is empty if it has none.
    ForceDeleteHeard {
        pod: String,
        node: String,
    },
    /// Line and column, from 1.
    AtLine {
        line: usize,
        column: usize,
        message: String,
    },

    // How a problem of the manifest may be put right.
    DidYouMean {
        word: String,
    },
    /// The object itself if `path` is empty.
    BelongsUnder {
        path: String,
    },
    /// Kubernetes' own, but not in the playground.
    NotHere {
        kind: String,
    },
    /// Perhaps a custom resource.
    Custom {
        kind: String,
    },
    FullWidth {
        found: String,
        wanted: String,
    },
    /// A space that is none to YAML.
    OtherSpace,
    SpacesNotTabs,
    Quote,
    Unquote,

    // What one press does about a problem.
    FixRename {
        word: String,
    },
    FixQuote,
    FixUnquote,
    FixSpaces,
    FixHalfWidth,
    FixLabels,
    FixRollingUpdate,
    FixRecreate,

    // A new set for pods that stay.
    WayOutTitle {
        set: String,
    },
    WayOutChange {
        field: String,
        before: Option<String>,
        after: Option<String>,
    },
    /// `claims`: whether the new set has other claim templates.
    WayOutDone {
        pods: Vec<String>,
        claims: bool,
    },
}
