//! Affinity: of pods to nodes and of pods to each other.
//!
//! Models component-helpers/scheduling/corev1/nodeaffinity and the scheduler's `InterPodAffinity`.

use super::reasons::Reason;
use super::snapshot::{Room, Snapshot};
use crate::cluster::api::{Namespace, Node, Pod, meta, selector};
use crate::cluster::apiserver::Store;
use k8s_openapi::api::core::v1::{
    NodeSelector, NodeSelectorRequirement, NodeSelectorTerm, PodAffinityTerm,
};
use std::collections::BTreeSet;

/// Whether the node matches any of the selector's terms.
#[must_use]
pub fn node_matches(selector: &NodeSelector, node: &Node) -> bool {
    selector
        .node_selector_terms
        .iter()
        .any(|term| term_matches(term, node))
}

/// Whether the node matches one term; an empty term matches nothing.
pub(super) fn term_matches(term: &NodeSelectorTerm, node: &Node) -> bool {
    let expressions = term.match_expressions.as_deref().unwrap_or_default();
    let fields = term.match_fields.as_deref().unwrap_or_default();
    let name = meta::name(&node.metadata);
    !(expressions.is_empty() && fields.is_empty())
        && expressions
            .iter()
            .all(|e| requirement_holds(e, meta::label(&node.metadata, &e.key)))
        && fields
            .iter()
            .all(|e| requirement_holds(e, (e.key == "metadata.name").then_some(name)))
}

fn requirement_holds(requirement: &NodeSelectorRequirement, present: Option<&str>) -> bool {
    let values = requirement.values.as_deref().unwrap_or_default();
    let listed = |present: &str| values.iter().any(|value| value == present);
    let compared = |test: fn(&i64, &i64) -> bool| -> bool {
        let bound = values.first().and_then(|value| value.parse().ok());
        let present = present.and_then(|present| present.parse().ok());
        present
            .zip(bound)
            .is_some_and(|(present, bound)| test(&present, &bound))
    };
    match requirement.operator.as_str() {
        "In" => present.is_some_and(listed),
        "NotIn" => !present.is_some_and(listed),
        "Exists" => present.is_some(),
        "DoesNotExist" => present.is_none(),
        "Gt" => compared(i64::gt),
        "Lt" => compared(i64::lt),
        _ => false,
    }
}

/// Whether the pod's `nodeSelector` and required node affinity let it onto the node.
pub(super) fn admits_node(pod: &Pod, node: &Node) -> bool {
    let Some(spec) = &pod.spec else { return true };
    let by_label = spec
        .node_selector
        .iter()
        .flatten()
        .all(|(key, value)| meta::label(&node.metadata, key) == Some(value));
    let required = spec
        .affinity
        .as_ref()
        .and_then(|affinity| affinity.node_affinity.as_ref())
        .and_then(|affinity| {
            affinity
                .required_during_scheduling_ignored_during_execution
                .as_ref()
        });
    by_label && required.is_none_or(|selector| node_matches(selector, node))
}

/// A place in a topology: the label and its value.
type Domain<'a> = (&'a str, &'a str);

/// What the affinities between pods demand, computed once for all nodes.
pub(super) struct BetweenPods<'a> {
    /// The pod's own required affinity terms.
    wanted: Vec<&'a PodAffinityTerm>,
    /// Where pods are that match all of them.
    wanted_at: BTreeSet<Domain<'a>>,
    /// No pod matches them but this one does: the first of a group may go anywhere.
    first_of_its_group: bool,
    /// Where pods are that this one must keep away from.
    shunned_at: BTreeSet<Domain<'a>>,
    /// Where pods are that want to be kept away from this one.
    shunning_at: BTreeSet<Domain<'a>>,
}

