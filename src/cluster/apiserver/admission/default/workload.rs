//! Defaults of the kinds that make pods: StatefulSet, Deployment, ReplicaSet.
//!
//! Models kubernetes/pkg/apis/apps/v1/defaults.go and pkg/registry/apps/statefulset/strategy.go (1.36).

use super::blank::{fill, metadata, omit};
use super::{pod_spec, storage};
use crate::cluster::api::{
    Deployment, IntOrString, LabelSelector, ReplicaSet, Specified, StatefulSet, StatefulSetSpec,
    StatefulSetUpdateStrategy,
};
use crate::cluster::apiserver::store::Gates;

/// Completes a set. `old` is the stored one on updates: a field behind a closed gate survives if it
/// was in use before.
pub(super) fn stateful_set(gates: Gates, old: Option<&StatefulSet>, set: &mut StatefulSet) {
    let spec = set.spec_mut();
    spec.replicas.get_or_insert(1);
    spec.revision_history_limit.get_or_insert(10);
    fill(&mut spec.pod_management_policy, "OrderedReady");
    omit(&mut spec.service_name);
    omit(&mut spec.min_ready_seconds);
    omit(&mut spec.volume_claim_templates);
    top_selector(&mut spec.selector);
    strategy(gates, old, spec.update_strategy.get_or_insert_default());
    let policy = spec
        .persistent_volume_claim_retention_policy
        .get_or_insert_default();
    fill(&mut policy.when_deleted, "Retain");
    fill(&mut policy.when_scaled, "Retain");
    pod_spec::template(&mut spec.template);
    spec.volume_claim_templates
        .iter_mut()
        .flatten()
        .for_each(storage::claim);
}

/// The block `rollingUpdate` appears by itself only where the type was left open too.
fn strategy(gates: Gates, old: Option<&StatefulSet>, strategy: &mut StatefulSetUpdateStrategy) {
    omit(&mut strategy.type_);
    if strategy.type_.is_none() {
        strategy.type_ = Some("RollingUpdate".to_owned());
        strategy.rolling_update.get_or_insert_default();
    }
    let rolling = strategy.type_.as_deref() == Some("RollingUpdate");
    let Some(block) = &mut strategy.rolling_update else {
        return;
    };
    if rolling {
        block.partition.get_or_insert(0);
    }
    if gates.max_unavailable_stateful_set {
        if rolling {
            block.max_unavailable.get_or_insert(IntOrString::Int(1));
        }
    } else if !old.is_some_and(|old| uses_max_unavailable(old.spec())) {
        block.max_unavailable = None;
    }
}

fn uses_max_unavailable(spec: &StatefulSetSpec) -> bool {
    let strategy = spec.update_strategy.as_ref();
    strategy
        .and_then(|strategy| strategy.rolling_update.as_ref())
        .is_some_and(|block| block.max_unavailable.is_some())
}

/// Completes a Deployment.
pub(super) fn deployment(deployment: &mut Deployment) {
    let quarter = || IntOrString::String("25%".to_owned());
    let spec = deployment.spec_mut();
    spec.replicas.get_or_insert(1);
    spec.revision_history_limit.get_or_insert(10);
    spec.progress_deadline_seconds.get_or_insert(600);
    omit(&mut spec.min_ready_seconds);
    omit(&mut spec.paused);
    top_selector(&mut spec.selector);
    let strategy = spec.strategy.get_or_insert_default();
    fill(&mut strategy.type_, "RollingUpdate");
    if strategy.type_.as_deref() == Some("RollingUpdate") {
        let block = strategy.rolling_update.get_or_insert_default();
        block.max_unavailable.get_or_insert_with(quarter);
        block.max_surge.get_or_insert_with(quarter);
    }
    pod_spec::template(&mut spec.template);
}

/// Completes a ReplicaSet.
pub(super) fn replica_set(set: &mut ReplicaSet) {
    let spec = set.spec_mut();
    spec.replicas.get_or_insert(1);
    omit(&mut spec.min_ready_seconds);
    top_selector(&mut spec.selector);
    let template = spec.template.get_or_insert_default();
    metadata(template.metadata.get_or_insert_default());
    pod_spec::template(template);
}

/// The selector of the kind itself is a pointer in Go, which our type cannot say. The decoder marks
/// one that was written but empty by an empty `matchLabels`; validation tells the two apart by it.
fn top_selector(selector: &mut LabelSelector) {
    let written = selector.match_labels.is_some() || selector.match_expressions.is_some();
    pod_spec::selector(selector);
    if written && selector.match_labels.is_none() && selector.match_expressions.is_none() {
        selector.match_labels = Some(std::collections::BTreeMap::new());
    }
}
