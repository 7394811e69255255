//! `kubectl create deployment`, `configmap`, `secret` …: objects out of flags.
//!
//! Models kubectl/pkg/cmd/create/create_*.go. What is made is the object as kubectl's own types write
//! it, with `status: {}` and the like; the server is sent the same.

use super::{Done, FLAGS};
use crate::cluster::api::{Kind, Object};
use crate::kubectl::call::Call;
use crate::kubectl::cmd::files;
use crate::kubectl::failure::{Failure, Result};
use crate::kubectl::parse::{Args, Flag, Takes};
use crate::sim::Request;
use k8s_openapi::ByteString;
use serde_json::{Map, Value, json};

const OWN_FLAGS: &[Flag] = &[
    ("image", None, Takes::Value),
    ("replicas", Some('r'), Takes::Value),
    ("port", None, Takes::Value),
    ("from-literal", None, Takes::Value),
    ("from-file", None, Takes::Value),
    ("from-env-file", None, Takes::Value),
    ("type", None, Takes::Value),
    ("cert", None, Takes::Value),
    ("key", None, Takes::Value),
    ("tcp", None, Takes::Value),
    ("clusterip", None, Takes::Value),
    ("node-port", None, Takes::Value),
    ("external-name", None, Takes::Value),
    ("min-available", None, Takes::Value),
    ("max-unavailable", None, Takes::Value),
    ("hard", None, Takes::Value),
];

/// What there is to make: the words it goes by, its kind, what a failure calls it.
const GENERATORS: &[(&[&str], &str, &str)] = &[
    (&["configmap", "cm"], "ConfigMap", "configmap"),
    (&["deployment", "deploy"], "Deployment", "deployment"),
    (&["job"], "Job", "job"),
    (&["namespace", "ns"], "Namespace", ""),
    (
        &["poddisruptionbudget", "pdb"],
        "PodDisruptionBudget",
        "poddisruptionbudget",
    ),
    (&["quota", "resourcequota"], "ResourceQuota", "quota"),
    (&["secret"], "Secret", "secret"),
    (&["service", "svc"], "Service", "service"),
    (
        &["serviceaccount", "sa"],
        "ServiceAccount",
        "serviceaccount",
    ),
];

/// What comes before the name of a Secret and of a Service.
const SECRETS: &[&str] = &["generic", "tls"];
const SERVICES: &[&str] = &["clusterip", "externalname", "loadbalancer", "nodeport"];

/// Makes what the words name, if there is a generator for it.
pub(super) fn run(call: &mut Call<'_>, line: &[String], first: &str) -> Option<Result<()>> {
    let (words, kind, what) = GENERATORS
        .iter()
        .find(|(words, ..)| words.contains(&first))?;
    Some(generate(call, line, words[0], kind, what))
}

fn generate(
    call: &mut Call<'_>,
    line: &[String],
    word: &str,
    kind: &str,
    what: &str,
) -> Result<()> {
    let flags = [&files::FLAGS[..], FLAGS, OWN_FLAGS].concat();
    let args = Args::parse(&format!("create {word}"), line, &flags)?;
    call.set_common(&args);
    let mut words = args.words[1..].to_vec();
    let mut verb = format!("create {word}");
    let typed = match typed(kind, &words) {
        Ok(true) => words.remove(0),
        Ok(false) => String::new(),
        Err(why) => return Err(Failure::usage(&verb, &why)),
    };
    if !typed.is_empty() {
        verb = format!("{verb} {typed}");
    }
    if kind == "Deployment" && args.value("image").is_none() {
        return Err(Failure::client("required flag(s) \"image\" not set"));
    }
    let ([name], true) = (words.as_slice(), kind != "Secret" || !typed.is_empty()) else {
        return Err(Failure::usage(
            &verb,
            &format!("exactly one NAME is required, got {}", words.len()),
        ));
    };
    let value = match kind {
        "ConfigMap" => configs(call, &args, name)?,
        "Secret" => secret(call, &args, name, &typed)?,
        "Deployment" => deployment(&args, name)?,
        "Job" => job(&args, name)?,
        "Service" => service(&args, name, &typed)?,
        "PodDisruptionBudget" => budget(&args, name)?,
        "ResourceQuota" => quota(&args, name),
        "Namespace" => {
            json!({"apiVersion": "v1", "kind": kind, "metadata": {"name": name}, "spec": {}, "status": {}})
        }
        _ => json!({"apiVersion": "v1", "kind": kind, "metadata": {"name": name}}),
    };
    let done = Done::read(&args)?;
    make(call, &done, value, "created", |error| {
        let what = match typed.as_str() {
            "clusterip" => "ClusterIP service",
            "nodeport" => "NodePort service",
            "loadbalancer" => "LoadBalancer service",
            "externalname" => "ExternalName service",
            _ => what,
        };
        if what.is_empty() {
            return Failure::Api(error);
        }
        Failure::client(format!("failed to create {what}: {}", error.message))
    })
}

