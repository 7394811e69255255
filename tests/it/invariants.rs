//! Random inputs, many seeds: what has to hold whatever people do. A failing seed prints itself.

use crate::support::{Lab, WEB, objects};
use playground::cluster::api::conditions::is_ready;
use playground::cluster::api::{
    Endpoint, EndpointSlice, Key, Kind, Object, PersistentVolumeClaim, Pod, SimTime, StatefulSet,
    meta,
};
use playground::cluster::apiserver::DeleteOptions;
use playground::cluster::apiserver::uid::Rng;
use playground::sim::{Cause, Fact, Input, Request, What, World};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const SEEDS: u64 = 12;
const INPUTS: u32 = 14;
/// A pod that is Ready has to be in its slice after this long.
const SLICE_LAG_MS: u64 = 400;

#[test]
fn whatever_people_do() {
    for seed in 1..=SEEDS {
        let outcome = std::panic::catch_unwind(|| play(seed));
        if let Err(panic) = outcome {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(|t| (*t).to_owned()));
            panic!("seed {seed}: {}", text.unwrap_or_default());
        }
    }
}

fn play(seed: u64) {
    let mut rng = Rng::new(seed * 7919);
    let mut lab = Lab::new(seed);
    let policy = ["OrderedReady", "Parallel"][usize::try_from(rng.between(0, 1)).unwrap()];
    let yaml = WEB.replace(
        "replicas: 2",
        &format!("replicas: 2\n  podManagementPolicy: {policy}"),
    );
    let mut watch = Watch::new(policy == "OrderedReady");
    for object in objects(&yaml) {
        lab.act(Input::Request(Request::Create(object)));
    }
    for _ in 0..INPUTS {
        let wait_ms = rng.between(50, 20_000);
        run(&mut lab, &mut watch, wait_ms);
        for input in random(lab.world(), &mut rng) {
            let facts = lab.timeline.push(input);
            watch.see(lab.world(), &facts);
        }
    }
    // Whatever was switched off comes back, and then there is peace.
    for node in ["node-1", "node-2", "node-3"] {
        let node = node.to_owned();
        let facts = lab.timeline.push(Input::Power { node, on: true });
        watch.see(lab.world(), &facts);
    }
    let mut steps = 0;
    while let Some(facts) = lab.timeline.step() {
        watch.see(lab.world(), &facts);
        steps += 1;
        assert!(steps < 20_000, "the world does not come to rest");
    }
    at_rest(lab.world());
}

fn run(lab: &mut Lab, watch: &mut Watch, ms: u64) {
    let until = SimTime(lab.now().0 + ms);
    while lab.world().queue.next_at().is_some_and(|at| at <= until) {
        let facts = lab.timeline.step().unwrap_or_default();
        watch.see(lab.world(), &facts);
    }
    lab.timeline.advance(until);
}

/// Something a person might do next.
fn random(world: &World, rng: &mut Rng) -> Vec<Input> {
    let store = &world.cluster.store;
    let set = Key::new(Kind::StatefulSet, "default", "web");
    let pods: Vec<Key> = store
        .list::<Pod>()
        .map(|pod| Object::Pod(Arc::clone(pod)).key())
        .collect();
    let any_pod = |rng: &mut Rng| {
        let at = usize::try_from(rng.bits() % pods.len().max(1) as u64).unwrap();
        pods.get(at).cloned()
    };
    let delete = |key: Key, grace: Option<i64>| {
        let options = DeleteOptions {
            grace_period_seconds: grace,
            ..DeleteOptions::default()
        };
        Input::Request(Request::Delete(key, options))
    };
    match rng.between(0, 11) {
        0..=3 => {
            let replicas = i32::try_from(rng.between(0, 6)).unwrap();
            vec![Input::Request(Request::Scale(set, replicas))]
        }
        4..=6 => any_pod(rng)
            .map(|pod| delete(pod, None))
            .into_iter()
            .collect(),
        7 => any_pod(rng)
            .map(|pod| delete(pod, Some(0)))
            .into_iter()
            .collect(),
        8 => vec![Input::Power {
            node: format!("node-{}", rng.between(1, 3)),
            on: rng.between(0, 1) == 1,
        }],
        9..=10 => store
            .get::<StatefulSet>("default", "web")
            .map(|set| {
                let mut set = StatefulSet::clone(set);
                let tag = format!("nginx:1.{}", rng.between(10, 27));
                let template = set.spec.template.spec.get_or_insert_default();
                template.containers[0].image = Some(tag);
                set.metadata.resource_version = None;
                Input::Request(Request::Update(set.into()))
            })
            .into_iter()
            .collect(),
        _ => any_pod(rng)
            .map(|pod| Input::Files {
                pod,
                container: "nginx".to_owned(),
                changes: vec![playground::sim::FileChange {
                    path: "/usr/share/nginx/html/index.html".to_owned(),
                    bytes: Some(format!("{}", rng.bits()).into_bytes()),
                }],
            })
            .into_iter()
            .collect(),
    }
}

/// Looks at every fact as it happens.
struct Watch {
    ordered: bool,
    now: SimTime,
    version: u64,
    live: BTreeMap<Key, String>,
    claims: BTreeMap<String, (String, String)>,
    ready_since: BTreeMap<String, SimTime>,
}

impl Watch {
    fn new(ordered: bool) -> Self {
        Self {
            ordered,
            now: SimTime(0),
            version: 0,
            live: BTreeMap::new(),
            claims: BTreeMap::new(),
            ready_since: BTreeMap::new(),
        }
    }

