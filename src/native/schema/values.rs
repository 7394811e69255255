//! Closed lists of words and defaults: what upstream's schema leaves to prose, field by field.

/// What is known of one field beyond its type.
#[derive(Clone, Copy, Debug, Default)]
pub struct Word {
    /// The type the field belongs to, by its short name.
    pub of: &'static str,
    /// The field.
    pub field: &'static str,
    /// The only words the server takes.
    pub values: &'static [&'static str],
    /// Values people write often; the server takes others too.
    pub often: &'static [&'static str],
    /// Keys people write often, where the field is a map.
    pub keys: &'static [&'static str],
    /// Of [`Word::values`] those that are left in the template of a workload.
    pub in_templates: &'static [&'static str],
    /// What the server fills in where the field is left open.
    pub default: Option<&'static str>,
}

/// Fields whose absence only validation refuses: the types alone would let them be left out.
pub(super) const REQUIRED: &[(&str, &str)] = &[
    ("Container", "image"),
    ("PersistentVolumeClaimSpec", "accessModes"),
    ("PersistentVolumeClaimSpec", "resources"),
    ("PersistentVolumeSpec", "accessModes"),
    ("PersistentVolumeSpec", "capacity"),
];

const fn word(of: &'static str, field: &'static str) -> Word {
    Word {
        of,
        field,
        values: &[],
        often: &[],
        keys: &[],
        in_templates: &[],
        default: None,
    }
}

impl Word {
    const fn closed(mut self, values: &'static [&'static str]) -> Self {
        self.values = values;
        self
    }

    const fn often(mut self, values: &'static [&'static str]) -> Self {
        self.often = values;
        self
    }

    const fn keys(mut self, keys: &'static [&'static str]) -> Self {
        self.keys = keys;
        self
    }

    const fn in_templates(mut self, values: &'static [&'static str]) -> Self {
        self.in_templates = values;
        self
    }

    const fn default(mut self, text: &'static str) -> Self {
        self.default = Some(text);
        self
    }
}

