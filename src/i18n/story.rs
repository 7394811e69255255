//! What happens, one sentence each.

/// One sentence about one thing that happened. Fields are names of objects unless said otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
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
        revision: String,
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
    PodUnschedulable {
        pod: String,
        message: String,
    },
    PodStarting {
        pod: String,
    },
    /// Starting, with the disk the name always had.
    PodStartingSameDisk {
        pod: String,
        disk: String,
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
    PodStuck {
        pod: String,
        status: String,
    },

    ClaimCreated {
        claim: String,
    },
    ClaimBound {
        claim: String,
        volume: String,
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
    VolumeGone {
        volume: String,
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
    NameEmpty {
        name: String,
    },

    PowerCut {
        node: String,
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
        volume: Option<String>,
    },
    /// The API server's own words.
    Refused {
        message: String,
    },
}
