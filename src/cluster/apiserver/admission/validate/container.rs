//! Rules of containers: names, ports, environment, mounts.
//!
//! Models validateContainerCommon and its neighbours in pkg/apis/core/validation/validation.go.

use super::causes::Causes;
use super::path::Path;
use super::seen::Seen;
use super::{format, probe, resources};
use crate::cluster::api::{Container, ContainerPort};
use k8s_openapi::api::core::v1::{EnvVar, EnvVarSource, VolumeMount};

/// Whether there is a volume of that name.
type Knows<'a> = dyn Fn(&str) -> bool + 'a;

/// The containers that run side by side.
pub(super) fn containers(
    list: &[Container],
    knows: &Knows<'_>,
    path: &Path<'_>,
    causes: &mut Causes,
) {
    let mut names = Seen::new();
    for (index, container) in list.iter().enumerate() {
        let path = path.index(index);
        named(container, knows, &mut names, &path, causes);
        probe::probes(container, &path, causes);
    }
    host_ports(list, path, causes);
}

/// The containers that run one after the other before them.
pub(super) fn init_containers(
    list: &[Container],
    others: &[Container],
    knows: &Knows<'_>,
    path: &Path<'_>,
    causes: &mut Causes,
) {
    if list.is_empty() {
        return;
    }
    let mut names: Seen<&str> = others.iter().map(|other| other.name.as_str()).collect();
    for (index, container) in list.iter().enumerate() {
        let path = path.index(index);
        named(container, knows, &mut names, &path, causes);
        // A sidecar runs on and may be probed; the others are over before anybody could ask.
        if container.restart_policy.as_deref() == Some("Always") {
            probe::probes(container, &path, causes);
            continue;
        }
        let forbidden = [
            ("lifecycle", container.lifecycle.is_some()),
            ("livenessProbe", container.liveness_probe.is_some()),
            ("readinessProbe", container.readiness_probe.is_some()),
            ("startupProbe", container.startup_probe.is_some()),
        ];
        for (field, _) in forbidden.into_iter().filter(|(_, present)| *present) {
            let detail = "may not be set for init containers without restartPolicy=Always";
            causes.forbidden(&path.child(field), detail);
        }
    }
}

/// What holds for every container, and that no other before it has its name.
fn named<'a>(
    container: &'a Container,
    knows: &Knows<'_>,
    names: &mut Seen<&'a str>,
    path: &Path<'_>,
    causes: &mut Causes,
) {
    common(container, knows, path, causes);
    if names.again(&container.name) {
        causes.duplicate(&path.child("name"), container.name.as_str());
    }
}

fn common(container: &Container, knows: &Knows<'_>, path: &Path<'_>, causes: &mut Causes) {
    if container.name.is_empty() {
        causes.required(&path.child("name"), "");
    } else {
        causes.each(
            &path.child("name"),
            &container.name,
            format::dns_label(&container.name),
        );
    }
    match container.image.as_deref().unwrap_or_default() {
        "" => causes.required(&path.child("image"), ""),
        image if image.trim() != image => {
            let detail = "must not have leading or trailing whitespace";
            causes.invalid(&path.child("image"), image, detail);
        }
        _ => {}
    }
    let message = container
        .termination_message_policy
        .as_deref()
        .unwrap_or_default();
    let known = ["File", "FallbackToLogsOnError"];
    causes.one_of(&path.child("terminationMessagePolicy"), message, &known);
    ports(
        container.ports.as_deref().unwrap_or_default(),
        &path.child("ports"),
        causes,
    );
    for (index, variable) in container.env.iter().flatten().enumerate() {
        self::variable(variable, &path.child("env").index(index), causes);
    }
    let mounts = container.volume_mounts.as_deref().unwrap_or_default();
    self::mounts(mounts, knows, &path.child("volumeMounts"), causes);
    let pull = container.image_pull_policy.as_deref().unwrap_or_default();
    causes.one_of(
        &path.child("imagePullPolicy"),
        pull,
        &["Always", "IfNotPresent", "Never"],
    );
    if let Some(resources) = &container.resources {
        self::resources::requirements(resources, &path.child("resources"), causes);
    }
}

fn ports(ports: &[ContainerPort], path: &Path<'_>, causes: &mut Causes) {
    let mut names = Seen::new();
    for (index, port) in ports.iter().enumerate() {
        let path = path.index(index);
        if let Some(name) = port.name.as_deref() {
            let complaints = format::port_name(name);
            let taken = names.again(name);
            if complaints.is_empty() && taken {
                causes.duplicate(&path.child("name"), name);
            }
            causes.each(&path.child("name"), name, complaints);
        }
        if port.container_port == 0 {
            causes.required(&path.child("containerPort"), "");
        } else if let Some(detail) = format::port_number(port.container_port) {
            causes.invalid(&path.child("containerPort"), port.container_port, detail);
        }
        if let Some(host) = port.host_port
            && let Some(detail) = format::port_number(host)
        {
            causes.invalid(&path.child("hostPort"), host, detail);
        }
        let protocol = port.protocol.as_deref().unwrap_or_default();
        causes.one_of(&path.child("protocol"), protocol, &["SCTP", "TCP", "UDP"]);
    }
}

