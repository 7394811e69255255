//! What the controller does where no recorded trace goes; found by changing it line by line
//! (`cargo xtask mutants`). One sync of a set made by hand.

use crate::support::objects;
use playground::cluster::api::{
    ControllerRevision, Kind, Object, PersistentVolumeClaim, Pod, SimTime, Specified, StatefulSet,
    meta,
};
use playground::cluster::apiserver::fault::{Fault, Verb};
use playground::cluster::apiserver::{Actor, Client, Gates, Reason, Store};
use playground::cluster::controllers::revision;
use playground::cluster::controllers::statefulset::identity::revision_of;
use playground::cluster::controllers::statefulset::{Memory, reconcile};
use playground::cluster::outcome::{Outcome, Rule};

const SET: &str = "
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: web, namespace: default, uid: set}
spec:
  replicas: 1
  serviceName: nginx
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: nginx, image: nginx}]}
";

/// A store with the set, changed as a test wants it.
fn store(gates: Gates, change: impl FnOnce(&mut StatefulSet)) -> Store {
    let mut store = Store::for_traces(gates);
    let mut set = StatefulSet::clone(objects(SET)[0].get().expect("it is a set"));
    change(&mut set);
    store.place(set.into());
    store
}

fn strategy(set: &mut StatefulSet, json: serde_json::Value) {
    set.spec_mut().update_strategy = serde_json::from_value(json).expect("it is a strategy");
}

