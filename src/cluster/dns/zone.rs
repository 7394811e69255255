//! The cluster's zone: which names there are, and what they answer.

use super::{Answer, DOMAIN, ServiceRecord};
use crate::cluster::api::{
    Endpoint, EndpointPort, EndpointSlice, Namespace, Service, ServiceSpec, meta,
};
use crate::cluster::apiserver::Store;
use crate::cluster::controllers::endpoints::SERVICE_NAME;
use std::sync::Arc;

/// What the server answers to a full name in lower case.
pub(super) fn answer(store: &Store, name: &str) -> Answer {
    if let Some(address) = reversed(name) {
        return pointer(store, &address);
    }
    let Some(inside) = name.strip_suffix(DOMAIN) else {
        return Answer::NameError;
    };
    let labels: Vec<&str> = inside.split_terminator('.').collect();
    match labels.as_slice() {
        [] | ["svc" | "pod"] => Answer::NoData,
        [rest @ .., "svc"] => in_services(store, rest),
        [dashed, namespace, "pod"] => of_pod(store, dashed, namespace),
        [namespace, "pod"] if namespace_exists(store, namespace) => Answer::NoData,
        _ => Answer::NameError,
    }
}

/// The address a reverse name, or the address itself, asks about.
pub(super) fn reversed(name: &str) -> Option<String> {
    let is_address = |text: &str| {
        text.split('.').count() == 4 && text.split('.').all(|byte| byte.parse::<u8>().is_ok())
    };
    if let Some(reverse) = name.strip_suffix(".in-addr.arpa") {
        let bytes: Vec<&str> = reverse.rsplit('.').collect();
        return Some(bytes.join(".")).filter(|text| is_address(text));
    }
    is_address(name).then(|| name.to_owned())
}

fn namespace_exists(store: &Store, namespace: &str) -> bool {
    store.get::<Namespace>("", namespace).is_some()
}

/// `10-244-1-6.default.pod.cluster.local`: made from the name, without looking for the pod.
fn of_pod(store: &Store, dashed: &str, namespace: &str) -> Answer {
    let address = dashed.replace('-', ".");
    if reversed(&address).is_some() && namespace_exists(store, namespace) {
        Answer::Addresses(vec![address])
    } else {
        Answer::NameError
    }
}

fn in_services(store: &Store, labels: &[&str]) -> Answer {
    let (wanted, service, namespace) = match labels {
        [namespace] if namespace_exists(store, namespace) => return Answer::NoData,
        [service, namespace] => (Wanted::All, *service, *namespace),
        [endpoint, service, namespace] if !endpoint.starts_with('_') => {
            (Wanted::Endpoint(endpoint), *service, *namespace)
        }
        [port, protocol, service, namespace] => {
            let Some((port, protocol)) = port.strip_prefix('_').zip(protocol.strip_prefix('_'))
            else {
                return Answer::NameError;
            };
            (Wanted::Port(port, protocol), *service, *namespace)
        }
        _ => return Answer::NameError,
    };
    let Some(service) = store.get::<Service>(namespace, service) else {
        return Answer::NameError;
    };
    let Some(spec) = &service.spec else {
        return Answer::NameError;
    };
    if spec.type_.as_deref() == Some("ExternalName") {
        let target = spec.external_name.clone().unwrap_or_default();
        return Answer::Canonical(target);
    }
    match wanted {
        Wanted::Port(port, protocol) => services(store, service, spec, port, protocol),
        Wanted::All if !is_headless(spec) => spec
            .cluster_ip
            .clone()
            .map_or(Answer::NoData, |address| Answer::Addresses(vec![address])),
        Wanted::All => addresses(endpoints(store, service).map(|(_, endpoint)| endpoint)),
        Wanted::Endpoint(name) => addresses(
            endpoints(store, service)
                .map(|(_, endpoint)| endpoint)
                .filter(|endpoint| name_of(endpoint) == name),
        ),
    }
}

/// What is asked of a Service.
enum Wanted<'a> {
    All,
    Endpoint(&'a str),
    Port(&'a str, &'a str),
}

fn is_headless(spec: &ServiceSpec) -> bool {
    spec.cluster_ip.as_deref() == Some("None")
}

