//! Pod templates, volumes and what stands at a pod's end.

use super::containers::{self, Of};
use super::{Sheet, or_none};
use crate::cluster::api::{PodSpec, PodTemplateSpec, Toleration, Volume};
use crate::cluster::apiserver::table::selector_text;

/// The template as `rollout history --revision` prints it: with the tabs, which nobody aligns there.
#[must_use]
pub fn as_history(template: &PodTemplateSpec) -> String {
    let mut sheet = Sheet::default();
    describe(&mut sheet, template);
    sheet.text
}

/// `Pod Template:` and what is in it.
pub(super) fn describe(sheet: &mut Sheet, template: &PodTemplateSpec) {
    sheet.line(0, "Pod Template:");
    let metadata = template.metadata.clone().unwrap_or_default();
    sheet.map(1, "Labels", "=", metadata.labels.as_ref());
    if metadata
        .annotations
        .as_ref()
        .is_some_and(|all| !all.is_empty())
    {
        sheet.map(1, "Annotations", ": ", metadata.annotations.as_ref());
    }
    let Some(spec) = &template.spec else { return };
    if let Some(account) = spec
        .service_account_name
        .as_deref()
        .filter(|name| !name.is_empty())
    {
        sheet.field(1, "Service Account", account);
    }
    if let Some(init) = spec
        .init_containers
        .as_ref()
        .filter(|init| !init.is_empty())
    {
        containers::describe(sheet, "Init Containers", init, Of::Template);
    }
    containers::describe(sheet, "Containers", &spec.containers, Of::Template);
    volumes(sheet, 1, spec.volumes.as_deref().unwrap_or_default());
    spread(sheet, 1, spec);
    placement(sheet, 1, spec);
}

/// `Volumes:`, each with its kind and parameters.
pub(super) fn volumes(sheet: &mut Sheet, level: usize, volumes: &[Volume]) {
    if volumes.is_empty() {
        sheet.field(level, "Volumes", "<none>");
        return;
    }
    sheet.line(level, "Volumes:");
    for volume in volumes {
        // In templates the names stand one space further in.
        let indent = if level > 0 { " " } else { "" };
        sheet.line(1, &format!("{indent}{}:", volume.name));
        if let Some(claim) = &volume.persistent_volume_claim {
            sheet.field(2, "Type", "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)");
            sheet.field(2, "ClaimName", &claim.claim_name);
            sheet.field(2, "ReadOnly", claim.read_only.unwrap_or_default());
        } else if let Some(empty) = &volume.empty_dir {
            sheet.field(
                2,
                "Type",
                "EmptyDir (a temporary directory that shares a pod's lifetime)",
            );
            sheet.field(2, "Medium", empty.medium.as_deref().unwrap_or_default());
            sheet.field(
                2,
                "SizeLimit",
                empty
                    .size_limit
                    .as_ref()
                    .map_or("<unset>", |size| size.0.as_str()),
            );
        } else if let Some(map) = &volume.config_map {
            sheet.field(2, "Type", "ConfigMap (a volume populated by a ConfigMap)");
            sheet.field(2, "Name", &map.name);
            sheet.field(2, "Optional", map.optional.unwrap_or_default());
        } else if let Some(secret) = &volume.secret {
            sheet.field(2, "Type", "Secret (a volume populated by a Secret)");
            sheet.field(
                2,
                "SecretName",
                secret.secret_name.as_deref().unwrap_or_default(),
            );
            sheet.field(2, "Optional", secret.optional.unwrap_or_default());
        } else if volume.projected.is_some() {
            sheet.field(
                2,
                "Type",
                "Projected (a volume that contains injected data from multiple sources)",
            );
        } else {
            sheet.line(2, "<unknown>");
        }
    }
}

/// `Topology Spread Constraints:`, if there are any.
pub(super) fn spread(sheet: &mut Sheet, level: usize, spec: &PodSpec) {
    let constraints = spec.topology_spread_constraints.iter().flatten();
    let lines: Vec<String> = constraints
        .map(|one| {
            let selector = one
                .label_selector
                .as_ref()
                .map(|selector| format!(" for selector {}", selector_text(selector)));
            format!(
                "{}:{} when max skew {} is exceeded{}",
                one.topology_key,
                one.when_unsatisfiable,
                one.max_skew,
                selector.unwrap_or_default()
            )
        })
        .collect();
    if !lines.is_empty() {
        sheet.lines(level, "Topology Spread Constraints", &lines);
    }
}

/// `Node-Selectors:` and `Tolerations:`.
pub(super) fn placement(sheet: &mut Sheet, level: usize, spec: &PodSpec) {
    sheet.map(level, "Node-Selectors", "=", spec.node_selector.as_ref());
    let tolerations: Vec<String> = spec.tolerations.iter().flatten().map(toleration).collect();
    sheet.lines(level, "Tolerations", &tolerations);
}

/// `node.kubernetes.io/not-ready:NoExecute op=Exists for 300s`
fn toleration(toleration: &Toleration) -> String {
    let mut text = toleration.key.clone().unwrap_or_default();
    if let Some(value) = toleration
        .value
        .as_deref()
        .filter(|value| !value.is_empty())
    {
        text.push_str(&format!("={value}"));
    }
    if let Some(effect) = toleration
        .effect
        .as_deref()
        .filter(|effect| !effect.is_empty())
    {
        text.push_str(&format!(":{effect}"));
    }
    if toleration.operator.as_deref() == Some("Exists")
        && toleration.value.as_deref().unwrap_or("").is_empty()
    {
        let space = if text.is_empty() { "" } else { " " };
        text.push_str(&format!("{space}op=Exists"));
    }
    if let Some(seconds) = toleration.toleration_seconds {
        text.push_str(&format!(" for {seconds}s"));
    }
    or_none(&text).to_owned()
}
