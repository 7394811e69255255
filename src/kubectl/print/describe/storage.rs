//! Descriptions of claims and volumes.

use super::{Sheet, long_time, or_none};
use crate::cluster::api::age;
use crate::cluster::api::{
    ObjectMeta, PersistentVolume, PersistentVolumeClaim, PersistentVolumeSpec, SimTime,
    StorageClass, meta,
};
use crate::cluster::apiserver::Store;
use crate::cluster::apiserver::table::modes;
use std::collections::BTreeMap;

pub(super) fn claim(sheet: &mut Sheet, store: &Store, claim: &PersistentVolumeClaim, now: SimTime) {
    let spec = claim.spec.clone().unwrap_or_default();
    let status = claim.status.clone().unwrap_or_default();
    let volume = spec.volume_name.unwrap_or_default();
    sheet.field(0, "Name", meta::name(&claim.metadata));
    sheet.field(0, "Namespace", meta::namespace(&claim.metadata));
    sheet.field(
        0,
        "StorageClass",
        spec.storage_class_name.unwrap_or_default(),
    );
    sheet.field(
        0,
        "Status",
        phase(&claim.metadata, status.phase.as_deref(), now),
    );
    sheet.field(0, "Volume", &volume);
    sheet.map(0, "Labels", "=", claim.metadata.labels.as_ref());
    sheet.map(0, "Annotations", ": ", claim.metadata.annotations.as_ref());
    sheet.field(0, "Finalizers", finalizers(&claim.metadata));
    let bound = !volume.is_empty();
    let size = status
        .capacity
        .as_ref()
        .and_then(|all| all.get("storage"))
        .filter(|_| bound);
    sheet.field(
        0,
        "Capacity",
        size.map(|size| size.0.as_str()).unwrap_or_default(),
    );
    let modes = if bound {
        modes(status.access_modes.as_deref())
    } else {
        String::new()
    };
    sheet.field(0, "Access Modes", modes);
    sheet.field(0, "VolumeMode", spec.volume_mode.unwrap_or_default());
    let namespace = meta::namespace(&claim.metadata);
    let users: Vec<String> = store
        .pods_mounting(namespace, meta::name(&claim.metadata))
        .map(|pod| meta::name(&pod.metadata).to_owned())
        .collect();
    sheet.lines(0, "Used By", &users);
}

pub(super) fn volume(sheet: &mut Sheet, volume: &PersistentVolume) {
    let spec = volume.spec.clone().unwrap_or_default();
    let status = volume.status.clone().unwrap_or_default();
    sheet.field(0, "Name", meta::name(&volume.metadata));
    sheet.map(0, "Labels", "=", volume.metadata.labels.as_ref());
    sheet.map(0, "Annotations", ": ", volume.metadata.annotations.as_ref());
    sheet.field(0, "Finalizers", finalizers(&volume.metadata));
    sheet.field(
        0,
        "StorageClass",
        spec.storage_class_name.unwrap_or_default(),
    );
    let deleted = meta::is_deleting(&volume.metadata);
    let phase = if deleted {
        "Terminating".to_owned()
    } else {
        status.phase.unwrap_or_default()
    };
    sheet.field(0, "Status", phase);
    let claim = spec.claim_ref.map(|claim| {
        format!(
            "{}/{}",
            claim.namespace.unwrap_or_default(),
            claim.name.unwrap_or_default()
        )
    });
    sheet.field(0, "Claim", claim.unwrap_or_default());
    sheet.field(
        0,
        "Reclaim Policy",
        spec.persistent_volume_reclaim_policy.unwrap_or_default(),
    );
    sheet.field(0, "Access Modes", modes(spec.access_modes.as_deref()));
    sheet.field(0, "VolumeMode", spec.volume_mode.unwrap_or_default());
    let size = spec.capacity.as_ref().and_then(|all| all.get("storage"));
    sheet.field(
        0,
        "Capacity",
        size.map(|size| size.0.as_str()).unwrap_or_default(),
    );
    affinity(sheet, volume.spec.as_ref());
    sheet.field(0, "Message", status.message.unwrap_or_default());
    source(sheet, volume.spec.as_ref());
}

