//! The scheduler: filter, score, bind.

use crate::cluster::api::Key;
use crate::cluster::apiserver::uid::Rng;
use crate::cluster::apiserver::{ApiError, Client};
use crate::cluster::outcome::Outcome;

/// Finds a node for one pod, or says why there is none.
///
/// # Errors
/// What the API server answered to a write.
pub fn reconcile(
    _client: &mut Client<'_>,
    _pod: &Key,
    _rng: &mut Rng,
) -> Result<Outcome, ApiError> {
    Ok(Outcome::await_change())
}
