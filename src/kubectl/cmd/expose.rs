//! `kubectl expose`

use super::create::Done;
use super::create::generate::make;
use crate::cluster::api::Object;
use crate::kubectl::call::Call;
use crate::kubectl::failure::{Failure, Result};
use crate::kubectl::parse::{self, Args, Flag, Takes};
use crate::kubectl::target::{NOTHING_NAMED, targets};
use serde_json::{Value, json};

const FLAGS: &[Flag] = &[
    parse::FILENAME,
    parse::OUTPUT,
    parse::DRY_RUN,
    parse::FIELD_MANAGER,
    ("port", None, Takes::Value),
    ("target-port", None, Takes::Value),
    ("protocol", None, Takes::Value),
    ("type", None, Takes::Value),
    ("name", None, Takes::Value),
    ("cluster-ip", None, Takes::Value),
    ("selector", None, Takes::Value),
    ("labels", Some('l'), Takes::Value),
];

pub(super) fn run(call: &mut Call<'_>, line: &[String]) -> Result<()> {
    let args = Args::parse("expose", line, FLAGS)?;
    call.set_common(&args);
    let done = Done::read(&args)?;
    let found = targets(call, &args, NOTHING_NAMED)?;
    Failure::all(found.failures)?;
    for object in found.objects {
        let value = service(&args, &object)?;
        make(call, &done, value, "exposed", Failure::Api)?;
    }
    Ok(())
}

fn service(args: &Args, object: &Object) -> Result<Value> {
    let value = object.to_value();
    let selector = match object {
        Object::Pod(_) => value["metadata"]["labels"].clone(),
        Object::Service(_) => value["spec"]["selector"].clone(),
        Object::Deployment(_) | Object::ReplicaSet(_) => {
            value["spec"]["selector"]["matchLabels"].clone()
        }
        _ => {
            return Err(Failure::client(format!(
                "cannot expose a {}",
                object.kind().info().name
            )));
        }
    };
    let pod = match object {
        Object::Pod(_) => &value["spec"],
        _ => &value["spec"]["template"]["spec"],
    };
    let number = |text: &str| {
        text.parse::<u16>()
            .map_or_else(|_| Value::from(text), Value::from)
    };
    let mut ports: Vec<Value> = args
        .all("port")
        .flat_map(|ports| ports.split(','))
        .map(number)
        .collect();
    if ports.is_empty() {
        let containers = pod["containers"].as_array().into_iter().flatten();
        let all = containers.flat_map(|one| one["ports"].as_array().into_iter().flatten());
        ports.extend(all.map(|port| port["containerPort"].clone()));
    }
    if ports.is_empty() {
        return Err(Failure::client(
            "couldn't find port via --port flag or introspection",
        ));
    }
    let several = ports.len() > 1;
    let ports: Vec<Value> = ports
        .into_iter()
        .enumerate()
        .map(|(at, port)| {
            let target = args
                .value("target-port")
                .map_or_else(|| port.clone(), number);
            let protocol = args.value("protocol").unwrap_or("TCP");
            let mut entry = json!({"port": port, "protocol": protocol, "targetPort": target});
            if several {
                entry["name"] = format!("port-{}", at + 1).into();
            }
            entry
        })
        .collect();
    let mut metadata = json!({"name": args.value("name").or(object.meta().name.as_deref())});
    if value["metadata"]["labels"].is_object() {
        metadata["labels"] = value["metadata"]["labels"].clone();
    }
    let mut spec = json!({"ports": ports, "selector": selector});
    if let Some(kind) = args.value("type") {
        spec["type"] = kind.into();
    }
    if let Some(address) = args.value("cluster-ip") {
        spec["clusterIP"] = address.into();
    }
    Ok(json!({
        "apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": spec,
        "status": {"loadBalancer": {}},
    }))
}
