//! Rules of a pod's volumes.
//!
//! Models ValidateVolumes in pkg/apis/core/validation/validation.go.

use super::causes::Causes;
use super::path::Path;
use super::seen::Seen;
use super::{claim, format};
use crate::cluster::api::Volume;

/// The volumes; gives the names mounts may refer to.
pub(super) fn volumes<'a>(
    volumes: Option<&'a [Volume]>,
    path: &Path<'_>,
    causes: &mut Causes,
) -> Seen<&'a str> {
    let mut names = Seen::new();
    let volumes = volumes.unwrap_or_default();
    for (index, volume) in volumes.iter().enumerate() {
        let path = path.index(index);
        source(volume, &path, causes);
        let name = volume.name.as_str();
        let again = names.again(name);
        if name.is_empty() {
            causes.required(&path.child("name"), "");
        } else {
            causes.each(&path.child("name"), name, format::dns_label(name));
            if again {
                causes.duplicate(&path.child("name"), name);
            }
        }
    }
    names
}

fn source(volume: &Volume, path: &Path<'_>, causes: &mut Causes) {
    let sources = [
        ("emptyDir", volume.empty_dir.is_some()),
        ("hostPath", volume.host_path.is_some()),
        ("secret", volume.secret.is_some()),
        ("nfs", volume.nfs.is_some()),
        (
            "persistentVolumeClaim",
            volume.persistent_volume_claim.is_some(),
        ),
        ("downwardAPI", volume.downward_api.is_some()),
        ("configMap", volume.config_map.is_some()),
        ("projected", volume.projected.is_some()),
        ("csi", volume.csi.is_some()),
        ("ephemeral", volume.ephemeral.is_some()),
        ("image", volume.image.is_some()),
    ];
    let given = sources
        .into_iter()
        .filter_map(|(field, present)| present.then_some(field));
    for field in given.skip(1) {
        causes.forbidden(
            &path.child(field),
            "may not specify more than 1 volume type",
        );
    }
    if let Some(claim) = &volume.persistent_volume_claim
        && claim.claim_name.is_empty()
    {
        causes.required(&path.child("persistentVolumeClaim.claimName"), "");
    }
    if let Some(map) = &volume.config_map
        && map.name.is_empty()
    {
        causes.required(&path.child("configMap.name"), "");
    }
    if let Some(secret) = &volume.secret
        && secret.secret_name.is_none()
    {
        causes.required(&path.child("secret.secretName"), "");
    }
    if let Some(host) = &volume.host_path {
        if host.path.is_empty() {
            causes.required(&path.child("hostPath.path"), "");
        } else if host.path.split('/').any(|part| part == "..") {
            causes.invalid(
                &path.child("hostPath.path"),
                host.path.as_str(),
                "must not contain '..'",
            );
        }
    }
    if let Some(template) = volume
        .ephemeral
        .as_ref()
        .and_then(|source| source.volume_claim_template.as_ref())
    {
        claim::spec(
            &template.spec,
            &path.child("ephemeral.volumeClaimTemplate.spec"),
            causes,
        );
    }
}
