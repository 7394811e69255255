//! The environment a container's manifest gives it: written out, or from ConfigMaps, Secrets and the pod.

use crate::cluster::api::{ConfigMap, Container, Pod, Secret, meta};
use crate::cluster::apiserver::Store;
use k8s_openapi::api::core::v1::{EnvFromSource, EnvVar, EnvVarSource};
use std::collections::BTreeMap;

/// The variables of a container, the whole ConfigMaps and Secrets first: what is named one by one wins.
pub(super) fn given(store: &Store, pod: &Pod, container: &str) -> Vec<(String, String)> {
    let containers = pod.spec.iter().flat_map(|spec| &spec.containers);
    let Some(container) = containers.into_iter().find(|c| c.name == container) else {
        return vec![];
    };
    let namespace = meta::namespace(&pod.metadata);
    let mut all = from_whole_objects(store, namespace, container);
    for variable in container.env.iter().flatten() {
        let Some(value) = value_of(store, pod, variable) else {
            continue;
        };
        all.retain(|(name, _)| *name != variable.name);
        all.push((variable.name.clone(), value));
    }
    all
}

fn from_whole_objects(
    store: &Store,
    namespace: &str,
    container: &Container,
) -> Vec<(String, String)> {
    let of = |source: &EnvFromSource| -> BTreeMap<String, String> {
        let config = source.config_map_ref.as_ref();
        let secret = source.secret_ref.as_ref();
        config
            .map(|config| config_data(store, namespace, &config.name))
            .or_else(|| secret.map(|secret| secret_data(store, namespace, &secret.name)))
            .unwrap_or_default()
    };
    let sources = container.env_from.iter().flatten();
    sources
        .flat_map(|source| {
            let prefix = source.prefix.clone().unwrap_or_default();
            of(source)
                .into_iter()
                .map(move |(key, value)| (format!("{prefix}{key}"), value))
        })
        .collect()
}

/// The value of one variable; nothing when the key it names is not there (and may be missing).
fn value_of(store: &Store, pod: &Pod, variable: &EnvVar) -> Option<String> {
    let Some(from) = &variable.value_from else {
        return Some(variable.value.clone().unwrap_or_default());
    };
    let namespace = meta::namespace(&pod.metadata);
    if let Some(key) = &from.config_map_key_ref {
        return config_data(store, namespace, &key.name).remove(&key.key);
    }
    if let Some(key) = &from.secret_key_ref {
        return secret_data(store, namespace, &key.name).remove(&key.key);
    }
    Some(of_the_pod(pod, from))
}

/// Of the downward API the fields people use.
fn of_the_pod(pod: &Pod, from: &EnvVarSource) -> String {
    let field = from.field_ref.as_ref();
    match field.map(|field| field.field_path.as_str()) {
        Some("metadata.name") => meta::name(&pod.metadata).to_owned(),
        Some("metadata.namespace") => meta::namespace(&pod.metadata).to_owned(),
        Some("metadata.uid") => meta::uid(&pod.metadata).to_owned(),
        Some("status.podIP") => pod
            .status
            .as_ref()
            .and_then(|status| status.pod_ip.clone())
            .unwrap_or_default(),
        Some("spec.nodeName") => pod
            .spec
            .as_ref()
            .and_then(|spec| spec.node_name.clone())
            .unwrap_or_default(),
        _ => String::new(),
    }
}

fn config_data(store: &Store, namespace: &str, name: &str) -> BTreeMap<String, String> {
    let map = store.get::<ConfigMap>(namespace, name);
    map.and_then(|map| map.data.clone()).unwrap_or_default()
}

fn secret_data(store: &Store, namespace: &str, name: &str) -> BTreeMap<String, String> {
    let secret = store.get::<Secret>(namespace, name);
    let data = secret.and_then(|secret| secret.data.as_ref());
    data.into_iter()
        .flatten()
        .map(|(key, value)| (key.clone(), String::from_utf8_lossy(&value.0).into_owned()))
        .collect()
}
