//! Descriptions of Services.

use super::{Sheet, config, or_none};
use crate::cluster::api::{EndpointSlice, IntOrString, Service, ServicePort, meta};
use crate::cluster::apiserver::Store;
use crate::cluster::apiserver::table::{labels, some};
use std::sync::Arc;

pub(super) fn describe(sheet: &mut Sheet, store: &Store, service: &Service) {
    let spec = service.spec.clone().unwrap_or_default();
    sheet.field(0, "Name", meta::name(&service.metadata));
    sheet.field(0, "Namespace", meta::namespace(&service.metadata));
    sheet.map(0, "Labels", "=", service.metadata.labels.as_ref());
    sheet.map(
        0,
        "Annotations",
        ": ",
        service.metadata.annotations.as_ref(),
    );
    sheet.field(0, "Selector", labels(spec.selector.as_ref()));
    sheet.field(0, "Type", spec.type_.as_deref().unwrap_or("ClusterIP"));
    if let Some(policy) = &spec.ip_family_policy {
        sheet.field(0, "IP Family Policy", policy);
    }
    if let Some(families) = &spec.ip_families {
        sheet.field(0, "IP Families", families.join(","));
    }
    sheet.field(0, "IP", spec.cluster_ip.as_deref().unwrap_or_default());
    if let Some(ips) = spec.cluster_ips.as_ref().filter(|ips| !ips.is_empty()) {
        sheet.field(0, "IPs", ips.join(","));
    }
    let slices: Vec<&Arc<EndpointSlice>> = store
        .list_in::<EndpointSlice>(meta::namespace(&service.metadata))
        .filter(|slice| {
            meta::label(&slice.metadata, "kubernetes.io/service-name")
                == Some(meta::name(&service.metadata))
        })
        .collect();
    for port in spec.ports.iter().flatten() {
        describe_port(sheet, port);
        sheet.field(0, "Endpoints", endpoints(&slices, port));
    }
    sheet.field(
        0,
        "Session Affinity",
        spec.session_affinity.as_deref().unwrap_or("None"),
    );
    for (name, text) in [
        ("External Traffic Policy", &spec.external_traffic_policy),
        ("Internal Traffic Policy", &spec.internal_traffic_policy),
    ] {
        if let Some(text) = text {
            sheet.field(0, name, text);
        }
    }
}

fn describe_port(sheet: &mut Sheet, port: &ServicePort) {
    let name = or_unset(port.name.as_deref());
    let protocol = port.protocol.as_deref().unwrap_or("TCP");
    sheet.field(0, "Port", format!("{name}\t{}/{protocol}", port.port));
    let target = match &port.target_port {
        Some(IntOrString::Int(number)) => number.to_string(),
        Some(IntOrString::String(name)) => name.clone(),
        None => port.port.to_string(),
    };
    sheet.field(0, "TargetPort", format!("{target}/{protocol}"));
    if let Some(node_port) = port.node_port.filter(|port| *port != 0) {
        sheet.field(0, "NodePort", format!("{name}\t{node_port}/{protocol}"));
    }
}

fn or_unset(name: Option<&str>) -> &str {
    name.filter(|name| !name.is_empty()).unwrap_or("<unset>")
}

fn endpoints(slices: &[&Arc<EndpointSlice>], port: &ServicePort) -> String {
    if slices.is_empty() {
        return or_none("").to_owned();
    }
    let mut found = Vec::new();
    for slice in slices {
        let number = slice
            .ports
            .iter()
            .flatten()
            .find(|candidate| {
                candidate.name.as_deref().unwrap_or("") == port.name.as_deref().unwrap_or("")
            })
            .and_then(|candidate| candidate.port);
        let ready =
            slice.endpoints.iter().flatten().filter(|endpoint| {
                endpoint.conditions.as_ref().and_then(|c| c.ready) != Some(false)
            });
        for address in ready.flat_map(|endpoint| &endpoint.addresses) {
            found.push(
                number.map_or_else(|| address.clone(), |number| format!("{address}:{number}")),
            );
        }
    }
    some(&found)
}

/// An EndpointSlice.
pub(super) fn slice(sheet: &mut Sheet, slice: &EndpointSlice) {
    const UNSET: &str = "<unset>";
    config::head(sheet, &slice.metadata);
    sheet.field(0, "AddressType", &slice.address_type);
    let ports = slice.ports.as_deref().unwrap_or_default();
    if ports.is_empty() {
        sheet.field(0, "Ports", UNSET);
    } else {
        sheet.line(0, "Ports:");
        sheet.line(1, "Name\tPort\tProtocol");
        sheet.line(1, "----\t----\t--------");
        for port in ports {
            let name = port.name.as_deref().filter(|name| !name.is_empty());
            let number = port.port.map(|number| number.to_string());
            sheet.line(
                1,
                &format!(
                    "{}\t{}\t{}",
                    name.unwrap_or(UNSET),
                    number.as_deref().unwrap_or(UNSET),
                    port.protocol.as_deref().unwrap_or_default()
                ),
            );
        }
    }
    let endpoints = slice.endpoints.as_deref().unwrap_or_default();
    if endpoints.is_empty() {
        sheet.field(0, "Endpoints", "<none>");
        return;
    }
    sheet.line(0, "Endpoints:");
    for endpoint in endpoints {
        sheet.field(1, "- Addresses", endpoint.addresses.join(","));
        sheet.line(2, "Conditions:");
        let ready = endpoint.conditions.as_ref().and_then(|all| all.ready);
        sheet.field(
            3,
            "Ready",
            ready.map_or_else(|| UNSET.to_owned(), |ready| ready.to_string()),
        );
        sheet.field(2, "Hostname", endpoint.hostname.as_deref().unwrap_or(UNSET));
        if let Some(target) = &endpoint.target_ref {
            let kind = target.kind.as_deref().unwrap_or_default();
            sheet.field(
                2,
                "TargetRef",
                format!("{kind}/{}", target.name.as_deref().unwrap_or_default()),
            );
        }
        sheet.field(
            2,
            "NodeName",
            endpoint.node_name.as_deref().unwrap_or(UNSET),
        );
        sheet.field(2, "Zone", endpoint.zone.as_deref().unwrap_or(UNSET));
    }
}
