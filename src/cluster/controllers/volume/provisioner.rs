//! The external provisioner behind the default StorageClass.

use crate::cluster::Cluster;
use crate::cluster::api::{Key, SimTime};
use crate::cluster::apiserver::ApiError;
use crate::cluster::apiserver::uid::Rng;
use crate::cluster::outcome::Outcome;

/// Makes a volume for one claim, or deletes a released one.
///
/// # Errors
/// What the API server answered to a write.
pub fn reconcile(
    _cluster: &mut Cluster,
    _key: &Key,
    _now: SimTime,
    _rng: &mut Rng,
) -> Result<Outcome, ApiError> {
    Ok(Outcome::await_change())
}
