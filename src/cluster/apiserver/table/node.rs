//! Cells of nodes.

use super::{NONE, age, name, or_none};
use crate::cluster::api::conditions::node_readiness;
use crate::cluster::api::{Node, SimTime};

pub(super) fn cells(node: &Node, now: SimTime) -> Vec<String> {
    let info = node
        .status
        .as_ref()
        .and_then(|status| status.node_info.clone())
        .unwrap_or_default();
    let address = |wanted: &str| {
        let addresses = node
            .status
            .iter()
            .flat_map(|status| status.addresses.iter().flatten());
        let mut of_type = addresses.filter(|address| address.type_ == wanted);
        of_type
            .next()
            .map_or_else(|| NONE.to_owned(), |address| address.address.clone())
    };
    let unknown = |text: String| {
        if text.is_empty() {
            "<unknown>".to_owned()
        } else {
            text
        }
    };
    vec![
        name(&node.metadata),
        status(node),
        roles(node),
        age(&node.metadata, now),
        info.kubelet_version,
        address("InternalIP"),
        address("ExternalIP"),
        unknown(info.os_image),
        unknown(info.kernel_version),
        unknown(info.container_runtime_version),
    ]
}

fn status(node: &Node) -> String {
    let mut text = match node_readiness(node) {
        Some("True") => "Ready",
        Some(_) => "NotReady",
        None => "Unknown",
    }
    .to_owned();
    if node.spec.as_ref().and_then(|spec| spec.unschedulable) == Some(true) {
        text.push_str(",SchedulingDisabled");
    }
    text
}

/// The roles its labels give it, sorted.
#[must_use]
pub fn roles(node: &Node) -> String {
    const PREFIX: &str = "node-role.kubernetes.io/";
    let labels = node.metadata.labels.iter().flatten();
    let roles: Vec<&str> = labels
        .filter_map(|(key, _)| key.strip_prefix(PREFIX))
        .collect();
    or_none(&roles.join(","))
}
