//! Names asked for on the command line: nslookup, getent, ping.

use super::machine::Effect;
use crate::cluster::api::{EndpointSlice, Service, meta};
use crate::cluster::dns::{self, Answer};
use crate::kubectl::Output;
use crate::sim::World;

/// The addresses a name has for a pod of this namespace.
pub(super) fn addresses(world: &World, namespace: &str, name: &str) -> Vec<String> {
    if name.split('.').count() == 4 && name.chars().all(|c| c.is_ascii_digit() || c == '.') {
        return vec![name.to_owned()];
    }
    match dns::resolve(&world.cluster.store, namespace, name) {
        Answer::Addresses(addresses) => addresses,
        _ => vec![],
    }
}

/// The addresses of the ready endpoints behind a Service.
pub(super) fn ready_endpoints(world: &World, service: &Service) -> Vec<String> {
    let (namespace, name) = (
        meta::namespace(&service.metadata),
        meta::name(&service.metadata),
    );
    let slices = world.cluster.store.list_in::<EndpointSlice>(namespace);
    let own = slices
        .filter(|slice| meta::label(&slice.metadata, "kubernetes.io/service-name") == Some(name));
    own.flat_map(|slice| slice.endpoints.iter().flatten())
        .filter(|endpoint| endpoint.conditions.as_ref().and_then(|c| c.ready) != Some(false))
        .filter_map(|endpoint| endpoint.addresses.first().cloned())
        .collect()
}

/// The name an address has, if the DNS knows one.
fn reverse(world: &World, ip: &str) -> Option<String> {
    let mut parts: Vec<&str> = ip.split('.').collect();
    parts.reverse();
    let name = format!("{}.in-addr.arpa", parts.join("."));
    match dns::lookup(&world.cluster.store, &name) {
        Answer::Pointer(names) => names
            .first()
            .map(|name| name.trim_end_matches('.').to_owned()),
        _ => None,
    }
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
    output.line(&format!("{:<10} {}", "Server:", dns::ADDRESS));
    output.line(&line("Address 1:", world, dns::ADDRESS));
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
