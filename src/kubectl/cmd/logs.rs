//! `kubectl logs`: what the kubelet would answer before there is a log to show.

use super::exec::{choose_container, pod_of, status_of};
use crate::cluster::api::{ContainerStatus, Pod, meta};
use crate::kubectl::call::Call;
use crate::kubectl::failure::{Failure, Result};
use crate::kubectl::parse::{self, Args, Flag, Takes};
use crate::shell::program::log_of;

const FLAGS: &[Flag] = &[
    parse::CONTAINER,
    parse::SELECTOR,
    ("follow", Some('f'), Takes::Nothing),
    ("previous", Some('p'), Takes::Nothing),
    ("tail", None, Takes::Value),
    ("since", None, Takes::Value),
    ("timestamps", None, Takes::Nothing),
    ("all-containers", None, Takes::Nothing),
    ("prefix", None, Takes::Nothing),
];

pub(super) fn run(call: &mut Call<'_>, line: &[String]) -> Result<()> {
    let args = Args::parse("logs", line, FLAGS)?;
    call.set_common(&args);
    let Some(word) = args.words.first() else {
        return Err(Failure::usage(
            "logs",
            "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command",
        ));
    };
    let pod = pod_of(call, word)?;
    let name = meta::name(&pod.metadata).to_owned();
    if let Some(container) = args.value("container")
        && !has_container(&pod, container)
    {
        return Err(Failure::client(format!(
            "container {container} is not valid for pod {name}"
        )));
    }
    let container = choose_container(call, &args, &pod)?;
    let status = status_of(&pod, &container);
    if args.has("previous") && status.is_none_or(|status| status.restart_count == 0) {
        return Err(bad_request(&format!(
            "previous terminated container {container:?} in pod {name:?} not found"
        )));
    }
    if let Some(why) = waits_for(status) {
        return Err(bad_request(&format!(
            "container {container:?} in pod {name:?} is waiting to start: {why}"
        )));
    }
    let log = log_of(&pod, &container);
    let lines: Vec<&str> = log.lines().collect();
    let tail = args
        .number("logs", "tail")?
        .and_then(|count| usize::try_from(count).ok());
    let from = tail.map_or(0, |count| lines.len().saturating_sub(count));
    for line in &lines[from..] {
        call.output.line(line);
    }
    Ok(())
}

fn has_container(pod: &Pod, name: &str) -> bool {
    pod.spec.as_ref().is_some_and(|spec| {
        let init = spec.init_containers.iter().flatten();
        spec.containers
            .iter()
            .chain(init)
            .any(|container| container.name == name)
    })
}

/// Why a container has no log yet, in the kubelet's words.
fn waits_for(status: Option<&ContainerStatus>) -> Option<String> {
    let Some(status) = status else {
        return Some("ContainerCreating".to_owned());
    };
    if status.restart_count > 0 {
        return None;
    }
    let waiting = status.state.as_ref()?.waiting.as_ref()?;
    Some(match waiting.reason.as_deref().unwrap_or_default() {
        "ErrImagePull" => "image can't be pulled".to_owned(),
        "ImagePullBackOff" => "trying and failing to pull image".to_owned(),
        reason => reason.to_owned(),
    })
}

fn bad_request(text: &str) -> Failure {
    Failure::Plain(format!("Error from server (BadRequest): {text}"))
}
