//! What the server refuses beyond the table of `validation.rs`: statuses, what is not there, addresses.

use crate::admission::create;
use crate::manifest::store;
use playground::cluster::api::{Kind, Object, SimTime, StatefulSet, StatefulSetStatus};
use playground::cluster::apiserver::patch::merge;
use playground::cluster::apiserver::{Actor, ApiError, Client};
use playground::manifest::{read, write_value};
use serde_json::Value;

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
const POD: &str = "
apiVersion: v1
kind: Pod
metadata: {name: web-0, namespace: default}
spec:
  containers: [{name: nginx, image: nginx}]
";

fn value(yaml: &str) -> Value {
    serde_yaml::from_str(yaml).unwrap()
}

fn causes(error: &ApiError) -> String {
    let lines = error.causes.iter().map(|cause| format!("{cause}\n"));
    lines.collect()
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