/// A Service's ready endpoints, with the slice each is in. Those not ready have no names, unless the
/// Service publishes them: then they are marked ready.
fn endpoints<'a>(
    store: &'a Store,
    service: &'a Service,
) -> impl Iterator<Item = (&'a Arc<EndpointSlice>, &'a Endpoint)> {
    store
        .list_in::<EndpointSlice>(meta::namespace(&service.metadata))
        .filter(|slice| {
            meta::label(&slice.metadata, SERVICE_NAME) == service.metadata.name.as_deref()
        })
        .flat_map(|slice| {
            slice
                .endpoints
                .iter()
                .flatten()
                .map(move |endpoint| (slice, endpoint))
        })
        .filter(|(_, endpoint)| is_ready(endpoint))
}

fn is_ready(endpoint: &Endpoint) -> bool {
    endpoint
        .conditions
        .as_ref()
        .and_then(|conditions| conditions.ready)
        != Some(false)
}

/// An endpoint's own name: its hostname, or its address with dashes.
fn name_of(endpoint: &Endpoint) -> String {
    let address = endpoint
        .addresses
        .first()
        .map(String::as_str)
        .unwrap_or_default();
    endpoint
        .hostname
        .clone()
        .unwrap_or_else(|| address.replace('.', "-"))
}

/// No address at all means that there is no such name: CoreDNS knows names by their endpoints.
fn addresses<'a>(endpoints: impl Iterator<Item = &'a Endpoint>) -> Answer {
    let addresses: Vec<String> = endpoints
        .flat_map(|endpoint| endpoint.addresses.iter().cloned())
        .collect();
    if addresses.is_empty() {
        Answer::NameError
    } else {
        Answer::Addresses(addresses)
    }
}

fn services(
    store: &Store,
    service: &Service,
    spec: &ServiceSpec,
    port: &str,
    protocol: &str,
) -> Answer {
    let full = full_name(service);
    let mut records: Vec<ServiceRecord> = Vec::new();
    let record = |port: i32, target: String| ServiceRecord {
        priority: 0,
        weight: 0,
        port,
        target,
    };
    if is_headless(spec) {
        let fits = |found: &&EndpointPort| {
            found.name.as_deref() == Some(port)
                && found
                    .protocol
                    .as_deref()
                    .unwrap_or("TCP")
                    .eq_ignore_ascii_case(protocol)
        };
        for (slice, endpoint) in endpoints(store, service) {
            let number = slice
                .ports
                .iter()
                .flatten()
                .find(fits)
                .and_then(|found| found.port);
            let target = || format!("{}.{full}", name_of(endpoint));
            records.extend(number.map(|number| record(number, target())));
        }
    } else {
        let fitting = spec.ports.iter().flatten().filter(|found| {
            found.name.as_deref() == Some(port)
                && found
                    .protocol
                    .as_deref()
                    .unwrap_or("TCP")
                    .eq_ignore_ascii_case(protocol)
        });
        records.extend(fitting.map(|found| record(found.port, full.clone())));
    }
    let weight = u16::try_from(100 / records.len().max(1))
        .unwrap_or(1)
        .max(1);
    for record in &mut records {
        record.weight = weight;
    }
    if records.is_empty() {
        Answer::NameError
    } else {
        Answer::Services(records)
    }
}

fn full_name(service: &Service) -> String {
    let (name, namespace) = (
        meta::name(&service.metadata),
        meta::namespace(&service.metadata),
    );
    format!("{name}.{namespace}.svc.{DOMAIN}")
}

fn pointer(store: &Store, address: &str) -> Answer {
    let of_service = store.list::<Service>().find(|service| {
        service
            .spec
            .as_ref()
            .and_then(|spec| spec.cluster_ip.as_deref())
            == Some(address)
    });
    if let Some(service) = of_service {
        return Answer::Pointer(vec![full_name(service)]);
    }
    let names: Vec<String> = store
        .list::<Service>()
        .flat_map(|service| {
            let full = full_name(service);
            endpoints(store, service)
                .filter(|(_, endpoint)| endpoint.addresses.iter().any(|a| a == address))
                .map(|(_, endpoint)| format!("{}.{full}", name_of(endpoint)))
                .collect::<Vec<_>>()
        })
        .collect();
    if names.is_empty() {
        Answer::NameError
    } else {
        Answer::Pointer(names)
    }
}
