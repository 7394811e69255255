//! `kubectl apply -f`

use super::create::Done;
use super::files;
use crate::cluster::api::{Key, Object, meta};
use crate::cluster::apiserver::apply::{LAST_APPLIED, patch_for_value};
use crate::cluster::apiserver::{ApiError, Reason, go};
use crate::kubectl::call::Call;
use crate::kubectl::failure::{Failure, Result};
use crate::kubectl::manifests::Manifest;
use crate::kubectl::parse::{self, Flag, Takes};
use crate::manifest;
use crate::sim::Request;
use serde_json::Value;

const FLAGS: &[Flag] = &[
    parse::SELECTOR,
    ("server-side", None, Takes::Nothing),
    ("force-conflicts", None, Takes::Nothing),
    ("force", None, Takes::Nothing),
    ("wait", None, Takes::Nothing),
];

pub(super) fn run(call: &mut Call<'_>, line: &[String]) -> Result<()> {
    let args = files::args(call, "apply", line, FLAGS)?;
    files::no_words(&args, "apply")?;
    let on_server = args.has("server-side");
    let failed = files::each(call, &args, "apply", |call, done, manifest| {
        one(call, on_server, done, manifest)
    })?;
    // What cannot be read is told first, as there: all files are read before anything is sent.
    Failure::all(failed.unread.into_iter().chain(failed.refused).collect())
}

fn one(call: &mut Call<'_>, on_server: bool, done: &Done, manifest: Manifest) -> Result<()> {
    let Manifest {
        source,
        object,
        value,
        refusal,
    } = manifest;
    let key = object.key();
    if key.name.is_empty() {
        return Err(nameless(
            &key,
            object.meta().generate_name.as_deref(),
            &source,
        ));
    }
    let before = call.store().object(&key).cloned();
    if let Some(refusal) = refusal {
        return Err(match &before {
            None => Failure::refused("creating", &source, &refusal),
            Some(before) => Failure::Api(refused_patch(value, before, &refusal)),
        });
    }
    if let Some(before) = &before {
        warn(call, &key, before);
    }
    let patch = before
        .as_ref()
        .map(|before| manifest::patch(before, &object, &value));
    let nothing_to_send = patch
        .as_ref()
        .is_some_and(|patch| patch.as_object().is_none_or(serde_json::Map::is_empty));
    manifest::with_nulls(call.store(), &object, &value)
        .and_then(|merged| {
            let request = merged.map_or_else(|| Request::Apply(object.clone()), Request::Update);
            done.make(call, request)
        })
        .map_err(|mut error| match patch {
            None => Failure::FromFile("creating", source, error),
            // What breaks rules is told without all this.
            Some(_) if error.reason == Reason::Invalid => Failure::Api(error),
            Some(patch) => {
                error.message = format!(
                    "error when applying patch:\n{patch}\nto:\n{}\nfor: {source:?}: error when patching {source:?}: {}",
                    described(&key),
                    error.message
                );
                Failure::Api(error)
            }
        })?;
    let word = match &before {
        _ if on_server => "serverside-applied",
        None => "created",
        Some(_) if nothing_to_send => "unchanged",
        Some(_) => "configured",
    };
    done.say(call, &object, word)
}

/// How kubectl names an object in its longest errors.
fn described(key: &Key) -> String {
    let info = key.kind.info();
    let version = key.kind.api_version();
    format!(
        "Resource: \"{version}, Resource={}\", GroupVersionKind: \"{version}, Kind={}\"\nName: {:?}, Namespace: {:?}",
        info.plural, info.name, key.name, key.namespace
    )
}

/// What has no name cannot be found again.
fn nameless(key: &Key, stem: Option<&str>, source: &str) -> Failure {
    Failure::client(match stem {
        Some(stem) => format!("from {stem}: cannot use generate name with apply"),
        None => format!(
            "error when retrieving current configuration of:\n{}\nfrom server for: {source:?}: resource name may not be empty",
            described(key)
        ),
    })
}

/// How the server answers to the patch of a manifest it cannot decode: with the patch.
fn refused_patch(mut written: Value, live: &Object, refusal: &str) -> ApiError {
    // kubectl says in which namespace it looks before it compares.
    if let Some(namespace) = &live.meta().namespace {
        written["metadata"]["namespace"] = namespace.as_str().into();
    }
    let patch = patch_for_value(live.kind(), written, live);
    let why = refusal.split_once(": ").map_or(refusal, |(_, why)| why);
    ApiError::invalid_patch(&go::print(&patch), why)
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
