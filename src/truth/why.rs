//! What the line above a set claims, and the hints below it, as long as they stand.

use super::claim::claims;
use super::moment::{Moment, get, key, touched};
use crate::cluster::api::conditions::{condition, is_ready, phase};
use crate::cluster::api::pod_status::{pod_status, restarts};
use crate::cluster::api::{Event, Kind, Object, Pod, Specified, StatefulSet, meta};
use crate::cluster::apiserver::DeleteOptions;
use crate::cluster::controllers::statefulset::identity::{replicas, revision_of};
use crate::i18n::{Unfit, UnfitCause, Why};
use crate::sim::{Fact, Input, Request, World};
use crate::teach::unfit::reasons;
use crate::view::scene::SetPicture;
use std::sync::Arc;

claims! {
    /// Whether what stands there is so.
    why, WHY of Why at m;

    AtRest { set, wanted } => "the set asks for that many, all are Ready, nobody else is there, and its controller makes and deletes nothing", m.set_is(set, |set| replicas(set) == *wanted) && all_ready(m, set, *wanted) && m.idle();
    WantsNone { set } => "the set asks for none, it owns none, and its controller makes and deletes nothing", m.set_is(set, |set| replicas(set) == 0) && all_ready(m, set, 0) && m.idle();
    Working { set } => "a look of the set's controller is due within a second", m.looks(set);
    SetIsDeleting { set } => "the set has a deletionTimestamp, and its controller makes and deletes no pod", m.set_is(set, |set| meta::is_deleting(&set.metadata)) && m.idle();
    SetGonePodsStay { set } => "there is no such set, and a pod of its name is there, without an owner, and stays", !m.set_is(set, |_| true) && orphans_stay(m, set);
    SetGonePodsGo { set, disks_stay } => "there is no such set, its pods go, and claims of its name stay if so told", !m.set_is(set, |_| true) && pods_go(m, set) && (!disks_stay || claims_stay(m, set));
    SetGoneDisksStay { set } => "there is no such set, no pod of its name, and claims of its name stay", !m.set_is(set, |_| true) && pods_of(m.world, set).is_empty() && claims_stay(m, set);
    SetGone { set } => "there is no such set, and nothing of its name stays", !m.set_is(set, |_| true) && nothing_stays(m);
    FinishedPodGoesFirst { on } => "the pod's phase is Failed or Succeeded", m.pod_is(on, |pod| matches!(phase(pod), "Failed" | "Succeeded"));
    StaleClaim { on } => "the claim exists, and it is going or one of its owners is not the pod or set of now", stale(m, on);
    OneAtATime { on, next } => "the pod exists and is not Ready; the next one made or told to go is `next`", m.pod(on).is_some() && !m.ready(on) && m.comes_next(on, next.as_ref());
    PredecessorTerminating { on, next } => "the pod is going; the next one made or told to go, besides it, is `next`", m.going(on) && m.comes_next(on, next.as_ref());
    PredecessorNotReady { on, next } => "the pod exists and is not Ready; the next one made or told to go, besides it, is `next`", m.pod(on).is_some() && !m.ready(on) && m.comes_next(on, next.as_ref());
    PredecessorNotAvailable { on, next } => "the set asks for minReadySeconds; the pod is Ready and not yet available; the next one made or told to go, besides it, is `next`", asks_for_time(m, on) && m.ready(on) && (!m.available(on) || m.looks(set_of(on))) && m.comes_next(on, next.as_ref());
    CondemnedTerminating { on, next } => "the pod is going and not wanted; the next one told to go is `next`", m.going(on) && !m.wanted(on) && m.comes_next(on, next.as_ref());
    CondemnedNotReady { on, next } => "`next` is there and not wanted, `on` is not available, and `next` is not told to go before it is", condemned_waits(m, on, next.as_deref());
    CondemnedDeleted { on, next } => "the pod is going and not wanted; the next one told to go is `next`", m.going(on) && !m.wanted(on) && m.comes_next(on, next.as_ref());
    OnDelete { on } => "the strategy is OnDelete; the pod has an older revision and the controller leaves it alone", outdated_stays(m, on) && m.set.is_some_and(|set| set.strategy == "OnDelete");
    Partition { on } => "the pod's place is below the partition; it has an older revision and the controller leaves it alone", outdated_stays(m, on) && below_partition(m, on);
    UpdateDeleted { on, next } => "the pod is going or gone; the next one told to go is `next`", (m.going(on) || m.pod(on).is_none()) && m.leaves_next(on, next.as_ref());
    UpdateNotAvailable { on, next } => "the pod is not Ready, `next` is outdated; the next one told to go, besides it, is `next`", (!m.ready(on) || m.going(on)) && waits_its_turn(m, on, next.as_ref());
    UpdateNotYetAvailable { on, next } => "the set asks for minReadySeconds; the pod is Ready and not yet available, `next` is outdated; the next one told to go, besides it, is `next`", asks_for_time(m, on) && m.ready(on) && (!m.available(on) || m.looks(set_of(on))) && waits_its_turn(m, on, next.as_ref());
    MaxUnavailable { on, next } => "the pod is not available, `next` is outdated; the next one told to go is `next`", (!m.available(on) || m.looks(set_of(on))) && waits_its_turn(m, on, next.as_ref());
    Failing { set, message } => "the controller's last look failed, and another one is owed; an event of the set has the words", m.retries(set) && message.as_ref().is_none_or(|message| warned(m, set, message));
    StorageFull { set } => "the database takes no new object, and another look of the controller is owed", m.is_storage_full() && m.retries(set);
    ReplacedOnceGone { on } => "the pod is going, and once it is gone the next of its name is made", m.going(on) && m.wanted(on) && replaced_once_gone(m, on);
    Leaves { on } => "the pod is going and not wanted", m.going(on) && !m.wanted(on);
    NothingToDo { on } => "the pod exists and is not Ready; no rule of the set waits for it", m.pod(on).is_some() && !m.ready(on) && m.set.is_some_and(|set| set.waiting.is_none());
    HintBrokenPod { pod, status } => "the STATUS is this; the pod never is Ready and never replaced, not with a correct template either, until it is deleted (with the others that are stuck): then it is", status_is(m, pod, status) && m.stuck(pod) && only_deleting_helps(m, pod, &[image(m)]);
    HintBrokenPodReplaced { pod, status } => "the STATUS is this; the pod never is Ready by itself; with a correct template it is replaced, unless another pod does not get well", status_is(m, pod, status) && m.stuck(pod) && replaced_after(m, pod, &[image(m)]);
    HintLeftBehind { pod, status } => "the STATUS is this, the revision an older one; the pod never is Ready and never replaced until it is deleted: then it is", status_is(m, pod, status) && m.outdated(pod) && m.stuck(pod) && only_deleting_helps(m, pod, &[]);
    HintCrashing { pod, status } => "the STATUS is this; the containers are started again", status_is(m, pod, status) && restarted(m, pod);
    HintUnschedulable { pod, reasons } => "the pod has no node, its PodScheduled condition gives these reasons, and each of them is explained", unschedulable(m, pod, reasons) && !reasons.is_empty() && reasons.iter().all(is_explained);
    HintNodeLost { pod, node } => "the pod is on the node, which is not Ready and has no power; plugging it in brings the pod back or ends it", m.pod(pod).is_some() && !m.heard(node) && !m.powered(node) && plug_helps(m, pod, node);
    HintNoService { set, service } => "the set names this Service, and there is no headless one", !m.headless(service) && m.set_is(set, |set| set.spec().service_name.as_deref() == Some(service));
}

