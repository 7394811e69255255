//! Defaults of a pod's spec, in pods and in templates alike.
//!
//! Models kubernetes/pkg/apis/core/v1/defaults.go (1.36).

use super::blank::{fill, metadata, omit, quantities};
use super::container::{container, resources};
use super::volume::volume;
use crate::cluster::api::{LabelSelector, PodSpec, PodTemplateSpec};
use k8s_openapi::api::core::v1::{
    Affinity, NodeSelectorTerm, PodAffinityTerm, PodDNSConfig, PodSecurityContext,
    TopologySpreadConstraint, WeightedPodAffinityTerm,
};

/// Completes a template. Its metadata and spec are structs in Go: written even when empty.
pub(super) fn template(template: &mut PodTemplateSpec) {
    metadata(template.metadata.get_or_insert_default());
    pod_spec(template.spec.get_or_insert_default());
}

/// Completes a pod's spec with what pods and templates share.
pub(super) fn pod_spec(spec: &mut PodSpec) {
    fill(&mut spec.dns_policy, "ClusterFirst");
    fill(&mut spec.restart_policy, "Always");
    fill(&mut spec.scheduler_name, "default-scheduler");
    spec.termination_grace_period_seconds.get_or_insert(30);
    security_context(spec.security_context.get_or_insert_default());
    service_account(spec);
    omit_blanks(spec);
    spec.containers.iter_mut().for_each(container);
    spec.init_containers
        .iter_mut()
        .flatten()
        .for_each(container);
    spec.volumes.iter_mut().flatten().for_each(volume);
    spec.resources.iter_mut().for_each(resources);
    quantities(&mut spec.overhead);
    if spec.host_network == Some(true) {
        host_ports(spec);
    }
    for toleration in spec.tolerations.iter_mut().flatten() {
        omit(&mut toleration.key);
        omit(&mut toleration.operator);
        omit(&mut toleration.value);
        omit(&mut toleration.effect);
    }
    spec.affinity.iter_mut().for_each(affinity);
    spec.topology_spread_constraints
        .iter_mut()
        .flatten()
        .for_each(spread);
    spec.dns_config.iter_mut().for_each(dns_config);
    for alias in spec.host_aliases.iter_mut().flatten() {
        omit(&mut alias.hostnames);
    }
}

fn omit_blanks(spec: &mut PodSpec) {
    omit(&mut spec.ephemeral_containers);
    omit(&mut spec.host_aliases);
    omit(&mut spec.host_ipc);
    omit(&mut spec.host_network);
    omit(&mut spec.host_pid);
    omit(&mut spec.hostname);
    omit(&mut spec.image_pull_secrets);
    omit(&mut spec.init_containers);
    omit(&mut spec.node_name);
    omit(&mut spec.node_selector);
    omit(&mut spec.priority_class_name);
    omit(&mut spec.readiness_gates);
    omit(&mut spec.resource_claims);
    omit(&mut spec.scheduling_gates);
    omit(&mut spec.subdomain);
    omit(&mut spec.tolerations);
    omit(&mut spec.topology_spread_constraints);
    omit(&mut spec.volumes);
}

/// The two names of the service account are one field; the newer name wins.
fn service_account(spec: &mut PodSpec) {
    omit(&mut spec.service_account_name);
    omit(&mut spec.service_account);
    if spec.service_account_name.is_none() {
        spec.service_account_name.clone_from(&spec.service_account);
    }
    if spec.service_account != spec.service_account_name {
        spec.service_account.clone_from(&spec.service_account_name);
    }
}

/// On the host's network a container's port is the host's port.
fn host_ports(spec: &mut PodSpec) {
    let containers = spec
        .containers
        .iter_mut()
        .chain(spec.init_containers.iter_mut().flatten());
    for port in containers.flat_map(|container| container.ports.iter_mut().flatten()) {
        if port.host_port.is_none() && port.container_port != 0 {
            port.host_port = Some(port.container_port);
        }
    }
}

fn security_context(context: &mut PodSecurityContext) {
    omit(&mut context.supplemental_groups);
    omit(&mut context.sysctls);
}

fn affinity(affinity: &mut Affinity) {
    if let Some(node) = &mut affinity.node_affinity {
        omit(&mut node.preferred_during_scheduling_ignored_during_execution);
        let required = node
            .required_during_scheduling_ignored_during_execution
            .iter_mut();
        required
            .flat_map(|selector| selector.node_selector_terms.iter_mut())
            .for_each(node_term);
        for preferred in node
            .preferred_during_scheduling_ignored_during_execution
            .iter_mut()
            .flatten()
        {
            node_term(&mut preferred.preference);
        }
    }
    if let Some(pod) = &mut affinity.pod_affinity {
        pod_terms(
            &mut pod.required_during_scheduling_ignored_during_execution,
            &mut pod.preferred_during_scheduling_ignored_during_execution,
        );
    }
    if let Some(pod) = &mut affinity.pod_anti_affinity {
        pod_terms(
            &mut pod.required_during_scheduling_ignored_during_execution,
            &mut pod.preferred_during_scheduling_ignored_during_execution,
        );
    }
}

fn node_term(term: &mut NodeSelectorTerm) {
    omit(&mut term.match_expressions);
    omit(&mut term.match_fields);
}

fn pod_terms(
    required: &mut Option<Vec<PodAffinityTerm>>,
    preferred: &mut Option<Vec<WeightedPodAffinityTerm>>,
) {
    omit(required);
    omit(preferred);
    required.iter_mut().flatten().for_each(pod_term);
    for weighted in preferred.iter_mut().flatten() {
        pod_term(&mut weighted.pod_affinity_term);
    }
}

fn pod_term(term: &mut PodAffinityTerm) {
    omit(&mut term.namespaces);
    omit(&mut term.match_label_keys);
    omit(&mut term.mismatch_label_keys);
    term.label_selector.iter_mut().for_each(selector);
    term.namespace_selector.iter_mut().for_each(selector);
}

fn spread(constraint: &mut TopologySpreadConstraint) {
    omit(&mut constraint.match_label_keys);
    constraint.label_selector.iter_mut().for_each(selector);
}

fn dns_config(config: &mut PodDNSConfig) {
    omit(&mut config.nameservers);
    omit(&mut config.options);
    omit(&mut config.searches);
}

/// A label selector without its blanks.
pub(super) fn selector(selector: &mut LabelSelector) {
    omit(&mut selector.match_labels);
    omit(&mut selector.match_expressions);
    for expression in selector.match_expressions.iter_mut().flatten() {
        omit(&mut expression.values);
    }
}
