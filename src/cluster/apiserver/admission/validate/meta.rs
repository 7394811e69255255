//! Metadata, labels and label selectors.
//!
//! Models apimachinery/pkg/api/validation/objectmeta.go and apis/meta/v1/validation/validation.go.

use super::causes::Causes;
use super::format;
use super::path::Path;
use crate::cluster::api::{Kind, LabelSelector, LabelSelectorRequirement, ObjectMeta};
use serde_json::Value;
use std::collections::BTreeMap;

type Labels = BTreeMap<String, String>;

/// All annotations of an object together.
const ANNOTATIONS_BYTES_MAX: usize = 262_144;

/// The metadata of an object of `kind`.
pub(super) fn object_meta(kind: Kind, meta: &ObjectMeta, causes: &mut Causes) {
    let path = Path::root("metadata");
    let rule = name_rule(kind);
    if let Some(stem) = &meta.generate_name {
        // A dash or dot at the end is fine: something follows it.
        let stem = stem.trim_end_matches(['-', '.']);
        causes.each(&path.child("generateName"), stem, rule(stem));
    }
    match meta.name.as_deref().filter(|name| !name.is_empty()) {
        None => causes.required(&path.child("name"), "name or generateName is required"),
        Some(name) => causes.each(&path.child("name"), name, rule(name)),
    }
    if let Some(namespace) = &meta.namespace
        && kind.info().namespaced
    {
        causes.each(
            &path.child("namespace"),
            namespace,
            format::dns_label(namespace),
        );
    }
    labels(meta.labels.as_ref(), &path.child("labels"), causes);
    annotations(
        meta.annotations.as_ref(),
        &path.child("annotations"),
        causes,
    );
    owners(meta, &path.child("ownerReferences"), causes);
    for finalizer in meta.finalizers.iter().flatten() {
        let at = path.child("finalizers");
        causes.each(&at, finalizer, format::qualified_name(finalizer));
    }
}

fn name_rule(kind: Kind) -> fn(&str) -> Vec<String> {
    match kind {
        Kind::StatefulSet | Kind::Namespace => format::dns_label,
        Kind::Service => format::dns_1035_label,
        _ => format::dns_subdomain,
    }
}

fn owners(meta: &ObjectMeta, path: &Path<'_>, causes: &mut Causes) {
    let mut controller: Option<String> = None;
    for (index, owner) in meta.owner_references.iter().flatten().enumerate() {
        let path = path.index(index);
        for (field, value) in [
            ("apiVersion", &owner.api_version),
            ("kind", &owner.kind),
            ("name", &owner.name),
            ("uid", &owner.uid),
        ] {
            if value.is_empty() {
                causes.invalid(
                    &path.child(field),
                    "",
                    &format!("{field} must not be empty"),
                );
            }
        }
        if owner.controller == Some(true) {
            let own = format!("{}/{}", owner.kind, owner.name);
            if let Some(first) = &controller {
                let detail = format!(
                    "Only one reference can have Controller set to true. Found \"true\" in references for {first} and {own}"
                );
                let value = serde_json::to_value(&meta.owner_references).unwrap_or_default();
                causes.invalid(&Path::root("metadata.ownerReferences"), value, &detail);
            } else {
                controller = Some(own);
            }
        }
    }
}

/// Keys and values of labels, both told under the path of the whole map.
pub(super) fn labels(labels: Option<&Labels>, path: &Path<'_>, causes: &mut Causes) {
    for (key, value) in labels.into_iter().flatten() {
        causes.each(path, key, format::qualified_name(key));
        causes.each(path, value, format::label_value(value));
    }
}

/// Keys of annotations and their size together; values may hold anything.
pub(super) fn annotations(annotations: Option<&Labels>, path: &Path<'_>, causes: &mut Causes) {
    let mut bytes = 0;
    for (key, value) in annotations.into_iter().flatten() {
        // Capitals in the prefix are let pass.
        causes.each(path, key, format::qualified_name(&key.to_lowercase()));
        bytes += key.len() + value.len();
    }
    if bytes > ANNOTATIONS_BYTES_MAX {
        causes.too_long(path, ANNOTATIONS_BYTES_MAX);
    }
}

/// A selector as manifests have it.
pub(super) fn selector(selector: &LabelSelector, path: &Path<'_>, causes: &mut Causes) {
    labels(
        selector.match_labels.as_ref(),
        &path.child("matchLabels"),
        causes,
    );
    for (index, expression) in selector.match_expressions.iter().flatten().enumerate() {
        requirement(
            expression,
            &path.child("matchExpressions").index(index),
            causes,
        );
    }
}

fn requirement(expression: &LabelSelectorRequirement, path: &Path<'_>, causes: &mut Causes) {
    let values = expression.values.as_deref().unwrap_or_default();
    operator(&expression.operator, values, path, causes);
    label_key(&expression.key, &path.child("key"), causes);
    for (index, value) in values.iter().enumerate() {
        let at = path.child("values");
        causes.each(&at.index(index), value, format::label_value(value));
    }
}

/// The operators that selectors of pods and of nodes share, and how many values each takes.
pub(super) fn operator(operator: &str, values: &[String], path: &Path<'_>, causes: &mut Causes) {
    let at = path.child("values");
    match operator {
        "In" | "NotIn" => {
            if values.is_empty() {
                causes.required(&at, "must be specified when `operator` is 'In' or 'NotIn'");
            }
        }
        "Exists" | "DoesNotExist" => {
            if !values.is_empty() {
                let detail = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
                causes.forbidden(&at, detail);
            }
        }
        other => {
            let detail = "not a valid selector operator";
            causes.invalid(&path.child("operator"), other, detail);
        }
    }
}

/// One label key.
pub(super) fn label_key(key: &str, path: &Path<'_>, causes: &mut Causes) {
    causes.each(path, key, format::qualified_name(key));
}

/// The selector of a kind that makes pods: it must be there, sound and not empty.
///
/// Gives whether it can be used to pick pods at all.
pub(super) fn pod_selector(
    selector: &LabelSelector,
    kind_word: &str,
    path: &Path<'_>,
    causes: &mut Causes,
) -> bool {
    // An empty `matchLabels` is the decoder's mark of a selector that was written, but empty.
    let written = selector.match_labels.is_some() || selector.match_expressions.is_some();
    if !written {
        causes.required(path, "");
        return true;
    }
    let mut found = Causes::default();
    self::selector(selector, path, &mut found);
    let sound = found.is_empty();
    causes.extend(found);
    if is_empty(selector) {
        causes.invalid(
            path,
            Value::Object(serde_json::Map::new()),
            &format!("empty selector is invalid for {kind_word}"),
        );
    }
    if !sound {
        causes.invalid_text(path, &as_printed(selector), "");
    }
    sound
}

/// The selector in the order of Go's struct, labels first.
fn as_printed(selector: &LabelSelector) -> String {
    let parts = [
        ("matchLabels", serde_json::to_value(&selector.match_labels)),
        (
            "matchExpressions",
            serde_json::to_value(&selector.match_expressions),
        ),
    ];
    let fields = parts.into_iter().filter_map(|(name, value)| {
        let value = value.ok().filter(|value| !value.is_null())?;
        Some(format!("{name:?}:{value}"))
    });
    format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
}

/// Whether the selector was written, but says nothing; such a one would pick every pod.
pub(super) fn is_empty(selector: &LabelSelector) -> bool {
    let labels = selector
        .match_labels
        .as_ref()
        .is_none_or(BTreeMap::is_empty);
    let expressions = selector
        .match_expressions
        .as_ref()
        .is_none_or(Vec::is_empty);
    labels && expressions
}