impl<'a> BetweenPods<'a> {
    pub(super) fn of(snapshot: &Snapshot<'a>, store: &Store) -> Self {
        let pod = snapshot.pod;
        let wanted = required_affinity(pod);
        let shunned = required_anti_affinity(pod);
        let mut rules = Self {
            first_of_its_group: wanted.iter().all(|term| picks(store, term, pod, pod)),
            wanted,
            wanted_at: BTreeSet::new(),
            shunned_at: BTreeSet::new(),
            shunning_at: BTreeSet::new(),
        };
        for room in &snapshot.rooms {
            let domain = |term: &PodAffinityTerm| -> Option<Domain<'a>> {
                room.node
                    .metadata
                    .labels
                    .as_ref()?
                    .get_key_value(&term.topology_key)
                    .map(|(key, value)| (key.as_str(), value.as_str()))
            };
            // Nobody on the node has a say in the matter.
            if rules.wanted.is_empty() && shunned.is_empty() && room.with_anti_affinity == 0 {
                continue;
            }
            for other in room.info.pods.values() {
                if !rules.wanted.is_empty()
                    && rules
                        .wanted
                        .iter()
                        .all(|term| picks(store, term, pod, other))
                {
                    rules.first_of_its_group = false;
                    rules
                        .wanted_at
                        .extend(rules.wanted.iter().filter_map(|term| domain(term)));
                }
                let picked = shunned.iter().filter(|term| picks(store, term, pod, other));
                rules.shunned_at.extend(picked.filter_map(&domain));
                let theirs = required_anti_affinity(other);
                let picking = theirs.iter().filter(|term| picks(store, term, other, pod));
                rules.shunning_at.extend(picking.filter_map(&domain));
            }
        }
        rules
    }

    pub(super) fn refusal(&self, room: &Room<'_>, pod: &Pod) -> Option<Reason> {
        let labels = room.node.metadata.labels.as_ref();
        let value = |key: &str| {
            labels
                .and_then(|labels| labels.get(key))
                .map(String::as_str)
        };
        let near = self.wanted.iter().all(|term| {
            value(&term.topology_key).is_some_and(|value| {
                self.first_of_its_group || self.wanted_at.contains(&(&*term.topology_key, value))
            })
        });
        if !near {
            return Some(Reason::PodAffinity);
        }
        let at = |domains: &BTreeSet<Domain<'_>>| {
            domains
                .iter()
                .any(|(key, there)| value(key) == Some(*there))
        };
        let shuns = !required_anti_affinity(pod).is_empty();
        if shuns && at(&self.shunned_at) {
            return Some(Reason::OwnAntiAffinity);
        }
        at(&self.shunning_at).then_some(Reason::OthersAntiAffinity)
    }
}

/// Whether `term`, written in `owner`, picks `other`.
pub(super) fn picks(store: &Store, term: &PodAffinityTerm, owner: &Pod, other: &Pod) -> bool {
    let namespace = meta::namespace(&other.metadata);
    let listed = term.namespaces.as_deref().unwrap_or_default();
    let in_scope = match &term.namespace_selector {
        None if listed.is_empty() => namespace == meta::namespace(&owner.metadata),
        None => listed.iter().any(|name| name == namespace),
        Some(selector) => {
            let object = store.get::<Namespace>("", namespace);
            let labels = object.and_then(|object| object.metadata.labels.as_ref());
            listed.iter().any(|name| name == namespace) || selector::matches(selector, labels)
        }
    };
    in_scope
        && term
            .label_selector
            .as_ref()
            .is_some_and(|selector| selector::matches(selector, other.metadata.labels.as_ref()))
}

fn required_affinity(pod: &Pod) -> Vec<&PodAffinityTerm> {
    let affinity = pod.spec.as_ref().and_then(|spec| spec.affinity.as_ref());
    affinity
        .and_then(|affinity| affinity.pod_affinity.as_ref())
        .and_then(|affinity| {
            affinity
                .required_during_scheduling_ignored_during_execution
                .as_ref()
        })
        .into_iter()
        .flatten()
        .collect()
}

pub(super) fn required_anti_affinity(pod: &Pod) -> &[PodAffinityTerm] {
    let affinity = pod.spec.as_ref().and_then(|spec| spec.affinity.as_ref());
    affinity
        .and_then(|affinity| affinity.pod_anti_affinity.as_ref())
        .and_then(|affinity| {
            affinity
                .required_during_scheduling_ignored_during_execution
                .as_deref()
        })
        .unwrap_or_default()
}
