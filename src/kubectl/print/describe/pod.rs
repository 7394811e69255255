//! Descriptions of pods.

use super::containers::{self, Of};
use super::{Sheet, long_time, template};
use crate::cluster::api::age;
use crate::cluster::api::conditions::phase;
use crate::cluster::api::{Pod, PodStatus, SimTime, meta};

pub(super) fn describe(sheet: &mut Sheet, pod: &Pod, now: SimTime) {
    let spec = pod.spec.clone().unwrap_or_default();
    let status = pod.status.clone().unwrap_or_default();
    sheet.field(0, "Name", meta::name(&pod.metadata));
    sheet.field(0, "Namespace", meta::namespace(&pod.metadata));
    sheet.field(0, "Priority", spec.priority.unwrap_or_default());
    sheet.field(
        0,
        "Service Account",
        spec.service_account_name.as_deref().unwrap_or_default(),
    );
    match spec.node_name.as_deref().filter(|node| !node.is_empty()) {
        Some(node) => {
            let address = status.host_ip.clone().unwrap_or_default();
            sheet.field(0, "Node", format!("{node}/{address}"));
        }
        None => sheet.field(0, "Node", "<none>"),
    }
    if status.start_time.is_some() {
        sheet.field(0, "Start Time", long_time(status.start_time.as_ref()));
    }
    sheet.map(0, "Labels", "=", pod.metadata.labels.as_ref());
    sheet.map(0, "Annotations", ": ", pod.metadata.annotations.as_ref());
    standing(sheet, pod, now);
    addresses(sheet, &status);
    if let Some(owner) = meta::controller_of(&pod.metadata) {
        sheet.field(0, "Controlled By", format!("{}/{}", owner.kind, owner.name));
    }
    if let Some(init) = spec
        .init_containers
        .as_ref()
        .filter(|init| !init.is_empty())
    {
        let statuses = status.init_container_statuses.clone().unwrap_or_default();
        containers::describe(sheet, "Init Containers", init, Of::Pod(pod, &statuses));
    }
    let statuses = status.container_statuses.clone().unwrap_or_default();
    containers::describe(
        sheet,
        "Containers",
        &spec.containers,
        Of::Pod(pod, &statuses),
    );
    if let Some(conditions) = status.conditions.as_ref().filter(|all| !all.is_empty()) {
        sheet.line(0, "Conditions:");
        sheet.line(1, "Type\tStatus");
        for condition in conditions {
            sheet.line(1, &format!("{} \t{} ", condition.type_, condition.status));
        }
    }
    template::volumes(sheet, 0, spec.volumes.as_deref().unwrap_or_default());
    sheet.field(
        0,
        "QoS Class",
        status.qos_class.as_deref().unwrap_or_default(),
    );
    template::placement(sheet, 0, &spec);
    template::spread(sheet, 0, &spec);
}

/// `Status:`, or how long it has been terminating.
fn standing(sheet: &mut Sheet, pod: &Pod, now: SimTime) {
    if let Some(deleted) = &pod.metadata.deletion_timestamp {
        let grace = pod
            .metadata
            .deletion_grace_period_seconds
            .unwrap_or_default();
        // The timestamp is when the grace ends; it lasts since the grace began.
        let begun = SimTime(
            SimTime::from_time(deleted)
                .0
                .saturating_sub(grace.unsigned_abs() * 1000),
        );
        sheet.field(
            0,
            "Status",
            format!(
                "Terminating (lasts {})",
                age::human(now.since(begun).as_secs())
            ),
        );
        sheet.field(0, "Termination Grace Period", format!("{grace}s"));
    } else {
        sheet.field(0, "Status", phase(pod));
    }
}

fn addresses(sheet: &mut Sheet, status: &PodStatus) {
    for (name, text) in [("Reason", &status.reason), ("Message", &status.message)] {
        if let Some(text) = text.as_ref().filter(|text| !text.is_empty()) {
            sheet.field(0, name, text);
        }
    }
    sheet.field(0, "IP", status.pod_ip.as_deref().unwrap_or_default());
    let addresses: Vec<_> = status.pod_ips.iter().flatten().collect();
    if addresses.is_empty() {
        sheet.field(0, "IPs", "<none>");
    } else {
        sheet.line(0, "IPs:");
        for address in addresses {
            sheet.field(1, "IP", &address.ip);
        }
    }
}
