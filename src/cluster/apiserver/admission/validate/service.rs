//! Rules of Services.
//!
//! Models ValidateService in pkg/apis/core/validation/validation.go and the allocators of
//! pkg/registry/core/service.

use super::causes::Causes;
use super::path::Path;
use super::seen::Seen;
use super::{format, meta, probe};
use crate::cluster::api::{Service, ServicePort, ServiceSpec};
use crate::cluster::apiserver::admission::address;
use crate::cluster::apiserver::store::Store;
use serde_json::{Value, json};
use std::net::{IpAddr, Ipv4Addr};

const TYPES: [&str; 4] = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];

/// A new Service; what it asks of the cluster must be free.
pub(super) fn create(store: &Store, service: &Service, causes: &mut Causes) {
    let Some(spec) = &service.spec else { return };
    rules(spec, causes);
    if causes.is_empty() {
        allocation(store, spec, causes);
    }
}

/// The new form of a stored Service: its address stays.
pub(super) fn update(store: &Store, old: &Service, new: &Service, causes: &mut Causes) {
    let (Some(before), Some(after)) = (&old.spec, &new.spec) else {
        return;
    };
    if before == after {
        return;
    }
    let external = |spec: &ServiceSpec| spec.type_.as_deref() == Some("ExternalName");
    if !external(before) && !external(after) {
        let had = before.cluster_ips.as_deref().unwrap_or_default();
        let has = after.cluster_ips.as_deref().unwrap_or_default();
        let path = Path::root("spec.clusterIPs");
        if !had.is_empty() && has.is_empty() {
            let detail = "primary clusterIP can not be unset";
            causes.invalid(&path.index(0), Value::Null, detail);
        }
        for (index, _) in had
            .iter()
            .zip(has)
            .enumerate()
            .filter(|(_, (old, new))| old != new)
        {
            causes.invalid(&path.index(index), json!(has), "may not change once set");
        }
    }
    rules(after, causes);
    if causes.is_empty() && external(before) && !external(after) {
        allocation(store, after, causes);
    }
}

fn rules(spec: &ServiceSpec, causes: &mut Causes) {
    let path = Path::root("spec");
    let type_ = spec.type_.as_deref().unwrap_or_default();
    let headless = spec.cluster_ip.as_deref() == Some("None");
    let ports = spec.ports.as_deref().unwrap_or_default();
    if ports.is_empty() && !headless && type_ != "ExternalName" {
        causes.required(&path.child("ports"), "");
    }
    match type_ {
        "LoadBalancer" | "NodePort" if headless => {
            let detail = format!("may not be set to 'None' for {type_} services");
            causes.invalid(&path.child("clusterIPs").index(0), "None", &detail);
        }
        "ExternalName" => external_name(spec, &path, causes),
        _ => {}
    }
    let mut names = Seen::new();
    for (index, port) in ports.iter().enumerate() {
        let path = path.child("ports");
        let path = path.index(index);
        match port.name.as_deref() {
            None if ports.len() > 1 => causes.required(&path.child("name"), ""),
            None => {}
            Some(name) => {
                causes.each(&path.child("name"), name, format::dns_label(name));
                if names.again(name) {
                    causes.duplicate(&path.child("name"), name);
                }
            }
        }
        self::port(port, &path, causes);
    }
    meta::labels(spec.selector.as_ref(), &path.child("selector"), causes);
    let affinity = spec.session_affinity.as_deref().unwrap_or_default();
    causes.one_of(
        &path.child("sessionAffinity"),
        affinity,
        &["ClientIP", "None"],
    );
    causes.one_of(&path.child("type"), type_, &TYPES);
    if type_ == "ClusterIP" {
        for (index, _) in ports
            .iter()
            .enumerate()
            .filter(|(_, port)| port.node_port.is_some())
        {
            let detail = "may not be used when `type` is 'ClusterIP'";
            causes.forbidden(&path.child("ports").index(index).child("nodePort"), detail);
        }
    }
    duplicates(ports, &path.child("ports"), causes);
    if let Some(policy) = &spec.internal_traffic_policy {
        causes.one_of(
            &path.child("internalTrafficPolicy"),
            policy,
            &["Cluster", "Local"],
        );
    }
    addresses(spec, &path, causes);
}

