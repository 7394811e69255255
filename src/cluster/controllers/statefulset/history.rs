//! The revisions of a set: finding or making the one the template asks for, pruning old ones.
//!
//! Models getStatefulSetRevisions and truncateHistory (1.36).

use super::failure::Failure;
use super::memory::Seat;
use super::revisions::Revisions;
use crate::cluster::api::{ControllerRevision, Specified, StatefulSet, meta};
use crate::cluster::apiserver::{Client, DeleteOptions};
use crate::cluster::controllers::revision;
use serde_json::Value;
use std::sync::Arc;

/// The current and the update revision. The template's revision is the newest one if that says the
/// same; an older one that does is renumbered (a rollback); else a new one is stored.
pub(super) fn revisions(
    client: &mut Client<'_>,
    set: &StatefulSet,
    stored: &[Arc<ControllerRevision>],
    data: &Value,
) -> Result<Revisions, Failure> {
    let status = set.status.as_ref();
    let mut collision_count = status
        .and_then(|status| status.collision_count)
        .unwrap_or_default();
    let next = stored
        .last()
        .map_or(1, |newest| revision::number(newest) + 1);
    let equal = stored
        .iter()
        .rfind(|old| revision::equals(old, data, collision_count));
    let update = match (equal, stored.last()) {
        (Some(equal), Some(newest)) if revision::same(newest, equal) => Arc::clone(newest),
        (Some(equal), _) => revision::renumber(client, equal, next)?,
        (None, _) => {
            let fresh = revision::new(set, data.clone(), next, collision_count);
            revision::create(client, set, fresh, &mut collision_count)?
        }
    };
    let named = status
        .and_then(|status| status.current_revision.as_deref())
        .unwrap_or_default();
    let current = stored
        .iter()
        .find(|revision| meta::name(&revision.metadata) == named)
        .map_or_else(|| Arc::clone(&update), Arc::clone);
    Ok(Revisions::new(current, update, collision_count))
}

/// Deletes revisions beyond `revisionHistoryLimit`, oldest first; those in use do not count.
pub(super) fn prune(
    client: &mut Client<'_>,
    set: &StatefulSet,
    seats: &[Seat],
    stored: &[Arc<ControllerRevision>],
    in_use: Option<&Revisions>,
) -> Result<(), Failure> {
    let limit = set.spec().revision_history_limit.unwrap_or(10);
    let is_live = |name: &str| {
        in_use.is_some_and(|revisions| {
            meta::name(&revisions.current.metadata) == name
                || meta::name(&revisions.update.metadata) == name
        }) || seats.iter().any(|seat| *seat.revision == *name)
    };
    if stored.len() <= usize::try_from(limit).unwrap_or_default() {
        return Ok(());
    }
    let spare: Vec<_> = stored
        .iter()
        .filter(|revision| !is_live(meta::name(&revision.metadata)))
        .collect();
    let surplus = spare
        .len()
        .saturating_sub(usize::try_from(limit).unwrap_or_default());
    for revision in &spare[..surplus] {
        client.delete(&revision::key(revision), &DeleteOptions::default())?;
    }
    Ok(())
}
