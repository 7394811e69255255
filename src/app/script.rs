//! What was done to the cluster as a shell script: the kubectl commands and manifests that do the same to a real one.

use super::{App, Effect};
use crate::cluster::api::{Key, Object};
use crate::cluster::apiserver::{Cascade, DeleteOptions, Gates};
use crate::manifest::{write, write_value};
use crate::sim::timeline::Given;
use crate::sim::{FileChange, Input, Request};
use serde_json::Value;

/// Gives the script to the person.
pub(super) fn save(app: &App) -> Vec<Effect> {
    let name = "statefulset-session.sh".to_owned();
    let text = script(app);
    vec![Effect::Save { name, text }]
}

/// The script of the whole history, with the pauses there were between one thing and the next.
fn script(app: &App) -> String {
    let (inputs, end) = (app.journey.live().inputs(), app.journey.live().cursor());
    let mut blocks = vec![
        "#!/bin/sh".to_owned(),
        "# Does to the cluster of your kubectl what was done in the StatefulSet playground, as far as kubectl can, with the\n\
         # pauses of its clock. What was refused there is refused here too: the script goes on, as the person did."
            .to_owned(),
    ];
    blocks.extend(commands(inputs));
    blocks.extend(pause(inputs.last().map_or(0, |last| end.at.0 - last.at.0)));
    blocks.push("kubectl get statefulsets,pods,persistentvolumeclaims --output=wide".to_owned());
    blocks.join("\n\n") + "\n"
}

/// The commands, each as it is typed; some of several lines.
fn commands(inputs: &[Given]) -> Vec<String> {
    let mut commands = Vec::new();
    let mut now = 0;
    for input in inputs {
        commands.extend(pause(input.at.0 - now));
        now = input.at.0;
        commands.push(match &input.input {
            Input::Request(asked) => request(asked),
            Input::Files {
                pod,
                container,
                changes,
            } => files(pod, container, changes),
            Input::Exit {
                pod,
                container,
                code: _,
            } => format!(
                "kubectl exec {}{} --container={} -- kill 1",
                quoted(&pod.name),
                namespace(pod),
                quoted(container),
            ),
            Input::Power { node, on } => by_hand(&match on {
                true => format!("give node {node} its power back"),
                false => format!("take the power of node {node} away"),
            }),
            Input::Gates(gates) => by_hand(&gates_set(*gates)),
        });
    }
    commands
}

/// What happened in the meantime takes as long on a real cluster, more or less.
fn pause(ms: u64) -> Option<String> {
    (ms > 0).then(|| format!("sleep {}", ms.div_ceil(1000)))
}

/// No command of kubectl does it: whoever runs the script is told, and waited for.
fn by_hand(what: &str) -> String {
    let told = quoted(&format!("Now {what}, and press Enter."));
    format!("echo {told} >&2; read -r _ || true")
}

fn gates_set(gates: Gates) -> String {
    format!(
        "set the feature gates MaxUnavailableStatefulSet={} and ParallelMaxUnavailableFix={} of the cluster",
        gates.max_unavailable_stateful_set, gates.parallel_max_unavailable_fix
    )
}

fn request(request: &Request) -> String {
    match request {
        Request::Create(object) => piped("create", object, &write(object)),
        Request::Apply(object) => piped("apply", object, &write(object)),
        Request::Update(object) => piped("replace", object, &write_value(&without_status(object))),
        Request::UpdateStatus(object) => {
            let key = object.key();
            let status = object.to_value().get("status").cloned().unwrap_or_default();
            let change = serde_json::json!({ "status": status });
            patch(&key, &change, " --subresource=status --type=merge")
        }
        Request::Patch(key, change) => patch(key, change, ""),
        Request::Delete(key, options) => delete(key, options),
        Request::Scale(key, replicas) => {
            format!(
                "kubectl scale {}{} --replicas={replicas}",
                address(key),
                namespace(key)
            )
        }
        Request::Bind(pod, node) => by_hand(&format!("bind {} to {node}", pod.name)),
    }
}

