//! The pods that had one name, one after the other.

use crate::cluster::api::{Pod, SimTime, meta};

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
