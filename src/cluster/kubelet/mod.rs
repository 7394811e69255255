//! The kubelet: the life of pods on one machine.

use crate::cluster::Cluster;
use crate::cluster::api::{Key, SimTime};
use crate::cluster::apiserver::ApiError;
use crate::cluster::apiserver::uid::Rng;
use crate::cluster::outcome::Outcome;
use std::sync::Arc;

pub mod files;

/// What one machine knows that the API server does not.
#[derive(Clone, Debug)]
pub struct Machine {
    number: u32,
    /// Whether the plug is in.
    pub powered: bool,
}

impl Machine {
    /// A machine with nothing on it.
    #[must_use]
    pub const fn new(number: u32) -> Self {
        Self { number, powered: true }
    }
    /// Pulls the plug or puts it back.
    pub fn set_power(&mut self, on: bool, _now: SimTime) {
        self.powered = on;
    }
    /// Its own address.
    #[must_use]
    pub fn address(&self) -> String {
        format!("172.18.0.{}", self.number + 1)
    }
    /// The range its pods get their addresses from.
    #[must_use]
    pub fn pod_range(&self) -> String {
        format!("10.244.{}.0/22", self.number * 4)
    }
}

/// Moves one pod of this node along.
///
/// # Errors
/// What the API server answered to a write.
pub fn sync(
    _cluster: &mut Cluster,
    _node: &Arc<str>,
    _pod: &Key,
    _now: SimTime,
    _rng: &mut Rng,
) -> Result<Outcome, ApiError> {
    Ok(Outcome::await_change())
}

/// The pods a node is responsible for.
#[must_use]
pub fn pods_of(_cluster: &Cluster, _node: &str) -> Vec<Key> {
    vec![]
}
