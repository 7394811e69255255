//! Defaults of a Service, its addresses and ports included.
//!
//! Models kubernetes/pkg/apis/core/v1/defaults.go and pkg/registry/core/service/{alloc,strategy}.go
//! (1.36) on a single-stack IPv4 cluster.

use super::blank::{fill, omit};
use crate::cluster::api::{IntOrString, Service, ServicePort, ServiceSpec, meta};
use crate::cluster::apiserver::admission::address;
use crate::cluster::apiserver::store::Store;
use k8s_openapi::api::core::v1::{ClientIPConfig, SessionAffinityConfig};
use std::collections::BTreeMap;

/// How long a client sticks to a pod under session affinity: three hours.
const AFFINITY_SECONDS: i32 = 10_800;

/// Completes a Service as the API version's defaults do, on every write.
pub(super) fn service(service: &mut Service) {
    // A struct in Go: there from the beginning, and nobody here ever fills it.
    let status = service.status.get_or_insert_default();
    status.load_balancer.get_or_insert_default();
    let spec = service.spec.get_or_insert_default();
    omit_blanks(spec);
    fill(&mut spec.session_affinity, "None");
    if spec.session_affinity.as_deref() == Some("None") {
        spec.session_affinity_config = None;
    }
    if spec.session_affinity.as_deref() == Some("ClientIP")
        && spec.session_affinity_config.is_none()
    {
        let client_ip = ClientIPConfig {
            timeout_seconds: Some(AFFINITY_SECONDS),
        };
        spec.session_affinity_config = Some(SessionAffinityConfig {
            client_ip: Some(client_ip),
        });
    }
    fill(&mut spec.type_, "ClusterIP");
    spec.ports.iter_mut().flatten().for_each(port);
    let type_ = spec.type_.as_deref().unwrap_or_default();
    if matches!(type_, "ClusterIP" | "NodePort" | "LoadBalancer") {
        spec.internal_traffic_policy
            .get_or_insert_with(|| "Cluster".to_owned());
    }
    if matches!(type_, "NodePort" | "LoadBalancer") {
        fill(&mut spec.external_traffic_policy, "Cluster");
    }
    if type_ == "LoadBalancer" {
        spec.allocate_load_balancer_node_ports.get_or_insert(true);
    }
}

fn omit_blanks(spec: &mut ServiceSpec) {
    omit(&mut spec.cluster_ip);
    omit(&mut spec.cluster_ips);
    omit(&mut spec.external_ips);
    omit(&mut spec.external_name);
    omit(&mut spec.external_traffic_policy);
    omit(&mut spec.health_check_node_port);
    omit(&mut spec.ip_families);
    omit(&mut spec.load_balancer_ip);
    omit(&mut spec.load_balancer_source_ranges);
    omit(&mut spec.ports);
    omit(&mut spec.publish_not_ready_addresses);
    omit(&mut spec.selector);
}

fn port(port: &mut ServicePort) {
    omit(&mut port.name);
    omit(&mut port.node_port);
    fill(&mut port.protocol, "TCP");
    let unset = match &port.target_port {
        None => true,
        Some(IntOrString::Int(number)) => *number == 0,
        Some(IntOrString::String(name)) => name.is_empty(),
    };
    if unset {
        port.target_port = Some(IntOrString::Int(port.port));
    }
}

/// Gives a new Service what only the server can: an address, IP families, node ports.
pub(super) fn allocate(store: &Store, service: &mut Service) {
    let name = format!(
        "{}/{}",
        meta::namespace(&service.metadata),
        meta::name(&service.metadata)
    );
    let spec = service.spec.get_or_insert_default();
    if !needs_address(spec) {
        return;
    }
    mirror_new(spec);
    families(spec);
    // Whoever fills in only the plural has to be told: validation does.
    if spec.cluster_ip.is_none()
        && spec.cluster_ips.as_ref().is_none_or(Vec::is_empty)
        && let Some(free) = address::free_cluster_ip(store, &name)
    {
        spec.cluster_ips = Some(vec![free.clone()]);
        spec.cluster_ip = Some(free);
    }
    node_ports(store, spec);
}

