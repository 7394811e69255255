//! The picture: nodes as rows, ordinals as columns, and on each column's thread a name, a pod, a disk.
//!
//! Plain values with `PartialEq`, so that a component redraws only when its own part changed.

mod build;
mod departed;
mod disks;
mod draft;
mod fate;
mod names;
mod pods;

use crate::cluster::api::{Key, SimTime};
use crate::cluster::outcome::Waiting;
use crate::view::receipt::Receipt;
pub use build::scene;
pub use pods::health_of;
use serde::{Deserialize, Serialize};

/// Everything on screen at one instant.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Scene {
    /// The instant shown.
    pub now: SimTime,
    /// Whether there is a set or ever was one.
    pub had_sets: bool,
    /// Rows of the matrix.
    pub nodes: Vec<NodeRow>,
    /// One matrix each, ordered by namespace and name: the sets there are, and those that are gone while
    /// something of theirs is still there.
    pub sets: Vec<SetPicture>,
    /// Pods that belong to no set on screen.
    pub other_pods: Vec<PodCard>,
    /// Claims no column refers to: no set made them.
    pub shelf: Vec<DiskTile>,
    /// Services people made, by key.
    pub services: Vec<ServicePicture>,
}

/// A node.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NodeRow {
    /// `node-1`
    pub name: String,
    /// What `kubectl get nodes` says: `Ready`, `NotReady`, `Ready,SchedulingDisabled`.
    pub status: String,
    /// Whether the Ready condition is True.
    pub ready: bool,
    /// Whether the plug is in (only the machine knows; the API server learns it 50 s later).
    pub powered: bool,
    /// `zone-a`, empty if it has none.
    pub zone: String,
    /// Pods on it.
    pub pods: usize,
    /// How many pods it takes (`allocatable.pods`).
    pub pods_max: u32,
}

/// A StatefulSet and its columns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SetPicture {
    /// Its address.
    pub key: Key,
    /// Its uid.
    pub uid: String,
    /// `spec.replicas`
    pub wanted: i32,
    /// `status.readyReplicas`
    pub ready: i32,
    /// `status.currentRevision`
    pub current_revision: String,
    /// `status.updateRevision`
    pub update_revision: String,
    /// Whether pods come and go one at a time (`OrderedReady`).
    pub ordered: bool,
    /// `OnDelete` or `RollingUpdate`.
    pub strategy: String,
    /// Pods with an ordinal below this keep the old revision; absent when 0.
    pub partition: Option<i32>,
    /// `spec.serviceName`; empty if none.
    pub service_name: String,
    /// Whether a Service of that name exists and is headless: without one there are no names.
    pub service_exists: bool,
    /// Image of the first container.
    pub image: String,
    /// Name of the first container.
    pub container: String,
    /// Why the controller does nothing more now, if that is a decision.
    pub waiting: Option<Waiting>,
    /// Whether a pod has to be Ready for a while before it counts.
    pub min_ready: bool,
    /// What the server said when it refused what the controller asked for, while that is tried again.
    pub refusal: Option<String>,
    /// Whether the set is being deleted.
    pub deleting: bool,
    /// What it left, if it is gone: then the columns hold that and nothing else.
    pub remains: Option<Remains>,
    /// Whether the controller has seen the set as it is now (`status.observedGeneration`).
    pub observed: bool,
    /// `spec.ordinals.start`
    pub start: i32,
    /// Whether a rolling update replaces pods that are not Ready as well.
    pub replaces_broken: bool,
    /// One column an identity, by ordinal: those that have anything (a pod, a disk, an answer to their
    /// name), and the first few of the wanted ones that have nothing yet.
    pub columns: Vec<Column>,
    /// How many wanted ordinals have no column: `replicas` may be two thousand million.
    pub undrawn: u32,
}

/// What a deleted set left behind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remains {
    /// Pods that stay: nobody owns them.
    pub pods_stay: bool,
    /// Pods that are going, or will as soon as the garbage collector has looked.
    pub pods_go: bool,
    /// Claims that stay.
    pub disks_stay: bool,
}

