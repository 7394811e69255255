//! The steps of a trace other than syncs: what happens to the cluster between them.

use super::record;
use crate::cluster::api::conditions::set_condition;
use crate::cluster::api::{
    ControllerRevision, Key, Kind, Object, OwnerReference, PersistentVolumeClaim, Pod, Resource,
    SimDuration, SimTime, StatefulSet, meta,
};
use crate::cluster::apiserver::fault::{Fault, Verb};
use crate::cluster::apiserver::{Actor, Client, DeleteOptions, Reason, Store};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Why a step could not be carried out: the trace is not what this runner knows.
pub(super) type Unknown = String;

/// Carries out one step.
pub(super) fn apply(store: &mut Store, now: &mut SimTime, step: &Value) -> Result<(), Unknown> {
    let word = |field: &str| step[field].as_str().unwrap_or_default();
    let pod = word("pod");
    match word("op") {
        "schedule" => pod_life(store, *now, pod, None, None),
        "running" => pod_life(store, *now, pod, Some("Running"), Some("False")),
        "ready" => pod_life(store, *now, pod, Some("Running"), Some("True")),
        "unready" => change::<Pod>(store, pod, |pod| {
            set_condition(pod, "Ready", "False", None, None, *now);
        }),
        "fail" => pod_life(store, *now, pod, Some("Failed"), Some("False")),
        "succeed" => pod_life(store, *now, pod, Some("Succeeded"), Some("False")),
        "delete_pod" => delete_pod(store, *now, pod),
        "finish_pod" => drop(store.displace(&key(Kind::Pod, pod))),
        "label_pod" => change::<Pod>(store, pod, |pod| merge_labels(pod, &step["labels"])),
        "orphan_pod" => change::<Pod>(store, pod, |pod| pod.metadata.owner_references = None),
        "orphan_revision" => change::<ControllerRevision>(store, word("revision"), |revision| {
            revision.metadata.owner_references = None;
        }),
        "remove_revision" => {
            drop(store.displace(&key(Kind::ControllerRevision, word("revision"))));
        }
        "create_pod" => return create(store, *now, Kind::Pod, &step["manifest"]),
        "create_pvc" => return create(store, *now, Kind::PersistentVolumeClaim, &step["manifest"]),
        "create_revision" => {
            return create(store, *now, Kind::ControllerRevision, &step["manifest"]);
        }
        "create_set" => return create(store, *now, Kind::StatefulSet, &step["result"]),
        "remove_set" => drop(store.displace(&key(Kind::StatefulSet, "web"))),
        "delete_set" => change::<StatefulSet>(store, "web", |set| {
            set.metadata.deletion_timestamp = Some(now.to_time());
            // Something holds it: without a finalizer the API server would drop it at the next write.
            set.metadata.finalizers = Some(vec!["traces.example/hold".to_owned()]);
            *set.metadata.generation.get_or_insert_default() += 1;
        }),
        "patch_set" => return patch_set(store, &step["result"]),
        "remove_pvc" => drop(store.displace(&key(Kind::PersistentVolumeClaim, word("pvc")))),
        "delete_pvc" => delete_claim(store, *now, word("pvc")),
        "set_pvc_owners" => {
            let owners: Vec<OwnerReference> =
                serde_json::from_value(step["ownerReferences"].clone())
                    .map_err(|e| e.to_string())?;
            change::<PersistentVolumeClaim>(store, word("pvc"), |claim| {
                claim.metadata.owner_references = (!owners.is_empty()).then_some(owners);
            });
        }
        "advance" => {
            let secs = step["seconds"].as_u64().unwrap_or_default();
            *now = now.after(SimDuration::from_secs(secs));
        }
        "fail_next" => store.arm(fault(step)?),
        "clear_faults" => store.clear_faults(),
        "gc" => collect_garbage(store, *now),
        other => return Err(format!("unknown op {other:?}")),
    }
    Ok(())
}