/// In the order of types and fields.
pub const WORDS: &[Word] = &[
    word("ConfigMapVolumeSource", "defaultMode").default("420"),
    word("Container", "image").often(&["registry.k8s.io/nginx-slim:0.24", "nginx", "busybox"]),
    word("Container", "imagePullPolicy").closed(&["Always", "IfNotPresent", "Never"]),
    word("Container", "restartPolicy").closed(&["Always", "OnFailure", "Never"]),
    word("Container", "terminationMessagePath").default("/dev/termination-log"),
    word("Container", "terminationMessagePolicy")
        .closed(&["File", "FallbackToLogsOnError"])
        .default("File"),
    word("ContainerPort", "protocol")
        .closed(&["TCP", "UDP", "SCTP"])
        .default("TCP"),
    word("ContainerResizePolicy", "restartPolicy").closed(&["NotRequired", "RestartContainer"]),
    word("DeploymentSpec", "minReadySeconds").default("0"),
    word("DeploymentSpec", "progressDeadlineSeconds").default("600"),
    word("DeploymentSpec", "replicas").default("1"),
    word("DeploymentSpec", "revisionHistoryLimit").default("10"),
    word("DeploymentStrategy", "type")
        .closed(&["RollingUpdate", "Recreate"])
        .default("RollingUpdate"),
    word("DownwardAPIVolumeSource", "defaultMode").default("420"),
    word("EndpointPort", "protocol")
        .closed(&["TCP", "UDP", "SCTP"])
        .default("TCP"),
    word("EndpointSlice", "addressType").closed(&["IPv4", "IPv6", "FQDN"]),
    word("HTTPGetAction", "path").default("/"),
    word("HTTPGetAction", "scheme")
        .closed(&["HTTP", "HTTPS"])
        .default("HTTP"),
    word("HostPathVolumeSource", "type")
        .often(&[
            "DirectoryOrCreate",
            "Directory",
            "FileOrCreate",
            "File",
            "Socket",
            "CharDevice",
            "BlockDevice",
        ])
        .default(""),
    word("LabelSelector", "matchLabels").keys(&[
        "app",
        "app.kubernetes.io/name",
        "app.kubernetes.io/instance",
        "app.kubernetes.io/component",
    ]),
    word("LabelSelectorRequirement", "operator").closed(&["In", "NotIn", "Exists", "DoesNotExist"]),
    word("NodeSelectorRequirement", "operator").closed(&[
        "In",
        "NotIn",
        "Exists",
        "DoesNotExist",
        "Gt",
        "Lt",
    ]),
    word("ObjectFieldSelector", "apiVersion").default("v1"),
    word("ObjectFieldSelector", "fieldPath").often(&[
        "metadata.name",
        "metadata.namespace",
        "metadata.uid",
        "spec.nodeName",
        "spec.serviceAccountName",
        "status.podIP",
        "status.hostIP",
    ]),
    word("ObjectMeta", "labels").keys(&[
        "app",
        "app.kubernetes.io/name",
        "app.kubernetes.io/instance",
        "app.kubernetes.io/component",
    ]),
    word("ObjectMeta", "namespace").default("default"),
    word("PersistentVolumeClaimSpec", "accessModes").closed(&[
        "ReadWriteOnce",
        "ReadOnlyMany",
        "ReadWriteMany",
        "ReadWriteOncePod",
    ]),
    word("PersistentVolumeClaimSpec", "volumeMode")
        .closed(&["Filesystem", "Block"])
        .default("Filesystem"),
    word("PersistentVolumeSpec", "accessModes").closed(&[
        "ReadWriteOnce",
        "ReadOnlyMany",
        "ReadWriteMany",
        "ReadWriteOncePod",
    ]),
    word("PersistentVolumeSpec", "capacity").keys(&["storage"]),
    word("PersistentVolumeSpec", "persistentVolumeReclaimPolicy")
        .closed(&["Delete", "Recycle", "Retain"])
        .default("Retain"),
    word("PersistentVolumeSpec", "volumeMode")
        .closed(&["Filesystem", "Block"])
        .default("Filesystem"),
    word("PodAffinityTerm", "topologyKey")
        .often(&["kubernetes.io/hostname", "topology.kubernetes.io/zone"]),
    word("PodDisruptionBudgetSpec", "unhealthyPodEvictionPolicy")
        .closed(&["IfHealthyBudget", "AlwaysAllow"]),
    word("PodSecurityContext", "fsGroupChangePolicy").closed(&["OnRootMismatch", "Always"]),
    word("PodSpec", "dnsPolicy")
        .closed(&["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"])
        .default("ClusterFirst"),
    word("PodSpec", "enableServiceLinks").default("true"),
    word("PodSpec", "nodeSelector").keys(&["kubernetes.io/hostname"]),
    word("PodSpec", "preemptionPolicy")
        .closed(&["PreemptLowerPriority", "Never"])
        .default("PreemptLowerPriority"),
    word("PodSpec", "priority").default("0"),
    word("PodSpec", "restartPolicy")
        .closed(&["Always", "OnFailure", "Never"])
        .in_templates(&["Always"])
        .default("Always"),
    word("PodSpec", "schedulerName").default("default-scheduler"),
    word("PodSpec", "serviceAccount").default("default"),
    word("PodSpec", "serviceAccountName").default("default"),
    word("PodSpec", "terminationGracePeriodSeconds").default("30"),
    word("Probe", "failureThreshold").default("3"),
    word("Probe", "initialDelaySeconds").default("0"),
    word("Probe", "periodSeconds").default("10"),
    word("Probe", "successThreshold").default("1"),
    word("Probe", "timeoutSeconds").default("1"),
    word("ProjectedVolumeSource", "defaultMode").default("420"),
    word("ReplicaSetSpec", "replicas").default("1"),
    word("ResourceFieldSelector", "divisor").default("0"),
    word("ResourceQuotaSpec", "hard").keys(&[
        "pods",
        "persistentvolumeclaims",
        "requests.storage",
        "requests.cpu",
        "requests.memory",
        "limits.cpu",
        "limits.memory",
        "services",
        "count/statefulsets.apps",
    ]),
    word("ResourceRequirements", "limits").keys(&["cpu", "memory", "ephemeral-storage"]),
    word("ResourceRequirements", "requests").keys(&["cpu", "memory", "ephemeral-storage"]),
    word("RollingUpdateDeployment", "maxSurge").default("25%"),
    word("RollingUpdateDeployment", "maxUnavailable").default("25%"),
    word("RollingUpdateStatefulSetStrategy", "maxUnavailable").default("1"),
    word("RollingUpdateStatefulSetStrategy", "partition").default("0"),
    word("SeccompProfile", "type").closed(&["RuntimeDefault", "Localhost", "Unconfined"]),
    word("Secret", "type")
        .often(&[
            "Opaque",
            "kubernetes.io/tls",
            "kubernetes.io/basic-auth",
            "kubernetes.io/dockerconfigjson",
        ])
        .default("Opaque"),
    word("SecretVolumeSource", "defaultMode").default("420"),
    word("ServiceAccountTokenProjection", "expirationSeconds").default("3600"),
    word("ServicePort", "protocol")
        .closed(&["TCP", "UDP", "SCTP"])
        .default("TCP"),
    word("ServiceSpec", "clusterIP").often(&["None"]),
    word("ServiceSpec", "externalTrafficPolicy").closed(&["Cluster", "Local"]),
    word("ServiceSpec", "internalTrafficPolicy")
        .closed(&["Cluster", "Local"])
        .default("Cluster"),
    word("ServiceSpec", "ipFamilies").closed(&["IPv4", "IPv6"]),
    word("ServiceSpec", "ipFamilyPolicy")
        .closed(&["SingleStack", "PreferDualStack", "RequireDualStack"])
        .default("SingleStack"),
    word("ServiceSpec", "sessionAffinity")
        .closed(&["None", "ClientIP"])
        .default("None"),
    word("ServiceSpec", "type")
        .closed(&["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"])
        .default("ClusterIP"),
    word("StatefulSetOrdinals", "start").default("0"),
    word(
        "StatefulSetPersistentVolumeClaimRetentionPolicy",
        "whenDeleted",
    )
    .closed(&["Retain", "Delete"])
    .default("Retain"),
    word(
        "StatefulSetPersistentVolumeClaimRetentionPolicy",
        "whenScaled",
    )
    .closed(&["Retain", "Delete"])
    .default("Retain"),
    word("StatefulSetSpec", "minReadySeconds").default("0"),
    word("StatefulSetSpec", "podManagementPolicy")
        .closed(&["OrderedReady", "Parallel"])
        .default("OrderedReady"),
    word("StatefulSetSpec", "replicas").default("1"),
    word("StatefulSetSpec", "revisionHistoryLimit").default("10"),
    word("StatefulSetUpdateStrategy", "type")
        .closed(&["RollingUpdate", "OnDelete"])
        .default("RollingUpdate"),
    word("StorageClass", "provisioner")
        .often(&["playground.io/disk", "kubernetes.io/no-provisioner"]),
    word("StorageClass", "reclaimPolicy")
        .closed(&["Delete", "Retain"])
        .default("Delete"),
    word("StorageClass", "volumeBindingMode")
        .closed(&["Immediate", "WaitForFirstConsumer"])
        .default("Immediate"),
    word("Taint", "effect").closed(&["NoSchedule", "PreferNoSchedule", "NoExecute"]),
    word("Toleration", "effect").closed(&["NoSchedule", "PreferNoSchedule", "NoExecute"]),
    word("Toleration", "operator")
        .closed(&["Equal", "Exists"])
        .default("Equal"),
    word("TopologySpreadConstraint", "nodeAffinityPolicy").closed(&["Honor", "Ignore"]),
    word("TopologySpreadConstraint", "nodeTaintsPolicy").closed(&["Honor", "Ignore"]),
    word("TopologySpreadConstraint", "topologyKey")
        .often(&["kubernetes.io/hostname", "topology.kubernetes.io/zone"]),
    word("TopologySpreadConstraint", "whenUnsatisfiable")
        .closed(&["DoNotSchedule", "ScheduleAnyway"]),
    word("VolumeMount", "mountPropagation").closed(&["None", "HostToContainer", "Bidirectional"]),
    word("VolumeResourceRequirements", "limits").keys(&["storage"]),
    word("VolumeResourceRequirements", "requests").keys(&["storage"]),
];
