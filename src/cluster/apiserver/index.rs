//! Where to find objects by something else than their names: what client-go's indexers are for. Kept
//! with every write; nothing here is state of its own, it all follows from the objects.

use super::store::Store;
use crate::cluster::api::pod::{claim_names, node_name};
use crate::cluster::api::{Key, Kind, Object, OwnerReference, PersistentVolume, Pod, Resource};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What an object may be filed under.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Heading {
    /// A pod without a node.
    Unplaced,
    /// A pod without a node that wants to be near others.
    UnplacedWithAffinity,
    /// A pod that mounts this claim.
    Mounts(Key),
    /// A volume that is meant for this claim.
    MeantFor(Key),
    /// A volume that is meant for none.
    Free,
    /// An object that names an owner of this kind and name, whatever its uid.
    OwnedBy(Kind, Arc<str>),
}

/// The index of a store: headings, and what is filed under them in the order of keys.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    entries: BTreeSet<(Heading, Key)>,
}

impl Index {
    /// An object takes the place of another one; either may be missing.
    pub(super) fn replace(&mut self, key: &Key, before: Option<&Object>, after: Option<&Object>) {
        if let (Some(before), Some(after)) = (before, after)
            && filed_alike(before, after)
        {
            return;
        }
        for heading in headings(before) {
            self.entries.remove(&(heading, key.clone()));
        }
        let headings = headings(after);
        self.entries
            .extend(headings.map(|heading| (heading, key.clone())));
    }

    fn under(&self, heading: Heading) -> impl Iterator<Item = &Key> {
        let first = (heading, Key::new(Kind::ALL[0], "", ""));
        self.entries
            .range(first.clone()..)
            .take_while(move |(heading, _)| *heading == first.0)
            .map(|(_, key)| key)
    }
}

/// Whether the two forms of an object are filed under the same headings, as most changes leave it.
fn filed_alike(before: &Object, after: &Object) -> bool {
    let alike = match (before, after) {
        (Object::Pod(before), Object::Pod(after)) => {
            node_name(before).is_none() == node_name(after).is_none()
                && has_pod_affinity(before) == has_pod_affinity(after)
                && claim_names(before).eq(claim_names(after))
        }
        (Object::PersistentVolume(before), Object::PersistentVolume(after)) => {
            claim(before) == claim(after)
        }
        _ => true,
    };
    alike && before.meta().owner_references == after.meta().owner_references
}

fn headings(object: Option<&Object>) -> impl Iterator<Item = Heading> {
    let mut headings = Vec::new();
    match object {
        Some(Object::Pod(pod)) => {
            if node_name(pod).is_none() {
                headings.push(Heading::Unplaced);
                headings.extend(has_pod_affinity(pod).then_some(Heading::UnplacedWithAffinity));
            }
            let namespace = pod.metadata.namespace.as_deref().unwrap_or_default();
            let mounts = claim_names(pod).map(|claim| Heading::Mounts(claim_key(namespace, claim)));
            headings.extend(mounts);
        }
        Some(Object::PersistentVolume(volume)) => headings.push(match claim(volume) {
            Some((namespace, name)) => Heading::MeantFor(claim_key(namespace, name)),
            None => Heading::Free,
        }),
        _ => {}
    }
    // Nobody owns an event, and there are many of them.
    let object = object.filter(|object| object.kind() != Kind::Event);
    let owners = object.into_iter().flat_map(owners).filter_map(owned_by);
    headings.extend(owners);
    headings.into_iter()
}

fn claim_key(namespace: &str, name: &str) -> Key {
    Key::new(Kind::PersistentVolumeClaim, namespace, name)
}

fn owners(object: &Object) -> &[OwnerReference] {
    let owners = object.meta().owner_references.as_deref();
    owners.unwrap_or_default()
}

fn owned_by(owner: &OwnerReference) -> Option<Heading> {
    let mut kinds = Kind::ALL.into_iter();
    let kind = kinds.find(|kind| kind.info().name == owner.kind)?;
    Some(Heading::OwnedBy(kind, Arc::from(&*owner.name)))
}

fn has_pod_affinity(pod: &Pod) -> bool {
    let affinity = pod.spec.as_ref().and_then(|spec| spec.affinity.as_ref());
    affinity.is_some_and(|affinity| affinity.pod_affinity.is_some())
}

/// Namespace and name of the claim a volume is meant for.
fn claim(volume: &PersistentVolume) -> Option<(&str, &str)> {
    let claim = volume.spec.as_ref()?.claim_ref.as_ref()?;
    let namespace = claim.namespace.as_deref().unwrap_or_default();
    Some((namespace, claim.name.as_deref().unwrap_or_default()))
}

impl Store {
    /// The pods without a node, ordered by namespace and name.
    pub fn unplaced_pods(&self) -> impl Iterator<Item = &Arc<Pod>> {
        self.typed(Heading::Unplaced)
    }

    /// Those of them that want to be near others.
    pub fn unplaced_pods_with_affinity(&self) -> impl Iterator<Item = &Arc<Pod>> {
        self.typed(Heading::UnplacedWithAffinity)
    }

    /// The pods that mount a claim, ordered by name.
    pub fn pods_mounting(&self, namespace: &str, claim: &str) -> impl Iterator<Item = &Arc<Pod>> {
        self.typed(Heading::Mounts(claim_key(namespace, claim)))
    }

    /// The volumes that name a claim as theirs, ordered by name.
    pub fn volumes_for(
        &self,
        namespace: &str,
        claim: &str,
    ) -> impl Iterator<Item = &Arc<PersistentVolume>> {
        self.typed(Heading::MeantFor(claim_key(namespace, claim)))
    }

    /// The volumes that name no claim, ordered by name.
    pub fn free_volumes(&self) -> impl Iterator<Item = &Arc<PersistentVolume>> {
        self.typed(Heading::Free)
    }

    /// The objects that name an owner of this kind and name, whatever its uid, ordered by key.
    pub fn owned_by(&self, owner: &Key) -> impl Iterator<Item = &Object> {
        let heading = Heading::OwnedBy(owner.kind, Arc::clone(&owner.name));
        self.index.under(heading).filter_map(|key| self.object(key))
    }

    fn typed<T: Resource>(&self, heading: Heading) -> impl Iterator<Item = &Arc<T>> {
        let keys = self.index.under(heading);
        keys.filter_map(|key| self.object(key).and_then(T::from_object))
    }
}
