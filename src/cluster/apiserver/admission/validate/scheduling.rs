//! Rules of where pods may go: affinity, tolerations, spread.
//!
//! Models validateAffinity, ValidateTolerations and validateTopologySpreadConstraints in
//! pkg/apis/core/validation/validation.go.

use super::causes::Causes;
use super::path::Path;
use super::{format, meta};
use crate::cluster::api::Toleration;
use k8s_openapi::api::core::v1::{
    Affinity, NodeAffinity, NodeSelectorRequirement, NodeSelectorTerm, PodAffinityTerm,
    TopologySpreadConstraint, WeightedPodAffinityTerm,
};

const REQUIRED: &str = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED: &str = "preferredDuringSchedulingIgnoredDuringExecution";
const WEIGHT: &str = "must be in the range 1-100";

/// Which nodes and which neighbours a pod wants.
pub(super) fn affinity(affinity: &Affinity, path: &Path<'_>, causes: &mut Causes) {
    if let Some(node) = &affinity.node_affinity {
        node_affinity(node, &path.child("nodeAffinity"), causes);
    }
    if let Some(pod) = &affinity.pod_affinity {
        pod_terms(
            pod.required_during_scheduling_ignored_during_execution
                .as_deref(),
            pod.preferred_during_scheduling_ignored_during_execution
                .as_deref(),
            &path.child("podAffinity"),
            causes,
        );
    }
    if let Some(pod) = &affinity.pod_anti_affinity {
        pod_terms(
            pod.required_during_scheduling_ignored_during_execution
                .as_deref(),
            pod.preferred_during_scheduling_ignored_during_execution
                .as_deref(),
            &path.child("podAntiAffinity"),
            causes,
        );
    }
}

fn node_affinity(affinity: &NodeAffinity, path: &Path<'_>, causes: &mut Causes) {
    if let Some(required) = &affinity.required_during_scheduling_ignored_during_execution {
        let at = path.child(REQUIRED);
        let at = at.child("nodeSelectorTerms");
        if required.node_selector_terms.is_empty() {
            causes.required(&at, "must have at least one node selector term");
        }
        for (index, term) in required.node_selector_terms.iter().enumerate() {
            node_term(term, &at.index(index), causes);
        }
    }
    let preferred = affinity
        .preferred_during_scheduling_ignored_during_execution
        .as_deref();
    for (index, term) in preferred.unwrap_or_default().iter().enumerate() {
        let at = path.child(PREFERRED);
        let at = at.index(index);
        if !(1..=100).contains(&term.weight) {
            causes.invalid(&at.child("weight"), term.weight, WEIGHT);
        }
        node_term(&term.preference, &at.child("preference"), causes);
    }
}

fn node_term(term: &NodeSelectorTerm, path: &Path<'_>, causes: &mut Causes) {
    for (index, requirement) in term.match_expressions.iter().flatten().enumerate() {
        node_requirement(
            requirement,
            &path.child("matchExpressions").index(index),
            causes,
        );
    }
}

fn node_requirement(requirement: &NodeSelectorRequirement, path: &Path<'_>, causes: &mut Causes) {
    let values = requirement.values.as_deref().unwrap_or_default();
    match requirement.operator.as_str() {
        // Nodes can be compared by number as well.
        "Gt" | "Lt" => {
            if values.len() != 1 {
                let detail = "must be specified single value when `operator` is 'Lt' or 'Gt'";
                causes.required(&path.child("values"), detail);
            }
        }
        operator => meta::operator(operator, values, path, causes),
    }
    meta::label_key(&requirement.key, &path.child("key"), causes);
}

fn pod_terms(
    required: Option<&[PodAffinityTerm]>,
    preferred: Option<&[WeightedPodAffinityTerm]>,
    path: &Path<'_>,
    causes: &mut Causes,
) {
    for (index, term) in required.unwrap_or_default().iter().enumerate() {
        pod_term(term, &path.child(REQUIRED).index(index), causes);
    }
    for (index, term) in preferred.unwrap_or_default().iter().enumerate() {
        let at = path.child(PREFERRED);
        let at = at.index(index);
        if !(1..=100).contains(&term.weight) {
            causes.invalid(&at.child("weight"), term.weight, WEIGHT);
        }
        pod_term(
            &term.pod_affinity_term,
            &at.child("podAffinityTerm"),
            causes,
        );
    }
}