/// What a server decides anew, and what names the object of another cluster, is left out.
fn without_status(object: &Object) -> Value {
    let mut value = object.to_value();
    if let Some(whole) = value.as_object_mut() {
        whole.remove("status");
    }
    if let Some(meta) = value.get_mut("metadata").and_then(Value::as_object_mut) {
        for decided in [
            "creationTimestamp",
            "generation",
            "managedFields",
            "resourceVersion",
            "uid",
        ] {
            meta.remove(decided);
        }
    }
    value
}

fn patch(key: &Key, change: &Value, how: &str) -> String {
    format!(
        "kubectl patch {}{}{how} --patch={}",
        address(key),
        namespace(key),
        quoted(&change.to_string())
    )
}

fn delete(key: &Key, options: &DeleteOptions) -> String {
    let cascade = match options.cascade {
        Cascade::Background => "",
        Cascade::Foreground => " --cascade=foreground",
        Cascade::Orphan => " --cascade=orphan",
    };
    let grace = match options.grace_period_seconds {
        None => String::new(),
        Some(0) => " --grace-period=0 --force".to_owned(),
        Some(seconds) => format!(" --grace-period={seconds}"),
    };
    // As in the playground: asked for, and not waited for.
    format!(
        "kubectl delete {}{}{cascade}{grace} --wait=false",
        address(key),
        namespace(key)
    )
}

fn files(pod: &Key, container: &str, changes: &[FileChange]) -> String {
    let exec = format!(
        "kubectl exec --stdin {}{} --container={} -- ",
        quoted(&pod.name),
        namespace(pod),
        quoted(container)
    );
    let change = |change: &FileChange| match &change.bytes {
        None => format!("{exec}rm -f {}", quoted(&change.path)),
        Some(bytes) => {
            // Text as it is, and any byte that is none as `printf` writes it.
            let printed: String = bytes.iter().map(|byte| printf(*byte)).collect();
            let write = format!("cat > {}", quoted(&change.path));
            format!(
                "printf -- {} | {exec}sh -c {}",
                quoted(&printed),
                quoted(&write)
            )
        }
    };
    // Another cluster takes longer to pull an image.
    let wait = format!(
        "kubectl wait pod {}{} --for=condition=Ready --timeout=5m",
        quoted(&pod.name),
        namespace(pod)
    );
    let changes = changes.iter().map(change);
    [wait]
        .into_iter()
        .chain(changes)
        .collect::<Vec<_>>()
        .join("\n")
}

fn printf(byte: u8) -> String {
    match byte {
        b'%' => "%%".to_owned(),
        b'\\' => "\\\\".to_owned(),
        b'\n' => "\\n".to_owned(),
        b' '..=b'~' => char::from(byte).to_string(),
        other => format!("\\{other:03o}"),
    }
}

/// A manifest on a command's standard input.
fn piped(verb: &str, object: &Object, manifest: &str) -> String {
    // A line of the manifest that is the end of it would be the end of it.
    let mut end = "EOF".to_owned();
    while manifest.lines().any(|line| line == end) {
        end.push('_');
    }
    let namespace = namespace(&object.key());
    format!("kubectl {verb}{namespace} --filename=- <<'{end}'\n{manifest}{end}")
}

fn address(key: &Key) -> String {
    format!("{} {}", key.kind.info().plural, quoted(&key.name))
}

/// Always: what is the default one here need not be that of somebody's kubectl.
fn namespace(key: &Key) -> String {
    match (key.kind.info().namespaced, &*key.namespace) {
        (false, _) => String::new(),
        (true, "") => " --namespace=default".to_owned(),
        (true, namespace) => format!(" --namespace={}", quoted(namespace)),
    }
}

/// A word of a shell, as it is.
fn quoted(word: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:=".contains(&byte);
    match !word.is_empty() && word.bytes().all(plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}
