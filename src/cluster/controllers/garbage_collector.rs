//! The garbage collector: objects go when all their owners have.
//!
//! Models kubernetes/pkg/controller/garbagecollector (attemptToDeleteItem, processDeletingDependentsItem,
//! orphanDependents). Owners are found by their key and checked by uid; only the end of an owner asks
//! who depended on it.

use crate::cluster::api::{Key, Kind, Object, OwnerReference, meta};
use crate::cluster::apiserver::delete::{FOREGROUND_FINALIZER, ORPHAN_FINALIZER};
use crate::cluster::apiserver::{ApiError, Cascade, Client, DeleteOptions, Store};
use crate::cluster::outcome::Outcome;

/// Settles what the deletion or change of one object means for its dependents.
///
/// # Errors
/// What the API server answered to a write.
pub fn reconcile(client: &mut Client<'_>, key: &Key) -> Result<Outcome, ApiError> {
    let Some(object) = client.live().object(key).cloned() else {
        owner_gone(client, key)?;
        return Ok(Outcome::await_change());
    };
    if meta::is_deleting(object.meta()) {
        if meta::has_finalizer(object.meta(), ORPHAN_FINALIZER) {
            orphan(client, &object)?;
        } else if meta::has_finalizer(object.meta(), FOREGROUND_FINALIZER) {
            foreground(client, &object)?;
        }
    } else {
        collect(client, &object)?;
        // An owner that was replaced by another of the same name leaves dependents behind, too.
        owner_gone(client, key)?;
    }
    Ok(Outcome::await_change())
}

/// What named this owner, or lay in this namespace, is looked at.
fn owner_gone(client: &mut Client<'_>, owner: &Key) -> Result<(), ApiError> {
    for dependent in dependents(client.live(), owner) {
        collect(client, &dependent)?;
    }
    if owner.kind == Kind::Namespace && client.live().object(owner).is_none() {
        let inside = |object: &&Object| object.meta().namespace.as_deref() == Some(&*owner.name);
        let keys: Vec<Key> = client
            .live()
            .all()
            .filter(inside)
            .map(Object::key)
            .collect();
        for key in keys {
            delete(client, &key, None, Cascade::Background)?;
        }
    }
    Ok(())
}

/// Objects that name the owner by kind and name, whatever the uid.
fn dependents(store: &Store, owner: &Key) -> Vec<Object> {
    // An owner in a namespace has its dependents there.
    let reachable = |object: &&Object| {
        owner.namespace.is_empty() || object.meta().namespace.as_deref() == Some(&*owner.namespace)
    };
    store.owned_by(owner).filter(reachable).cloned().collect()
}

/// How one of an object's owners stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// It lives.
    Solid,
    /// It is gone.
    Dangling,
    /// It is being deleted and waits for its dependents.
    Waiting,
}

/// Deletes the object if no owner is left, else drops the owners that are gone.
fn collect(client: &mut Client<'_>, object: &Object) -> Result<(), ApiError> {
    let owners = object.meta().owner_references.clone().unwrap_or_default();
    if owners.is_empty() || meta::is_deleting(object.meta()) {
        return Ok(());
    }
    let key = object.key();
    let standings: Vec<Standing> = owners
        .iter()
        .map(|owner| standing(client.live(), &key, owner))
        .collect();
    let gone = standings
        .iter()
        .any(|standing| *standing != Standing::Solid);
    if !gone {
        return Ok(());
    }
    if standings.contains(&Standing::Solid) {
        let mut standings = standings.into_iter();
        return rewrite_owners(client, &key, |_| standings.next() == Some(Standing::Solid));
    }
    let has_dependents =
        standings.contains(&Standing::Waiting) && !dependents(client.live(), &key).is_empty();
    let cascade = if has_dependents {
        Cascade::Foreground
    } else if meta::has_finalizer(object.meta(), ORPHAN_FINALIZER) {
        Cascade::Orphan
    } else {
        Cascade::Background
    };
    delete(client, &key, Some(object.uid().to_owned()), cascade)
}

