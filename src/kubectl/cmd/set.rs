//! `kubectl set image`

use super::create::Done;
use super::rollout::template_mut;
use crate::cluster::api::{Object, PodSpec};
use crate::kubectl::call::Call;
use crate::kubectl::failure::{Failure, Result};
use crate::kubectl::parse::{self, Args, Flag, Takes};
use crate::kubectl::target::{NOTHING_NAMED, printed, targets};
use crate::sim::Request;
use std::sync::Arc;

const FLAGS: &[Flag] = &[
    parse::FILENAME,
    parse::SELECTOR,
    parse::OUTPUT,
    parse::DRY_RUN,
    parse::ALL,
    parse::FIELD_MANAGER,
    ("local", None, Takes::Nothing),
];

pub(super) fn run(call: &mut Call<'_>, line: &[String]) -> Result<()> {
    let mut args = Args::parse("set image", line, FLAGS)?;
    call.set_common(&args);
    if args.words.first().map(String::as_str) != Some("image") {
        let word = args.words.join(" ");
        return Err(Failure::usage("set", &format!("unknown command {word:?}")));
    }
    args.words.remove(0);
    let at = args
        .words
        .iter()
        .position(|word| word.contains('='))
        .unwrap_or(args.words.len());
    let images: Vec<(String, String)> = args
        .words
        .split_off(at)
        .iter()
        .filter_map(|word| word.split_once('='))
        .map(|(container, image)| (container.to_owned(), image.to_owned()))
        .collect();
    let named = !args.words.is_empty() || args.value("filename").is_some();
    if named && images.is_empty() {
        return Err(Failure::client("at least one image update is required"));
    }
    let done = Done::read(&args)?;
    targets(call, &args, NOTHING_NAMED)?.each(|object| one(call, &done, &object, &images))
}

fn one(
    call: &mut Call<'_>,
    done: &Done,
    object: &Object,
    images: &[(String, String)],
) -> Result<()> {
    let mut after = object.clone();
    let Some(spec) = pod_spec_mut(&mut after) else {
        return Err(Failure::client(format!(
            "{} the object is not a pod or does not have a pod template: *v1.{}",
            printed(object),
            object.kind().info().name
        )));
    };
    for (name, image) in images {
        let init = spec.init_containers.iter_mut().flatten();
        let mut touched = false;
        for container in spec.containers.iter_mut().chain(init) {
            if name == "*" || container.name == *name {
                container.image = Some(image.clone());
                touched = true;
            }
        }
        if !touched {
            return Err(Failure::client(format!(
                "unable to find container named {name:?}"
            )));
        }
    }
    if after == *object {
        return Ok(());
    }
    done.make(call, Request::Update(after)).map_err(|error| {
        Failure::client(format!(
            "failed to patch image update to pod template: {}",
            error.message
        ))
    })?;
    done.say(call, object, "image updated")
}

/// Where the containers of an object are.
fn pod_spec_mut(object: &mut Object) -> Option<&mut PodSpec> {
    if let Object::Pod(pod) = object {
        return Some(Arc::make_mut(pod).spec.get_or_insert_default());
    }
    Some(template_mut(object)?.spec.get_or_insert_default())
}
