//! Rules of a pod's spec, in pods and in templates.
//!
//! Models ValidatePodSpec in kubernetes/pkg/apis/core/validation/validation.go.

use super::causes::Causes;
use super::path::Path;
use super::seen::Seen;
use super::{container, format, meta, scheduling, volume};
use crate::cluster::api::PodSpec;

/// A pod's spec; `claim_names` are volumes that a set's claim templates will add.
pub(super) fn pod_spec(
    spec: &PodSpec,
    claim_names: &Seen<&str>,
    path: &Path<'_>,
    causes: &mut Causes,
) {
    let volumes = volume::volumes(spec.volumes.as_deref(), &path.child("volumes"), causes);
    let knows = |name: &str| volumes.has(name) || claim_names.has(name);
    let containers = path.child("containers");
    if spec.containers.is_empty() {
        causes.required(&containers, "");
    }
    container::containers(&spec.containers, &knows, &containers, causes);
    let init = spec.init_containers.as_deref().unwrap_or_default();
    container::init_containers(
        init,
        &spec.containers,
        &knows,
        &path.child("initContainers"),
        causes,
    );
    policies(spec, path, causes);
    meta::labels(
        spec.node_selector.as_ref(),
        &path.child("nodeSelector"),
        causes,
    );
    if let Some(affinity) = &spec.affinity {
        scheduling::affinity(affinity, &path.child("affinity"), causes);
    }
    let spread = spec.topology_spread_constraints.as_deref();
    scheduling::spread(spread, &path.child("topologySpreadConstraints"), causes);
    names(spec, path, causes);
    let tolerations = spec.tolerations.as_deref();
    scheduling::tolerations(tolerations, &path.child("tolerations"), causes);
}

fn policies(spec: &PodSpec, path: &Path<'_>, causes: &mut Causes) {
    let restart = spec.restart_policy.as_deref().unwrap_or_default();
    causes.one_of(
        &path.child("restartPolicy"),
        restart,
        &["Always", "OnFailure", "Never"],
    );
    let dns = spec.dns_policy.as_deref().unwrap_or_default();
    let known = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];
    causes.one_of(&path.child("dnsPolicy"), dns, &known);
    let servers = spec
        .dns_config
        .as_ref()
        .and_then(|config| config.nameservers.as_ref());
    if dns == "None" && servers.is_none_or(Vec::is_empty) {
        let detail = "must provide at least one DNS nameserver when `dnsPolicy` is None";
        causes.required(&path.child("dnsConfig.nameservers"), detail);
    }
    if let Some(seconds) = spec.active_deadline_seconds
        && !(1..=i64::from(i32::MAX)).contains(&seconds)
    {
        let detail = "must be between 1 and 2147483647, inclusive";
        causes.invalid(&path.child("activeDeadlineSeconds"), seconds, detail);
    }
}

fn names(spec: &PodSpec, path: &Path<'_>, causes: &mut Causes) {
    if let Some(name) = &spec.service_account_name {
        causes.each(
            &path.child("serviceAccountName"),
            name,
            format::dns_subdomain(name),
        );
    }
    if let Some(name) = &spec.node_name {
        causes.each(&path.child("nodeName"), name, format::dns_subdomain(name));
    }
    if let Some(name) = &spec.hostname {
        causes.each(&path.child("hostname"), name, format::dns_label(name));
    }
    if let Some(name) = &spec.subdomain {
        causes.each(&path.child("subdomain"), name, format::dns_label(name));
    }
    if let Some(name) = &spec.priority_class_name {
        causes.each(
            &path.child("priorityClassName"),
            name,
            format::dns_subdomain(name),
        );
    }
}
