//! What the card's button does, and to what.

use super::watch::has_disks;
use crate::cluster::api::conditions::is_ready;
use crate::cluster::api::{Key, Kind, Object, Pod, Specified, StatefulSet, meta};
use crate::cluster::controllers::statefulset::identity::{pod_name, replicas, start_ordinal};
use crate::i18n::Minute;
use crate::sim::World;
use serde::{Deserialize, Serialize};

/// Something the card does for the person, on a press.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

/// The set the card speaks of.
pub(super) struct Subject<'a> {
    world: &'a World,
    set: &'a StatefulSet,
    key: Key,
}

/// The set that is open on the stage, or the first one.
pub(super) fn subject<'a>(world: &'a World, open: Option<&Key>) -> Option<Subject<'a>> {
    let store = &world.cluster.store;
    let mut sets = store.objects_of(Kind::StatefulSet);
    let opened = open.and_then(|open| store.object(open));
    let object = opened.or_else(|| sets.next())?;
    Some(Subject {
        world,
        set: object.get::<StatefulSet>()?,
        key: object.key(),
    })
}

impl Subject<'_> {
    /// The set's name.
    pub(super) fn name(&self) -> String {
        self.key.name.to_string()
    }

    /// A pod of this name beside the set.
    pub(super) fn pod_key(&self, pod: &str) -> Key {
        self.key.sibling(Kind::Pod, pod)
    }

    /// Whether a pod is the set's own.
    pub(super) fn owns(&self, pod: &Pod) -> bool {
        let owner = meta::controller_of(&pod.metadata);
        owner.is_some_and(|owner| owner.uid == meta::uid(&self.set.metadata))
    }

    /// The image of the set's first container.
    pub(super) fn tagged_image(&self) -> Option<String> {
        super::watch::image(self.set)
    }

    /// The set's first pod that is Ready and stays; as long as there is none, the first that it wants, or else one that
    /// is still there.
    pub(super) fn first_pod(&self) -> Option<String> {
        let ordinals = self.set.spec().ordinals.as_ref();
        let start = ordinals
            .and_then(|ordinals| ordinals.start)
            .unwrap_or_default();
        let mut ready = self.pods();
        let ready = ready.next().map(|(_, pod)| pod.name.to_string());
        let wants = self.set.spec().replicas != Some(0);
        let wanted = || wants.then(|| format!("{}-{start}", self.key.name));
        ready.or_else(wanted).or_else(|| self.any_pod())
    }

    fn any_pod(&self) -> Option<String> {
        let mut pods = self.world.cluster.store.list_in::<Pod>(&self.key.namespace);
        let own = pods.find(|pod| self.owns(pod))?;
        Some(meta::name(&own.metadata).to_owned())
    }

    /// Whether the set is being deleted.
    pub(super) fn is_going(&self) -> bool {
        meta::is_deleting(&self.set.metadata)
    }

    /// The set's pods that are Ready and stay, the lowest name first.
    fn pods(&self) -> impl Iterator<Item = (&Pod, Key)> {
        let store = &self.world.cluster.store;
        let all = store.objects_of(Kind::Pod).filter_map(|object| {
            let Object::Pod(pod) = object else {
                return None;
            };
            Some((&**pod, object.key()))
        });
        all.filter(|(pod, key)| {
            self.owns(pod)
                && key.namespace == self.key.namespace
                && is_ready(pod)
                && !meta::is_deleting(&pod.metadata)
        })
    }

    /// The first pod the set wants that is not there, not Ready or going.
    pub(super) fn unready(&self) -> Option<String> {
        let ready: Vec<&str> = self
            .pods()
            .map(|(pod, _)| meta::name(&pod.metadata))
            .collect();
        let start = start_ordinal(self.set);
        let wanted = start..start.saturating_add(replicas(self.set).into());
        // One more than there are is missing, however many it wants.
        let mut names = wanted.map(|ordinal| pod_name(self.set, ordinal));
        names.find(|pod| !ready.contains(&pod.as_str()))
    }

    pub(super) fn delete(&self) -> Option<Offer> {
        let (_, pod) = self.pods().next()?;
        Some(Offer::Delete(pod))
    }

    /// A file on the first disk of the first pod.
    pub(super) fn write(&self) -> Option<Offer> {
        let (pod, name) = self.pods().next()?;
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

    /// Whether its pods have disks of their own.
    pub(super) fn has_disks(&self) -> bool {
        has_disks(self.set)
    }

    /// So many more.
    pub(super) fn more(&self, delta: i32) -> Option<Offer> {
        let to = self.set.spec().replicas.unwrap_or(1).checked_add(delta)?;
        Some(Offer::Scale {
            set: self.key.clone(),
            delta,
            to,
        })
    }

    /// The image of the set's first container, with another tag.
    pub(super) fn image(&self, tags: [&str; 2]) -> Option<Offer> {
        let container = self.set.spec().template.spec.as_ref()?.containers.first()?;
        let present = container.image.as_deref()?;
        // A colon before a slash is a registry's port; what follows an at sign is no tag.
        let named = present.split('@').next().unwrap_or(present);
        let tagged = named.rsplit_once(':').filter(|(_, tag)| !tag.contains('/'));
        let (name, tag) = tagged.unwrap_or((named, "latest"));
        let tag = tags.into_iter().find(|other| *other != tag)?;
        Some(Offer::Image {
            set: self.key.clone(),
            container: container.name.clone(),
            image: format!("{name}:{tag}"),
        })
    }

    /// A node with power under a pod of the set: its name and the pod's.
    pub(super) fn plug(&self) -> Option<(String, String)> {
        let machines = &self.world.cluster.machines;
        self.pods().find_map(|(pod, key)| {
            let node = pod.spec.as_ref()?.node_name.clone()?;
            let on = machines.get(node.as_str())?.powered;
            on.then(|| (node, key.name.to_string()))
        })
    }
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

/// The image the set had before.
pub(super) fn put_back(world: &World, set: &Key, image: &str) -> Option<Offer> {
    let store = &world.cluster.store;
    let present = store.get::<StatefulSet>(&set.namespace, &set.name)?;
    let container = present.spec().template.spec.as_ref()?.containers.first()?;
    (container.image.as_deref() != Some(image)).then(|| Offer::Image {
        set: set.clone(),
        container: container.name.clone(),
        image: image.to_owned(),
    })
}
