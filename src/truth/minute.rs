//! What the card of the first minute claims: of what there is to do as long as it stands, of what became of it when it
//! is told.

use super::claim::claims;
use super::moment::{Moment, get, key};
use super::note::{lives_of, node_is};
use super::{PAGE, WORDS};
use crate::app::Editor;
use crate::cluster::api::conditions::is_ready;
use crate::cluster::api::pod_status::pod_status;
use crate::cluster::api::{Key, Kind, PersistentVolumeClaim, Pod, Specified, StatefulSet, meta};
use crate::cluster::controllers::statefulset::identity::{
    in_range, parent_and_ordinal, replicas, revision_of,
};
use crate::cluster::kubelet::files;
use crate::i18n::Minute;
use crate::manifest;

claims! {
    /// Whether what stands on the card is so.
    minute, MINUTE of Minute at m;

    Title {} => WORDS, true;
    What {} => PAGE, true;
    AskDelete { pod } => "the pod is there, or a set wants it", m.pod(pod).is_some() || m.wanted(pod);
    Going { pod } => "a set wants a pod of this name, and the last one told to go is gone or going, or the next one is not Ready yet", m.wanted(pod) && (m.going(pod) || !m.ready(pod));
    Back { pod, disks, ip } => "the pod is Ready and not the first of its name; earlier ones ran with these claims; its address is this, and the one before had another, or else the same", is_back(m, pod, disks, ip.as_ref());
    AskKeep { pod } => "the pod is there, or a set wants it, and its set's pods have disks; without a pod, there is a set whose pods have none", match pod { Some(pod) => (m.pod(pod).is_some() || m.wanted(pod)) && has_templates(m, set_of(pod)), None => sets(m).any(|set| !templates(set)) };
    AskKeepDelete { pod, path } => "the pod is there; if it is Ready, it has the file", m.pod(pod).is_some() && (!m.ready(pod) || has_file(m, pod, path));
    GoingFile { pod } => "a set wants a pod of this name, and the last one told to go is gone or going, or the next one is not Ready yet", m.wanted(pod) && (m.going(pod) || !m.ready(pod));
    Kept { pod, path, disk } => "the pod is Ready, not the first of its name, and has the file; an earlier one ran with the claim", m.ready(pod) && has_file(m, pod, path) && ran_before(m, pod, disk);
    AskScale { set } => "the set exists", m.set_is(set, |_| true);
    AskBack { set, to } => "the set asks for more than that", m.set_is(set, |set| replicas(set) > *to);
    Shrinking { set } => "a pod of the set is there that it does not want", m.set_is(set, |set| own(m, set).any(|pod| is_surplus(set, pod)));
    Scaled { order, kept } => "none of these pods is there and wanted; their claims stay, if so told", order.iter().all(|pod| m.pod(pod).is_none() && !m.wanted(pod) && (!kept || claims_stay(m, pod)));
    AskImage { set } => "the set exists", m.set_is(set, |_| true);
    Rolling { set } => "the set's controller has not seen its template yet, a pod of it has another revision, or one is missing before the update revision is the current one", m.set_is(set, |set| rolls(m, set) || (!is_whole(m, set) && !is_done(set)));
    RollingLast { set } => "the set has all its pods, all of the update revision, and that is not the current one yet", m.set_is(set, |set| !rolls(m, set) && is_whole(m, set) && !is_done(set));
    Rolled { order, disks, from_top } => "these pods are there and not the first of their names, with the revision of now; each has a claim of its own, if so told; their ordinals fall, if so told", (!from_top || order.is_sorted_by(|one, next| parent_and_ordinal(one).1 > parent_and_ordinal(next).1)) && order.iter().all(|pod| !m.outdated(pod) && m.pod(pod).is_some() && lives_of(m, pod) > 1 && (!disks || claims_stay(m, pod)));
    AskBroken { set } => "the set exists", m.set_is(set, |_| true);
    Stuck { pod, status } => "the STATUS is this, and the pod is not Ready", m.pod_is(pod, |pod| pod_status(pod) == *status && !is_ready(pod));
    AskHelp { pod } => "the pod is there, is not Ready, and has another image than its set's template", m.pod_is(pod, |found| !is_ready(found) && m.set_is(set_of(pod), |set| image_of(found) != template_image(set)));
    Replacing { pod } => "a set wants a pod of this name, and the last one told to go is gone or going, or the next one is not Ready yet", m.wanted(pod) && (m.going(pod) || !m.ready(pod));
    Unstuck { pod } => "the pod is Ready, not the first of its name, and has the image of its set's template", m.pod_is(pod, |found| is_ready(found) && m.set_is(set_of(pod), |set| image_of(found) == template_image(set))) && lives_of(m, pod) > 1;
    Replaced { pod } => "the pod is Ready and not the first of its name", m.ready(pod) && lives_of(m, pod) > 1;
    AskPlug { at } => "the node has power, and the pod is on it and Ready; without a node, no pod of the set is Ready on a node with power", match at { Some((node, pod)) => m.powered(node) && m.pod_is(pod, |pod| node_is(pod, node) && is_ready(pod)), None => true };
    AskSet {} => "there is no set", sets(m).next().is_none();
    AskPods { set } => "the set wants no pods, and none is there", m.set_is(set, |set| replicas(set) == 0 && own(m, set).next().is_none());
    AskAgain { set } => "the set has a deletionTimestamp", m.set_is(set, |set| meta::is_deleting(&set.metadata));
    Dead { node } => "the machine has no power", !m.powered(node);
    NoSecond { pod, node } => "the pod is on the node, which has no power, and is going; no second one comes as long as it is there", m.going(pod) && m.pod_is(pod, |pod| node_is(pod, node)) && !m.powered(node) && no_second(m, pod);
    End { edit } => "the set stands in the text with so many replicas", edit.as_ref().is_none_or(|(set, replicas)| m.page.is_none_or(|page| stands(page.app.editor(), set, *replicas)));
    DeploymentDelete {} => PAGE, true;
    DeploymentKeep {} => PAGE, true;
    DeploymentScale {} => PAGE, true;
    DeploymentImage {} => PAGE, true;
    DeploymentBroken {} => PAGE, true;
    DeploymentPlug {} => PAGE, true;
    PodMissing { pod } => "there is no such pod, and a set wants one", m.pod(pod).is_none() && m.wanted(pod);
    PodUnplaced { pod } => "the pod has no node", m.pod_is(pod, |pod| node_is(pod, ""));
    PodStarting { pod } => "the pod has a node and is neither Ready nor going", m.pod_is(pod, |pod| !node_is(pod, "") && !is_ready(pod)) && !m.going(pod);
    PodGoing { pod } => "the pod has a deletionTimestamp", m.going(pod);
    PodUnwell { pod, status } => "the STATUS is this, and the pod is not Ready", m.pod_is(pod, |pod| pod_status(pod) == *status && !is_ready(pod));
    PodSilent { pod, node } => "the pod is on the node, which is not heard from", m.pod_is(pod, |pod| node_is(pod, node)) && !m.heard(node);
    PodOfAnother { pod, set } => "the pod is there, and the set does not own it", m.pod(pod).is_some() && m.set_is(set, |set| !own(m, set).any(|own| meta::name(&own.metadata) == pod));
    PodDiskless { pod } => "the pod's first container mounts no claim", m.pod_is(pod, |pod| !mounts_a_claim(pod));
    SetDiskless { set } => "the set has no claim templates", m.set_is(set, |set| !templates(set));
    ImageThere { set, image } => "the set's template names the image", m.set_is(set, |set| template_image(set) == Some(image));
    ProgramComes {} => PAGE, true;
    DoDelete { pod } => "the pod is there and stays", m.pod(pod).is_some() && !m.going(pod);
    DoWrite { pod } => "the pod is Ready and mounts a claim", m.ready(pod) && m.pod_is(pod, mounts_a_claim);
    DoScale { to } => "no set asks for that many already, of those that could be meant", sets(m).any(|set| replicas(set) != *to);
    DoImage { image } => "there is a set whose template does not name the image", sets(m).any(|set| template_image(set) != Some(image));
    DoUnplug { node } => "the machine has power", m.powered(node);
    Next {} => WORDS, true;
    Close {} => WORDS, true;
    Show {} => WORDS, true;
    Progress { .. } => PAGE, true;
}

