//! The controller's hands: creating, repairing and deleting one pod, with the events that tell of it.
//!
//! Models kubernetes/pkg/controller/statefulset/stateful_pod_control.go (1.36).

use super::claims;
use super::failure::Failure;
use super::identity;
use super::retention::Holder;
use crate::cluster::api::{Key, Kind, Object, Pod, StatefulSet, meta};
use crate::cluster::apiserver::events::Severity;
use crate::cluster::apiserver::{Client, DeleteOptions};
use std::sync::Arc;

/// Creates a pod: its claims first, then itself, then the owners of the claims.
pub(super) fn create(
    client: &mut Client<'_>,
    set: &Arc<StatefulSet>,
    pod: Pod,
) -> Result<(), Failure> {
    let name = &meta::name(&pod.metadata).to_owned();
    let ordinal = identity::ordinal(&pod);
    if let Err(failure) = claims::create_missing(client, set, name, ordinal) {
        tell(client, set, Verb::Create, name, Some(&failure));
        return Err(failure);
    }
    let created = client.create(pod).map(drop).map_err(Failure::from);
    if created.as_ref().is_err_and(Failure::is_already_exists) {
        return created;
    }
    let holder = Holder::unstored(name, ordinal);
    if let Err(failure) = claims::update_owners(client, set, holder) {
        tell(client, set, Verb::Update, name, Some(&failure));
        return Err(failure);
    }
    tell(client, set, Verb::Create, name, created.as_ref().err());
    created
}

/// Makes a pod and its claims what its identity asks for, trying again on conflicts.
pub(super) fn repair(
    client: &mut Client<'_>,
    set: &Arc<StatefulSet>,
    pod: &Pod,
) -> Result<(), Failure> {
    const ATTEMPTS: usize = 4;
    let mut pod = pod.clone();
    let mut attempted = false;
    let mut result = Ok(());
    for _ in 0..ATTEMPTS {
        result = repair_once(client, set, &mut pod, &mut attempted);
        if !result.as_ref().is_err_and(Failure::is_conflict) {
            break;
        }
        let namespace = meta::namespace(&set.metadata);
        if let Ok(fresh) = client.get::<Pod>(namespace, meta::name(&pod.metadata)) {
            pod = Pod::clone(&fresh);
        }
    }
    if attempted {
        tell(
            client,
            set,
            Verb::Update,
            meta::name(&pod.metadata),
            result.as_ref().err(),
        );
    }
    result
}

fn repair_once(
    client: &mut Client<'_>,
    set: &Arc<StatefulSet>,
    pod: &mut Pod,
    attempted: &mut bool,
) -> Result<(), Failure> {
    let ordinal = identity::ordinal(pod);
    let name = meta::name(&pod.metadata).to_owned();
    let mut consistent = true;
    if !identity::identity_matches(set, pod) {
        identity::set_identity(set, pod, ordinal);
        consistent = false;
    }
    if !identity::storage_matches(set, pod) {
        identity::set_storage(set, pod, ordinal);
        consistent = false;
        if let Err(failure) = claims::create_missing(client, set, &name, ordinal) {
            tell(client, set, Verb::Update, &name, Some(&failure));
            return Err(failure);
        }
    }
    if !claims::owners_match(client, set, Holder::of(pod)) {
        if let Err(failure) = claims::update_owners(client, set, Holder::of(pod)) {
            tell(client, set, Verb::Update, &name, Some(&failure));
            return Err(failure);
        }
        consistent = false;
    }
    if consistent {
        return Ok(());
    }
    *attempted = true;
    client.update(pod.clone())?;
    Ok(())
}

/// Deletes a pod, gracefully.
pub(super) fn delete(
    client: &mut Client<'_>,
    set: &Arc<StatefulSet>,
    pod_name: &str,
) -> Result<(), Failure> {
    let key = Key::new(Kind::Pod, meta::namespace(&set.metadata), pod_name);
    let result = client
        .delete(&key, &DeleteOptions::default())
        .map_err(Failure::from);
    tell(client, set, Verb::Delete, pod_name, result.as_ref().err());
    result
}

/// What the controller does to a pod, as its events spell it.
#[derive(Clone, Copy)]
enum Verb {
    Create,
    Update,
    Delete,
}

impl Verb {
    const fn word(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }

    const fn success(self) -> &'static str {
        match self {
            Self::Create => "SuccessfulCreate",
            Self::Update => "SuccessfulUpdate",
            Self::Delete => "SuccessfulDelete",
        }
    }

    const fn failure(self) -> &'static str {
        match self {
            Self::Create => "FailedCreate",
            Self::Update => "FailedUpdate",
            Self::Delete => "FailedDelete",
        }
    }
}

/// Tells on the set how a verb on a pod went.
fn tell(
    client: &mut Client<'_>,
    set: &Arc<StatefulSet>,
    verb: Verb,
    pod_name: &str,
    failure: Option<&Failure>,
) {
    let set_name = meta::name(&set.metadata);
    let about = Object::StatefulSet(Arc::clone(set));
    let stem = format!("{} Pod {pod_name} in StatefulSet {set_name}", verb.word());
    match failure {
        None => {
            let message = stem + " successful";
            client.event(&about, Severity::Normal, verb.success(), &message);
        }
        Some(failure) => {
            let message = format!("{stem} failed error: {}", failure.message());
            client.event(&about, Severity::Warning, verb.failure(), &message);
        }
    }
}
