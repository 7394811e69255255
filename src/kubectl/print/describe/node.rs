//! Descriptions of nodes.

use super::storage::created;
use super::{Sheet, long_time};
use crate::cluster::api::age::since;
use crate::cluster::api::conditions::is_terminal;
use crate::cluster::api::quantity::Amount;
use crate::cluster::api::{Node, NodeStatus, Pod, Quantity, SimTime, meta};
use crate::cluster::apiserver::Store;
use crate::cluster::apiserver::table::node_roles;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) fn describe(sheet: &mut Sheet, store: &Store, node: &Node, now: SimTime) {
    let name = meta::name(&node.metadata);
    let spec = node.spec.clone().unwrap_or_default();
    let status = node.status.clone().unwrap_or_default();
    sheet.field(0, "Name", name);
    sheet.field(0, "Roles", node_roles(node));
    sheet.map(0, "Labels", "=", node.metadata.labels.as_ref());
    sheet.map(0, "Annotations", ": ", node.metadata.annotations.as_ref());
    created(sheet, &node.metadata);
    let taints: Vec<String> = spec
        .taints
        .iter()
        .flatten()
        .map(|taint| {
            let value = taint
                .value
                .as_deref()
                .map(|value| format!("={value}"))
                .unwrap_or_default();
            format!("{}{value}:{}", taint.key, taint.effect)
        })
        .collect();
    sheet.lines(0, "Taints", &taints);
    sheet.field(0, "Unschedulable", spec.unschedulable.unwrap_or_default());
    lease(sheet, name, &status, now);
    conditions(sheet, &status);
    sheet.line(0, "Addresses:");
    for address in status.addresses.iter().flatten() {
        sheet.field(1, &address.type_, &address.address);
    }
    amounts(sheet, "Capacity", status.capacity.as_ref());
    amounts(sheet, "Allocatable", status.allocatable.as_ref());
    if let Some(info) = &status.node_info {
        sheet.line(0, "System Info:");
        for (name, text) in [
            ("Machine ID", &info.machine_id),
            ("System UUID", &info.system_uuid),
            ("Boot ID", &info.boot_id),
            ("Kernel Version", &info.kernel_version),
            ("OS Image", &info.os_image),
            ("Operating System", &info.operating_system),
            ("Architecture", &info.architecture),
            ("Container Runtime Version", &info.container_runtime_version),
            ("Kubelet Version", &info.kubelet_version),
            ("Kube-Proxy Version", &info.kube_proxy_version),
        ] {
            sheet.field(1, name, text);
        }
    }
    sheet.field(0, "PodCIDR", spec.pod_cidr.as_deref().unwrap_or_default());
    sheet.field(
        0,
        "PodCIDRs",
        spec.pod_cidrs.clone().unwrap_or_default().join(","),
    );
    pods(sheet, store, node, now);
}

/// The lease by which the kubelet says that it is alive: renewed just now, unless it is silent.
fn lease(sheet: &mut Sheet, name: &str, status: &NodeStatus, now: SimTime) {
    let conditions = status.conditions.iter().flatten();
    let silent = conditions
        .filter(|condition| condition.type_ == "Ready" && condition.status != "True")
        .find_map(|condition| condition.last_heartbeat_time.clone());
    let renewed = silent.unwrap_or_else(|| now.to_time());
    sheet.line(0, "Lease:");
    sheet.field(1, "HolderIdentity", name);
    sheet.field(1, "AcquireTime", "<unset>");
    sheet.field(1, "RenewTime", long_time(Some(&renewed)));
}

fn conditions(sheet: &mut Sheet, status: &NodeStatus) {
    sheet.line(0, "Conditions:");
    sheet.line(
        1,
        "Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage",
    );
    sheet.line(
        1,
        "----\t------\t-----------------\t------------------\t------\t-------",
    );
    for condition in status.conditions.iter().flatten() {
        sheet.line(
            1,
            &format!(
                "{} \t{} \t{} \t{} \t{} \t{} ",
                condition.type_,
                condition.status,
                long_time(condition.last_heartbeat_time.as_ref()),
                long_time(condition.last_transition_time.as_ref()),
                condition.reason.as_deref().unwrap_or_default(),
                condition.message.as_deref().unwrap_or_default()
            ),
        );
    }
}

