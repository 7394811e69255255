//! The StatefulSet controller.

use crate::cluster::api::Key;
use crate::cluster::apiserver::{ApiError, Client};
use crate::cluster::outcome::Outcome;

/// One sync of one set.
///
/// # Errors
/// What the API server answered to a write.
pub fn reconcile(_client: &mut Client<'_>, _key: &Key) -> Result<Outcome, ApiError> {
    Ok(Outcome::await_change())
}
