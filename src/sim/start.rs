//! The beginning of every world: nodes, namespaces, a default StorageClass, the DNS service.

use super::fact::Cause;
use super::step::publish;
use super::world::{Config, World};
use crate::cluster::Cluster;
use crate::cluster::api::{
    Namespace, Node, NodeAddress, NodeCondition, NodeSpec, NodeStatus, NodeSystemInfo, ObjectMeta,
    Quantity, Service, ServicePort, ServiceSpec, SimTime, StorageClass, sort,
};
use crate::cluster::apiserver::uid::Rng;
use crate::cluster::apiserver::{Actor, Client, Limits, Store, version};
use crate::cluster::controllers::memo::Memo;
use crate::cluster::controllers::volume::provisioner;
use crate::cluster::disk::Disks;
use crate::cluster::kubelet::Machine;
use crate::cluster::scheduler;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The address of the cluster's DNS service.
pub const DNS_ADDRESS: &str = crate::cluster::dns::ADDRESS;

/// So many pods a StatefulSet's controller makes or tells to go in one look: a few milliseconds' work.
const PODS_PER_LOOK: usize = 250;
/// Of pods so large that they are more than this together, fewer: it, too, is a few milliseconds' work.
const BYTES_PER_LOOK: usize = 8 << 20;

pub(super) fn world(config: &Config) -> World {
    let mut store = Store::new(config.seed);
    store.limits = Limits {
        storage_bytes: usize::try_from(config.storage_mib)
            .unwrap_or(usize::MAX)
            .saturating_mul(1024 * 1024),
        pods_per_look: PODS_PER_LOOK,
        bytes_per_look: BYTES_PER_LOOK,
    };
    let now = SimTime(0);
    let mut client = Client::new(&mut store, Actor::ApiServer, now);
    for name in ["default", "kube-system"] {
        let created = client.create(Namespace {
            metadata: named(name),
            ..Namespace::default()
        });
        debug_assert!(created.is_ok(), "{created:?}");
    }
    let mut machines = BTreeMap::new();
    for number in 1..=config.nodes {
        let mut machine = Machine::new(number);
        let node = node(number, config, &machine);
        machine.registration = Some(Arc::new(node.clone()));
        // A node's status is a subresource, but the kubelet registers with both at once.
        let created = client.create(node);
        debug_assert!(created.is_ok(), "{created:?}");
        machines.insert(Arc::from(format!("node-{number}")), machine);
    }
    for result in [
        client.create(storage_class()).err(),
        client.create(dns_service()).err(),
    ] {
        debug_assert!(result.is_none(), "{result:?}");
    }
    let cluster = Cluster {
        store,
        machines,
        disks: Disks::new(),
        stateful_sets: Memo::default(),
        endpoints: Memo::default(),
        scheduler: scheduler::Memory::default(),
        provisioner: provisioner::Memory::default(),
    };
    let mut world = World {
        now,
        cluster,
        queue: super::queue::Queue::default(),
        rng: Rng::new(config.seed),
        facts: 0,
        failures: BTreeMap::new(),
        waiting: BTreeMap::new(),
    };
    drop(publish(&mut world, Cause::Timer));
    world
}

fn named(name: &str) -> ObjectMeta {
    ObjectMeta {
        name: Some(name.to_owned()),
        ..ObjectMeta::default()
    }
}

fn node(number: u32, config: &Config, machine: &Machine) -> Node {
    let name = format!("node-{number}");
    let mut metadata = named(&name);
    let zone = char::from(b'a' + u8::try_from((number - 1) % 26).unwrap_or_default());
    metadata.labels = Some(sort::map([
        ("kubernetes.io/hostname".to_owned(), name.clone()),
        ("kubernetes.io/os".to_owned(), "linux".to_owned()),
        ("kubernetes.io/arch".to_owned(), "amd64".to_owned()),
        (
            "topology.kubernetes.io/zone".to_owned(),
            format!("zone-{zone}"),
        ),
    ]));
    let resources = sort::map([
        ("cpu".to_owned(), Quantity("4".to_owned())),
        ("memory".to_owned(), Quantity("8Gi".to_owned())),
        ("ephemeral-storage".to_owned(), Quantity("100Gi".to_owned())),
        (
            "pods".to_owned(),
            Quantity(config.pods_per_node.to_string()),
        ),
    ]);
    Node {
        metadata,
        spec: Some(NodeSpec {
            pod_cidr: Some(machine.pod_range()),
            pod_cidrs: Some(vec![machine.pod_range()]),
            ..NodeSpec::default()
        }),
        status: Some(NodeStatus {
            capacity: Some(resources.clone()),
            allocatable: Some(resources),
            addresses: Some(vec![
                NodeAddress {
                    type_: "InternalIP".to_owned(),
                    address: machine.address(),
                },
                NodeAddress {
                    type_: "Hostname".to_owned(),
                    address: name,
                },
            ]),
            conditions: Some(conditions()),
            node_info: Some(NodeSystemInfo {
                kubelet_version: version::KUBERNETES.to_owned(),
                os_image: "Simulated Linux".to_owned(),
                kernel_version: "6.1.0".to_owned(),
                container_runtime_version: "containerd://2.1.0".to_owned(),
                operating_system: "linux".to_owned(),
                architecture: "amd64".to_owned(),
                ..NodeSystemInfo::default()
            }),
            ..NodeStatus::default()
        }),
    }
}

fn conditions() -> Vec<NodeCondition> {
    [
        (
            "MemoryPressure",
            "False",
            "KubeletHasSufficientMemory",
            "kubelet has sufficient memory available",
        ),
        (
            "DiskPressure",
            "False",
            "KubeletHasNoDiskPressure",
            "kubelet has no disk pressure",
        ),
        (
            "PIDPressure",
            "False",
            "KubeletHasSufficientPID",
            "kubelet has sufficient PID available",
        ),
        (
            "Ready",
            "True",
            "KubeletReady",
            "kubelet is posting ready status",
        ),
    ]
    .into_iter()
    .map(|(type_, status, reason, message)| NodeCondition {
        type_: type_.to_owned(),
        status: status.to_owned(),
        reason: Some(reason.to_owned()),
        message: Some(message.to_owned()),
        last_heartbeat_time: Some(SimTime(0).to_time()),
        last_transition_time: Some(SimTime(0).to_time()),
    })
    .collect()
}

fn storage_class() -> StorageClass {
    let mut metadata = named("standard");
    metadata.annotations = Some(sort::map([(
        "storageclass.kubernetes.io/is-default-class".to_owned(),
        "true".to_owned(),
    )]));
    StorageClass {
        metadata,
        provisioner: "playground.io/disk".to_owned(),
        reclaim_policy: Some("Delete".to_owned()),
        volume_binding_mode: Some("WaitForFirstConsumer".to_owned()),
        allow_volume_expansion: Some(true),
        ..StorageClass::default()
    }
}

fn dns_service() -> Service {
    let mut metadata = named("kube-dns");
    metadata.namespace = Some("kube-system".to_owned());
    let port = |name: &str, protocol: &str| ServicePort {
        name: Some(name.to_owned()),
        protocol: Some(protocol.to_owned()),
        port: 53,
        target_port: Some(IntOrString::Int(53)),
        ..ServicePort::default()
    };
    Service {
        metadata,
        spec: Some(ServiceSpec {
            cluster_ip: Some(DNS_ADDRESS.to_owned()),
            cluster_ips: Some(vec![DNS_ADDRESS.to_owned()]),
            ports: Some(vec![port("dns", "UDP"), port("dns-tcp", "TCP")]),
            ..ServiceSpec::default()
        }),
        ..Service::default()
    }
}
