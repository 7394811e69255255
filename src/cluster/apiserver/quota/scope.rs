//! Which objects a quota is for: all of a kind, or pods of some sort only.
//!
//! Models podMatchesScopeFunc in kubernetes/pkg/quota/v1/evaluator/core/pods.go.

use crate::cluster::api::{Object, Pod, ResourceQuota};
use crate::cluster::apiserver::admission::qos_class;

/// Whether the object falls under the quota's scopes.
pub(super) fn matches(quota: &ResourceQuota, object: &Object) -> bool {
    let Some(spec) = &quota.spec else { return true };
    let plain = spec
        .scopes
        .iter()
        .flatten()
        .map(|scope| (scope.as_str(), "Exists", &[][..]));
    let selected = spec.scope_selector.iter().flat_map(|selector| {
        selector
            .match_expressions
            .iter()
            .flatten()
            .map(|expression| {
                let values = expression.values.as_deref().unwrap_or_default();
                (
                    expression.scope_name.as_str(),
                    expression.operator.as_str(),
                    values,
                )
            })
    });
    let mut scopes = plain.chain(selected).peekable();
    if scopes.peek().is_none() {
        return true;
    }
    // Only pods come in sorts.
    let Object::Pod(pod) = object else {
        return false;
    };
    scopes.all(|(scope, operator, values)| is_in(pod, scope, operator, values))
}

fn is_in(pod: &Pod, scope: &str, operator: &str, values: &[String]) -> bool {
    let Some(spec) = &pod.spec else { return false };
    let ends = spec
        .active_deadline_seconds
        .is_some_and(|seconds| seconds >= 0);
    match scope {
        "Terminating" => ends,
        "NotTerminating" => !ends,
        "BestEffort" => qos_class(spec) == "BestEffort",
        "NotBestEffort" => qos_class(spec) != "BestEffort",
        "PriorityClass" => {
            let class = spec.priority_class_name.as_deref().unwrap_or_default();
            let named = values.iter().any(|value| value == class);
            match operator {
                "In" => named,
                "NotIn" => !named,
                "DoesNotExist" => class.is_empty(),
                _ => !class.is_empty(),
            }
        }
        "CrossNamespacePodAffinity" => crosses_namespaces(pod),
        _ => false,
    }
}

/// Whether an affinity term looks beyond the pod's own namespace.
fn crosses_namespaces(pod: &Pod) -> bool {
    let affinity = pod.spec.as_ref().and_then(|spec| spec.affinity.as_ref());
    let Some(affinity) = affinity else {
        return false;
    };
    let near = affinity.pod_affinity.as_ref().map(|near| {
        (
            near.required_during_scheduling_ignored_during_execution
                .as_deref(),
            near.preferred_during_scheduling_ignored_during_execution
                .as_deref(),
        )
    });
    let far = affinity.pod_anti_affinity.as_ref().map(|far| {
        (
            far.required_during_scheduling_ignored_during_execution
                .as_deref(),
            far.preferred_during_scheduling_ignored_during_execution
                .as_deref(),
        )
    });
    near.into_iter().chain(far).any(|(required, preferred)| {
        let preferred = preferred
            .unwrap_or_default()
            .iter()
            .map(|term| &term.pod_affinity_term);
        let mut terms = required.unwrap_or_default().iter().chain(preferred);
        terms.any(|term| {
            term.namespace_selector.is_some()
                || term
                    .namespaces
                    .as_ref()
                    .is_some_and(|names| !names.is_empty())
        })
    })
}
