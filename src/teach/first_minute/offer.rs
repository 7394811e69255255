//! What the card's button does, and to what.

use crate::cluster::api::conditions::is_ready;
use crate::cluster::api::{Key, Kind, Object, Pod, Specified, StatefulSet, meta};
use crate::i18n::Minute;
use crate::sim::World;

/// Something the card does for the person, on a press.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offer {
    /// Delete a pod.
    Delete(Key),
    /// Write a file through a pod.
    Write {
        /// The pod.
        pod: Key,
        /// The container.
        container: String,
        /// Absolute path in the container, on a disk.
        path: String,
    },
    /// Scale a set.
    Scale {
        /// The set.
        set: Key,
        /// By how many.
        delta: i32,
        /// To how many.
        to: i32,
    },
    /// Another image for a set.
    Image {
        /// The set.
        set: Key,
        /// The container.
        container: String,
        /// The image.
        image: String,
    },
    /// Pull a node's plug.
    Unplug(String),
}

impl Offer {
    /// What stands on the button.
    #[must_use]
    pub fn label(&self) -> Minute {
        match self {
            Self::Delete(pod) => Minute::DoDelete {
                pod: pod.name.to_string(),
            },
            Self::Write { pod, .. } => Minute::DoWrite {
                pod: pod.name.to_string(),
            },
            Self::Scale { to, .. } => Minute::DoScale { to: *to },
            Self::Image { image, .. } => Minute::DoImage {
                image: image.clone(),
            },
            Self::Unplug(node) => Minute::DoUnplug { node: node.clone() },
        }
    }
}

/// The first set of the cluster: the one the card speaks of.
fn set(world: &World) -> Option<(&StatefulSet, Key)> {
    let mut sets = world.cluster.store.objects_of(Kind::StatefulSet);
    let object = sets.next()?;
    Some((object.get::<StatefulSet>()?, object.key()))
}

/// The set's pods that are Ready and stay, the lowest name first.
fn pods<'a>(world: &'a World, set: &'a Key) -> impl Iterator<Item = (&'a Pod, Key)> {
    let store = &world.cluster.store;
    let all = store.objects_of(Kind::Pod).filter_map(|object| {
        let Object::Pod(pod) = object else {
            return None;
        };
        Some((&**pod, object.key()))
    });
    all.filter(|(pod, _)| {
        let owner = meta::controller_of(&pod.metadata);
        owner.is_some_and(|owner| owner.kind == "StatefulSet" && *owner.name == *set.name)
            && is_ready(pod)
            && !meta::is_deleting(&pod.metadata)
    })
}

pub(super) fn delete(world: &World) -> Option<Offer> {
    let (_, key) = set(world)?;
    let (_, pod) = pods(world, &key).next()?;
    Some(Offer::Delete(pod))
}

/// A pod of this name that is there and stays, to be deleted.
pub(super) fn delete_named(world: &World, key: &Key) -> Option<Offer> {
    let pod = world
        .cluster
        .store
        .get::<Pod>(&key.namespace, &key.name)
        .filter(|pod| !meta::is_deleting(&pod.metadata));
    pod.map(|_| Offer::Delete(key.clone()))
}

pub(super) fn write(world: &World) -> Option<Offer> {
    let (_, key) = set(world)?;
    let (pod, name) = pods(world, &key).next()?;
    let spec = pod.spec.as_ref()?;
    let claimed = |volume: &str| {
        let mut volumes = spec.volumes.iter().flatten();
        volumes.any(|one| one.name == volume && one.persistent_volume_claim.is_some())
    };
    let container = spec.containers.first()?;
    let mut mounts = container.volume_mounts.iter().flatten();
    let mount = mounts.find(|mount| claimed(&mount.name))?;
    Some(Offer::Write {
        pod: name,
        container: container.name.clone(),
        path: format!("{}/index.html", mount.mount_path.trim_end_matches('/')),
    })
}

/// Two more, so that there is an order to see.
pub(super) fn more(world: &World) -> Option<Offer> {
    let (set, key) = set(world)?;
    let delta = 2;
    let to = set.spec().replicas.unwrap_or(1).checked_add(delta)?;
    Some(Offer::Scale {
        set: key,
        delta,
        to,
    })
}

pub(super) fn back(world: &World, set: &Key, to: i32) -> Option<Offer> {
    let store = &world.cluster.store;
    let present = store.get::<StatefulSet>(&set.namespace, &set.name)?;
    let delta = to.checked_sub(present.spec().replicas.unwrap_or(1))?;
    (delta != 0).then(|| Offer::Scale {
        set: set.clone(),
        delta,
        to,
    })
}

/// The image of the set's first container, with another tag.
pub(super) fn image(world: &World, tags: [&str; 2]) -> Option<Offer> {
    let (set, key) = set(world)?;
    let container = set.spec().template.spec.as_ref()?.containers.first()?;
    let present = container.image.as_deref()?;
    let (name, tag) = present.split_once(':').unwrap_or((present, "latest"));
    let tag = tags.into_iter().find(|other| *other != tag)?;
    Some(Offer::Image {
        set: key,
        container: container.name.clone(),
        image: format!("{name}:{tag}"),
    })
}

/// The image the set had before.
pub(super) fn put_back(world: &World, image: &str) -> Option<Offer> {
    let (set, key) = set(world)?;
    let container = set.spec().template.spec.as_ref()?.containers.first()?;
    (container.image.as_deref() != Some(image)).then(|| Offer::Image {
        set: key,
        container: container.name.clone(),
        image: image.to_owned(),
    })
}

pub(super) fn unplug(world: &World) -> Option<Offer> {
    let (_, key) = set(world)?;
    let (pod, _) = pods(world, &key).next()?;
    let node = pod.spec.as_ref()?.node_name.clone()?;
    let on = world.cluster.machines.get(node.as_str())?.powered;
    on.then_some(Offer::Unplug(node))
}
