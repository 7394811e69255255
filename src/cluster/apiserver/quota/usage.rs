//! What an object counts for.
//!
//! Models kubernetes/pkg/quota/v1/evaluator/core (pods.go, persistent_volume_claims.go, services.go).

use crate::cluster::api::conditions::is_terminal;
use crate::cluster::api::quantity::Amount;
use crate::cluster::api::{
    Container, Kind, Object, PersistentVolumeClaim, Pod, Quantity, Service, SimTime,
};
use std::collections::{BTreeMap, BTreeSet};

/// Amounts by the names quotas have for them.
pub type Usage = BTreeMap<String, Amount>;

const CLASS: &str = ".storageclass.storage.k8s.io/";
/// What every container has to say when a quota counts it.
const COMPUTE: [&str; 6] = [
    "cpu",
    "limits.cpu",
    "limits.memory",
    "memory",
    "requests.cpu",
    "requests.memory",
];
/// Kinds that may be counted by their plain name as well.
const PLAIN: [Kind; 6] = [
    Kind::ConfigMap,
    Kind::PersistentVolumeClaim,
    Kind::Pod,
    Kind::ResourceQuota,
    Kind::Secret,
    Kind::Service,
];
const ONE: Amount = Amount::whole(1);

/// What the object counts for.
#[must_use]
pub fn usage(object: &Object, now: SimTime) -> Usage {
    let kind = object.kind();
    let mut usage = Usage::from([(format!("count/{}", kind.resource()), ONE)]);
    let plain = kind.info().plural.to_owned();
    match object {
        Object::Pod(pod) if is_over(pod, now) => return usage,
        Object::Pod(pod) => compute(pod, &mut usage),
        Object::PersistentVolumeClaim(claim) => storage(claim, &mut usage),
        Object::Service(service) => ports(service, &mut usage),
        _ => {}
    }
    if PLAIN.contains(&kind) {
        usage.insert(plain, ONE);
    }
    usage
}

/// Whether a quota's name for a resource is about objects of a kind.
pub(super) fn counts(kind: Kind, resource: &str) -> bool {
    let info = kind.info();
    if resource
        .strip_prefix("count/")
        .is_some_and(|counted| counted == kind.resource())
    {
        return true;
    }
    let is_class = resource.contains(CLASS);
    match kind {
        Kind::PersistentVolumeClaim => {
            resource == info.plural || resource == "requests.storage" || is_class
        }
        Kind::Pod => {
            let of_containers = ["requests.", "limits.", "hugepages-"];
            let named = ["cpu", "memory", "ephemeral-storage", "pods"].contains(&resource);
            let prefixed = of_containers
                .iter()
                .any(|prefix| resource.starts_with(prefix));
            named || prefixed && resource != "requests.storage" && !is_class
        }
        Kind::Service => resource == info.plural || resource.starts_with("services."),
        kind => PLAIN.contains(&kind) && resource == info.plural,
    }
}

/// `limits.cpu for: nginx; requests.memory for: nginx,sidecar`: what containers leave open of what
/// is counted.
pub(super) fn missing(object: &Object, hard: &Usage) -> String {
    let Object::Pod(pod) = object else {
        return String::new();
    };
    let required = COMPUTE.into_iter().filter(|name| hard.contains_key(*name));
    let mut missing: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for name in required {
        for container in containers(pod) {
            if !of_container(container).contains_key(name) {
                missing.entry(name).or_default().insert(&container.name);
            }
        }
    }
    let parts = missing.into_iter().map(|(name, containers)| {
        let containers: Vec<&str> = containers.into_iter().collect();
        format!("{name} for: {}", containers.join(","))
    });
    parts.collect::<Vec<_>>().join("; ")
}

fn containers(pod: &Pod) -> impl Iterator<Item = &Container> {
    let spec = pod.spec.iter();
    spec.flat_map(|spec| {
        spec.containers
            .iter()
            .chain(spec.init_containers.iter().flatten())
    })
}

