//! Why the next thing takes so long: said while the clock passes it over.

use crate::cluster::api::pod_status::restarts;
use crate::cluster::api::{Kind, Node, Object, Pod, SimDuration, Specified, meta};
use crate::cluster::apiserver::Actor;
use crate::cluster::controllers::node_lifecycle::SILENCE_MAX;
use crate::i18n::Note;
use crate::sim::{Fact, What, World};

/// What a wait of this length is for, by what comes at its end: a fact of a world that ran ahead.
#[must_use]
pub fn reason(world: &World, fact: &Fact, length: SimDuration) -> Note {
    // The clock stands a moment before or after the full second: nobody waits for 29 s.
    let seconds = length.0.div_ceil(1000);
    let told = match &fact.what {
        What::Deleted(Object::Pod(pod)) => gone(pod, &fact.actor),
        What::Changed {
            before: Object::Pod(before),
            after: Object::Pod(after),
        } => pod(world, before, after, &fact.actor, seconds),
        What::Changed {
            after: Object::Node(node),
            ..
        } if fact.actor == Actor::NodeController => Some(Note::WaitForWord {
            node: node.metadata.name.clone().unwrap_or_default(),
            seconds: SILENCE_MAX.0 / 1000,
        }),
        _ => None,
    };
    told.or_else(|| min_ready(world, &fact.actor))
        .unwrap_or_else(|| Note::WaitForActor {
            actor: fact.actor.clone(),
            seconds,
        })
}

/// Its kubelet takes a pod away when it has finished, or when its grace is over.
fn gone(pod: &Pod, actor: &Actor) -> Option<Note> {
    let grace = pod.metadata.deletion_grace_period_seconds?;
    matches!(actor, Actor::Kubelet(_)).then(|| Note::WaitForGrace {
        pod: pod.metadata.name.clone().unwrap_or_default(),
        seconds: u64::try_from(grace).unwrap_or_default(),
    })
}

fn pod(world: &World, before: &Pod, after: &Pod, actor: &Actor, seconds: u64) -> Option<Note> {
    let name = after.metadata.name.clone().unwrap_or_default();
    let spec = after.spec.as_ref();
    let evicted = meta::is_deleting(&after.metadata) && !meta::is_deleting(&before.metadata);
    if evicted && *actor == Actor::NodeController {
        let node = spec.and_then(|spec| spec.node_name.clone())?;
        return Some(Note::WaitForToleration {
            seconds: patience(world, before, &node).unwrap_or(seconds),
            pod: name,
            node,
        });
    }
    if !matches!(actor, Actor::Kubelet(_)) {
        return None;
    }
    let statuses = before.status.iter().flat_map(|status| {
        let both = [&status.container_statuses, &status.init_container_statuses];
        both.into_iter().flatten().flatten()
    });
    let backing_off = statuses
        .filter_map(|status| status.state.as_ref()?.waiting.as_ref()?.reason.as_deref())
        .any(|reason| reason.ends_with("BackOff"));
    if backing_off || restarts(after) > restarts(before) {
        return Some(Note::WaitForBackOff { pod: name, seconds });
    }
    let probed = spec.is_some_and(|spec| {
        let probes = |one: &crate::cluster::api::Container| {
            one.readiness_probe.is_some() || one.startup_probe.is_some()
        };
        spec.containers.iter().any(probes)
    });
    probed.then_some(Note::WaitForProbe { pod: name, seconds })
}

/// How long a pod tolerates the taint that drives it from its node.
fn patience(world: &World, pod: &Pod, node: &str) -> Option<u64> {
    let node = world.cluster.store.get::<Node>("", node)?;
    let taints = node.spec.as_ref()?.taints.as_ref()?;
    let tolerations = pod.spec.as_ref()?.tolerations.as_ref()?;
    let timed = tolerations.iter().filter(|toleration| {
        let key = toleration.key.as_deref();
        taints.iter().any(|taint| key == Some(taint.key.as_str()))
    });
    timed
        .filter_map(|toleration| u64::try_from(toleration.toleration_seconds?).ok())
        .min()
}

/// A controller that looks again only later waits for a pod to have been Ready for long enough.
fn min_ready(world: &World, actor: &Actor) -> Option<Note> {
    if *actor != Actor::StatefulSetController {
        return None;
    }
    let sets = world.cluster.store.objects_of(Kind::StatefulSet);
    let least = sets.filter_map(|set| match set {
        Object::StatefulSet(set) => set.spec().min_ready_seconds,
        _ => None,
    });
    let seconds = u64::try_from(least.max()?).ok()?;
    (seconds > 0).then_some(Note::WaitForMinReady { seconds })
}
