//! Rules of StatefulSets.
//!
//! Models kubernetes/pkg/apis/apps/validation/validation.go (1.34 and later, where the pod template
//! and the claim templates are validated with the set).

use super::causes::Causes;
use super::path::Path;
use super::{claim, format, meta, pod_spec};
use crate::cluster::api::{
    IntOrString, RollingUpdateStatefulSetStrategy, Specified, StatefulSet, StatefulSetSpec,
    StatefulSetStatus, StatefulSetUpdateStrategy, selector,
};
use serde_json::Value;

/// The fields an update may change, as the refusal lists them.
const IMMUTABLE: &str = "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

/// A new set.
pub(super) fn create(set: &StatefulSet, causes: &mut Causes) {
    let path = Path::root("spec");
    spec(set.spec(), &path, causes);
    if let Some(name) = set
        .spec()
        .service_name
        .as_deref()
        .filter(|name| !name.is_empty())
    {
        causes.each(&path.child("serviceName"), name, format::dns_label(name));
    }
    templates(set.spec(), causes);
}

/// The new form of a stored set.
pub(super) fn update(old: &StatefulSet, new: &StatefulSet, causes: &mut Causes) {
    let path = Path::root("spec");
    spec(new.spec(), &path, causes);
    // A template that was let in before the rules were stricter does not block other changes.
    if old.spec().template != new.spec().template {
        let mut before = Causes::default();
        templates(old.spec(), &mut before);
        if before.is_empty() {
            templates(new.spec(), causes);
        }
    }
    if changes_what_is_fixed(old.spec(), new.spec()) {
        causes.forbidden(&path, IMMUTABLE);
    }
}

/// Field by field rather than on a copy with the rest made equal: templates are large.
fn changes_what_is_fixed(old: &StatefulSetSpec, new: &StatefulSetSpec) -> bool {
    old.selector != new.selector
        || old.service_name != new.service_name
        || old.pod_management_policy != new.pod_management_policy
        || old.volume_claim_templates != new.volume_claim_templates
}

fn spec(spec: &StatefulSetSpec, path: &Path<'_>, causes: &mut Causes) {
    let policy = spec.pod_management_policy.as_deref().unwrap_or_default();
    match policy {
        "OrderedReady" | "Parallel" => {}
        "" => causes.required(&path.child("podManagementPolicy"), ""),
        other => {
            let detail = "must be 'OrderedReady' or 'Parallel'";
            causes.invalid(&path.child("podManagementPolicy"), other, detail);
        }
    }
    if let Some(strategy) = &spec.update_strategy {
        update_strategy(strategy, &path.child("updateStrategy"), causes);
    }
    if let Some(policy) = &spec.persistent_volume_claim_retention_policy {
        let path = path.child("persistentVolumeClaimRetentionPolicy");
        for (field, value) in [
            ("whenDeleted", &policy.when_deleted),
            ("whenScaled", &policy.when_scaled),
        ] {
            let value = value.as_deref().unwrap_or_default();
            causes.one_of(&path.child(field), value, &["Retain", "Delete"]);
        }
    }
    causes.not_negative(&path.child("replicas"), spec.replicas.unwrap_or(1));
    causes.not_negative(
        &path.child("minReadySeconds"),
        spec.min_ready_seconds.unwrap_or(0),
    );
    if let Some(ordinals) = &spec.ordinals {
        causes.not_negative(&path.child("ordinals.start"), ordinals.start.unwrap_or(0));
    }
    causes.not_negative(
        &path.child("revisionHistoryLimit"),
        spec.revision_history_limit.unwrap_or(0),
    );
    let usable = meta::pod_selector(
        &spec.selector,
        "statefulset",
        &path.child("selector"),
        causes,
    );
    if usable {
        template_labels(spec, &path.child("template"), causes);
    }
    template_of_a_set(spec, &path.child("template.spec"), causes);
}

fn update_strategy(strategy: &StatefulSetUpdateStrategy, path: &Path<'_>, causes: &mut Causes) {
    let block = strategy.rolling_update.as_ref();
    match strategy.type_.as_deref().unwrap_or_default() {
        "RollingUpdate" => {
            if let Some(block) = block {
                rolling_update(block, &path.child("rollingUpdate"), causes);
            }
        }
        "OnDelete" => {
            if let Some(block) = block {
                let detail = "only allowed for updateStrategy 'RollingUpdate'";
                causes.invalid_text(&path.child("rollingUpdate"), &as_printed(block), detail);
            }
        }
        "" => causes.required(path, ""),
        other => {
            let block = block.map_or_else(|| "null".to_owned(), as_printed);
            let value = format!("{{\"Type\":{other:?},\"RollingUpdate\":{block}}}");
            causes.invalid_text(path, &value, "must be 'RollingUpdate' or 'OnDelete'");
        }
    }
}