/// Whether a set stands in the text as it was applied, with so many replicas.
fn stands(editor: &Editor, set: &str, replicas: i32) -> bool {
    let (documents, _) = manifest::read(&editor.applied);
    documents.iter().any(|document| {
        *document.key.name == *set && document.value["spec"]["replicas"] == replicas
    })
}

fn set_of(pod: &str) -> &str {
    parent_and_ordinal(pod).0
}

fn sets<'a>(m: &'a Moment<'_>) -> impl Iterator<Item = &'a StatefulSet> {
    let sets = m.world.cluster.store.list::<StatefulSet>();
    sets.map(|set| &**set)
}

fn own<'a>(m: &'a Moment<'_>, set: &'a StatefulSet) -> impl Iterator<Item = &'a Pod> {
    let pods = m.world.cluster.store.list_in::<Pod>("default");
    let own = pods.filter(|pod| {
        let owner = meta::controller_of(&pod.metadata);
        owner.is_some_and(|owner| owner.uid == meta::uid(&set.metadata))
    });
    own.map(|pod| &**pod)
}

fn is_surplus(set: &StatefulSet, pod: &Pod) -> bool {
    !in_range(set, parent_and_ordinal(meta::name(&pod.metadata)).1)
}

fn templates(set: &StatefulSet) -> bool {
    let templates = set.spec().volume_claim_templates.as_ref();
    templates.is_some_and(|templates| !templates.is_empty())
}

