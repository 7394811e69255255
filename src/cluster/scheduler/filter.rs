//! Filter: the nodes that will do, or why none does.
//!
//! The order is that of upstream's default plugins; the first one that refuses speaks for the node.

use super::affinity::{BetweenPods, admits_node};
use super::reasons::{self, Ever, Reason};
use super::snapshot::{Room, Snapshot};
use super::spread::Constraints;
use super::taints::tolerated;
use super::volumes::{self, Claims};
use crate::cluster::api::{Pod, Taint};
use crate::cluster::apiserver::Store;

/// The places, among the snapshot's rooms, of the nodes that will do.
///
/// # Errors
/// The sentence that says why none does.
pub(super) fn feasible(
    snapshot: &Snapshot<'_>,
    store: &Store,
    claims: &Claims,
) -> Result<Vec<usize>, String> {
    let constraints = Constraints::of(snapshot);
    let between_pods = BetweenPods::of(snapshot, store);
    let mut fits = Vec::new();
    let mut refusals = Vec::new();
    for (at, room) in snapshot.rooms.iter().enumerate() {
        let mut why = on_the_node_itself(snapshot, room);
        if why.is_empty() {
            why.extend(
                volumes::refusal(store, snapshot.pod, claims, room)
                    .or_else(|| constraints.refusal(room))
                    .or_else(|| between_pods.refusal(room, snapshot.pod)),
            );
        }
        if why.is_empty() {
            fits.push(at);
        }
        refusals.push(why);
    }
    if fits.is_empty() {
        Err(reasons::sentence(&refusals))
    } else {
        Ok(fits)
    }
}

fn on_the_node_itself(snapshot: &Snapshot<'_>, room: &Room<'_>) -> Vec<Reason> {
    let pod = snapshot.pod;
    let single = if is_cordoned(pod, room) {
        Some(Reason::Unschedulable)
    } else if has_untolerated_taint(pod, room) {
        Some(Reason::Taint)
    } else if !admits_node(pod, room.node) {
        Some(Reason::NodeAffinity)
    } else if ports_collide(pod, room) {
        Some(Reason::HostPorts)
    } else {
        None
    };
    single.map_or_else(|| lacking(snapshot, room), |reason| vec![reason])
}

fn is_cordoned(pod: &Pod, room: &Room<'_>) -> bool {
    let cordon = Taint {
        key: "node.kubernetes.io/unschedulable".to_owned(),
        effect: "NoSchedule".to_owned(),
        ..Taint::default()
    };
    let tolerations = pod.spec.as_ref().and_then(|spec| spec.tolerations.as_ref());
    room.node.spec.as_ref().and_then(|spec| spec.unschedulable) == Some(true)
        && !tolerated(tolerations, &cordon)
}

fn has_untolerated_taint(pod: &Pod, room: &Room<'_>) -> bool {
    let tolerations = pod.spec.as_ref().and_then(|spec| spec.tolerations.as_ref());
    let taints = room
        .node
        .spec
        .as_ref()
        .and_then(|spec| spec.taints.as_ref());
    taints
        .into_iter()
        .flatten()
        .filter(|taint| taint.effect == "NoSchedule" || taint.effect == "NoExecute")
        .any(|taint| !tolerated(tolerations, taint))
}

fn ports_collide(pod: &Pod, room: &Room<'_>) -> bool {
    let wanted: Vec<HostPort<'_>> = host_ports(pod).collect();
    !wanted.is_empty()
        && room
            .pods
            .values()
            .flat_map(|other| host_ports(other))
            .any(|taken| {
                wanted.iter().any(|wanted| {
                    let everywhere = wanted.address == "0.0.0.0" || taken.address == "0.0.0.0";
                    (wanted.port, wanted.protocol) == (taken.port, taken.protocol)
                        && (everywhere || wanted.address == taken.address)
                })
            })
}

struct HostPort<'a> {
    port: i32,
    protocol: &'a str,
    address: &'a str,
}

fn host_ports(pod: &Pod) -> impl Iterator<Item = HostPort<'_>> {
    let containers = pod.spec.iter().flat_map(|spec| &spec.containers);
    containers
        .flat_map(|container| container.ports.iter().flatten())
        .filter_map(|port| {
            Some(HostPort {
                port: port.host_port.filter(|port| *port > 0)?,
                protocol: port.protocol.as_deref().unwrap_or("TCP"),
                address: port
                    .host_ip
                    .as_deref()
                    .filter(|ip| !ip.is_empty())
                    .unwrap_or("0.0.0.0"),
            })
        })
}

fn lacking(snapshot: &Snapshot<'_>, room: &Room<'_>) -> Vec<Reason> {
    let mut lacking = Vec::new();
    if room.pods.len() >= room.pods_max {
        lacking.push(Reason::TooManyPods);
    }
    let mut compare = |name: &'static str, asked: i128, taken: i128, all: i128| {
        if asked > 0 && taken + asked > all {
            let ever = if asked > all {
                Ever::Never
            } else {
                Ever::Perhaps
            };
            lacking.push(Reason::Insufficient(name, ever));
        }
    };
    let (asked, taken, all) = (snapshot.asked, room.requested, room.allocatable);
    compare("cpu", asked.cpu_milli, taken.cpu_milli, all.cpu_milli);
    compare(
        "memory",
        asked.memory_bytes,
        taken.memory_bytes,
        all.memory_bytes,
    );
    lacking
}
