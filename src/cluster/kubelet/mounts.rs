//! Volumes as a container sees them: what is mounted where, and what stands in the way.

use crate::cluster::api::{
    ConfigMap, Container, Key, Kind, PersistentVolumeClaim, Pod, Secret, Volume, meta,
};
use crate::cluster::apiserver::Store;
use crate::cluster::controllers::volume::matching::{is_bound, volume_name};
use crate::cluster::disk::FileTree;
use crate::cluster::dns;

/// Where a path of a container really lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) source: Source,
    /// Relative to the root of the source.
    pub(super) path: String,
    pub(super) read_only: bool,
}

/// What holds files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// The container's own layer.
    Layer,
    /// A PersistentVolume, by name.
    Disk(String),
    /// An emptyDir (or anything else that lives as long as the pod), by volume name.
    EmptyDir(String),
    /// A ConfigMap or Secret.
    Object(FileTree),
}

/// Why a pod's volumes cannot be mounted.
pub(super) enum Obstacle {
    /// A claim is not there or not bound: normal for a while.
    Claim(String),
    /// Something else is missing, which the kubelet says at once.
    Missing(String),
}

impl Obstacle {
    /// What the kubelet says about it after so many failures; nothing as long as it may be normal.
    pub(super) fn told_after(&self, failures: u32) -> Option<String> {
        match self {
            Self::Missing(text) => Some(text.clone()),
            Self::Claim(text) => (failures >= 8).then(|| text.clone()),
        }
    }
}

fn volumes(pod: &Pod) -> &[Volume] {
    let spec = pod.spec.as_ref();
    spec.and_then(|spec| spec.volumes.as_deref())
        .unwrap_or_default()
}

/// Whether the pod uses claims at all.
pub(super) fn has_claims(pod: &Pod) -> bool {
    volumes(pod)
        .iter()
        .any(|volume| volume.persistent_volume_claim.is_some())
}

/// The first thing that keeps the pod's volumes from being mounted.
pub(super) fn obstacle(store: &Store, pod: &Pod) -> Option<Obstacle> {
    let namespace = meta::namespace(&pod.metadata);
    volumes(pod).iter().find_map(|volume| {
        if let Some(source) = &volume.persistent_volume_claim {
            return claim_obstacle(store, namespace, &volume.name, &source.claim_name);
        }
        let missing = |kind: &str, name: &str| {
            Obstacle::Missing(format!(
                "MountVolume.SetUp failed for volume {:?} : {kind} {name:?} not found",
                volume.name
            ))
        };
        if let Some(source) = &volume.config_map {
            let there = store.get::<ConfigMap>(namespace, &source.name).is_some();
            return (!there && source.optional != Some(true))
                .then(|| missing("configmap", &source.name));
        }
        let source = volume.secret.as_ref()?;
        let name = source.secret_name.as_deref().unwrap_or_default();
        let there = store.get::<Secret>(namespace, name).is_some();
        (!there && source.optional != Some(true)).then(|| missing("secret", name))
    })
}

fn claim_obstacle(store: &Store, namespace: &str, volume: &str, claim: &str) -> Option<Obstacle> {
    let why = match store.get::<PersistentVolumeClaim>(namespace, claim) {
        None => format!(
            "failed to fetch PVC from API server: persistentvolumeclaims {claim:?} not found"
        ),
        Some(found) if meta::is_deleting(&found.metadata) => "PVC is being deleted".to_owned(),
        Some(found) if !is_bound(found) => "PVC is not bound".to_owned(),
        Some(_) => return None,
    };
    Some(Obstacle::Claim(format!(
        "Unable to attach or mount volumes: unmounted volumes=[{volume}], unattached volumes=[], failed to process volumes=[{volume}]: error processing PVC {namespace}/{claim}: {why}"
    )))
}

/// A ConfigMap or Secret the container's environment needs and that is not there.
pub(super) fn missing_reference(store: &Store, pod: &Pod, container: &Container) -> Option<String> {
    let namespace = meta::namespace(&pod.metadata);
    let gone = |kind: Kind, name: &str, optional: Option<bool>| {
        let there = store.object(&Key::new(kind, namespace, name)).is_some();
        let word = if kind == Kind::Secret {
            "secret"
        } else {
            "configmap"
        };
        (!there && optional != Some(true)).then(|| format!("{word} {name:?} not found"))
    };
    let of_variables = container.env.iter().flatten().find_map(|variable| {
        let from = variable.value_from.as_ref()?;
        let config = from.config_map_key_ref.as_ref();
        let secret = from.secret_key_ref.as_ref();
        config
            .and_then(|source| gone(Kind::ConfigMap, &source.name, source.optional))
            .or_else(|| secret.and_then(|source| gone(Kind::Secret, &source.name, source.optional)))
    });
    of_variables.or_else(|| {
        container.env_from.iter().flatten().find_map(|from| {
            let config = from.config_map_ref.as_ref();
            let secret = from.secret_ref.as_ref();
            config
                .and_then(|source| gone(Kind::ConfigMap, &source.name, source.optional))
                .or_else(|| {
                    secret.and_then(|source| gone(Kind::Secret, &source.name, source.optional))
                })
        })
    })
}

/// Every mount of the container: where, and what. The container's own layer is not among them.
pub(super) fn mounts(store: &Store, pod: &Pod, container: &Container) -> Vec<(String, Place)> {
    let mounted = container
        .volume_mounts
        .iter()
        .flatten()
        .filter_map(|mount| {
            let volume = volumes(pod)
                .iter()
                .find(|volume| volume.name == mount.name)?;
            let (source, always_read_only) = source(store, pod, volume)?;
            let below = mount.sub_path.clone().or_else(|| {
                mount
                    .sub_path_expr
                    .as_ref()
                    .map(|text| expanded(text, pod, container))
            });
            let read_only = always_read_only || mount.read_only == Some(true);
            let path = normal(&below.unwrap_or_default());
            Some((
                normal(&mount.mount_path),
                Place {
                    source,
                    path,
                    read_only,
                },
            ))
        });
    mounted.collect()
}