/// On which nodes a volume can be had.
fn affinity(sheet: &mut Sheet, spec: Option<&PersistentVolumeSpec>) {
    match spec.and_then(|spec| spec.node_affinity.as_ref()) {
        None => sheet.field(0, "Node Affinity", "<none>"),
        Some(affinity) => {
            sheet.line(0, "Node Affinity:");
            let terms = affinity
                .required
                .iter()
                .flat_map(|required| &required.node_selector_terms);
            sheet.line(1, "Required Terms:");
            for (at, term) in terms.enumerate() {
                let texts: Vec<String> = term
                    .match_expressions
                    .iter()
                    .flatten()
                    .map(|one| {
                        let values = one.values.clone().unwrap_or_default().join(", ");
                        format!("{} {} [{values}]", one.key, one.operator.to_lowercase())
                    })
                    .collect();
                sheet.field(2, &format!("Term {at}"), texts.join(", "));
            }
        }
    }
}

/// What is behind a volume.
fn source(sheet: &mut Sheet, spec: Option<&PersistentVolumeSpec>) {
    sheet.line(0, "Source:");
    if let Some(csi) = spec.and_then(|spec| spec.csi.as_ref()) {
        sheet.field(
            2,
            "Type",
            "CSI (a Container Storage Interface (CSI) volume source)",
        );
        sheet.field(2, "Driver", &csi.driver);
        sheet.field(2, "FSType", csi.fs_type.as_deref().unwrap_or_default());
        sheet.field(2, "VolumeHandle", &csi.volume_handle);
        sheet.field(2, "ReadOnly", csi.read_only.unwrap_or_default());
        sheet.map(2, "VolumeAttributes", "=", csi.volume_attributes.as_ref());
    } else if let Some(path) = spec.and_then(|spec| spec.host_path.as_ref()) {
        sheet.field(2, "Type", "HostPath (bare host directory volume)");
        sheet.field(2, "Path", &path.path);
        sheet.field(2, "HostPathType", path.type_.as_deref().unwrap_or_default());
    } else {
        sheet.line(2, "<unknown>");
    }
}

/// A StorageClass.
pub(super) fn class(sheet: &mut Sheet, class: &StorageClass) {
    const DEFAULT: &str = "storageclass.kubernetes.io/is-default-class";
    let joined = |pairs: Option<&BTreeMap<String, String>>, joint: &str| {
        let pairs = pairs.into_iter().flatten();
        let texts: Vec<String> = pairs.map(|(key, value)| format!("{key}={value}")).collect();
        or_none(&texts.join(joint)).to_owned()
    };
    let word = |yes: bool| if yes { "True" } else { "False" };
    let default = meta::annotation(&class.metadata, DEFAULT) == Some("true");
    sheet.field(0, "Name", meta::name(&class.metadata));
    sheet.field(0, "IsDefaultClass", if default { "Yes" } else { "No" });
    sheet.field(
        0,
        "Annotations",
        joined(class.metadata.annotations.as_ref(), ","),
    );
    sheet.field(0, "Provisioner", &class.provisioner);
    sheet.field(0, "Parameters", joined(class.parameters.as_ref(), ","));
    let expansion = class.allow_volume_expansion.map_or("<unset>", word);
    sheet.field(0, "AllowVolumeExpansion", expansion);
    let options = class.mount_options.as_deref().unwrap_or_default();
    if options.is_empty() {
        sheet.field(0, "MountOptions", "<none>");
    } else {
        sheet.line(0, "MountOptions:");
        options.iter().for_each(|option| sheet.line(1, option));
    }
    let policy = class.reclaim_policy.as_deref().unwrap_or("Delete");
    sheet.field(0, "ReclaimPolicy", policy);
    let binding = class.volume_binding_mode.as_deref().unwrap_or("Immediate");
    sheet.field(0, "VolumeBindingMode", binding);
}

fn finalizers(meta: &ObjectMeta) -> String {
    format!(
        "[{}]",
        meta.finalizers.clone().unwrap_or_default().join(" ")
    )
}

/// `Bound`, or how long it has been terminating.
fn phase(meta: &ObjectMeta, phase: Option<&str>, now: SimTime) -> String {
    match &meta.deletion_timestamp {
        Some(since) => format!("Terminating (lasts {})", age::since(Some(since), now)),
        None => phase.unwrap_or_default().to_owned(),
    }
}

/// Kept with its kin: when an object was made, for kinds that say it.
pub(super) fn created(sheet: &mut Sheet, meta: &ObjectMeta) {
    sheet.field(
        0,
        "CreationTimestamp",
        long_time(meta.creation_timestamp.as_ref()),
    );
}
