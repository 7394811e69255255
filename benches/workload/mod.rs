//! What the controller is timed with: the cases upstream was timed with, and the parts of the cluster
//! they need. Shared by the statistics (`controller.rs`) and by the comparison with wasm (`pace.rs`).

use playground::cluster::api::conditions::{is_ready, set_condition};
use playground::cluster::api::{Key, Kind, Object, Pod, SimTime, StatefulSet};
use playground::cluster::apiserver::{Actor, Client, Store};
use playground::cluster::controllers::statefulset::{Memory, reconcile};
use serde_json::json;
use std::hint::black_box;
use std::sync::Arc;

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

/// A set nobody has looked at yet.
pub(crate) fn fresh(replicas: i32, policy: &str, claims: usize) -> Store {
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

/// So many reconciles of the set, which is what the controller remembers it by.
pub(crate) fn sync(store: &mut Store, memory: &mut Memory, times: u32) {
    for _ in 0..times {
        let mut client = Client::new(store, Actor::StatefulSetController, SimTime(1000));
        let outcome = reconcile(&mut client, memory, &key());
        drop(black_box(outcome));
        store.take_changes();
    }
}

/// Every pod that is not Ready becomes so: the kubelet's part, not timed.
pub(crate) fn make_ready(store: &mut Store) {
    let pods: Vec<Arc<Pod>> = store
        .list::<Pod>()
        .filter(|pod| !is_ready(pod))
        .cloned()
        .collect();
    for mut pod in pods {
        let changed = Arc::make_mut(&mut pod);
        changed.spec.get_or_insert_default().node_name = Some("node-1".to_owned());
        changed.status.get_or_insert_default().phase = Some("Running".to_owned());
        set_condition(changed, "Ready", "True", None, None, SimTime(0));
        store.place(Object::Pod(pod));
    }
}

/// A set that has all it wants, and a controller that knows it.
pub(crate) fn stable(replicas: i32, claims: usize) -> (Store, Memory) {
    let mut store = fresh(replicas, "Parallel", claims);
    let mut memory = Memory::default();
    sync(&mut store, &mut memory, 1);
    make_ready(&mut store);
    sync(&mut store, &mut memory, 2);
    (store, memory)
}
