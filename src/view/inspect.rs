//! One object, closely: its YAML, what changed in it, its events, the names and files it has.

mod diff;
mod files;

use super::events::{EventRow, events};
use super::ledger::{Ledger, Versions};
use super::scene::{DnsEntry, Scene};
use crate::cluster::api::{Key, Kind, Object};
use crate::manifest;
use crate::sim::World;
use serde::{Deserialize, Serialize};

/// Everything the inspector shows of one object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Inspection {
    /// The object's address.
    pub key: Key,
    /// Its uid.
    pub uid: String,
    /// Whether it exists; if not, this is how it last was.
    pub exists: bool,
    /// The live YAML.
    pub yaml: String,
    /// Its lines against the version before.
    pub since_version: Vec<DiffLine>,
    /// Its lines against the object that had the same name before, if there was one.
    pub since_life: Vec<DiffLine>,
    /// Its events, oldest first.
    pub events: Vec<EventRow>,
    /// Names that lead to it: of a pod its own, of a Service all.
    pub names: Vec<DnsEntry>,
    /// The files its containers see, or that lie on it.
    pub files: Vec<FileEntry>,
    /// The containers whose files can be written: name, and where its volumes are mounted.
    pub containers: Vec<ContainerEntry>,
}

/// A container of the inspected pod.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContainerEntry {
    /// Its name.
    pub name: String,
    /// Its image.
    pub image: String,
    /// Where claims are mounted, with the claim's name.
    pub mounts: Vec<(String, String)>,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Absolute path in the container; relative to the volume where a claim or volume is inspected.
    pub path: String,
    /// The container it is seen from; empty where a claim or volume is inspected.
    pub container: String,
    /// Size in bytes.
    pub size_bytes: usize,
    /// The beginning of it as text, at most [`PREVIEW_CHARS_MAX`] characters.
    pub preview: String,
    /// Whether `preview` is the whole file, as text.
    pub whole: bool,
    /// The PersistentVolume it lies on; empty for a file that goes with its container.
    pub volume: String,
    /// The claim it lies on; empty for a file that goes with its container.
    pub claim: String,
}

/// How much of a file is shown.
pub const PREVIEW_CHARS_MAX: usize = 4000;

/// A line of a comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DiffLine {
    /// In both; shown around changes only.
    Same(String),
    /// Only before.
    Removed(String),
    /// Only now.
    Added(String),
    /// Lines left out because nothing changed in them.
    Skipped(usize),
}

/// How many of its events are shown.
const EVENTS_MAX: usize = 60;

/// Looks at one object closely. `None`: there is none and never was.
#[must_use]
pub fn inspect(world: &World, ledger: &Ledger, scene: &Scene, key: &Key) -> Option<Inspection> {
    let nothing = Versions::default();
    let versions = ledger.versions(key).unwrap_or(&nothing);
    let present = world.cluster.store.object(key);
    let object = present.or(versions.life.as_ref())?;
    let yaml = manifest::write(object);
    let compare = |before: Option<&Object>| {
        before
            .map(|before| diff::diff(&manifest::write(before), &yaml))
            .unwrap_or_default()
    };
    let life = versions.life.as_ref().filter(|_| present.is_some());
    Some(Inspection {
        key: key.clone(),
        uid: object.uid().to_owned(),
        exists: present.is_some(),
        since_version: compare(versions.version.as_ref()),
        since_life: compare(life),
        events: events(world, Some(key), EVENTS_MAX),
        names: names(scene, key),
        files: files::files(world, object),
        containers: match object {
            Object::Pod(pod) => files::containers(pod),
            _ => vec![],
        },
        yaml,
    })
}

/// The names that lead to an object, as the picture has them.
fn names(scene: &Scene, key: &Key) -> Vec<DnsEntry> {
    let columns = scene
        .sets
        .iter()
        .flat_map(|set| set.columns.iter().map(move |column| (set, column)));
    let entries = columns.filter(|(set, column)| match key.kind {
        Kind::Pod => set.key.namespace == key.namespace && *column.name == *key.name,
        Kind::StatefulSet => set.key == *key,
        Kind::Service => set.key.namespace == key.namespace && *set.service_name == *key.name,
        _ => false,
    });
    entries
        .filter_map(|(_, column)| column.dns.clone())
        .collect()
}
