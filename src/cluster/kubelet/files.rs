//! Files as a container sees them: its own layer, and the volumes mounted into it.
//!
//! Errors carry the words a shell prints after the path (`No such file or directory`), or what the
//! API server answers when there is no container to look into.

use super::local::{LocalPod, Unit};
use super::machine::Machine;
use super::mounts::{self, Place, Source};
use crate::cluster::Cluster;
use crate::cluster::api::conditions::phase;
use crate::cluster::api::{Key, Kind, Pod, meta, sort};
use crate::cluster::apiserver::{ApiError, Reason, Store};
use crate::cluster::disk::{Bytes, Disks, FileTree};
use std::collections::BTreeSet;

/// A file of a container: absolute path, bytes, and the PersistentVolume it lies on, if on one.
pub type Seen = (String, Bytes, Option<String>);

/// Writes or removes one file through a container; answers the volume it lies on, if on one.
///
/// # Errors
/// The container does not run, the place is read-only, or the disk is full.
pub fn write(
    cluster: &mut Cluster,
    pod: &Key,
    container: &str,
    path: &str,
    bytes: Option<&[u8]>,
) -> Result<Option<String>, ApiError> {
    let (node, uid) = running_on(cluster, pod, container)?;
    let Cluster {
        store,
        machines,
        disks,
        ..
    } = cluster;
    let local = machines
        .get_mut(&*node)
        .and_then(|machine| machine.local_mut(pod, &uid));
    let Some(local) = local else {
        return Err(no_container(container));
    };
    let Some(at) = local.units.iter().position(|unit| unit.name == container) else {
        return Err(no_container(container));
    };
    let Some(spec) = local.units[at].spec(&local.pod) else {
        return Err(no_container(container));
    };
    let Place {
        source,
        path,
        read_only,
    } = mounts::place(store, &local.pod, spec, path);
    if read_only {
        return Err(shell_error("Read-only file system"));
    }
    if path.is_empty() {
        return Err(shell_error("Is a directory"));
    }
    local.touched = true;
    let tree = match &source {
        Source::Layer => &mut local.units[at].files,
        Source::Disk(volume) => disks.entry(volume.clone()).or_default(),
        Source::EmptyDir(volume) => local.empty_dirs.entry(volume.clone()).or_default(),
        Source::Object(_) => return Err(shell_error("Read-only file system")),
    };
    match bytes {
        Some(bytes) => {
            tree.write(&path, bytes)
                .map_err(|_| shell_error("No space left on device"))?;
        }
        None if tree.remove(&path) => {}
        None => return Err(shell_error("No such file or directory")),
    }
    Ok(match source {
        Source::Disk(volume) => Some(volume),
        _ => None,
    })
}

/// Reads one file through a container.
///
/// # Errors
/// The container does not run; there is no such file; it is a directory.
pub fn read(cluster: &Cluster, pod: &Key, container: &str, path: &str) -> Result<Bytes, ApiError> {
    let (local, unit) = container_of(cluster, pod, container)?;
    if let Some(bytes) = find(&cluster.store, &cluster.disks, local, unit, path) {
        return Ok(bytes);
    }
    let folder = mounts::normal(path);
    let is_folder = everything(cluster, local, unit)
        .iter()
        .any(|(path, ..)| mounts::below(&path[1..], &folder).is_some());
    Err(shell_error(if is_folder {
        "Is a directory"
    } else {
        "No such file or directory"
    }))
}

/// The names in a directory, sorted; folders end with a slash.
///
/// # Errors
/// The container does not run; there is no such directory.
pub fn list(
    cluster: &Cluster,
    pod: &Key,
    container: &str,
    path: &str,
) -> Result<Vec<String>, ApiError> {
    let (local, unit) = container_of(cluster, pod, container)?;
    let folder = mounts::normal(path);
    let spec = unit
        .spec(&local.pod)
        .ok_or_else(|| no_container(container))?;
    // A mount is a directory even when it is empty, and so is everything above it.
    let mounted = mounts::mounts(&cluster.store, &local.pod, spec)
        .into_iter()
        .map(|(at, _)| at);
    let mut names = BTreeSet::new();
    let mut exists = folder.is_empty();
    let files = everything(cluster, local, unit)
        .into_iter()
        .map(|(path, ..)| path);
    for path in files {
        if let Some(rest) = mounts::below(&path[1..], &folder).filter(|rest| !rest.is_empty()) {
            exists = true;
            names.insert(first_name(rest));
        }
    }
    for at in mounted {
        if let Some(rest) = mounts::below(&at, &folder) {
            exists = true;
            if !rest.is_empty() {
                names.insert(first_name(&format!("{rest}/")));
            }
        }
    }
    if exists {
        Ok(names.into_iter().collect())
    } else {
        Err(shell_error("No such file or directory"))
    }
}

/// Every file of the pod's first container, by path; empty if it does not run.
#[must_use]
pub fn view(cluster: &Cluster, pod: &Key) -> Vec<Seen> {
    let object = cluster.store.get::<Pod>(&pod.namespace, &pod.name);
    let spec = object.and_then(|pod| pod.spec.as_ref());
    let Some(first) = spec.and_then(|spec| spec.containers.first()) else {
        return vec![];
    };
    match container_of(cluster, pod, &first.name) {
        Ok((local, unit)) => everything(cluster, local, unit),
        Err(_) => vec![],
    }
}

