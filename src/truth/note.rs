//! What captions, accessible descriptions, receipts and questions claim, as long as they stand.

use super::claim::claims;
use super::moment::{Moment, get, key};
use super::receipt::receipt;
use super::wait;
use super::{PAGE, WORDS};
use crate::app::App;
use crate::cluster::api::conditions::{is_ready, phase};
use crate::cluster::api::{
    Kind, Node, Object, PersistentVolume, PersistentVolumeClaim, Pod, Service, Specified,
    StatefulSet, Taint, meta,
};
use crate::cluster::apiserver::{Cascade, DeleteOptions, unsimulated};
use crate::i18n::Note;
use crate::manifest;
use crate::sim::act::act;
use crate::sim::{Input, Request, World};
use crate::view::scene::SetPicture;

claims! {
    /// Whether what stands there is so.
    note, NOTE of Note at m;

    Actor(_) => WORDS, true;
    Page {} => PAGE, true;
    DeletePod { .. } => WORDS, true;
    ForceDeletePod { .. } => WORDS, true;
    DeleteSet { .. } => WORDS, true;
    DeleteClaim { .. } => WORDS, true;
    ScaleUp { .. } => WORDS, true;
    ScaleDown { .. } => WORDS, true;
    EditImage { .. } => WORDS, true;
    PowerOff { .. } => WORDS, true;
    PowerOn { .. } => WORDS, true;
    SpeedOf { .. } => WORDS, true;
    DeleteFile { .. } => WORDS, true;
    PodAria { pod, node, ip, disks, .. } => "the pod is on the node, has the address, and the claims exist", m.pod_is(pod, |pod| node_is(pod, node) && address(pod) == *ip) && disks.iter().all(|disk| m.claim(disk).is_some());
    SlotAria { pod, wanted, lived, disks } => "there is no such pod, wanted or not, and there was one or not, as told, and the claims stay", m.pod(pod).is_none() && m.wanted(pod) == *wanted && (lives_of(m, pod) > 0) == *lived && disks.iter().all(|disk| m.stays(disk));
    NoName { pod } => "the set names no Service", m.set.is_some_and(|set| set.service_name.is_empty() && pod.starts_with(&*set.key.name));
    NameAria { name, answer } => "the name resolves to the address, or to none", match answer { Some(ip) => m.answers(name).contains(ip), None => m.answers(name).is_empty() };
    ClaimAria { claim, volume, kept, .. } => "the claim exists, has the volume, and stays if it is called kept", m.claim(claim).is_some_and(|claim| volume_of(claim) == *volume) && (!kept || m.stays(claim));
    SetAria { set, ready, wanted } => "the set asks for so many, and so many of its pods are Ready by its status", counts(m, set, *ready, *wanted);
    ReadyCounted { ready, wanted } => "the same, while another number of its pods are Ready", m.set.is_some_and(|set| counts(m, &set.key.name, *ready, *wanted) && ready_pods(m, set) != *ready);
    ReadyOf { ready, wanted } => "the set asks for so many, and so many of its pods are Ready by its status", m.set.is_some_and(|set| set.remains.is_some() || counts(m, &set.key.name, *ready, *wanted));
    Lives { lives } => "so many pods have had the name since its set was created", m.column.is_some_and(|column| lives_of(m, &column.name) == *lives as usize);
    InSight { .. } => WORDS, true;
    MoreWanted { count } => "the set asks for at least so many ordinals that no pod has", m.set.is_some_and(|set| more_wanted(m, &set.key.name) >= i64::from(*count));
    NodesTake { nodes, all, .. } => "there are so many nodes, their allocatable pods are so many, and the set asks for more", nodes_take(m.world) == (*nodes, *all) && m.set.is_some_and(|set| i64::from(set.wanted) > i64::from(*all));
    Pods { count } => "so many pods are bound to the node", m.node.is_some_and(|node| pods_on(m.world, &node.name) == *count);
    Files { count } => "so many files are on the claim's volume", m.disk.is_some_and(|disk| files_on(m.world, &disk.volume) == *count);
    Problems { .. } => PAGE, true;
    Bytes { .. } => PAGE, true;
    InThePast { .. } => PAGE, true;
    ActsDropped { .. } => PAGE, true;
    Forked { .. } => PAGE, true;
    Marked { .. } => PAGE, true;
    HistoryLeft { .. } => PAGE, true;
    PassedBy { .. } => PAGE, true;
    WaitForGrace { pod, seconds } => "the pod is going, with this grace, which ends within it, on a machine that runs", wait::grace(m, pod, *seconds);
    WaitForWord { node, seconds } => "the machine has no power, its node is held for Ready, and is not any more within this time", wait::word(m, node, *seconds);
    WaitForToleration { pod, node, seconds } => "the pod is on the node, which is not heard from; it tolerates that for this long, and is told to go within it", wait::toleration(m, pod, node, *seconds);
    WaitForBackOff { pod, seconds } => "a container of the pod has ended or did not start; it is tried again within this time", wait::back_off(m, pod, *seconds);
    WaitForProbe { pod, seconds } => "the pod has probes; whether it is Ready is another thing within this time", wait::probe(m, pod, *seconds);
    WaitForMinReady { pod, seconds } => "the pod is Ready; its set asks for so many minReadySeconds, and it has not been Ready for as long", wait::min_ready(m, pod, *seconds);
    WaitForActor { seconds, .. } => "nothing is seen before that", wait::takes(m, *seconds);
    Back { pod } => "the pod is there, Ready, not going, and not the first of its name", m.ready(pod) && !m.going(pod) && lives_of(m, pod) > 1;
    LifeOf { pod, life } => "the pod is there, not Ready or going, and so many have had its name", m.pod(pod).is_some() && (!m.ready(pod) || m.going(pod)) && lives_of(m, pod) == *life as usize;
    Receipt { pod, life, same, new } => "of the pod and the one before it, what is called the same is the same and what is called new is new; a disk is the same if an earlier pod has run with the claim, and a DNS name if it has led to an earlier pod", receipt(m, pod, *life, same, new);
    OpenReceipt { pod, life } => "the pod is there, and so many have had its name", m.pod(pod).is_some() && lives_of(m, pod) == *life as usize;
    MoreReceipts { .. } => PAGE, true;
    Outdated { revision } => "the pod has this revision, which is not the one its set gives", m.card.is_some_and(|pod| pod.revision == *revision && m.outdated(&pod.key.name));
    OldImage { image } => "a container of the pod has this image, which its set's template does not name", m.card.is_some_and(|pod| old_image(m, &pod.key.name, image));
    Partition { partition } => "the set's partition is this", m.set.is_some_and(|set| set.partition == Some(*partition));
    ServiceMissing { service } => "there is no headless Service of this name", !m.headless(service);
    Applied { created, changed, same, idle } => "the text has so many objects, all are there, and one of a kind that nothing acts on is among them if so told", m.page.is_none_or(|page| applied(page.app, created + changed + same, *idle));
    Refused { .. } => WORDS, true;
    SetsBackReplicas { set, live, text } => "the set asks for so many; with the text applied, for so many as stand there", m.page.is_none_or(|page| sets_back(m, page.app, set, Some(*live), Some(*text), |set| set.spec().replicas));
    SetsBackImage { set, container, live, text } => "the container of the set's template has this image; with the text applied, the other", m.page.is_none_or(|page| sets_back(m, page.app, set, Some(live.clone()), Some(text.clone()), |set| image_of(set, container)));
    NotApplied { errors } => "the text has so many errors, and nothing was done to the cluster", m.page.is_none_or(|page| page.app.editor().counts().0 == *errors && page.app.past().0.len() == page.inputs_before);
    Restored { .. } => PAGE, true;
    NotResumed { .. } => PAGE, true;
    SessionBroken { .. } => PAGE, true;
    SessionVersion { .. } => PAGE, true;
    SessionTooLong { .. } => PAGE, true;
    SessionDiffers { .. } => PAGE, true;
    LinkLength { .. } => PAGE, true;
    RestoreFailed { .. } => PAGE, true;
    Copied { what } => "it is what is selected", m.page.is_none_or(|page| page.app.selected().is_some_and(|key| *key.name == **what));
    ConfirmDeleteClaim { .. } => WORDS, true;
    ConfirmForceDelete { pod } => "the pod is going already", m.going(pod);
    DeleteSetHelp { going, staying } => "deleted with its pods, the set goes and its pods; these claims go, those stay, and the Service stays", set_deleted(m, going, staying);
    DeleteSetAlready { set } => "the set has a deletionTimestamp", m.set_is(set, |set| meta::is_deleting(&set.metadata));
    DeleteClaimHelp { volume_stays, held_by } => "deleted, the claim goes, but not while a pod uses it that has not ended, and its volume with it or not as told", claim_deleted(m, *volume_stays, held_by.as_deref());
    ForceDeleteRisk { pod, node, disk } => "the machine has no power and the pod is going; by force it is out of the API at once; the claim is its own", m.going(pod) && !m.powered(node) && forced(m, pod) && disk.as_ref().is_none_or(|disk| m.claim(disk).is_some());
    ForceDeleteInstead { pod, node } => "the pod goes once the node is plugged in, and once it has the out-of-service taint", gone_after(m, pod, vec![plug(node)]) && gone_after(m, pod, taint(m, node));
    ForceDeleteHeard { pod, .. } => "the pod is going and goes by itself; by force it is out of the API at once", m.going(pod) && forced(m, pod) && gone_after(m, pod, vec![]);
    AtLine { .. } => PAGE, true;
    DidYouMean { .. } => PAGE, true;
    BelongsUnder { .. } => PAGE, true;
    NotHere { .. } => PAGE, true;
    Custom { .. } => PAGE, true;
    FullWidth { .. } => PAGE, true;
    OtherSpace {} => PAGE, true;
    SpacesNotTabs {} => PAGE, true;
    Quote {} => PAGE, true;
    Unquote {} => PAGE, true;
    FixRename { .. } => WORDS, true;
    FixQuote {} => WORDS, true;
    FixUnquote {} => WORDS, true;
    FixSpaces {} => WORDS, true;
    FixHalfWidth {} => WORDS, true;
    FixLabels {} => WORDS, true;
    FixRollingUpdate {} => WORDS, true;
    FixRecreate {} => WORDS, true;
    WayOutTitle { .. } => WORDS, true;
    WayOutChange { .. } => PAGE, true;
    WayOutDone { pods, claims } => "the pods are there as they were when the way was entered, and the set of now owns them; its claim templates are others than before, if so told", m.page.is_none_or(|page| taken_over(m, page.app, pods) && page.app.way_out().is_some_and(|way| way.changes_claims() == *claims));
}

