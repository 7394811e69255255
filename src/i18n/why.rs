//! Why nothing happens.

use super::Unfit;
use serde::{Deserialize, Serialize};

/// Why a StatefulSet's controller does nothing more now, and what would let it go on. `on` is the
/// object it waits for, `next` what it would do next if the rule allowed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(
    missing_docs,
    reason = "set, on and next are names of objects, explained above"
)]
pub enum Why {
    /// Nothing is left to do: every wanted pod is Ready.
    AtRest { set: String, wanted: i32 },
    /// Nobody asks for pods.
    WantsNone { set: String },
    /// The controller is about to look again.
    Working { set: String },
    /// The set is being deleted.
    SetIsDeleting { set: String },
    /// The set was deleted and left its pods.
    SetGonePodsStay { set: String },
    /// The set was deleted and its pods follow it; whether claims will be left.
    SetGonePodsGo { set: String, disks_stay: bool },
    /// The set was deleted and left its claims.
    SetGoneDisksStay { set: String },
    /// The set was deleted and nothing of it will be left.
    SetGone { set: String },
    /// A finished pod goes before its replacement comes.
    FinishedPodGoesFirst { on: String },
    /// The claim still belongs to an older pod or set.
    StaleClaim { on: String },
    /// One pod is created at a time.
    OneAtATime { on: String, next: Option<String> },
    /// A terminating pod must be gone first.
    PredecessorTerminating { on: String, next: Option<String> },
    /// A pod must be Running and Ready first.
    PredecessorNotReady { on: String, next: Option<String> },
    /// A pod must have been Ready for `minReadySeconds` first.
    PredecessorNotAvailable { on: String, next: Option<String> },
    /// Scaling down: a pod is still terminating.
    CondemnedTerminating { on: String, next: Option<String> },
    /// Scaling down: nobody leaves while a pod is not healthy.
    CondemnedNotReady { on: String, next: Option<String> },
    /// Scaling down: one leaves at a time.
    CondemnedDeleted { on: String, next: Option<String> },
    /// Outdated pods stay until a person deletes them.
    OnDelete { on: String },
    /// Outdated pods below the partition stay.
    Partition { on: String },
    /// Rolling update: one is being replaced.
    UpdateDeleted { on: String, next: Option<String> },
    /// Rolling update: the replaced one must be available first.
    UpdateNotAvailable { on: String, next: Option<String> },
    /// Rolling update: the replaced one is Ready, but not yet for `minReadySeconds`.
    UpdateNotYetAvailable { on: String, next: Option<String> },
    /// Rolling update: as many pods are unavailable as allowed.
    MaxUnavailable { on: String, next: Option<String> },
    /// A request of the controller was refused; it tries again.
    /// `message`: the server's words, if they are known.
    Failing {
        set: String,
        message: Option<String>,
    },
    /// The storage is full.
    StorageFull { set: String },
    /// A wanted pod is going, and nothing else holds the controller up.
    ReplacedOnceGone { on: String },
    /// A pod nobody wants any more is going, and nothing else is left to do.
    Leaves { on: String },
    /// Every pod was made, and no rule waits for the one that is not Ready.
    NothingToDo { on: String },
    /// What a person can do: the template is wrong, and the pod has to be deleted by hand after that.
    HintBrokenPod { pod: String, status: String },
    /// What a person can do: the template is wrong, and the controller does the rest.
    HintBrokenPodReplaced { pod: String, status: String },
    /// What a person can do: the template is another one by now, and the pod has to be deleted by hand.
    HintLeftBehind { pod: String, status: String },
    /// The program in the pod ends; the kubelet starts it again.
    HintCrashing { pod: String, status: String },
    /// Why no node takes the pod; `message` is the scheduler's own.
    HintUnschedulable { pod: String, reasons: Vec<Unfit> },
    /// What a person can do: the node is not heard from.
    HintNodeLost { pod: String, node: String },
    /// What a person can do: the Service is missing, so there are no names.
    HintNoService { set: String, service: String },
}
