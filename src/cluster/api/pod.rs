//! Small readings of pods that many components share.

use super::Pod;

/// The node the pod is on, if it has one.
#[must_use]
pub fn node_name(pod: &Pod) -> Option<&str> {
    let spec = pod.spec.as_ref()?;
    spec.node_name.as_deref().filter(|node| !node.is_empty())
}

/// The names of the claims the pod mounts.
pub fn claim_names(pod: &Pod) -> impl Iterator<Item = &str> {
    let volumes = pod
        .spec
        .iter()
        .flat_map(|spec| spec.volumes.iter().flatten());
    volumes
        .filter_map(|volume| volume.persistent_volume_claim.as_ref())
        .map(|source| source.claim_name.as_str())
}