/// Whether so many objects stand in the text that was applied, and all of them in the cluster.
fn applied(app: &App, count: usize, idle: Option<Kind>) -> bool {
    let (documents, _) = manifest::read(&app.editor().applied);
    let store = &app.world().cluster.store;
    let mut kinds = documents.iter().map(|document| document.key.kind);
    documents.len() == count
        && (documents.iter()).all(|document| store.object(&document.key).is_some())
        && kinds.find(|kind| unsimulated::note(*kind).is_some()) == idle
}

/// Whether a set of the cluster says the one thing now, and the other once the text is applied.
fn sets_back<T: PartialEq>(
    m: &Moment<'_>,
    app: &App,
    set: &str,
    live: T,
    text: T,
    says: impl Fn(&StatefulSet) -> T,
) -> bool {
    let mut world = m.world.clone();
    for document in manifest::read(&app.editor().text).0 {
        let apply = Input::Request(Request::Apply(document.object));
        drop(act(&mut world, &apply, u64::MAX));
    }
    let is = |world: &World, told: T| {
        get::<StatefulSet>(world, set).is_some_and(|set| says(set) == told)
    };
    is(m.world, live) && is(&world, text)
}

fn image_of(set: &StatefulSet, container: &str) -> Option<String> {
    let pod = set.spec().template.spec.as_ref()?;
    let mut containers = pod.containers.iter();
    let found = containers.find(|found| found.name == container)?;
    found.image.clone()
}

