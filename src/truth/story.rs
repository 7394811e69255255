//! What the story claims, when it is told.

use super::WORDS;
use super::claim::claims;
use super::moment::Moment;
use super::why::unschedulable;
use crate::cluster::api::conditions::{is_ready, phase};
use crate::cluster::api::pod_status::{pod_status, restarts};
use crate::cluster::api::{
    Object, PersistentVolume, PersistentVolumeClaim, Pod, Specified, StatefulSet, meta,
};
use crate::cluster::apiserver::unsimulated;
use crate::cluster::controllers::statefulset::identity::{replicas, revision_of};
use crate::i18n::Story;
use crate::sim::{Fact, What};

claims! {
    /// Whether what is told is so.
    story, STORY of Story at m;

    ServiceCreated { service, headless } => "the Service exists, headless or not as told", m.service(service) && m.headless(service) == *headless;
    ServiceGone { service } => "there is no such Service, and its pods' names have no answer", !m.service(service) && m.answers(&format!("web-0.{service}")).is_empty();
    SetCreated { set, replicas: wanted } => "the set exists and asks for that many", m.set_is(set, |set| replicas(set) == *wanted);
    SetScaled { set, from, to } => "the set asked for `from` and asks for `to`", m.set_is(set, |set| replicas(set) == *to) && before(m).is_some_and(|set| replicas(set) == *from);
    SetTemplateChanged { set } => "the pod template is another one than before", m.set_is(set, |set| before(m).is_some_and(|before| before.spec().template != set.spec().template));
    SetChanged { set } => "the spec is another one than before", m.set_is(set, |set| before(m).is_some_and(|before| before.spec != set.spec));
    RolloutDone { set } => "every pod of the set has the update revision", rollout_done(m, set);
    SetDeleting { set } => "the set has a deletionTimestamp", m.set_is(set, |set| meta::is_deleting(&set.metadata));
    SetGone { set } => "there is no such set", !m.set_is(set, |_| true);

    PodCreated { pod } => "the pod exists", m.pod(pod).is_some();
    PodCreatedFirst { pod, ordinal } => "the pod exists, is the first of its name in the set's life, and has the ordinal", m.pod(pod).is_some() && pod.ends_with(&format!("-{ordinal}")) && life(m, pod) == 1;
    PodCreatedAgain { pod, life: told } => "the pod exists and is the name's so many-th in the set's life", m.pod(pod).is_some() && life(m, pod) == *told as usize;
    PodScheduled { pod, node } => "the pod is bound to the node", node_of(m, pod) == *node;
    PodMoved { pod, node, before } => "the pod is bound to the node, and the one before it was on the other", node_of(m, pod) == *node && node != before && node_before(m, pod) == Some(before);
    PodUnschedulable { pod, reasons } => "the PodScheduled condition is False and gives these reasons", unschedulable(m, pod, reasons) && !reasons.is_empty();
    PodStarting { pod } => "the pod has container statuses, and no disk an earlier pod has used", m.pod(pod).is_some() && !old_disk(m, pod, None);
    PodStartingSameDisk { pod, disk } => "the pod mounts the claim, and an earlier pod of the same name and set has run with it", life(m, pod) > 1 && old_disk(m, pod, Some(disk));
    PodStartingOldDisk { pod, disk, files } => "the pod mounts the claim, a pod of an earlier set has run with it, and so many files are on it", old_disk(m, pod, Some(disk)) && files_on(m, disk) == *files;
    PodRunning { pod } => "the phase is Running and the pod is not Ready", m.pod_is(pod, |pod| phase(pod) == "Running" && !is_ready(pod));
    PodReady { pod } => "the Ready condition is True", m.ready(pod);
    PodReadyNamed { pod, name, ip } => "the name resolves to the address, which is the pod's", m.answers(name).contains(ip) && m.pod_is(pod, |pod| address(pod) == Some(ip));
    PodNotReady { pod } => "the Ready condition is not True", m.pod(pod).is_some() && !m.ready(pod);
    PodTerminating { pod, grace_s } => "the pod is going, with this grace as the most it gets, and its machine runs", grace_is(m, pod, *grace_s) && m.powered(&node_of(m, pod));
    PodTerminatingUnheard { pod, grace_s, node } => "the pod is going, with this grace, on this node, which has no power", grace_is(m, pod, *grace_s) && node_of(m, pod) == *node && !m.powered(node);
    PodGoneNameAndDiskStay { pod, disk } => "there is no such pod, its set wants one of its name, and its claim is there and stays", m.pod(pod).is_none() && m.wanted(pod) && m.stays(disk);
    PodGoneNameStays { pod } => "there is no such pod, its set wants one of its name, and it had no disk", m.pod(pod).is_none() && m.wanted(pod);
    PodGoneDiskKept { pod, disk } => "there is no such pod, nobody wants one, and its claim is there and stays", m.pod(pod).is_none() && !m.wanted(pod) && m.stays(disk);
    PodGoneDiskGoes { pod, disk, wanted } => "there is no such pod, wanted or not as told, and its claim is there and goes", m.pod(pod).is_none() && m.wanted(pod) == *wanted && m.claim(disk).is_some() && m.goes(disk);
    PodGoneDiskGone { pod, disk, wanted } => "there is no such pod, wanted or not as told, and no such claim", m.pod(pod).is_none() && m.wanted(pod) == *wanted && m.claim(disk).is_none();
    PodGoneUnheard { pod, node } => "there is no such pod, and the node has no power or is not heard from", m.pod(pod).is_none() && (!m.powered(node) || !m.heard(node));
    PodGone { pod } => "there is no such pod", m.pod(pod).is_none();
    PodFailed { status, .. } => "the phase came to be Failed, with this STATUS", told_pod(m).is_some_and(|pod| phase(pod) == "Failed" && pod_status(pod) == *status);
    PodCompleted { pod } => "the phase is Succeeded", m.pod_is(pod, |pod| phase(pod) == "Succeeded");
    PodRestarted { pod, restarts: told } => "the pod was there before, and its containers have restarted so often", m.pod_is(pod, |pod| restarts(pod) == *told && before_is_same(m, pod));
    PodEnded { pod, status } => "the STATUS is this, the pod is not Ready, and a container of it has ended", m.pod_is(pod, |pod| pod_status(pod) == *status && !is_ready(pod) && has_ended(pod));
    PodStuck { pod, status } => "the STATUS is this, the pod is not Ready, and none of its containers has ended", m.pod_is(pod, |pod| pod_status(pod) == *status && !is_ready(pod) && !has_ended(pod));

    ClaimCreated { claim } => "the claim exists", m.claim(claim).is_some();
    ClaimBound { claim } => "the claim is bound to a volume, which exists", is_bound(m, claim);
    ClaimDeleting { claim } => "the claim is going, and no pod that has not ended uses it", claim_going(m, claim) && user(m, claim).is_none();
    ClaimHeld { claim, pod } => "the claim is going, the pod uses it, and it is there as long as the pod is", claim_going(m, claim) && held_while_used(m, claim, pod);
    ClaimGone { claim } => "there is no such claim", m.claim(claim).is_none();
    VolumeGone { volume, claim, files } => "there is no such volume, no bytes of it, and no claim bound to it; so many files had been written there and not removed", no_volume(m, volume) && m.memory.files_lost(volume) == *files && claim.as_ref().is_none_or(|claim| !is_on(m, claim, volume));

    NameAnswers { name, ip } => "the name resolves to the address", m.answers(name).contains(ip);
    NameMoved { name, ip, before } => "the name resolves to the address, and no longer to the one before", m.answers(name).contains(ip) && !m.answers(name).contains(before);
    NameEmpty { name, stays } => "the name has no answer; a pod is to have it again if a set wants one of that name", m.answers(name).is_empty() && name.split('.').next().is_some_and(|pod| m.wanted(pod)) == *stays;

    PowerCut { node, known } => "the machine has no power; the API server holds its node for Ready, unless that is known", !m.powered(node) && (*known || m.heard(node));
    PowerBack { node } => "the machine has power", m.powered(node);
    NodeLost { node } => "the node is not Ready, and no pod on it is replaced while that is so", !m.heard(node) && nobody_replaced(m, node);
    NodeReady { node } => "the node is Ready", m.heard(node);
    FileChanged { pod, path, disk, removed } => "the pod exists and mounts the claim, if any; the file was written, or removed if so told", m.pod(pod).is_some() && file_changed(m, path, disk.as_deref(), *removed);
    Stored { .. } => "the kind has no controller in this cluster", m.fact.and_then(Fact::object).is_some_and(|object| unsimulated::note(object.kind()).is_some());
    Refused { .. } => WORDS, true;
}

