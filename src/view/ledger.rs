//! What the store forgets: the lives of an identity, the address a name had before, the version an
//! object had before.

mod complete;
mod departed;
mod lives;
mod receipts;

use super::beat::{Beat, NameIdentity, answers, happenings};
use crate::cluster::api::conditions::{is_ready, node_is_ready};
use crate::cluster::api::{
    EndpointSlice, Key, Kind, Object, OwnerReference, Pod, StatefulSet, meta,
};
use crate::cluster::controllers::statefulset::identity::{replicas, start_ordinal};
use crate::sim::{Fact, What};
use lives::Lives;
pub use lives::{Identity, Life, identity_of};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// About what one entry takes: a key of three texts, and three more.
const ENTRY_BYTES: usize = 300;

/// The memory of the picture.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    lives: BTreeMap<Identity, Lives>,
    /// The pods that exist, with their identity.
    pods: BTreeMap<Key, Option<Identity>>,
    /// The sets that exist.
    wanted: BTreeMap<Key, Wish>,
    claims: BTreeMap<Key, Claim>,
    /// The paths of the files on a volume.
    files: BTreeMap<String, BTreeSet<String>>,
    /// The nodes that have no power.
    dark: BTreeSet<String>,
    /// The nodes nobody hears from: not Ready, or no more objects.
    silent: BTreeSet<String>,
    names: BTreeMap<NameIdentity, Name>,
    /// The receipts that lie open, and how many had been opened before.
    standing: BTreeMap<Identity, u64>,
    /// How many receipts have been opened.
    openings: u64,
    versions: BTreeMap<Key, Versions>,
}

/// What is remembered of a set that exists.
#[derive(Clone, Debug)]
struct Wish {
    uid: String,
    deleting: bool,
    /// The ordinals it asks for.
    ordinals: Range<i32>,
}

/// What is remembered of a claim that exists.
#[derive(Clone, Debug, Default)]
struct Claim {
    uid: String,
    volume: String,
    owners: Vec<OwnerReference>,
    deleting: bool,
    /// The pod that started with it last, and the one before, by uid.
    user: Option<String>,
    user_before: Option<String>,
}

/// What a name answered.
#[derive(Clone, Debug, Default)]
struct Name {
    now: Option<String>,
    /// The last address that was another one than the present.
    before: Option<String>,
}

/// What an object was before.
#[derive(Clone, Debug, Default)]
pub struct Versions {
    /// The version before the present one, of the same object.
    pub version: Option<Object>,
    /// How the last object of that name was when it went.
    pub life: Option<Object>,
}

impl Ledger {
    /// Remembers a fact, and says what a person can see of it.
    pub fn feed(&mut self, fact: &Fact) -> Vec<Beat> {
        let mut seen = happenings(fact);
        // Asked before the fact is remembered: who held the claim, which life went.
        for (key, what) in &mut seen {
            self.complete_end(key, what);
        }
        self.remember(fact);
        seen.into_iter()
            .map(|(key, mut what)| {
                self.complete_beginning(&key, &mut what, fact);
                Beat {
                    id: fact.id,
                    at: fact.at,
                    actor: fact.actor.clone(),
                    key,
                    what,
                }
            })
            .collect()
    }

    /// The lives of an identity that are remembered, oldest first.
    #[must_use]
    pub fn lives(&self, identity: &Identity) -> &[Life] {
        self.lives
            .get(identity)
            .map_or(&[], |lives| &lives.remembered)
    }

    /// How many pods have had the identity since its set was created.
    #[must_use]
    pub fn count(&self, identity: &Identity) -> u32 {
        self.lives.get(identity).map_or(0, |lives| lives.count)
    }

    /// The last address a name answered with before the present one, if there was another.
    #[must_use]
    pub fn previous_answer(&self, namespace: &str, service: &str, host: &str) -> Option<&str> {
        let identity = (namespace.to_owned(), service.to_owned(), host.to_owned());
        self.names.get(&identity)?.before.as_deref()
    }

    /// Whether pods of a set are remembered.
    #[must_use]
    pub fn remembers(&self, set: &Key) -> bool {
        let same =
            |(namespace, name, _): &Identity| **namespace == *set.namespace && **name == *set.name;
        self.lives.keys().any(same)
    }

    /// How many receipts have been opened.
    #[must_use]
    pub const fn openings(&self) -> u64 {
        self.openings
    }

    /// Bytes of memory that a copy takes, within a factor of two.
    #[must_use]
    pub fn copy_bytes(&self) -> usize {
        let lives: usize = self.lives.values().map(|one| one.remembered.len()).sum();
        let entries = lives + self.pods.len() + self.claims.len() + self.names.len();
        let files: usize = self.files.values().map(BTreeSet::len).sum();
        (entries + files + self.versions.len() + self.standing.len()) * ENTRY_BYTES
    }

    /// What an object was before.
    #[must_use]
    pub fn versions(&self, key: &Key) -> Option<&Versions> {
        self.versions.get(key)
    }