/// No two containers of a pod may want the same port of the node.
fn host_ports(list: &[Container], path: &Path<'_>, causes: &mut Causes) {
    let mut taken: Seen<(&str, i32, &str)> = Seen::new();
    for (index, container) in list.iter().enumerate() {
        for (number, port) in container.ports.iter().flatten().enumerate() {
            let Some(host) = port.host_port.filter(|host| *host != 0) else {
                continue;
            };
            let protocol = port.protocol.as_deref().unwrap_or_default();
            let address = port.host_ip.as_deref().unwrap_or_default();
            if taken.again((protocol, host, address)) {
                let text = format!("{protocol}/{address}/{host}");
                let path = path.index(index);
                causes.duplicate(&path.child("ports").index(number).child("hostPort"), text);
            }
        }
    }
}

fn variable(variable: &EnvVar, path: &Path<'_>, causes: &mut Causes) {
    if variable.name.is_empty() {
        causes.required(&path.child("name"), "");
    } else {
        causes.each(
            &path.child("name"),
            &variable.name,
            format::variable_name(&variable.name),
        );
    }
    let Some(source) = &variable.value_from else {
        return;
    };
    let path = path.child("valueFrom");
    match sources(source) {
        0 => {
            let detail = "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`";
            causes.invalid(&path, "", detail);
        }
        _ if variable.value.is_some() => {
            causes.invalid(&path, "", "may not be specified when `value` is not empty");
        }
        1 => {}
        _ => causes.invalid(
            &path,
            "",
            "may not have more than one field specified at a time",
        ),
    }
    let keys = [
        (
            "configMapKeyRef",
            source
                .config_map_key_ref
                .as_ref()
                .map(|it| (&it.name, &it.key)),
        ),
        (
            "secretKeyRef",
            source.secret_key_ref.as_ref().map(|it| (&it.name, &it.key)),
        ),
    ];
    for (field, (name, key)) in keys
        .into_iter()
        .filter_map(|(field, it)| Some((field, it?)))
    {
        let path = path.child(field);
        if name.is_empty() {
            causes.required(&path.child("name"), "");
        }
        if key.is_empty() {
            causes.required(&path.child("key"), "");
        } else {
            causes.each(&path.child("key"), key, format::config_key(key));
        }
    }
    if let Some(field) = &source.field_ref
        && field.field_path.is_empty()
    {
        causes.required(&path.child("fieldRef.fieldPath"), "");
    }
}

fn sources(source: &EnvVarSource) -> usize {
    [
        source.field_ref.is_some(),
        source.resource_field_ref.is_some(),
        source.config_map_key_ref.is_some(),
        source.secret_key_ref.is_some(),
        source.file_key_ref.is_some(),
    ]
    .into_iter()
    .filter(|present| *present)
    .count()
}

fn mounts(mounts: &[VolumeMount], knows: &Knows<'_>, path: &Path<'_>, causes: &mut Causes) {
    let mut paths = Seen::new();
    for (index, mount) in mounts.iter().enumerate() {
        let path = path.index(index);
        if mount.name.is_empty() {
            causes.required(&path.child("name"), "");
        }
        if !knows(&mount.name) {
            causes.not_found(&path.child("name"), mount.name.as_str());
        }
        if mount.mount_path.is_empty() {
            causes.required(&path.child("mountPath"), "");
        }
        if paths.again(mount.mount_path.as_str()) {
            causes.invalid(
                &path.child("mountPath"),
                mount.mount_path.as_str(),
                "must be unique",
            );
        }
        for (field, inner) in [
            ("subPath", &mount.sub_path),
            ("subPathExpr", &mount.sub_path_expr),
        ] {
            let Some(inner) = inner.as_deref() else {
                continue;
            };
            if inner.starts_with('/') {
                causes.invalid(&path.child(field), inner, "must be a relative path");
            }
            if inner.split('/').any(|part| part == "..") {
                causes.invalid(&path.child(field), inner, "must not contain '..'");
            }
        }
        if let (Some(_), Some(expression)) = (&mount.sub_path, &mount.sub_path_expr) {
            let detail = "subPathExpr and subPath are mutually exclusive";
            causes.invalid(&path.child("subPathExpr"), expression.as_str(), detail);
        }
    }
}
