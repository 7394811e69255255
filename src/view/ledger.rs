//! What the store forgets: the lives of an identity, the address a name had before, the version an
//! object had before.

use super::beat::Beat;
use super::scene::Receipt;
use crate::cluster::api::{Key, SimTime};
use crate::sim::Fact;
use std::collections::BTreeMap;

/// An identity: namespace, set, ordinal.
pub type Identity = (String, String, i32);

/// One pod that had a name.
#[derive(Clone, Debug, Default, PartialEq)]
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

/// The memory of the picture.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    lives: BTreeMap<Identity, Vec<Life>>,
}

impl Ledger {
    /// Remembers a fact, and says what a person can see of it.
    pub fn feed(&mut self, _fact: &Fact) -> Vec<Beat> {
        vec![]
    }

    /// The lives of an identity, oldest first.
    #[must_use]
    pub fn lives(&self, identity: &Identity) -> &[Life] {
        self.lives.get(identity).map_or(&[], Vec::as_slice)
    }

    /// The receipt of an identity, while it is fresh.
    #[must_use]
    pub fn receipt(&self, _identity: &Identity, _now: SimTime) -> Option<&Receipt> {
        None
    }

    /// Another input was given: what was fresh news is none any more.
    pub fn forget_receipts(&mut self, _key: Option<&Key>) {}
}
