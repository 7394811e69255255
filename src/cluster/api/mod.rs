//! The objects of the cluster: k8s-openapi's typed structs under their short names, plus the few
//! notions every component needs to talk about them (kind, key, selector, quantity, time).
//!
//! Floor 1, bottom: imports nothing else of the crate.

pub mod age;
pub mod base64;
pub mod conditions;
pub mod fields;
pub mod key;
pub mod kind;
pub mod meta;
pub mod object;
pub mod pod;
pub mod pod_status;
pub mod quantity;
pub mod selector;
pub mod sort;
pub mod specified;
pub mod time;

pub use k8s_openapi::api::apps::v1::{
    ControllerRevision, Deployment, DeploymentSpec, ReplicaSet, ReplicaSetSpec,
    RollingUpdateStatefulSetStrategy, StatefulSet, StatefulSetOrdinals,
    StatefulSetPersistentVolumeClaimRetentionPolicy, StatefulSetSpec, StatefulSetStatus,
    StatefulSetUpdateStrategy,
};
pub use k8s_openapi::api::core::v1::{
    ConfigMap, Container, ContainerPort, ContainerState, ContainerStateRunning,
    ContainerStateTerminated, ContainerStateWaiting, ContainerStatus, Event, EventSource,
    HTTPGetAction, Namespace, Node, NodeAddress, NodeCondition, NodeSpec, NodeStatus,
    NodeSystemInfo, ObjectReference, PersistentVolume, PersistentVolumeClaim,
    PersistentVolumeClaimSpec, PersistentVolumeClaimStatus, PersistentVolumeClaimVolumeSource,
    PersistentVolumeSpec, PersistentVolumeStatus, Pod, PodCondition, PodIP, PodSpec, PodStatus,
    PodTemplateSpec, Probe, ResourceQuota, Secret, Service, ServiceAccount, ServicePort,
    ServiceSpec, Taint, Toleration, Volume, VolumeResourceRequirements,
};
pub use k8s_openapi::api::discovery::v1::{
    Endpoint, EndpointConditions, EndpointPort, EndpointSlice,
};
pub use k8s_openapi::api::policy::v1::PodDisruptionBudget;
pub use k8s_openapi::api::storage::v1::StorageClass;
pub use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
pub use k8s_openapi::apimachinery::pkg::apis::meta::v1::{
    LabelSelector, LabelSelectorRequirement, ObjectMeta, OwnerReference, Time,
};
pub use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

pub use key::Key;
pub use kind::Kind;
pub use object::{Object, Resource};
pub use specified::Specified;
pub use time::{SimDuration, SimTime};
