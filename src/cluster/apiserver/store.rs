//! The state of the cluster: objects by key, one resourceVersion counter, and the log of changes.

use super::actor::Actor;
use super::error::ApiError;
use super::events::EventLog;
use super::fault::{Fault, Verb};
use super::index::Index;
use super::limits::Limits;
use super::size;
use super::uid::{Rng, Uids};
use crate::cluster::api::{Key, Kind, Object, Resource};
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// Feature gates of the simulated cluster that a person can switch; defaults as in 1.36.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(default)]
pub struct Gates {
    /// `MaxUnavailableStatefulSet`: rolling updates may take down more than one pod at a time.
    pub max_unavailable_stateful_set: bool,
    /// The two-phase fix for Parallel sets made after 1.36.2 (our name; upstream has no gate).
    pub parallel_max_unavailable_fix: bool,
}

/// One change of one object, as the watchers see it.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Change {
    /// Who asked for it.
    pub actor: Actor,
    /// The object before; absent when it was created.
    pub before: Option<Object>,
    /// The object after; absent when it is gone.
    pub after: Option<Object>,
}

impl Change {
    /// The object's address.
    ///
    /// # Panics
    /// Never: a change has at least one side.
    #[must_use]
    pub fn key(&self) -> Key {
        self.latest().key()
    }

    /// The object as it is now, or as it last was.
    ///
    /// # Panics
    /// Never: a change has at least one side.
    #[must_use]
    pub fn latest(&self) -> &Object {
        self.after
            .as_ref()
            .or(self.before.as_ref())
            .expect("a change has a side")
    }
}

/// One write request and its answer, kept when [`Store::record_requests`] is on.
#[derive(Clone, Debug)]
pub struct RequestRecord {
    /// What was asked.
    pub verb: Verb,
    /// Of which object.
    pub key: Key,
    /// The object as it was sent, where one was.
    pub sent: Option<Object>,
    /// The answer.
    pub result: Result<Option<Object>, ApiError>,
}

/// Objects by kind, namespace and name: three levels, so that a look-up needs no key of its own and
/// a listing of a namespace touches nothing else.
type Objects = BTreeMap<Kind, BTreeMap<Arc<str>, BTreeMap<Arc<str>, Stored>>>;

/// An object, and how many bytes of memory it takes.
#[derive(Clone, Debug)]
struct Stored {
    object: Object,
    bytes: usize,
}

const fn object(stored: &Stored) -> &Object {
    &stored.object
}

/// All state of the API server. A value: clone it, compare it, keep it.
#[derive(Clone, Debug)]
pub struct Store {
    objects: Objects,
    pub(super) index: Index,
    /// The bytes of all objects together.
    pub(super) bytes: usize,
    pub(super) resource_version: u64,
    pub(super) uids: Uids,
    /// Randomness for generated names, apart from latencies so that neither disturbs the other.
    pub(super) names: Rng,
    pub(super) faults: Vec<Fault>,
    pub(super) changes: Vec<Change>,
    pub(super) requests: Option<Vec<RequestRecord>>,
    pub(super) events: EventLog,
    /// The feature gates in force.
    pub gates: Gates,
    /// What the server and one look are held to.
    pub limits: Limits,
    /// Whether requests are defaulted and validated; recorded traces bring finished objects and
    /// exercise states admission would refuse.
    pub admission: bool,
}

/// Everything that decides anything.
impl Hash for Store {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self {
            objects: _,
            // These follow from the objects.
            index: _,
            bytes: _,
            resource_version,
            uids,
            names,
            faults,
            changes,
            // Written down for the trace runner, read by nobody who acts.
            requests: _,
            events,
            gates,
            limits,
            admission,
        } = self;
        for object in self.all() {
            object.hash(state);
        }
        (resource_version, uids, names, faults, changes).hash(state);
        (events, gates, limits, admission).hash(state);
    }
}

