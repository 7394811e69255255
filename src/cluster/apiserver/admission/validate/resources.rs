//! Rules of requests and limits.
//!
//! Models ValidateContainerResourceRequirements in pkg/apis/core/validation/validation.go.

use super::causes::{Causes, NEGATIVE};
use super::format;
use super::path::Path;
use crate::cluster::api::Quantity;
use crate::cluster::api::quantity::Amount;
use k8s_openapi::api::core::v1::ResourceRequirements;

const STANDARD: [&str; 15] = [
    "cpu",
    "memory",
    "ephemeral-storage",
    "storage",
    "pods",
    "services",
    "secrets",
    "configmaps",
    "persistentvolumeclaims",
    "replicationcontrollers",
    "resourcequotas",
    "requests.cpu",
    "requests.memory",
    "limits.cpu",
    "limits.memory",
];
const OF_CONTAINERS: [&str; 3] = ["cpu", "memory", "ephemeral-storage"];
const WHOLE: [&str; 7] = [
    "pods",
    "services",
    "secrets",
    "configmaps",
    "persistentvolumeclaims",
    "replicationcontrollers",
    "resourcequotas",
];

/// What a container asks for and may use.
pub(super) fn requirements(resources: &ResourceRequirements, path: &Path<'_>, causes: &mut Causes) {
    let limits = resources.limits.as_ref();
    for (name, limit) in limits.into_iter().flatten() {
        let at = path.child("limits");
        resource(name, limit, &at.key(name), causes);
    }
    let requests_path = path.child("requests");
    for (name, request) in resources.requests.iter().flatten() {
        resource(name, request, &requests_path.key(name), causes);
        let Some(limit) = limits.and_then(|limits| limits.get(name)) else {
            continue;
        };
        let (asked, allowed) = (Amount::of(&request.0), Amount::of(&limit.0));
        let overcommits = !name.contains('/') && !name.starts_with("hugepages-");
        if asked != allowed && !overcommits {
            let detail = format!("must be equal to {name} limit of {allowed}");
            causes.invalid(&requests_path, asked.to_string(), &detail);
        } else if asked > allowed {
            let detail = format!("must be less than or equal to {name} limit of {allowed}");
            causes.invalid(&requests_path, asked.to_string(), &detail);
        }
    }
}

fn resource(name: &str, quantity: &Quantity, path: &Path<'_>, causes: &mut Causes) {
    causes.each(path, name, format::qualified_name(name));
    let huge = name.starts_with("hugepages-");
    if !name.contains('/') {
        if !(STANDARD.contains(&name) || huge) {
            causes.invalid(
                path,
                name,
                "must be a standard resource type or fully qualified",
            );
        }
        if !(OF_CONTAINERS.contains(&name) || huge) {
            causes.invalid(path, name, "must be a standard resource for containers");
        }
    }
    amount(name, quantity, path, causes);
}

/// A quantity that must be readable, not negative, and whole where parts make no sense.
pub(super) fn amount(name: &str, quantity: &Quantity, path: &Path<'_>, causes: &mut Causes) {
    let amount = match Amount::parse(&quantity.0) {
        Ok(amount) => amount,
        // Texts are refused when they are decoded; only our own code could get here.
        Err(error) => return causes.invalid(path, quantity.0.as_str(), &error.to_string()),
    };
    if amount.is_negative() {
        causes.invalid(path, amount.to_string(), NEGATIVE);
    }
    let whole = WHOLE.contains(&name) || name.contains('/');
    if whole && amount.milli_value() % 1000 != 0 {
        causes.invalid(path, amount.to_string(), "must be an integer");
    }
}