/// One file of a container, wherever it lies.
pub(super) fn find(
    store: &Store,
    disks: &Disks,
    local: &LocalPod,
    unit: &Unit,
    path: &str,
) -> Option<Bytes> {
    let spec = unit.spec(&local.pod)?;
    let place = mounts::place(store, &local.pod, spec, path);
    match &place.source {
        Source::Layer => unit.files.read(&place.path),
        Source::Disk(volume) => disks.get(volume)?.read(&place.path),
        Source::EmptyDir(volume) => local.empty_dirs.get(volume)?.read(&place.path),
        Source::Object(tree) => tree.read(&place.path),
    }
    .cloned()
}

/// Every file of a container: its layer where nothing is mounted over it, and the mounts.
fn everything(cluster: &Cluster, local: &LocalPod, unit: &Unit) -> Vec<Seen> {
    let Some(spec) = unit.spec(&local.pod) else {
        return vec![];
    };
    let mounts = mounts::mounts(&cluster.store, &local.pod, spec);
    let hidden = |path: &str| {
        mounts
            .iter()
            .any(|(at, _)| mounts::below(path, at).is_some())
    };
    let mut seen: Vec<Seen> = unit
        .files
        .iter()
        .filter(|(path, _)| !hidden(path))
        .map(|(path, bytes)| (format!("/{path}"), Bytes::clone(bytes), None))
        .collect();
    let empty = FileTree::default();
    for (at, place) in &mounts {
        let (tree, volume) = match &place.source {
            Source::Layer => (None, None),
            Source::Disk(volume) => (cluster.disks.get(volume), Some(volume.clone())),
            Source::EmptyDir(volume) => (local.empty_dirs.get(volume), None),
            Source::Object(tree) => (Some(tree), None),
        };
        for (path, bytes) in tree.unwrap_or(&empty).iter() {
            if let Some(rest) = mounts::below(path, &place.path) {
                let path = format!("/{}", mounts::joined(at, rest));
                seen.push((path, Bytes::clone(bytes), volume.clone()));
            }
        }
    }
    sort::by(&mut seen, |a, b| a.0.cmp(&b.0));
    seen
}

fn container_of<'a>(
    cluster: &'a Cluster,
    pod: &Key,
    container: &str,
) -> Result<(&'a LocalPod, &'a Unit), ApiError> {
    let (node, uid) = running_on(cluster, pod, container)?;
    let machine = cluster.machines.get(&*node);
    let local = machine.and_then(|machine| machine.local(pod, &uid));
    let local = local.ok_or_else(|| no_container(container))?;
    let unit = local.units.iter().find(|unit| unit.name == container);
    unit.map(|unit| (local, unit))
        .ok_or_else(|| no_container(container))
}

/// The node and uid of a pod, if the container runs there.
pub(super) fn running_on(
    cluster: &Cluster,
    key: &Key,
    container: &str,
) -> Result<(String, String), ApiError> {
    let bad = |message: String| ApiError::new(Reason::BadRequest, message);
    let pod = cluster.store.get::<Pod>(&key.namespace, &key.name);
    let pod = pod.ok_or_else(|| ApiError::not_found(Kind::Pod, &key.name))?;
    let node = pod
        .spec
        .as_ref()
        .and_then(|spec| spec.node_name.clone())
        .unwrap_or_default();
    if node.is_empty() {
        return Err(bad(format!(
            "pod {} does not have a host assigned",
            key.name
        )));
    }
    if matches!(phase(pod), "Succeeded" | "Failed") {
        return Err(bad(format!(
            "cannot exec into a container in a completed pod; current phase is {}",
            phase(pod)
        )));
    }
    let known = pod.spec.iter().flat_map(|spec| {
        spec.containers
            .iter()
            .chain(spec.init_containers.iter().flatten())
    });
    if !known.into_iter().any(|spec| spec.name == container) {
        return Err(bad(format!(
            "container {container} is not valid for pod {}",
            key.name
        )));
    }
    let machine: Option<&Machine> = cluster.machines.get(&*node);
    let Some(machine) = machine.filter(|machine| machine.powered) else {
        return Err(ApiError::internal(&format!(
            "error sending request: Post \"https://{node}:10250/exec/{}/{}/{container}\": dial tcp: connect: no route to host",
            key.namespace, key.name
        )));
    };
    let uid = meta::uid(&pod.metadata);
    let local = machine.local(key, uid);
    let runs = local.is_some_and(|local| {
        local
            .units
            .iter()
            .any(|unit| unit.name == container && unit.is_running())
    });
    if runs {
        Ok((node, uid.to_owned()))
    } else {
        Err(no_container(container))
    }
}

fn no_container(container: &str) -> ApiError {
    ApiError::internal(&format!(
        "error executing command in container: container not found (\"{container}\")"
    ))
}

fn shell_error(text: &str) -> ApiError {
    ApiError::new(Reason::BadRequest, text)
}

/// `html/` of `html/index.html`, `index.html` of `index.html`.
fn first_name(path: &str) -> String {
    path.split_inclusive('/')
        .next()
        .unwrap_or_default()
        .to_owned()
}
