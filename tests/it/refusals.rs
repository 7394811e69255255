//! What the server refuses, in the words of the specification of errors. Each case is a change to a
//! sound manifest; what comes out is every cause, as kubectl lists them.

use crate::admission::create;
use crate::cases;
use crate::manifest::store;
use playground::cluster::api::{
    Kind, Object, PersistentVolumeClaim, PersistentVolumeClaimStatus, SimTime, StatefulSet,
    StatefulSetStatus,
};
use playground::cluster::apiserver::patch::{PatchKind, merge, patch_object};
use playground::cluster::apiserver::{Actor, ApiError, Client, Store};
use playground::manifest::{read, write_value};
use serde_json::Value;
use std::fmt::Write;

const SET: &str = "
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: web, namespace: default}
spec:
  serviceName: nginx
  replicas: 2
  selector: {matchLabels: {app: nginx}}
  template:
    metadata: {labels: {app: nginx}}
    spec:
      containers:
      - name: nginx
        image: nginx:1.9.1
        volumeMounts: [{name: www, mountPath: /usr/share/nginx/html}]
  volumeClaimTemplates:
  - metadata: {name: www}
    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
";
const SERVICE: &str = "
apiVersion: v1
kind: Service
metadata: {name: nginx, namespace: default}
spec:
  clusterIP: None
  selector: {app: nginx}
  ports: [{port: 80, name: web}]
";
const ADDRESS: &str = "
apiVersion: v1
kind: Service
metadata: {name: nginx, namespace: default}
spec:
  clusterIP: 10.96.7.7
  selector: {app: nginx}
  ports: [{port: 80, name: web}]
";
const CLAIM: &str = "
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: www-web-0, namespace: default}
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: fixed
  resources: {requests: {storage: 2Gi}}
";
const POD: &str = "
apiVersion: v1
kind: Pod
metadata: {name: web-0, namespace: default}
spec:
  containers: [{name: nginx, image: nginx}]
";

/// The sound manifest a case starts from, by the letter of its number.
fn base(text: &str) -> (&'static str, String) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let base = match first.trim() {
        "set:" => SET,
        "service:" => SERVICE,
        "address:" => ADDRESS,
        "claim:" => CLAIM,
        "pod:" => POD,
        other => panic!("{other:?} names no manifest"),
    };
    (base, rest.to_owned())
}

fn value(yaml: &str) -> Value {
    let yaml = yaml
        .replace("LONG", &"a".repeat(64))
        .replace("HUGE", &"a".repeat(262_144));
    serde_yaml::from_str(&yaml).unwrap()
}

fn causes(error: &ApiError) -> String {
    let mut out = String::new();
    if error.causes.is_empty() {
        writeln!(out, "{:?}: {error}", error.reason).unwrap();
    }
    for cause in &error.causes {
        // Nobody wants to read 262144 letters.
        writeln!(
            out,
            "{}",
            cause.to_string().replace(&"a".repeat(64), "LONG")
        )
        .unwrap();
    }
    out
}

fn with_gate() -> Store {
    let mut store = store();
    store.gates.max_unavailable_stateful_set = true;
    store
}

#[test]
fn new_objects_are_refused() {
    cases::check("admission/create.txt", |text| {
        let (base, patch) = base(text);
        let manifest = write_value(&merge::apply(value(base), &value(&patch)));
        match &create(&mut with_gate(), &manifest)[0] {
            Ok(object) => format!("{} is let in\n", object.key()),
            Err(error) => causes(error),
        }
    });
}

#[test]
fn changes_are_refused() {
    cases::check("admission/update.txt", |text| {
        let (base, patch) = base(text);
        let mut store = store();
        for class in ["fixed", "growing"] {
            let text = format!(
                "apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {{name: {class}}}\nprovisioner: p\nallowVolumeExpansion: {}\n",
                class == "growing"
            );
            create(&mut store, &text)[0].as_ref().unwrap();
        }
        let object = create(&mut store, base)[0].clone().unwrap();
        bind(&mut store, &object);
        let mut client = Client::new(&mut store, Actor::You, SimTime(1));
        match patch_object(&mut client, &object.key(), PatchKind::Merge, &value(&patch)) {
            Ok(object) => format!("{} is changed\n", object.key()),
            Err(error) => causes(&error),
        }
    });
}

/// A claim is bound to a volume of 1Gi, though it asked for more.
fn bind(store: &mut Store, object: &Object) {
    let Object::PersistentVolumeClaim(claim) = object else {
        return;
    };
    let mut claim = PersistentVolumeClaim::clone(claim);
    let capacity = serde_json::from_value(serde_json::json!({"storage": "1Gi"})).unwrap();
    claim.status = Some(PersistentVolumeClaimStatus {
        phase: Some("Bound".to_owned()),
        capacity: Some(capacity),
        ..PersistentVolumeClaimStatus::default()
    });
    Client::new(store, Actor::VolumeController, SimTime(0))
        .update_status(claim)
        .unwrap();
}