fn pod_term(term: &PodAffinityTerm, path: &Path<'_>, causes: &mut Causes) {
    for (field, selector) in [
        ("labelSelector", &term.label_selector),
        ("namespaceSelector", &term.namespace_selector),
    ] {
        if let Some(selector) = selector {
            meta::selector(selector, &path.child(field), causes);
        }
    }
    for (index, namespace) in term.namespaces.iter().flatten().enumerate() {
        let at = path.child("namespaces");
        causes.each(&at.index(index), namespace, format::dns_label(namespace));
    }
    let at = path.child("topologyKey");
    if term.topology_key.is_empty() {
        causes.required(&at, "can not be empty");
    }
    meta::label_key(&term.topology_key, &at, causes);
}

/// How evenly pods must lie.
pub(super) fn spread(
    constraints: Option<&[TopologySpreadConstraint]>,
    path: &Path<'_>,
    causes: &mut Causes,
) {
    for (index, constraint) in constraints.unwrap_or_default().iter().enumerate() {
        let path = path.index(index);
        if constraint.max_skew <= 0 {
            causes.invalid(
                &path.child("maxSkew"),
                constraint.max_skew,
                "must be greater than zero",
            );
        }
        if constraint.topology_key.is_empty() {
            causes.required(&path.child("topologyKey"), "can not be empty");
        } else {
            meta::label_key(&constraint.topology_key, &path.child("topologyKey"), causes);
        }
        let known = ["DoNotSchedule", "ScheduleAnyway"];
        causes.one_of(
            &path.child("whenUnsatisfiable"),
            &constraint.when_unsatisfiable,
            &known,
        );
        if let Some(selector) = &constraint.label_selector {
            meta::selector(selector, &path.child("labelSelector"), causes);
        }
    }
}

/// Which taints a pod puts up with.
pub(super) fn tolerations(
    tolerations: Option<&[Toleration]>,
    path: &Path<'_>,
    causes: &mut Causes,
) {
    for (index, toleration) in tolerations.unwrap_or_default().iter().enumerate() {
        self::toleration(toleration, &path.index(index), causes);
    }
}

fn toleration(toleration: &Toleration, path: &Path<'_>, causes: &mut Causes) {
    let key = toleration.key.as_deref().unwrap_or_default();
    let operator = toleration.operator.as_deref().unwrap_or_default();
    let value = toleration.value.as_deref().unwrap_or_default();
    let effect = toleration.effect.as_deref().unwrap_or_default();
    if !key.is_empty() {
        meta::label_key(key, &path.child("key"), causes);
    }
    let at = path.child("operator");
    if key.is_empty() && operator != "Exists" {
        let detail = "operator must be Exists when `key` is empty, which means \"match all values and all keys\"";
        causes.invalid(&at, operator, detail);
    }
    if toleration.toleration_seconds.is_some() && effect != "NoExecute" {
        let detail = "effect must be 'NoExecute' when `tolerationSeconds` is set";
        causes.invalid(&path.child("effect"), effect, detail);
    }
    match operator {
        "" | "Equal" => {
            let complaints = format::label_value(value);
            if !complaints.is_empty() {
                causes.invalid(&at, value, &complaints.join(";"));
            }
        }
        "Exists" => {
            if !value.is_empty() {
                let whole = serde_json::to_value(toleration).unwrap_or_default();
                causes.invalid(
                    &at,
                    whole,
                    "value must be empty when `operator` is 'Exists'",
                );
            }
        }
        other => causes.unsupported(&at, other, &["Equal", "Exists"]),
    }
    if !effect.is_empty() {
        let known = ["NoSchedule", "PreferNoSchedule", "NoExecute"];
        causes.one_of(&path.child("effect"), effect, &known);
    }
}