/// Finished pods, and those whose end nobody confirmed in twice the time they had.
fn is_over(pod: &Pod, now: SimTime) -> bool {
    let meta = &pod.metadata;
    let overdue = meta.deletion_timestamp.as_ref().is_some_and(|at| {
        let grace_ms = meta
            .deletion_grace_period_seconds
            .unwrap_or_default()
            .saturating_mul(1000);
        let until = SimTime::from_time(at).0.saturating_add_signed(grace_ms);
        now.0 > until
    });
    is_terminal(pod) || overdue
}

/// Containers run together, what initializes them one after the other: the larger of both counts.
fn compute(pod: &Pod, usage: &mut Usage) {
    let Some(spec) = &pod.spec else { return };
    let mut sum = Usage::new();
    let sidecar = |container: &&Container| container.restart_policy.as_deref() == Some("Always");
    let init = spec.init_containers.as_deref().unwrap_or_default();
    for container in spec.containers.iter().chain(init.iter().filter(sidecar)) {
        for (name, amount) in of_container(container) {
            let entry = sum.entry(name).or_insert(Amount::ZERO);
            *entry = entry.plus(amount);
        }
    }
    for container in init.iter().filter(|container| !sidecar(container)) {
        for (name, amount) in of_container(container) {
            let entry = sum.entry(name).or_insert(amount);
            *entry = amount.max(*entry);
        }
    }
    for (name, quantity) in spec.overhead.iter().flatten() {
        for name in [
            name.clone(),
            format!("requests.{name}"),
            format!("limits.{name}"),
        ] {
            if let Some(entry) = sum.get_mut(&name) {
                *entry = entry.plus(Amount::of(&quantity.0));
            }
        }
    }
    usage.extend(sum);
}

/// A container's requests under both of their names, and its limits.
fn of_container(container: &Container) -> Usage {
    let resources = container.resources.as_ref();
    let amounts = |side: Option<&BTreeMap<String, Quantity>>| -> Vec<(String, Amount)> {
        let all = side.into_iter().flatten();
        all.map(|(name, quantity)| (name.clone(), Amount::of(&quantity.0)))
            .collect()
    };
    let mut usage = Usage::new();
    for (name, amount) in amounts(resources.and_then(|it| it.requests.as_ref())) {
        usage.insert(format!("requests.{name}"), amount);
        if ["cpu", "memory", "ephemeral-storage"].contains(&name.as_str())
            || name.starts_with("hugepages-")
        {
            usage.insert(name, amount);
        }
    }
    for (name, amount) in amounts(resources.and_then(|it| it.limits.as_ref())) {
        usage.insert(format!("limits.{name}"), amount);
    }
    usage
}

fn storage(claim: &PersistentVolumeClaim, usage: &mut Usage) {
    let Some(spec) = &claim.spec else { return };
    let class = spec.storage_class_name.as_deref().unwrap_or_default();
    let requests = spec
        .resources
        .as_ref()
        .and_then(|resources| resources.requests.as_ref());
    let storage = requests.and_then(|requests| requests.get("storage"));
    let amount = storage.map_or(Amount::ZERO, |quantity| Amount::of(&quantity.0));
    usage.insert("requests.storage".to_owned(), amount);
    if !class.is_empty() {
        usage.insert(format!("{class}{CLASS}persistentvolumeclaims"), ONE);
        usage.insert(format!("{class}{CLASS}requests.storage"), amount);
    }
}

fn ports(service: &Service, usage: &mut Usage) {
    let Some(spec) = &service.spec else { return };
    let count = spec.ports.as_ref().map_or(0, Vec::len);
    let ports = Amount::whole(i64::try_from(count).unwrap_or(i64::MAX));
    match spec.type_.as_deref() {
        Some("NodePort") => {
            usage.insert("services.nodeports".to_owned(), ports);
        }
        Some("LoadBalancer") => {
            usage.insert("services.loadbalancers".to_owned(), ONE);
            if spec.allocate_load_balancer_node_ports != Some(false) {
                usage.insert("services.nodeports".to_owned(), ports);
            }
        }
        _ => {}
    }
}