fn warned(m: &Moment<'_>, set: &str, message: &str) -> bool {
    let mut events = m.world.cluster.store.list_in::<Event>("default");
    events.any(|event| {
        event.involved_object.name.as_deref() == Some(set)
            && event.type_.as_deref() == Some("Warning")
            && event.message.as_deref().map(str::trim) == Some(message)
    })
}

fn asks_for_time(m: &Moment<'_>, pod: &str) -> bool {
    m.set_is(set_of(pod), |set| {
        set.spec().min_ready_seconds.unwrap_or_default() > 0
    })
}

fn set_of(pod: &str) -> &str {
    pod.rsplit_once('-').map_or("", |(set, _)| set)
}

/// The pods that follow a set's name.
fn pods_of<'w>(world: &'w World, set: &str) -> Vec<&'w Arc<Pod>> {
    let pods = world.cluster.store.list_in::<Pod>("default");
    pods.filter(|pod| set_of(meta::name(&pod.metadata)) == set)
        .collect()
}

fn all_ready(m: &Moment<'_>, set: &str, wanted: i32) -> bool {
    let uid = get::<StatefulSet>(m.world, set).map(|set| meta::uid(&set.metadata));
    let owned =
        |pod: &&Arc<Pod>| meta::controller_of(&pod.metadata).map(|owner| owner.uid.as_str()) == uid;
    let owned: Vec<_> = pods_of(m.world, set).into_iter().filter(owned).collect();
    i32::try_from(owned.len()) == Ok(wanted) && owned.iter().all(|pod| is_ready(pod))
}

fn orphans_stay(m: &Moment<'_>, set: &str) -> bool {
    let orphan = |pod: &&&Arc<Pod>| {
        meta::controller_of(&pod.metadata).is_none() && !meta::is_deleting(&pod.metadata)
    };
    let pods = pods_of(m.world, set);
    let Some(pod) = pods.iter().find(orphan) else {
        return false;
    };
    let (name, uid) = (meta::name(&pod.metadata), meta::uid(&pod.metadata));
    let there =
        |world: &World| get::<Pod>(world, name).is_some_and(|pod| meta::uid(&pod.metadata) == uid);
    // A node that fails later is no matter of the set's.
    !m.peaceful() || m.ahead(|world, _| (!there(world)).then_some(false), |_| true)
}