impl Store {
    /// An empty store whose uids and names follow from the seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            objects: BTreeMap::new(),
            index: Index::default(),
            bytes: 0,
            resource_version: 0,
            uids: Uids::Random(Rng::new(seed ^ 0x5157_u64.rotate_left(40))),
            names: Rng::new(seed ^ 0x4e41_u64.rotate_left(24)),
            faults: vec![],
            changes: vec![],
            requests: None,
            events: EventLog::default(),
            gates: Gates::default(),
            limits: Limits::NONE,
            admission: true,
        }
    }

    /// A store for recorded traces: counted uids, no admission, requests recorded.
    #[must_use]
    pub fn for_traces(gates: Gates) -> Self {
        Self {
            uids: Uids::Counted(BTreeMap::new()),
            requests: Some(vec![]),
            admission: false,
            gates,
            ..Self::new(0)
        }
    }

    /// The object at `key`, untyped.
    #[must_use]
    pub fn object(&self, key: &Key) -> Option<&Object> {
        self.find(key.kind, &key.namespace, &key.name)
    }

    /// The object of type `T` with this name; the namespace is ignored for cluster-scoped kinds.
    #[must_use]
    pub fn get<T: Resource>(&self, namespace: &str, name: &str) -> Option<&Arc<T>> {
        let namespace = if T::SERVED.info().namespaced {
            namespace
        } else {
            ""
        };
        self.find(T::SERVED, namespace, name)
            .and_then(T::from_object)
    }

    fn find(&self, kind: Kind, namespace: &str, name: &str) -> Option<&Object> {
        self.stored(kind, namespace, name).map(object)
    }

    fn stored(&self, kind: Kind, namespace: &str, name: &str) -> Option<&Stored> {
        self.objects.get(&kind)?.get(namespace)?.get(name)
    }

    /// How many bytes the object at `key` takes, in memory.
    #[must_use]
    pub fn bytes_of(&self, key: &Key) -> Option<usize> {
        self.stored(key.kind, &key.namespace, &key.name)
            .map(|stored| stored.bytes)
    }

    /// How many bytes all objects take together, in memory.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        self.bytes
    }

    /// How many objects there are.
    #[must_use]
    pub fn count(&self) -> usize {
        let namespaces = self.objects.values().flat_map(BTreeMap::values);
        namespaces.map(BTreeMap::len).sum()
    }

    /// Bytes of memory that a copy of this store takes beyond an earlier copy: its maps, and the objects that the
    /// earlier one does not hold as well.
    #[must_use]
    pub fn copy_bytes(&self, earlier: Option<&Self>) -> usize {
        let mut bytes = 0;
        for (kind, namespaces) in &self.objects {
            let namespaces_before = earlier.and_then(|earlier| earlier.objects.get(kind));
            for (namespace, names) in namespaces {
                let names_before = namespaces_before.and_then(|before| before.get(namespace));
                for (name, stored) in names {
                    let before = names_before.and_then(|before| before.get(name));
                    let is_shared = before.is_some_and(|before| before.object.same(&stored.object));
                    bytes += if is_shared {
                        size::PLACE_BYTES
                    } else {
                        stored.bytes
                    };
                }
            }
        }
        bytes
    }

    /// Every object of type `T`, ordered by namespace and name.
    pub fn list<T: Resource>(&self) -> impl Iterator<Item = &Arc<T>> {
        self.objects_of(T::SERVED).filter_map(T::from_object)
    }

    /// Every object of type `T` in a namespace, ordered by name.
    pub fn list_in<T: Resource>(
        &self,
        namespace: &str,
    ) -> impl Iterator<Item = &Arc<T>> + use<'_, T> {
        self.objects
            .get(&T::SERVED)
            .and_then(|namespaces| namespaces.get(namespace))
            .into_iter()
            .flat_map(BTreeMap::values)
            .map(object)
            .filter_map(T::from_object)
    }

    /// Every object of a kind, untyped, ordered by namespace and name.
    pub fn objects_of(&self, kind: Kind) -> impl Iterator<Item = &Object> {
        self.objects
            .get(&kind)
            .into_iter()
            .flat_map(BTreeMap::values)
            .flat_map(BTreeMap::values)
            .map(object)
    }

    /// Every object of a kind with the bytes it takes, ordered by namespace and name.
    pub fn sized(&self, kind: Kind) -> impl Iterator<Item = (&Object, usize)> {
        self.objects
            .get(&kind)
            .into_iter()
            .flat_map(BTreeMap::values)
            .flat_map(BTreeMap::values)
            .map(|stored| (&stored.object, stored.bytes))
    }

    /// Every object, ordered by kind, namespace and name.
    pub fn all(&self) -> impl Iterator<Item = &Object> {
        self.objects
            .values()
            .flat_map(BTreeMap::values)
            .flat_map(BTreeMap::values)
            .map(object)
    }

    /// The resourceVersion of the newest write.
    #[must_use]
    pub const fn resource_version(&self) -> u64 {
        self.resource_version
    }

    /// Takes the changes made since the last call, in order.
    pub fn take_changes(&mut self) -> Vec<Change> {
        std::mem::take(&mut self.changes)
    }

    /// Takes the recorded requests, if recording is on.
    pub fn take_requests(&mut self) -> Vec<RequestRecord> {
        self.requests
            .as_mut()
            .map(std::mem::take)
            .unwrap_or_default()
    }

    /// Arms a fault.
    pub fn arm(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    /// Forgets all armed faults.
    pub fn clear_faults(&mut self) {
        self.faults.clear();
    }

    /// Puts an object in place behind the API's back and without a watch event: the hand of a test
    /// or a trace, never of a component. A resourceVersion is given, a uid if there is none.
    pub fn place(&mut self, mut object: Object) -> Object {
        let key = object.key();
        self.resource_version += 1;
        let version = self.resource_version.to_string();
        let uid = if object.uid().is_empty() {
            Some(self.uids.next(key.kind, &key.name))
        } else {
            None
        };
        let meta = object.meta_mut();
        meta.resource_version = Some(version);
        if let Some(uid) = uid {
            meta.uid = Some(uid);
        }
        self.insert(key, object.clone());
        object
    }

    /// Takes an object away behind the API's back; see [`Store::place`].
    pub fn displace(&mut self, key: &Key) -> Option<Object> {
        self.remove(key)
    }

    pub(super) fn insert(&mut self, key: Key, object: Object) {
        let bytes = size::of(&object).memory;
        self.insert_sized(key, object, bytes);
    }

    pub(super) fn insert_sized(&mut self, key: Key, object: Object, bytes: usize) {
        let address = key.clone();
        let new = object.clone();
        let namespaces = self.objects.entry(key.kind).or_default();
        let before = namespaces
            .entry(key.namespace)
            .or_default()
            .insert(key.name, Stored { object, bytes });
        self.index
            .replace(&address, before.as_ref().map(self::object), Some(&new));
        self.bytes = self.bytes + bytes - before.map_or(0, |before| before.bytes);
    }

    pub(super) fn remove(&mut self, key: &Key) -> Option<Object> {
        let stored = self
            .objects
            .get_mut(&key.kind)?
            .get_mut(&key.namespace)?
            .remove(&key.name)?;
        self.bytes -= stored.bytes;
        self.index.replace(key, Some(&stored.object), None);
        Some(stored.object)
    }
}
