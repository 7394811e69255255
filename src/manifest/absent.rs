//! Kinds that Kubernetes has, or an extension of it may have, and the playground does not.

use crate::cluster::api::Kind;

/// Kubernetes' own kinds, without lists and without those that only ask or answer.
const KINDS: &[&str] = &[
    "APIService",
    "CSIDriver",
    "CSINode",
    "CSIStorageCapacity",
    "CertificateSigningRequest",
    "ClusterRole",
    "ClusterRoleBinding",
    "ControllerRevision",
    "CronJob",
    "CustomResourceDefinition",
    "DaemonSet",
    "DeviceClass",
    "EndpointSlice",
    "Endpoints",
    "Event",
    "FlowSchema",
    "HorizontalPodAutoscaler",
    "IPAddress",
    "Ingress",
    "IngressClass",
    "Job",
    "Lease",
    "LimitRange",
    "MutatingAdmissionPolicy",
    "MutatingAdmissionPolicyBinding",
    "MutatingWebhookConfiguration",
    "NetworkPolicy",
    "PodTemplate",
    "PriorityClass",
    "PriorityLevelConfiguration",
    "ReplicationController",
    "ResourceClaim",
    "ResourceClaimTemplate",
    "ResourceSlice",
    "Role",
    "RoleBinding",
    "RuntimeClass",
    "ServiceCIDR",
    "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding",
    "ValidatingWebhookConfiguration",
    "VolumeAttachment",
    "VolumeAttributesClass",
];

/// Whose a kind is that nobody serves here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// Kubernetes' own.
    Kubernetes,
    /// Whoever defined it, if anybody has.
    Extension,
}

/// Whose the kind is, if it may be right and is only not here.
pub(super) fn owner(api_version: &str, kind: &str) -> Option<Owner> {
    let group = api_version.split_once('/').map_or("", |(group, _)| group);
    // Groups of extensions are names of somebody's domain; Kubernetes' own have one word before k8s.io.
    let own = !group.contains('.')
        || group.strip_suffix(".k8s.io").is_some_and(|rest| {
            !rest.contains('.') || rest == "rbac.authorization" || rest == "flowcontrol.apiserver"
        });
    if !own {
        return Some(Owner::Extension);
    }
    let served = Kind::ALL.iter().any(|known| known.info().name == kind);
    (!served && KINDS.contains(&kind)).then_some(Owner::Kubernetes)
}
