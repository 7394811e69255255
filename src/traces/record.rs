//! What ours did and holds, in the form the traces record it in.

use crate::cluster::api::conditions::{is_ready, phase};
use crate::cluster::api::{
    ControllerRevision, Kind, Object, ObjectMeta, OwnerReference, PersistentVolumeClaim, Pod,
    Specified, StatefulSet, StatefulSetStatus, meta,
};
use crate::cluster::apiserver::fault::Verb;
use crate::cluster::apiserver::store::RequestRecord;
use crate::cluster::apiserver::{Change, Store};
use crate::cluster::controllers::statefulset::identity::{parent_and_ordinal, revision_of};
use serde_json::{Value, json};

/// `StatefulSet/web/set-web-1*!`: star for controller, bang for blockOwnerDeletion.
fn owner(owner: &OwnerReference) -> String {
    let star = if owner.controller == Some(true) {
        "*"
    } else {
        ""
    };
    let bang = if owner.block_owner_deletion == Some(true) {
        "!"
    } else {
        ""
    };
    format!("{}/{}/{}{star}{bang}", owner.kind, owner.name, owner.uid)
}

fn owners(meta: &ObjectMeta) -> Vec<String> {
    meta.owner_references.iter().flatten().map(owner).collect()
}

/// One write request.
pub(super) fn write(request: &RequestRecord, set_uid: &str) -> Value {
    let verb = match request.verb {
        Verb::Create => "create",
        Verb::Update => "update",
        Verb::UpdateStatus => "update_status",
        Verb::Patch => "patch",
        Verb::Delete => "delete",
    };
    let result = match &request.result {
        Ok(_) => "ok".to_owned(),
        Err(error) => format!("{:?}", error.reason),
    };
    let mut value = json!({
        "verb": verb,
        "kind": request.key.kind.info().name,
        "name": &*request.key.name,
        "result": result,
    });
    if let Some(sent) = &request.sent {
        let created = request.result.as_ref().ok().and_then(Option::as_ref);
        let details = details(request.verb, sent, created, set_uid);
        if let (Value::Object(value), Value::Object(details)) = (&mut value, details) {
            value.extend(details);
        }
    }
    value
}

fn details(verb: Verb, sent: &Object, created: Option<&Object>, set_uid: &str) -> Value {
    match (verb, sent) {
        (Verb::Patch, sent) => {
            let mine = meta::controller_of(sent.meta()).is_some_and(|owner| owner.uid == set_uid);
            json!({ "action": if mine { "adopt" } else { "release" } })
        }
        (Verb::UpdateStatus, Object::StatefulSet(set)) => {
            json!({ "status": status(set.status.as_ref()) })
        }
        (verb, Object::Pod(pod)) => {
            let mut value = pod_details(pod);
            if let (Verb::Create, Some(created)) = (verb, created) {
                value["uid"] = json!(created.uid());
            }
            value
        }
        (Verb::Create, Object::PersistentVolumeClaim(claim)) => json!({
            "labels": claim.metadata.labels,
            "storage": storage(claim),
            "ownerReferences": owners(&claim.metadata),
        }),
        (_, Object::PersistentVolumeClaim(claim)) => {
            json!({ "ownerReferences": owners(&claim.metadata) })
        }
        (Verb::Create, Object::ControllerRevision(revision)) => {
            let mut value = json!({
                "revision": revision.revision,
                "labels": revision.metadata.labels,
                "ownerReferences": owners(&revision.metadata),
            });
            annotate(&mut value, &revision.metadata);
            value
        }
        (_, Object::ControllerRevision(revision)) => json!({ "revision": revision.revision }),
        _ => json!({}),
    }
}

fn pod_details(pod: &Pod) -> Value {
    let spec = pod.spec.clone().unwrap_or_default();
    let volumes: Vec<Value> = spec
        .volumes
        .iter()
        .flatten()
        .map(|volume| {
            let claim = volume
                .persistent_volume_claim
                .as_ref()
                .map(|source| &source.claim_name);
            json!([volume.name, claim])
        })
        .collect();
    let images: Vec<Option<String>> = spec
        .containers
        .iter()
        .map(|container| container.image.clone())
        .collect();
    let mut value = json!({
        "labels": pod.metadata.labels,
        "hostname": spec.hostname.unwrap_or_default(),
        "subdomain": spec.subdomain.unwrap_or_default(),
        "volumes": volumes,
        "images": images,
        "ownerReferences": owners(&pod.metadata),
    });
    annotate(&mut value, &pod.metadata);
    value
}