/// Whether a container ran, and ended.
fn has_ended(pod: &Pod) -> bool {
    super::wait::containers(pod).any(|status| {
        let both = [&status.state, &status.last_state];
        let mut states = both.into_iter().flatten();
        states.any(|state| state.terminated.is_some())
    })
}

fn before<'a>(m: &'a Moment<'_>) -> Option<&'a StatefulSet> {
    match &m.fact?.what {
        What::Changed {
            before: Object::StatefulSet(set),
            ..
        } => Some(set),
        _ => None,
    }
}

/// The pod as it was when what is told happened.
fn told_pod<'a>(m: &'a Moment<'_>) -> Option<&'a Pod> {
    let object = m.fact?.object()?;
    object.get::<Pod>().map(|pod| &**pod)
}

fn before_is_same(m: &Moment<'_>, pod: &Pod) -> bool {
    let fact = m.fact.map(|fact| &fact.what);
    matches!(fact, Some(What::Changed { before, .. }) if before.uid() == meta::uid(&pod.metadata))
}

fn rollout_done(m: &Moment<'_>, set: &str) -> bool {
    m.set_is(set, |set| {
        let update = set
            .status
            .as_ref()
            .and_then(|status| status.update_revision.as_deref());
        let uid = meta::uid(&set.metadata);
        let mut pods =
            m.world.cluster.store.list::<Pod>().filter(|pod| {
                meta::controller_of(&pod.metadata).is_some_and(|owner| owner.uid == uid)
            });
        pods.all(|pod| Some(revision_of(pod)) == update)
    })
}