/// Whether the pods that were there when the way out began belong to the set of now.
fn taken_over(m: &Moment<'_>, app: &App, pods: &[String]) -> bool {
    let Some(way) = app.way_out() else {
        return false;
    };
    let set = get::<StatefulSet>(m.world, &way.set.name);
    let set = set.map(|set| meta::uid(&set.metadata));
    pods.iter().all(|pod| {
        let first = way.pods.iter().find(|(name, _)| name == pod);
        m.pod_is(pod, |now| {
            let owner = meta::controller_of(&now.metadata);
            first.is_some_and(|(_, uid)| uid == meta::uid(&now.metadata))
                && owner.map(|owner| owner.uid.as_str()) == set
        })
    })
}

pub(super) fn node_is(pod: &Pod, node: &str) -> bool {
    let place = pod.spec.as_ref().and_then(|spec| spec.node_name.as_deref());
    place.unwrap_or_default() == node
}

fn address(pod: &Pod) -> String {
    let status = pod.status.as_ref();
    status
        .and_then(|status| status.pod_ip.clone())
        .unwrap_or_default()
}

fn volume_of(claim: &PersistentVolumeClaim) -> String {
    let spec = claim.spec.as_ref();
    spec.and_then(|spec| spec.volume_name.clone())
        .unwrap_or_default()
}