fn annotate(value: &mut Value, meta: &ObjectMeta) {
    if let Some(annotations) = meta.annotations.as_ref().filter(|map| !map.is_empty()) {
        value["annotations"] = json!(annotations);
    }
}

fn storage(claim: &PersistentVolumeClaim) -> Option<&str> {
    let resources = claim.spec.as_ref()?.resources.as_ref()?;
    resources
        .requests
        .as_ref()?
        .get("storage")
        .map(|quantity| quantity.0.as_str())
}

/// The events among the changes, in order.
pub(super) fn events(changes: &[Change]) -> Vec<Value> {
    changes
        .iter()
        .filter_map(|change| match change.after.as_ref()? {
            Object::Event(event) => Some(json!({
                "type": event.type_,
                "reason": event.reason,
                "message": event.message,
            })),
            _ => None,
        })
        .collect()
}

fn status(status: Option<&StatefulSetStatus>) -> Value {
    let status = status.cloned().unwrap_or_default();
    json!({
        "observedGeneration": status.observed_generation.unwrap_or_default(),
        "replicas": status.replicas,
        "readyReplicas": status.ready_replicas.unwrap_or_default(),
        "availableReplicas": status.available_replicas.unwrap_or_default(),
        "currentReplicas": status.current_replicas.unwrap_or_default(),
        "updatedReplicas": status.updated_replicas.unwrap_or_default(),
        "currentRevision": status.current_revision.unwrap_or_default(),
        "updateRevision": status.update_revision.unwrap_or_default(),
        "collisionCount": status.collision_count,
    })
}

/// The five parts of the state.
pub(super) fn state(store: &Store) -> Value {
    let set = store.get::<StatefulSet>("default", "web");
    let mut pods: Vec<_> = store.list_in::<Pod>("default").collect();
    pods.sort_by_cached_key(|pod| order(meta::name(&pod.metadata)));
    let mut claims: Vec<_> = store.list_in::<PersistentVolumeClaim>("default").collect();
    claims.sort_by_cached_key(|claim| order(meta::name(&claim.metadata)));
    let mut revisions: Vec<_> = store.list_in::<ControllerRevision>("default").collect();
    revisions.sort_by_key(|revision| (revision.revision, revision.metadata.name.clone()));
    json!({
        "set": set.map(|set| json!({
            "uid": set.metadata.uid,
            "generation": set.metadata.generation,
            "replicas": set.spec().replicas,
            "deleting": meta::is_deleting(&set.metadata),
        })),
        "status": set.map(|set| status(set.status.as_ref())),
        "pods": pods.into_iter().map(|pod| pod_state(pod)).collect::<Vec<_>>(),
        "pvcs": claims.into_iter().map(|claim| json!([
            claim.metadata.name,
            claim.metadata.uid,
            owners(&claim.metadata),
            meta::is_deleting(&claim.metadata),
        ])).collect::<Vec<_>>(),
        "revisions": revisions.into_iter().map(|revision| json!([
            revision.metadata.name,
            revision.revision,
            owners(&revision.metadata),
        ])).collect::<Vec<_>>(),
    })
}

fn pod_state(pod: &Pod) -> Value {
    let node = pod
        .spec
        .as_ref()
        .and_then(|spec| spec.node_name.as_deref())
        .unwrap_or_default();
    json!([
        pod.metadata.name,
        phase(pod),
        is_ready(pod),
        meta::is_deleting(&pod.metadata),
        !node.is_empty(),
        revision_of(pod),
        pod.metadata.uid,
        owners(&pod.metadata),
    ])
}

/// Name prefix, then numeric ordinal; a name without a number sorts by itself.
fn order(name: &str) -> (String, i64) {
    let digits = name.rsplit_once('-').and_then(|(prefix, digits)| {
        digits
            .parse::<i64>()
            .ok()
            .map(|number| (prefix.to_owned(), number))
    });
    let (parent, _) = parent_and_ordinal(name);
    digits.unwrap_or_else(|| {
        if parent.is_empty() {
            (name.to_owned(), -1)
        } else {
            (parent.to_owned(), -1)
        }
    })
}

/// The kind a trace names.
pub(super) fn kind(name: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| kind.info().name == name)
}
