//! Defaults only pods get, and what the admission plugins add when one is created.
//!
//! Models SetDefaults_Pod and the plugins ServiceAccount, DefaultTolerationSeconds and Priority
//! (1.36). The token volume of the ServiceAccount plugin is left out: nobody could use it here.

use super::pod_spec::pod_spec;
use crate::cluster::api::{Container, Pod, PodSpec, Toleration};

/// How long a pod stays bound to a node that stopped answering.
const EVICTION_SECONDS: i64 = 300;
const NOT_READY: &str = "node.kubernetes.io/not-ready";
const UNREACHABLE: &str = "node.kubernetes.io/unreachable";

/// Completes a pod as the API version's defaults do, on every write.
pub(super) fn pod(pod: &mut Pod) {
    let spec = pod.spec.get_or_insert_default();
    pod_spec(spec);
    spec.enable_service_links.get_or_insert(true);
    spec.containers.iter_mut().for_each(requests_from_limits);
    spec.init_containers
        .iter_mut()
        .flatten()
        .for_each(requests_from_limits);
}

/// What the mutating admission plugins add to a new pod.
pub(super) fn admit(pod: &mut Pod) {
    let spec = pod.spec.get_or_insert_default();
    if spec.service_account_name.is_none() {
        spec.service_account_name = Some("default".to_owned());
        spec.service_account = Some("default".to_owned());
    }
    tolerate(spec, NOT_READY);
    tolerate(spec, UNREACHABLE);
    if spec.priority.is_none() {
        spec.priority = Some(match spec.priority_class_name.as_deref() {
            Some("system-cluster-critical") => 2_000_000_000,
            Some("system-node-critical") => 2_000_001_000,
            _ => 0,
        });
    }
    spec.preemption_policy
        .get_or_insert_with(|| "PreemptLowerPriority".to_owned());
}

/// A limit without a request is also the request.
fn requests_from_limits(container: &mut Container) {
    let Some(resources) = &mut container.resources else {
        return;
    };
    let Some(limits) = &resources.limits else {
        return;
    };
    let requests = resources.requests.get_or_insert_default();
    for (resource, limit) in limits {
        if !requests.contains_key(resource) {
            requests.insert(resource.clone(), limit.clone());
        }
    }
}

fn tolerate(spec: &mut PodSpec, taint: &str) {
    let tolerations = spec.tolerations.get_or_insert_default();
    let tolerated = tolerations.iter().any(|toleration| {
        let key = toleration.key.as_deref().unwrap_or_default();
        let effect = toleration.effect.as_deref().unwrap_or_default();
        (key.is_empty() || key == taint) && (effect.is_empty() || effect == "NoExecute")
    });
    if !tolerated {
        tolerations.push(Toleration {
            key: Some(taint.to_owned()),
            operator: Some("Exists".to_owned()),
            effect: Some("NoExecute".to_owned()),
            toleration_seconds: Some(EVICTION_SECONDS),
            value: None,
        });
    }
}
