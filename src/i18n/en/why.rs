//! Why nothing happens, in English.

use super::unfit::unfit;
use crate::i18n::Why;
use crate::i18n::phrases::phrases;

phrases! {
    /// The sentence in English.
    why of Why;

    AtRest { set, wanted } => match wanted {
        1 => format!("{set} is at rest: its one pod is Ready"),
        _ => format!("{set} is at rest: all {wanted} pods are Ready"),
    };
    WantsNone { set } => format!("{set} is at rest: it wants no pods");
    Working { set } => format!("{set}: its controller is about to look");
    SetIsDeleting { set } => format!("{set} is being deleted: it creates and deletes no more pods");
    SetGonePodsStay { set } => format!("{set} is deleted; its pods stay, and nobody replaces them now");
    SetGonePodsGo { set, disks_stay } => match disks_stay {
        true => format!("{set} is deleted; its pods go too, its disks stay"),
        false => format!("{set} is deleted; its pods go too"),
    };
    SetGoneDisksStay { set } => format!("{set} is deleted; its disks stay for the next set of that name");
    SetGone { set } => format!("{set} is deleted; the last of it is going");
    FinishedPodGoesFirst { on } => format!("{on} has finished; it has to be gone before its replacement comes");
    StaleClaim { on } => format!("The controller waits for the claim {on}, which still belongs to something that is being deleted");
    OneAtATime { on, next } => match next {
        Some(next) => format!("The controller creates one pod at a time: {on} first, {next} once it is Ready"),
        None => format!("The controller creates one pod at a time: {on} now"),
    };
    PredecessorTerminating { on, next } => match next {
        Some(next) => format!("The controller waits for {on} to be gone before it touches {next}"),
        None => format!("The controller waits for {on} to be gone"),
    };
    PredecessorNotReady { on, next } => match next {
        Some(next) => format!("The controller waits for {on} to be Ready before it touches {next}"),
        None => format!("The controller waits for {on} to be Ready"),
    };
    PredecessorNotAvailable { on, next } => match next {
        Some(next) => format!("The controller waits until {on} has been Ready for minReadySeconds before it touches {next}"),
        None => format!("The controller waits until {on} has been Ready for minReadySeconds"),
    };
    CondemnedTerminating { on, next } => match next {
        Some(next) => format!("The controller scales down from the top: {next} leaves once {on} is gone"),
        None => format!("The controller scales down from the top, and waits for {on} to be gone"),
    };
    CondemnedNotReady { on, next } => match next {
        Some(next) => format!("{next} is to leave, but not while {on} is not Ready"),
        None => format!("No pod leaves while {on} is not Ready"),
    };
    CondemnedDeleted { on, next } => match next {
        Some(next) => format!("The controller scales down from the top, one at a time: {on} leaves now, {next} next"),
        None => format!("The controller scales down from the top: {on} leaves now"),
    };
    OnDelete { on } => format!("updateStrategy OnDelete: {on} keeps the old revision until somebody deletes it");
    Partition { on } => format!("{on} is below the partition and keeps the old revision");
    UpdateDeleted { on, next } => match next {
        Some(next) => format!("The controller updates from the top: {on} is being replaced, {next} is next"),
        None => format!("The controller updates from the top: {on} is being replaced"),
    };
    UpdateNotAvailable { on, next } => match next {
        Some(next) => format!("The controller updates from the top, and waits for {on} to be Ready before it replaces {next}"),
        None => format!("The controller updates from the top, and waits for {on} to be Ready"),
    };
    UpdateNotYetAvailable { on, next } => match next {
        Some(next) => format!("The controller updates from the top, and waits until {on} has been Ready for minReadySeconds before it replaces {next}"),
        None => format!("The controller updates from the top, and waits until {on} has been Ready for minReadySeconds"),
    };
    MaxUnavailable { on, next } => match next {
        Some(next) => format!("As many pods are unavailable as maxUnavailable allows, {on} among them; {next} waits"),
        None => format!("As many pods are unavailable as maxUnavailable allows, {on} among them"),
    };
    Failing { set, message } => match message {
        Some(message) => format!("A request of {set}'s controller was refused. It tries again, each time after a longer wait. ({message})"),
        None => format!("A request of {set}'s controller was refused. It tries again, each time after a longer wait."),
    };
    StorageFull { set } => format!("The cluster's storage (etcd) is full: no new object is taken in until something is deleted. {set}'s controller tries again, each time after a longer wait; asking for fewer replicas makes room.");
    ReplacedOnceGone { on } => format!("{on} is terminating; the next {on} is created once it is gone");
    Leaves { on } => format!("{on} is not wanted any more and leaves");
    NothingToDo { on } => format!("All pods are created; {on} is not Ready yet, and no other pod waits for it");
    HintBrokenPod { pod, status } => format!("{pod} is in {status} and will not become Ready by itself. Correct the template, then delete {pod}: the controller will not replace a pod that is not Ready.");
    HintBrokenPodReplaced { pod, status } => format!("{pod} is in {status} and will not become Ready by itself. Correct the template: the controller then replaces {pod} by itself.");
    HintLeftBehind { pod, status } => format!("{pod} still has an old template, is in {status} and will not become Ready by itself. The controller does not replace it as long as it is not Ready. What helps: delete {pod}.");
    HintCrashing { pod, status } => format!("The program in {pod} ended ({status}). The kubelet starts it again, each time after a longer wait.");
    HintUnschedulable { pod, reasons } => format!("No node takes {pod}: {}", unfit(reasons));
    HintNodeLost { pod, node } => format!("{node} is not heard from, so nobody knows whether {pod} still runs. Plug {node} in, or force-delete {pod} if you are sure that it does not run.");
    HintNoService { set, service } => format!("There is no headless Service {service}, so the pods of {set} have no DNS names. They run all the same.");
}
