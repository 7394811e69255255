//! The files behind an object: on a pod's volumes as its containers see them, or on a volume itself.

use super::{ContainerEntry, FileEntry, PREVIEW_CHARS_MAX};
use crate::cluster::api::{Container, Key, Kind, Object, PersistentVolumeClaim, Pod, meta};
use crate::cluster::kubelet;
use crate::sim::World;

/// The containers of a pod, with where they mount claims.
pub(super) fn containers(pod: &Pod) -> Vec<ContainerEntry> {
    let containers = pod.spec.iter().flat_map(|spec| spec.containers.iter());
    containers
        .map(|container| ContainerEntry {
            name: container.name.clone(),
            image: container.image.clone().unwrap_or_default(),
            mounts: mounts(pod, container)
                .map(|mount| (mount.path.to_owned(), mount.claim.to_owned()))
                .collect(),
        })
        .collect()
}

/// The files behind an object, ordered by container and path.
pub(super) fn files(world: &World, object: &Object) -> Vec<FileEntry> {
    let store = &world.cluster.store;
    match object {
        Object::Pod(pod) => pod_files(world, pod),
        Object::PersistentVolumeClaim(claim) => {
            let volume = volume_of(claim);
            on_volume(world, volume, meta::name(&claim.metadata))
        }
        Object::PersistentVolume(volume) => {
            let claim = volume
                .spec
                .as_ref()
                .and_then(|spec| spec.claim_ref.as_ref());
            let claim = claim
                .and_then(|reference| reference.name.as_deref())
                .unwrap_or_default();
            let claim = store
                .list::<PersistentVolumeClaim>()
                .find(|one| meta::name(&one.metadata) == claim)
                .map_or("", |one| meta::name(&one.metadata));
            on_volume(world, meta::name(&volume.metadata), claim)
        }
        _ => vec![],
    }
}

fn pod_files(world: &World, pod: &Pod) -> Vec<FileEntry> {
    let namespace = meta::namespace(&pod.metadata);
    let mut files = Vec::new();
    for container in pod.spec.iter().flat_map(|spec| spec.containers.iter()) {
        for mount in mounts(pod, container) {
            let claim = world
                .cluster
                .store
                .get::<PersistentVolumeClaim>(namespace, mount.claim);
            let Some(claim) = claim else { continue };
            let Some(tree) = world.cluster.disks.get(volume_of(claim)) else {
                continue;
            };
            for (path, bytes) in tree.iter() {
                let Some(rest) = below(path, mount.sub_path) else {
                    continue;
                };
                files.push(FileEntry {
                    path: format!("{}/{rest}", mount.path.trim_end_matches('/')),
                    container: container.name.clone(),
                    volume: volume_of(claim).to_owned(),
                    claim: mount.claim.to_owned(),
                    ..entry(bytes)
                });
            }
        }
    }
    files.extend(own_files(world, pod));
    files
}

/// What lies in the first container itself and goes with it. What the kubelet puts below `/etc` into
/// every container would only hide it.
fn own_files(world: &World, pod: &Pod) -> impl Iterator<Item = FileEntry> {
    let key = Key::new(
        Kind::Pod,
        meta::namespace(&pod.metadata),
        meta::name(&pod.metadata),
    );
    let first = pod.spec.as_ref().and_then(|spec| spec.containers.first());
    let container = first
        .map(|container| container.name.clone())
        .unwrap_or_default();
    let seen = kubelet::files::view(&world.cluster, &key);
    let own = seen
        .into_iter()
        .filter(|(path, _, volume)| volume.is_none() && !path.starts_with("/etc/"));
    own.map(move |(path, bytes, _)| FileEntry {
        path,
        container: container.clone(),
        ..entry(&bytes)
    })
}

fn on_volume(world: &World, volume: &str, claim: &str) -> Vec<FileEntry> {
    let tree = world.cluster.disks.get(volume);
    tree.iter()
        .flat_map(|tree| tree.iter())
        .map(|(path, bytes)| FileEntry {
            path: path.to_owned(),
            volume: volume.to_owned(),
            claim: claim.to_owned(),
            ..entry(bytes)
        })
        .collect()
}

/// Size and preview of a file; bytes that are no text are shown as the characters that stand for them.
fn entry(bytes: &[u8]) -> FileEntry {
    let text = std::str::from_utf8(bytes);
    let shown = text.map_or_else(
        |_| String::from_utf8_lossy(bytes).into_owned(),
        str::to_owned,
    );
    let preview: String = shown.chars().take(PREVIEW_CHARS_MAX).collect();
    FileEntry {
        path: String::new(),
        container: String::new(),
        size_bytes: bytes.len(),
        whole: text.is_ok() && preview.len() == bytes.len(),
        preview,
        volume: String::new(),
        claim: String::new(),
    }
}

struct Mount<'a> {
    path: &'a str,
    sub_path: &'a str,
    claim: &'a str,
}

fn mounts<'a>(pod: &'a Pod, container: &'a Container) -> impl Iterator<Item = Mount<'a>> {
    container
        .volume_mounts
        .iter()
        .flatten()
        .filter_map(|mount| {
            let volumes = pod.spec.as_ref()?.volumes.as_ref()?;
            let volume = volumes.iter().find(|volume| volume.name == mount.name)?;
            let claim = volume.persistent_volume_claim.as_ref()?.claim_name.as_str();
            let sub_path = mount.sub_path.as_deref().unwrap_or_default();
            Some(Mount {
                path: &mount.mount_path,
                sub_path,
                claim,
            })
        })
}

fn below<'a>(path: &'a str, folder: &str) -> Option<&'a str> {
    if folder.is_empty() {
        return Some(path);
    }
    path.strip_prefix(folder.trim_matches('/'))?
        .strip_prefix('/')
}

fn volume_of(claim: &PersistentVolumeClaim) -> &str {
    claim
        .spec
        .as_ref()
        .and_then(|spec| spec.volume_name.as_deref())
        .unwrap_or_default()
}