/// A pod that runs and is Ready, at a revision.
fn pod(store: &mut Store, ordinal: u32, revision: &str) {
    let text = format!(
        "
apiVersion: v1
kind: Pod
metadata:
  name: web-{ordinal}
  namespace: default
  labels: {{app: web, statefulset.kubernetes.io/pod-name: web-{ordinal}, controller-revision-hash: {revision}}}
spec: {{nodeName: node-1, containers: [{{name: nginx, image: nginx}}]}}
status: {{phase: Running, conditions: [{{type: Ready, status: \"True\"}}]}}
"
    );
    store.place(objects(&text).remove(0));
}

fn sync(store: &mut Store) -> Outcome {
    let set = store.list::<StatefulSet>().next().cloned();
    let key = Object::StatefulSet(set.expect("it is there")).key();
    let mut client = Client::new(store, Actor::StatefulSetController, SimTime(0));
    reconcile(&mut client, &mut Memory::default(), &key).expect("nothing is refused")
}

/// A pod made by hand without the volume of its claim is taken in and given one. (A real API server
/// would refuse the change of volumes; what counts here is that it is asked.)
#[test]
fn a_pod_without_its_volume_gets_one() {
    let mut store = store(Gates::default(), |set| {
        let template = "
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: www}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
";
        let claim = objects(template)[0].get::<PersistentVolumeClaim>().cloned();
        let claim = PersistentVolumeClaim::clone(&claim.expect("it is a claim"));
        set.spec_mut().volume_claim_templates = Some(vec![claim]);
        strategy(set, serde_json::json!({"type": "OnDelete"}));
    });
    pod(&mut store, 0, "old");
    drop(sync(&mut store));
    let asked = store.take_requests();
    let sent = asked.iter().find_map(|request| match &request.sent {
        Some(Object::Pod(pod)) if request.verb == Verb::Update => Some(Pod::clone(pod)),
        _ => None,
    });
    let spec = sent.and_then(|pod| pod.spec).expect("the pod is updated");
    let claims = spec.volumes.into_iter().flatten().map(|volume| {
        let source = volume.persistent_volume_claim.expect("it is a claim's");
        (volume.name, source.claim_name)
    });
    let expected = [("www".to_owned(), "www-web-0".to_owned())];
    assert_eq!(claims.collect::<Vec<_>>(), expected);
    let claim = store.get::<PersistentVolumeClaim>("default", "www-web-0");
    assert!(claim.is_some());
}

/// RollingUpdate without its block: as many pods as the status counts at the current revision are made
/// at it again, whatever is Ready.
#[test]
fn without_a_partition_the_status_says_which_pods_stay_old() {
    let mut store = store(Gates::default(), |set| {
        set.spec_mut().replicas = Some(3);
        set.spec_mut().pod_management_policy = Some("Parallel".to_owned());
        strategy(set, serde_json::json!({"type": "RollingUpdate"}));
        let status = set.status.get_or_insert_default();
        status.current_revision = Some("web-old".to_owned());
        status.current_replicas = Some(2);
        status.ready_replicas = Some(0);
    });
    let set = store.list::<StatefulSet>().next().cloned();
    let set = StatefulSet::clone(&set.expect("it is there"));
    let mut old = revision::new(&set, serde_json::json!({"spec": {"template": {}}}), 1, 0);
    old.metadata.name = Some("web-old".to_owned());
    store.place(old.into());
    drop(sync(&mut store));
    let revisions: Vec<&str> = store.list::<Pod>().map(|pod| revision_of(pod)).collect();
    let newest = store
        .list::<ControllerRevision>()
        .max_by_key(|revision| revision::number(revision));
    let newest = newest.map_or("", |revision| meta::name(&revision.metadata));
    assert_eq!(revisions, ["web-old", "web-old", newest]);
}

const BOTH: Gates = Gates {
    max_unavailable_stateful_set: true,
    parallel_max_unavailable_fix: true,
};

/// The correction for Parallel sets leaves ordered ones alone: there a pod that is gone already when
/// the update deletes it is no error.
#[test]
fn the_correction_is_for_parallel_sets_only() {
    let mut store = store(BOTH, |set| {
        strategy(
            set,
            serde_json::json!({"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 1}}),
        );
        set.status.get_or_insert_default().current_revision = Some("old".to_owned());
    });
    let set = store.list::<StatefulSet>().next().cloned();
    let set = StatefulSet::clone(&set.expect("it is there"));
    let mut old = revision::new(&set, serde_json::json!({"spec": {"template": {}}}), 1, 0);
    old.metadata.name = Some("old".to_owned());
    store.place(old.into());
    pod(&mut store, 0, "old");
    store.arm(Fault {
        verb: Verb::Delete,
        kind: Kind::Pod,
        name: None,
        reason: Reason::NotFound,
        count: 1,
    });
    let outcome = sync(&mut store);
    assert_eq!(
        outcome.waiting_for.map(|waiting| waiting.rule),
        Some(Rule::UpdateDeleted)
    );
}

/// With the gate on, too, a set whose old pods lie below the partition says so.
#[test]
fn a_partition_is_told_with_a_budget_too() {
    for gates in [
        BOTH,
        Gates {
            parallel_max_unavailable_fix: false,
            ..BOTH
        },
    ] {
        let mut store = store(gates, |set| {
            set.spec_mut().pod_management_policy = Some("Parallel".to_owned());
            let rolling = serde_json::json!({"partition": 1, "maxUnavailable": 1});
            strategy(
                set,
                serde_json::json!({"type": "RollingUpdate", "rollingUpdate": rolling}),
            );
        });
        pod(&mut store, 0, "old");
        let outcome = sync(&mut store);
        assert_eq!(
            outcome.waiting_for.map(|waiting| waiting.rule),
            Some(Rule::Partition)
        );
    }
}

/// Of several stored revisions that say what the template says, the newest is taken up again.
#[test]
fn a_rollback_takes_the_newest_of_equal_revisions() {
    let mut store = store(Gates::default(), |_| {});
    let set = store.list::<StatefulSet>().next().cloned();
    let set = StatefulSet::clone(&set.expect("it is there"));
    let same = revision::data_of(&set);
    let other = serde_json::json!({"spec": {"template": {}}});
    for (name, data, number) in [("a", &same, 1), ("b", &same, 2), ("c", &other, 3)] {
        let mut stored = revision::new(&set, data.clone(), number, 0);
        stored.metadata.name = Some(name.to_owned());
        store.place(stored.into());
    }
    drop(sync(&mut store));
    let numbers: Vec<(&str, i64)> = store
        .list::<ControllerRevision>()
        .map(|stored| (meta::name(&stored.metadata), revision::number(stored)))
        .collect();
    assert_eq!(numbers, [("a", 1), ("b", 4), ("c", 3)]);
}
