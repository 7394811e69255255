//! The eviction subresource's question: do the disruption budgets let this pod go?
//!
//! Models kubernetes/pkg/registry/core/pod/storage/eviction.go; the budgets are counted here and now,
//! because no disruption controller keeps their status.

use super::store::Store;
use crate::cluster::api::conditions::{is_ready, is_terminal};
use crate::cluster::api::{
    IntOrString, Pod, PodDisruptionBudget, Specified, StatefulSet, meta, selector,
};
use std::sync::Arc;

/// Whether every budget that covers the pod has one disruption left (the eviction subresource).
#[must_use]
pub fn is_allowed(store: &Store, pod: &Pod) -> bool {
    if is_terminal(pod) || !is_ready(pod) {
        return true;
    }
    let namespace = meta::namespace(&pod.metadata);
    store
        .list_in::<PodDisruptionBudget>(namespace)
        .all(|budget| {
            let Some(spec) = &budget.spec else {
                return true;
            };
            let covers = spec
                .selector
                .as_ref()
                .is_some_and(|wanted| selector::matches(wanted, pod.metadata.labels.as_ref()));
            if !covers {
                return true;
            }
            let covered: Vec<&Arc<Pod>> = store
                .list_in::<Pod>(namespace)
                .filter(|other| {
                    spec.selector.as_ref().is_some_and(|wanted| {
                        selector::matches(wanted, other.metadata.labels.as_ref())
                    })
                })
                .collect();
            let expected = expected(store, &covered);
            let healthy = covered
                .iter()
                .filter(|pod| is_ready(pod) && !meta::is_deleting(&pod.metadata))
                .count();
            let desired = match (&spec.max_unavailable, &spec.min_available) {
                (Some(most), _) => expected.saturating_sub(share(most, expected)),
                (None, Some(least)) => share(least, expected),
                (None, None) => return true,
            };
            healthy > desired
        })
}

/// How many pods there should be: what their controllers want.
fn expected(store: &Store, covered: &[&Arc<Pod>]) -> usize {
    let mut owners = std::collections::BTreeSet::new();
    let mut free = 0;
    for pod in covered {
        match meta::controller_of(&pod.metadata) {
            Some(owner) if owner.kind == "StatefulSet" => {
                owners.insert((meta::namespace(&pod.metadata), owner.name.as_str()));
            }
            _ => free += 1,
        }
    }
    let wanted = owners.into_iter().filter_map(|(namespace, name)| {
        let set = store.get::<StatefulSet>(namespace, name)?;
        usize::try_from(set.spec().replicas.unwrap_or(1)).ok()
    });
    wanted.sum::<usize>() + free
}

/// A number, or a share of the whole rounded up.
fn share(value: &IntOrString, whole: usize) -> usize {
    match value {
        IntOrString::Int(number) => usize::try_from(*number).unwrap_or_default(),
        IntOrString::String(text) => {
            let percent: usize = text.trim_end_matches('%').parse().unwrap_or_default();
            (whole * percent).div_ceil(100)
        }
    }
}
