//! What a write may touch: fields only the server sets, statuses, generations, versions, and requests
//! that are only tried.

use crate::manifest::store;
use playground::cluster::api::{Kind, Object, SimTime};
use playground::cluster::apiserver::patch::{PatchKind, patch_object};
use playground::cluster::apiserver::{Actor, Client, Store};
use playground::manifest::read;
use serde_json::{Value, json};

/// One object of every kind, as JSON.
fn values() -> Vec<(Kind, Value)> {
    let text = std::fs::read_to_string("tests/manifests/kinds.yaml").unwrap();
    let documents = read(&text).0.into_iter();
    documents
        .map(|document| (document.key.kind, document.object.to_value()))
        .collect()
}

fn client(store: &mut Store) -> Client<'_> {
    Client::new(store, Actor::You, SimTime(5_000))
}

fn object(kind: Kind, value: &Value) -> Object {
    Object::from_value(kind, value.clone()).unwrap()
}

/// A status somebody made up, of whatever shape the kind has.
fn made_up(kind: Kind) -> Option<Value> {
    Some(match kind {
        Kind::Deployment | Kind::ReplicaSet | Kind::StatefulSet => {
            json!({"replicas": 7, "observedGeneration": 9})
        }
        Kind::Pod => json!({"phase": "Running", "podIP": "1.2.3.4"}),
        Kind::PersistentVolumeClaim => json!({"phase": "Bound", "capacity": {"storage": "1Ti"}}),
        Kind::PersistentVolume => json!({"phase": "Bound"}),
        Kind::PodDisruptionBudget => {
            json!({"currentHealthy": 1, "desiredHealthy": 1, "disruptionsAllowed": 5, "expectedPods": 1})
        }
        Kind::ResourceQuota => json!({"hard": {"pods": "1"}, "used": {"pods": "1"}}),
        Kind::Namespace => json!({"phase": "Terminating"}),
        Kind::Service => json!({"loadBalancer": {"ingress": [{"ip": "1.2.3.4"}]}}),
        // A node registers with its status at once.
        _ => return None,
    })
}

#[test]
fn what_only_the_server_sets_is_replaced() {
    for (kind, mut value) in values() {
        let metadata = value["metadata"].as_object_mut().unwrap();
        metadata.insert("uid".into(), json!("mine"));
        metadata.insert("resourceVersion".into(), json!("77"));
        metadata.insert("generation".into(), json!(12));
        metadata.insert("creationTimestamp".into(), json!("2001-01-01T00:00:00Z"));
        metadata.insert("deletionTimestamp".into(), json!("2001-01-01T00:00:00Z"));
        metadata.insert("managedFields".into(), json!([{"manager": "me"}]));
        let mut store = store();
        let created = client(&mut store)
            .create_object(object(kind, &value))
            .unwrap();
        let meta = created.meta().clone();
        assert_ne!(meta.uid.as_deref(), Some("mine"), "{kind:?}");
        assert_ne!(meta.resource_version.as_deref(), Some("77"), "{kind:?}");
        assert!(matches!(meta.generation, None | Some(1)), "{kind:?}");
        assert_eq!(
            meta.creation_timestamp,
            Some(SimTime(5_000).to_time()),
            "{kind:?}"
        );
        assert_eq!(meta.deletion_timestamp, None, "{kind:?}");
        assert_eq!(meta.managed_fields, None, "{kind:?}");
        // Nor does a change touch them.
        let patch = json!({"metadata": {"creationTimestamp": null, "generation": 99, "finalizers": ["a.b/c"]}});
        let mut client = client(&mut store);
        let changed = patch_object(&mut client, &created.key(), PatchKind::Merge, &patch).unwrap();
        let after = changed.meta();
        assert_eq!(
            (&after.uid, after.generation),
            (&meta.uid, meta.generation),
            "{kind:?}"
        );
        assert_eq!(
            after.creation_timestamp, meta.creation_timestamp,
            "{kind:?}"
        );
    }
}

#[test]
fn a_status_is_written_through_its_own_door_only() {
    let mut with_status = 0;
    for (kind, value) in values() {
        let Some(status) = made_up(kind) else {
            continue;
        };
        with_status += 1;
        let mut store = store();
        let plain = client(&mut store)
            .create_object(object(kind, &value))
            .unwrap();
        let key = plain.key();
        store.displace(&key);
        let mut forged = value.clone();
        forged["status"] = status.clone();
        let created = client(&mut store)
            .create_object(object(kind, &forged))
            .unwrap();
        assert_eq!(
            created.to_value()["status"],
            plain.to_value()["status"],
            "{kind:?}"
        );
        let patch = json!({"status": status, "metadata": {"labels": {"a": "b"}}});
        let changed =
            patch_object(&mut client(&mut store), &key, PatchKind::Merge, &patch).unwrap();
        assert_eq!(
            changed.to_value()["status"],
            plain.to_value()["status"],
            "{kind:?}"
        );
        // Through the status subresource it is the other way round.
        let mut sent = changed.to_value();
        sent["status"] = status.clone();
        sent["metadata"]["labels"]["a"] = json!("c");
        let told = client(&mut store)
            .update_status_object(object(kind, &sent))
            .unwrap()
            .to_value();
        assert_eq!(told["metadata"]["labels"]["a"], "b", "{kind:?}");
        for (field, value) in status.as_object().unwrap() {
            assert_eq!(&told["status"][field], value, "{kind:?}");
        }
        assert_eq!(
            told["metadata"]["generation"],
            changed.to_value()["metadata"]["generation"],
            "{kind:?}"
        );
    }
    assert_eq!(with_status, 10);
    let mut store = store();
    let (kind, value) = values()
        .into_iter()
        .find(|(kind, _)| *kind == Kind::ConfigMap)
        .unwrap();
    let map = client(&mut store)
        .create_object(object(kind, &value))
        .unwrap();
    let refused = client(&mut store).update_status_object(map).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the server could not find the requested resource"
    );
}

