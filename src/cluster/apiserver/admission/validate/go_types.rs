//! The Go types of the two specs whose differences upstream prints, and how it prints their values.
//!
//! Models pkg/apis/core/types.go (1.36), in the order of its fields.

use crate::cluster::api::quantity::Amount;
use serde_json::Value;

/// One field of a Go struct: its name in Go, in JSON, and its type.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) json: &'static str,
    pub(super) type_: &'static str,
}

const fn field(name: &'static str, json: &'static str, type_: &'static str) -> Field {
    Field { name, json, type_ }
}

const CLAIM: &[Field] = &[
    field(
        "AccessModes",
        "accessModes",
        "[]core.PersistentVolumeAccessMode",
    ),
    field("Selector", "selector", "*v1.LabelSelector"),
    field("Resources", "resources", "core.VolumeResourceRequirements"),
    field("VolumeName", "volumeName", "string"),
    field("StorageClassName", "storageClassName", "*string"),
    field("VolumeMode", "volumeMode", "*string"),
    field(
        "DataSource",
        "dataSource",
        "*core.TypedLocalObjectReference",
    ),
    field(
        "DataSourceRef",
        "dataSourceRef",
        "*core.TypedObjectReference",
    ),
    field(
        "VolumeAttributesClassName",
        "volumeAttributesClassName",
        "*string",
    ),
];
const RESOURCES: &[Field] = &[
    field("Limits", "limits", "core.ResourceList"),
    field("Requests", "requests", "core.ResourceList"),
];
const POD: &[Field] = &[
    field("Volumes", "volumes", "[]core.Volume"),
    field("InitContainers", "initContainers", "[]core.Container"),
    field("Containers", "containers", "[]core.Container"),
    field(
        "EphemeralContainers",
        "ephemeralContainers",
        "[]core.EphemeralContainer",
    ),
    field("RestartPolicy", "restartPolicy", "string"),
    field(
        "TerminationGracePeriodSeconds",
        "terminationGracePeriodSeconds",
        "*int64",
    ),
    field("ActiveDeadlineSeconds", "activeDeadlineSeconds", "*int64"),
    field("DNSPolicy", "dnsPolicy", "string"),
    field("NodeSelector", "nodeSelector", "map[string]string"),
    field("ServiceAccountName", "serviceAccountName", "string"),
    field(
        "AutomountServiceAccountToken",
        "automountServiceAccountToken",
        "*bool",
    ),
    field("NodeName", "nodeName", "string"),
    field(
        "SecurityContext",
        "securityContext",
        "*core.PodSecurityContext",
    ),
    field(
        "ImagePullSecrets",
        "imagePullSecrets",
        "[]core.LocalObjectReference",
    ),
    field("Hostname", "hostname", "string"),
    field("Subdomain", "subdomain", "string"),
    field("SetHostnameAsFQDN", "setHostnameAsFQDN", "*bool"),
    field("Affinity", "affinity", "*core.Affinity"),
    field("SchedulerName", "schedulerName", "string"),
    field("Tolerations", "tolerations", "[]core.Toleration"),
    field("HostAliases", "hostAliases", "[]core.HostAlias"),
    field("PriorityClassName", "priorityClassName", "string"),
    field("Priority", "priority", "*int32"),
    field("PreemptionPolicy", "preemptionPolicy", "*string"),
    field("DNSConfig", "dnsConfig", "*core.PodDNSConfig"),
    field(
        "ReadinessGates",
        "readinessGates",
        "[]core.PodReadinessGate",
    ),
    field("RuntimeClassName", "runtimeClassName", "*string"),
    field("Overhead", "overhead", "core.ResourceList"),
    field("EnableServiceLinks", "enableServiceLinks", "*bool"),
    field(
        "TopologySpreadConstraints",
        "topologySpreadConstraints",
        "[]core.TopologySpreadConstraint",
    ),
    field("OS", "os", "*core.PodOS"),
    field(
        "SchedulingGates",
        "schedulingGates",
        "[]core.PodSchedulingGate",
    ),
    field(
        "ResourceClaims",
        "resourceClaims",
        "[]core.PodResourceClaim",
    ),
    field("Resources", "resources", "*core.ResourceRequirements"),
    field("HostnameOverride", "hostnameOverride", "*string"),
];
const CONTAINER: &[Field] = &[
    field("Name", "name", "string"),
    field("Image", "image", "string"),
    field("Command", "command", "[]string"),
    field("Args", "args", "[]string"),
    field("WorkingDir", "workingDir", "string"),
    field("Ports", "ports", "[]core.ContainerPort"),
    field("EnvFrom", "envFrom", "[]core.EnvFromSource"),
    field("Env", "env", "[]core.EnvVar"),
    field("Resources", "resources", "core.ResourceRequirements"),
    field(
        "ResizePolicy",
        "resizePolicy",
        "[]core.ContainerResizePolicy",
    ),
    field("RestartPolicy", "restartPolicy", "*string"),
    field(
        "RestartPolicyRules",
        "restartPolicyRules",
        "[]core.ContainerRestartRule",
    ),
    field("VolumeMounts", "volumeMounts", "[]core.VolumeMount"),
    field("VolumeDevices", "volumeDevices", "[]core.VolumeDevice"),
    field("LivenessProbe", "livenessProbe", "*core.Probe"),
    field("ReadinessProbe", "readinessProbe", "*core.Probe"),
    field("StartupProbe", "startupProbe", "*core.Probe"),
    field("Lifecycle", "lifecycle", "*core.Lifecycle"),
    field("TerminationMessagePath", "terminationMessagePath", "string"),
    field(
        "TerminationMessagePolicy",
        "terminationMessagePolicy",
        "string",
    ),
    field("ImagePullPolicy", "imagePullPolicy", "string"),
    field(
        "SecurityContext",
        "securityContext",
        "*core.SecurityContext",
    ),
    field("Stdin", "stdin", "bool"),
    field("StdinOnce", "stdinOnce", "bool"),
    field("TTY", "tty", "bool"),
];