fn pods_on(world: &World, node: &str) -> usize {
    let pods = world.cluster.store.list::<Pod>();
    pods.filter(|pod| node_is(pod, node)).count()
}

fn counts(m: &Moment<'_>, set: &str, ready: i32, wanted: i32) -> bool {
    m.set_is(set, |set| {
        let status = set.status.as_ref();
        let told = status.and_then(|status| status.ready_replicas);
        set.spec().replicas == Some(wanted) && told.unwrap_or_default() == ready
    })
}

fn ready_pods(m: &Moment<'_>, set: &SetPicture) -> i32 {
    let pods = m.world.cluster.store.list_in::<Pod>("default");
    let ready = pods.filter(|pod| {
        let owner = meta::controller_of(&pod.metadata);
        owner.is_some_and(|owner| owner.uid == set.uid) && is_ready(pod)
    });
    i32::try_from(ready.count()).unwrap_or(i32::MAX)
}

pub(super) fn lives_of(m: &Moment<'_>, pod: &str) -> usize {
    m.memory.lives.get(pod).map_or(0, Vec::len)
}

fn files_on(world: &World, volume: &str) -> usize {
    let tree = world.cluster.disks.get(volume);
    tree.map_or(0, |tree| tree.iter().count())
}

fn old_image(m: &Moment<'_>, pod: &str, image: &str) -> bool {
    let set = m
        .set
        .and_then(|set| get::<StatefulSet>(m.world, &set.key.name));
    let template = set.and_then(|set| set.spec().template.spec.as_ref());
    let named = |image: &str| {
        template.is_some_and(|spec| {
            spec.containers
                .iter()
                .any(|one| one.image.as_deref() == Some(image))
        })
    };
    let runs = |pod: &Pod| {
        let spec = pod.spec.as_ref();
        spec.is_some_and(|spec| {
            spec.containers
                .iter()
                .any(|one| one.image.as_deref() == Some(image))
        })
    };
    m.pod_is(pod, runs) && !named(image)
}

fn delete(kind: Kind, name: &str, options: DeleteOptions) -> Input {
    Input::Request(Request::Delete(key(kind, name), options))
}

fn set_deleted(m: &Moment<'_>, going: &[String], staying: &[String]) -> bool {
    let Some(set) = m.set else { return false };
    let input = delete(
        Kind::StatefulSet,
        &set.key.name,
        DeleteOptions {
            cascade: Cascade::Background,
            ..DeleteOptions::default()
        },
    );
    let uid = |world: &World, claim: &str| {
        let claim = get::<PersistentVolumeClaim>(world, claim);
        claim.map(|claim| meta::uid(&claim.metadata).to_owned())
    };
    let service = get::<Service>(m.world, &set.service_name).is_some();
    let peaceful = m.peaceful();
    m.after(
        &[input],
        |_, _| None,
        |world| {
            let pods = world.cluster.store.list_in::<Pod>("default");
            let mut owned = pods.filter(|pod| {
                meta::controller_of(&pod.metadata).is_some_and(|owner| owner.uid == set.uid)
            });
            get::<StatefulSet>(world, &set.key.name).is_none()
                && service == get::<Service>(world, &set.service_name).is_some()
                && staying
                    .iter()
                    .all(|claim| uid(world, claim) == uid(m.world, claim))
                && (!peaceful
                    || (owned.next().is_none()
                        && going.iter().all(|claim| on_its_way(world, claim))))
        },
    )
}

