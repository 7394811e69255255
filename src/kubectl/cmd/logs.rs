//! `kubectl logs`

use super::exec::{choose_container, pod_of};
use crate::cluster::api::{Pod, meta};
use crate::kubectl::call::Call;
use crate::kubectl::failure::{Failure, Result};
use crate::kubectl::parse::{self, Args, Flag, Takes};
use crate::kubectl::target::Selection;
use crate::shell::log;
use std::sync::Arc;

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
    if args.value("selector").is_some() && args.words.is_empty() {
        return selected(call, &args);
    }
    let Some(word) = args.words.first() else {
        return Err(Failure::usage(
            "logs",
            "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command",
        ));
    };
    let pod = pod_of(call, word, "logs")?;
    let name = meta::name(&pod.metadata).to_owned();
    if let Some(container) = args.value("container")
        && !has_container(&pod, container)
    {
        return Err(Failure::client(format!(
            "container {container} is not valid for pod {name}"
        )));
    }
    let tail = args.number("logs", "tail")?;
    one(call, &args, &pod, tail)
}

/// `-l`: of every pod the last ten lines, unless `--tail` says otherwise.
fn selected(call: &mut Call<'_>, args: &Args) -> Result<()> {
    let mut words = args.clone();
    words.words = vec!["pods".to_owned()];
    let Some(selection) = Selection::read(call, &words)? else {
        return Ok(());
    };
    let (objects, failures) = selection.find(call);
    if objects.is_empty() && failures.is_empty() {
        let namespace = &call.namespace;
        let text = format!("No resources found in {namespace} namespace.");
        call.output.complain(&text);
        return Ok(());
    }
    let tail = args.number("logs", "tail")?.unwrap_or(10);
    for pod in objects.iter().filter_map(|object| object.get::<Pod>()) {
        one(call, args, pod, Some(tail))?;
    }
    Failure::all(failures)
}

fn one(call: &mut Call<'_>, args: &Args, pod: &Arc<Pod>, tail: Option<i64>) -> Result<()> {
    let container = choose_container(call, args, pod)?;
    let log = log::read(pod, &container, args.has("previous"))
        .map_err(|error| Failure::Plain(format!("Error from server (BadRequest): {error}")))?;
    let prefix = if args.has("prefix") {
        format!("[pod/{}/{container}] ", meta::name(&pod.metadata))
    } else {
        String::new()
    };
    let lines: Vec<&str> = log.lines().collect();
    let tail = tail.and_then(|count| usize::try_from(count).ok());
    let from = tail.map_or(0, |count| lines.len().saturating_sub(count));
    for line in &lines[from..] {
        call.output.line(&format!("{prefix}{line}"));
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
