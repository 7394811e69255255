//! Cells of workloads and their revisions.

use super::{NONE, age, name};
use crate::cluster::api::{
    ControllerRevision, Deployment, LabelSelector, PodTemplateSpec, ReplicaSet, SimTime, Specified,
    StatefulSet, meta,
};

pub(super) fn stateful_set(set: &StatefulSet, now: SimTime) -> Vec<String> {
    let wanted = set.spec().replicas.unwrap_or_default();
    let ready = set
        .status
        .as_ref()
        .and_then(|status| status.ready_replicas)
        .unwrap_or_default();
    let (containers, images) = containers(Some(&set.spec().template));
    vec![
        name(&set.metadata),
        format!("{ready}/{wanted}"),
        age(&set.metadata, now),
        containers,
        images,
    ]
}

pub(super) fn deployment(deployment: &Deployment, now: SimTime) -> Vec<String> {
    let spec = deployment.spec();
    let status = deployment.status.clone().unwrap_or_default();
    let wanted = spec.replicas.unwrap_or_default();
    let (containers, images) = containers(Some(&spec.template));
    vec![
        name(&deployment.metadata),
        format!("{}/{wanted}", status.ready_replicas.unwrap_or_default()),
        status.updated_replicas.unwrap_or_default().to_string(),
        status.available_replicas.unwrap_or_default().to_string(),
        age(&deployment.metadata, now),
        containers,
        images,
        selector(&spec.selector),
    ]
}

pub(super) fn replica_set(set: &ReplicaSet, now: SimTime) -> Vec<String> {
    let spec = set.spec();
    let status = set.status.clone().unwrap_or_default();
    let (containers, images) = containers(spec.template.as_ref());
    vec![
        name(&set.metadata),
        spec.replicas.unwrap_or_default().to_string(),
        status.replicas.to_string(),
        status.ready_replicas.unwrap_or_default().to_string(),
        age(&set.metadata, now),
        containers,
        images,
        selector(&spec.selector),
    ]
}

pub(super) fn revision(revision: &ControllerRevision, now: SimTime) -> Vec<String> {
    let controller = meta::controller_of(&revision.metadata).map_or_else(
        || NONE.to_owned(),
        |owner| {
            let group = owner.api_version.split_once('/').map(|(group, _)| group);
            let kind = owner.kind.to_lowercase();
            match group {
                Some(group) => format!("{kind}.{group}/{}", owner.name),
                None => format!("{kind}/{}", owner.name),
            }
        },
    );
    vec![
        name(&revision.metadata),
        controller,
        revision.revision.to_string(),
        age(&revision.metadata, now),
    ]
}

/// The names and the images of a template's containers, comma-joined.
fn containers(template: Option<&PodTemplateSpec>) -> (String, String) {
    let containers = template
        .and_then(|template| template.spec.as_ref())
        .map(|spec| &spec.containers);
    let names: Vec<&str> = containers
        .into_iter()
        .flatten()
        .map(|c| c.name.as_str())
        .collect();
    let images: Vec<&str> = containers
        .into_iter()
        .flatten()
        .filter_map(|c| c.image.as_deref())
        .collect();
    (names.join(","), images.join(","))
}

/// A selector as text: `app=nginx,tier in (a,b)`.
#[must_use]
pub fn selector(selector: &LabelSelector) -> String {
    let mut parts: Vec<String> = selector
        .match_labels
        .iter()
        .flatten()
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    for expression in selector.match_expressions.iter().flatten() {
        let key = &expression.key;
        let values = expression.values.clone().unwrap_or_default().join(",");
        parts.push(match expression.operator.as_str() {
            "In" => format!("{key} in ({values})"),
            "NotIn" => format!("{key} notin ({values})"),
            "Exists" => key.clone(),
            _ => format!("!{key}"),
        });
    }
    parts.join(",")
}
