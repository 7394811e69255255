//! A claim as a tile, and the column it belongs to.

use super::DiskTile;
use crate::cluster::api::{Key, PersistentVolumeClaim, SimTime, StatefulSet, meta};
use crate::sim::World;
use std::collections::BTreeMap;

/// The names claims of sets have: `<template>-<set>-<ordinal>`.
pub(super) struct ClaimNames {
    /// Namespace and `<template>-<set>` to the set's place and the template's.
    stems: BTreeMap<(String, String), (usize, usize)>,
}

impl ClaimNames {
    pub(super) fn of<'a>(sets: impl Iterator<Item = (&'a StatefulSet, &'a Key)>) -> Self {
        let mut stems = BTreeMap::new();
        for (at, (set, key)) in sets.enumerate() {
            let templates = set.spec.volume_claim_templates.iter().flatten();
            for (place, template) in templates.enumerate() {
                let stem = format!("{}-{}", meta::name(&template.metadata), key.name);
                stems.insert((key.namespace.to_string(), stem), (at, place));
            }
        }
        Self { stems }
    }

    /// The set's place, the template's place and the ordinal a claim's name stands for.
    pub(super) fn place(&self, claim: &Key) -> Option<(usize, usize, i32)> {
        let (stem, ordinal) = claim.name.rsplit_once('-')?;
        let ordinal: i32 = ordinal.parse().ok()?;
        let identity = (claim.namespace.to_string(), stem.to_owned());
        self.stems
            .get(&identity)
            .map(|(at, template)| (*at, *template, ordinal))
    }
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
