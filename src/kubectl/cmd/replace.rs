//! `kubectl replace -f`

use super::create::Done;
use crate::kubectl::call::Call;
use crate::kubectl::failure::{Failure, Result};
use crate::kubectl::manifests;
use crate::kubectl::parse::{self, Args, Flag, Takes};
use crate::sim::Request;

const FLAGS: &[Flag] = &[
    parse::FILENAME,
    parse::OUTPUT,
    parse::DRY_RUN,
    parse::RECURSIVE,
    parse::FIELD_MANAGER,
    ("save-config", None, Takes::Nothing),
    ("validate", None, Takes::Maybe("strict")),
];

pub(super) fn run(call: &mut Call<'_>, line: &[String]) -> Result<()> {
    let args = Args::parse("replace", line, FLAGS)?;
    call.set_common(&args);
    if args.value("filename").is_none() {
        return Err(Failure::client("must specify one of -f and -k"));
    }
    let done = Done::read(&args)?;
    let (manifests, mut unread) = manifests::read_all(call, &args, "replace")?;
    let mut failures = Vec::new();
    for manifest in manifests {
        if let Some(refusal) = manifest.refusal {
            failures.push(Failure::refused("replacing", &manifest.source, &refusal));
            continue;
        }
        let mut object = manifest.object;
        let namespace = manifests::key(call, &object).namespace.to_string();
        let meta = object.meta_mut();
        meta.namespace = Some(namespace).filter(|name| !name.is_empty());
        // Who names no version means the newest: kubectl looks which one that is.
        if meta.resource_version.is_none() {
            let live = call.store().object(&object.key());
            object.meta_mut().resource_version =
                live.and_then(|live| live.meta().resource_version.clone());
        }
        match done.make(call, Request::Update(object.clone())) {
            Ok(()) => done.say(call, &object, "replaced")?,
            Err(error) => failures.push(Failure::FromFile("replacing", manifest.source, error)),
        }
    }
    failures.append(&mut unread);
    Failure::all(failures)
}
