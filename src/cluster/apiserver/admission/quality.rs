//! The quality-of-service class of a pod.
//!
//! Models kubernetes/pkg/apis/core/v1/helper/qos/qos.go (1.36).

use crate::cluster::api::quantity::Amount;
use crate::cluster::api::{PodSpec, Quantity};
use k8s_openapi::api::core::v1::ResourceRequirements;
use std::collections::BTreeMap;

type Resources = BTreeMap<String, Quantity>;

/// The resources the class is about.
const COUNTED: [&str; 2] = ["cpu", "memory"];

/// `Guaranteed` when every container limits CPU and memory to what it requests, `BestEffort` when
/// none says anything about them, `Burstable` otherwise.
#[must_use]
pub fn qos_class(spec: &PodSpec) -> &'static str {
    let containers = spec
        .containers
        .iter()
        .chain(spec.init_containers.iter().flatten());
    let mut any = false;
    let mut guaranteed = true;
    for container in containers {
        let resources = container.resources.as_ref();
        any |= COUNTED.into_iter().any(|name| asks(resources, name));
        guaranteed &= COUNTED.into_iter().all(|name| {
            let limit = amount(resources.and_then(|it| it.limits.as_ref()), name);
            let request = amount(resources.and_then(|it| it.requests.as_ref()), name);
            limit.is_some() && limit == request.or(limit)
        });
    }
    match (any, guaranteed) {
        (false, _) => "BestEffort",
        (true, true) => "Guaranteed",
        (true, false) => "Burstable",
    }
}

fn asks(resources: Option<&ResourceRequirements>, name: &str) -> bool {
    resources.is_some_and(|it| {
        amount(it.requests.as_ref(), name).is_some() || amount(it.limits.as_ref(), name).is_some()
    })
}

/// The amount of a resource; zero counts as not mentioned.
fn amount(resources: Option<&Resources>, name: &str) -> Option<Amount> {
    resources?
        .get(name)
        .map(|quantity| Amount::of(&quantity.0))
        .filter(|amount| !amount.is_zero())
}