fn life(m: &Moment<'_>, pod: &str) -> usize {
    m.memory.lives.get(pod).map_or(0, Vec::len)
}

fn node_before<'a>(m: &'a Moment<'_>, pod: &str) -> Option<&'a String> {
    let lives = m.memory.lives.get(pod)?;
    lives.iter().rev().nth(1).map(|life| &life.node)
}

fn node_of(m: &Moment<'_>, pod: &str) -> String {
    let spec = m.pod(pod).and_then(|pod| pod.spec.as_ref());
    spec.and_then(|spec| spec.node_name.clone())
        .unwrap_or_default()
}

/// Whether the pod mounts the claim (or any) and another pod has run with it before.
fn old_disk(m: &Moment<'_>, pod: &str, disk: Option<&str>) -> bool {
    let Some(pod) = m.pod(pod) else { return false };
    let uid = meta::uid(&pod.metadata);
    let mut claims = crate::view::beat::mounted_claims(pod);
    claims.any(|name| {
        let claim = m.claim(name).map(|claim| meta::uid(&claim.metadata));
        let users = claim.and_then(|claim| m.memory.users.get(claim));
        disk.is_none_or(|disk| disk == name)
            && users.is_some_and(|users| users.iter().any(|user| user != uid))
    })
}

fn files_on(m: &Moment<'_>, disk: &str) -> usize {
    let spec = m.claim(disk).and_then(|claim| claim.spec.as_ref());
    let volume = spec.and_then(|spec| spec.volume_name.clone());
    let tree = volume.and_then(|volume| m.world.cluster.disks.get(&volume));
    tree.map_or(0, |tree| tree.iter().count())
}

fn address(pod: &Pod) -> Option<&String> {
    pod.status.as_ref()?.pod_ip.as_ref()
}

fn grace_is(m: &Moment<'_>, pod: &str, grace_s: u64) -> bool {
    m.going(pod)
        && m.pod_is(pod, |pod| {
            let grace = pod.metadata.deletion_grace_period_seconds;
            grace.and_then(|grace| u64::try_from(grace).ok()) == Some(grace_s)
        })
}