/// One identity: what keeps its name, its DNS entry and its disks through every life of its pod.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Its number.
    pub ordinal: i32,
    /// `web-0`
    pub name: String,
    /// Whether `spec.replicas` asks for it.
    pub wanted: bool,
    /// Its DNS entry, if the set names a Service.
    pub dns: Option<DnsEntry>,
    /// Its pod, if there is one now.
    pub pod: Option<PodCard>,
    /// Its claims, in the order of the claim templates.
    pub disks: Vec<DiskTile>,
    /// How many pods have had this name since the set was created, the present one included.
    pub lives: u32,
    /// Its pod beside the one before it, if there was one.
    pub receipt: Option<Receipt>,
}

/// What a name resolves to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DnsEntry {
    /// `web-0.nginx`
    pub name: String,
    /// The address it answers with now, if any.
    pub answer: Option<String>,
    /// The last address it answered with before, if that was another one.
    pub previous: Option<String>,
}

/// How a pod fares: shape, colour and word on screen follow from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Health {
    /// Not yet on a node.
    Waiting,
    /// On a node, not Ready.
    Starting,
    /// Ready.
    Ready,
    /// Told to go.
    Terminating,
    /// Failed, crash-looping, image not to be had.
    Failed,
    /// Finished by itself.
    Completed,
    /// On a node nobody hears from.
    Unknown,
}

/// Whose a pod is, seen from a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Belongs {
    /// The set's own.
    Own,
    /// Nobody's, but the set will take it in.
    Adoptable,
    /// Another's, or nobody's for good.
    Stranger,
}

/// A pod.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PodCard {
    /// Its address.
    pub key: Key,
    /// `metadata.uid`
    pub uid: String,
    /// `status.podIP`; empty until it has one.
    pub ip: String,
    /// `spec.nodeName`; empty until it has one.
    pub node: String,
    /// `status.phase`
    pub phase: String,
    /// What `kubectl get pods` prints under STATUS.
    pub status: String,
    /// How it fares.
    pub health: Health,
    /// Whether the Ready condition is True.
    pub ready: bool,
    /// Whose it is, seen from the set in whose column it stands.
    pub belongs: Belongs,
    /// Its `controller-revision-hash`; empty for pods of no set.
    pub revision: String,
    /// Whether its revision is not the one the set gives its pods now (its update revision).
    pub revision_differs: bool,
    /// The image of its first container that is not the one the set's template names now.
    pub image_differs: Option<String>,
    /// Container restarts.
    pub restarts: i32,
    /// When it was created.
    pub created: SimTime,
    /// The scheduler's words, if it found no node.
    pub unschedulable: Option<String>,
    /// From when until when it gets to finish, while it is terminating.
    pub grace: Option<(SimTime, SimTime)>,
}

/// A claim and the volume behind it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DiskTile {
    /// The claim's address.
    pub key: Key,
    /// The claim's uid.
    pub uid: String,
    /// `Pending`, `Bound`, `Lost`, or `Terminating`.
    pub phase: String,
    /// Name of the PersistentVolume; empty until bound.
    pub volume: String,
    /// `1Gi`
    pub capacity: String,
    /// Whether a pod that exists mounts it.
    pub mounted: bool,
    /// Whether it is kept though nobody wants its ordinal.
    pub kept: bool,
    /// Whether it is on its way out, or will be when its pod is gone.
    pub goes: bool,
    /// Whether it goes when its set is deleted.
    pub goes_with_set: bool,
    /// How many files it holds.
    pub files: usize,
    /// When the claim was created.
    pub created: SimTime,
}

/// A Service a person made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ServicePicture {
    /// Its address.
    pub key: Key,
    /// Whether `clusterIP` is None.
    pub headless: bool,
    /// The addresses its name answers with.
    pub answers: Vec<String>,
}
