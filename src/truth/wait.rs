//! What is claimed of a wait that the clock passes over.

use super::moment::{Moment, get};
use super::note::node_is;
use crate::cluster::api::conditions::{is_available, is_ready, node_is_ready};
use crate::cluster::api::pod_status::restarts;
use crate::cluster::api::{ContainerStatus, Node, Pod, SimTime, Specified, StatefulSet, meta};
use crate::sim::World;

/// The wait lasts so long, to the second.
pub(super) fn takes(m: &Moment<'_>, seconds: u64) -> bool {
    let Some(until) = m.until else { return false };
    until.since(m.world.now).as_millis().div_ceil(1000) == seconds
}

/// What is waited for is so at the end of the wait, which takes no longer than told.
fn comes(m: &Moment<'_>, seconds: u64, so: impl Fn(&World) -> bool) -> bool {
    let Some(until) = m.until else { return false };
    let least = until.since(m.world.now).as_millis() <= seconds * 1000;
    let at_the_end = |world: &World| (world.now >= until).then(|| so(world));
    least
        && m.ahead(
            |world, _| at_the_end(world).filter(|so| *so || world.now > until),
            &so,
        )
}

fn uid<'a>(world: &'a World, pod: &str) -> Option<&'a str> {
    get::<Pod>(world, pod).map(|pod| meta::uid(&pod.metadata))
}

pub(super) fn grace(m: &Moment<'_>, pod: &str, seconds: u64) -> bool {
    let given = m
        .pod(pod)
        .and_then(|pod| pod.metadata.deletion_grace_period_seconds);
    let node = m
        .pod(pod)
        .and_then(|pod| pod.spec.as_ref()?.node_name.clone());
    let old = uid(m.world, pod);
    m.going(pod)
        && given.and_then(|given| u64::try_from(given).ok()) == Some(seconds)
        && node.is_some_and(|node| m.powered(&node))
        && comes(m, seconds, |world| uid(world, pod) != old)
}

pub(super) fn word(m: &Moment<'_>, node: &str, seconds: u64) -> bool {
    let lost = |world: &World| {
        let node = world.cluster.store.get::<Node>("", node);
        node.is_none_or(|node| !node_is_ready(node))
    };
    !m.powered(node) && m.heard(node) && comes(m, seconds, lost)
}

pub(super) fn toleration(m: &Moment<'_>, pod: &str, node: &str, seconds: u64) -> bool {
    let tolerates = |pod: &Pod| {
        let tolerations = pod.spec.as_ref().and_then(|spec| spec.tolerations.as_ref());
        let mut times = tolerations.into_iter().flatten();
        times.any(|one| {
            one.toleration_seconds
                .and_then(|time| u64::try_from(time).ok())
                == Some(seconds)
        })
    };
    let told =
        |world: &World| get::<Pod>(world, pod).is_none_or(|pod| meta::is_deleting(&pod.metadata));
    !m.heard(node)
        && !m.going(pod)
        && m.pod_is(pod, |pod| node_is(pod, node) && tolerates(pod))
        && comes(m, seconds, told)
}

/// What is known of the containers of a pod.
pub(super) fn containers(pod: &Pod) -> impl Iterator<Item = &ContainerStatus> {
    let status = pod.status.iter();
    status.flat_map(|status| {
        let both = [&status.container_statuses, &status.init_container_statuses];
        both.into_iter().flatten().flatten()
    })
}

pub(super) fn back_off(m: &Moment<'_>, pod: &str, seconds: u64) -> bool {
    let down = |status: &ContainerStatus| {
        let state = status.state.as_ref();
        state.is_some_and(|state| state.running.is_none())
    };
    takes(m, seconds) && m.pod_is(pod, |pod| containers(pod).any(down))
}

pub(super) fn probe(m: &Moment<'_>, pod: &str, seconds: u64) -> bool {
    let Some(before) = m.pod(pod) else {
        return false;
    };
    let (ready, tries) = (is_ready(before), restarts(before));
    let other = |world: &World| {
        get::<Pod>(world, pod).is_none_or(|pod| is_ready(pod) != ready || restarts(pod) != tries)
    };
    takes(m, seconds) && comes(m, seconds, other)
}

pub(super) fn min_ready(m: &Moment<'_>, pod: &str, seconds: u64) -> bool {
    let set = pod.rsplit_once('-').map_or("", |(set, _)| set);
    let asked = get::<StatefulSet>(m.world, set).and_then(|set| set.spec().min_ready_seconds);
    let available = |pod: &Pod, now: SimTime| is_available(pod, asked.unwrap_or_default(), now);
    asked.and_then(|asked| u64::try_from(asked).ok()) == Some(seconds)
        && m.pod_is(pod, |pod| is_ready(pod) && !available(pod, m.world.now))
}
