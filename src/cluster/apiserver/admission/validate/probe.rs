//! Rules of probes and life-cycle hooks.
//!
//! Models validateProbe and validateHandler in pkg/apis/core/validation/validation.go.

use super::causes::Causes;
use super::format;
use super::path::Path;
use super::stateful_set::int_or_string;
use crate::cluster::api::{Container, HTTPGetAction, IntOrString, Probe};
use k8s_openapi::api::core::v1::{
    ExecAction, GRPCAction, LifecycleHandler, SleepAction, TCPSocketAction,
};

/// Everything the kubelet asks or tells a container.
pub(super) fn probes(container: &Container, path: &Path<'_>, causes: &mut Causes) {
    if let Some(lifecycle) = &container.lifecycle {
        let hooks = [
            ("postStart", &lifecycle.post_start),
            ("preStop", &lifecycle.pre_stop),
        ];
        for (field, hook) in hooks
            .into_iter()
            .filter_map(|(field, hook)| Some((field, hook.as_ref()?)))
        {
            handler(
                &Handler::of_hook(hook),
                &path.child("lifecycle").child(field),
                causes,
            );
        }
    }
    if let Some(liveness) = &container.liveness_probe {
        let path = path.child("livenessProbe");
        probe(liveness, &path, causes);
        once(liveness, &path, causes);
    }
    if let Some(readiness) = &container.readiness_probe {
        let path = path.child("readinessProbe");
        probe(readiness, &path, causes);
        if let Some(seconds) = readiness.termination_grace_period_seconds {
            let detail = "must not be set for readinessProbes";
            causes.invalid(
                &path.child("terminationGracePeriodSeconds"),
                seconds,
                detail,
            );
        }
    }
    if let Some(startup) = &container.startup_probe {
        let path = path.child("startupProbe");
        probe(startup, &path, causes);
        once(startup, &path, causes);
    }
}

/// One success is enough for a container to be alive or started.
fn once(probe: &Probe, path: &Path<'_>, causes: &mut Causes) {
    if let Some(threshold) = probe.success_threshold.filter(|threshold| *threshold != 1) {
        causes.invalid(&path.child("successThreshold"), threshold, "must be 1");
    }
}

fn probe(probe: &Probe, path: &Path<'_>, causes: &mut Causes) {
    handler(&Handler::of_probe(probe), path, causes);
    for (field, value) in [
        ("initialDelaySeconds", probe.initial_delay_seconds),
        ("timeoutSeconds", probe.timeout_seconds),
        ("periodSeconds", probe.period_seconds),
        ("successThreshold", probe.success_threshold),
        ("failureThreshold", probe.failure_threshold),
    ] {
        causes.not_negative(&path.child(field), value.unwrap_or(0));
    }
    if let Some(seconds) = probe
        .termination_grace_period_seconds
        .filter(|seconds| *seconds <= 0)
    {
        causes.invalid(
            &path.child("terminationGracePeriodSeconds"),
            seconds,
            "must be greater than 0",
        );
    }
}

/// The ways to reach into a container; exactly one must be given.
#[derive(Default)]
struct Handler<'a> {
    exec: Option<&'a ExecAction>,
    http_get: Option<&'a HTTPGetAction>,
    tcp_socket: Option<&'a TCPSocketAction>,
    grpc: Option<&'a GRPCAction>,
    sleep: Option<&'a SleepAction>,
}

impl<'a> Handler<'a> {
    fn of_probe(probe: &'a Probe) -> Self {
        Self {
            exec: probe.exec.as_ref(),
            http_get: probe.http_get.as_ref(),
            tcp_socket: probe.tcp_socket.as_ref(),
            grpc: probe.grpc.as_ref(),
            sleep: None,
        }
    }

    fn of_hook(hook: &'a LifecycleHandler) -> Self {
        Self {
            exec: hook.exec.as_ref(),
            http_get: hook.http_get.as_ref(),
            tcp_socket: hook.tcp_socket.as_ref(),
            grpc: None,
            sleep: hook.sleep.as_ref(),
        }
    }

    fn kinds(&self) -> impl Iterator<Item = &'static str> {
        [
            ("exec", self.exec.is_some()),
            ("httpGet", self.http_get.is_some()),
            ("tcpSocket", self.tcp_socket.is_some()),
            ("grpc", self.grpc.is_some()),
            ("sleep", self.sleep.is_some()),
        ]
        .into_iter()
        .filter_map(|(kind, present)| present.then_some(kind))
    }
}

fn handler(handler: &Handler<'_>, path: &Path<'_>, causes: &mut Causes) {
    if handler.kinds().next().is_none() {
        causes.required(path, "must specify a handler type");
    }
    for kind in handler.kinds().skip(1) {
        causes.forbidden(
            &path.child(kind),
            "may not specify more than 1 handler type",
        );
    }
    if let Some(exec) = handler.exec
        && exec.command.as_ref().is_none_or(Vec::is_empty)
    {
        causes.required(&path.child("exec.command"), "");
    }
    if let Some(get) = handler.http_get {
        let path = path.child("httpGet");
        if get.path.as_deref().unwrap_or_default().is_empty() {
            causes.required(&path.child("path"), "");
        }
        port(&get.port, &path.child("port"), causes);
        let scheme = get.scheme.as_deref().unwrap_or_default();
        causes.one_of(&path.child("scheme"), scheme, &["HTTP", "HTTPS"]);
    }
    if let Some(tcp) = handler.tcp_socket {
        port(&tcp.port, &path.child("tcpSocket.port"), causes);
    }
    if let Some(grpc) = handler.grpc {
        port(
            &IntOrString::Int(grpc.port),
            &path.child("grpc.port"),
            causes,
        );
    }
}

/// A port by number or by name.
pub(super) fn port(port: &IntOrString, path: &Path<'_>, causes: &mut Causes) {
    match port {
        IntOrString::Int(number) => {
            if let Some(detail) = format::port_number(*number) {
                causes.invalid(path, int_or_string(port), detail);
            }
        }
        IntOrString::String(name) => causes.each(path, name, format::port_name(name)),
    }
}