fn external_name(spec: &ServiceSpec, path: &Path<'_>, causes: &mut Causes) {
    if spec.cluster_ips.is_some() {
        let detail = "may not be set for ExternalName services";
        causes.forbidden(&path.child("clusterIPs"), detail);
    }
    let name = spec.external_name.as_deref().unwrap_or_default();
    let at = path.child("externalName");
    if name.is_empty() {
        causes.required(&at, "");
    } else {
        causes.each(
            &at,
            name,
            format::dns_subdomain(name.strip_suffix('.').unwrap_or(name)),
        );
    }
}

fn port(port: &ServicePort, path: &Path<'_>, causes: &mut Causes) {
    if let Some(detail) = format::port_number(port.port) {
        causes.invalid(&path.child("port"), port.port, detail);
    }
    let protocol = port.protocol.as_deref().unwrap_or_default();
    causes.one_of(&path.child("protocol"), protocol, &["SCTP", "TCP", "UDP"]);
    // Where it was left open it repeats the port, whose error is enough.
    let repeats = port.target_port == Some(crate::cluster::api::IntOrString::Int(port.port));
    if let Some(target) = port.target_port.as_ref().filter(|_| !repeats) {
        probe::port(target, &path.child("targetPort"), causes);
    }
}

fn duplicates(ports: &[ServicePort], path: &Path<'_>, causes: &mut Causes) {
    let (mut taken, mut node_ports) = (Seen::new(), Seen::new());
    for (index, port) in ports.iter().enumerate() {
        let protocol = port.protocol.as_deref().unwrap_or_default();
        if taken.again((protocol, port.port)) {
            // Upstream prints its internal type with everything but the two left out.
            let text = format!(
                "Duplicate value: {{\"Name\":\"\",\"Protocol\":{protocol:?},\"AppProtocol\":null,\"Port\":{},\"TargetPort\":0,\"NodePort\":0}}",
                port.port
            );
            causes.told(&path.index(index), text);
        }
        if let Some(number) = port.node_port
            && node_ports.again((protocol, number))
        {
            causes.duplicate(&path.index(index).child("nodePort"), number);
        }
    }
}

fn addresses(spec: &ServiceSpec, path: &Path<'_>, causes: &mut Causes) {
    let all = spec.cluster_ips.as_deref().unwrap_or_default();
    let at = path.child("clusterIPs");
    for (index, address) in all.iter().enumerate() {
        let none = index == 0 && address == "None";
        if !none && address.parse::<IpAddr>().is_err() {
            let detail = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
            causes.invalid(&at.index(index), address.as_str(), detail);
        }
    }
    let single = spec.cluster_ip.as_deref().unwrap_or_default();
    if all.first().is_some_and(|first| first != single) {
        causes.invalid(&at, json!(all), "first value must match `clusterIP`");
    }
}

/// Whether the address and node ports somebody asked for by number are to be had.
fn allocation(store: &Store, spec: &ServiceSpec, causes: &mut Causes) {
    let path = Path::root("spec");
    if let Some(wanted) = spec
        .cluster_ip
        .as_deref()
        .filter(|wanted| *wanted != "None")
    {
        let in_range = wanted.parse::<Ipv4Addr>().is_ok_and(address::in_range);
        let problem = if !in_range {
            Some(format!(
                "the provided IP ({wanted}) is not in the valid range. The range of valid IPs is 10.96.0.0/16"
            ))
        } else if address::is_taken(store, wanted) {
            Some("provided IP is already allocated".to_owned())
        } else {
            None
        };
        if let Some(problem) = problem {
            let detail = format!("failed to allocate IP {wanted}: {problem}");
            causes.invalid(&path.child("clusterIPs"), json!([wanted]), &detail);
        }
    }
    let taken = address::node_ports(store);
    for (index, port) in spec.ports.iter().flatten().enumerate() {
        let Some(number) = port.node_port else {
            continue;
        };
        let problem = if !address::NODE_PORTS.contains(&number) {
            "provided port is not in the valid range. The range of valid ports is 30000-32767"
        } else if taken.contains(&number) {
            "provided port is already allocated"
        } else {
            continue;
        };
        let at = path.child("ports");
        causes.invalid(&at.index(index).child("nodePort"), number, problem);
    }
}
