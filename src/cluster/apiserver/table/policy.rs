//! Cells of the kinds that have little to show.

use super::{age, name};
use crate::cluster::api::{
    ConfigMap, IntOrString, Namespace, PodDisruptionBudget, ResourceQuota, Secret, ServiceAccount,
    SimTime, meta,
};

pub(super) fn budget(budget: &PodDisruptionBudget, now: SimTime) -> Vec<String> {
    let spec = budget.spec.clone().unwrap_or_default();
    let number = |value: Option<IntOrString>| match value {
        None => "N/A".to_owned(),
        Some(IntOrString::Int(number)) => number.to_string(),
        Some(IntOrString::String(text)) => text,
    };
    let allowed = budget
        .status
        .as_ref()
        .and_then(|status| status.disruptions_allowed);
    vec![
        name(&budget.metadata),
        number(spec.min_available),
        number(spec.max_unavailable),
        allowed.unwrap_or_default().to_string(),
        age(&budget.metadata, now),
    ]
}

pub(super) fn config_map(map: &ConfigMap, now: SimTime) -> Vec<String> {
    let count = map.data.as_ref().map_or(0, |data| data.len())
        + map.binary_data.as_ref().map_or(0, |data| data.len());
    vec![
        name(&map.metadata),
        count.to_string(),
        age(&map.metadata, now),
    ]
}

pub(super) fn secret(secret: &Secret, now: SimTime) -> Vec<String> {
    let count = secret.data.as_ref().map_or(0, |data| data.len());
    let type_ = secret.type_.clone().unwrap_or_else(|| "Opaque".to_owned());
    vec![
        name(&secret.metadata),
        type_,
        count.to_string(),
        age(&secret.metadata, now),
    ]
}

pub(super) fn namespace(namespace: &Namespace, now: SimTime) -> Vec<String> {
    let phase = namespace
        .status
        .as_ref()
        .and_then(|status| status.phase.clone());
    let phase = match phase {
        _ if meta::is_deleting(&namespace.metadata) => "Terminating".to_owned(),
        phase => phase.unwrap_or_else(|| "Active".to_owned()),
    };
    vec![
        name(&namespace.metadata),
        phase,
        age(&namespace.metadata, now),
    ]
}

pub(super) fn account(account: &ServiceAccount, now: SimTime) -> Vec<String> {
    let count = account.secrets.as_ref().map_or(0, Vec::len);
    vec![
        name(&account.metadata),
        count.to_string(),
        age(&account.metadata, now),
    ]
}

pub(super) fn quota(quota: &ResourceQuota, now: SimTime) -> Vec<String> {
    let status = quota.status.clone().unwrap_or_default();
    let used = status.used.unwrap_or_default();
    let (mut requests, mut limits) = (Vec::new(), Vec::new());
    for (resource, hard) in status.hard.unwrap_or_default() {
        let used = used.get(&resource).map_or("0", |amount| amount.0.as_str());
        let cell = format!("{resource}: {used}/{}", hard.0);
        if resource.starts_with("limits.") {
            limits.push(cell)
        } else {
            requests.push(cell)
        }
    }
    vec![
        name(&quota.metadata),
        requests.join(", "),
        limits.join(", "),
        age(&quota.metadata, now),
    ]
}
