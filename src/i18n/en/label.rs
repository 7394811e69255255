//! Words without arguments, in English.

use crate::i18n::Label;
use crate::i18n::phrases::words;

words! {
    /// The words in English.
    label of Label;

    Title => "StatefulSet playground";
    Tagline => "A pod may go at any time. Its name, its DNS entry and its disk stay, and the next pod gets them.";
    SkipToCluster => "Skip to the cluster";
    Cluster => "Cluster";
    Manifest => "Manifest";
    Inspector => "Inspector";
    Story => "Story";
    Events => "Events";
    Timeline => "Time";
    Help => "Help";
    Close => "Close";
    Cancel => "Cancel";
    Settings => "Settings";
    More => "More";

    EditorLabel => "Manifest (YAML)";
    Apply => "Apply";
    Revert => "Revert";
    ShowDiff => "Diff";
    NoProblems => "No problems";
    LoadingEditor => "The editor is loading …";
    EditorFailed => "The editor could not be loaded. This plain text box does the same work.";
    UnappliedChanges => "Changed, not applied yet";
    ApplyTheExample => "Apply the example";
    EmptyEditor => "There is no manifest here yet.";
    LoadExample => "Example with disks";
    LoadExampleNoDisks => "Example without disks";

    Play => "Play";
    Pause => "Pause";
    Step => "Next step";
    Speed => "Speed";
    Reset => "Start over";
    Clock => "Time in the cluster";
    Live => "Live";
    FastForward => "Passing over a wait";

    Language => "Language";
    Theme => "Colours";
    ThemeSystem => "As the system";
    ThemeLight => "Light";
    ThemeDark => "Dark";
    ReducedMotion => "Less movement";
    Gates => "Feature gates";
    GatesIntro => "What a cluster's administrator switches. Both are off in Kubernetes 1.36; switching one lets the controller look at every set again.";
    GateMaxUnavailable => "On: a rolling update takes down as many pods at a time as maxUnavailable in the set's updateStrategy allows. Off: always one, and maxUnavailable is dropped when a manifest is applied.";
    GateParallelFix => "Works together with the first. On: in a Parallel set, outdated pods that are not Ready are replaced at once and cost nothing, so a corrected template always reaches them. Off: they use up maxUnavailable, and a set whose old pods are all broken stays broken. (Our name for a correction made after 1.36.2; upstream has no switch for it.)";
    Present => "Present";
    Share => "Share";

    Nodes => "Nodes";
    Node => "Node";
    Pod => "Pod";
    Pods => "Pods";
    OtherPods => "Other pods";
    Names => "Names";
    Disks => "Disks";
    Shelf => "Disks nobody uses";
    Services => "Services";
    Service => "Service";
    Ordinal => "Ordinal";
    Wanted => "Wanted";
    Ready => "Ready";
    Revision => "Revision";
    CurrentRevision => "Current revision";
    UpdateRevision => "New revision";
    Strategy => "Update strategy";
    OrderedReady => "One at a time, in order";
    Parallel => "All at once";
    Uid => "UID";
    Ip => "IP";
    Volume => "Volume";
    Claim => "Claim";
    Capacity => "Size";
    Image => "Image";
    Status => "Status";
    Restarts => "Restarts";
    Age => "Age";
    Life => "Life";
    Kept => "Kept";
    NoAddress => "No address";
    NoNode => "No node yet";
    NotScheduled => "Not placed yet";
    SlotWaiting => "The pod is gone; its name waits for the next one";
    SlotKept => "Nobody wants this ordinal now; the disk is kept";
    Unplugged => "Unplugged";
    Headless => "Headless";
    DnsName => "DNS name";
    Same => "Same";
    New => "New";
    Name => "Name";
    Disk => "Disk";
    DnsAnswer => "Answers with";

    SlotNotYet => "Not created yet";

    HealthWaiting => "Waiting";
    HealthStarting => "Starting";
    HealthReady => "Ready";
    HealthTerminating => "Terminating";
    HealthFailed => "Failed";
    HealthCompleted => "Completed";
    HealthUnknown => "Unknown";

    Delete => "Delete";
    DeletePod => "Delete pod";
    DeleteSet => "Delete set";
    ScaleUp => "One more";
    ScaleDown => "One fewer";
    EditImage => "Change the image";
    Save => "Save";
    NewFile => "New file";
    CascadeBackground => "Delete with its pods";
    CascadeOrphan => "Delete alone, keep the pods";
    CascadeBackgroundHelp => "The set goes, and its pods with it, in no particular order. Disks and the Service stay.";
    CascadeOrphanHelp => "The set goes, its pods run on without an owner. A new set with the same selector takes them over.";
    ConfirmReset => "Start over with a new cluster?";
    ConfirmResetHelp => "Pods, disks and the story so far go. Your manifest stays in the editor; what was applied is applied again.";
    ConfirmClaimHelp => "The disk goes with it, and what is on it. If a pod uses it, it goes once that pod is gone.";
    PullThePlug => "Pull the plug";
    PlugIn => "Plug in";
    Confirm => "Yes";

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
    NoEvents => "No events yet.";
    NoStory => "Nothing has happened yet.";
    NothingSelected => "Choose a pod, a disk, a name or a set to look at it closely.";
    NoFiles => "No files yet. Write one, delete the pod, and see whether it survives.";
    NoChanges => "Nothing changed.";
    NoAnswers => "No name leads here.";
    NoDisks => "No disk: this set has no volumeClaimTemplates.";
    NothingDue => "Nothing more will happen by itself. Do something: delete a pod, scale, change the image.";

    PanicTitle => "The simulation broke";
    PanicBody => "This is our mistake, not yours. Your manifest is safe. You can go back to the last good state.";
    PanicRestore => "Back to the last good state";
    PanicReload => "Reload the page";
    PanicDetails => "What happened";
    PanicCopy => "Copy the details";

    EventWhen => "Last seen";
    EventType => "Type";
    EventReason => "Reason";
    EventObject => "Object";
    EventMessage => "Message";

    HelpTitle => "What is this?";
    HelpIntro => "A whole Kubernetes, simulated in this page. Columns are identities: ordinal, name, DNS entry, pod and disk on one thread. Rows are nodes. Nothing leaves your browser.";
    HelpKeys => "Keys";
    HelpTry => "Try this";
    HelpTryDelete => "Delete web-0. Which things come back the same, and which are new?";
    HelpTryScale => "Scale to 4, then back to 2. Who leaves first, and what stays behind?";
    HelpTryImage => "Change the image. In which order are the pods replaced?";
    HelpTryFile => "Write a file on web-0's disk, delete web-0, and look for the file.";
    HelpTryPlug => "Pull the plug of a node. Why does nothing move for five minutes, and why does no pod jump?";
    HelpTryOrphan => "Delete the set but keep its pods. Then apply the manifest again.";
    KeyApply => "Apply the manifest";
    KeyPlay => "Play or pause";
    KeyStep => "Next step";
    KeyDelete => "Delete the chosen pod";
    KeyArrows => "Move between the columns";
    KeyHelp => "This help";
    KeyEscape => "Close; never loses text";
    KeySpeed => "Slower, faster";
    SimulatedHonestly => "Objects, order, events and refusals follow Kubernetes' own code. Images, networks and times are made up.";
}