/// Whether the first word is a type, or why it is none.
fn typed(kind: &str, words: &[String]) -> std::result::Result<bool, String> {
    let types = match kind {
        "Secret" => SECRETS,
        "Service" => SERVICES,
        _ => return Ok(false),
    };
    match words.first() {
        None => Ok(false),
        Some(word) if types.contains(&word.as_str()) => Ok(true),
        Some(word) if kind == "Secret" && word == "docker-registry" => {
            Err("docker-registry: this cluster pulls from no registry".to_owned())
        }
        Some(_) => Err(format!("unknown command {:?}", words.join(" "))),
    }
}

/// Sends an object made of flags and tells of it.
pub(in crate::kubectl::cmd) fn make(
    call: &mut Call<'_>,
    done: &Done,
    value: Value,
    what: &str,
    refused: impl Fn(crate::cluster::apiserver::ApiError) -> Failure,
) -> Result<()> {
    let word = value["kind"].as_str().unwrap_or_default();
    let Some(kind) = Kind::from_word(word) else {
        if done.is_client_dry_run() {
            return done.say_value(call, &value, what);
        }
        return Err(Failure::client(format!(
            "the server could not find the requested resource: this cluster has no {word}"
        )));
    };
    let mut object = Object::from_value(kind, value.clone())
        .map_err(|error| Failure::client(error.to_string()))?;
    if kind.info().namespaced {
        object.meta_mut().namespace = Some(call.namespace.clone());
    }
    done.make(call, Request::Create(object.clone()))
        .map_err(refused)?;
    if done.is_client_dry_run() {
        return done.say_value(call, &value, what);
    }
    done.say(call, &object, what)
}

fn configs(call: &Call<'_>, args: &Args, name: &str) -> Result<Value> {
    let mut value = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}});
    let data = data(call, args)?;
    if !data.is_empty() {
        value["data"] = data
            .into_iter()
            .map(|(key, text)| (key, Value::from(text)))
            .collect();
    }
    Ok(value)
}

fn secret(call: &Call<'_>, args: &Args, name: &str, typed: &str) -> Result<Value> {
    let mut value = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name}});
    let mut pairs = data(call, args)?;
    if typed == "tls" {
        let mut file = |flag: &str, key: &str| {
            let path = args.value(flag).unwrap_or_default();
            let text = call.home.read(path).ok_or_else(|| {
                Failure::client(format!(
                    "Cannot read file {path}, open {path}: no such file or directory"
                ))
            })?;
            pairs.push((key.to_owned(), text));
            Ok::<(), Failure>(())
        };
        file("cert", "tls.crt")?;
        file("key", "tls.key")?;
        value["type"] = "kubernetes.io/tls".into();
    }
    if let Some(kind) = args.value("type") {
        value["type"] = kind.into();
    }
    if !pairs.is_empty() {
        let pairs = pairs.into_iter();
        value["data"] = pairs
            .map(|(key, text)| (key, json!(ByteString(text.into_bytes()))))
            .collect();
    }
    Ok(value)
}

/// `--from-literal`, `--from-file` (a folder too), `--from-env-file`.
fn data(call: &Call<'_>, args: &Args) -> Result<Vec<(String, String)>> {
    let mut pairs = Vec::new();
    for text in args.all("from-literal") {
        let Some((key, value)) = text.split_once('=') else {
            return Err(Failure::client(format!(
                "invalid literal source {text}, expected key=value"
            )));
        };
        pairs.push((key.to_owned(), value.trim_matches(['\'', '"']).to_owned()));
    }
    let read = |path: &str| {
        call.home.read(path).ok_or_else(|| {
            Failure::client(format!("error reading {path}: no such file or directory"))
        })
    };
    for text in args.all("from-file") {
        let (key, path) = text
            .split_once('=')
            .unwrap_or_else(|| (text.rsplit('/').next().unwrap_or(text), text));
        pairs.push((key.to_owned(), read(path)?));
    }
    for path in args.all("from-env-file") {
        let text = read(path)?;
        let lines = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'));
        pairs.extend(
            lines
                .filter_map(|line| line.split_once('='))
                .map(|(k, v)| (k.to_owned(), v.to_owned())),
        );
    }
    Ok(pairs)
}

fn number(args: &Args, flag: &str) -> Result<Option<i64>> {
    args.number("create", flag)
}

