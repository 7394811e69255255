//! `kubectl exec`

use crate::cluster::api::conditions::phase;
use crate::cluster::api::{Container, Key, Kind, Object, Pod, meta};
use crate::kubectl::call::Call;
use crate::kubectl::failure::{Failure, Result};
use crate::kubectl::parse::{self, Args, Flag, Takes};
use crate::kubectl::target;
use crate::kubectl::wait::Wait;
use crate::shell::log::status_of;
use crate::shell::{Place, Shell};
use std::sync::Arc;

const FLAGS: &[Flag] = &[
    parse::CONTAINER,
    parse::FILENAME,
    ("stdin", Some('i'), Takes::Nothing),
    ("tty", Some('t'), Takes::Nothing),
    ("quiet", Some('q'), Takes::Nothing),
    ("pod-running-timeout", None, Takes::Value),
];

pub(super) fn run(call: &mut Call<'_>, line: &[String]) -> Result<()> {
    let args = Args::parse("exec", line, FLAGS)?;
    call.set_common(&args);
    let Some(word) = args.words.first() else {
        return Err(Failure::client(
            "pod, type/name or --filename must be specified",
        ));
    };
    if args.words.len() > 1 {
        return Err(Failure::usage(
            "exec",
            "exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead",
        ));
    }
    let command = args.after_dash.clone().unwrap_or_default();
    if command.is_empty() {
        return Err(Failure::client(
            "you must specify at least one command for the container",
        ));
    }
    let pod = pod_of(call, word, "exec")?;
    let ended = phase(&pod);
    if matches!(ended, "Succeeded" | "Failed") {
        return Err(Failure::client(format!(
            "cannot exec into a container in a completed pod; current phase is {ended}"
        )));
    }
    let container = choose_container(call, &args, &pod)?;
    check_running(&pod, &container)?;
    let key = Key::new(
        Kind::Pod,
        meta::namespace(&pod.metadata),
        meta::name(&pod.metadata),
    );
    let mut shell = Shell::new(Place::Container {
        pod: key,
        container,
    });
    let interactive = args.has("stdin") && call.stdin.is_none();
    shell.start(
        &command,
        call.stdin.filter(|_| args.has("stdin")),
        interactive,
    );
    call.wait = Some(Wait::Exec(Box::new(shell)));
    Ok(())
}

/// The pod a word means: its name, `pod/NAME`, or the first pod of `sts/NAME`.
pub(super) fn pod_of(call: &mut Call<'_>, word: &str, verb: &str) -> Result<Arc<Pod>> {
    let (kind, name) = match word.split_once('/') {
        Some((kind, name)) => (target::kind(kind)?, name),
        None => (Kind::Pod, word),
    };
    let object = call.object(&Key::new(kind, &call.namespace, name))?;
    if let Some(pod) = object.get::<Pod>() {
        return Ok(Arc::clone(pod));
    }
    let picked = |pod: &&Arc<Pod>| match &object {
        Object::Service(service) => {
            let wanted = service
                .spec
                .as_ref()
                .and_then(|spec| spec.selector.as_ref());
            let labels = pod.metadata.labels.clone().unwrap_or_default();
            wanted.is_some_and(|all| {
                all.iter()
                    .all(|(key, value)| labels.get(key) == Some(value))
            })
        }
        owner => meta::controller_of(&pod.metadata).is_some_and(|one| one.uid == owner.uid()),
    };
    let pods = call.store().list_in::<Pod>(&call.namespace).filter(picked);
    // The one that has been ready for longest is the likeliest to answer.
    let found: Vec<Arc<Pod>> = pods.cloned().collect();
    if found.len() > 1
        && verb == "logs"
        && let Some(pod) = found.iter().min_by_key(|pod| ready_since(pod))
    {
        let name = meta::name(&pod.metadata).to_owned();
        call.output
            .complain(&format!("Found {} pods, using pod/{name}", found.len()));
    }
    found
        .into_iter()
        .min_by_key(|pod| ready_since(pod))
        .ok_or_else(|| {
            Failure::client(format!(
                "cannot attach to *v1.{}: no pods found",
                kind.info().name
            ))
        })
}

/// Since when a pod has been ready; what is not ready comes last.
fn ready_since(pod: &Pod) -> (bool, String) {
    let status = pod.status.as_ref();
    let conditions = status.and_then(|status| status.conditions.as_ref());
    let ready = conditions
        .into_iter()
        .flatten()
        .find(|condition| condition.type_ == "Ready" && condition.status == "True");
    let since = ready.and_then(|condition| condition.last_transition_time.as_ref());
    (
        ready.is_none(),
        since.map(|time| time.0.to_string()).unwrap_or_default(),
    )
}

/// `-c`, or the first container, with a word on standard error where there are several.
pub(super) fn choose_container(call: &mut Call<'_>, args: &Args, pod: &Pod) -> Result<String> {
    let spec = pod.spec.clone().unwrap_or_default();
    let names = |containers: &[Container], suffix: &str| -> Vec<String> {
        containers
            .iter()
            .map(|container| format!("{}{suffix}", container.name))
            .collect()
    };
    let mut all = names(&spec.containers, "");
    all.extend(names(
        spec.init_containers.as_deref().unwrap_or_default(),
        " (init)",
    ));
    if let Some(wanted) = args.value("container") {
        if all
            .iter()
            .any(|name| name.strip_suffix(" (init)").unwrap_or(name) == wanted)
        {
            return Ok(wanted.to_owned());
        }
        return Err(Failure::Plain(format!(
            "Error from server (BadRequest): container {wanted} is not valid for pod {}",
            meta::name(&pod.metadata)
        )));
    }
    let first = spec
        .containers
        .first()
        .map(|container| container.name.clone())
        .unwrap_or_default();
    if all.len() > 1 && !args.has("quiet") {
        call.output.complain(&format!(
            "Defaulted container {first:?} out of: {}",
            all.join(", ")
        ));
    }
    Ok(first)
}

fn check_running(pod: &Pod, container: &str) -> Result<()> {
    let node = pod
        .spec
        .as_ref()
        .and_then(|spec| spec.node_name.as_deref())
        .unwrap_or_default();
    if node.is_empty() {
        return Err(Failure::Plain(format!(
            "Error from server (BadRequest): pod {} does not have a host assigned",
            meta::name(&pod.metadata)
        )));
    }
    let running = status_of(pod, container)
        .and_then(|status| status.state.as_ref())
        .is_some_and(|state| state.running.is_some());
    if running {
        return Ok(());
    }
    Err(Failure::client(format!(
        "Internal error occurred: unable to upgrade connection: container not found ({container:?})"
    )))
}
