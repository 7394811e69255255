//! What `kubectl run` refuses, and what it writes besides the pod.

use crate::cluster::api::Object;
use crate::kubectl::call::Call;
use crate::kubectl::cmd::create::Done;
use crate::kubectl::cmd::create::generate::make;
use crate::kubectl::failure::{Failure, Result};
use crate::kubectl::parse::Args;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// `--expose`: a Service of the pod's name comes first.
pub(super) fn expose(call: &mut Call<'_>, args: &Args, done: &Done, name: &str) -> Result<()> {
    let Some(port) = args.value("port").and_then(|text| text.parse::<u16>().ok()) else {
        return Err(Failure::client(
            "--port must be set when exposing a service",
        ));
    };
    let service = json!({
        "apiVersion": "v1", "kind": "Service", "metadata": {"name": name},
        "spec": {
            "ports": [{"port": port, "protocol": "TCP", "targetPort": port}],
            "selector": {"run": name},
        },
        "status": {"loadBalancer": {}},
    });
    make(call, done, service, "created", Failure::Api)?;
    if done.is_client_dry_run() && args.value("output") == Some("yaml") {
        call.output.line("---");
    }
    Ok(())
}

/// The pod as kubectl's own types write it, before a server has seen it.
pub(super) fn written(pod: &Object) -> Value {
    let mut value = pod.to_value();
    if let Some(meta) = value["metadata"].as_object_mut() {
        meta.remove("namespace");
    }
    for container in value["spec"]["containers"]
        .as_array_mut()
        .into_iter()
        .flatten()
    {
        if container["resources"].is_null() {
            container["resources"] = json!({});
        }
    }
    if value["status"].is_null() {
        value["status"] = json!({});
    }
    value
}

/// Refuses what cannot be run.
pub(super) fn check(args: &Args, image: &str, attach: bool) -> Result<()> {
    if attach && args.value("dry-run").is_some_and(|mode| mode != "none") {
        return Err(Failure::usage(
            "run",
            "--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)",
        ));
    }
    if image.is_empty() || image.contains(char::is_whitespace) {
        return Err(Failure::client(format!(
            "Invalid image name {image:?}: invalid reference format"
        )));
    }
    Ok(())
}

/// `--annotations a=b`
pub(super) fn annotations(args: &Args) -> Option<BTreeMap<String, String>> {
    let pairs = args
        .all("annotations")
        .filter_map(|pair| pair.split_once('='));
    let all: BTreeMap<String, String> = pairs
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect();
    Some(all).filter(|all| !all.is_empty())
}