#[test]
fn the_sentence_of_one_cause_and_of_many() {
    let sentence = |patch: &str| {
        let manifest = write_value(&merge::apply(value(SET), &value(patch)));
        create(&mut store(), &manifest)[0]
            .as_ref()
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        sentence("spec: {replicas: -1}"),
        "StatefulSet.apps \"web\" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0"
    );
    assert_eq!(
        sentence("spec: {replicas: -1, minReadySeconds: -1}"),
        "StatefulSet.apps \"web\" is invalid: [spec.replicas: Invalid value: -1: must be greater than or equal to 0, spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0]"
    );
}

#[test]
fn counters_that_cannot_be_are_refused_even_without_admission() {
    let mut store = store();
    let object = create(&mut store, SET)[0].clone().unwrap();
    store.admission = false;
    let set = object.get::<StatefulSet>().unwrap();
    let mut told = |status: StatefulSetStatus| {
        let mut set = StatefulSet::clone(set);
        set.status = Some(status);
        let result =
            Client::new(&mut store, Actor::StatefulSetController, SimTime(0)).update_status(set);
        result.map(drop).map_err(|error| error.to_string())
    };
    let status = StatefulSetStatus {
        replicas: 2,
        ..StatefulSetStatus::default()
    };
    assert_eq!(
        told(StatefulSetStatus { current_replicas: Some(-1), ..status.clone() }),
        Err("StatefulSet.apps \"web\" is invalid: status.currentReplicas: Invalid value: -1: must be greater than or equal to 0".to_owned())
    );
    assert_eq!(
        told(StatefulSetStatus { ready_replicas: Some(3), available_replicas: Some(3), ..status.clone() }),
        Err("StatefulSet.apps \"web\" is invalid: [status.readyReplicas: Invalid value: 3: cannot be greater than status.replicas, status.availableReplicas: Invalid value: 3: cannot be greater than status.replicas]".to_owned())
    );
    assert!(
        told(StatefulSetStatus {
            ready_replicas: Some(1),
            available_replicas: Some(2),
            ..status.clone()
        })
        .is_err()
    );
    assert_eq!(
        told(StatefulSetStatus {
            ready_replicas: Some(2),
            available_replicas: Some(1),
            current_replicas: Some(2),
            updated_replicas: Some(2),
            ..status
        }),
        Ok(())
    );
}

#[test]
fn what_is_not_there_is_named() {
    let told = |text: &str| {
        create(&mut store(), text)[0]
            .as_ref()
            .map(Object::key)
            .map_err(ToString::to_string)
    };
    assert_eq!(
        told(&POD.replace("namespace: default", "namespace: foo")),
        Err("namespaces \"foo\" not found".to_owned())
    );
    assert_eq!(
        told(&POD.replace("spec:", "spec:\n  serviceAccountName: robot")),
        Err("pods \"web-0\" is forbidden: error looking up service account default/robot: serviceaccount \"robot\" not found".to_owned())
    );
    assert_eq!(
        told(&POD.replace("spec:", "spec:\n  priorityClassName: high")),
        Err("pods \"web-0\" is forbidden: no PriorityClass with name high was found".to_owned())
    );
    let account = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: robot}\n---";
    let with = format!(
        "{account}{}",
        POD.replace("spec:", "spec:\n  serviceAccountName: robot")
    );
    let results = create(&mut store(), &with);
    assert_eq!(results[1].as_ref().unwrap().kind(), Kind::Pod);
}

/// Addresses are taken once, in range, and kept.
#[test]
fn addresses_are_handed_out_once() {
    let mut store = store();
    let service = |name: &str, address: &str| {
        SERVICE
            .replace("name: nginx,", &format!("name: {name},"))
            .replace("None", address)
    };
    let mut told = |name: &str, address: &str| {
        create(&mut store, &service(name, address))[0]
            .as_ref()
            .map(drop)
            .map_err(causes)
    };
    assert_eq!(told("a", "10.96.0.9"), Ok(()));
    assert_eq!(
        told("b", "10.96.0.9"),
        Err("spec.clusterIPs: Invalid value: [\"10.96.0.9\"]: failed to allocate IP 10.96.0.9: provided IP is already allocated\n".to_owned())
    );
    assert_eq!(
        told("c", "10.1.0.9"),
        Err("spec.clusterIPs: Invalid value: [\"10.1.0.9\"]: failed to allocate IP 10.1.0.9: the provided IP (10.1.0.9) is not in the valid range. The range of valid IPs is 10.96.0.0/16\n".to_owned())
    );
    assert!(read(SERVICE).1.is_empty());
}
