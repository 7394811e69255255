//! A person acts: an input changes the world at the present instant.

use super::fact::{Cause, Fact, What};
use super::input::{FileChange, Input, Request};
use super::queue::Component;
use super::step::{publish, state};
use super::world::World;
use crate::cluster::api::{Deployment, Key, Kind, Pod, ReplicaSet, Specified, StatefulSet};
use crate::cluster::apiserver::patch::{self, PatchKind};
use crate::cluster::apiserver::{Actor, ApiError, Client, Reason, apply};
use crate::cluster::kubelet;

/// Lets the input happen now. `index` is its place among the timeline's inputs.
#[must_use = "what happened is told nowhere else"]
pub fn act(world: &mut World, input: &Input, index: u64) -> Vec<Fact> {
    let cause = Cause::Input(index);
    match input {
        Input::Request(asked) => {
            let result = request(&mut client(world), asked);
            let mut facts = publish(world, cause);
            if let Err(error) = result {
                state(world, &mut facts, Actor::You, cause, What::Refused(error));
            }
            facts
        }
        Input::Files {
            pod,
            container,
            changes,
        } => files(world, pod, container, changes, cause),
        Input::Exit {
            pod,
            container,
            code,
        } => exit(world, (pod, container), *code, cause),
        Input::Power { node, on } => power(world, node, *on, cause),
        Input::Gates(gates) => {
            world.cluster.store.gates = *gates;
            // The controller would be restarted with the new gates and look at everything again.
            let sets: Vec<Key> = world
                .cluster
                .store
                .objects_of(Kind::StatefulSet)
                .map(|set| set.key())
                .collect();
            for set in sets {
                world.owe(world.now, Component::StatefulSet, set, cause);
            }
            vec![]
        }
    }
}

/// A client in the person's name.
pub fn client(world: &mut World) -> Client<'_> {
    Client::new(&mut world.cluster.store, Actor::You, world.now)
}

/// Sends one request. kubectl uses it on a scratch world too, to learn the answer.
///
/// # Errors
/// What the API server answered.
pub fn request(client: &mut Client<'_>, request: &Request) -> Result<(), ApiError> {
    match request {
        Request::Create(object) => client.create_object(object.clone()).map(drop),
        Request::Update(object) => client.update_object(object.clone()).map(drop),
        Request::Patch(key, change) => {
            patch::patch_object(client, key, PatchKind::Strategic, change).map(drop)
        }
        Request::UpdateStatus(object) => client.update_status_object(object.clone()).map(drop),
        Request::Apply(object) => apply::apply(client, object.clone()).map(drop),
        Request::Delete(key, options) => client.delete(key, options),
        Request::Scale(key, replicas) => scale(client, key, *replicas),
        Request::Bind(pod, node) => client.bind(pod, node).map(drop),
    }
}

/// The scale subresource.
fn scale(client: &mut Client<'_>, key: &Key, replicas: i32) -> Result<(), ApiError> {
    let (namespace, name) = (&*key.namespace, &*key.name);
    match key.kind {
        Kind::StatefulSet => client
            .patch::<StatefulSet>(namespace, name, |set| {
                set.spec_mut().replicas = Some(replicas);
            })
            .map(drop),
        Kind::Deployment => client
            .patch::<Deployment>(namespace, name, |deployment| {
                deployment.spec_mut().replicas = Some(replicas);
            })
            .map(drop),
        Kind::ReplicaSet => client
            .patch::<ReplicaSet>(namespace, name, |set| {
                set.spec_mut().replicas = Some(replicas);
            })
            .map(drop),
        _ => Err(ApiError::new(
            Reason::NotFound,
            "the server could not find the requested resource",
        )),
    }
}

fn files(
    world: &mut World,
    pod: &Key,
    container: &str,
    changes: &[FileChange],
    cause: Cause,
) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut written_last = None;
    for change in changes {
        let written = kubelet::files::write(
            &mut world.cluster,
            pod,
            container,
            &change.path,
            change.bytes.as_deref(),
        );
        let what = match written {
            Ok(volume) => What::File {
                pod: pod.clone(),
                volume,
                path: change.path.clone(),
                removed: change.bytes.is_none(),
            },
            Err(error) => What::Refused(error),
        };
        written_last = Some(state(world, &mut facts, Actor::You, cause, what));
    }
    // A probe may find something else from now on.
    let object = world.cluster.store.get::<Pod>(&pod.namespace, &pod.name);
    let node = object.and_then(|pod| pod.spec.as_ref()?.node_name.clone());
    if let Some((node, written)) = node.zip(written_last) {
        let kubelet = Component::Kubelet(node.as_str().into());
        world.owe(world.now, kubelet, pod.clone(), Cause::Fact(written));
    }
    facts
}

fn exit(world: &mut World, (pod, container): (&Key, &str), code: i32, cause: Cause) -> Vec<Fact> {
    let mut facts = Vec::new();
    match kubelet::process::end(&mut world.cluster, pod, container, code, world.now) {
        Ok(node) => world.owe(world.now, Component::Kubelet(node), pod.clone(), cause),
        Err(error) => {
            state(world, &mut facts, Actor::You, cause, What::Refused(error));
        }
    }
    facts
}

fn power(world: &mut World, node: &str, on: bool, cause: Cause) -> Vec<Fact> {
    let mut facts = Vec::new();
    let Some(machine) = world.cluster.machines.get_mut(node) else {
        let error = ApiError::not_found(Kind::Node, node);
        state(world, &mut facts, Actor::You, cause, What::Refused(error));
        return facts;
    };
    if machine.powered == on {
        return facts;
    }
    machine.set_power(on, world.now);
    let what = What::Power {
        node: node.to_owned(),
        on,
    };
    let id = state(world, &mut facts, Actor::You, cause, what);
    let key = Key::new(Kind::Node, "", node);
    world.owe(world.now, Component::NodeLifecycle, key, Cause::Fact(id));
    if on {
        // A kubelet that starts looks at everything it is responsible for.
        let pods: Vec<Key> = kubelet::pods_of(&world.cluster, node);
        for pod in pods {
            world.owe(
                world.now,
                Component::Kubelet(node.into()),
                pod,
                Cause::Fact(id),
            );
        }
    }
    facts
}