    fn see(&mut self, world: &World, facts: &[Fact]) {
        assert!(world.now >= self.now, "time went back");
        self.now = world.now;
        let bound = 40 + 30 * world.cluster.store.list::<Pod>().count();
        assert!(
            world.queue.len() <= bound,
            "{} looks owed",
            world.queue.len()
        );
        for fact in facts {
            let person = fact.actor == playground::cluster::apiserver::Actor::You;
            let by_input = matches!(fact.cause, Cause::Input(_));
            assert!(person == by_input, "{fact:?}");
            self.identities(fact);
            self.order(fact);
            self.claims(fact);
        }
        self.slices(world);
    }

    /// One live object a key, new versions only, no name while its predecessor is there.
    fn identities(&mut self, fact: &Fact) {
        let Some(object) = fact.object() else { return };
        let version = object.meta().resource_version.as_deref();
        let version: u64 = version
            .and_then(|version| version.parse().ok())
            .unwrap_or(0);
        let (key, uid) = (object.key(), object.uid().to_owned());
        match &fact.what {
            What::Created(_) => {
                let before = self.live.insert(key, uid);
                assert_eq!(before, None, "a second object of the name: {fact:?}");
            }
            What::Changed { .. } => {
                assert!(
                    self.live.get(&key).is_none_or(|live| *live == uid),
                    "{fact:?}"
                );
            }
            What::Deleted(_) => {
                self.live.remove(&key);
                return;
            }
            _ => return,
        }
        assert!(version > self.version, "{version} after {}", self.version);
        self.version = version;
    }

    /// OrderedReady: no pod is created while one before it is not Ready.
    fn order(&mut self, fact: &Fact) {
        let Some(Object::Pod(pod)) = fact.object() else {
            return;
        };
        let name = meta::name(&pod.metadata).to_owned();
        let gone = matches!(fact.what, What::Deleted(_));
        let Some(ordinal) = name
            .strip_prefix("web-")
            .and_then(|n| n.parse::<u32>().ok())
        else {
            return;
        };
        if matches!(fact.what, What::Created(_)) && self.ordered {
            for before in 0..ordinal {
                let before = format!("web-{before}");
                assert!(
                    self.ready_since.contains_key(&before),
                    "{name} before {before} is Ready"
                );
            }
        }
        if gone || !is_ready(pod) {
            self.ready_since.remove(&name);
        } else {
            self.ready_since.entry(name).or_insert(fact.at);
        }
    }

    /// A claim keeps its uid and, once it has one, its volume: nobody deletes claims here.
    fn claims(&mut self, fact: &Fact) {
        let Some(Object::PersistentVolumeClaim(claim)) = fact.object() else {
            return;
        };
        assert!(!matches!(fact.what, What::Deleted(_)), "{fact:?}");
        let spec = claim.spec.as_ref();
        let volume = spec
            .and_then(|spec| spec.volume_name.clone())
            .unwrap_or_default();
        let name = meta::name(&claim.metadata).to_owned();
        let seen = (meta::uid(&claim.metadata).to_owned(), volume);
        if let Some((uid, volume)) = self.claims.get(&name) {
            assert_eq!(*uid, seen.0, "claim {name} is another one");
            assert!(
                volume.is_empty() || *volume == seen.1,
                "claim {name} changed its volume"
            );
        }
        self.claims.insert(name, seen);
    }

    /// Ready for a while means: in the slice.
    fn slices(&self, world: &World) {
        let store = &world.cluster.store;
        let slices = store.list::<EndpointSlice>();
        let endpoints: Vec<&Endpoint> = slices
            .flat_map(|slice| slice.endpoints.iter().flatten())
            .collect();
        for (name, since) in &self.ready_since {
            let Some(pod) = store.get::<Pod>("default", name) else {
                continue;
            };
            let settled = world.now.since(*since).as_millis() > SLICE_LAG_MS;
            if !settled || meta::is_deleting(&pod.metadata) {
                continue;
            }
            let uid = Some(meta::uid(&pod.metadata));
            let endpoint = endpoints.iter().find(|endpoint| {
                endpoint
                    .target_ref
                    .as_ref()
                    .and_then(|target| target.uid.as_deref())
                    == uid
            });
            let ready = endpoint.and_then(|endpoint| endpoint.conditions.as_ref()?.ready);
            assert_eq!(ready, Some(true), "{name} is Ready but not in a slice");
        }
    }
}

/// What has to hold once nothing is owed any more.
fn at_rest(world: &World) {
    let store = &world.cluster.store;
    let Some(set) = store.get::<StatefulSet>("default", "web") else {
        return;
    };
    let wanted = set.spec.replicas.unwrap_or(1);
    let pods: BTreeSet<String> = store
        .list::<Pod>()
        .map(|pod| meta::name(&pod.metadata).to_owned())
        .collect();
    let expected: BTreeSet<String> = (0..wanted)
        .map(|ordinal| format!("web-{ordinal}"))
        .collect();
    assert_eq!(pods, expected);
    let mut addresses = BTreeSet::new();
    for pod in store.list::<Pod>() {
        assert!(is_ready(pod), "{pod:?}");
        let address = pod.status.as_ref().and_then(|status| status.pod_ip.clone());
        assert!(addresses.insert(address.clone()), "{address:?} twice");
    }
    for claim in store.list::<PersistentVolumeClaim>() {
        let volume = claim
            .spec
            .as_ref()
            .and_then(|spec| spec.volume_name.clone());
        let volume = volume.unwrap_or_default();
        assert!(
            world.cluster.disks.contains_key(&volume),
            "{volume} has no disk"
        );
    }
}
