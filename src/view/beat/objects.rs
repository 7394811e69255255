//! What a person can see in the change of anything but a pod.

use super::Happening;
use crate::cluster::api::conditions::node_is_ready;
use crate::cluster::api::{
    EndpointSlice, Key, Kind, Object, PersistentVolumeClaim, Specified, StatefulSet, meta,
};
use crate::cluster::apiserver::unsimulated;
use std::collections::BTreeMap;

pub(super) fn created(object: &Object) -> Option<Happening> {
    match object {
        Object::Pod(_) => Some(Happening::PodCreated { identity: None }),
        Object::StatefulSet(set) => Some(Happening::SetCreated {
            replicas: set.spec().replicas.unwrap_or(1),
        }),
        Object::Service(service) if !is_system(object) => {
            let address = service
                .spec
                .as_ref()
                .and_then(|spec| spec.cluster_ip.as_deref());
            Some(Happening::ServiceCreated {
                headless: address == Some("None"),
            })
        }
        Object::PersistentVolumeClaim(_) => Some(Happening::ClaimCreated),
        _ if unsimulated::note(object.kind()).is_some() => Some(Happening::Stored),
        _ => None,
    }
}

pub(super) fn deleted(object: &Object) -> Option<Happening> {
    match object {
        Object::Pod(_) => Some(Happening::PodGone {
            wanted: None,
            disk: None,
            disk_goes: false,
            disk_gone: false,
            unheard: None,
        }),
        Object::StatefulSet(_) => Some(Happening::SetGone),
        Object::Service(_) => Some(Happening::ServiceGone),
        Object::PersistentVolumeClaim(_) => Some(Happening::ClaimGone),
        Object::PersistentVolume(volume) => {
            let claim = volume
                .spec
                .as_ref()
                .and_then(|spec| spec.claim_ref.as_ref());
            Some(Happening::VolumeGone {
                claim: claim.and_then(|claim| claim.name.clone()),
                files: 0,
            })
        }
        _ => None,
    }
}

pub(super) fn changed(before: &Object, after: &Object) -> Option<Happening> {
    let going = meta::is_deleting(after.meta()) && !meta::is_deleting(before.meta());
    match (before, after) {
        (Object::StatefulSet(_), Object::StatefulSet(_)) if going => Some(Happening::SetDeleting),
        (Object::StatefulSet(old), Object::StatefulSet(new)) => set_changed(old, new),
        (Object::PersistentVolumeClaim(_), Object::PersistentVolumeClaim(_)) if going => {
            Some(Happening::ClaimDeleting { held_by: None })
        }
        (Object::PersistentVolumeClaim(old), Object::PersistentVolumeClaim(new)) => {
            claim_changed(old, new)
        }
        (Object::Node(old), Object::Node(new)) => match (node_is_ready(old), node_is_ready(new)) {
            (true, false) => Some(Happening::NodeLost),
            (false, true) => Some(Happening::NodeReady),
            _ => None,
        },
        _ => None,
    }
}

fn set_changed(old: &StatefulSet, new: &StatefulSet) -> Option<Happening> {
    let replicas = |set: &StatefulSet| set.spec().replicas.unwrap_or(1);
    if replicas(old) != replicas(new) {
        return Some(Happening::SetScaled {
            from: replicas(old),
            to: replicas(new),
        });
    }
    if old.spec().template != new.spec().template {
        return Some(Happening::SetTemplateChanged);
    }
    if old.spec != new.spec {
        return Some(Happening::SetChanged);
    }
    if meta::is_deleting(&new.metadata) {
        return None;
    }
    let (old, new) = (old.status.as_ref()?, new.status.as_ref()?);
    let moved = old.current_revision.is_some() && old.current_revision != new.current_revision;
    let all = new.updated_replicas == Some(new.replicas);
    (moved && all && new.current_revision == new.update_revision).then_some(Happening::RolloutDone)
}

fn claim_changed(old: &PersistentVolumeClaim, new: &PersistentVolumeClaim) -> Option<Happening> {
    let phase = |claim: &PersistentVolumeClaim| {
        claim
            .status
            .as_ref()
            .and_then(|status| status.phase.clone())
            .unwrap_or_default()
    };
    if phase(old) == "Bound" || phase(new) != "Bound" {
        return None;
    }
    let volume = new
        .spec
        .as_ref()
        .and_then(|spec| spec.volume_name.clone())
        .unwrap_or_default();
    Some(Happening::ClaimBound { volume })
}

/// The pods' names that start, change or cease to answer with a slice of endpoints.
pub(super) fn names_changed(
    before: Option<&Object>,
    after: Option<&Object>,
) -> Vec<(Key, Happening)> {
    let names = |object: Option<&Object>| {
        object
            .and_then(Object::get::<EndpointSlice>)
            .map(|slice| answers(slice))
            .unwrap_or_default()
    };
    let (old, new) = (names(before), names(after));
    let mut seen = Vec::new();
    for identity in old.keys().filter(|identity| !new.contains_key(identity)) {
        let (namespace, service, host) = identity;
        let name = short_name(namespace, service, host);
        seen.push((
            Key::new(Kind::Pod, namespace, host),
            Happening::NameEmpty { name, stays: false },
        ));
    }
    for (identity, ip) in &new {
        let before = old.get(identity);
        if before != Some(ip) {
            let (namespace, service, host) = identity;
            let name = short_name(namespace, service, host);
            let what = Happening::NameAnswers {
                name,
                ip: ip.clone(),
                before: before.cloned(),
            };
            seen.push((Key::new(Kind::Pod, namespace, host), what));
        }
    }
    seen
}

/// Namespace, service, host.
pub(in crate::view) type NameIdentity = (String, String, String);

/// The pods' own names a slice answers for: (namespace, service, host) and the address.
pub(in crate::view) fn answers(slice: &EndpointSlice) -> BTreeMap<NameIdentity, String> {
    let namespace = meta::namespace(&slice.metadata);
    let service = meta::label(&slice.metadata, "kubernetes.io/service-name").unwrap_or_default();
    slice
        .endpoints
        .iter()
        .flatten()
        .filter(|endpoint| {
            endpoint
                .conditions
                .as_ref()
                .is_none_or(|conditions| conditions.ready != Some(false))
        })
        .filter_map(|endpoint| {
            let host = endpoint.hostname.clone().filter(|host| !host.is_empty())?;
            let ip = endpoint.addresses.first()?.clone();
            Some(((namespace.to_owned(), service.to_owned(), host), ip))
        })
        .collect()
}

/// The name people use: `web-0.nginx`, with the namespace where it is not `default`.
pub(in crate::view) fn short_name(namespace: &str, service: &str, host: &str) -> String {
    if namespace == "default" {
        format!("{host}.{service}")
    } else {
        format!("{host}.{service}.{namespace}")
    }
}

fn is_system(object: &Object) -> bool {
    meta::namespace(object.meta()) == "kube-system"
}
