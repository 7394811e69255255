//! A pod as a card.

use super::{Belongs, Health, PodCard};
use crate::cluster::api::conditions::{is_ready, node_is_ready, phase};
use crate::cluster::api::pod_status::{pod_status, restarts};
use crate::cluster::api::{
    Key, Node, Pod, PodTemplateSpec, SimDuration, SimTime, Specified, StatefulSet, meta, selector,
};
use crate::sim::World;
use crate::view::beat::{is_stuck, unschedulable};
use std::collections::BTreeSet;

/// What a card needs to know besides its pod.
pub(super) struct Surroundings {
    heard_nodes: BTreeSet<String>,
}

impl Surroundings {
    pub(super) fn of(world: &World) -> Self {
        let nodes = world.cluster.store.list::<Node>();
        let heard = nodes.filter(|node| node_is_ready(node));
        let heard_nodes = heard
            .map(|node| meta::name(&node.metadata).to_owned())
            .collect();
        Self { heard_nodes }
    }
}

pub(super) fn card(pod: &Pod, key: Key, surroundings: &Surroundings) -> PodCard {
    let status = pod_status(pod);
    let node = pod
        .spec
        .as_ref()
        .and_then(|spec| spec.node_name.clone())
        .unwrap_or_default();
    let ready = is_ready(pod);
    let ip = pod
        .status
        .as_ref()
        .and_then(|status| status.pod_ip.clone())
        .unwrap_or_default();
    let created = pod.metadata.creation_timestamp.as_ref();
    PodCard {
        key,
        uid: meta::uid(&pod.metadata).to_owned(),
        ip,
        health: health(pod, &status, &node, ready, surroundings),
        node,
        phase: phase(pod).to_owned(),
        status,
        ready,
        revision: meta::label(&pod.metadata, "controller-revision-hash")
            .unwrap_or_default()
            .to_owned(),
        belongs: Belongs::Stranger,
        revision_differs: false,
        image_differs: None,
        restarts: restarts(pod),
        created: created.map(SimTime::from_time).unwrap_or_default(),
        unschedulable: unschedulable(pod).map(str::to_owned),
        grace: grace(pod),
    }
}

/// Whose the pod is, seen from a set.
pub(super) fn belongs(pod: &Pod, set: &StatefulSet) -> Belongs {
    let going = meta::is_deleting(&pod.metadata) || meta::is_deleting(&set.metadata);
    match meta::controller_of(&pod.metadata) {
        Some(owner) if owner.uid == meta::uid(&set.metadata) => Belongs::Own,
        None if !going && selector::matches(&set.spec().selector, pod.metadata.labels.as_ref()) => {
            Belongs::Adoptable
        }
        _ => Belongs::Stranger,
    }
}

/// The image a container of the pod was made with, where the template names another one by now.
pub(super) fn image_differs(pod: &Pod, template: &PodTemplateSpec) -> Option<String> {
    let wanted = template.spec.as_ref()?;
    pod.spec.as_ref()?.containers.iter().find_map(|own| {
        let asked = wanted.containers.iter().find(|one| one.name == own.name)?;
        (asked.image != own.image).then(|| own.image.clone())?
    })
}

/// How a pod fares.
#[must_use]
pub fn health_of(pod: &Pod, world: &World) -> Health {
    let node = pod.spec.as_ref().and_then(|spec| spec.node_name.as_deref());
    let around = Surroundings::of(world);
    let status = pod_status(pod);
    health(
        pod,
        &status,
        node.unwrap_or_default(),
        is_ready(pod),
        &around,
    )
}

fn health(pod: &Pod, status: &str, node: &str, ready: bool, around: &Surroundings) -> Health {
    // A node whose object was deleted is heard from as little as one that is not Ready.
    let silent = !node.is_empty() && !around.heard_nodes.contains(node);
    match phase(pod) {
        // First: a pod told to go ends as Succeeded just before it leaves, and that is no news to a person.
        _ if meta::is_deleting(&pod.metadata) => Health::Terminating,
        "Failed" => Health::Failed,
        "Succeeded" => Health::Completed,
        _ if silent => Health::Unknown,
        _ if ready => Health::Ready,
        _ if is_stuck(status) => Health::Failed,
        _ if node.is_empty() => Health::Waiting,
        _ => Health::Starting,
    }
}

/// From when until when the pod gets to finish. Its deletionTimestamp is the end of its grace.
fn grace(pod: &Pod) -> Option<(SimTime, SimTime)> {
    let end = SimTime::from_time(pod.metadata.deletion_timestamp.as_ref()?);
    let seconds = pod
        .metadata
        .deletion_grace_period_seconds
        .unwrap_or_default();
    let length = SimDuration::from_secs(u64::try_from(seconds).unwrap_or_default());
    Some((SimTime(end.0.saturating_sub(length.0)), end))
}
