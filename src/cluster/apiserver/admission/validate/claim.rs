//! Rules of claims, alone and as templates.
//!
//! Models ValidatePersistentVolumeClaimSpec and ValidatePersistentVolumeClaimUpdate in
//! pkg/apis/core/validation/validation.go.

use super::causes::Causes;
use super::path::Path;
use super::{diff, format, meta, resources};
use crate::cluster::api::quantity::Amount;
use crate::cluster::api::{PersistentVolumeClaim, PersistentVolumeClaimSpec};

const STORAGE: &str = "storage";
const MODES: [&str; 4] = [
    "ReadOnlyMany",
    "ReadWriteMany",
    "ReadWriteOnce",
    "ReadWriteOncePod",
];
const IMMUTABLE: &str = "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims";

/// A claim's spec wherever it stands.
pub(super) fn spec(spec: &PersistentVolumeClaimSpec, path: &Path<'_>, causes: &mut Causes) {
    access_modes(
        spec.access_modes.as_deref(),
        &path.child("accessModes"),
        causes,
    );
    if let Some(selector) = &spec.selector {
        meta::selector(selector, &path.child("selector"), causes);
    }
    let resources = path.child("resources");
    let at = resources.key(STORAGE);
    let requests = spec
        .resources
        .as_ref()
        .and_then(|resources| resources.requests.as_ref());
    match requests.and_then(|requests| requests.get(STORAGE)) {
        None => causes.required(&at, ""),
        Some(quantity) => {
            resources::amount(STORAGE, quantity, &at, causes);
            let amount = Amount::of(&quantity.0);
            if amount.is_negative() || amount.is_zero() {
                causes.invalid(&at, amount.to_string(), "must be greater than zero");
            }
        }
    }
    if let Some(name) = spec
        .storage_class_name
        .as_deref()
        .filter(|name| !name.is_empty())
    {
        causes.each(
            &path.child("storageClassName"),
            name,
            format::dns_subdomain(name),
        );
    }
    if let Some(mode) = &spec.volume_mode {
        causes.one_of(&path.child("volumeMode"), mode, &["Block", "Filesystem"]);
    }
}

/// The access modes of a claim or a volume.
pub(super) fn access_modes(modes: Option<&[String]>, path: &Path<'_>, causes: &mut Causes) {
    let modes = modes.unwrap_or_default();
    if modes.is_empty() {
        causes.required(path, "at least 1 access mode is required");
    }
    for mode in modes {
        causes.one_of(path, mode, &MODES);
    }
    let once = modes.iter().any(|mode| mode == "ReadWriteOncePod");
    if once && modes.iter().any(|mode| mode != "ReadWriteOncePod") {
        causes.forbidden(path, "may not use ReadWriteOncePod with other access modes");
    }
}

/// The new form of a stored claim: it may be bound, named a class, and grown.
pub(super) fn update(
    old: &PersistentVolumeClaim,
    new: &PersistentVolumeClaim,
    causes: &mut Causes,
) {
    let (Some(before), Some(after)) = (&old.spec, &new.spec) else {
        return;
    };
    let path = Path::root("spec");
    // Nothing but annotations, owners or finalizers: what controllers do most.
    if before == after {
        return;
    }
    spec(after, &path, causes);
    let mut allowed = before.clone();
    if before.volume_name.is_none() {
        allowed.volume_name.clone_from(&after.volume_name);
    }
    // The default class may come later than the claim.
    if before.storage_class_name.is_none() {
        allowed
            .storage_class_name
            .clone_from(&after.storage_class_name);
    }
    allowed
        .volume_attributes_class_name
        .clone_from(&after.volume_attributes_class_name);
    let bound = new
        .status
        .as_ref()
        .and_then(|status| status.phase.as_deref())
        == Some("Bound");
    if bound {
        allowed.resources.clone_from(&after.resources);
    }
    if allowed != *after {
        let detail = format!(
            "{IMMUTABLE}\n{}",
            diff::diff("core.PersistentVolumeClaimSpec", &allowed, after)
        );
        causes.forbidden(&path, &detail);
    }
    let capacity = old
        .status
        .as_ref()
        .and_then(|status| status.capacity.as_ref());
    let capacity = capacity
        .and_then(|capacity| capacity.get(STORAGE))
        .map(|q| Amount::of(&q.0));
    let (had, wants) = (requested(before), requested(after));
    // Growth that failed may be taken back, but not below what is there already.
    if wants < had && capacity.is_some_and(|capacity| wants <= capacity) {
        let detail = "field can not be less than status.capacity";
        causes.forbidden(&path.child("resources.requests.storage"), detail);
    }
}

/// How much storage a claim asks for.
pub(super) fn requested(spec: &PersistentVolumeClaimSpec) -> Amount {
    let requests = spec
        .resources
        .as_ref()
        .and_then(|resources| resources.requests.as_ref());
    let storage = requests.and_then(|requests| requests.get(STORAGE));
    storage.map_or(Amount::ZERO, |quantity| Amount::of(&quantity.0))
}