fn amounts(sheet: &mut Sheet, name: &str, amounts: Option<&BTreeMap<String, Quantity>>) {
    sheet.line(0, &format!("{name}:"));
    for (resource, amount) in amounts.into_iter().flatten() {
        sheet.field(1, resource, &amount.0);
    }
}

/// What is summed up, requests and limits; the first two have columns of their own.
const RESOURCES: [(&str, bool); 6] = [
    ("cpu", false),
    ("cpu", true),
    ("memory", false),
    ("memory", true),
    ("ephemeral-storage", false),
    ("ephemeral-storage", true),
];

fn pods(sheet: &mut Sheet, store: &Store, node: &Node, now: SimTime) {
    let name = meta::name(&node.metadata);
    let on = |pod: &&Arc<Pod>| {
        pod.spec.as_ref().and_then(|spec| spec.node_name.as_deref()) == Some(name)
            && !is_terminal(pod)
    };
    let pods: Vec<&Arc<Pod>> = store.list::<Pod>().filter(on).collect();
    let all = node
        .status
        .as_ref()
        .and_then(|status| status.allocatable.clone())
        .unwrap_or_default();
    let whole = |resource: &str| {
        all.get(resource)
            .map_or(Amount::ZERO, |amount| Amount::of(&amount.0))
    };
    let share = |amount: Amount, resource: &str| {
        let whole = whole(resource).milli_value();
        if whole == 0 {
            0
        } else {
            amount.milli_value() * 100 / whole
        }
    };
    sheet.line(
        0,
        &format!("Non-terminated Pods:\t({} in total)", pods.len()),
    );
    sheet.line(
        1,
        "Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge",
    );
    sheet.line(
        1,
        "---------\t----\t\t------------\t----------\t---------------\t-------------\t---",
    );
    let mut totals = [Amount::ZERO; RESOURCES.len()];
    for pod in pods {
        let mut cells = Vec::new();
        for (total, (resource, limit)) in totals.iter_mut().zip(RESOURCES) {
            let amount = sum(pod, resource, Side { limit });
            *total = amount.plus(*total);
            cells.push(format!("{amount} ({}%)", share(amount, resource)));
        }
        cells.truncate(4);
        sheet.line(
            1,
            &format!(
                "{}\t{}\t\t{}\t{}",
                meta::namespace(&pod.metadata),
                meta::name(&pod.metadata),
                cells.join("\t"),
                since(pod.metadata.creation_timestamp.as_ref(), now)
            ),
        );
    }
    allocated(sheet, &totals, share);
}

/// Requests and limits of all pods together, and how much of the node that is.
fn allocated(sheet: &mut Sheet, totals: &[Amount], share: impl Fn(Amount, &str) -> i128) {
    sheet.line(0, "Allocated resources:");
    sheet.line(
        1,
        "(Total limits may be over 100 percent, i.e., overcommitted.)",
    );
    sheet.line(1, "Resource\tRequests\tLimits");
    sheet.line(1, "--------\t--------\t------");
    for ((resource, _), pair) in RESOURCES.iter().step_by(2).zip(totals.chunks(2)) {
        let cell = |amount: Amount| format!("{amount} ({}%)", share(amount, resource));
        sheet.line(
            1,
            &format!("{resource}\t{}\t{}", cell(pair[0]), cell(pair[1])),
        );
    }
}

struct Side {
    limit: bool,
}

fn sum(pod: &Pod, resource: &str, side: Side) -> Amount {
    let containers = pod.spec.iter().flat_map(|spec| &spec.containers);
    containers
        .filter_map(|container| {
            let resources = container.resources.as_ref()?;
            let amounts = if side.limit {
                &resources.limits
            } else {
                &resources.requests
            };
            Some(Amount::of(&amounts.as_ref()?.get(resource)?.0))
        })
        .fold(Amount::ZERO, |total, amount| amount.plus(total))
}
