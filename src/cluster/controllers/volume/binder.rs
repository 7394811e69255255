//! The PersistentVolume binder.
//!
//! Models kubernetes/pkg/controller/volume/persistentvolume/pv_controller.go: claims and volumes
//! each have a side of the bond, and each side is brought in line by its own look.

use super::{claim, volume};
use crate::cluster::api::{Key, Kind};
use crate::cluster::apiserver::{ApiError, Client};
use crate::cluster::outcome::Outcome;

/// Binds one claim, or settles one volume.
///
/// # Errors
/// What the API server answered to a write.
pub fn reconcile(client: &mut Client<'_>, key: &Key) -> Result<Outcome, ApiError> {
    match key.kind {
        Kind::PersistentVolumeClaim => claim::sync(client, key)?,
        Kind::PersistentVolume => volume::sync(client, key)?,
        _ => {}
    }
    Ok(Outcome::await_change())
}
