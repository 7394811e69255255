//! Sentences of the page with arguments, in English.

use crate::cluster::api::Kind;
use crate::cluster::apiserver::Actor;
use crate::i18n::phrases::{phrases, thousands};
use crate::i18n::{Label, Language, Note};

phrases! {
    /// The sentence in English.
    note of Note;

    Actor(actor) => actor_name(actor);
    Page => "The page";

    DeletePod { pod } => format!("Delete pod {pod}");
    ForceDeletePod { pod } => format!("Force-delete pod {pod}");
    DeleteSet { set } => format!("Delete StatefulSet {set}");
    DeleteClaim { claim } => format!("Delete claim {claim}");
    ScaleUp { set } => format!("Scale {set} up by one");
    ScaleDown { set } => format!("Scale {set} down by one");
    EditImage { container } => format!("Change the image of {container}");
    PowerOff { node } => format!("Pull the plug of {node}");
    PowerOn { node } => format!("Plug in {node}");
    SpeedOf { speed } => format!("Speed {speed}×");
    DeleteFile { path } => format!("Delete {path}");

    PodAria { pod, health, node, ip, disks } => {
        let place = if node.is_empty() { "not placed yet".to_owned() } else { format!("on {node}") };
        let address = if ip.is_empty() { "no IP".to_owned() } else { format!("IP {ip}") };
        match disks.is_empty() {
            true => format!("{pod}, {health}, {place}, {address}"),
            false => format!("{pod}, {health}, {place}, disk {}, {address}", disks.join(" and ")),
        }
    };
    SlotAria { pod, wanted, lived, disks } => match (wanted, lived, disks.is_empty()) {
        (true, false, true) => format!("{pod}: no pod yet"),
        (true, false, false) => format!("{pod}: no pod yet; the disk {} waits for it", disks.join(" and ")),
        (true, true, true) => format!("{pod}: no pod now; the name waits for the next one"),
        (true, true, false) => format!("{pod}: no pod now; the name and the disk {} wait for the next one", disks.join(" and ")),
        (false, _, true) => format!("{pod}: not wanted"),
        (false, _, false) => format!("{pod}: not wanted now; the disk {} is kept", disks.join(" and ")),
    };
    NoName { pod } => format!("{pod} has no DNS name");
    NameAria { name, answer } => match answer {
        Some(ip) => format!("{name} answers with {ip}"),
        None => format!("{name} has no address now"),
    };
    ClaimAria { claim, phase, volume, kept } => match (volume.is_empty(), kept) {
        (true, _) => format!("Claim {claim}, {phase}"),
        (false, true) => format!("Claim {claim}, {phase}, volume {volume}, kept"),
        (false, false) => format!("Claim {claim}, {phase}, volume {volume}"),
    };
    SetAria { set, ready, wanted } => format!("StatefulSet {set}: {ready} of {wanted} ready");

    ReadyCounted { ready, wanted } => format!("{ready} of {wanted} ready when the controller last looked");
    ReadyOf { ready, wanted } => format!("{ready} of {wanted} ready");
    Lives { lives } => format!("life {lives}");
    InSight { first, last, columns } => format!("ordinals {first} to {last} in sight, of {columns}");
    MoreWanted { count } => format!("and {} more wanted, with nothing to show yet", thousands(*count));
    NodesTake { nodes, each, all } => match each {
        Some(each) => format!("{nodes} nodes of {each} pods take {}", thousands(*all)),
        None => format!("{nodes} nodes take {} pods", thousands(*all)),
    };
    Pods { count } => pods_counted(*count);
    Files { count } => match count {
        0 => "empty".to_owned(),
        1 => "1 file".to_owned(),
        _ => format!("{count} files"),
    };
    Problems { errors, warnings } => match (errors, warnings) {
        (0, 0) => "No problems".to_owned(),
        (0, 1) => "1 warning".to_owned(),
        (0, _) => format!("{warnings} warnings"),
        (1, 0) => "1 error".to_owned(),
        (_, 0) => format!("{errors} errors"),
        (_, _) => format!("errors: {errors}, warnings: {warnings}"),
    };
    Bytes { bytes } => match bytes {
        1 => "1 byte".to_owned(),
        _ => format!("{bytes} bytes"),
    };
    InThePast { at, live } => format!("You look at {at}; the cluster is at {live}");
    ActsDropped { acts } => match acts {
        0 => "Acting here drops what came later".to_owned(),
        1 => "Acting here drops 1 later step".to_owned(),
        _ => format!("Acting here drops {acts} later steps"),
    };
    Forked { acts } => match acts {
        0 => "You acted in the past: what came later is dropped. Undo brings it back.".to_owned(),
        1 => "You acted in the past: 1 later step is dropped. Undo brings it back.".to_owned(),
        _ => format!("You acted in the past: {acts} later steps are dropped. Undo brings them back."),
    };
    Marked { acts, changes } => format!("Done by you: {}. Visible changes: {}.", thousands(*acts), thousands(*changes));
    HistoryLeft { from, until, acts } => format!("From {from} to {until}, steps: {acts}");
    PassedBy { count } => match count {
        1 => "and 1 more step, in the story".to_owned(),
        _ => format!("and {} more steps, in the story", thousands(*count)),
    };
    WaitForGrace { pod, seconds } => format!("{seconds} s of grace: {pod} may finish what it is doing");
    WaitForWord { node, seconds } => format!("{seconds} s of silence before {node} counts as lost");
    WaitForToleration { pod, node, seconds } => format!("{seconds} s: so long {pod} tolerates an unreachable {node}");
    WaitForBackOff { pod, seconds } => format!("{seconds} s of back-off: the kubelet waits before it tries {pod} again");
    WaitForProbe { pod, seconds } => format!("{seconds} s of probing {pod} until there is a result");
    WaitForMinReady { pod, seconds } => format!("minReadySeconds: {pod} counts only when it has been Ready for {seconds} s");
    WaitForActor { actor, seconds } => format!("{seconds} s in which nothing is to be seen; next: {}", actor_name(actor));
    Back { pod } => format!("{pod} is back");
    LifeOf { pod, life } => format!("{pod}, life {life}");
    Receipt { pod, life, same, new } => {
        let title = match life {
            None => format!("{pod} is back"),
            Some(life) => format!("{pod}, life {life}"),
        };
        format!("{title}: the same {}; new {}", traits(same), traits(new))
    };
    OpenReceipt { pod, life } => format!("life {life} of {pod}: what stayed and what is new");
    MoreReceipts { count } => format!("and {count} more");
    Outdated { revision } => format!("old revision {revision}");
    OldImage { image } => format!("runs {image}, not what the template names now");
    Partition { partition } => format!("partition {partition}: ordinals below it keep the old revision");
    ServiceMissing { service } => format!("no headless Service {service}, so no DNS names");

    Applied { created, changed, same, idle } => {
        let did = match (created, changed, same) {
            (0, 0, _) => "Applied: nothing to change".to_owned(),
            (_, 0, _) => format!("Applied: {created} created"),
            (0, _, _) => format!("Applied: {changed} changed"),
            (_, _, _) => format!("Applied: {created} created, {changed} changed"),
        };
        let idle = match idle {
            None => String::new(),
            Some(kind @ (Kind::Deployment | Kind::ReplicaSet)) => format!(". In this playground nothing acts on a {} yet: it is stored, and makes no pods.", kind.info().name),
            Some(kind) => format!(". In this playground nothing acts on a {} yet: it is stored, and that is all.", kind.info().name),
        };
        did + &idle
    };
    Refused { message } => format!("The API server refused: {message}");
    SetsBackReplicas { set, live, text } => format!("In the cluster, {set} asks for {}: Apply sets that back to {text}.", if *live == 1 { "1 replica".to_owned() } else { format!("{live} replicas") });
    SetsBackImage { set, container, live, text } => format!("In the cluster, {container} of {set} has the image {live}: Apply sets it back to {text}.");
    NotApplied { errors } => match errors {
        1 => "Not applied: the manifest has 1 error. The cluster stays as it is.".to_owned(),
        _ => format!("Not applied: the manifest has {errors} errors. The cluster stays as it is."),
    };
    Restored { inputs } => match inputs {
        1 => "Restored, with 1 thing you did".to_owned(),
        _ => format!("Restored, with the {inputs} things you did"),
    };
    NotResumed { reason } => format!("This is a new cluster: what was kept of the last one cannot be read ({reason})");
    SessionBroken => "This session cannot be opened: it is cut, changed, or none of this page";
    SessionVersion { version } => format!("This session cannot be opened: its format has version {version}, which this version of the page does not know. Perhaps a newer one of the page does");
    SessionTooLong => "The history of this session is too long to be played again";
    SessionDiffers => "This session does not come out as where it was saved: the cluster may look other than it did there";
    LinkLength { characters } => match characters {
        ..=2000 => format!("{characters} characters"),
        _ => format!("{characters} characters: some programs cut links as long as this"),
    };
    RestoreFailed { reason } => format!("Could not be restored: {reason}");
    Copied { what } => format!("{what} copied");

    ConfirmDeleteClaim { claim } => format!("Delete claim {claim} and its disk?");
    ConfirmForceDelete { pod } => format!("{pod} is being deleted already. Delete it by force?");
    DeleteSetHelp { going, staying } => {
        let goes = "The set goes, and its pods with it, in no particular order.";
        match (going.is_empty(), staying.is_empty()) {
            (true, true) => format!("{goes} The Service stays."),
            (true, false) => format!("{goes} Disks and the Service stay."),
            (false, true) => format!("{goes} So do the disks: {}. The Service stays.", going.join(", ")),
            (false, false) => format!("{goes} So do these disks: {}. These stay: {}; the Service, too.", going.join(", "), staying.join(", ")),
        }
    };
    DeleteSetAlready { set } => format!("{set} is being deleted already.");
    DeleteClaimHelp { volume_stays, held_by } => {
        let what = match volume_stays {
            true => "Its volume stays, with what is on it: its reclaim policy is Retain. But no new claim will get it by itself.",
            false => "The disk goes with it, and what is on it.",
        };
        match held_by {
            Some(pod) => format!("{what} But not as long as {pod} uses it."),
            None => what.to_owned(),
        }
    };
    ForceDeleteRisk { pod, node, disk } => {
        let both = match disk {
            Some(disk) => format!("two pods of one name, which may write to {disk} both at once"),
            None => "two pods of one name at once".to_owned(),
        };
        format!("Nobody can ask {node} whether {pod} has ended. By force its name is free at once, and the next {pod} can come. If {node} still runs the old one, there are {both}. So only if you are sure that the machine is off.")
    };
    ForceDeleteInstead { pod, node } => format!("Without force: plug {node} in, and its kubelet ends {pod} properly. Or, for a machine that stays off: `kubectl taint node {node} node.kubernetes.io/out-of-service=nodeshutdown:NoExecute`");
    ForceDeleteHeard { pod, node } => match node.is_empty() {
        true => format!("By force {pod} is out of the API at once."),
        false => format!("{node} is ending it, within its grace period: it goes by itself. By force {pod} is out of the API at once, though its containers may run a moment longer."),
    };
    AtLine { line, column, message } => format!("Line {line}, column {column}: {message}");

    DidYouMean { word } => format!("Did you mean {word}?");
    BelongsUnder { path } => match path.is_empty() {
        true => "It belongs to the object itself, not here.".to_owned(),
        false => format!("It belongs under {path}."),
    };
    NotHere { kind } => format!("Kubernetes has {kind}, but this playground does not. What else the text holds can be applied without it.");
    Custom { kind } => format!("{kind} may be a custom resource, which a cluster learns from a CustomResourceDefinition; this playground has none. What else the text holds can be applied without it.");
    FullWidth { found, wanted } => format!("“{found}” is a full-width character, which YAML takes for text. Write {wanted}");
    OtherSpace => "This space is not the one of the space bar: YAML takes it for text.";
    SpacesNotTabs => "YAML is indented with spaces, not with tabs.";
    Quote => "Put it in quotes: without them it is not text.";
    Unquote => "Take the quotes away: with them it is text.";

    FixRename { word } => format!("Change to {word}");
    FixQuote => "Put it in quotes";
    FixUnquote => "Take the quotes away";
    FixSpaces => "Put spaces for the tabs";
    FixHalfWidth => "Put half-width characters";
    FixLabels => "Make the template’s labels match";
    FixRollingUpdate => "Set rollingUpdate to null";
    FixRecreate => "Replace the set, keep its pods…";

    WayOutTitle { set } => format!("A new {set} for the same pods");
    WayOutChange { field, before, after } => {
        let side = |value: &Option<String>| value.clone().unwrap_or_else(|| "(nothing)".to_owned());
        format!("{field}: {} → {}", side(before), side(after))
    };
    WayOutDone { pods, claims } => {
        let done = match pods.is_empty() {
            true => "Done: the new set is there.".to_owned(),
            false => format!("Done: the new set has taken over {}. Same pods, same disks.", pods.join(", ")),
        };
        let kept = if *claims { " Claims that exist keep their size and class; the new template is for those to come." } else { "" };
        done + kept
    };
}

