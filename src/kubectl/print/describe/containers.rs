//! Containers in descriptions of pods and pod templates.

use super::{Sheet, environment, long_time, or_none};
use crate::cluster::api::{
    Container, ContainerState, ContainerStatus, IntOrString, Pod, Probe, Quantity,
};
use std::collections::BTreeMap;

/// Where the containers stand: in a pod, with what became of them, or in a template.
#[derive(Clone, Copy)]
pub(super) enum Of<'a> {
    Pod(&'a Pod, &'a [ContainerStatus]),
    Template,
}

pub(super) fn describe(sheet: &mut Sheet, title: &str, containers: &[Container], of: Of<'_>) {
    let level = match of {
        Of::Pod(..) => 0,
        Of::Template => 1,
    };
    sheet.line(level, &format!("{title}:"));
    for container in containers {
        let name = &container.name;
        match of {
            Of::Pod(..) => sheet.line(1, &format!("{name}:")),
            Of::Template => sheet.line(1, &format!(" {name}:")),
        }
        let status = match of {
            Of::Pod(_, statuses) => statuses.iter().find(|status| status.name == *name),
            Of::Template => None,
        };
        let pod = match of {
            Of::Pod(pod, _) => Some(pod),
            Of::Template => None,
        };
        one(sheet, container, status, pod);
    }
}

fn one(
    sheet: &mut Sheet,
    container: &Container,
    status: Option<&ContainerStatus>,
    pod: Option<&Pod>,
) {
    if let Some(status) = status {
        sheet.field(
            2,
            "Container ID",
            status.container_id.as_deref().unwrap_or_default(),
        );
    }
    sheet.field(2, "Image", container.image.as_deref().unwrap_or_default());
    if let Some(status) = status {
        sheet.field(2, "Image ID", &status.image_id);
    }
    ports(sheet, container);
    for (name, words) in [("Command", &container.command), ("Args", &container.args)] {
        if let Some(words) = words.as_ref().filter(|words| !words.is_empty()) {
            sheet.line(2, &format!("{name}:"));
            for line in words.iter().flat_map(|word| word.lines()) {
                sheet.line(3, line);
            }
        }
    }
    if let Some(status) = status {
        state(sheet, "State", status.state.as_ref());
        if status
            .last_state
            .as_ref()
            .is_some_and(|last| *last != ContainerState::default())
        {
            state(sheet, "Last State", status.last_state.as_ref());
        }
        sheet.field(2, "Ready", if status.ready { "True" } else { "False" });
        sheet.field(2, "Restart Count", status.restart_count);
    }
    let resources = container.resources.clone().unwrap_or_default();
    amounts(sheet, "Limits", resources.limits.as_ref());
    amounts(sheet, "Requests", resources.requests.as_ref());
    let probes = [
        ("Liveness", &container.liveness_probe),
        ("Readiness", &container.readiness_probe),
        ("Startup", &container.startup_probe),
    ];
    for (name, probe) in probes {
        if let Some(probe) = probe {
            sheet.field(2, name, probe_text(probe));
        }
    }
    environment::describe(sheet, container, pod);
    mounts(sheet, container);
}

fn ports(sheet: &mut Sheet, container: &Container) {
    let list = |number: fn(&crate::cluster::api::ContainerPort) -> i32| {
        let ports = container.ports.iter().flatten();
        let texts: Vec<String> = ports
            .map(|port| {
                let protocol = port.protocol.as_deref().unwrap_or("TCP");
                let name = port
                    .name
                    .as_deref()
                    .map(|name| format!(" ({name})"))
                    .unwrap_or_default();
                format!("{}/{protocol}{name}", number(port))
            })
            .collect();
        texts.join(", ")
    };
    for (name, text) in [
        ("Port", list(|port| port.container_port)),
        ("Host Port", list(|port| port.host_port.unwrap_or_default())),
    ] {
        let plural = if text.contains(',') { "s" } else { "" };
        sheet.field(2, &format!("{name}{plural}"), or_none(&text));
    }
}

