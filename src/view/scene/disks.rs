//! A claim as a tile, and the column it belongs to.

use super::{DiskTile, fate};
use crate::cluster::api::{Key, PersistentVolumeClaim, SimTime, Specified, StatefulSet, meta};
use crate::sim::World;
use crate::view::name::with_ordinal;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The names claims of sets have: `<template>-<set>-<ordinal>`.
pub(super) struct ClaimNames {
    /// Namespace and `<template>-<set>` to the set's place and the template's.
    stems: BTreeMap<(String, String), (usize, usize)>,
}

impl ClaimNames {
    /// `sets` in the order of their places. The templates of a set that had the name before one of them
    /// come after its own: what the old one left hangs in the new one's columns.
    pub(super) fn of<'a>(
        sets: impl Iterator<Item = &'a StatefulSet>,
        replaced: &[Arc<StatefulSet>],
    ) -> Self {
        let mut stems = BTreeMap::new();
        let mut places = BTreeMap::new();
        for (at, set) in sets.enumerate() {
            places.insert(identity(set), at);
            for (place, stem) in claim_stems(set).into_iter().enumerate() {
                stems.insert(stem, (at, place));
            }
        }
        for set in replaced {
            let Some(at) = places.get(&identity(set)) else {
                continue;
            };
            for stem in claim_stems(set) {
                stems.entry(stem).or_insert((*at, usize::MAX));
            }
        }
        Self { stems }
    }

    /// The set's place, the template's place and the ordinal a claim's name stands for.
    pub(super) fn place(&self, claim: &Key) -> Option<(usize, usize, i32)> {
        let (stem, ordinal) = with_ordinal(&claim.name)?;
        let identity = (claim.namespace.to_string(), stem.to_owned());
        self.stems
            .get(&identity)
            .map(|(at, template)| (*at, *template, ordinal))
    }
}

fn identity(set: &StatefulSet) -> (String, String) {
    let metadata = &set.metadata;
    (
        meta::namespace(metadata).to_owned(),
        meta::name(metadata).to_owned(),
    )
}

/// Namespace and `<template>-<set>`, one a claim template.
fn claim_stems(set: &StatefulSet) -> Vec<(String, String)> {
    let (namespace, name) = identity(set);
    let templates = set.spec().volume_claim_templates.iter().flatten();
    templates
        .map(|template| {
            let stem = format!("{}-{name}", meta::name(&template.metadata));
            (namespace.clone(), stem)
        })
        .collect()
}

pub(super) fn disk(world: &World, claim: &PersistentVolumeClaim, key: Key) -> DiskTile {
    let spec = claim.spec.as_ref();
    let status = claim.status.as_ref();
    let volume = spec
        .and_then(|spec| spec.volume_name.clone())
        .unwrap_or_default();
    let size = status
        .and_then(|status| status.capacity.as_ref())
        .or_else(|| {
            spec.and_then(|spec| spec.resources.as_ref())
                .and_then(|room| room.requests.as_ref())
        });
    let phase = if meta::is_deleting(&claim.metadata) {
        "Terminating".to_owned()
    } else {
        status
            .and_then(|status| status.phase.clone())
            .unwrap_or_else(|| "Pending".to_owned())
    };
    let created = claim.metadata.creation_timestamp.as_ref();
    DiskTile {
        goes: fate::goes(world, claim, &key),
        goes_with_set: fate::goes_with_set(claim),
        key,
        uid: meta::uid(&claim.metadata).to_owned(),
        phase,
        capacity: size
            .and_then(|size| size.get("storage"))
            .map(|quantity| quantity.0.clone())
            .unwrap_or_default(),
        mounted: false,
        kept: false,
        files: world
            .cluster
            .disks
            .get(&volume)
            .map_or(0, |tree| tree.iter().count()),
        volume,
        created: created.map(SimTime::from_time).unwrap_or_default(),
    }
}
