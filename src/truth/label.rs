//! What words without arguments claim, as long as they stand. Most are names of things and of buttons.

use super::claim::claims;
use super::moment::{Moment, get, key};
use super::{PAGE, WORDS};
use crate::cluster::api::conditions::{is_ready, phase};
use crate::cluster::api::{Kind, PersistentVolume, Pod, StatefulSet, meta};
use crate::cluster::apiserver::{Cascade, DeleteOptions};
use crate::i18n::Label;
use crate::sim::{Fact, Input, Request, What, World};

claims! {
    /// Whether what stands there is so.
    label, LABEL of Label at m;

    Title {} => WORDS, true;
    SkipToCluster {} => WORDS, true;
    Cluster {} => WORDS, true;
    Manifest {} => WORDS, true;
    Inspector {} => WORDS, true;
    Story {} => WORDS, true;
    Events {} => WORDS, true;
    Help {} => WORDS, true;
    Close {} => WORDS, true;
    Cancel {} => WORDS, true;
    More {} => WORDS, true;
    EditorLabel {} => WORDS, true;
    Apply {} => WORDS, true;
    Revert {} => WORDS, true;
    ShowDiff {} => WORDS, true;
    EditorFailed {} => PAGE, true;
    ApplyTheExample {} => WORDS, true;
    EmptyEditor {} => "no object stands in the text", m.page.is_none_or(|page| page.app.editor().text.trim().is_empty() || page.app.editor().counts() == (0, 0));
    LoadExample {} => WORDS, true;
    Insert {} => WORDS, true;
    InsertHelp {} => WORDS, true;
    WayOutWhy {} => PAGE, true;
    WayOutServer {} => WORDS, true;
    WayOutHow {} => "deleted alone, the set goes and its pods that are not going stay", m.page.is_none() || orphaned(m);
    WayOutDelete {} => WORDS, true;
    WayOutApply {} => WORDS, true;
    Run {} => WORDS, true;
    Underway {} => PAGE, true;
    StepDone {} => PAGE, true;
    Play {} => WORDS, true;
    Pause {} => WORDS, true;
    Step {} => WORDS, true;
    StepBack {} => WORDS, true;
    BackToLive {} => WORDS, true;
    Time {} => WORDS, true;
    Live {} => PAGE, true;
    Now {} => PAGE, true;
    Undo {} => WORDS, true;
    Redo {} => WORDS, true;
    Undone {} => PAGE, true;
    Redone {} => PAGE, true;
    OtherHistory {} => PAGE, true;
    OtherHistories {} => WORDS, true;
    ObjectBack {} => WORDS, true;
    ObjectOn {} => WORDS, true;
    EachStep {} => WORDS, true;
    Speed {} => WORDS, true;
    Reset {} => WORDS, true;
    Clock {} => WORDS, true;
    FastForward {} => PAGE, true;
    Language {} => WORDS, true;
    Theme {} => WORDS, true;
    ThemeLight {} => WORDS, true;
    ThemeDark {} => WORDS, true;
    ReducedMotion {} => WORDS, true;
    Gates {} => WORDS, true;
    GatesIntro {} => PAGE, true;
    GateMaxUnavailable {} => PAGE, true;
    GateParallelFix {} => PAGE, true;
    Present {} => WORDS, true;
    Nodes {} => WORDS, true;
    Node {} => WORDS, true;
    OtherPods {} => WORDS, true;
    Shelf {} => WORDS, true;
    Wanted {} => WORDS, true;
    Revision {} => WORDS, true;
    Uid {} => WORDS, true;
    Image {} => WORDS, true;
    Overview {} => WORDS, true;
    Sets {} => WORDS, true;
    Kept {} => "the claim is there and stays", m.disk.is_some_and(|disk| m.stays(&disk.key.name));
    NoAddressYet {} => "the name has no answer, and had none since its set was created", no_answer(m) && !was_named(m);
    NoAddressNow {} => "the name has no answer, and had one, of this set's pods or an earlier set's", no_answer(m);
    NoNode {} => WORDS, true;
    SlotWaiting {} => "there is no such pod, its set wants one, and there was one before", no_pod(m) && m.column.is_some_and(|column| m.wanted(&column.name) && column.lives > 0);
    SlotKept {} => "there is no such pod, nobody wants one, and a claim of its ordinal stays", no_pod(m) && !m.column.is_some_and(|column| m.wanted(&column.name)) && a_disk_stays(m);
    SlotNotWanted {} => "there is no such pod, and nobody wants one", no_pod(m) && !m.column.is_some_and(|column| m.wanted(&column.name));
    Unplugged {} => PAGE, true;
    DnsName {} => WORDS, true;
    Same {} => WORDS, true;
    New {} => WORDS, true;
    Name {} => WORDS, true;
    Disk {} => WORDS, true;
    Address {} => WORDS, true;
    NotYet {} => "the pod has no address yet, or no node", m.card.is_some_and(|card| m.pod_is(&card.key.name, lacks_a_place));
    BeingDeleted {} => "the claim has a deletionTimestamp", m.disk.is_some_and(|disk| m.claim(&disk.key.name).is_some_and(|claim| meta::is_deleting(&claim.metadata)));
    Receipts {} => WORDS, true;
    SlotNotYet {} => "there is no such pod, its set wants one, and there was none before", no_pod(m) && m.column.is_some_and(|column| m.wanted(&column.name) && !m.memory.lives.contains_key(&column.name));
    NoPod {} => "there is a column whose pod is not there", m.scene.sets.iter().flat_map(|set| &set.columns).any(|column| column.pod.is_none() && m.pod(&column.name).is_none());
    HealthWaiting {} => "the pod has no node", m.card.is_some_and(|pod| pod.node.is_empty() && m.pod(&pod.key.name).is_some());
    HealthStarting {} => "the pod has a node and is not Ready", m.card.is_some_and(|pod| !pod.node.is_empty() && m.pod(&pod.key.name).is_some() && !m.ready(&pod.key.name));
    HealthReady {} => "the Ready condition is True, the pod is not going, its node is heard from", m.card.is_some_and(|pod| m.ready(&pod.key.name) && !m.going(&pod.key.name) && m.heard(&pod.node));
    HealthTerminating {} => "the pod has a deletionTimestamp", m.card.is_some_and(|pod| m.going(&pod.key.name));
    HealthFailed {} => "the phase is Failed, or the pod is not Ready", m.card.is_some_and(|pod| m.pod_is(&pod.key.name, |now| phase(now) == "Failed" || !is_ready(now)));
    HealthCompleted {} => "the phase is Succeeded", m.card.is_some_and(|pod| m.pod_is(&pod.key.name, |pod| phase(pod) == "Succeeded"));
    HealthUnknown {} => "the node of the pod is not heard from", m.card.is_some_and(|pod| !m.heard(&pod.node));
    Delete {} => WORDS, true;
    Save {} => WORDS, true;
    NewFile {} => WORDS, true;
    CascadeBackground {} => WORDS, true;
    CascadeOrphan {} => WORDS, true;
    CascadeOrphanHelp {} => "deleted alone, the set goes and its pods that are not going stay, without an owner", orphaned(m);
    ConfirmReset {} => WORDS, true;
    ConfirmResetHelp {} => PAGE, true;
    PullThePlug {} => WORDS, true;
    PlugIn {} => WORDS, true;
    Yaml {} => WORDS, true;
    Changes {} => WORDS, true;
    SinceLastVersion {} => WORDS, true;
    SinceLastLife {} => WORDS, true;
    Dns {} => WORDS, true;
    Files {} => WORDS, true;
    Path {} => WORDS, true;
    Content {} => WORDS, true;
    Size {} => WORDS, true;
    Gone {} => PAGE, true;
    CopyYaml {} => WORDS, true;
    NoSet {} => "there is no set", m.world.cluster.store.list::<StatefulSet>().next().is_none();
    NoSetNow {} => WORDS, true;
    NoEvents {} => PAGE, true;
    NoStory {} => PAGE, true;
    NothingSelected {} => WORDS, true;
    NoFiles {} => PAGE, true;
    NoChanges {} => PAGE, true;
    NoAnswers {} => PAGE, true;
    NothingDue {} => "nothing is made, told to go or gone by itself", m.ahead(|_, facts| facts.iter().any(is_seen).then_some(false), |_| true);
    Newer {} => PAGE, true;
    LoadNewer {} => WORDS, true;
    ConfirmOpen {} => WORDS, true;
    ConfirmOpenHelp {} => PAGE, true;
    Open {} => WORDS, true;
    NotCopied {} => PAGE, true;
    LinkCopied {} => PAGE, true;
    Share {} => WORDS, true;
    ShareHelp {} => PAGE, true;
    Link {} => WORDS, true;
    CopyLink {} => WORDS, true;
    SaveSession {} => WORDS, true;
    OpenSession {} => WORDS, true;
    SaveScript {} => WORDS, true;
    SaveScriptHelp {} => PAGE, true;
    QrCode {} => WORDS, true;
    NoQrCode {} => PAGE, true;
    TooLongToResume {} => WORDS, true;
    Awaited {} => PAGE, true;
    AwaitedStalled {} => PAGE, true;
    TroubleStandsStill {} => PAGE, true;
    TroubleStandsStillHelp {} => PAGE, true;
    TroubleWait {} => PAGE, true;
    TroubleGiveUp {} => PAGE, true;
    TroubleBroke {} => PAGE, true;
    TroubleOurs {} => PAGE, true;
    TroubleTakenUp {} => PAGE, true;
    TroubleLost {} => PAGE, true;
    TroubleBegunAnew {} => PAGE, true;
    TroubleAgain {} => PAGE, true;
    TroubleMomentBefore {} => PAGE, true;
    TroubleFresh {} => PAGE, true;
    TroubleNotBegun {} => PAGE, true;
    TroubleNotBegunHelp {} => PAGE, true;
    TroubleWithout {} => PAGE, true;
    TroubleWithoutHelp {} => PAGE, true;
    TroubleRetry {} => PAGE, true;
    TroubleGoOn {} => PAGE, true;
    TroubleDetails {} => PAGE, true;
    EventWhen {} => WORDS, true;
    EventType {} => WORDS, true;
    EventReason {} => WORDS, true;
    EventObject {} => WORDS, true;
    EventMessage {} => WORDS, true;
    HelpTitle {} => WORDS, true;
    HelpIntro {} => PAGE, true;
    HelpKeys {} => WORDS, true;
    HelpTry {} => WORDS, true;
    HelpTryDelete {} => WORDS, true;
    HelpTryScale {} => WORDS, true;
    HelpTryImage {} => WORDS, true;
    HelpTryFile {} => WORDS, true;
    HelpTryPlug {} => WORDS, true;
    HelpTryOrphan {} => WORDS, true;
    KeyApply {} => WORDS, true;
    KeyComplete {} => WORDS, true;
    KeyDescribe {} => WORDS, true;
    KeyProblem {} => WORDS, true;
    KeyFix {} => WORDS, true;
    KeyPlay {} => WORDS, true;
    KeyStep {} => WORDS, true;
    KeyDelete {} => WORDS, true;
    KeyArrows {} => WORDS, true;
    KeyHelp {} => WORDS, true;
    KeySpeed {} => WORDS, true;
    Words {} => WORDS, true;
    NameWord {} => WORDS, true;
    DiskWord {} => WORDS, true;
    TermStatefulSet {} => WORDS, true;
    AboutStatefulSet {} => PAGE, true;
    TermPod {} => WORDS, true;
    AboutPod {} => PAGE, true;
    TermOrdinal {} => WORDS, true;
    AboutOrdinal {} => PAGE, true;
    TermNode {} => WORDS, true;
    AboutNode {} => PAGE, true;
    AboutZone {} => "no volume there is is bound to nodes by the provisioner", m.world.cluster.store.list::<PersistentVolume>().all(|volume| volume.spec.as_ref().is_none_or(|spec| spec.node_affinity.is_none()));
    TermClaim {} => WORDS, true;
    AboutClaim {} => PAGE, true;
    TermHeadless {} => WORDS, true;
    AboutHeadless {} => PAGE, true;
    TermController {} => WORDS, true;
    AboutController {} => PAGE, true;
    TermRevision {} => WORDS, true;
    AboutRevision {} => PAGE, true;
    SimulatedHonestly {} => PAGE, true;
}

