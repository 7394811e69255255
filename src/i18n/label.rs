//! Words and sentences without arguments.

/// A word or sentence of the page without arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is what the English says, see en/label.rs")]
pub enum Label {
    // The page.
    Title, Tagline, SkipToCluster, Cluster, Manifest, Inspector, Story, Events, Timeline, Help, Close, Cancel, Settings, More,
    // Editor.
    EditorLabel, Apply, Revert, ShowDiff, HideDiff, NoProblems, LoadingEditor, EditorFailed, UnappliedChanges, ApplyTheExample,
    EmptyEditor, LoadExample, LoadExampleNoDisks,
    // Time.
    Play, Pause, Step, Speed, Reset, Clock, Live, FastForward,
    // Settings.
    Language, Theme, ThemeSystem, ThemeLight, ThemeDark, ReducedMotion, Present, Share,
    // The picture.
    Nodes, Node, Pod, Pods, OtherPods, Names, Disks, Shelf, Services, Service, Ordinal, Wanted, Ready, Revision, CurrentRevision,
    UpdateRevision, Strategy, OrderedReady, Parallel, Uid, Ip, Volume, Claim, Capacity, Image, Status, Restarts, Age, Life, Kept,
    NoAddress, NoNode, NotScheduled, SlotWaiting, SlotKept, Unplugged, Headless, DnsName, Same, New, Name, Disk, DnsAnswer,
    // How a pod fares.
    HealthWaiting, HealthStarting, HealthReady, HealthTerminating, HealthFailed, HealthCompleted, HealthUnknown,
    // Actions.
    Delete, DeletePod, DeleteSet, ScaleUp, ScaleDown, EditImage, Save, NewFile, CascadeBackground, CascadeOrphan,
    CascadeBackgroundHelp, CascadeOrphanHelp, ConfirmReset, ConfirmResetHelp, ConfirmClaimHelp, PullThePlug, PlugIn, Confirm,
    // Inspector.
    Yaml, Changes, SinceLastVersion, SinceLastLife, Dns, Files, Path, Content, Size, Gone, CopyYaml,
    // Empty states.
    NoSet, NoEvents, NoStory, NothingSelected, NoFiles, NoChanges, NoAnswers, NoDisks, NothingDue,
    // When the program breaks.
    PanicTitle, PanicBody, PanicRestore, PanicReload, PanicDetails, PanicCopy,
    // Event table, as kubectl heads its columns but in our words.
    EventWhen, EventType, EventReason, EventObject, EventMessage,
    // Help.
    HelpTitle, HelpIntro, HelpKeys, HelpTry, HelpTryDelete, HelpTryScale, HelpTryImage, HelpTryFile, HelpTryPlug, HelpTryOrphan,
    KeyApply, KeyPlay, KeyStep, KeyDelete, KeyArrows, KeyHelp, KeyEscape, KeySpeed,
    SimulatedHonestly,
}
