//! One object, closely: its YAML, what changed in it, its events, the names and files it has.

use super::events::EventRow;
use super::ledger::Ledger;
use super::scene::DnsEntry;
use crate::cluster::api::Key;
use crate::sim::World;

/// Everything the inspector shows of one object.
#[derive(Clone, Debug, PartialEq)]
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContainerEntry {
    /// Its name.
    pub name: String,
    /// Its image.
    pub image: String,
    /// Where claims are mounted, with the claim's name.
    pub mounts: Vec<(String, String)>,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// The PersistentVolume it lies on.
    pub volume: String,
    /// The claim it lies on.
    pub claim: String,
}

/// How much of a file is shown.
pub const PREVIEW_CHARS_MAX: usize = 4000;

/// A line of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// Looks at one object closely. `None`: there is none and never was.
#[must_use]
pub fn inspect(_world: &World, _ledger: &Ledger, _key: &Key) -> Option<Inspection> {
    None
}