fn key(kind: Kind, name: &str) -> Key {
    Key::new(kind, "default", name)
}

/// Changes an object behind the API's back, if it exists.
fn change<T: Resource>(store: &mut Store, name: &str, change: impl FnOnce(&mut T)) {
    if let Some(object) = store.get::<T>("default", name) {
        let mut object = Arc::clone(object);
        change(Arc::make_mut(&mut object));
        store.place(T::into_object(object));
    }
}

fn pod_life(store: &mut Store, now: SimTime, name: &str, phase: Option<&str>, ready: Option<&str>) {
    change::<Pod>(store, name, |pod| {
        let spec = pod.spec.get_or_insert_default();
        if spec.node_name.as_deref().unwrap_or_default().is_empty() {
            spec.node_name = Some("node-1".to_owned());
        }
        if let Some(phase) = phase {
            pod.status.get_or_insert_default().phase = Some(phase.to_owned());
        }
        if let Some(ready) = ready {
            set_condition(pod, "Ready", ready, None, None, now);
        }
    });
}

fn merge_labels(pod: &mut Pod, labels: &Value) {
    let present = pod.metadata.labels.get_or_insert_default();
    for (label, value) in labels.as_object().into_iter().flatten() {
        match value.as_str() {
            Some(value) => present.insert(label.clone(), value.to_owned()),
            None => present.remove(label),
        };
    }
}

/// A user's delete is not one of the controller's requests, so it is not recorded as one, and no
/// armed fault hits it.
fn delete_pod(store: &mut Store, now: SimTime, name: &str) {
    let mut scratch = store.clone();
    scratch.clear_faults();
    let key = key(Kind::Pod, name);
    let mut client = Client::new(&mut scratch, Actor::You, now);
    if client.delete(&key, &DeleteOptions::default()).is_err() {
        return;
    }
    match scratch.object(&key).cloned() {
        Some(object) => drop(store.place(object)),
        None => drop(store.displace(&key)),
    }
}

fn uses(pod: &Pod, claim: &str) -> bool {
    pod.spec
        .iter()
        .flat_map(|spec| spec.volumes.iter().flatten())
        .any(|volume| {
            volume
                .persistent_volume_claim
                .as_ref()
                .is_some_and(|source| source.claim_name == claim)
        })
}

fn delete_claim(store: &mut Store, now: SimTime, name: &str) {
    if store.list_in::<Pod>("default").any(|pod| uses(pod, name)) {
        change::<PersistentVolumeClaim>(store, name, |claim| {
            claim
                .metadata
                .deletion_timestamp
                .get_or_insert(now.to_time());
            claim.metadata.finalizers = Some(vec!["kubernetes.io/pvc-protection".to_owned()]);
        });
    } else {
        drop(store.displace(&key(Kind::PersistentVolumeClaim, name)));
    }
}

/// A foreign object appears.
pub(super) fn create(
    store: &mut Store,
    now: SimTime,
    kind: Kind,
    manifest: &Value,
) -> Result<(), Unknown> {
    let mut manifest = manifest.clone();
    manifest["apiVersion"] = json!(kind.api_version());
    manifest["kind"] = json!(kind.info().name);
    let mut object = Object::from_value(kind, manifest).map_err(|error| error.to_string())?;
    let meta = object.meta_mut();
    meta.namespace = Some("default".to_owned());
    meta.creation_timestamp.get_or_insert(now.to_time());
    if kind == Kind::StatefulSet {
        meta.generation = Some(1);
    }
    if let Object::Pod(pod) = &mut object {
        let status = Arc::make_mut(pod).status.get_or_insert_default();
        status.phase.get_or_insert_with(|| "Pending".to_owned());
    }
    store.place(object);
    Ok(())
}

