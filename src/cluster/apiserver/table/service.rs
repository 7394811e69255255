//! Cells of Services and EndpointSlices.

use super::{NONE, age, labels, name, or_none};
use crate::cluster::api::{EndpointSlice, Service, ServicePort, SimTime};

/// How many entries of a list are shown before ` + N more...`.
const SHOWN_MAX: usize = 3;

pub(super) fn service(service: &Service, now: SimTime) -> Vec<String> {
    let spec = service.spec.clone().unwrap_or_default();
    let type_ = spec.type_.as_deref().unwrap_or("ClusterIP");
    let address = match type_ {
        "ExternalName" => NONE.to_owned(),
        _ => or_none(spec.cluster_ip.as_deref().unwrap_or_default()),
    };
    let ports: Vec<String> = spec.ports.iter().flatten().map(port).collect();
    vec![
        name(&service.metadata),
        type_.to_owned(),
        address,
        external(service, type_),
        or_none(&ports.join(",")),
        age(&service.metadata, now),
        labels(spec.selector.as_ref()),
    ]
}

fn port(port: &ServicePort) -> String {
    let protocol = port.protocol.as_deref().unwrap_or("TCP");
    match port.node_port {
        Some(node_port) if node_port > 0 => format!("{}:{node_port}/{protocol}", port.port),
        _ => format!("{}/{protocol}", port.port),
    }
}

fn external(service: &Service, type_: &str) -> String {
    let spec = service.spec.clone().unwrap_or_default();
    let mut addresses = spec.external_ips.unwrap_or_default();
    match type_ {
        "ExternalName" => spec.external_name.unwrap_or_default(),
        "LoadBalancer" => {
            let given = service
                .status
                .as_ref()
                .and_then(|status| status.load_balancer.as_ref());
            let given = given
                .and_then(|balancer| balancer.ingress.as_ref())
                .into_iter()
                .flatten();
            let mut found: Vec<String> = given
                .filter_map(|ingress| ingress.ip.clone().or_else(|| ingress.hostname.clone()))
                .collect();
            found.append(&mut addresses);
            if found.is_empty() {
                "<pending>".to_owned()
            } else {
                found.join(",")
            }
        }
        _ => or_none(&addresses.join(",")),
    }
}

pub(super) fn slice(slice: &EndpointSlice, now: SimTime) -> Vec<String> {
    let ports: Vec<String> = slice
        .ports
        .iter()
        .flatten()
        .map(|port| {
            port.port
                .map_or_else(|| "*".to_owned(), |number| number.to_string())
        })
        .collect();
    let addresses: Vec<String> = slice
        .endpoints
        .iter()
        .flatten()
        .flat_map(|endpoint| endpoint.addresses.clone())
        .collect();
    let ports = if ports.is_empty() {
        "<unset>".to_owned()
    } else {
        some(&ports)
    };
    let addresses = if addresses.is_empty() {
        "<unset>".to_owned()
    } else {
        some(&addresses)
    };
    vec![
        name(&slice.metadata),
        slice.address_type.clone(),
        ports,
        addresses,
        age(&slice.metadata, now),
    ]
}

/// The first few, and how many more there are.
#[must_use]
pub fn some(all: &[String]) -> String {
    if all.len() <= SHOWN_MAX {
        return all.join(",");
    }
    format!(
        "{} + {} more...",
        all[..SHOWN_MAX].join(","),
        all.len() - SHOWN_MAX
    )
}