fn pods_go(m: &Moment<'_>, set: &str) -> bool {
    !m.peaceful()
        || m.ahead(
            |world, _| pods_of(world, set).is_empty().then_some(true),
            |_| false,
        )
}

fn claims_stay(m: &Moment<'_>, set: &str) -> bool {
    let picture = m
        .scene
        .sets
        .iter()
        .find(|picture| *picture.key.name == *set);
    let disks = picture.into_iter().flat_map(|set| &set.columns);
    let mut disks = disks
        .flat_map(|column| &column.disks)
        .filter(|disk| !disk.goes);
    let first = disks.next();
    first.is_some_and(|disk| m.stays(&disk.key.name)) && disks.all(|disk| m.stays(&disk.key.name))
}

fn nothing_stays(m: &Moment<'_>) -> bool {
    let columns = m.set.into_iter().flat_map(|set| &set.columns);
    let mut disks = columns.flat_map(|column| &column.disks);
    disks.all(|disk| m.goes(&disk.key.name))
}

fn stale(m: &Moment<'_>, claim: &str) -> bool {
    let Some(claim) = m.claim(claim) else {
        return false;
    };
    let live = |uid: &str| {
        m.world
            .cluster
            .store
            .all()
            .any(|object| object.uid() == uid)
    };
    let mut owners = claim.metadata.owner_references.iter().flatten();
    meta::is_deleting(&claim.metadata)
        || owners.any(|owner| owner.kind == "Pod" || !live(&owner.uid))
}

