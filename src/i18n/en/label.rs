//! Words without arguments, in English.

use crate::i18n::Label;
use crate::i18n::phrases::words;

words! {
    /// The words in English.
    label of Label;

    Title => "StatefulSet playground";
    SkipToCluster => "Skip to the cluster";
    Cluster => "Cluster";
    Manifest => "Manifest";
    Inspector => "Inspector";
    Story => "Story";
    Events => "Events";
    Help => "Help";
    Close => "Close";
    Cancel => "Cancel";
    More => "More";

    EditorLabel => "Manifest (YAML)";
    Apply => "Apply";
    Revert => "Revert";
    ShowDiff => "Diff";
    EditorFailed => "The editor could not be loaded. This plain text box does the same work.";
    ApplyTheExample => "Apply the example";
    EmptyEditor => "There is no manifest here yet.";
    LoadExample => "Example with disks";
    Insert => "Insert";
    InsertHelp => "Manifests to start from";
    WayOutWhy => "Once a StatefulSet exists, no update may change this:";
    WayOutServer => "The API server’s words";
    WayOutHow => "The way out is a new set. Only the old set goes: its pods go on running, and their disks stay.";
    WayOutDelete => "Delete the set, but not its pods";
    WayOutApply => "Apply the text: a new set takes the pods over";
    Run => "Run";
    Underway => "Under way…";
    StepDone => "Done";

    Play => "Play";
    Pause => "Pause";
    Step => "Next step";
    EachStep => "Pause at each step";
    Speed => "Speed";
    Reset => "Start over";
    Clock => "Time in the cluster";
    FastForward => "Passing over a wait";

    Language => "Language";
    Theme => "Colours";
    ThemeLight => "Light";
    ThemeDark => "Dark";
    ReducedMotion => "Less movement";
    Gates => "Feature gates";
    GatesIntro => "Feature gates turn parts of Kubernetes on and off for a whole cluster. The first is a gate of Kubernetes 1.36, the second a later correction; both are off there. Switching one lets the controller look at every set again.";
    GateMaxUnavailable => "On: a rolling update takes down as many pods at a time as maxUnavailable in the set's updateStrategy allows. Off: always one, and maxUnavailable is dropped when a manifest is applied.";
    GateParallelFix => "Works together with the first. On: in a Parallel set, outdated pods that are not Ready are replaced at once and cost nothing, so a corrected template always reaches them. Off: they use up maxUnavailable, and a set whose old pods are all broken stays broken. (Our name for a correction made after 1.36.2; upstream has no switch for it.)";
    Present => "Present";

    Nodes => "Nodes";
    Node => "Node";
    OtherPods => "Other pods";
    Shelf => "Disks nobody uses";
    Wanted => "Wanted";
    Revision => "Revision";
    Uid => "UID";
    Image => "Image";
    Kept => "Kept";
    Overview => "All ordinals";
    Sets => "StatefulSets";
    NoAddressYet => "No address yet";
    NoAddressNow => "No address now";
    NoNode => "No node yet";
    SlotWaiting => "The pod is gone; its name waits for the next one";
    SlotKept => "Not wanted now; its disk is kept";
    SlotNotWanted => "Not wanted now";
    Unplugged => "Unplugged";
    DnsName => "DNS name";
    Same => "Same";
    New => "New";
    Name => "Name";
    Disk => "Disk";
    Address => "Address";
    NotYet => "not yet";
    BeingDeleted => "being deleted";
    Receipts => "What stayed, what is new";

    SlotNotYet => "Not created yet";

    NoPod => "without a pod";
    HealthWaiting => "Waiting";
    HealthStarting => "Starting";
    HealthReady => "Ready";
    HealthTerminating => "Terminating";
    HealthFailed => "Failed";
    HealthCompleted => "Completed";
    HealthUnknown => "Unknown";

    Delete => "Delete";
    Save => "Save";
    NewFile => "New file";
    CascadeBackground => "Delete with its pods";
    CascadeOrphan => "Delete alone, keep the pods";
    CascadeOrphanHelp => "The set goes, its pods run on without an owner. A new set with the same selector takes them over.";
    ConfirmReset => "Start over with a new cluster?";
    ConfirmResetHelp => "Pods, disks and the story so far go. Your manifest stays in the editor; what was applied is applied again.";
    PullThePlug => "Pull the plug";
    PlugIn => "Plug in";

    Yaml => "YAML";
    Changes => "What changed";
    SinceLastVersion => "Since the version before";
    SinceLastLife => "Since the pod that had this name before";
    Dns => "DNS";
    Files => "Files";
    Path => "Path";
    Content => "Content";
    Size => "Size";
    Gone => "Gone: this is how it last was";
    CopyYaml => "Copy the YAML";

    NoSet => "There is no StatefulSet yet. Apply the example, and it appears here.";
    NoSetNow => "There is no StatefulSet now. Apply the text, and it is here again.";
    NoEvents => "No events yet.";
    NoStory => "Nothing has happened yet.";
    NothingSelected => "Choose a pod, a disk, a name or a set to look at it closely.";
    NoFiles => "No files yet. Write one, delete the pod, and see whether it survives.";
    NoChanges => "Nothing changed.";
    NoAnswers => "No name leads here.";
    NothingDue => "Nothing more will happen by itself. Do something: delete a pod, scale, change the image.";

    Share => "Share";
    ShareHelp => "This link holds the whole session: how the cluster began, everything you did, the moment you look at, and your YAML. Whoever opens it sees the same cluster. Nothing is sent anywhere: it is all in the link.";
    Link => "Link";
    CopyLink => "Copy the link";
    QrCode => "The link as a QR code";
    NoQrCode => "The link is too long for a QR code";
    TooLongToResume => "This is a new cluster: the history of the last one is too long to be played again";

    Awaited => "The simulation is on its way to your browser.";
    AwaitedStalled => "The line is silent: the rest does not come.";
    TroubleStandsStill => "The simulation does not answer";
    TroubleStandsStillHelp => "It has been busy with one thing for more than ten seconds. You can wait, or go back to the last good state. Your YAML is safe.";
    TroubleWait => "Wait";
    TroubleGiveUp => "Restore the last good state";
    TroubleBroke => "The simulation broke";
    TroubleOurs => "This is our mistake, not yours. Your YAML is safe.";
    TroubleTakenUp => "It was started again and goes on from its last good state.";
    TroubleLost => "What you did last had not been answered, and is left out.";
    TroubleBegunAnew => "There was no earlier state to go back to: a new cluster begins with what is applied.";
    TroubleAgain => "It broke again from its last good state. You can go back to the moment before the last thing you did, or begin anew.";
    TroubleMomentBefore => "Go back to the moment before";
    TroubleFresh => "Start fresh";
    TroubleNotBegun => "The simulation could not be started";
    TroubleNotBegunHelp => "It ended before it had begun. Your YAML is safe. Try again; if that does not help, another browser may.";
    TroubleRetry => "Try again";
    TroubleGoOn => "Go on";
    TroubleDetails => "What happened";

    EventWhen => "Last seen";
    EventType => "Type";
    EventReason => "Reason";
    EventObject => "Object";
    EventMessage => "Message";

    HelpTitle => "What is this?";
    HelpIntro => "A place to find out what a StatefulSet keeps when its pods come and go. A Kubernetes cluster is simulated in this page, and nothing leaves your browser: break what you like. A column is an identity: ordinal, name, DNS entry, pod and disk on one thread. A row is a node.";
    HelpKeys => "Keys";
    HelpTry => "Try this";
    HelpTryDelete => "Delete a pod. What comes back the same, and what is new?";
    HelpTryScale => "Scale up by two, then back. Who leaves first, and what stays behind?";
    HelpTryImage => "Change the image. In which order are the pods replaced?";
    HelpTryFile => "Choose a pod, write a file on its disk, delete the pod. Is the file still there?";
    HelpTryPlug => "Pull the plug of a node. What is waited for, and why does no second pod start elsewhere?";
    HelpTryOrphan => "Delete the set but keep its pods. Then apply the manifest again.";
    KeyApply => "Apply the manifest";
    KeyComplete => "In the manifest: what can stand here";
    KeyDescribe => "In the manifest: what this field is for";
    KeyProblem => "In the manifest: the next problem";
    KeyFix => "In the manifest: put this problem right";
    KeyPlay => "Play or pause";
    KeyStep => "Next step";
    KeyDelete => "Delete the chosen pod";
    KeyArrows => "Move between the columns";
    KeyHelp => "This help";
    KeySpeed => "Slower, faster";
    Words => "Words";
    NameWord => "Ordinal, DNS name";
    DiskWord => "Disk (claim)";
    TermStatefulSet => "StatefulSet";
    AboutStatefulSet => "Keeps so many copies of a program running, and each one’s name, disk and place in the order.";
    TermPod => "Pod";
    AboutPod => "One copy of a program that runs. When it goes it does not come back: another pod takes its place.";
    TermOrdinal => "Ordinal";
    AboutOrdinal => "The number at the end of a pod’s name: the 0 of web-0. Its next pod has the same one.";
    TermNode => "Node";
    AboutNode => "A machine that pods run on: a row of the picture.";
    TermClaim => "Claim";
    AboutClaim => "Asks for a disk and holds on to it (PersistentVolumeClaim). It is named after the pod, so the next pod of that name has the same disk. Disks here are on the network, not in a node: they follow the pod to another machine.";
    TermHeadless => "Headless Service";
    AboutHeadless => "A Service without an address of its own. It gives each pod a DNS name instead, such as web-0.nginx.";
    TermController => "Controller";
    AboutController => "Compares what is wanted with what is there, and acts: the StatefulSet’s makes and deletes pods.";
    TermRevision => "Revision";
    AboutRevision => "One version of what the pods are made from. A new image is a new revision.";
    SimulatedHonestly => "Objects, order, events and refusals follow Kubernetes' own code; images, networks and times are made up. Deployments and ReplicaSets are kept, but nothing acts on them here.";
}
