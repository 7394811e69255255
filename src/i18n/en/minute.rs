//! The first minute, in English.

use crate::i18n::Minute;
use crate::i18n::phrases::phrases;

phrases! {
    /// The sentence in English.
    minute of Minute;

    Title => "The first minute";
    What => "A StatefulSet runs copies of a program, its pods. It gives each a name, a DNS entry and a disk, and keeps them when the pod goes: so a database finds its own data and its peers again after every restart.";

    AskDelete { pod } => format!("Delete {pod}. What comes back under its name, and what is new?");
    Going { pod } => format!("You deleted {pod}. Watch its column: what stays while there is no pod?");
    Back { pod, disks, ip } => {
        let same = match disks.is_empty() {
            true => String::new(),
            false => format!(", same disk {}", disks.join(", ")),
        };
        let address = ip.as_ref().map_or(String::new(), |ip| format!(" and a new address, {ip}"));
        format!("{pod} is back: same name{same}. But it is another pod, with a new uid{address}.")
    };
    AskKeep { pod } => match pod {
        Some(pod) => format!("Write a file on the disk of {pod}, then delete the pod. Does the file survive?"),
        None => "Write a file on the disk of a pod, then delete the pod. Does the file survive?".to_owned(),
    };
    AskKeepDelete { pod, path } => format!("{path} is written. Now delete {pod}.");
    GoingFile { pod } => format!("You deleted {pod}. Will the next {pod} find the file?");
    Kept { pod, path, disk } => format!("The new {pod} has {path}. It lies on {disk}, and the disk came back with the name.");
    AskScale { set } => format!("Scale {set} up by two, then back. Which pods go first, and what becomes of their disks?");
    AskBack { set, to } => format!("Watch the new names appear. Then scale {set} back to {to}.");
    Shrinking { set } => format!("Watch which pod of {set} goes first.");
    Scaled { order, kept } => {
        let disks = if *kept { " Their disks stay, for when these names are wanted again." } else { "" };
        format!("They went in this order: {}.{disks}", order.join(", "))
    };
    AskImage { set } => format!("Change the image of {set}. In which order are the pods replaced?");
    Rolling { set } => format!("Watch which pod of {set} is replaced first, and what the next one waits for.");
    RollingLast { set } => format!("Every pod of {set} has the new template now. The update is done when all are Ready.");
    Rolled { order, disks, from_top } => {
        let stayed = if *disks { "Names and disks" } else { "Names" };
        let rule = if *from_top { ", the highest ordinal first" } else { "" };
        format!("Replaced in this order{rule}: {}. {stayed} stayed.", order.join(", "))
    };
    AskBroken { set } => format!("Give {set} an image that does not exist, then put the old one back. Does that help?");
    Stuck { pod, status } => format!("{pod}: {status}. Put the good image back.");
    AskHelp { pod } => format!("The good image is back, but {pod} was made with the broken one. If nothing moves, delete it.");
    Replacing { pod } => format!("{pod} is being replaced. Does the next {pod} run?");
    Unstuck { pod } => format!("The good image was not enough: it reached {pod} only once the stuck pod was deleted.");
    Replaced { pod } => format!("{pod} runs again; its stuck pod was replaced without your deleting it.");
    AskPlug { at } => match at {
        Some((node, pod)) => format!("Pull the plug of {node}, where {pod} runs. Is there a replacement?"),
        None => "Pull the plug of a node with a pod on it. Is there a replacement?".to_owned(),
    };
    AskSet => "There is no StatefulSet now. Apply one, and there is something to try.";
    AskPods { set } => format!("{set} wants no pods now. Scale it up, and there is something to try.");
    AskAgain { set } => format!("{set} is being deleted. Apply it again, and there is something to try.");
    Dead { node } => format!("{node} is silent. Kubernetes first has to notice, then pods wait five minutes for it.");
    NoSecond { pod, node } => format!("{pod} is told to go, but {node} cannot confirm it. Until then no second {pod}: two on one disk could destroy it.");
    End { edit } => {
        let edit = match edit {
            Some((set, replicas)) => format!("Now change the text below: at {set}, write replicas: {} instead of {replicas}, and press Apply.", replicas.saturating_add(1)),
            None => "Now change the text below as you like.".to_owned(),
        };
        format!("That is what a StatefulSet is for: who needs a name and a disk for life gets them. {edit}")
    };

    DeploymentDelete => "A Deployment, the usual way to run interchangeable copies, would start a pod with a random new name and no disk of its own.";
    DeploymentKeep => "A Deployment has no disk per pod: its pods share one, or the file is gone.";
    DeploymentScale => "A Deployment starts and stops pods in no order, and no name comes back.";
    DeploymentImage => "A Deployment would start new pods beside the old ones, under new names.";
    DeploymentBroken => "A Deployment would have dropped its broken pods as soon as the image was put back.";
    DeploymentPlug => "A Deployment would start another pod elsewhere as soon as this one is told to go: its pods are interchangeable.";

    PodMissing { pod } => format!("{pod} is not there yet");
    PodUnplaced { pod } => format!("{pod} has no node yet");
    PodStarting { pod } => format!("{pod} is starting");
    PodGoing { pod } => format!("{pod} is still going");
    PodUnwell { pod, status } => format!("{pod} is not Ready: {status}");
    PodSilent { pod, node } => format!("{node}, where {pod} is, is not heard from");
    PodOfAnother { pod, set } => format!("{pod} does not belong to {set}");
    PodDiskless { pod } => format!("{pod} has no disk to write on");
    SetDiskless { set } => format!("The pods of {set} have no disks of their own");
    ImageThere { set, image } => format!("{set} has the image {image} already");
    ProgramComes => "The program is on its way";

    DoDelete { pod } => format!("Delete {pod}");
    DoWrite { pod } => format!("Write a file on {pod}");
    DoScale { to } => format!("Scale to {to}");
    DoImage { image } => format!("Set {image}");
    DoUnplug { node } => format!("Unplug {node}");
    Next => "Next";
    Close => "Close the first minute";
    Show => "Show the first minute";
    Progress { done } => format!("{done} of 6");
}