/// The block as upstream's internal type is printed: no JSON names, and in its own order.
fn as_printed(block: &RollingUpdateStatefulSetStrategy) -> String {
    let partition = block.partition.unwrap_or(0);
    let max = block
        .max_unavailable
        .as_ref()
        .map_or(Value::Null, int_or_string);
    format!("{{\"Partition\":{partition},\"MaxUnavailable\":{max}}}")
}

fn rolling_update(block: &RollingUpdateStatefulSetStrategy, path: &Path<'_>, causes: &mut Causes) {
    causes.not_negative(&path.child("partition"), block.partition.unwrap_or(0));
    let Some(max) = &block.max_unavailable else {
        return;
    };
    let path = path.child("maxUnavailable");
    let size = match max {
        IntOrString::Int(number) => {
            causes.not_negative(&path, *number);
            i64::from(*number)
        }
        IntOrString::String(text) => {
            causes.each(&path, text, format::percent(text));
            text.strip_suffix('%')
                .and_then(|digits| digits.parse().ok())
                .unwrap_or(0)
        }
    };
    if size == 0 {
        causes.invalid(&path, int_or_string(max), "cannot be 0");
    }
    if matches!(max, IntOrString::String(_)) && size > 100 {
        causes.invalid(&path, int_or_string(max), "must not be greater than 100%");
    }
}

pub(super) fn int_or_string(value: &IntOrString) -> Value {
    match value {
        IntOrString::Int(number) => Value::from(*number),
        IntOrString::String(text) => Value::from(text.as_str()),
    }
}

/// The selector must pick the pods the template makes, or the set would never see them.
fn template_labels(spec: &StatefulSetSpec, path: &Path<'_>, causes: &mut Causes) {
    let metadata = spec.template.metadata.as_ref();
    let labels = metadata.and_then(|metadata| metadata.labels.as_ref());
    // No selector at all picks nothing; an empty one is refused as such and picks everything.
    let missing = spec.selector.match_labels.is_none() && spec.selector.match_expressions.is_none();
    if missing || !(meta::is_empty(&spec.selector) || selector::matches(&spec.selector, labels)) {
        let value = labels.map_or(Value::Null, |labels| {
            serde_json::to_value(labels).unwrap_or_default()
        });
        let detail = "`selector` does not match template `labels`";
        causes.invalid(&path.child("metadata.labels"), value, detail);
    }
    meta::labels(labels, &path.child("labels"), causes);
    let annotations = metadata.and_then(|metadata| metadata.annotations.as_ref());
    meta::annotations(annotations, &path.child("annotations"), causes);
}

/// What a set forbids in its template though a pod may have it.
fn template_of_a_set(spec: &StatefulSetSpec, path: &Path<'_>, causes: &mut Causes) {
    let Some(pod) = &spec.template.spec else {
        return;
    };
    let policy = pod.restart_policy.as_deref().unwrap_or_default();
    causes.one_of(&path.child("restartPolicy"), policy, &["Always"]);
    if pod.active_deadline_seconds.is_some() {
        let detail = "activeDeadlineSeconds in StatefulSet is not Supported";
        causes.forbidden(&path.child("activeDeadlineSeconds"), detail);
    }
}

/// The pods and claims the set will make.
fn templates(spec: &StatefulSetSpec, causes: &mut Causes) {
    let path = Path::root("spec");
    let claims = spec.volume_claim_templates.as_deref().unwrap_or_default();
    if let Some(pod) = &spec.template.spec {
        let names = claims
            .iter()
            .filter_map(|claim| claim.metadata.name.as_deref())
            .collect();
        pod_spec::pod_spec(pod, &names, &path.child("template.spec"), causes);
    }
    for (index, template) in claims.iter().enumerate() {
        if let Some(claim) = &template.spec {
            claim::spec(
                claim,
                &path
                    .child("volumeClaimTemplates")
                    .index(index)
                    .child("spec"),
                causes,
            );
        }
    }
}

/// The counters: none negative, none above the number of pods.
pub(super) fn status(status: &StatefulSetStatus, causes: &mut Causes) {
    let path = Path::root("status");
    let counters = [
        ("readyReplicas", status.ready_replicas),
        ("currentReplicas", status.current_replicas),
        ("updatedReplicas", status.updated_replicas),
        ("availableReplicas", status.available_replicas),
    ];
    causes.not_negative(&path.child("replicas"), status.replicas);
    for (field, value) in counters {
        causes.not_negative(&path.child(field), value.unwrap_or(0));
    }
    causes.not_negative(
        &path.child("observedGeneration"),
        status.observed_generation.unwrap_or(0),
    );
    causes.not_negative(
        &path.child("collisionCount"),
        status.collision_count.unwrap_or(0),
    );
    for (field, value) in counters {
        let value = value.unwrap_or(0);
        if value > status.replicas {
            causes.invalid(
                &path.child(field),
                value,
                "cannot be greater than status.replicas",
            );
        }
    }
    let available = status.available_replicas.unwrap_or(0);
    if available > status.ready_replicas.unwrap_or(0) {
        let detail = "cannot be greater than status.readyReplicas";
        causes.invalid(&path.child("availableReplicas"), available, detail);
    }
}
