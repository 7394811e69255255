//! Node lifecycle, taint eviction, pod garbage collection.

use crate::cluster::Cluster;
use crate::cluster::api::{Key, SimTime};
use crate::cluster::apiserver::ApiError;
use crate::cluster::outcome::Outcome;

/// Settles what the state of one node means for it and its pods.
///
/// # Errors
/// What the API server answered to a write.
pub fn reconcile(_cluster: &mut Cluster, _key: &Key, _now: SimTime) -> Result<Outcome, ApiError> {
    Ok(Outcome::await_change())
}
