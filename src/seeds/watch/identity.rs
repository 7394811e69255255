//! Who is who, who did it, and why.

use super::Watch;
use crate::cluster::api::{Key, Kind, Object, Pod, Specified, StatefulSet, meta};
use crate::cluster::apiserver::Actor;
use crate::seeds::law::{Checked, Law, hold};
use crate::sim::{Cause, Fact, What, World};
use std::collections::{BTreeMap, BTreeSet};

/// What is remembered about identities.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    version: u64,
    live: BTreeMap<Key, String>,
    /// Pods of which somebody other than their kubelet said that they are gone.
    declared_gone: BTreeSet<String>,
}

pub(super) fn check(watch: &mut Watch, fact: &Fact) -> Checked {
    actor(fact)?;
    trade(fact)?;
    one_node(fact)?;
    one_of_a_name(&mut watch.identity, fact)?;
    if let What::Deleted(Object::Pod(pod)) = &fact.what
        && !matches!(fact.actor, Actor::Kubelet(_))
    {
        let uid = meta::uid(&pod.metadata).to_owned();
        watch.identity.declared_gone.insert(uid);
    }
    Ok(())
}

fn actor(fact: &Fact) -> Checked {
    let by_input = matches!(fact.cause, Cause::Input(_));
    let earlier = match fact.cause {
        Cause::Fact(cause) => cause < fact.id,
        Cause::Input(_) | Cause::Timer => true,
    };
    // Switched gates and ended programs make components look at once, without a fact between.
    let known = by_input || fact.actor != Actor::You;
    hold(known && earlier, Law::Actor, || told(fact))
}

/// Who may touch which kinds. Events are everybody's, a person's trade is everything.
fn may_touch(actor: &Actor, kind: Kind) -> bool {
    match actor {
        Actor::You | Actor::GarbageCollector | Actor::ApiServer => true,
        _ if kind == Kind::Event => true,
        Actor::StatefulSetController => matches!(
            kind,
            Kind::Pod | Kind::PersistentVolumeClaim | Kind::ControllerRevision | Kind::StatefulSet
        ),
        Actor::Scheduler => matches!(
            kind,
            Kind::Pod | Kind::PersistentVolumeClaim | Kind::PersistentVolume
        ),
        Actor::Kubelet(_) => matches!(kind, Kind::Pod | Kind::Node),
        Actor::VolumeController | Actor::Provisioner => {
            matches!(kind, Kind::PersistentVolumeClaim | Kind::PersistentVolume)
        }
        Actor::EndpointSliceController => kind == Kind::EndpointSlice,
        Actor::QuotaController => kind == Kind::ResourceQuota,
        Actor::NodeController => matches!(kind, Kind::Pod | Kind::Node),
    }
}

fn trade(fact: &Fact) -> Checked {
    let Some(object) = fact.object() else {
        return Ok(());
    };
    hold(may_touch(&fact.actor, object.kind()), Law::Trade, || {
        told(fact)
    })?;
    let What::Changed { before, after } = &fact.what else {
        return Ok(());
    };
    let (Object::StatefulSet(before), Object::StatefulSet(after)) = (before, after) else {
        return Ok(());
    };
    // Whoever writes first after the gate was switched brings its default along, as upstream.
    let asked = |set: &StatefulSet| {
        let mut spec = set.spec().clone();
        let strategy = spec.update_strategy.as_mut();
        if let Some(block) = strategy.and_then(|strategy| strategy.rolling_update.as_mut()) {
            block.max_unavailable = None;
        }
        spec
    };
    let same = before.spec == after.spec || asked(before) == asked(after);
    hold(same || fact.actor == Actor::You, Law::Trade, || told(fact))
}

fn one_node(fact: &Fact) -> Checked {
    let What::Changed {
        before: Object::Pod(before),
        after: Object::Pod(after),
    } = &fact.what
    else {
        return Ok(());
    };
    let node = |pod: &Pod| pod.spec.as_ref().and_then(|spec| spec.node_name.clone());
    let kept = node(before).is_none_or(|node| node.is_empty()) || node(before) == node(after);
    hold(kept, Law::OneNode, || told(fact))
}

fn one_of_a_name(memory: &mut Memory, fact: &Fact) -> Checked {
    let Some(object) = fact.object() else {
        return Ok(());
    };
    let (key, uid) = (object.key(), object.uid().to_owned());
    match &fact.what {
        What::Created(_) => {
            let before = memory.live.insert(key, uid);
            hold(before.is_none(), Law::OneOfAName, || told(fact))?;
        }
        What::Changed { .. } => {
            let same = memory.live.get(&key).is_none_or(|live| *live == uid);
            hold(same, Law::OneOfAName, || told(fact))?;
        }
        What::Deleted(_) => {
            memory.live.remove(&key);
            return Ok(());
        }
        _ => return Ok(()),
    }
    let version = object.meta().resource_version.as_deref();
    let version = version.and_then(|text| text.parse::<u64>().ok());
    let version = version.unwrap_or_default();
    hold(version > memory.version, Law::Version, || {
        format!("{version} after {}: {}", memory.version, told(fact))
    })?;
    memory.version = version;
    Ok(())
}

/// The promise of the StatefulSet: of a name at most one runs, on any machine.
pub(super) fn at_most_one(watch: &Watch, world: &World) -> Checked {
    let mut running: BTreeMap<&Key, &str> = BTreeMap::new();
    for machine in world.cluster.machines.values() {
        for (key, uid) in machine.running() {
            if watch.identity.declared_gone.contains(uid) {
                continue;
            }
            let other = running.insert(key, uid);
            hold(other.is_none(), Law::AtMostOne, || {
                format!("{key} runs twice: {uid} and {}", other.unwrap_or_default())
            })?;
        }
    }
    Ok(())
}

/// A fact in a line.
pub(super) fn told(fact: &Fact) -> String {
    let what = match &fact.what {
        What::Created(object) => format!("created {}", object.key()),
        What::Changed { after, .. } => format!("changed {}", after.key()),
        What::Deleted(object) => format!("deleted {}", object.key()),
        other => format!("{other:?}"),
    };
    format!("{} {what} because of {:?}", fact.actor, fact.cause)
}
