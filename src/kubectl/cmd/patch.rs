//! `kubectl patch`

use super::create::Done;
use crate::cluster::api::{Key, Object};
use crate::cluster::apiserver::patch::{PatchKind, merge, patch_onto};
use crate::cluster::apiserver::{ApiError, scale};
use crate::kubectl::call::Call;
use crate::kubectl::failure::{Failure, Result};
use crate::kubectl::parse::{self, Args, Flag, Takes};
use crate::kubectl::target::{NOTHING_NAMED, targets};
use crate::sim::Request;
use serde_json::Value;

const FLAGS: &[Flag] = &[
    parse::FILENAME,
    parse::OUTPUT,
    parse::DRY_RUN,
    parse::FIELD_MANAGER,
    ("patch", Some('p'), Takes::Value),
    ("patch-file", None, Takes::Value),
    ("type", None, Takes::Value),
    ("subresource", None, Takes::Value),
];

const SUBRESOURCES: [&str; 3] = ["resize", "scale", "status"];

pub(super) fn run(call: &mut Call<'_>, line: &[String]) -> Result<()> {
    let args = Args::parse("patch", line, FLAGS)?;
    call.set_common(&args);
    let kind = match args
        .value("type")
        .unwrap_or("strategic")
        .to_ascii_lowercase()
        .as_str()
    {
        "strategic" => PatchKind::Strategic,
        "merge" => PatchKind::Merge,
        "json" => PatchKind::Json,
        other => {
            return Err(Failure::client(format!(
                "--type must be one of [json merge strategic], not {other:?}"
            )));
        }
    };
    let text = match (args.value("patch"), args.value("patch-file")) {
        (Some(text), _) => text.to_owned(),
        (None, Some(path)) => call.read(path)?,
        (None, None) => {
            return Err(Failure::client(
                "must specify --patch or --patch-file containing the contents of the patch",
            ));
        }
    };
    let patch = crate::manifest::value(&text)
        .map_err(|why| Failure::client(format!("unable to parse {text:?}: {why}")))?;
    let subresource = args.value("subresource");
    if let Some(other) = subresource.filter(|name| !SUBRESOURCES.contains(name)) {
        return Err(Failure::client(format!(
            "invalid subresource value: {other:?}. Must be one of [{}]",
            SUBRESOURCES.join(" ")
        )));
    }
    let done = Done::read(&args)?;
    targets(call, &args, NOTHING_NAMED)?
        .each(|object| one(call, &done, &object, kind, &patch, subresource))
}

fn one(
    call: &mut Call<'_>,
    done: &Done,
    object: &Object,
    kind: PatchKind,
    patch: &Value,
    subresource: Option<&str>,
) -> Result<()> {
    let key: Key = object.key();
    if subresource == Some("scale") {
        return scaled(call, done, object, patch);
    }
    let after = patch_onto(object, kind, patch)?;
    // Whoever does not say how strictly to look is warned (fieldValidation=Warn).
    for unknown in &after.unknown {
        call.output.complain(&format!("Warning: {unknown}"));
    }
    // Only tried, nothing is stored: what would be is compared.
    let tried = done.is_dry_run() && after.object != *object;
    let request = match subresource {
        Some("status") => Request::UpdateStatus(after.object),
        _ => Request::Update(after.object),
    };
    done.make(call, request)?;
    let stored = call.store().object(&key);
    let word = if !tried && stored.is_some_and(|stored| stored.same(object)) {
        "patched (no change)"
    } else {
        "patched"
    };
    done.say(call, object, word)
}

/// The scale is an object of its own; all of it that can be changed is the number.
fn scaled(call: &mut Call<'_>, done: &Done, object: &Object, patch: &Value) -> Result<()> {
    let wanted = merge::apply(scale::of(object), patch);
    let replicas = scale::replicas(&wanted)
        .map_err(|why| ApiError::invalid_patch(&wanted.to_string(), &why))?;
    done.make(call, Request::Scale(object.key(), replicas))?;
    let name = object.meta().name.clone().unwrap_or_default();
    call.output
        .line(&format!("scale.autoscaling/{name} patched"));
    Ok(())
}