/// The recorded outcome of a merge patch and defaulting: the top-level fields that changed.
fn patch_set(store: &mut Store, result: &Value) -> Result<(), Unknown> {
    let Some(set) = store.get::<StatefulSet>("default", "web") else {
        return Ok(());
    };
    let mut value = Object::StatefulSet(Arc::clone(set)).to_value();
    for (field, changed) in result["spec"].as_object().into_iter().flatten() {
        value["spec"][field] = changed.clone();
    }
    for field in ["labels", "annotations"] {
        if let Some(changed) = result.get(field) {
            value["metadata"][field] = changed.clone();
        }
    }
    value["metadata"]["generation"] = result["generation"].clone();
    let set = Object::from_value(Kind::StatefulSet, value).map_err(|error| error.to_string())?;
    store.place(set);
    Ok(())
}

fn fault(step: &Value) -> Result<Fault, Unknown> {
    let word = |field: &str| step[field].as_str().unwrap_or_default();
    let verb = match word("verb") {
        "create" => Verb::Create,
        "update" => Verb::Update,
        "delete" => Verb::Delete,
        "patch" => Verb::Patch,
        "update_status" => Verb::UpdateStatus,
        other => return Err(format!("unknown verb {other:?}")),
    };
    let reason = match word("reason") {
        "Conflict" => Reason::Conflict,
        "AlreadyExists" => Reason::AlreadyExists,
        "NotFound" => Reason::NotFound,
        "Forbidden" => Reason::Forbidden,
        "InternalError" => Reason::InternalError,
        other => return Err(format!("unknown reason {other:?}")),
    };
    Ok(Fault {
        verb,
        kind: record::kind(word("kind"))
            .ok_or_else(|| format!("unknown kind {:?}", word("kind")))?,
        name: step["name"].as_str().map(str::to_owned),
        reason,
        count: step["count"]
            .as_u64()
            .and_then(|count| u32::try_from(count).ok())
            .unwrap_or(1),
    })
}

/// One pass of the emulated garbage collector: revisions, then pods, then claims.
fn collect_garbage(store: &mut Store, now: SimTime) {
    let alive = |store: &Store| -> BTreeSet<String> {
        store
            .objects_of(Kind::StatefulSet)
            .chain(store.objects_of(Kind::Pod))
            .map(|object| object.uid().to_owned())
            .collect()
    };
    let orphaned = |object: &Object, alive: &BTreeSet<String>| {
        let owners = object
            .meta()
            .owner_references
            .as_deref()
            .unwrap_or_default();
        !owners.is_empty() && owners.iter().all(|owner| !alive.contains(&owner.uid))
    };
    let doomed = |store: &Store, kind: Kind, alive: &BTreeSet<String>| -> Vec<Key> {
        store
            .objects_of(kind)
            .filter(|object| orphaned(object, alive))
            .map(Object::key)
            .collect()
    };
    let present = alive(store);
    for key in doomed(store, Kind::ControllerRevision, &present) {
        store.displace(&key);
    }
    for key in doomed(store, Kind::Pod, &present) {
        delete_pod(store, now, &key.name);
    }
    let present = alive(store);
    let claims: Vec<Arc<PersistentVolumeClaim>> = store.list().cloned().collect();
    for claim in claims {
        let name = meta::name(&claim.metadata);
        let used = store.list_in::<Pod>("default").any(|pod| uses(pod, name));
        let owners = claim
            .metadata
            .owner_references
            .as_deref()
            .unwrap_or_default();
        if meta::is_deleting(&claim.metadata) && !used {
            store.displace(&key(Kind::PersistentVolumeClaim, name));
        } else if owners.iter().any(|owner| present.contains(&owner.uid)) {
            if owners.iter().any(|owner| !present.contains(&owner.uid)) {
                change::<PersistentVolumeClaim>(store, name, |claim| {
                    let owners = claim.metadata.owner_references.get_or_insert_default();
                    owners.retain(|owner| present.contains(&owner.uid));
                });
            }
        } else if !owners.is_empty() {
            delete_claim(store, now, name);
        }
    }
}
