//! Descriptions of what bounds others: namespaces with their quotas, disruption budgets.

use super::Sheet;
use crate::cluster::api::{IntOrString, Namespace, PodDisruptionBudget, ResourceQuota, meta};
use crate::cluster::apiserver::Store;
use crate::cluster::apiserver::table::selector_text;

pub(super) fn namespace(sheet: &mut Sheet, store: &Store, namespace: &Namespace) {
    let name = meta::name(&namespace.metadata);
    sheet.field(0, "Name", name);
    sheet.map(0, "Labels", "=", namespace.metadata.labels.as_ref());
    sheet.map(
        0,
        "Annotations",
        ": ",
        namespace.metadata.annotations.as_ref(),
    );
    let status = namespace.status.clone().unwrap_or_default();
    sheet.field(0, "Status", status.phase.unwrap_or_default());
    sheet.line(0, "");
    let quotas: Vec<_> = store.list_in::<ResourceQuota>(name).collect();
    if quotas.is_empty() {
        sheet.line(0, "No resource quota.");
        return;
    }
    sheet.line(0, "Resource Quotas");
    for quota in quotas {
        sheet.field(1, "Name", meta::name(&quota.metadata));
        sheet.line(1, "Resource\tUsed\tHard");
        sheet.line(1, "--------\t---\t---");
        for (resource, used, hard) in amounts(quota) {
            sheet.line(1, &format!("{resource}\t{used}\t{hard}"));
        }
    }
}

pub(super) fn quota(sheet: &mut Sheet, quota: &ResourceQuota) {
    sheet.field(0, "Name", meta::name(&quota.metadata));
    sheet.field(0, "Namespace", meta::namespace(&quota.metadata));
    sheet.line(0, "Resource\tUsed\tHard");
    sheet.line(0, "--------\t----\t----");
    for (resource, used, hard) in amounts(quota) {
        sheet.line(0, &format!("{resource}\t{used}\t{hard}"));
    }
}

/// What is bounded, how much of it is used, and the bound.
fn amounts(quota: &ResourceQuota) -> Vec<(String, String, String)> {
    let status = quota.status.clone().unwrap_or_default();
    let used = status.used.unwrap_or_default();
    let hard = status.hard.into_iter().flatten();
    hard.map(|(resource, hard)| {
        let used = used.get(&resource).map(|used| used.0.clone());
        (resource, used.unwrap_or_else(|| "0".to_owned()), hard.0)
    })
    .collect()
}

pub(super) fn budget(sheet: &mut Sheet, budget: &PodDisruptionBudget) {
    let spec = budget.spec.clone().unwrap_or_default();
    let status = budget.status.clone().unwrap_or_default();
    let text = |amount: IntOrString| match amount {
        IntOrString::Int(number) => number.to_string(),
        IntOrString::String(text) => text,
    };
    sheet.field(0, "Name", meta::name(&budget.metadata));
    sheet.field(0, "Namespace", meta::namespace(&budget.metadata));
    if let Some(least) = spec.min_available {
        sheet.field(0, "Min available", text(least));
    } else if let Some(most) = spec.max_unavailable {
        sheet.field(0, "Max unavailable", text(most));
    }
    let selector = spec.selector.as_ref().map(selector_text);
    sheet.field(
        0,
        "Selector",
        selector.unwrap_or_else(|| "<unset>".to_owned()),
    );
    sheet.line(0, "Status:");
    let allowed = status.disruptions_allowed.unwrap_or_default();
    sheet.field(2, "Allowed disruptions", allowed);
    sheet.field(2, "Current", status.current_healthy.unwrap_or_default());
    sheet.field(2, "Desired", status.desired_healthy.unwrap_or_default());
    sheet.field(2, "Total", status.expected_pods.unwrap_or_default());
}
