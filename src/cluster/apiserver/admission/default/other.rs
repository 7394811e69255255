//! Defaults of the kinds with little to complete.
//!
//! Models kubernetes/pkg/apis/core/v1/defaults.go and the namespace strategy (1.36).

use super::blank::{fill, omit, quantities};
use super::pod_spec::selector;
use crate::cluster::api::{
    ConfigMap, Namespace, Node, PodDisruptionBudget, ResourceQuota, Secret, meta,
};
use k8s_openapi::ByteString;

/// A namespace carries its own name as a label and is Active from the first moment.
pub(super) fn namespace(namespace: &mut Namespace) {
    let name = meta::name(&namespace.metadata).to_owned();
    meta::set_label(
        &mut namespace.metadata,
        "kubernetes.io/metadata.name",
        &name,
    );
    let finalizers = &mut namespace.spec.get_or_insert_default().finalizers;
    if finalizers.is_none() {
        *finalizers = Some(vec!["kubernetes".to_owned()]);
    }
    fill(
        &mut namespace.status.get_or_insert_default().phase,
        "Active",
    );
}

/// What a node does not set apart for the system, pods may have.
pub(super) fn node(node: &mut Node) {
    let spec = node.spec.get_or_insert_default();
    omit(&mut spec.pod_cidr);
    omit(&mut spec.pod_cidrs);
    omit(&mut spec.taints);
    omit(&mut spec.unschedulable);
    let status = node.status.get_or_insert_default();
    quantities(&mut status.capacity);
    quantities(&mut status.allocatable);
    if status.allocatable.is_none() {
        status.allocatable.clone_from(&status.capacity);
    }
}

pub(super) fn config_map(map: &mut ConfigMap) {
    omit(&mut map.data);
    omit(&mut map.binary_data);
}

/// `stringData` is a convenience for writing: the server stores bytes.
pub(super) fn secret(secret: &mut Secret) {
    fill(&mut secret.type_, "Opaque");
    for (key, text) in secret.string_data.take().into_iter().flatten() {
        secret
            .data
            .get_or_insert_default()
            .insert(key, ByteString(text.into_bytes()));
    }
    omit(&mut secret.data);
}

pub(super) fn quota(quota: &mut ResourceQuota) {
    let spec = quota.spec.get_or_insert_default();
    quantities(&mut spec.hard);
    omit(&mut spec.scopes);
}

pub(super) fn budget(budget: &mut PodDisruptionBudget) {
    let spec = budget.spec.get_or_insert_default();
    spec.selector.iter_mut().for_each(selector);
}
