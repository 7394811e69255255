//! What a listener remembers by himself, to hold the page's own memory against.

use crate::cluster::api::{EndpointSlice, Key, Kind, Object, PersistentVolumeClaim, Pod, meta};
use crate::sim::{Fact, What, World};
use crate::view::beat::mounted_claims;
use std::collections::{BTreeMap, BTreeSet};

/// A pod that had a name, as it was when it was last seen.
#[derive(Clone, Debug, Default)]
pub(super) struct Life {
    pub(super) uid: String,
    pub(super) node: String,
    pub(super) ip: String,
    pub(super) images: Vec<String>,
    pub(super) revision: String,
    /// Whether a name in the cluster's DNS led to it.
    pub(super) named: bool,
    /// The claims of its volumes that were there, by uid.
    pub(super) had: BTreeSet<String>,
}

/// The past, as far as sentences speak of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    /// The pods of a name since its set was created.
    pub(super) lives: BTreeMap<String, Vec<Life>>,
    /// The pods that have run with a claim, by the claim's uid.
    pub(super) users: BTreeMap<String, BTreeSet<String>>,
    /// The files on the volumes there are and there were.
    files: BTreeMap<String, BTreeSet<String>>,
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
            (What::Created(_) | What::Changed { .. }, Some(Object::EndpointSlice(slice))) => {
                self.keep_names(slice);
            }
            (
                What::File {
                    volume: Some(volume),
                    path,
                    removed,
                    ..
                },
                _,
            ) => {
                let files = self.files.entry(volume.clone()).or_default();
                let _ = match removed {
                    true => files.remove(path),
                    false => files.insert(path.clone()),
                };
            }
            _ => {}
        }
    }

    /// How many files were on a volume when it was last seen.
    pub(super) fn files_lost(&self, volume: &str) -> usize {
        self.files.get(volume).map_or(0, BTreeSet::len)
    }

    /// Remembers whom names led to.
    fn keep_names(&mut self, slice: &EndpointSlice) {
        for endpoint in slice.endpoints.iter().flatten() {
            let Some(host) = &endpoint.hostname else {
                continue;
            };
            let ready = endpoint.conditions.as_ref();
            let ready = ready.is_none_or(|state| state.ready != Some(false));
            let lives = self.lives.get_mut(host).filter(|_| ready);
            if let Some(life) = lives.and_then(|lives| lives.last_mut()) {
                life.named |= endpoint.addresses.contains(&life.ip);
            }
        }
    }

    fn keep_pod(&mut self, world: &World, pod: &Pod) {
        let uid = meta::uid(&pod.metadata).to_owned();
        let spec = pod.spec.as_ref();
        let status = pod.status.as_ref();
        let name = meta::name(&pod.metadata);
        let seen = Life {
            uid: uid.clone(),
            node: spec
                .and_then(|spec| spec.node_name.clone())
                .unwrap_or_default(),
            ip: status
                .and_then(|status| status.pod_ip.clone())
                .unwrap_or_default(),
            images: spec
                .iter()
                .flat_map(|spec| &spec.containers)
                .filter_map(|one| one.image.clone())
                .collect(),
            revision: meta::label(&pod.metadata, "controller-revision-hash")
                .unwrap_or_default()
                .to_owned(),
            named: false,
            had: mounted_claims(pod)
                .filter_map(|claim| claim_uid(world, claim))
                .collect(),
        };
        let lives = self.lives.entry(name.to_owned()).or_default();
        match lives.last_mut() {
            Some(known) if known.uid == uid => {
                let named = known.named;
                let had = known.had.union(&seen.had).cloned().collect();
                *known = Life { named, had, ..seen };
            }
            _ => lives.push(seen),
        }
        let started = pod.status.as_ref().is_some_and(|status| {
            let statuses = status.container_statuses.as_deref();
            statuses.is_some_and(|list| !list.is_empty())
        });
        if started {
            for claim in mounted_claims(pod) {
                if let Some(claim) = claim_uid(world, claim) {
                    self.users.entry(claim).or_default().insert(uid.clone());
                }
            }
        }
    }
}

fn claim_uid(world: &World, claim: &str) -> Option<String> {
    let key = Key::new(Kind::PersistentVolumeClaim, "default", claim);
    let claim = world.cluster.store.object(&key)?;
    let claim = claim.get::<PersistentVolumeClaim>()?;
    Some(meta::uid(&claim.metadata).to_owned())
}
