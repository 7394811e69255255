//! One endpoint: a pod as a Service sees it.

use crate::cluster::api::conditions::is_ready;
use crate::cluster::api::pod::node_name;
use crate::cluster::api::{
    Endpoint, EndpointConditions, EndpointPort, IntOrString, Node, ObjectReference, Pod, Service,
    ServiceSpec, meta,
};
use crate::cluster::apiserver::Store;

/// The pod's address, empty if it has none yet.
pub(super) fn address(pod: &Pod) -> &str {
    pod.status
        .as_ref()
        .and_then(|status| status.pod_ip.as_deref())
        .unwrap_or_default()
}

/// The endpoint of a pod.
pub(super) fn of(store: &Store, service: &Service, pod: &Pod) -> Endpoint {
    let node = node_name(pod);
    let zone = node
        .and_then(|node| store.get::<Node>("", node))
        .and_then(|node| {
            meta::label(&node.metadata, "topology.kubernetes.io/zone").map(str::to_owned)
        });
    Endpoint {
        addresses: vec![address(pod).to_owned()],
        conditions: Some(conditions(service, pod)),
        hostname: hostname(service, pod).map(str::to_owned),
        node_name: node.map(str::to_owned),
        zone,
        target_ref: Some(ObjectReference {
            kind: Some("Pod".to_owned()),
            namespace: pod.metadata.namespace.clone(),
            name: pod.metadata.name.clone(),
            uid: pod.metadata.uid.clone(),
            ..ObjectReference::default()
        }),
        ..Endpoint::default()
    }
}

/// The endpoint of a pod that has one already; nothing if that is still right.
pub(super) fn updated(
    store: &Store,
    service: &Service,
    pod: &Pod,
    old: &Endpoint,
) -> Option<Endpoint> {
    let same = old.addresses.first().map(String::as_str) == Some(address(pod))
        && old.conditions.as_ref() == Some(&conditions(service, pod))
        && old.hostname.as_deref() == hostname(service, pod)
        && old.node_name.as_deref() == node_name(pod);
    (!same).then(|| of(store, service, pod))
}

/// Being deleted makes an endpoint not ready, though it may still serve;
/// `publishNotReadyAddresses` overrules both.
fn conditions(service: &Service, pod: &Pod) -> EndpointConditions {
    let publish = service
        .spec
        .as_ref()
        .and_then(|spec| spec.publish_not_ready_addresses);
    let serving = is_ready(pod);
    let terminating = meta::is_deleting(&pod.metadata);
    EndpointConditions {
        ready: Some(publish == Some(true) || (serving && !terminating)),
        serving: Some(serving),
        terminating: Some(terminating),
    }
}

/// A pod has a name of its own under the Service that is its subdomain, and under no other.
fn hostname<'a>(service: &Service, pod: &'a Pod) -> Option<&'a str> {
    let spec = pod.spec.as_ref()?;
    let hostname = spec
        .hostname
        .as_deref()
        .filter(|hostname| !hostname.is_empty())?;
    let under_this = spec.subdomain.as_deref() == Some(meta::name(&service.metadata))
        && service.metadata.namespace == pod.metadata.namespace;
    under_this.then_some(hostname)
}

/// Whether what the Service's ports mean depends on the pod.
pub(super) fn has_named_ports(spec: &ServiceSpec) -> bool {
    let mut ports = spec.ports.iter().flatten();
    ports.any(|port| matches!(port.target_port, Some(IntOrString::String(_))))
}

/// The Service's ports as the pod serves them; one whose named target the pod lacks is left out.
pub(super) fn ports(spec: &ServiceSpec, pod: &Pod) -> Vec<EndpointPort> {
    let of_service = spec.ports.iter().flatten();
    of_service
        .filter_map(|port| {
            let protocol = port.protocol.as_deref().unwrap_or("TCP");
            let number = match &port.target_port {
                None | Some(IntOrString::Int(0)) => port.port,
                Some(IntOrString::Int(number)) => *number,
                Some(IntOrString::String(name)) => named(pod, name, protocol)?,
            };
            Some(EndpointPort {
                // An unnamed port is stored as an empty name, as upstream writes it.
                name: Some(port.name.clone().unwrap_or_default()),
                port: Some(number),
                protocol: Some(protocol.to_owned()),
                app_protocol: port.app_protocol.clone(),
            })
        })
        .collect()
}

fn named(pod: &Pod, name: &str, protocol: &str) -> Option<i32> {
    let containers = pod.spec.iter().flat_map(|spec| &spec.containers);
    containers
        .flat_map(|container| container.ports.iter().flatten())
        .find(|port| {
            port.name.as_deref() == Some(name)
                && port.protocol.as_deref().unwrap_or("TCP") == protocol
        })
        .map(|port| port.container_port)
}

/// `web-2` before `web-10`: the stem, the number at the end, the whole name.
pub(super) fn natural_order(name: &str) -> (&str, u64, &str) {
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = name[stem.len()..].parse().unwrap_or_default();
    (stem, number, name)
}