fn pods_counted(count: usize) -> String {
    match count {
        1 => "1 pod".to_owned(),
        _ => format!("{count} pods"),
    }
}

fn actor_name(actor: &Actor) -> String {
    match actor {
        Actor::You => "You".to_owned(),
        Actor::ApiServer => "API server".to_owned(),
        Actor::StatefulSetController => "StatefulSet controller".to_owned(),
        Actor::Scheduler => "Scheduler".to_owned(),
        Actor::Kubelet(node) => format!("kubelet {node}"),
        Actor::VolumeController => "Volume controller".to_owned(),
        Actor::Provisioner => "Provisioner".to_owned(),
        Actor::EndpointSliceController => "Endpoints controller".to_owned(),
        Actor::GarbageCollector => "Garbage collector".to_owned(),
        Actor::NodeController => "Node controller".to_owned(),
        Actor::QuotaController => "Quota controller".to_owned(),
    }
}

/// `name, DNS name web-0.nginx, disk www-web-0`
fn traits(traits: &[(Label, String)]) -> String {
    let words = traits.iter().map(|(label, what)| {
        let label = match label {
            Label::Name => "name",
            Label::Disk => "disk",
            Label::Node => "node",
            Label::Address => "address",
            Label::Image => "image",
            Label::Revision => "revision",
            other => other.text(Language::English),
        };
        format!("{label} {what}").trim_end().to_owned()
    });
    words.collect::<Vec<_>>().join(", ")
}