fn claim_deleted(m: &Moment<'_>, volume_stays: bool, held_by: Option<&str>) -> bool {
    let Some(disk) = m.disk else { return false };
    let name = &*disk.key.name;
    let there = |world: &World| {
        get::<PersistentVolumeClaim>(world, name)
            .is_some_and(|claim| meta::uid(&claim.metadata) == disk.uid)
    };
    let volume = |world: &World| {
        world
            .cluster
            .store
            .get::<PersistentVolume>("", &disk.volume)
            .is_some()
    };
    let input = delete(Kind::PersistentVolumeClaim, name, DeleteOptions::default());
    let holder = pod_uid(m.world, held_by);
    // A pod that has ended, or has no node yet, holds no claim for long.
    let held = held_by.is_some_and(|pod| m.pod_is(pod, |pod| phase(pod) == "Running"));
    m.after(
        &[input],
        |world, _| {
            let user = holder.is_some() && pod_uid(world, held_by) == holder;
            (held && user && !there(world)).then_some(false)
        },
        |world| {
            held_by.is_some()
                || (!there(world) && (disk.volume.is_empty() || volume(world) == volume_stays))
        },
    )
}

fn pod_uid(world: &World, pod: Option<&str>) -> Option<String> {
    let pod = get::<Pod>(world, pod?);
    let pod = pod.filter(|pod| !matches!(phase(pod), "Failed" | "Succeeded"));
    pod.map(|pod| meta::uid(&pod.metadata).to_owned())
}

/// The claim is gone, or going as soon as the last pod that uses it (a stranger by now) has ended.
fn on_its_way(world: &World, claim: &str) -> bool {
    let claim = get::<PersistentVolumeClaim>(world, claim);
    claim.is_none_or(|claim| meta::is_deleting(&claim.metadata))
}

/// Deleted by force, the pod is out of the API at once.
fn forced(m: &Moment<'_>, pod: &str) -> bool {
    let options = DeleteOptions {
        grace_period_seconds: Some(0),
        ..DeleteOptions::default()
    };
    let uid = m.pod(pod).map(|pod| meta::uid(&pod.metadata).to_owned());
    m.after(
        &[delete(Kind::Pod, pod, options)],
        |world, _| {
            let now = get::<Pod>(world, pod).map(|pod| meta::uid(&pod.metadata));
            Some(now != uid.as_deref())
        },
        |_| true,
    )
}

fn gone_after(m: &Moment<'_>, pod: &str, inputs: Vec<Input>) -> bool {
    let uid = m.pod(pod).map(|pod| meta::uid(&pod.metadata).to_owned());
    let gone = |world: &World| {
        get::<Pod>(world, pod).map(|pod| meta::uid(&pod.metadata)) != uid.as_deref()
    };
    m.after(&inputs, |world, _| gone(world).then_some(true), gone)
}

fn plug(node: &str) -> Input {
    Input::Power {
        node: node.to_owned(),
        on: true,
    }
}

fn taint(m: &Moment<'_>, node: &str) -> Vec<Input> {
    let Some(node) = m.world.cluster.store.get::<Node>("", node) else {
        return vec![];
    };
    let mut node = Node::clone(node);
    node.metadata.resource_version = None;
    let taints = node
        .spec
        .get_or_insert_default()
        .taints
        .get_or_insert_default();
    taints.push(Taint {
        key: "node.kubernetes.io/out-of-service".to_owned(),
        value: Some("nodeshutdown".to_owned()),
        effect: "NoExecute".to_owned(),
        ..Taint::default()
    });
    vec![Input::Request(Request::Update(Object::from(node)))]
}

/// How many more pods a set asks for than there are of its name.
fn more_wanted(m: &Moment<'_>, set: &str) -> i64 {
    let asked = get::<StatefulSet>(m.world, set).map_or(0, |set| set.spec().replicas.unwrap_or(1));
    let pods = m.world.cluster.store.list::<Pod>();
    let there = pods
        .filter(|pod| m.wanted(meta::name(&pod.metadata)))
        .count();
    i64::from(asked) - i64::try_from(there).unwrap_or(i64::MAX)
}

/// How many nodes there are, and how many pods they take together.
fn nodes_take(world: &World) -> (usize, u32) {
    let nodes: Vec<_> = world.cluster.store.list::<Node>().collect();
    let takes = nodes.iter().filter_map(|node| {
        let room = node.status.as_ref()?.allocatable.as_ref()?.get("pods")?;
        room.0.parse::<u32>().ok()
    });
    (nodes.len(), takes.sum())
}