fn standing(store: &Store, dependent: &Key, owner: &OwnerReference) -> Standing {
    let Some(kind) = Kind::from_type(&owner.api_version, &owner.kind) else {
        // Not served here: nobody can say it is gone.
        return Standing::Solid;
    };
    let key = Key::new(kind, &dependent.namespace, &owner.name);
    match store
        .object(&key)
        .filter(|object| object.uid() == owner.uid)
    {
        None => Standing::Dangling,
        Some(object)
            if meta::is_deleting(object.meta())
                && meta::has_finalizer(object.meta(), FOREGROUND_FINALIZER)
                && owner.block_owner_deletion == Some(true) =>
        {
            Standing::Waiting
        }
        Some(_) => Standing::Solid,
    }
}

/// Foreground: the dependents that block go first, then the owner.
fn foreground(client: &mut Client<'_>, owner: &Object) -> Result<(), ApiError> {
    let of_this = |reference: &&OwnerReference| reference.uid == owner.uid();
    let mut blocked = false;
    for dependent in dependents(client.live(), &owner.key()) {
        let references = dependent.meta().owner_references.iter().flatten();
        let blocks = references
            .filter(of_this)
            .any(|reference| reference.block_owner_deletion == Some(true));
        blocked |= blocks;
        collect(client, &dependent)?;
    }
    // What went at once no longer blocks; what needs its time does.
    let still_there = blocked
        && dependents(client.live(), &owner.key())
            .iter()
            .any(|dependent| {
                let mut references = dependent.meta().owner_references.iter().flatten();
                references.any(|reference| {
                    reference.uid == owner.uid() && reference.block_owner_deletion == Some(true)
                })
            });
    if still_there {
        Ok(())
    } else {
        remove_finalizer(client, owner, FOREGROUND_FINALIZER)
    }
}

/// Orphan: the dependents are cut loose, then the owner goes.
fn orphan(client: &mut Client<'_>, owner: &Object) -> Result<(), ApiError> {
    for dependent in dependents(client.live(), &owner.key()) {
        rewrite_owners(client, &dependent.key(), |reference| {
            reference.uid != owner.uid()
        })?;
    }
    remove_finalizer(client, owner, ORPHAN_FINALIZER)
}

fn rewrite_owners(
    client: &mut Client<'_>,
    key: &Key,
    keep: impl FnMut(&OwnerReference) -> bool,
) -> Result<(), ApiError> {
    let Some(mut object) = client.live().object(key).cloned() else {
        return Ok(());
    };
    let meta = object.meta_mut();
    if let Some(owners) = &mut meta.owner_references {
        owners.retain(keep);
        if owners.is_empty() {
            meta.owner_references = None;
        }
    }
    ignore_gone(client.update_object(object).map(drop))
}

fn remove_finalizer(
    client: &mut Client<'_>,
    object: &Object,
    finalizer: &str,
) -> Result<(), ApiError> {
    let Some(mut object) = client.live().object(&object.key()).cloned() else {
        return Ok(());
    };
    meta::remove_finalizer(object.meta_mut(), finalizer);
    ignore_gone(client.update_object(object).map(drop))
}

fn delete(
    client: &mut Client<'_>,
    key: &Key,
    uid: Option<String>,
    cascade: Cascade,
) -> Result<(), ApiError> {
    let options = DeleteOptions {
        cascade,
        uid,
        ..DeleteOptions::default()
    };
    ignore_gone(client.delete(key, &options))
}

/// Somebody else may have been quicker. Any other refusal, a conflict too, is tried again.
fn ignore_gone(result: Result<(), ApiError>) -> Result<(), ApiError> {
    match result {
        Err(error) if error.is_not_found() => Ok(()),
        other => other,
    }
}
