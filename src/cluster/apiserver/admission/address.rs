//! The addresses and ports Services get from the cluster.
//!
//! Models kubernetes/pkg/registry/core/service/{ipallocator,portallocator} (1.36).

use crate::cluster::api::{Service, sort};
use crate::cluster::apiserver::store::Store;
use std::collections::BTreeSet;
use std::net::Ipv4Addr;
use std::ops::RangeInclusive;

/// Ports every node opens for Services of type NodePort.
pub const NODE_PORTS: RangeInclusive<i32> = 30_000..=32_767;

/// 10.96.0.0, the first address of the Service range.
const FIRST: u32 = 0x0a60_0000;
/// 10.96.255.255, the last one.
const LAST: u32 = 0x0a60_ffff;
/// Addresses at the low end that are only given to those who ask for one by number.
const STATIC_BAND: u32 = 256;

/// Whether a Service may ask for this address.
#[must_use]
pub fn in_range(address: Ipv4Addr) -> bool {
    (FIRST + 1..LAST).contains(&u32::from(address))
}

/// Whether an address is in use.
#[must_use]
pub fn is_taken(store: &Store, address: &str) -> bool {
    store.list::<Service>().any(|service| {
        service
            .spec
            .as_ref()
            .and_then(|spec| spec.cluster_ip.as_deref())
            == Some(address)
    })
}

/// A free address. Upstream draws at random; here the Service's own name picks where to look
/// first, so that the same manifests give the same addresses in every world.
#[must_use]
pub fn free_cluster_ip(store: &Store, name: &str) -> Option<String> {
    let taken = sort::set(
        store
            .list::<Service>()
            .filter_map(|service| service.spec.as_ref()?.cluster_ip.as_deref()),
    );
    let size = LAST - FIRST - STATIC_BAND;
    let start = scatter(name) % size;
    (0..size)
        .map(|step| FIRST + STATIC_BAND + (start + step) % size)
        .map(|number| Ipv4Addr::from(number).to_string())
        .find(|address| !taken.contains(address.as_str()))
}

/// Node ports in use.
#[must_use]
pub fn node_ports(store: &Store) -> BTreeSet<i32> {
    let ports = store
        .list::<Service>()
        .filter_map(|service| service.spec.as_ref()?.ports.as_ref())
        .flatten();
    sort::set(ports.filter_map(|port| port.node_port))
}

/// FNV-1a, which will give the same number in every build.
fn scatter(name: &str) -> u32 {
    name.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}