fn is_seen(fact: &Fact) -> bool {
    let of_a_pod = fact.is_about(Kind::Pod) || fact.is_about(Kind::StatefulSet);
    of_a_pod && matches!(fact.what, What::Created(_) | What::Deleted(_))
}

fn no_answer(m: &Moment<'_>) -> bool {
    let dns = m.column.and_then(|column| column.dns.as_ref());
    dns.is_some_and(|dns| m.answers(&dns.name).is_empty())
}

fn was_named(m: &Moment<'_>) -> bool {
    let lives = m.column.and_then(|column| m.memory.lives.get(&column.name));
    lives.is_some_and(|lives| lives.iter().any(|life| life.named))
}

fn no_pod(m: &Moment<'_>) -> bool {
    m.column.is_some_and(|column| m.pod(&column.name).is_none())
}

fn a_disk_stays(m: &Moment<'_>) -> bool {
    let disks = m.column.into_iter().flat_map(|column| &column.disks);
    disks.into_iter().any(|disk| m.stays(&disk.key.name))
}

fn orphaned(m: &Moment<'_>) -> bool {
    let Some(set) = m.set else { return false };
    let options = DeleteOptions {
        cascade: Cascade::Orphan,
        ..DeleteOptions::default()
    };
    let input = Input::Request(Request::Delete(
        key(Kind::StatefulSet, &set.key.name),
        options,
    ));
    let pods = m.world.cluster.store.list_in::<Pod>("default");
    let lasting: Vec<(String, String)> = pods
        .filter(|pod| !meta::is_deleting(&pod.metadata) && phase(pod) == "Running")
        .map(|pod| {
            (
                meta::name(&pod.metadata).to_owned(),
                meta::uid(&pod.metadata).to_owned(),
            )
        })
        .collect();
    let stay = |world: &World| {
        lasting.iter().all(|(name, uid)| {
            let pod = get::<Pod>(world, name);
            pod.is_some_and(|pod| {
                meta::uid(&pod.metadata) == uid && meta::controller_of(&pod.metadata).is_none()
            })
        })
    };
    let gone = |world: &World| get::<StatefulSet>(world, &set.key.name).is_none();
    !m.peaceful() || m.after(&[input], |_, _| None, |world| gone(world) && stay(world))
}

fn lacks_a_place(pod: &Pod) -> bool {
    let node = pod.spec.as_ref().and_then(|spec| spec.node_name.as_ref());
    let ip = pod
        .status
        .as_ref()
        .and_then(|status| status.pod_ip.as_ref());
    node.is_none() || ip.is_none()
}