/// `metadata.generation` counts what was asked for, not labels and not statuses.
#[test]
fn generations_count_what_was_asked_for() {
    let asked = [
        (Kind::StatefulSet, json!({"spec": {"replicas": 5}}), 2),
        (
            Kind::StatefulSet,
            json!({"metadata": {"annotations": {"a": "b"}}}),
            1,
        ),
        (Kind::Deployment, json!({"spec": {"replicas": 5}}), 2),
        (
            Kind::Deployment,
            json!({"metadata": {"annotations": {"a": "b"}}}),
            2,
        ),
        (
            Kind::Deployment,
            json!({"metadata": {"labels": {"a": "b"}}}),
            1,
        ),
        (Kind::ReplicaSet, json!({"spec": {"replicas": 5}}), 2),
        (Kind::Pod, json!({"spec": {"activeDeadlineSeconds": 5}}), 2),
        (Kind::Pod, json!({"metadata": {"labels": {"a": "b"}}}), 1),
        (
            Kind::PodDisruptionBudget,
            json!({"spec": {"maxUnavailable": 2}}),
            2,
        ),
        (Kind::EndpointSlice, json!({"endpoints": []}), 2),
    ];
    for (kind, patch, generation) in asked {
        let (_, value) = values().into_iter().find(|(one, _)| *one == kind).unwrap();
        let mut store = store();
        let created = client(&mut store)
            .create_object(object(kind, &value))
            .unwrap();
        assert_eq!(created.meta().generation, Some(1), "{kind:?}");
        let mut client = client(&mut store);
        let changed = patch_object(&mut client, &created.key(), PatchKind::Merge, &patch).unwrap();
        assert_eq!(
            changed.meta().generation,
            Some(generation),
            "{kind:?} {patch}"
        );
    }
    for kind in [
        Kind::ConfigMap,
        Kind::Service,
        Kind::Node,
        Kind::PersistentVolumeClaim,
    ] {
        let (_, value) = values().into_iter().find(|(one, _)| *one == kind).unwrap();
        let created = client(&mut store())
            .create_object(object(kind, &value))
            .unwrap();
        assert_eq!(created.meta().generation, None, "{kind:?}");
    }
}

#[test]
fn versions_are_compared() {
    for (kind, value) in values() {
        let mut store = store();
        let created = client(&mut store)
            .create_object(object(kind, &value))
            .unwrap();
        let key = created.key();
        let label = |value: &str| json!({"metadata": {"labels": {"a": value}}});
        patch_object(&mut client(&mut store), &key, PatchKind::Merge, &label("b")).unwrap();
        let conflict = format!(
            "Operation cannot be fulfilled on {} {:?}: the object has been modified; please apply your changes to the latest version and try again",
            kind.resource(),
            key.name
        );
        // The one in hand is old by now, in an update as in a patch that names it.
        let mut old = created.clone();
        old.meta_mut().labels = None;
        assert_eq!(
            client(&mut store)
                .update_object(old.clone())
                .unwrap_err()
                .to_string(),
            conflict
        );
        let mut named = label("c");
        named["metadata"]["resourceVersion"] = json!(created.meta().resource_version);
        let patched = patch_object(&mut client(&mut store), &key, PatchKind::Merge, &named);
        assert_eq!(patched.unwrap_err().to_string(), conflict);
        // Without a version the last one wins, where the kind allows that.
        old.meta_mut().resource_version = None;
        let told = client(&mut store)
            .update_object(old)
            .map(drop)
            .map_err(|error| error.to_string());
        if matches!(kind, Kind::PodDisruptionBudget | Kind::ServiceAccount) {
            let text = told.unwrap_err();
            assert!(
                text.ends_with(
                    "metadata.resourceVersion: Invalid value: \"\": must be specified for an update"
                ),
                "{text}"
            );
        } else {
            assert_eq!(told, Ok(()), "{kind:?}");
        }
    }
}

/// `minReadySeconds: 2147483647` sends the clock there, which fuzzing did.
#[test]
fn events_are_named_far_in_the_future() {
    let (_, value) = values()
        .into_iter()
        .find(|(one, _)| *one == Kind::Deployment)
        .unwrap();
    for years in [1, 70, 290, 600] {
        let mut store = store();
        let now = SimTime(years * 365 * 24 * 3_600_000);
        let mut client = Client::new(&mut store, Actor::You, now);
        client
            .create_object(object(Kind::Deployment, &value))
            .unwrap();
        assert_eq!(store.objects_of(Kind::Event).count(), 1, "in {years} years");
    }
}