fn deployment(args: &Args, name: &str) -> Result<Value> {
    let words = args.after_dash.clone().unwrap_or_default();
    let port = number(args, "port")?;
    let containers: Vec<Value> = args
        .all("image")
        .flat_map(|images| images.split(','))
        .map(|image| {
            let base = image.rsplit('/').next().unwrap_or(image);
            let base = base.split([':', '@']).next().unwrap_or(base);
            let mut container = json!({"image": image, "name": base, "resources": {}});
            if !words.is_empty() {
                container["command"] = words.clone().into();
            }
            if let Some(port) = port {
                container["ports"] = json!([{"containerPort": port}]);
            }
            container
        })
        .collect();
    Ok(json!({
        "apiVersion": "apps/v1", "kind": "Deployment",
        "metadata": {"name": name, "labels": {"app": name}},
        "spec": {
            "replicas": number(args, "replicas")?.unwrap_or(1),
            "selector": {"matchLabels": {"app": name}}, "strategy": {},
            "template": {"metadata": {"labels": {"app": name}}, "spec": {"containers": containers}},
        },
        "status": {},
    }))
}

fn job(args: &Args, name: &str) -> Result<Value> {
    let Some(image) = args.value("image") else {
        return Err(Failure::client(
            "either --image or --from must be specified",
        ));
    };
    let mut container = json!({"image": image, "name": name, "resources": {}});
    if let Some(words) = args.after_dash.clone() {
        container["command"] = words.into();
    }
    Ok(json!({
        "apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": name},
        "spec": {"template": {"metadata": {}, "spec": {"containers": [container], "restartPolicy": "Never"}}},
        "status": {},
    }))
}

fn service(args: &Args, name: &str, typed: &str) -> Result<Value> {
    let kind = match typed {
        "clusterip" => "ClusterIP",
        "nodeport" => "NodePort",
        "loadbalancer" => "LoadBalancer",
        _ => "ExternalName",
    };
    let headless = args.value("clusterip") == Some("None");
    let mut ports = Vec::new();
    for text in args.all("tcp").flat_map(|ports| ports.split(',')) {
        let (port, target) = text.split_once(':').unwrap_or((text, text));
        let Ok(port) = port.parse::<u16>() else {
            return Err(Failure::client(format!("invalid port format {text:?}")));
        };
        let target = target
            .parse::<u16>()
            .map_or_else(|_| Value::from(target), Value::from);
        let mut entry = json!({"name": text.replace(':', "-"), "port": port, "protocol": "TCP", "targetPort": target});
        if let Some(node) = number(args, "node-port")?.filter(|node| *node > 0) {
            entry["nodePort"] = node.into();
        }
        ports.push(entry);
    }
    if ports.is_empty() && !headless && typed != "externalname" {
        return Err(Failure::client(
            "at least one tcp port specifier must be provided",
        ));
    }
    let mut spec = json!({"selector": {"app": name}, "type": kind});
    if !ports.is_empty() {
        spec["ports"] = ports.into();
    }
    if let Some(address) = args.value("clusterip") {
        spec["clusterIP"] = address.into();
    }
    if let Some(external) = args.value("external-name") {
        spec["externalName"] = external.into();
    }
    Ok(json!({
        "apiVersion": "v1", "kind": "Service", "metadata": {"name": name, "labels": {"app": name}},
        "spec": spec, "status": {"loadBalancer": {}},
    }))
}

fn budget(args: &Args, name: &str) -> Result<Value> {
    let Some(selector) = args.value("selector") else {
        return Err(Failure::client("a selector must be specified"));
    };
    let labels: Map<String, Value> = selector
        .split(',')
        .filter_map(|pair| pair.split_once('='))
        .map(|(key, value)| (key.to_owned(), Value::from(value.trim_start_matches('='))))
        .collect();
    let mut spec = json!({"selector": {"matchLabels": labels}});
    let amount = |text: &str| {
        text.parse::<i64>()
            .map_or_else(|_| Value::from(text), Value::from)
    };
    match (args.value("min-available"), args.value("max-unavailable")) {
        (None, None) => {
            return Err(Failure::client(
                "one of min-available or max-unavailable must be specified",
            ));
        }
        (Some(_), Some(_)) => {
            return Err(Failure::client(
                "min-available and max-unavailable cannot be both specified",
            ));
        }
        (Some(least), None) => spec["minAvailable"] = amount(least),
        (None, Some(most)) => spec["maxUnavailable"] = amount(most),
    }
    Ok(json!({
        "apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": {"name": name}, "spec": spec,
        "status": {"currentHealthy": 0, "desiredHealthy": 0, "disruptionsAllowed": 0, "expectedPods": 0},
    }))
}

fn quota(args: &Args, name: &str) -> Value {
    let hard: Map<String, Value> = args
        .all("hard")
        .flat_map(|all| all.split(','))
        .filter_map(|pair| pair.split_once('='))
        .map(|(key, value)| (key.to_owned(), Value::from(value)))
        .collect();
    let spec = if hard.is_empty() {
        json!({})
    } else {
        json!({"hard": hard})
    };
    json!({"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": name}, "spec": spec, "status": {}})
}
