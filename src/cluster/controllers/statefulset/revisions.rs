//! The two revisions a sync works with, and the template a revision remembers.

use crate::cluster::api::{ControllerRevision, PodTemplateSpec, meta};
use crate::cluster::controllers::revision;
use std::sync::Arc;

/// The revisions of a set that matter to a sync.
#[derive(Clone, Debug)]
pub(super) struct Revisions {
    /// What pods below the partition are made from.
    pub(super) current: Arc<ControllerRevision>,
    /// What the template says now.
    pub(super) update: Arc<ControllerRevision>,
    /// How often a name was taken by other data.
    pub(super) collision_count: i32,
    /// The names of the two, shared by the empty places.
    pub(super) current_name: Arc<str>,
    /// See `current_name`.
    pub(super) update_name: Arc<str>,
}

impl Revisions {
    pub(super) fn new(
        current: Arc<ControllerRevision>,
        update: Arc<ControllerRevision>,
        collision_count: i32,
    ) -> Self {
        let name = |revision: &ControllerRevision| Arc::from(meta::name(&revision.metadata));
        Self {
            current_name: name(&current),
            update_name: name(&update),
            current,
            update,
            collision_count,
        }
    }
}

/// The template a revision remembers (ApplyRevision).
pub(super) fn template_of(revision: &ControllerRevision) -> PodTemplateSpec {
    let mut template = revision::data(revision)["spec"]["template"].clone();
    if let serde_json::Value::Object(fields) = &mut template {
        fields.remove("$patch");
    }
    serde_json::from_value(template).unwrap_or_default()
}
