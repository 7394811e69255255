//! The controller's own time: reconciles against the API server, admission and store writes
//! included, nothing else of the cluster running. The cases are those upstream was timed with.

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use playground::cluster::api::conditions::set_condition;
use playground::cluster::api::{Key, Kind, Object, Pod, SimTime, StatefulSet};
use playground::cluster::apiserver::{Actor, Client, Store};
use playground::cluster::controllers::statefulset::reconcile;
use serde_json::json;
use std::hint::black_box;
use std::sync::Arc;

// The same allocator as the program's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn manifest(replicas: i32, policy: &str, claims: usize) -> StatefulSet {
    let templates: Vec<_> = (0..claims)
        .map(|number| {
            json!({
                "metadata": { "name": format!("data{number}") },
                "spec": {
                    "accessModes": ["ReadWriteOnce"],
                    "resources": { "requests": { "storage": "1Gi" } }
                }
            })
        })
        .collect();
    serde_json::from_value(json!({
        "apiVersion": "apps/v1",
        "kind": "StatefulSet",
        "metadata": { "name": "web", "namespace": "default" },
        "spec": {
            "replicas": replicas,
            "serviceName": "web",
            "podManagementPolicy": policy,
            "selector": { "matchLabels": { "app": "web" } },
            "template": {
                "metadata": { "labels": { "app": "web" } },
                "spec": { "containers": [{
                    "name": "nginx", "image": "nginx:1.27",
                    "ports": [{ "containerPort": 80, "name": "http" }]
                }] }
            },
            "volumeClaimTemplates": templates
        }
    }))
    .expect("the manifest is right")
}

fn key() -> Key {
    Key::new(Kind::StatefulSet, "default", "web")
}

fn fresh(replicas: i32, policy: &str, claims: usize) -> Store {
    let mut store = Store::new(1);
    let mut client = Client::new(&mut store, Actor::You, SimTime(0));
    let namespace = json!({
        "apiVersion": "v1", "kind": "Namespace", "metadata": { "name": "default" }
    });
    let object = Object::from_value(Kind::Namespace, namespace).expect("a namespace");
    client.create_object(object).expect("is new");
    client
        .create(manifest(replicas, policy, claims))
        .expect("is valid");
    store.take_changes();
    store
}

fn sync(store: &mut Store, times: u32) {
    for _ in 0..times {
        let mut client = Client::new(store, Actor::StatefulSetController, SimTime(1000));
        let outcome = reconcile(&mut client, &key());
        drop(black_box(outcome));
        store.take_changes();
    }
}

/// Every pod that exists becomes Ready: the kubelet's part, not timed.
fn make_ready(store: &mut Store) {
    let pods: Vec<Arc<Pod>> = store.list::<Pod>().cloned().collect();
    for mut pod in pods {
        let changed = Arc::make_mut(&mut pod);
        changed.spec.get_or_insert_default().node_name = Some("node-1".to_owned());
        changed.status.get_or_insert_default().phase = Some("Running".to_owned());
        set_condition(changed, "Ready", "True", None, None, SimTime(0));
        store.place(Object::Pod(pod));
    }
}

fn stable(replicas: i32, claims: usize) -> Store {
    let mut store = fresh(replicas, "Parallel", claims);
    sync(&mut store, 1);
    make_ready(&mut store);
    sync(&mut store, 2);
    store
}

fn stable_set(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("stable set, one reconcile");
    for (replicas, claims) in [(100, 0), (100, 1), (1000, 0), (1000, 1), (10_000, 1)] {
        let mut store = stable(replicas, claims);
        group.throughput(Throughput::Elements(u64::from(replicas.unsigned_abs())));
        let name = BenchmarkId::new(format!("{claims} claims"), replicas);
        group.bench_function(name, |bencher| bencher.iter(|| sync(&mut store, 1)));
    }
    group.finish();
}

fn parallel_bring_up(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parallel bring-up, three reconciles");
    group.sample_size(10);
    for replicas in [1000, 10_000] {
        group.bench_function(BenchmarkId::new("1 claim", replicas), |bencher| {
            bencher.iter_batched(
                || {
                    let empty = fresh(replicas, "Parallel", 1);
                    let mut ready = empty.clone();
                    sync(&mut ready, 1);
                    make_ready(&mut ready);
                    (empty, ready)
                },
                |(mut empty, mut ready)| {
                    sync(&mut empty, 1);
                    sync(&mut ready, 2);
                    (empty, ready)
                },
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

fn ordered_bring_up(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("ordered bring-up, 101 reconciles");
    group.sample_size(10);
    group.bench_function(BenchmarkId::new("1 claim", 100), |bencher| {
        bencher.iter_custom(|iterations| {
            let mut spent = std::time::Duration::ZERO;
            for _ in 0..iterations {
                let mut store = fresh(100, "OrderedReady", 1);
                for _ in 0..101 {
                    let started = started();
                    sync(&mut store, 1);
                    spent += started.elapsed();
                    make_ready(&mut store);
                }
            }
            spent
        });
    });
    group.finish();
}

/// The wall clock, which the crate itself must never read: only a benchmark may.
#[allow(clippy::disallowed_methods, reason = "a benchmark measures real time")]
fn started() -> std::time::Instant {
    std::time::Instant::now()
}

criterion_group!(benches, stable_set, parallel_bring_up, ordered_bring_up);
criterion_main!(benches);