fn has_templates(m: &Moment<'_>, set: &str) -> bool {
    m.set_is(set, templates)
}

fn image_of(pod: &Pod) -> Option<&String> {
    pod.spec.as_ref()?.containers.first()?.image.as_ref()
}

fn template_image(set: &StatefulSet) -> Option<&String> {
    let spec = set.spec().template.spec.as_ref()?;
    spec.containers.first()?.image.as_ref()
}

fn rolls(m: &Moment<'_>, set: &StatefulSet) -> bool {
    let status = set.status.as_ref();
    let seen = status.and_then(|status| status.observed_generation);
    let update = status.and_then(|status| status.update_revision.as_deref());
    seen != set.metadata.generation || own(m, set).any(|pod| Some(revision_of(pod)) != update)
}

fn is_whole(m: &Moment<'_>, set: &StatefulSet) -> bool {
    i32::try_from(own(m, set).count()).ok() >= Some(replicas(set))
}

fn is_done(set: &StatefulSet) -> bool {
    let status = set.status.as_ref();
    status.is_some_and(|status| status.current_revision == status.update_revision)
}

fn pod_key(pod: &str) -> Key {
    key(Kind::Pod, pod)
}

fn has_file(m: &Moment<'_>, pod: &str, path: &str) -> bool {
    let files = files::view(&m.world.cluster, &pod_key(pod));
    files.iter().any(|(found, ..)| *found == path)
}

fn mounts_a_claim(pod: &Pod) -> bool {
    let Some(spec) = &pod.spec else { return false };
    let first = spec.containers.first();
    let mut mounts = first
        .into_iter()
        .flat_map(|one| one.volume_mounts.iter().flatten());
    mounts.any(|mount| {
        let mut volumes = spec.volumes.iter().flatten();
        volumes.any(|one| one.name == mount.name && one.persistent_volume_claim.is_some())
    })
}

/// Whether a pod of this name ran with the claim before the one of now.
fn ran_before(m: &Moment<'_>, pod: &str, claim: &str) -> bool {
    let now = m.pod(pod).map(|pod| meta::uid(&pod.metadata));
    let users = m
        .claim(claim)
        .and_then(|claim| m.memory.users.get(meta::uid(&claim.metadata)));
    users.is_some_and(|users| users.iter().any(|user| Some(user.as_str()) != now))
}

fn is_back(m: &Moment<'_>, pod: &str, disks: &[String], ip: Option<&String>) -> bool {
    let lives = m.memory.lives.get(pod).map_or(&[][..], Vec::as_slice);
    let [.., before, now] = lives else {
        return false;
    };
    let moved = match ip {
        Some(ip) => now.ip == *ip && before.ip != *ip,
        None => now.ip == before.ip,
    };
    m.ready(pod) && moved && disks.iter().all(|disk| ran_before(m, pod, disk))
}

/// The pod has claims of its own name, which stay.
fn claims_stay(m: &Moment<'_>, pod: &str) -> bool {
    let end = format!("-{pod}");
    let claims = m
        .world
        .cluster
        .store
        .list_in::<PersistentVolumeClaim>("default");
    let names = claims.map(|claim| meta::name(&claim.metadata).to_owned());
    let own: Vec<_> = names.filter(|name| name.ends_with(&end)).collect();
    !own.is_empty() && own.iter().all(|claim| m.stays(claim))
}

/// As long as the pod is there, it is the same one.
fn no_second(m: &Moment<'_>, pod: &str) -> bool {
    let uid = m.pod(pod).map(|pod| meta::uid(&pod.metadata).to_owned());
    let same = |world: &crate::sim::World| {
        let now = get::<Pod>(world, pod);
        now.is_none_or(|pod| Some(meta::uid(&pod.metadata)) == uid.as_deref())
    };
    m.ahead(|world, _| (!same(world)).then_some(false), |_| true)
}
