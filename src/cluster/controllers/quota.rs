//! The quota controller: brings `status` of a ResourceQuota to what is really there.
//!
//! Models kubernetes/pkg/controller/resourcequota/resource_quota_controller.go (1.36). Admission counts
//! what comes; this counts anew when something goes or the limits change.

use crate::cluster::api::{Key, ResourceQuota};
use crate::cluster::apiserver::{ApiError, Client, quota};
use crate::cluster::outcome::Outcome;

/// Recounts one quota.
///
/// # Errors
/// What the API server answered to the write.
pub fn reconcile(client: &mut Client<'_>, key: &Key) -> Result<Outcome, ApiError> {
    let Ok(found) = client.get::<ResourceQuota>(&key.namespace, &key.name) else {
        return Ok(Outcome::await_change());
    };
    let (hard, used) = quota::recount(client.cached(), &found, client.now());
    let status = found.status.clone().unwrap_or_default();
    if status.hard.as_ref() != Some(&hard) || status.used.as_ref() != Some(&used) {
        let mut recounted = ResourceQuota::clone(&found);
        let status = recounted.status.get_or_insert_default();
        (status.hard, status.used) = (Some(hard), Some(used));
        client.update_status(recounted)?;
    }
    Ok(Outcome::await_change())
}
