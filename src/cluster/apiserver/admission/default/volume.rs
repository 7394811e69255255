//! Defaults of a pod's volumes.
//!
//! Models kubernetes/pkg/apis/core/v1/defaults.go (1.36).

use super::blank::{omit, quantity};
use super::container::{field_selector, resource_selector};
use super::storage::claim_spec;
use crate::cluster::api::Volume;
use k8s_openapi::api::core::v1::{DownwardAPIVolumeFile, ProjectedVolumeSource, VolumeProjection};

/// 0644 octal, the mode of files from config maps, secrets and the downward API.
const FILE_MODE: i32 = 0o644;
/// How long a projected service account token lives unless the manifest says otherwise.
const TOKEN_SECONDS: i64 = 3600;

/// Completes one volume; a volume without any source is an emptyDir.
pub(super) fn volume(volume: &mut Volume) {
    if has_no_source(volume) {
        volume.empty_dir = Some(k8s_openapi::api::core::v1::EmptyDirVolumeSource::default());
    }
    if let Some(source) = &mut volume.empty_dir {
        omit(&mut source.medium);
        source.size_limit.iter_mut().for_each(quantity);
    }
    if let Some(source) = &mut volume.config_map {
        source.default_mode.get_or_insert(FILE_MODE);
        omit(&mut source.items);
    }
    if let Some(source) = &mut volume.secret {
        source.default_mode.get_or_insert(FILE_MODE);
        omit(&mut source.items);
        omit(&mut source.secret_name);
    }
    if let Some(source) = &mut volume.downward_api {
        source.default_mode.get_or_insert(FILE_MODE);
        omit(&mut source.items);
        source.items.iter_mut().flatten().for_each(downward_file);
    }
    volume.projected.iter_mut().for_each(projected);
    if let Some(source) = &mut volume.host_path {
        source.type_.get_or_insert_default();
    }
    if let Some(source) = &mut volume.persistent_volume_claim {
        omit(&mut source.read_only);
    }
    if let Some(template) = volume
        .ephemeral
        .as_mut()
        .and_then(|source| source.volume_claim_template.as_mut())
    {
        claim_spec(&mut template.spec);
    }
}

fn downward_file(file: &mut DownwardAPIVolumeFile) {
    file.field_ref.iter_mut().for_each(field_selector);
    file.resource_field_ref
        .iter_mut()
        .for_each(resource_selector);
}

fn projected(source: &mut ProjectedVolumeSource) {
    source.default_mode.get_or_insert(FILE_MODE);
    omit(&mut source.sources);
    source.sources.iter_mut().flatten().for_each(projection);
}

fn projection(projection: &mut VolumeProjection) {
    if let Some(source) = &mut projection.config_map {
        omit(&mut source.items);
    }
    if let Some(source) = &mut projection.secret {
        omit(&mut source.items);
    }
    if let Some(source) = &mut projection.downward_api {
        omit(&mut source.items);
        source.items.iter_mut().flatten().for_each(downward_file);
    }
    if let Some(token) = &mut projection.service_account_token {
        omit(&mut token.audience);
        token.expiration_seconds.get_or_insert(TOKEN_SECONDS);
    }
}

/// Whether the volume says nothing but its name.
pub(in crate::cluster::apiserver::admission) fn has_no_source(volume: &Volume) -> bool {
    // The common sources first: nearly every volume is one of these.
    let common = volume.persistent_volume_claim.is_some()
        || volume.empty_dir.is_some()
        || volume.config_map.is_some()
        || volume.secret.is_some();
    !common
        && *volume
            == Volume {
                name: volume.name.clone(),
                ..Volume::default()
            }
}
