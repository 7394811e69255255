//! Defaults of a container, its probes, ports, environment and resources.
//!
//! Models kubernetes/pkg/apis/core/v1/defaults.go and zz_generated.defaults.go (1.36).

use super::blank::{fill, fill_number, omit, quantities, quantity};
use crate::cluster::api::{Container, HTTPGetAction, Probe, Quantity};
use k8s_openapi::api::core::v1::{
    EnvVar, ExecAction, Lifecycle, LifecycleHandler, ObjectFieldSelector, ResourceFieldSelector,
    ResourceRequirements, SecurityContext, VolumeMount,
};

/// Completes one container, init containers included.
pub(super) fn container(container: &mut Container) {
    omit(&mut container.args);
    omit(&mut container.command);
    omit(&mut container.env);
    omit(&mut container.env_from);
    omit(&mut container.image);
    omit(&mut container.ports);
    omit(&mut container.resize_policy);
    omit(&mut container.restart_policy_rules);
    omit(&mut container.stdin);
    omit(&mut container.stdin_once);
    omit(&mut container.tty);
    omit(&mut container.volume_devices);
    omit(&mut container.volume_mounts);
    omit(&mut container.working_dir);
    fill(
        &mut container.termination_message_path,
        "/dev/termination-log",
    );
    fill(&mut container.termination_message_policy, "File");
    if container
        .image_pull_policy
        .as_ref()
        .is_none_or(String::is_empty)
    {
        let policy = pull_policy(container.image.as_deref().unwrap_or_default());
        container.image_pull_policy = Some(policy.to_owned());
    }
    for port in container.ports.iter_mut().flatten() {
        omit(&mut port.host_ip);
        omit(&mut port.host_port);
        omit(&mut port.name);
        fill(&mut port.protocol, "TCP");
    }
    container.env.iter_mut().flatten().for_each(variable);
    for source in container.env_from.iter_mut().flatten() {
        omit(&mut source.prefix);
    }
    container.volume_mounts.iter_mut().flatten().for_each(mount);
    resources(container.resources.get_or_insert_default());
    let probes = [
        &mut container.liveness_probe,
        &mut container.readiness_probe,
        &mut container.startup_probe,
    ];
    probes.into_iter().flatten().for_each(probe);
    container.lifecycle.iter_mut().for_each(lifecycle);
    container
        .security_context
        .iter_mut()
        .for_each(security_context);
}

/// The pull policy of an image by its tag: only `latest`, written or meant, is always pulled.
fn pull_policy(image: &str) -> &'static str {
    let (name, digest) = match image.split_once('@') {
        Some((name, _)) => (name, true),
        None => (image, false),
    };
    // A colon before the last slash belongs to the registry's port.
    let last = name.rsplit('/').next().unwrap_or_default();
    let tag = last.split_once(':').map(|(_, tag)| tag);
    // An upper-case letter makes the reference unreadable, and what cannot be read has no tag.
    let unreadable = image.is_empty()
        || name
            .bytes()
            .take(name.len() - tag.map_or(0, str::len))
            .any(|b| b.is_ascii_uppercase());
    let latest = match tag {
        Some(tag) => tag == "latest",
        None => !digest && !unreadable,
    };
    if latest { "Always" } else { "IfNotPresent" }
}

pub(super) fn resources(resources: &mut ResourceRequirements) {
    omit(&mut resources.claims);
    quantities(&mut resources.limits);
    quantities(&mut resources.requests);
}

fn variable(variable: &mut EnvVar) {
    omit(&mut variable.value);
    let Some(source) = &mut variable.value_from else {
        return;
    };
    source.field_ref.iter_mut().for_each(field_selector);
    source
        .resource_field_ref
        .iter_mut()
        .for_each(resource_selector);
}

pub(super) fn field_selector(selector: &mut ObjectFieldSelector) {
    fill(&mut selector.api_version, "v1");
}

pub(super) fn resource_selector(selector: &mut ResourceFieldSelector) {
    omit(&mut selector.container_name);
    // A struct in Go: written even when nobody set it.
    quantity(
        selector
            .divisor
            .get_or_insert_with(|| Quantity("0".to_owned())),
    );
}

fn mount(mount: &mut VolumeMount) {
    omit(&mut mount.read_only);
    omit(&mut mount.sub_path);
    omit(&mut mount.sub_path_expr);
}

fn probe(probe: &mut Probe) {
    fill_number(&mut probe.timeout_seconds, 1);
    fill_number(&mut probe.period_seconds, 10);
    fill_number(&mut probe.success_threshold, 1);
    fill_number(&mut probe.failure_threshold, 3);
    omit(&mut probe.initial_delay_seconds);
    probe.exec.iter_mut().for_each(exec);
    probe.http_get.iter_mut().for_each(http_get);
    if let Some(tcp) = &mut probe.tcp_socket {
        omit(&mut tcp.host);
    }
    if let Some(grpc) = &mut probe.grpc
        && grpc.service.is_none()
    {
        grpc.service = Some(String::new());
    }
}

fn lifecycle(lifecycle: &mut Lifecycle) {
    let handlers = [&mut lifecycle.post_start, &mut lifecycle.pre_stop];
    handlers.into_iter().flatten().for_each(handler);
}

fn handler(handler: &mut LifecycleHandler) {
    handler.exec.iter_mut().for_each(exec);
    handler.http_get.iter_mut().for_each(http_get);
    if let Some(tcp) = &mut handler.tcp_socket {
        omit(&mut tcp.host);
    }
}

fn exec(action: &mut ExecAction) {
    omit(&mut action.command);
}

fn http_get(action: &mut HTTPGetAction) {
    fill(&mut action.path, "/");
    fill(&mut action.scheme, "HTTP");
    omit(&mut action.host);
    omit(&mut action.http_headers);
}

fn security_context(context: &mut SecurityContext) {
    if let Some(capabilities) = &mut context.capabilities {
        omit(&mut capabilities.add);
        omit(&mut capabilities.drop);
    }
}
