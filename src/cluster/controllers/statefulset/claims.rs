//! The claims of one pod: creating missing ones, and keeping their owners as the policy asks.
//!
//! Models kubernetes/pkg/controller/statefulset/stateful_pod_control.go (1.36).

use super::failure::Failure;
use super::identity::{claim_name, claim_templates};
use super::retention::{self, Holder};
use crate::cluster::api::{Object, PersistentVolumeClaim, Specified, StatefulSet, meta};
use crate::cluster::apiserver::events::Severity;
use crate::cluster::apiserver::{ApiError, Client};
use std::sync::Arc;

/// The claim of a template for an ordinal, as it is sent to the API server.
fn build(
    set: &StatefulSet,
    template: &PersistentVolumeClaim,
    ordinal: i64,
) -> PersistentVolumeClaim {
    let mut claim = template.clone();
    claim.metadata.name = Some(claim_name(set, template, ordinal));
    claim.metadata.namespace.clone_from(&set.metadata.namespace);
    let selected = set.spec().selector.match_labels.as_ref();
    match (&mut claim.metadata.labels, selected) {
        (Some(labels), Some(selected)) => labels.extend(selected.clone()),
        (labels @ None, Some(selected)) => *labels = Some(selected.clone()),
        (_, None) => {}
    }
    claim
}

/// Creates the claims of a pod that do not exist; a claim on its way out is an error.
pub(super) fn create_missing(
    client: &mut Client<'_>,
    set: &Arc<StatefulSet>,
    pod_name: &str,
    ordinal: i64,
) -> Result<(), Failure> {
    let mut failures = Vec::new();
    for template in claim_templates(set) {
        let name = claim_name(set, template, ordinal);
        match client.get::<PersistentVolumeClaim>(meta::namespace(&set.metadata), &name) {
            Ok(claim) if meta::is_deleting(&claim.metadata) => {
                failures.push(Failure::text(format!("pvc {name} is being deleted")));
            }
            Ok(_) => {}
            Err(_) => {
                let result = client.create(build(set, template, ordinal)).map(drop);
                if !result.as_ref().is_err_and(ApiError::is_already_exists) {
                    tell_create(client, set, pod_name, &name, result.as_ref().err());
                }
                if let Err(error) = result {
                    failures.push(Failure::text(format!(
                        "failed to create PVC {name}: {error}"
                    )));
                }
            }
        }
    }
    Failure::of(failures)
}

fn tell_create(
    client: &mut Client<'_>,
    set: &Arc<StatefulSet>,
    pod: &str,
    claim: &str,
    error: Option<&ApiError>,
) {
    let set_name = meta::name(&set.metadata);
    let about = Object::StatefulSet(Arc::clone(set));
    match error {
        None => client.event(
            &about,
            Severity::Normal,
            "SuccessfulCreate",
            &format!("create Claim {claim} Pod {pod} in StatefulSet {set_name} success"),
        ),
        Some(error) => client.event(
            &about,
            Severity::Warning,
            "FailedCreate",
            &format!(
                "create Claim {claim} for Pod {pod} in StatefulSet {set_name} failed error: {error}"
            ),
        ),
    }
}

/// The claims of a pod that exist, as the cache has them.
pub(super) fn existing<'a>(
    client: &'a Client<'_>,
    set: &'a StatefulSet,
    ordinal: i64,
) -> impl Iterator<Item = &'a Arc<PersistentVolumeClaim>> {
    claim_templates(set).filter_map(move |template| {
        let name = claim_name(set, template, ordinal);
        client
            .cached()
            .get::<PersistentVolumeClaim>(meta::namespace(&set.metadata), &name)
    })
}

/// Whether a claim of the pod is still owned by an earlier pod of that name, where that matters.
pub(super) fn stale<'a>(
    client: &'a Client<'_>,
    set: &'a StatefulSet,
    pod: Holder<'_>,
) -> Option<&'a Arc<PersistentVolumeClaim>> {
    if !retention::policy(set).when_scaled {
        return None;
    }
    existing(client, set, pod.ordinal).find(|claim| retention::has_stale_pod(claim, pod))
}

/// Whether all existing claims of the pod have the owners the policy asks for.
pub(super) fn owners_match(client: &Client<'_>, set: &StatefulSet, pod: Holder<'_>) -> bool {
    existing(client, set, pod.ordinal).all(|claim| retention::is_up_to_date(claim, set, pod))
}

/// Gives the existing claims of the pod the owners the policy asks for.
pub(super) fn update_owners(
    client: &mut Client<'_>,
    set: &Arc<StatefulSet>,
    pod: Holder<'_>,
) -> Result<(), Failure> {
    for template in claim_templates(set) {
        let name = claim_name(set, template, pod.ordinal);
        let Ok(claim) = client.get::<PersistentVolumeClaim>(meta::namespace(&set.metadata), &name)
        else {
            continue;
        };
        if retention::has_unexpected_controller(&claim, set, pod) {
            let message = format!(
                "PersistentVolumeClaim {name} has a conflicting OwnerReference that acts as a manging controller, the retention policy is ignored for this claim"
            );
            let about = Object::StatefulSet(Arc::clone(set));
            client.event(&about, Severity::Warning, "ConflictingController", &message);
        }
        if retention::is_up_to_date(&claim, set, pod) {
            continue;
        }
        let mut claim = PersistentVolumeClaim::clone(&claim);
        retention::update_owners(&mut claim, set, pod);
        client.update(claim).map_err(|error| {
            let message =
                format!("could not update claim {name} for delete policy ownerRefs: {error}");
            Failure::wrapped(&error, message)
        })?;
    }
    Ok(())
}
