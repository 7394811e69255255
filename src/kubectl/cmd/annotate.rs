//! `kubectl annotate`

use super::create::Done;
use super::label::{Edit, FLAGS, conflict, each, edit, split};
use crate::cluster::api::Object;
use crate::kubectl::call::Call;
use crate::kubectl::failure::{Failure, Result};
use crate::kubectl::parse::Args;
use crate::sim::Request;

pub(super) fn run(call: &mut Call<'_>, line: &[String]) -> Result<()> {
    let args = Args::parse("annotate", line, FLAGS)?;
    call.set_common(&args);
    let (args, edits) = split(args)?;
    if edits.is_empty() && !args.words.is_empty() && !args.has("list") {
        return Err(Failure::client(
            "at least one annotation update is required",
        ));
    }
    each(
        call,
        &args,
        "annotations",
        |meta| meta.annotations.as_ref(),
        |call, done, object| one(call, &args, done, &object, &edits),
    )
}

fn one(
    call: &mut Call<'_>,
    args: &Args,
    done: &Done,
    object: &Object,
    edits: &[Edit],
) -> Result<()> {
    let annotations = object.meta().annotations.clone().unwrap_or_default();
    if !args.has("overwrite")
        && let Some((key, value)) = conflict(&annotations, edits)
    {
        return Err(Failure::client(format!(
            "--overwrite is false but found the following declared annotation(s): '{key}' already has a value ({value})"
        )));
    }
    let mut after = object.clone();
    edit(after.meta_mut(), |meta| &mut meta.annotations, edits);
    done.make(call, Request::Update(after))?;
    done.say(call, object, "annotated")
}
