//! What a listener remembers by himself, to hold the page's own memory against.

use crate::cluster::api::{Key, Kind, Object, PersistentVolumeClaim, Pod, meta};
use crate::sim::{Fact, What, World};
use crate::view::beat::mounted_claims;
use std::collections::{BTreeMap, BTreeSet};

/// The past, as far as sentences speak of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    /// The pods of a name since its set was created: uid and node.
    pub(super) lives: BTreeMap<String, Vec<(String, String)>>,
    /// The pods that have run with a claim, by the claim's uid.
    pub(super) users: BTreeMap<String, BTreeSet<String>>,
}

impl Memory {
    pub(super) fn keep(&mut self, world: &World, fact: &Fact) {
        match (&fact.what, fact.object()) {
            (What::Created(Object::StatefulSet(set)), _) => {
                let stem = format!("{}-", meta::name(&set.metadata));
                let store = &world.cluster.store;
                let lives = |name: &String| store.get::<Pod>("default", name).is_some();
                self.lives
                    .retain(|name, _| !name.starts_with(&stem) || lives(name));
            }
            (What::Created(_) | What::Changed { .. }, Some(Object::Pod(pod))) => {
                self.keep_pod(world, pod);
            }
            _ => {}
        }
    }

    fn keep_pod(&mut self, world: &World, pod: &Pod) {
        let uid = meta::uid(&pod.metadata).to_owned();
        let node = pod.spec.as_ref().and_then(|spec| spec.node_name.clone());
        let node = node.unwrap_or_default();
        let lives = self.lives.entry(meta::name(&pod.metadata).to_owned());
        let lives = lives.or_default();
        match lives.last_mut() {
            Some((known, at)) if *known == uid => *at = node,
            _ => lives.push((uid.clone(), node)),
        }
        let started = pod.status.as_ref().is_some_and(|status| {
            let statuses = status.container_statuses.as_deref();
            statuses.is_some_and(|list| !list.is_empty())
        });
        if started {
            for claim in mounted_claims(pod) {
                let key = Key::new(Kind::PersistentVolumeClaim, "default", claim);
                let claim = world.cluster.store.object(&key);
                let claim = claim.and_then(Object::get::<PersistentVolumeClaim>);
                if let Some(claim) = claim {
                    let users = self.users.entry(meta::uid(&claim.metadata).to_owned());
                    users.or_default().insert(uid.clone());
                }
            }
        }
    }
}
