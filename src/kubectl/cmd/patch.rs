//! `kubectl patch`

use super::create::Done;
use crate::cluster::api::{Key, Object};
use crate::cluster::apiserver::patch::{PatchKind, decoded, patched};
use crate::kubectl::call::Call;
use crate::kubectl::failure::{Failure, Result};
use crate::kubectl::parse::{self, Args, Flag, Takes};
use crate::kubectl::target::{NOTHING_NAMED, targets};
use crate::manifest::Code;
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
    let patch: Value = serde_yaml::from_str(&text).map_err(|error| {
        // The manifest's reader words it as kubectl's does.
        let (_, diagnostics) = crate::manifest::read(&text);
        let syntax = diagnostics.iter().find(|one| one.code == Code::Syntax);
        let why = syntax.map_or_else(|| format!("yaml: {error}"), |one| one.message.clone());
        Failure::client(format!("unable to parse {text:?}: {why}"))
    })?;
    let done = Done::read(&args)?;
    let found = targets(call, &args, NOTHING_NAMED)?;
    let mut failures = found.failures;
    for object in found.objects {
        if let Err(failure) = one(call, &done, &object, kind, &patch) {
            failures.push(failure);
        }
    }
    Failure::all(failures)
}

fn one(
    call: &mut Call<'_>,
    done: &Done,
    object: &Object,
    kind: PatchKind,
    patch: &Value,
) -> Result<()> {
    let key: Key = object.key();
    let value = patched(key.kind, object.to_value(), patch, kind)?;
    let after = decoded(key.kind, &value)?;
    if after.key() != key {
        return Err(Failure::Plain(
            "Error from server (BadRequest): the name of the object (the patched one) does not match the name on the URL".to_owned(),
        ));
    }
    done.make(call, Request::Update(after))?;
    let stored = call.store().object(&key);
    let word = if stored.is_some_and(|stored| stored.same(object)) {
        "patched (no change)"
    } else {
        "patched"
    };
    done.say(call, object, word)
}