fn state(sheet: &mut Sheet, name: &str, state: Option<&ContainerState>) {
    let state = state.cloned().unwrap_or_default();
    if let Some(running) = &state.running {
        sheet.field(2, name, "Running");
        sheet.field(3, "Started", long_time(running.started_at.as_ref()));
    } else if let Some(ended) = &state.terminated {
        sheet.field(2, name, "Terminated");
        for (name, text) in [("Reason", &ended.reason), ("Message", &ended.message)] {
            if let Some(text) = text.as_ref().filter(|text| !text.is_empty()) {
                sheet.field(3, name, text);
            }
        }
        sheet.field(3, "Exit Code", ended.exit_code);
        if let Some(signal) = ended.signal.filter(|signal| *signal != 0) {
            sheet.field(3, "Signal", signal);
        }
        sheet.field(3, "Started", long_time(ended.started_at.as_ref()));
        sheet.field(3, "Finished", long_time(ended.finished_at.as_ref()));
    } else {
        sheet.field(2, name, "Waiting");
        let reason = state
            .waiting
            .and_then(|waiting| waiting.reason)
            .unwrap_or_default();
        if !reason.is_empty() {
            sheet.field(3, "Reason", reason);
        }
    }
}

fn amounts(sheet: &mut Sheet, name: &str, amounts: Option<&BTreeMap<String, Quantity>>) {
    let Some(amounts) = amounts.filter(|amounts| !amounts.is_empty()) else {
        return;
    };
    sheet.line(2, &format!("{name}:"));
    for (resource, amount) in amounts {
        sheet.field(3, resource, &amount.0);
    }
}

/// `http-get http://:80/ delay=0s timeout=1s period=10s #success=1 #failure=3`
fn probe_text(probe: &Probe) -> String {
    let port = |port: &IntOrString| match port {
        IntOrString::Int(number) => number.to_string(),
        IntOrString::String(name) => name.clone(),
    };
    let action = if let Some(exec) = &probe.exec {
        format!(
            "exec [{}]",
            exec.command.clone().unwrap_or_default().join(" ")
        )
    } else if let Some(get) = &probe.http_get {
        let scheme = get.scheme.as_deref().unwrap_or("HTTP").to_lowercase();
        let host = get.host.as_deref().unwrap_or_default();
        format!(
            "http-get {scheme}://{host}:{}{}",
            port(&get.port),
            get.path.as_deref().unwrap_or_default()
        )
    } else if let Some(socket) = &probe.tcp_socket {
        format!(
            "tcp-socket {}:{}",
            socket.host.as_deref().unwrap_or_default(),
            port(&socket.port)
        )
    } else {
        "unknown".to_owned()
    };
    format!(
        "{action} delay={}s timeout={}s period={}s #success={} #failure={}",
        probe.initial_delay_seconds.unwrap_or_default(),
        probe.timeout_seconds.unwrap_or(1),
        probe.period_seconds.unwrap_or(10),
        probe.success_threshold.unwrap_or(1),
        probe.failure_threshold.unwrap_or(3),
    )
}

fn mounts(sheet: &mut Sheet, container: &Container) {
    let mut mounts: Vec<_> = container.volume_mounts.iter().flatten().collect();
    mounts.sort_by(|one, other| one.mount_path.cmp(&other.mount_path));
    if mounts.is_empty() {
        sheet.field(2, "Mounts", "<none>");
        return;
    }
    sheet.line(2, "Mounts:");
    for mount in mounts {
        let mode = if mount.read_only == Some(true) {
            "ro"
        } else {
            "rw"
        };
        let path = mount
            .sub_path
            .as_deref()
            .map(|path| format!(",path={path:?}"))
            .unwrap_or_default();
        sheet.line(
            3,
            &format!("{} from {} ({mode}{path})", mount.mount_path, mount.name),
        );
    }
}