    fn remember(&mut self, fact: &Fact) {
        match &fact.what {
            What::Created(object) => {
                self.versions.entry(object.key()).or_default().version = None;
                self.keep(object, fact);
            }
            What::Changed { before, after } => {
                if versioned(after.kind()) {
                    self.versions.entry(after.key()).or_default().version = Some(before.clone());
                }
                if let Some(slice) = before.get::<EndpointSlice>() {
                    self.empty(slice, after.get::<EndpointSlice>().map(|slice| &**slice));
                }
                self.keep(after, fact);
            }
            What::Deleted(object) => self.forget(object, fact),
            What::File {
                volume: Some(volume),
                path,
                removed,
                ..
            } => {
                let files = self.files.entry(volume.clone()).or_default();
                if *removed {
                    files.remove(path);
                } else {
                    files.insert(path.clone());
                }
            }
            What::Power { node, on: true } => {
                self.dark.remove(node);
            }
            What::Power { node, on: false } => {
                self.dark.insert(node.clone());
            }
            What::Refused(_) | What::File { .. } => {}
        }
    }

    /// Keeps what matters of an object as it is now.
    fn keep(&mut self, object: &Object, fact: &Fact) {
        match object {
            Object::Pod(pod) => self.keep_pod(pod, &object.key(), fact),
            Object::StatefulSet(set) => {
                let key = object.key();
                if matches!(fact.what, What::Created(_)) {
                    self.forget_lives_of(&key);
                }
                let wish = Wish {
                    uid: meta::uid(&set.metadata).to_owned(),
                    deleting: meta::is_deleting(&set.metadata),
                    ordinals: wanted(set),
                };
                self.wanted.insert(key, wish);
            }
            Object::PersistentVolumeClaim(claim) => self.keep_claim(claim, object.key()),
            Object::Node(node) => {
                let name = meta::name(&node.metadata).to_owned();
                if node_is_ready(node) {
                    self.silent.remove(&name);
                } else {
                    self.silent.insert(name);
                }
            }
            Object::EndpointSlice(slice) => {
                for (identity, ip) in answers(slice) {
                    self.keep_answer(&identity, &ip);
                    let name = self.names.entry(identity).or_default();
                    if name.now.as_ref() != Some(&ip) {
                        if let Some(old) = name.now.replace(ip.clone()) {
                            name.before = Some(old);
                        }
                        if name.before.as_ref() == Some(&ip) {
                            name.before = None;
                        }
                    }
                }
            }
            _ => {}
        }
    }

    fn forget(&mut self, object: &Object, fact: &Fact) {
        let key = object.key();
        match object {
            Object::Pod(_) => {
                if let Some(identity) = self.pods.remove(&key).flatten() {
                    self.standing.remove(&identity);
                    if let Some(life) = self.lives.entry(identity).or_default().last_mut() {
                        life.gone = Some(fact.at);
                    }
                }
            }
            Object::StatefulSet(_) => {
                self.wanted.remove(&key);
            }
            Object::PersistentVolumeClaim(_) => {
                self.claims.remove(&key);
            }
            Object::PersistentVolume(_) => {
                self.files.remove(&*key.name);
            }
            Object::Node(_) => {
                self.silent.insert(key.name.to_string());
            }
            Object::EndpointSlice(slice) => self.empty(slice, None),
            _ => {}
        }
        if versioned(key.kind) {
            self.versions.insert(
                key,
                Versions {
                    version: None,
                    life: Some(object.clone()),
                },
            );
        }
    }

    /// Names that answered in `before` and do not in `after` keep their address as the one before.
    fn empty(&mut self, before: &EndpointSlice, after: Option<&EndpointSlice>) {
        let still = after.map(answers).unwrap_or_default();
        for identity in answers(before)
            .into_keys()
            .filter(|identity| !still.contains_key(identity))
        {
            if let Some(name) = self.names.get_mut(&identity)
                && let Some(old) = name.now.take()
            {
                name.before = Some(old);
            }
        }
    }

    fn keep_pod(&mut self, pod: &Pod, key: &Key, fact: &Fact) {
        let known = self.pods.get(key).cloned().flatten();
        let identity = known.or_else(|| identity_of(pod));
        self.pods.insert(key.clone(), identity.clone());
        let used = self.use_claims(key, pod);
        let had = self.claims_of(key, pod);
        let Some(identity) = identity else { return };
        let lives = self.lives.entry(identity.clone()).or_default();
        let life = lives.of(meta::uid(&pod.metadata), fact.at);
        life.see(pod, used);
        life.had.extend(had);
        let news = is_ready(pod) && life.ready.is_none();
        if news {
            life.ready = Some(fact.at);
        }
        if matches!(fact.what, What::Created(_)) {
            self.standing.remove(&identity);
        } else if news && life.back {
            self.announce_receipt(identity);
        }
    }

    /// A new set counts from one again, except for pods that already live (it adopts them).
    fn forget_lives_of(&mut self, set: &Key) {
        self.lives.retain(|(namespace, name, _), lives| {
            let same = **namespace == *set.namespace && **name == *set.name;
            !same
                || lives
                    .remembered
                    .last()
                    .is_some_and(|life| life.gone.is_none())
        });
    }
}

/// The ordinals a set asks for.
pub(super) fn wanted(set: &StatefulSet) -> Range<i32> {
    // An ordinal beyond 32 bits is one nobody knows again.
    let start = i32::try_from(start_ordinal(set)).unwrap_or(i32::MAX);
    start..start.saturating_add(replicas(set))
}

/// Kinds whose versions a person may want to compare; the others come and go too often.
const fn versioned(kind: Kind) -> bool {
    !matches!(kind, Kind::Event | Kind::EndpointSlice)
}