fn no_volume(m: &Moment<'_>, volume: &str) -> bool {
    let store = &m.world.cluster.store;
    store.get::<PersistentVolume>("", volume).is_none()
        && !m.world.cluster.disks.contains_key(volume)
}

fn is_on(m: &Moment<'_>, claim: &str, volume: &str) -> bool {
    let spec = m.claim(claim).and_then(|claim| claim.spec.as_ref());
    spec.is_some_and(|spec| spec.volume_name.as_deref() == Some(volume))
}

fn is_bound(m: &Moment<'_>, claim: &str) -> bool {
    let spec = m.claim(claim).and_then(|claim| claim.spec.as_ref());
    let volume = spec.and_then(|spec| spec.volume_name.as_deref());
    let store = &m.world.cluster.store;
    volume.is_some_and(|volume| store.get::<PersistentVolume>("", volume).is_some())
}

fn file_changed(m: &Moment<'_>, told: &str, disk: Option<&str>, gone: bool) -> bool {
    let Some(What::File {
        path,
        removed,
        volume,
        ..
    }) = m.fact.map(|fact| &fact.what)
    else {
        return false;
    };
    let same_disk = match (disk, volume) {
        (Some(claim), Some(volume)) => is_on(m, claim, volume),
        (None, None) => true,
        _ => false,
    };
    path == told && *removed == gone && same_disk
}

fn claim_going(m: &Moment<'_>, claim: &str) -> bool {
    m.claim(claim)
        .is_some_and(|claim| meta::is_deleting(&claim.metadata))
}

/// A pod that uses the claim and keeps it so.
fn user<'a>(m: &'a Moment<'_>, claim: &str) -> Option<&'a str> {
    let mut pods = m.world.cluster.store.list_in::<Pod>("default");
    let uses = |pod: &&std::sync::Arc<Pod>| {
        let ended = matches!(phase(pod), "Failed" | "Succeeded");
        let placed = pod
            .spec
            .as_ref()
            .is_some_and(|spec| spec.node_name.is_some());
        !ended && placed && crate::view::beat::mounted_claims(pod).any(|name| name == claim)
    };
    pods.find(uses).map(|pod| meta::name(&pod.metadata))
}

fn held_while_used(m: &Moment<'_>, claim: &str, pod: &str) -> bool {
    let uid = m.pod(pod).map(|pod| meta::uid(&pod.metadata).to_owned());
    let used = |world: &crate::sim::World| {
        let pod = super::moment::get::<Pod>(world, pod);
        pod.is_some_and(|pod| {
            Some(meta::uid(&pod.metadata)) == uid.as_deref()
                && !matches!(phase(pod), "Failed" | "Succeeded")
        })
    };
    let there = |world: &crate::sim::World| {
        super::moment::get::<PersistentVolumeClaim>(world, claim).is_some()
    };
    m.pod(pod).is_some()
        && m.ahead(
            |world, _| match (used(world), there(world)) {
                (false, _) => Some(true),
                (true, false) => Some(false),
                (true, true) => None,
            },
            |_| true,
        )
}

/// No pod on the node gives its name to another one while the node is not heard from.
fn nobody_replaced(m: &Moment<'_>, node: &str) -> bool {
    let on_it = |pod: &Pod| {
        let place = pod.spec.as_ref().and_then(|spec| spec.node_name.as_deref());
        place == Some(node)
    };
    let pods = m.world.cluster.store.list::<Pod>();
    let mut there: Vec<(String, String)> = vec![];
    for pod in pods.filter(|pod| on_it(pod) && !m.going(meta::name(&pod.metadata))) {
        let (name, uid) = (meta::name(&pod.metadata), meta::uid(&pod.metadata));
        there.push((name.to_owned(), uid.to_owned()));
    }
    m.ahead(
        |world, _| {
            let heard = world
                .cluster
                .store
                .get::<crate::cluster::api::Node>("", node);
            if heard.is_none_or(|node| crate::cluster::api::conditions::node_is_ready(node)) {
                return Some(true);
            }
            let replaced = there.iter().any(|(name, uid)| {
                super::moment::get::<Pod>(world, name)
                    .is_some_and(|pod| meta::uid(&pod.metadata) != uid)
            });
            replaced.then_some(false)
        },
        |_| true,
    )
}
