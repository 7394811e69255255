//! The pods that had one name, one after the other.

use crate::cluster::api::conditions::is_ready;
use crate::cluster::api::{Pod, SimTime, meta};
use std::collections::BTreeSet;

/// An identity: namespace, set, ordinal.
pub type Identity = (String, String, i32);

/// How many lives of one identity are remembered; they are counted beyond.
const REMEMBERED_MAX: usize = 16;

/// One pod that had a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Life {
    /// Its uid.
    pub uid: String,
    /// Its address; empty until it had one.
    pub ip: String,
    /// Its node; empty until it had one.
    pub node: String,
    /// When it was created.
    pub created: SimTime,
    /// When it first was Ready.
    pub ready: Option<SimTime>,
    /// When it was gone.
    pub gone: Option<SimTime>,
    /// Whether it has that address now: a machine that was without power forgets it.
    pub(super) addressed: bool,
    /// Its containers and their images.
    pub(super) images: Vec<(String, String)>,
    /// Its `controller-revision-hash`.
    pub(super) revision: String,
    /// Whether it is Ready and stays.
    pub(super) back: bool,
    /// Whether its name has answered with its address.
    pub(super) answered: bool,
    /// The claims that were there for it, started or not, by uid.
    pub(super) had: BTreeSet<String>,
    /// The claims it has started with.
    pub(super) claims: Vec<Used>,
}

/// A claim a pod has started with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Used {
    pub(super) claim: String,
    pub(super) uid: String,
    /// Whether another pod had used it before.
    pub(super) old: bool,
}

impl Life {
    /// Takes down the pod as it is now.
    pub(super) fn see(&mut self, pod: &Pod, used: Vec<Used>) {
        let status = pod.status.as_ref();
        let ip = status.and_then(|status| status.pod_ip.clone());
        self.addressed = ip.is_some();
        if let Some(ip) = ip {
            self.ip = ip;
        }
        if let Some(spec) = &pod.spec {
            if let Some(node) = &spec.node_name {
                self.node.clone_from(node);
            }
            let images = spec.containers.iter();
            let images = images.map(|one| (one.name.clone(), one.image.clone()));
            self.images = images
                .map(|(name, image)| (name, image.unwrap_or_default()))
                .collect();
        }
        self.revision = meta::label(&pod.metadata, "controller-revision-hash")
            .unwrap_or_default()
            .to_owned();
        self.back = is_ready(pod) && !meta::is_deleting(&pod.metadata);
        if self.claims.is_empty() {
            self.claims = used;
        }
    }
}

/// The lives of one identity.
#[derive(Clone, Debug, Default)]
pub(super) struct Lives {
    pub(super) remembered: Vec<Life>,
    pub(super) count: u32,
}

impl Lives {
    /// The life of this uid; it begins now if it is new.
    pub(super) fn of(&mut self, uid: &str, now: SimTime) -> &mut Life {
        if self.remembered.last().is_none_or(|life| life.uid != uid) {
            self.remembered.push(Life {
                uid: uid.to_owned(),
                created: now,
                ..Life::default()
            });
            self.count += 1;
            let surplus = self.remembered.len().saturating_sub(REMEMBERED_MAX);
            self.remembered.drain(..surplus);
        }
        let last = self.remembered.len() - 1;
        &mut self.remembered[last]
    }

    pub(super) fn last_mut(&mut self) -> Option<&mut Life> {
        self.remembered.last_mut()
    }
}

/// The identity of a pod, if a StatefulSet controls it and its name follows the set's.
#[must_use]
pub fn identity_of(pod: &Pod) -> Option<Identity> {
    let owner = meta::controller_of(&pod.metadata).filter(|owner| owner.kind == "StatefulSet")?;
    let ordinal = meta::name(&pod.metadata)
        .strip_prefix(owner.name.as_str())?
        .strip_prefix('-')?;
    let ordinal = ordinal.parse().ok()?;
    Some((
        meta::namespace(&pod.metadata).to_owned(),
        owner.name.clone(),
        ordinal,
    ))
}