/// Decides at the first touch of `next` by its set's controller.
fn touches<'a>(facts: &'a [Fact], pod: &str) -> bool {
    facts
        .iter()
        .any(|fact: &'a Fact| touched(fact).as_deref() == Some(pod))
}

fn condemned_waits(m: &Moment<'_>, on: &str, next: Option<&str>) -> bool {
    let Some(next) = next else {
        return !m.available(on);
    };
    let free = |world: &World| Moment { world, ..*m }.available(on);
    m.pod(next).is_some()
        && !m.wanted(next)
        && (!m.available(on) || m.looks(set_of(on)))
        && m.ahead(
            |world, facts| match (on == next || free(world), touches(facts, next)) {
                (true, _) => Some(true),
                (false, true) => Some(world_has_no(world, on)),
                (false, false) => None,
            },
            |_| true,
        )
}

fn world_has_no(world: &World, pod: &str) -> bool {
    get::<Pod>(world, pod).is_none()
}

fn outdated_stays(m: &Moment<'_>, on: &str) -> bool {
    let uid = m.pod(on).map(|pod| meta::uid(&pod.metadata).to_owned());
    m.outdated(on)
        && m.ahead(
            |world, facts| {
                let same =
                    get::<Pod>(world, on).map(|pod| meta::uid(&pod.metadata)) == uid.as_deref();
                let by_set = touches(facts, on);
                let failed = get::<Pod>(world, on).is_some_and(|pod| phase(pod) == "Failed");
                match (by_set, same) {
                    (true, _) => Some(failed),
                    (false, false) => Some(true),
                    (false, true) => None,
                }
            },
            |_| true,
        )
}

fn below_partition(m: &Moment<'_>, on: &str) -> bool {
    let ordinal = on
        .rsplit_once('-')
        .and_then(|(_, ordinal)| ordinal.parse::<i32>().ok());
    m.set.is_some_and(|set: &SetPicture| {
        ordinal.is_some_and(|ordinal| {
            ordinal < set.start.saturating_add(set.partition.unwrap_or_default())
        })
    })
}

fn waits_its_turn(m: &Moment<'_>, on: &str, next: Option<&String>) -> bool {
    next.is_none_or(|next| m.outdated(next)) && m.leaves_next(on, next)
}

fn replaced_once_gone(m: &Moment<'_>, on: &str) -> bool {
    let uid = m.pod(on).map(|pod| meta::uid(&pod.metadata).to_owned());
    let old = |world: &World| {
        get::<Pod>(world, on).is_some_and(|pod| Some(meta::uid(&pod.metadata)) == uid.as_deref())
    };
    let new = |world: &World| get::<Pod>(world, on).is_some() && !old(world);
    !m.peaceful() || m.ahead(|world, _| new(world).then_some(true), old)
}

fn status_is(m: &Moment<'_>, pod: &str, status: &str) -> bool {
    m.pod_is(pod, |pod| pod_status(pod) == status)
}

/// A correct template.
fn image(m: &Moment<'_>) -> Input {
    let name = m.set.map(|set| &*set.key.name).unwrap_or_default();
    let set = get::<StatefulSet>(m.world, name);
    let mut set = set.cloned().unwrap_or_default();
    let spec = set.spec_mut().template.spec.get_or_insert_default();
    for container in &mut spec.containers {
        container.image = Some("nginx:1.99".to_owned());
    }
    set.metadata.resource_version = None;
    Input::Request(Request::Update(Object::from(set)))
}

fn delete(pod: &str) -> Input {
    Input::Request(Request::Delete(
        key(Kind::Pod, pod),
        DeleteOptions::default(),
    ))
}

/// With these inputs alone the pod stays as it is; deleted after them it comes back with another revision.
fn only_deleting_helps(m: &Moment<'_>, pod: &str, inputs: &[Input]) -> bool {
    let (uid, revision) = match m.pod(pod) {
        Some(pod) => (meta::uid(&pod.metadata), revision_of(pod)),
        None => return false,
    };
    let replaced =
        |world: &World| get::<Pod>(world, pod).is_some_and(|pod| meta::uid(&pod.metadata) != uid);
    let renewed = |world: &World| {
        get::<Pod>(world, pod)
            .is_some_and(|now| meta::uid(&now.metadata) != uid && revision_of(now) != revision)
    };
    // Others may be stuck as well, each with a hint of its own.
    let stuck = pods_of(m.world, set_of(pod)).into_iter();
    let stuck = stuck.filter(|pod| !is_ready(pod) && !meta::is_deleting(&pod.metadata));
    let mut and_delete = inputs.to_vec();
    and_delete.extend(stuck.map(|pod| delete(meta::name(&pod.metadata))));
    !m.peaceful()
        || (m.after(
            inputs,
            |world, _| replaced(world).then_some(false),
            |_| true,
        ) && m.after(
            &and_delete,
            |world, _| renewed(world).then_some(true),
            |_| false,
        ))
}

fn replaced_after(m: &Moment<'_>, pod: &str, inputs: &[Input]) -> bool {
    let uid = m.pod(pod).map(|pod| meta::uid(&pod.metadata).to_owned());
    let replaced = |world: &World| {
        get::<Pod>(world, pod).is_some_and(|pod| Some(meta::uid(&pod.metadata)) != uid.as_deref())
    };
    // Unless its turn does not come, as another pod does not get well: that has a sentence of its own.
    let held_up = |world: &World| {
        let mut others = pods_of(world, set_of(pod)).into_iter();
        others.any(|other| meta::name(&other.metadata) != pod && !is_ready(other))
    };
    let decide = |world: &World, _: &[Fact]| replaced(world).then_some(true);
    !m.peaceful() || m.after(inputs, decide, held_up)
}

fn restarted(m: &Moment<'_>, pod: &str) -> bool {
    let Some(now) = m.pod(pod) else { return false };
    let (uid, times) = (meta::uid(&now.metadata), restarts(now));
    let decide = |world: &World, _: &[Fact]| {
        let pod = get::<Pod>(world, pod);
        match pod.filter(|pod| meta::uid(&pod.metadata) == uid) {
            // Somebody took it away before.
            None => Some(true),
            Some(pod) if restarts(pod) > times || is_ready(pod) => Some(true),
            Some(_) => None,
        }
    };
    !m.peaceful() || m.ahead(decide, |_| false)
}

pub(super) fn unschedulable(m: &Moment<'_>, pod: &str, told: &[Unfit]) -> bool {
    m.pod_is(pod, |pod| {
        let scheduled = condition(pod, "PodScheduled");
        let node = pod.spec.as_ref().and_then(|spec| spec.node_name.as_ref());
        node.is_none()
            && scheduled
                .and_then(|scheduled| scheduled.message.as_deref())
                .is_some_and(|message| reasons(message) == told)
    })
}

fn is_explained(reason: &Unfit) -> bool {
    !matches!(reason.cause, UnfitCause::Other(_))
}

fn plug_helps(m: &Moment<'_>, pod: &str, node: &str) -> bool {
    let uid = m.pod(pod).map(|pod| meta::uid(&pod.metadata).to_owned());
    let helped = |world: &World| {
        let now = get::<Pod>(world, pod);
        now.is_none_or(|pod| Some(meta::uid(&pod.metadata)) != uid.as_deref() || is_ready(pod))
    };
    let on = Input::Power {
        node: node.to_owned(),
        on: true,
    };
    // A pod that could not run before does not run with power, either.
    let broken = m.pod_is(pod, |pod| {
        phase(pod) != "Running" && !meta::is_deleting(&pod.metadata)
    });
    broken || m.after(&[on], |world, _| helped(world).then_some(true), |_| false)
}
