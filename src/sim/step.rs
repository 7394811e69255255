//! The only function by which the world moves on its own: take the next owed look, let its
//! component act, turn its writes into facts, and owe looks to everyone who watches them.

use super::fact::{Cause, Fact, FactId, What};
use super::queue::{Component, Due};
use super::world::World;
use super::{latency, watch};
use crate::cluster::api::SimDuration;
use crate::cluster::apiserver::{Actor, ApiError, Change, Client};
use crate::cluster::outcome::{Outcome, Rule, Waiting};
use crate::cluster::{controllers, kubelet, scheduler};

/// Lets the next owed look happen; time jumps to it. `None`: nothing is owed, the world is at rest.
#[must_use = "what happened is told nowhere else"]
pub fn step(world: &mut World) -> Option<Vec<Fact>> {
    let (at, due) = world.queue.pop()?;
    world.now = world.now.max(at);
    let result = run(world, &due);
    let actor = actor(&due.component);
    let facts = publish(world, due.cause);
    settle(world, due, &actor, result);
    Some(facts)
}

fn actor(component: &Component) -> Actor {
    match component {
        Component::StatefulSet => Actor::StatefulSetController,
        Component::Scheduler => Actor::Scheduler,
        Component::Kubelet(node) => Actor::Kubelet(node.clone()),
        Component::VolumeBinder => Actor::VolumeController,
        Component::Provisioner => Actor::Provisioner,
        Component::EndpointSlice => Actor::EndpointSliceController,
        Component::GarbageCollector => Actor::GarbageCollector,
        Component::NodeLifecycle => Actor::NodeController,
        Component::Quota => Actor::QuotaController,
    }
}

fn run(world: &mut World, due: &Due) -> Result<Outcome, ApiError> {
    let cluster = &mut world.cluster;
    let key = &due.key;
    let now = world.now;
    if let Component::Kubelet(node) = &due.component {
        return kubelet::sync(cluster, node, key, now, &mut world.rng);
    }
    if due.component == Component::NodeLifecycle {
        return controllers::node_lifecycle::reconcile(cluster, key, now);
    }
    if due.component == Component::Provisioner {
        return controllers::volume::provisioner::reconcile(cluster, key, now, &mut world.rng);
    }
    let client = &mut Client::new(&mut cluster.store, actor(&due.component), now);
    match &due.component {
        Component::StatefulSet => {
            controllers::statefulset::reconcile(client, &mut cluster.stateful_sets.0, key)
        }
        Component::Scheduler => {
            scheduler::reconcile(client, &mut cluster.scheduler, key, &mut world.rng)
        }
        Component::VolumeBinder => controllers::volume::binder::reconcile(client, key),
        Component::EndpointSlice => {
            controllers::endpoints::reconcile(client, &mut cluster.endpoints.0, key)
        }
        Component::GarbageCollector => controllers::garbage_collector::reconcile(client, key),
        Component::Quota => controllers::quota::reconcile(client, key),
        Component::Kubelet(_) | Component::NodeLifecycle | Component::Provisioner => {
            unreachable!("handled above")
        }
    }
}

/// Turns the store's changes into facts and owes looks to everyone who watches them.
#[must_use = "what happened is told nowhere else"]
pub(super) fn publish(world: &mut World, cause: Cause) -> Vec<Fact> {
    let changes = world.cluster.store.take_changes();
    let mut facts = Vec::with_capacity(changes.len());
    for change in changes {
        world.cluster.scheduler.observe(&change);
        let watchers = watch::watchers(&world.cluster, &change);
        let Change {
            actor,
            before,
            after,
        } = change;
        let what = match (before, after) {
            (None, Some(object)) => What::Created(object),
            (Some(before), Some(after)) => What::Changed { before, after },
            (Some(object), None) => What::Deleted(object),
            (None, None) => continue,
        };
        let id = state(world, &mut facts, actor, cause, what);
        for (component, key) in watchers {
            let at = world.now.after(latency::watch(&mut world.rng, &component));
            world.owe(at, component, key, Cause::Fact(id));
        }
    }
    facts
}

/// Numbers a fact and adds it.
pub(super) fn state(
    world: &mut World,
    facts: &mut Vec<Fact>,
    actor: Actor,
    cause: Cause,
    what: What,
) -> FactId {
    let id = FactId(world.facts);
    world.facts += 1;
    facts.push(Fact {
        id,
        at: world.now,
        actor,
        cause,
        what,
    });
    id
}

/// Owes the next look: after what the component asked for, or after a back-off if it failed.
fn settle(world: &mut World, due: Due, actor: &Actor, result: Result<Outcome, ApiError>) {
    let identity = (due.component.clone(), due.key.clone());
    match result {
        Ok(outcome) => {
            world.failures.remove(&identity);
            if due.component == Component::StatefulSet {
                match outcome.waiting_for {
                    Some(waiting) => world.waiting.insert(due.key.clone(), waiting),
                    None => world.waiting.remove(&due.key),
                };
            }
            if let Some(after) = outcome.requeue_after {
                let at = world.now.after(SimDuration(after.0.max(1)));
                world.owe(at, due.component, due.key, Cause::Timer);
            }
        }
        Err(error) => {
            if due.component == Component::StatefulSet {
                let waiting = Waiting {
                    rule: if error.storage_full {
                        Rule::StorageFull
                    } else {
                        Rule::Failing
                    },
                    on: due.key.clone(),
                    next: None,
                };
                world.waiting.insert(due.key.clone(), waiting);
            }
            debug_assert!(
                *actor != Actor::You,
                "a person's errors go back to the person"
            );
            let failures = world.failures.entry(identity).or_default();
            *failures += 1;
            let at = world.now.after(latency::back_off(*failures));
            world.owe(at, due.component, due.key, Cause::Timer);
        }
    }
}
