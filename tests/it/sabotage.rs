//! Hands that break one law each, behind everybody's back.

use playground::cluster::api::conditions::is_ready;
use playground::cluster::api::{
    ControllerRevision, Key, Kind, Object, PersistentVolumeClaim, Pod, SimTime, Specified,
    StatefulSet, meta,
};
use playground::cluster::apiserver::Actor;
use playground::seeds::Law;
use playground::sim::queue::{Component, Queue};
use playground::sim::{Cause, Fact, What, World};
use std::sync::Arc;

/// Somebody who breaks a law.
pub(crate) struct Sabotage {
    /// The law that has to notice.
    pub(crate) law: Law,
    /// What is done after each look.
    pub(crate) act: fn(&mut World, &mut Vec<Fact>),
    /// The most steps a person needs to see it.
    pub(crate) steps_max: usize,
}

const fn sabotage(law: Law, steps_max: usize, act: fn(&mut World, &mut Vec<Fact>)) -> Sabotage {
    Sabotage {
        law,
        act,
        steps_max,
    }
}

/// One for each law.
pub(crate) static SABOTAGES: [Sabotage; 21] = [
    sabotage(Law::Time, 0, |world, facts| {
        if facts.iter().any(|fact| is(fact, Kind::EndpointSlice)) {
            world.now = SimTime(0);
        }
    }),
    sabotage(Law::Version, 1, |_, facts| {
        let changed = facts
            .iter()
            .find(|fact| matches!(fact.what, What::Changed { .. }));
        facts.extend(changed.cloned());
    }),
    sabotage(Law::OneOfAName, 0, |_, facts| {
        let created = facts.iter().find(|fact| is_created(fact, Kind::Pod));
        facts.extend(created.cloned());
    }),
    sabotage(Law::Actor, 0, |_, facts| {
        for fact in facts.iter_mut().filter(|fact| fact.cause == Cause::Timer) {
            fact.actor = Actor::You;
        }
    }),
    sabotage(Law::Trade, 0, |_, facts| {
        for fact in facts
            .iter_mut()
            .filter(|fact| is(fact, Kind::EndpointSlice))
        {
            fact.actor = Actor::Scheduler;
        }
    }),
    // Nobody hears that a pod has become Ready; the next one is created all the same.
    sabotage(Law::OrderedCreation, 1, |_, facts| {
        facts.retain(|fact| !becomes_ready(fact));
    }),
    // Nobody hears that a pod is gone; the one below it goes all the same.
    sabotage(Law::HighestFirst, 1, |_, facts| {
        facts.retain(|fact| !matches!(fact.what, What::Deleted(Object::Pod(_))));
    }),
    // Nobody hears of another partition.
    sabotage(Law::RollingUpdate, 2, |_, facts| {
        let theirs = |fact: &Fact| fact.actor == Actor::You && is(fact, Kind::StatefulSet);
        facts.retain(|fact| !theirs(fact) || is_created(fact, Kind::StatefulSet));
    }),
    sabotage(Law::Budget, 2, |world, facts| {
        let mut sets = world.cluster.store.list::<StatefulSet>();
        let parallel =
            sets.any(|set| set.spec().pod_management_policy.as_deref() == Some("Parallel"));
        facts.retain(|fact| !parallel || !becomes_ready(fact));
    }),
    sabotage(Law::ClaimKept, 1, |_, facts| {
        for fact in facts
            .iter_mut()
            .filter(|fact| is(fact, Kind::PersistentVolumeClaim))
        {
            if fact.actor == Actor::You {
                fact.actor = Actor::VolumeController;
            }
        }
    }),
    sabotage(Law::VolumeKept, 1, |_, facts| {
        for fact in facts {
            if let What::Changed {
                after: Object::PersistentVolumeClaim(claim),
                ..
            } = &mut fact.what
                && meta::is_deleting(&claim.metadata)
            {
                let claim: &mut PersistentVolumeClaim = Arc::make_mut(claim);
                claim.spec.get_or_insert_default().volume_name = None;
            }
        }
    }),
    // A machine that wipes disks when a pod leaves.
    sabotage(Law::BytesKept, 3, |world, facts| {
        if facts
            .iter()
            .any(|fact| matches!(fact.what, What::Deleted(Object::Pod(_))))
        {
            for disk in world.cluster.disks.values_mut() {
                disk.remove("index.html");
            }
        }
    }),
    sabotage(Law::SameVolume, 1, |_, facts| {
        for fact in facts {
            if let What::Created(Object::Pod(pod)) = &mut fact.what {
                let spec = Arc::make_mut(pod).spec.get_or_insert_default();
                for volume in spec.volumes.iter_mut().flatten() {
                    if let Some(source) = &mut volume.persistent_volume_claim {
                        "www-web-9".clone_into(&mut source.claim_name);
                    }
                }
            }
        }
    }),
    sabotage(Law::OneNode, 1, |_, facts| {
        for fact in facts.iter_mut().filter(|fact| becomes_ready(fact)) {
            if let What::Changed {
                after: Object::Pod(pod),
                ..
            } = &mut fact.what
            {
                let spec = Arc::make_mut(pod).spec.get_or_insert_default();
                spec.node_name = Some("node-9".to_owned());
            }
        }
    }),
    // The same machine twice, with what runs on it.
    sabotage(Law::AtMostOne, 1, |world, facts| {
        if facts.iter().any(becomes_ready) {
            for node in ["node-1", "node-2", "node-3"] {
                let twin = world.cluster.machines[node].clone();
                let name = format!("{node}-twin");
                world.cluster.machines.insert(name.as_str().into(), twin);
            }
        }
    }),
    sabotage(Law::Endpoint, 1, |world, facts| {
        for fact in facts.iter().filter(|fact| is(fact, Kind::EndpointSlice)) {
            let key = fact.object().map(Object::key);
            key.and_then(|key| world.cluster.store.displace(&key));
        }
    }),
    sabotage(Law::Queue, 0, |world, _| {
        for number in 0..500 {
            let key = Key::new(Kind::Pod, "default", &format!("ghost-{number}"));
            world.owe(world.now, Component::Scheduler, key, Cause::Timer);
        }
    }),
    sabotage(Law::Address, 1, |world, _| {
        let pods: Vec<Arc<Pod>> = world.cluster.store.list::<Pod>().cloned().collect();
        for pod in pods {
            let mut pod = Arc::unwrap_or_clone(pod);
            let status = pod.status.get_or_insert_default();
            if status
                .pod_ip
                .as_deref()
                .is_some_and(|address| address != "10.0.0.1")
            {
                status.pod_ip = Some("10.0.0.1".to_owned());
                world.cluster.store.place(pod.into());
            }
        }
    }),
    sabotage(Law::History, 1, |world, facts| {
        if facts.iter().any(|fact| is(fact, Kind::EndpointSlice)) {
            old_revisions(world);
        }
    }),
    // The cluster forgets what it owes.
    sabotage(Law::Convergence, 1, |world, facts| {
        if facts
            .iter()
            .any(|fact| matches!(fact.what, What::Deleted(Object::Pod(_))))
        {
            world.queue = Queue::default();
        }
    }),
    sabotage(Law::NoPanic, 1, |_, facts| {
        let deleted = |fact: &Fact| matches!(fact.what, What::Deleted(Object::StatefulSet(_)));
        assert!(!facts.iter().any(deleted), "nobody deletes a set");
    }),
];

fn is(fact: &Fact, kind: Kind) -> bool {
    fact.is_about(kind)
}

fn is_created(fact: &Fact, kind: Kind) -> bool {
    matches!(&fact.what, What::Created(object) if object.kind() == kind)
}

fn becomes_ready(fact: &Fact) -> bool {
    matches!(&fact.what, What::Changed { before: Object::Pod(before), after: Object::Pod(after) }
        if !is_ready(before) && is_ready(after))
}

/// Twenty revisions of the set that nobody uses.
fn old_revisions(world: &mut World) {
    let store = &mut world.cluster.store;
    let Some(newest) = store.list::<ControllerRevision>().next().cloned() else {
        return;
    };
    for number in 0..20 {
        let mut old = ControllerRevision::clone(&newest);
        old.metadata.name = Some(format!("old-{number}"));
        old.metadata.uid = Some(format!("old-{number}"));
        store.place(old.into());
    }
}
