//! Names asked for on the command line: nslookup, getent, ping.

use super::machine::Effect;
use crate::cluster::api::{EndpointSlice, Service, meta};
use crate::kubectl::Output;
use crate::sim::World;
use crate::sim::start::DNS_ADDRESS;

/// The addresses a name has for a pod of this namespace.
pub(super) fn addresses(world: &World, namespace: &str, name: &str) -> Vec<String> {
    if name.split('.').count() == 4 && name.chars().all(|c| c.is_ascii_digit() || c == '.') {
        return vec![name.to_owned()];
    }
    let search = [
        format!("{namespace}.svc.cluster.local"),
        "svc.cluster.local".to_owned(),
        "cluster.local".to_owned(),
    ];
    let whole = name.trim_end_matches('.').to_owned();
    let mut tries: Vec<String> = search
        .iter()
        .map(|suffix| format!("{whole}.{suffix}"))
        .collect();
    tries.push(whole);
    tries
        .iter()
        .map(|name| exact(world, name))
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

/// What a complete name answers: a Service, or one of its endpoints by host name.
fn exact(world: &World, name: &str) -> Vec<String> {
    let Some(stem) = name.strip_suffix(".svc.cluster.local") else {
        return vec![];
    };
    let parts: Vec<&str> = stem.split('.').collect();
    let (host, service, namespace) = match parts.as_slice() {
        [service, namespace] => (None, *service, *namespace),
        [host, service, namespace] => (Some(*host), *service, *namespace),
        _ => return vec![],
    };
    let Some(service) = world.cluster.store.get::<Service>(namespace, service) else {
        return vec![];
    };
    let cluster_ip = service
        .spec
        .as_ref()
        .and_then(|spec| spec.cluster_ip.clone())
        .unwrap_or_default();
    if host.is_none() && cluster_ip != "None" {
        return vec![cluster_ip];
    }
    endpoints(world, service)
        .into_iter()
        .filter(|(name, _)| host.is_none_or(|host| name == host))
        .map(|(_, ip)| ip)
        .collect()
}

/// The ready endpoints of a Service: host name and address.
fn endpoints(world: &World, service: &Service) -> Vec<(String, String)> {
    let (namespace, name) = (
        meta::namespace(&service.metadata),
        meta::name(&service.metadata),
    );
    let slices = world.cluster.store.list_in::<EndpointSlice>(namespace);
    let own = slices
        .filter(|slice| meta::label(&slice.metadata, "kubernetes.io/service-name") == Some(name));
    own.flat_map(|slice| slice.endpoints.iter().flatten())
        .filter(|endpoint| endpoint.conditions.as_ref().and_then(|c| c.ready) != Some(false))
        .filter_map(|endpoint| {
            Some((
                endpoint.hostname.clone().unwrap_or_default(),
                endpoint.addresses.first()?.clone(),
            ))
        })
        .collect()
}

/// The addresses behind a Service.
pub(super) fn ready_endpoints(world: &World, service: &Service) -> Vec<String> {
    endpoints(world, service)
        .into_iter()
        .map(|(_, ip)| ip)
        .collect()
}

/// The name an address has, if the DNS knows one.
fn reverse(world: &World, ip: &str) -> Option<String> {
    let services = || world.cluster.store.list::<Service>();
    let of = |service: &Service| {
        format!(
            "{}.{}.svc.cluster.local",
            meta::name(&service.metadata),
            meta::namespace(&service.metadata)
        )
    };
    let own = services().find(|service| {
        service
            .spec
            .as_ref()
            .and_then(|spec| spec.cluster_ip.as_deref())
            == Some(ip)
    });
    if let Some(service) = own {
        return Some(of(service));
    }
    services().find_map(|service| {
        let found = endpoints(world, service)
            .into_iter()
            .find(|(_, address)| address == ip)?;
        (!found.0.is_empty()).then(|| format!("{}.{}", found.0, of(service)))
    })
}

fn line(label: &str, world: &World, ip: &str) -> String {
    match reverse(world, ip) {
        Some(name) => format!("{label:<10} {ip} {name}"),
        None => format!("{label:<10} {ip}"),
    }
}

/// nslookup of busybox 1.28.
pub(super) fn nslookup(world: &World, namespace: &str, arguments: &[String]) -> Effect {
    let Some(name) = arguments.iter().find(|word| !word.starts_with('-')) else {
        return Effect::failed(
            1,
            "BusyBox v1.28.4 multi-call binary.\n\nUsage: nslookup [HOST] [SERVER]",
        );
    };
    let mut output = Output::new();
    output.line(&format!("{:<10} {DNS_ADDRESS}", "Server:"));
    output.line(&line("Address 1:", world, DNS_ADDRESS));
    output.line("");
    let found = addresses(world, namespace, name);
    if found.is_empty() {
        output.complain(&format!("nslookup: can't resolve '{name}'"));
        return Effect::done(output, 1);
    }
    output.line(&format!("{:<10} {name}", "Name:"));
    for (at, ip) in found.iter().enumerate() {
        output.line(&line(&format!("Address {}:", at + 1), world, ip));
    }
    Effect::done(output, 0)
}

/// `getent hosts NAME`
pub(super) fn getent(world: &World, namespace: &str, arguments: &[String]) -> Effect {
    let Some(name) = arguments.last() else {
        return Effect::code(2);
    };
    match addresses(world, namespace, name).first() {
        Some(ip) => Effect::said(format!("{ip:<15} {name}\n")),
        None => Effect::code(2),
    }
}

/// `ping -c 1 NAME`: whether there is an address; every one that is there answers.
pub(super) fn ping(world: &World, namespace: &str, arguments: &[String]) -> Effect {
    let Some(name) = arguments
        .iter()
        .rfind(|word| !word.starts_with('-') && word.parse::<u32>().is_err())
    else {
        return Effect::failed(2, "ping: missing host operand");
    };
    match addresses(world, namespace, name).first() {
        Some(ip) => Effect::said(format!(
            "PING {name} ({ip}): 56 data bytes\n64 bytes from {ip}: seq=0 ttl=64 time=0.1 ms\n\n--- {name} ping statistics ---\n1 packets transmitted, 1 packets received, 0% packet loss\n"
        )),
        None => Effect::failed(1, &format!("ping: bad address '{name}'")),
    }
}
