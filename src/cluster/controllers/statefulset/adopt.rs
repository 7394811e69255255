//! Whose pods and revisions these are: taking orphans in, letting strangers go.
//!
//! Models kubernetes/pkg/controller/controller_ref_manager.go and StatefulSet's getPodsForStatefulSet
//! and adoptOrphanRevisions (1.36).

use super::failure::Failure;
use super::identity::parent_and_ordinal;
use super::memory::Roster;
use crate::cluster::api::{
    ControllerRevision, Kind, Pod, Specified, StatefulSet, meta, selector, sort,
};
use crate::cluster::apiserver::{ApiError, Client, Reason};
use crate::cluster::controllers::revision;
use std::sync::Arc;

/// Adopts the selected revisions that nobody owns.
pub(super) fn revisions(client: &mut Client<'_>, set: &StatefulSet) -> Result<(), Failure> {
    let orphans: Vec<_> = revision::list(client, set)
        .into_iter()
        .filter(|revision| meta::controller_of(&revision.metadata).is_none())
        .collect();
    if orphans.is_empty() {
        return Ok(());
    }
    may_adopt(client, set)
        .map_err(|error| Failure::text(format!("can't adopt ControllerRevisions: {error}")))?;
    for orphan in orphans {
        let owner = meta::controller_ref(Kind::StatefulSet, &set.metadata);
        let (namespace, name) = (
            meta::namespace(&orphan.metadata),
            meta::name(&orphan.metadata),
        );
        client.patch::<ControllerRevision>(namespace, name, |revision| {
            revision
                .metadata
                .owner_references
                .get_or_insert_default()
                .push(owner);
        })?;
    }
    Ok(())
}

/// Brings the roster up to date with the pods of the set, as the cache lists them: the owned ones that
/// belong to it, plus orphans adopted now, less owned ones that do not belong any more and are released now.
pub(super) fn pods(
    client: &mut Client<'_>,
    set: &StatefulSet,
    roster: &mut Roster,
) -> Result<(), Failure> {
    let uid = meta::uid(&set.metadata);
    let set_name = meta::name(&set.metadata);
    let belongs = |pod: &Pod| {
        selector::matches(&set.spec().selector, pod.metadata.labels.as_ref())
            && parent_and_ordinal(meta::name(&pod.metadata)).0 == set_name
    };
    let now = client.now();
    let mut earlier = roster.earlier();
    let mut mine = Vec::new();
    let mut doubtful = Vec::new();
    for pod in client
        .cached()
        .list_in::<Pod>(meta::namespace(&set.metadata))
    {
        if let Some(seat) = earlier.recall(pod) {
            mine.push(roster.seat_again(seat, now));
            continue;
        }
        match meta::controller_of(&pod.metadata) {
            Some(owner) if owner.uid != uid => {}
            Some(_) if belongs(pod) => mine.push(roster.seat(pod, now)),
            Some(_) => doubtful.push(Arc::clone(pod)),
            None if belongs(pod) && !meta::is_deleting(&pod.metadata) => {
                doubtful.push(Arc::clone(pod));
            }
            None => {}
        }
    }
    if !doubtful.is_empty() && !meta::is_deleting(&set.metadata) {
        sort_by_name(&mut doubtful);
        let adopted = settle(client, set, doubtful)?;
        mine.extend(adopted.iter().map(|pod| roster.seat(pod, now)));
    }
    roster.seats = mine;
    Ok(())
}

fn sort_by_name(pods: &mut [Arc<Pod>]) {
    sort::by_cached_key(pods, |pod| {
        let (parent, ordinal) = parent_and_ordinal(meta::name(&pod.metadata));
        (parent.to_owned(), ordinal)
    });
}

/// Adopts the orphans and releases the strangers; all are tried, errors are gathered.
fn settle(
    client: &mut Client<'_>,
    set: &StatefulSet,
    pods: Vec<Arc<Pod>>,
) -> Result<Vec<Arc<Pod>>, Failure> {
    let mut adopted = Vec::new();
    let mut failures = Vec::new();
    for pod in pods {
        let orphan = meta::controller_of(&pod.metadata).is_none();
        let result = if orphan {
            adopt(client, set, &pod)
        } else {
            release(client, set, &pod)
        };
        match result {
            Ok(()) if orphan => adopted.push(pod),
            Ok(()) => {}
            Err(error) if error.is_not_found() => {}
            Err(error) => failures.push(Failure::from(error)),
        }
    }
    Failure::of(failures)?;
    Ok(adopted)
}

fn adopt(client: &mut Client<'_>, set: &StatefulSet, pod: &Pod) -> Result<(), ApiError> {
    may_adopt(client, set)?;
    let owner = meta::controller_ref(Kind::StatefulSet, &set.metadata);
    patch(client, pod, |pod| {
        pod.metadata
            .owner_references
            .get_or_insert_default()
            .push(owner);
    })
}

fn release(client: &mut Client<'_>, set: &StatefulSet, pod: &Pod) -> Result<(), ApiError> {
    let uid = meta::uid(&set.metadata).to_owned();
    let released = patch(client, pod, |pod| {
        let owners = pod.metadata.owner_references.get_or_insert_default();
        owners.retain(|owner| owner.uid != uid);
        if owners.is_empty() {
            pod.metadata.owner_references = None;
        }
    });
    match released {
        // The pod was given a new uid or has no such owner any more: released all the same.
        Err(error) if error.is_invalid() => Ok(()),
        other => other,
    }
}

fn patch(
    client: &mut Client<'_>,
    pod: &Pod,
    change: impl FnOnce(&mut Pod),
) -> Result<(), ApiError> {
    let (namespace, name) = (meta::namespace(&pod.metadata), meta::name(&pod.metadata));
    client.patch::<Pod>(namespace, name, change).map(drop)
}

/// Looks at the server itself, not the cache, whether the set still is the one that may adopt.
fn may_adopt(client: &Client<'_>, set: &StatefulSet) -> Result<(), ApiError> {
    let (namespace, name) = (meta::namespace(&set.metadata), meta::name(&set.metadata));
    let fresh = client
        .live()
        .get::<StatefulSet>(namespace, name)
        .ok_or_else(|| ApiError::not_found(Kind::StatefulSet, name))?;
    let uid = meta::uid(&set.metadata);
    let refuse = |text: String| Err(ApiError::new(Reason::InternalError, text));
    if fresh.metadata.uid != set.metadata.uid {
        return refuse(format!(
            "original StatefulSet {namespace}/{name} is gone: got uid {}, wanted {uid}",
            meta::uid(&fresh.metadata)
        ));
    }
    if let Some(at) = &fresh.metadata.deletion_timestamp {
        return refuse(format!(
            "{namespace}/{name} has just been deleted at {}",
            at.0
        ));
    }
    Ok(())
}