const TOLERATION: &[Field] = &[
    field("Key", "key", "string"),
    field("Operator", "operator", "string"),
    field("Value", "value", "string"),
    field("Effect", "effect", "string"),
    field("TolerationSeconds", "tolerationSeconds", "*int64"),
];

/// The fields of a struct whose order is known, though it is compared as a whole.
fn order(name: &str) -> Option<&'static [Field]> {
    match name {
        "core.Toleration" => Some(TOLERATION),
        other => fields(other),
    }
}

/// The fields of a struct that is compared field by field.
pub(super) fn fields(name: &str) -> Option<&'static [Field]> {
    match name {
        "core.PersistentVolumeClaimSpec" => Some(CLAIM),
        "core.VolumeResourceRequirements" | "core.ResourceRequirements" => Some(RESOURCES),
        "core.PodSpec" => Some(POD),
        "core.Container" => Some(CONTAINER),
        _ => None,
    }
}

/// A value without its type, as beside a difference.
pub(super) fn inline(type_: &str, value: &Value) -> String {
    print(type_, value, "")
}

/// A value with its type, as where it differs.
pub(super) fn typed(type_: &str, value: &Value) -> String {
    let shown = type_.strip_prefix('*').unwrap_or(type_);
    print(type_, value, shown)
}

fn print(type_: &str, value: &Value, shown: &str) -> String {
    if let Some(target) = type_.strip_prefix('*') {
        return match value {
            Value::Null => "nil".to_owned(),
            value => format!("&{}", print(target, value, shown)),
        };
    }
    match value {
        Value::Null => match type_ {
            "string" => "\"\"".to_owned(),
            "bool" => "false".to_owned(),
            _ if fields(type_).is_some() => format!("{shown}{{}}"),
            _ => "nil".to_owned(),
        },
        Value::Object(map) if type_ == "core.ResourceList" => {
            let entries = map.iter().map(|(name, value)| {
                let quantity = quantity(value, !shown.is_empty());
                format!("s{name:?}: {quantity}")
            });
            format!("{shown}{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        Value::Object(map) if type_.starts_with("map[") => {
            let entries = map.iter().map(|(key, value)| format!("{key:?}: {value}"));
            format!("{shown}{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        Value::Object(map) if order(type_).is_some() => {
            let fields = order(type_).unwrap_or_default().iter();
            let entries = fields.filter_map(|field| {
                let value = map.get(field.json)?;
                Some(format!("{}: {}", field.name, inline(field.type_, value)))
            });
            format!("{shown}{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        Value::Object(map) => {
            // Sources of volumes are a struct of their own in Go.
            let (own, source): (Vec<_>, Vec<_>) = map
                .iter()
                .partition(|(key, _)| type_ != "core.Volume" || *key == "name");
            let mut entries: Vec<String> = own
                .into_iter()
                .map(|(key, value)| entry(key, value))
                .collect();
            for (key, value) in source {
                let source = entry(key, value);
                entries.push(format!(
                    "VolumeSource: {{{}}}",
                    source.replacen("{", "&{", 1)
                ));
            }
            format!("{shown}{{{}}}", entries.join(", "))
        }
        Value::Array(items) => {
            let item = type_.strip_prefix("[]").unwrap_or_default();
            let items: Vec<String> = items.iter().map(|value| print(item, value, "")).collect();
            format!("{shown}{{{}}}", items.join(", "))
        }
        scalar => scalar.to_string(),
    }
}

fn entry(key: &str, value: &Value) -> String {
    // The few optional numbers and texts that are met without a table of their struct.
    let pointer = matches!(
        key,
        "tolerationSeconds" | "defaultMode" | "runAsUser" | "fsGroup"
    );
    let type_ = if pointer { "*int64" } else { "" };
    let mut name = key.to_owned();
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    format!("{name}: {}", inline(type_, value))
}

/// `{i: {...}, s: "1Gi", Format: "BinarySI"}`; where quantities differ, with the number.
fn quantity(value: &Value, differs: bool) -> String {
    let text = value.as_str().unwrap_or_default();
    let binary = text.ends_with('i');
    let number = if differs {
        format!(
            "resource.int64Amount{{value: {}}}",
            Amount::of(text).value()
        )
    } else {
        "{...}".to_owned()
    };
    let format = if binary { "BinarySI" } else { "DecimalSI" };
    format!("{{i: {number}, s: {text:?}, Format: {format:?}}}")
}