/// Where an absolute path of the container lies: below the longest mount that holds it.
pub(super) fn place(store: &Store, pod: &Pod, container: &Container, path: &str) -> Place {
    let path = normal(path);
    let holding = mounts(store, pod, container)
        .into_iter()
        .filter_map(|(at, place)| Some((at.len(), place, below(&path, &at)?.to_owned())))
        .max_by_key(|(length, ..)| *length);
    match holding {
        None => Place {
            source: Source::Layer,
            path,
            read_only: false,
        },
        Some((_, place, rest)) => Place {
            path: joined(&place.path, &rest),
            ..place
        },
    }
}

/// What is left of `path` below `folder`, if it lies there.
pub(super) fn below<'a>(path: &'a str, folder: &str) -> Option<&'a str> {
    if folder.is_empty() {
        return Some(path);
    }
    let rest = path.strip_prefix(folder)?;
    if rest.is_empty() {
        Some(rest)
    } else {
        rest.strip_prefix('/')
    }
}

/// Two relative paths, one after the other.
pub(super) fn joined(first: &str, second: &str) -> String {
    match (first, second) {
        ("", path) | (path, "") => path.to_owned(),
        (first, second) => format!("{first}/{second}"),
    }
}

/// A path without a leading slash, `.`, `..` and doubled slashes.
pub(super) fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn source(store: &Store, pod: &Pod, volume: &Volume) -> Option<(Source, bool)> {
    let namespace = meta::namespace(&pod.metadata);
    if let Some(source) = &volume.persistent_volume_claim {
        let claim = store.get::<PersistentVolumeClaim>(namespace, &source.claim_name)?;
        let read_only = source.read_only == Some(true);
        return Some((Source::Disk(volume_name(claim).to_owned()), read_only));
    }
    if let Some(source) = &volume.config_map {
        let object = store.get::<ConfigMap>(namespace, &source.name);
        let data = object.and_then(|object| object.data.as_ref());
        let entries = data
            .into_iter()
            .flatten()
            .map(|(key, text)| (key, text.as_bytes()));
        return Some((Source::Object(tree(entries, source.items.as_deref())), true));
    }
    if let Some(source) = &volume.secret {
        let object = store.get::<Secret>(namespace, source.secret_name.as_deref()?);
        let data = object.and_then(|object| object.data.as_ref());
        let entries = data
            .into_iter()
            .flatten()
            .map(|(key, bytes)| (key, bytes.0.as_slice()));
        return Some((Source::Object(tree(entries, source.items.as_deref())), true));
    }
    Some((Source::EmptyDir(volume.name.clone()), false))
}

fn tree<'a>(
    entries: impl Iterator<Item = (&'a String, &'a [u8])>,
    items: Option<&[k8s_openapi::api::core::v1::KeyToPath]>,
) -> FileTree {
    let mut tree = FileTree::default();
    for (key, bytes) in entries {
        let path = match items {
            None => Some(key.as_str()),
            Some(items) => items
                .iter()
                .find(|item| item.key == *key)
                .map(|item| item.path.as_str()),
        };
        if let Some(path) = path {
            // Objects are smaller than a tree may be: nothing can be refused.
            let written = tree.write(path, bytes);
            debug_assert!(written.is_ok());
        }
    }
    tree
}

/// `$(NAME)` replaced by the container's variables, as `subPathExpr` has it.
fn expanded(text: &str, pod: &Pod, container: &Container) -> String {
    let mut text = text.to_owned();
    for variable in container.env.iter().flatten() {
        let field = variable
            .value_from
            .as_ref()
            .and_then(|from| from.field_ref.as_ref());
        let value = match field.map(|field| field.field_path.as_str()) {
            Some("metadata.name") => meta::name(&pod.metadata).to_owned(),
            Some("metadata.namespace") => meta::namespace(&pod.metadata).to_owned(),
            Some("metadata.uid") => meta::uid(&pod.metadata).to_owned(),
            _ => variable.value.clone().unwrap_or_default(),
        };
        text = text.replace(&format!("$({})", variable.name), &value);
    }
    text
}

/// The files the kubelet puts into every container: its name and where names are resolved.
pub(super) fn identity_files(pod: &Pod, address: &str) -> Vec<(String, String)> {
    let namespace = meta::namespace(&pod.metadata);
    let spec = pod.spec.as_ref();
    let hostname = spec
        .and_then(|spec| spec.hostname.as_deref())
        .unwrap_or_else(|| meta::name(&pod.metadata));
    let names = match spec
        .and_then(|spec| spec.subdomain.as_deref())
        .filter(|s| !s.is_empty())
    {
        Some(subdomain) => {
            format!(
                "{hostname}.{subdomain}.{namespace}.svc.{}\t{hostname}",
                dns::DOMAIN
            )
        }
        None => hostname.to_owned(),
    };
    let hosts = format!(
        "# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n{address}\t{names}\n"
    );
    let resolver = format!(
        "search {namespace}.svc.{domain} svc.{domain} {domain}\nnameserver {}\noptions ndots:5\n",
        dns::ADDRESS,
        domain = dns::DOMAIN
    );
    vec![
        ("etc/hostname".to_owned(), format!("{hostname}\n")),
        ("etc/hosts".to_owned(), hosts),
        ("etc/resolv.conf".to_owned(), resolver),
    ]
}
