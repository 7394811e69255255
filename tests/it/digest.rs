//! The fingerprint of a world covers all of it: for each field two worlds that differ in nothing else,
//! and their digests differ. (That no field is forgotten is the compiler's business: see `sim/digest.rs`.)

use crate::support::{Lab, WEB, objects};
use playground::cluster::api::{Key, Kind, SimTime};
use playground::cluster::apiserver::fault::{Fault, Verb};
use playground::cluster::apiserver::{Actor, Client, Reason};
use playground::cluster::disk::FileTree;
use playground::cluster::outcome::{Rule, Waiting};
use playground::sim::act::{act, request};
use playground::sim::queue::Component;
use playground::sim::step::step;
use playground::sim::world::Config;
use playground::sim::{Cause, Input, Request, World};
use std::sync::Arc;

/// The two worlds have different fingerprints, and each the same as its copy.
fn differ(what: &str, one: &World, other: &World) {
    assert_eq!(one.digest(), one.clone().digest(), "{what}");
    assert_ne!(one.digest(), other.digest(), "{what}");
}

/// A world with a running set.
fn lived() -> World {
    let mut lab = Lab::new(3);
    lab.create(WEB);
    lab.settle();
    lab.world().clone()
}

/// What a change of a running world adds to its fingerprint.
fn changed(what: &str, change: impl FnOnce(&mut World)) {
    let before = lived();
    let mut after = before.clone();
    change(&mut after);
    differ(what, &before, &after);
}

fn key(kind: Kind, name: &str) -> Key {
    Key::new(kind, "default", name)
}

fn pod(name: &str, image: &str, more: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: {name}\nspec:\n  containers:\n  - name: main\n    image: {image}\n{more}"
    )
}

#[test]
fn the_clock_and_what_is_owed() {
    changed("the clock", |world| world.now = SimTime(world.now.0 + 1));
    let owe = |world: &mut World, names: [&str; 2]| {
        for name in names {
            let pod = key(Kind::Pod, name);
            world.owe(world.now, Component::Scheduler, pod, Cause::Timer);
        }
    };
    changed("a look", |world| owe(world, ["a", "b"]));
    let (mut one, mut other) = (lived(), lived());
    owe(&mut one, ["a", "b"]);
    owe(&mut other, ["b", "a"]);
    differ("the order of looks", &one, &other);
}

#[test]
fn what_the_world_remembers_of_itself() {
    // Everything of another world but the generator, which nobody can reach.
    let one = World::new(&Config::default());
    let mut other = World::new(&Config {
        seed: 8,
        ..Config::default()
    });
    other.cluster = one.cluster.clone();
    other.queue = one.queue.clone();
    differ("the source of latencies", &one, &other);

    changed("the number of facts", |world| {
        let refused = Request::Delete(key(Kind::Pod, "nobody"), Default::default());
        assert_eq!(act(world, &Input::Request(refused), 9).len(), 1);
    });
    changed("what a set waits for", |world| {
        let set = key(Kind::StatefulSet, "web");
        let waiting = Waiting {
            rule: Rule::Partition,
            on: key(Kind::Pod, "web-0"),
            next: None,
        };
        world.waiting.insert(set, waiting);
    });
    changed("a failure, for the back-off", |world| {
        let before = world.clone();
        let set = key(Kind::StatefulSet, "web");
        world.owe(world.now, Component::StatefulSet, set.clone(), Cause::Timer);
        let scaled = Request::Scale(set, 5);
        drop(act(world, &Input::Request(scaled), 9));
        world.cluster.store.arm(Fault {
            verb: Verb::Create,
            kind: Kind::Pod,
            name: None,
            reason: Reason::InternalError,
            count: 1000,
        });
        drop(step(world));
        // All that can be put back is.
        world.now = before.now;
        world.cluster = before.cluster;
        world.queue = before.queue;
        world.waiting = before.waiting;
    });
}

