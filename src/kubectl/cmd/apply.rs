//! `kubectl apply -f`

use super::create::Done;
use crate::cluster::api::{Key, Object, meta};
use crate::cluster::apiserver::apply::{LAST_APPLIED, patch_for};
use crate::kubectl::call::Call;
use crate::kubectl::failure::{Failure, Result};
use crate::kubectl::manifests::{self, Manifest};
use crate::kubectl::parse::{self, Args, Flag, Takes};
use crate::sim::Request;

const FLAGS: &[Flag] = &[
    parse::FILENAME,
    parse::OUTPUT,
    parse::DRY_RUN,
    parse::RECURSIVE,
    parse::FIELD_MANAGER,
    parse::SELECTOR,
    ("server-side", None, Takes::Nothing),
    ("force-conflicts", None, Takes::Nothing),
    ("force", None, Takes::Nothing),
    ("validate", None, Takes::Maybe("strict")),
    ("wait", None, Takes::Nothing),
];

pub(super) fn run(call: &mut Call<'_>, line: &[String]) -> Result<()> {
    let args = Args::parse("apply", line, FLAGS)?;
    call.set_common(&args);
    if !args.words.is_empty() {
        return Err(Failure::usage(
            "apply",
            &format!("Unexpected args: [{}]", args.words.join(" ")),
        ));
    }
    if args.value("filename").is_none() {
        return Err(Failure::client("must specify one of -f and -k"));
    }
    let done = Done::read(&args)?;
    let mut failures = Vec::new();
    for manifest in manifests::read_all(call, &args)? {
        if let Err(failure) = one(call, &args, &done, manifest) {
            failures.push(failure);
        }
    }
    Failure::all(failures)
}

fn one(call: &mut Call<'_>, args: &Args, done: &Done, manifest: Manifest) -> Result<()> {
    let Manifest { source, mut object } = manifest;
    let key = manifests::key(call, &object);
    let meta = object.meta_mut();
    meta.namespace = Some(key.namespace.to_string()).filter(|name| !name.is_empty());
    let before = call.store().object(&key).cloned();
    if let Some(before) = &before {
        warn(call, &key, before);
    }
    let nothing_to_send = before.as_ref().is_some_and(|before| {
        patch_for(&object, before)
            .as_object()
            .is_none_or(serde_json::Map::is_empty)
    });
    let verb = if before.is_some() {
        "applying patch to"
    } else {
        "creating"
    };
    done.make(call, Request::Apply(object.clone()))
        .map_err(|error| Failure::FromFile(verb, source, error))?;
    let word = match &before {
        _ if args.has("server-side") => "serverside-applied",
        None => "created",
        Some(_) if nothing_to_send => "unchanged",
        Some(_) => "configured",
    };
    done.say(call, &object, word)
}

fn warn(call: &mut Call<'_>, key: &Key, before: &Object) {
    let (plural, name) = (key.kind.info().plural, &key.name);
    if meta::annotation(before.meta(), LAST_APPLIED).is_none() {
        call.output.complain(&format!(
            "Warning: resource {plural}/{name} is missing the {LAST_APPLIED} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically."
        ));
    }
    if meta::is_deleting(before.meta()) {
        call.output.complain(&format!(
            "Warning: Detected changes to resource {name} which is currently being deleted."
        ));
    }
}
