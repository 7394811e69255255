//! `kubectl replace -f`

use super::create::Done;
use super::files;
use crate::kubectl::call::Call;
use crate::kubectl::failure::{Failure, Result};
use crate::kubectl::manifests::Manifest;
use crate::kubectl::parse::{Flag, Takes};
use crate::sim::Request;

const FLAGS: &[Flag] = &[("save-config", None, Takes::Nothing)];

pub(super) fn run(call: &mut Call<'_>, line: &[String]) -> Result<()> {
    let args = files::args(call, "replace", line, FLAGS)?;
    files::each(call, &args, "replace", one)?.in_order()
}

fn one(call: &mut Call<'_>, done: &Done, manifest: Manifest) -> Result<()> {
    let (source, mut object) = (manifest.source, manifest.object);
    if let Some(refusal) = manifest.refusal {
        return Err(Failure::refused("replacing", &source, &refusal));
    }
    // Who names no version means the newest: kubectl looks which one that is.
    if object.meta().resource_version.is_none() {
        let live = call.store().object(&object.key());
        object.meta_mut().resource_version =
            live.and_then(|live| live.meta().resource_version.clone());
    }
    done.make(call, Request::Update(object.clone()))
        .map_err(|error| Failure::FromFile("replacing", source, error))?;
    done.say(call, &object, "replaced")
}