#[test]
fn what_the_api_server_holds() {
    changed("an object", |world| {
        let object = objects(&pod("placed", "nginx", "")).remove(0);
        world.cluster.store.place(object);
    });
    let passing = |world: &mut World, uid: Option<&str>| {
        let mut object = objects(&pod("passing", "nginx", "")).remove(0);
        object.meta_mut().uid = uid.map(str::to_owned);
        let key = world.cluster.store.place(object).key();
        world.cluster.store.displace(&key);
    };
    changed("the resourceVersion", |world| passing(world, Some("given")));
    let (mut one, mut other) = (lived(), lived());
    passing(&mut one, Some("given"));
    passing(&mut other, None);
    differ("the source of uids", &one, &other);

    let create = |world: &mut World, name: &str| {
        let text = pod("NAME", "nginx", "").replace("name: NAME", name);
        let object = objects(&text).remove(0);
        let client = &mut Client::new(&mut world.cluster.store, Actor::You, world.now);
        let stored = client.create_object(object).expect("it is taken");
        world.cluster.store.displace(&stored.key());
        drop(world.cluster.store.take_changes());
    };
    let (mut one, mut other) = (lived(), lived());
    create(&mut one, "generateName: some-");
    create(&mut other, "name: some-1");
    differ("the source of names", &one, &other);

    changed("a fault", |world| {
        world.cluster.store.arm(Fault {
            verb: Verb::Delete,
            kind: Kind::Pod,
            name: None,
            reason: Reason::Conflict,
            count: 1,
        });
    });
    changed("a gate", |world| {
        world.cluster.store.gates.max_unavailable_stateful_set = true;
    });
    changed("a limit", |world| {
        world.cluster.store.limits.pods_per_look = 1
    });
    changed("admission", |world| world.cluster.store.admission = false);

    // The same event, told of and forgotten: only the log knows of the one that was not.
    let tell = |world: &mut World| {
        let about = world
            .cluster
            .store
            .object(&key(Kind::Pod, "web-0"))
            .cloned();
        let client = &mut Client::new(&mut world.cluster.store, Actor::Scheduler, world.now);
        let severity = playground::cluster::apiserver::events::Severity::Normal;
        client.event(&about.expect("it is there"), severity, "Said", "something");
        let changes = world.cluster.store.take_changes();
        changes[0].latest().clone()
    };
    let mut one = lived();
    let event = tell(&mut one);
    one.cluster.store.displace(&event.key());
    let mut other = lived();
    let mut silent = event;
    silent.meta_mut().uid = None;
    other.cluster.store.place(silent.clone());
    other.cluster.store.displace(&silent.key());
    differ("the log of events", &one, &other);

    let mut one = lived();
    let client = &mut Client::new(&mut one.cluster.store, Actor::You, one.now);
    let web = key(Kind::StatefulSet, "web");
    request(client, &Request::Scale(web, 5)).expect("it is taken");
    let mut other = one.clone();
    drop(other.cluster.store.take_changes());
    differ("a change nobody has seen yet", &one, &other);
}

#[test]
fn what_only_the_machines_know() {
    let machine = |world: &mut World| {
        let first = world.cluster.machines.keys().next().cloned().expect("one");
        world
            .cluster
            .machines
            .remove(&first)
            .map(|machine| (first, machine))
            .expect("one")
    };
    let alter = |what: &str, change: fn(&mut playground::cluster::kubelet::Machine)| {
        changed(what, |world| {
            let (name, mut found) = machine(world);
            change(&mut found);
            world.cluster.machines.insert(name, found);
        });
    };
    alter("a plug", |machine| machine.powered = false);
    alter("when it was pulled", |machine| {
        machine.power_changed_at = SimTime(1)
    });
    alter("the registration", |machine| machine.registration = None);
    alter("since when its node is missing", |machine| {
        machine.node_missing_since = Some(SimTime(1));
    });
    let of = |number| {
        let mut world = lived();
        let fresh = playground::cluster::kubelet::Machine::new(number);
        world.cluster.machines.insert(Arc::from("node-9"), fresh);
        world
    };
    differ("a machine's number", &of(8), &of(9));
    changed("a machine", |world| drop(machine(world)));

    // A machine, and what is left on it by pods that came and went.
    let after = |pods: &[(&str, &str)]| {
        let mut lab = Lab::with(Config {
            nodes: 1,
            ..Config::default()
        });
        for (name, image) in pods {
            lab.create(&pod(name, image, ""));
            lab.settle();
            if !name.starts_with("stays") {
                lab.delete(Kind::Pod, name);
                lab.settle();
            }
        }
        let mut world = lived();
        world.cluster.machines = lab.world().cluster.machines.clone();
        world
    };
    differ(
        "an image",
        &after(&[("a", "nginx:1")]),
        &after(&[("a", "nginx:2")]),
    );
    differ(
        "whose turn it is among the addresses",
        &after(&[("a", "nginx")]),
        &after(&[("a", "nginx"), ("b", "nginx")]),
    );
    differ(
        "a pod on it",
        &after(&[("a", "nginx")]),
        &after(&[("stays", "nginx")]),
    );
    changed("a disk", |world| {
        let tree = FileTree::default();
        world.cluster.disks.insert("pvc-x".to_owned(), tree);
    });
    changed("a file", |world| {
        let (_, tree) = world.cluster.disks.iter_mut().next().expect("a disk");
        tree.write("x", b"y").expect("there is room");
    });
}

#[test]
fn what_scheduler_and_provisioner_remember() {
    let of = |yaml: &str, ms: u64| {
        let mut lab = Lab::new(3);
        lab.create(yaml);
        lab.pass_ms(ms);
        lab.world().clone()
    };
    let homeless = pod("homeless", "nginx", "  nodeSelector:\n    no: such\n");
    let refused = of(&homeless, 400);
    changed("a back-off", |world| {
        world.cluster.scheduler = refused.cluster.scheduler.clone();
    });
    // While the volume of web-0 is being made, its room is kept.
    let mut lab = Lab::new(3);
    lab.create(WEB);
    let uses_disk = |world: &World| {
        world.queue.iter().any(|(at, due)| {
            due.component == Component::Provisioner && due.cause == Cause::Timer && at > world.now
        })
    };
    lab.until(20, "a volume is being made", uses_disk);
    let making = lab.world().clone();
    changed("a reservation", |world| {
        world.cluster.scheduler = making.cluster.scheduler.clone();
    });
    changed("a volume being made", |world| {
        world.cluster.provisioner = making.cluster.provisioner.clone();
    });
}
