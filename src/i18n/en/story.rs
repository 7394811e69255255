//! What happens, in English.

use super::unfit::unfit;
use crate::cluster::api::Kind;
use crate::i18n::Story;
use crate::i18n::phrases::{phrases, pod_of};

phrases! {
    /// The sentence in English.
    story of Story;

    ServiceCreated { service, headless } => match headless {
        true => format!("Service {service} is there; headless, so each pod will get a DNS name of its own"),
        false => format!("Service {service} is there"),
    };
    ServiceGone { service } => format!("Service {service} is gone, and its DNS names with it");
    SetCreated { set, replicas } => match replicas {
        1 => format!("StatefulSet {set} is there and wants 1 pod"),
        _ => format!("StatefulSet {set} is there and wants {replicas} pods"),
    };
    SetScaled { set, from, to } => format!("{set} wants {to} now instead of {from}");
    SetTemplateChanged { set } => format!("{set} has a new pod template");
    SetChanged { set } => format!("{set} was changed");
    RolloutDone { set } => format!("{set}: every pod has the new revision");
    SetDeleting { set } => format!("{set} is being deleted");
    SetGone { set } => format!("{set} is gone");

    PodCreated { pod } => format!("{pod} is created");
    PodCreatedFirst { pod, ordinal } => format!("{pod} is created: ordinal {ordinal} was missing");
    PodCreatedAgain { pod, life } => format!("{pod}: the same name, a new pod (its life number {life})");
    PodScheduled { pod, node } => format!("{pod} is placed on {node}");
    PodMoved { pod, node, before } => format!("{pod} is placed on {node}; the pod before was on {before}");
    PodUnschedulable { pod, reasons } => format!("{pod} finds no node: {}", unfit(reasons));
    PodStarting { pod } => format!("{pod} is starting");
    PodStartingSameDisk { pod, disk } => format!("{pod} is starting with the same disk, {disk}");
    PodStartingOldDisk { pod, disk, files } => match files {
        0 => format!("{pod} finds the old disk {disk} again (no files on it)"),
        1 => format!("{pod} finds the old disk {disk} again (1 file)"),
        _ => format!("{pod} finds the old disk {disk} again ({files} files)"),
    };
    PodRunning { pod } => format!("{pod} runs, and is not Ready yet");
    PodReady { pod } => format!("{pod} is Ready");
    PodReadyNamed { pod, name, ip } => format!("{pod} is Ready: {name} → {ip}");
    PodNotReady { pod } => format!("{pod} is no longer Ready");
    PodTerminating { pod, grace_s } => match grace_s {
        0 => format!("{pod} has to go at once"),
        _ => format!("{pod} has up to {grace_s} s to finish"),
    };
    PodTerminatingUnheard { pod, grace_s, node } => match grace_s {
        0 => format!("{pod} has to go at once, but {node} cannot hear it"),
        _ => format!("{pod} has up to {grace_s} s to finish, but {node} cannot hear it"),
    };
    PodGoneNameAndDiskStay { pod, disk } => format!("The pod {pod} is gone. Its name and its disk {disk} are not.");
    PodGoneNameStays { pod } => format!("The pod {pod} is gone. Its name is not.");
    PodGoneDiskKept { pod, disk } => format!("{pod} is gone and not wanted back. Its disk {disk} is kept.");
    PodGoneDiskGoes { pod, disk, wanted } => match wanted {
        true => format!("The pod {pod} is gone. Its name is not. Its disk {disk} goes too."),
        false => format!("{pod} is gone and not wanted back. Its disk {disk} goes too."),
    };
    PodGoneDiskGone { pod, disk, wanted } => match wanted {
        true => format!("The pod {pod} is gone. Its name is not. The claim of its disk, {disk}, is gone already."),
        false => format!("{pod} is gone and not wanted back. The claim of its disk, {disk}, is gone already."),
    };
    PodGoneUnheard { pod, node } => format!("{pod} is gone from the API, and only there: nobody has heard from {node} whether it has ended.");
    PodGone { pod } => format!("{pod} is gone");
    PodFailed { pod, status } => format!("{pod} failed: {status}");
    PodCompleted { pod } => format!("{pod} has finished");
    PodRestarted { pod, restarts } => match restarts {
        1 => format!("{pod}: its container was restarted. It is still the same pod."),
        _ => format!("{pod}: its container was restarted, {restarts} times by now. It is still the same pod."),
    };
    PodEnded { pod, status } => format!("The program in {pod} ended by itself: {status}");
    PodStuck { pod, status } => format!("{pod} cannot start: {status}");

    ClaimCreated { claim } => format!("Claim {claim} asks for a disk");
    ClaimBound { claim } => format!("Claim {claim} has its disk");
    ClaimDeleting { claim } => format!("Claim {claim} is being deleted");
    ClaimHeld { claim, pod } => format!("Claim {claim} is to be deleted, and stays while {pod} uses it");
    ClaimGone { claim } => format!("Claim {claim} is gone");
    VolumeGone { volume, claim, files } => {
        let disk = match claim {
            Some(claim) => format!("The disk of claim {claim}"),
            None => format!("Volume {volume}"),
        };
        match files {
            0 => format!("{disk} is gone for good; there were no files on it"),
            1 => format!("{disk} is gone for good: the 1 file on it is lost"),
            _ => format!("{disk} is gone for good: the {files} files on it are lost"),
        }
    };

    NameAnswers { name, ip } => format!("{name} → {ip}");
    NameMoved { name, ip, before } => format!("{name} → {ip}; before, it was {before}");
    NameEmpty { name, stays } => match stays {
        true => format!("{name} has no address until a {} is Ready", pod_of(name)),
        false => format!("{name} has no address any more"),
    };

    PowerCut { node, known } => match known {
        true => format!("{node} has no power"),
        false => format!("{node} has no power. Nobody in the cluster knows yet."),
    };
    PowerBack { node } => format!("{node} has power again");
    NodeLost { node } => format!("{node} is not heard from. Its pods may still run, so nobody replaces them.");
    NodeReady { node } => format!("{node} is heard from again");
    FileChanged { pod, path, disk, removed } => match (disk, removed) {
        (Some(disk), false) => format!("{pod}: {path} was written, on the disk {disk}"),
        (None, false) => format!("{pod}: {path} was written in the container; it will not outlive it"),
        (Some(disk), true) => format!("{pod}: {path} was removed from the disk {disk}"),
        (None, true) => format!("{pod}: {path} was removed from the container"),
    };
    Stored { kind, name } => match kind {
        Kind::PodDisruptionBudget => format!("PodDisruptionBudget {name} is stored. No controller here keeps its status, and only kubectl drain asks it."),
        _ => format!("{} {name} is stored, and that is all: no controller here acts on it, so it makes no pods", kind.info().name),
    };
    Refused { message } => format!("Refused: {message}");
}