/// Brings the two forms of the address together after an update touched only one of them.
pub(super) fn mirror(store: &Store, old: &ServiceSpec, service: &mut Service) {
    let spec = service.spec.get_or_insert_default();
    if !needs_address(spec) {
        if needs_address(old) {
            release(old, spec);
        }
        return;
    }
    // Charts write `clusterIP: ""`, and apply it again to what has got its address since.
    if spec.cluster_ip.is_none() && spec.cluster_ips == old.cluster_ips {
        spec.cluster_ip.clone_from(&old.cluster_ip);
    }
    // An old client that knows only the singular field sent the rest back unchanged.
    if spec.cluster_ip == old.cluster_ip {
        if spec.cluster_ips.is_none() {
            spec.cluster_ips.clone_from(&old.cluster_ips);
        }
    } else if spec.cluster_ips == old.cluster_ips {
        spec.cluster_ips = spec.cluster_ip.clone().map(|address| vec![address]);
    }
    if !needs_address(old) {
        mirror_new(spec);
    }
    if spec.ip_families.is_none() {
        spec.ip_families.clone_from(&old.ip_families);
    }
    if spec.ip_family_policy.is_none() {
        spec.ip_family_policy.clone_from(&old.ip_family_policy);
    }
    families(spec);
    keep_node_ports(old, spec);
    node_ports(store, spec);
}

fn needs_address(spec: &ServiceSpec) -> bool {
    matches!(
        spec.type_.as_deref(),
        None | Some("ClusterIP" | "NodePort" | "LoadBalancer")
    )
}

/// A change to `ExternalName` gives the address back, unless somebody asked to keep another one.
fn release(old: &ServiceSpec, spec: &mut ServiceSpec) {
    if spec.cluster_ip == old.cluster_ip {
        spec.cluster_ip = None;
        spec.cluster_ips = None;
    }
    if spec.ip_families == old.ip_families {
        spec.ip_families = None;
        spec.ip_family_policy = None;
    }
}

fn mirror_new(spec: &mut ServiceSpec) {
    if spec.cluster_ips.is_none() {
        spec.cluster_ips = spec.cluster_ip.clone().map(|address| vec![address]);
    }
}

fn families(spec: &mut ServiceSpec) {
    let headless = spec.cluster_ip.as_deref() == Some("None");
    let families = spec
        .ip_families
        .get_or_insert_with(|| vec!["IPv4".to_owned()]);
    // Without a selector nobody knows what the endpoints will be: upstream claims both families.
    if headless && spec.selector.is_none() {
        let single = spec.ip_family_policy.as_deref() == Some("SingleStack");
        if families.len() == 1 && !single {
            let other = if families[0] == "IPv4" {
                "IPv6"
            } else {
                "IPv4"
            };
            families.push(other.to_owned());
        }
        spec.ip_family_policy
            .get_or_insert_with(|| "RequireDualStack".to_owned());
        return;
    }
    spec.ip_family_policy
        .get_or_insert_with(|| "SingleStack".to_owned());
}

/// A port that was there before keeps its node port when the sender left it open.
fn keep_node_ports(old: &ServiceSpec, spec: &mut ServiceSpec) {
    if !takes_node_ports(spec) || !takes_node_ports(old) {
        return;
    }
    let mut had = BTreeMap::new();
    for port in old.ports.iter().flatten() {
        had.entry((port.port, port.protocol.as_deref()))
            .or_insert(port.node_port);
    }
    for port in spec
        .ports
        .iter_mut()
        .flatten()
        .filter(|port| port.node_port.is_none())
    {
        let same = had.get(&(port.port, port.protocol.as_deref()));
        port.node_port = same.copied().flatten();
    }
}

fn takes_node_ports(spec: &ServiceSpec) -> bool {
    match spec.type_.as_deref() {
        Some("NodePort") => true,
        Some("LoadBalancer") => spec.allocate_load_balancer_node_ports != Some(false),
        _ => false,
    }
}

fn node_ports(store: &Store, spec: &mut ServiceSpec) {
    if !takes_node_ports(spec) {
        return;
    }
    let mut taken = address::node_ports(store);
    taken.extend(
        spec.ports
            .iter()
            .flatten()
            .filter_map(|port| port.node_port),
    );
    let free = address::NODE_PORTS
        .clone()
        .filter(|number| !taken.contains(number));
    let open = spec
        .ports
        .iter_mut()
        .flatten()
        .filter(|port| port.node_port.is_none());
    for (port, free) in open.zip(free) {
        port.node_port = Some(free);
    }
}
