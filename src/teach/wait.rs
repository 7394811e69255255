//! Why the next thing takes so long: said while the clock passes it over.

use crate::cluster::api::conditions::{is_available, is_ready};
use crate::cluster::api::pod_status::restarts;
use crate::cluster::api::{Node, Object, Pod, SimDuration, SimTime, Specified, StatefulSet, meta};
use crate::cluster::apiserver::Actor;
use crate::cluster::controllers::node_lifecycle::SILENCE_MAX;
use crate::i18n::Note;
use crate::sim::step::step;
use crate::sim::{Fact, What, World};
use crate::view::beat::is_visible;

/// How many looks ahead the next thing to be seen is searched for.
const LOOKS_MAX: u32 = 400;

/// What lies ahead if nobody does anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Forecast {
    /// The next thing a person can see.
    Seen {
        /// When.
        at: SimTime,
        /// Why it takes until then.
        reason: Note,
    },
    /// Nothing until then, as far as was looked; nothing at all if absent.
    Nothing(Option<SimTime>),
}

/// Lets a copy of the world run ahead. Worlds are values, so this changes nothing and is always right.
#[must_use]
pub fn forecast(world: &World) -> Forecast {
    let mut ahead = world.clone();
    for _ in 0..LOOKS_MAX {
        let Some(facts) = step(&mut ahead) else {
            return Forecast::Nothing(None);
        };
        if let Some(fact) = facts.iter().find(|fact| is_visible(fact)) {
            let at = ahead.now;
            let reason = reason(world, fact, at.since(world.now));
            return Forecast::Seen { at, reason };
        }
    }
    Forecast::Nothing(Some(ahead.now))
}

/// What a wait of this length is for, by what comes at its end: a fact of a world that ran ahead.
#[must_use]
fn reason(world: &World, fact: &Fact, length: SimDuration) -> Note {
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
    told.or_else(|| min_ready(world, fact, world.now.after(length)))
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
    // One that runs is not waited for to be tried again.
    let down = statuses
        .filter_map(|status| status.state.as_ref())
        .any(|state| {
            let waits = state
                .waiting
                .as_ref()
                .and_then(|waiting| waiting.reason.as_deref());
            state.terminated.is_some() || waits.is_some_and(|reason| reason.ends_with("BackOff"))
        });
    if down {
        return Some(Note::WaitForBackOff { pod: name, seconds });
    }
    let probed = spec.is_some_and(|spec| {
        let probes = |one: &crate::cluster::api::Container| {
            let all = [
                &one.readiness_probe,
                &one.startup_probe,
                &one.liveness_probe,
            ];
            all.into_iter().any(Option::is_some)
        };
        spec.containers.iter().any(probes)
    });
    let decided = is_ready(before) != is_ready(after) || restarts(after) > restarts(before);
    (probed && decided).then_some(Note::WaitForProbe { pod: name, seconds })
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
fn min_ready(world: &World, fact: &Fact, until: SimTime) -> Option<Note> {
    if fact.actor != Actor::StatefulSetController {
        return None;
    }
    let sets = world.cluster.store.list::<StatefulSet>();
    let waits = sets.filter_map(|set| {
        let least = set.spec().min_ready_seconds.filter(|least| *least > 0)?;
        let owner = meta::uid(&set.metadata);
        let mut pods = world.cluster.store.list::<Pod>();
        let pod = pods.find(|pod| {
            meta::controller_of(&pod.metadata).is_some_and(|by| by.uid == owner)
                && is_ready(pod)
                && !is_available(pod, least, world.now)
                && is_available(pod, least, until)
        })?;
        Some(Note::WaitForMinReady {
            pod: meta::name(&pod.metadata).to_owned(),
            seconds: u64::try_from(least).ok()?,
        })
    });
    waits.into_iter().next()
}
