//! Cells of claims, volumes and storage classes.

use super::{age, name};
use crate::cluster::api::{
    PersistentVolume, PersistentVolumeClaim, Quantity, SimTime, StorageClass, meta,
};
use std::collections::BTreeMap;

const UNSET: &str = "<unset>";

pub(super) fn claim(claim: &PersistentVolumeClaim, now: SimTime) -> Vec<String> {
    let spec = claim.spec.clone().unwrap_or_default();
    let status = claim.status.clone().unwrap_or_default();
    let volume = spec.volume_name.unwrap_or_default();
    let bound = !volume.is_empty();
    vec![
        name(&claim.metadata),
        phase(&claim.metadata, status.phase.as_deref()),
        volume,
        if bound {
            storage(status.capacity.as_ref())
        } else {
            String::new()
        },
        if bound {
            modes(status.access_modes.as_deref())
        } else {
            String::new()
        },
        spec.storage_class_name.unwrap_or_default(),
        spec.volume_attributes_class_name
            .unwrap_or_else(|| UNSET.to_owned()),
        age(&claim.metadata, now),
        spec.volume_mode.unwrap_or_else(|| UNSET.to_owned()),
    ]
}

pub(super) fn volume(volume: &PersistentVolume, now: SimTime) -> Vec<String> {
    let spec = volume.spec.clone().unwrap_or_default();
    let status = volume.status.clone().unwrap_or_default();
    let claim = spec.claim_ref.map(|claim| {
        format!(
            "{}/{}",
            claim.namespace.unwrap_or_default(),
            claim.name.unwrap_or_default()
        )
    });
    vec![
        name(&volume.metadata),
        storage(spec.capacity.as_ref()),
        modes(spec.access_modes.as_deref()),
        spec.persistent_volume_reclaim_policy.unwrap_or_default(),
        phase(&volume.metadata, status.phase.as_deref()),
        claim.unwrap_or_default(),
        spec.storage_class_name.unwrap_or_default(),
        spec.volume_attributes_class_name
            .unwrap_or_else(|| UNSET.to_owned()),
        status.reason.unwrap_or_default(),
        age(&volume.metadata, now),
        spec.volume_mode.unwrap_or_else(|| UNSET.to_owned()),
    ]
}

pub(super) fn class(class: &StorageClass, now: SimTime) -> Vec<String> {
    const DEFAULT: &str = "storageclass.kubernetes.io/is-default-class";
    let default = meta::annotation(&class.metadata, DEFAULT) == Some("true");
    let suffix = if default { " (default)" } else { "" };
    vec![
        format!("{}{suffix}", meta::name(&class.metadata)),
        class.provisioner.clone(),
        class
            .reclaim_policy
            .clone()
            .unwrap_or_else(|| "Delete".to_owned()),
        class
            .volume_binding_mode
            .clone()
            .unwrap_or_else(|| "Immediate".to_owned()),
        class.allow_volume_expansion.unwrap_or_default().to_string(),
        age(&class.metadata, now),
    ]
}

fn phase(meta: &crate::cluster::api::ObjectMeta, phase: Option<&str>) -> String {
    if meta::is_deleting(meta) {
        "Terminating".to_owned()
    } else {
        phase.unwrap_or_default().to_owned()
    }
}

fn storage(capacity: Option<&BTreeMap<String, Quantity>>) -> String {
    capacity
        .and_then(|all| all.get("storage"))
        .map(|size| size.0.clone())
        .unwrap_or_default()
}

/// `RWO,ROX`: the short names of access modes, each once, in the API's own order.
///
/// Models `GetAccessModesAsString` in kubernetes/pkg/apis/core/helper/helpers.go.
#[must_use]
pub fn modes(modes: Option<&[String]>) -> String {
    const SHORT: [(&str, &str); 4] = [
        ("ReadWriteOnce", "RWO"),
        ("ReadOnlyMany", "ROX"),
        ("ReadWriteMany", "RWX"),
        ("ReadWriteOncePod", "RWOP"),
    ];
    let has = |wanted: &str| modes.into_iter().flatten().any(|mode| mode == wanted);
    let short = SHORT.iter().filter(|(mode, _)| has(mode));
    short.map(|(_, short)| *short).collect::<Vec<_>>().join(",")
}
