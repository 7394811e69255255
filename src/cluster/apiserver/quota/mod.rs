//! Quotas: what objects count for, which quotas they fall under, and the refusal of what is too much.
//!
//! Models apiserver/pkg/admission/plugin/resourcequota/controller.go and kubernetes/pkg/quota/v1 (1.36).
//! Admission charges a quota's `status.used` with every object it lets in; the controller recounts
//! when objects go. A quota binds from the moment the controller has written its `status.hard`.

mod scope;
mod usage;

pub use usage::{Usage, usage};

use super::error::ApiError;
use super::store::Store;
use crate::cluster::api::quantity::Amount;
use crate::cluster::api::{Kind, Object, Quantity, ResourceQuota, SimTime, meta};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

type Quantities = BTreeMap<String, Quantity>;

/// The quotas as they are when the object is let in, those that change only.
///
/// # Errors
/// Forbidden: the object does not say what a quota counts, or is too much for one.
pub(super) fn charge(
    store: &Store,
    old: Option<&Object>,
    new: &Object,
    now: SimTime,
) -> Result<Vec<ResourceQuota>, ApiError> {
    let namespace = meta::namespace(new.meta());
    if namespace.is_empty() || old.is_some() && !is_counted_on_update(new.kind()) {
        return Ok(vec![]);
    }
    let matching: Vec<&Arc<ResourceQuota>> = store
        .list_in::<ResourceQuota>(namespace)
        .filter(|quota| is_about(quota, new))
        .collect();
    if matching.is_empty() {
        return Ok(vec![]);
    }
    for quota in &matching {
        let missing = usage::missing(new, &hard(quota));
        if !missing.is_empty() {
            let why = format!(
                "failed quota: {}: must specify {missing}",
                meta::name(&quota.metadata)
            );
            return Err(forbidden(new, &why));
        }
    }
    let before = old.map(|old| usage(old, now)).unwrap_or_default();
    let mut more = usage(new, now);
    more.retain(|name, amount| {
        let had = before.get(name).copied().unwrap_or(Amount::ZERO);
        *amount = amount.minus(had);
        !amount.is_zero() && !amount.is_negative()
    });
    let mut charged = Vec::new();
    for quota in matching {
        if let Some(quota) = charged_with(quota, &more).map_err(|why| forbidden(new, &why))? {
            charged.push(quota);
        }
    }
    Ok(charged)
}

/// The quota with the usage added; nothing if it counts none of it, the refusal if it is too much.
fn charged_with(quota: &ResourceQuota, more: &Usage) -> Result<Option<ResourceQuota>, String> {
    let hard = hard(quota);
    let mut used = used(quota);
    let mut exceeded = BTreeSet::new();
    let mut counted = false;
    for (name, limit) in &hard {
        let Some(more) = more.get(name) else { continue };
        counted = true;
        let sum = used.get(name).map_or(*more, |used| used.plus(*more));
        if sum > *limit {
            exceeded.insert(name);
        } else {
            used.insert(name.clone(), sum);
        }
    }
    if !exceeded.is_empty() {
        let only = |all: &Usage| {
            let kept = all.iter().filter(|(name, _)| exceeded.contains(name));
            kept.map(|(name, amount)| format!("{name}={amount}"))
                .collect::<Vec<_>>()
                .join(",")
        };
        let (used, name) = (self::used(quota), meta::name(&quota.metadata));
        return Err(format!(
            "exceeded quota: {name}, requested: {}, used: {}, limited: {}",
            only(more),
            only(&used),
            only(&hard)
        ));
    }
    Ok(counted.then(|| {
        let mut quota = quota.clone();
        quota.status.get_or_insert_default().used = Some(quantities(&used));
        quota
    }))
}

/// The status a quota should have: its limits, and what the objects there are count for.
#[must_use]
pub fn recount(store: &Store, quota: &ResourceQuota, now: SimTime) -> (Quantities, Quantities) {
    let namespace = meta::namespace(&quota.metadata);
    let limits = quota
        .spec
        .as_ref()
        .and_then(|spec| spec.hard.clone())
        .unwrap_or_default();
    let mut used: Usage = limits
        .keys()
        .map(|name| (name.clone(), Amount::ZERO))
        .collect();
    for kind in Kind::ALL {
        if !kind.info().namespaced || !limits.keys().any(|name| usage::counts(kind, name)) {
            continue;
        }
        let here = store
            .objects_of(kind)
            .filter(|object| meta::namespace(object.meta()) == namespace);
        for object in here.filter(|object| scope::matches(quota, object)) {
            for (name, amount) in usage(object, now) {
                if let Some(sum) = used.get_mut(&name) {
                    *sum = sum.plus(amount);
                }
            }
        }
    }
    (limits, quantities(&used))
}

/// Whether a quota that binds already counts something about the object.
fn is_about(quota: &ResourceQuota, object: &Object) -> bool {
    let counted = hard(quota)
        .keys()
        .any(|name| usage::counts(object.kind(), name));
    counted && scope::matches(quota, object)
}

/// Kinds of which a change can use more: claims grow, Services get ports.
const fn is_counted_on_update(kind: Kind) -> bool {
    matches!(kind, Kind::PersistentVolumeClaim | Kind::Service)
}

fn forbidden(object: &Object, why: &str) -> ApiError {
    ApiError::forbidden(object.kind(), meta::name(object.meta()), why)
}

fn hard(quota: &ResourceQuota) -> Usage {
    amounts(
        quota
            .status
            .as_ref()
            .and_then(|status| status.hard.as_ref()),
    )
}

fn used(quota: &ResourceQuota) -> Usage {
    amounts(
        quota
            .status
            .as_ref()
            .and_then(|status| status.used.as_ref()),
    )
}

fn amounts(quantities: Option<&Quantities>) -> Usage {
    let quantities = quantities.into_iter().flatten();
    quantities
        .map(|(name, quantity)| (name.clone(), Amount::of(&quantity.0)))
        .collect()
}

fn quantities(amounts: &Usage) -> Quantities {
    let all = amounts.iter();
    all.map(|(name, amount)| (name.clone(), Quantity(amount.to_string())))
        .collect()
}
