//! `kubectl annotate`

use super::create::Done;
use super::label::{FLAGS, conflict, edit, listed, split};
use crate::kubectl::call::Call;
use crate::kubectl::failure::{Failure, Result};
use crate::kubectl::parse::Args;
use crate::kubectl::target::targets;
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
    let done = Done::read(&args)?;
    let found = targets(
        call,
        &args,
        "one or more resources must be specified as <resource> <name> or <resource>/<name>",
    )?;
    let mut failures = found.failures;
    let several = found.objects.len() > 1;
    for object in found.objects {
        if args.has("list") {
            if several {
                call.output
                    .line(&format!("Listing annotations for {}:", listed(&object)));
            }
            for (key, value) in object.meta().annotations.iter().flatten() {
                let indent = if several { " " } else { "" };
                call.output.line(&format!("{indent}{key}={value}"));
            }
            continue;
        }
        let annotations = object.meta().annotations.clone().unwrap_or_default();
        if !args.has("overwrite")
            && let Some((key, value)) = conflict(&annotations, &edits)
        {
            failures.push(Failure::client(format!("--overwrite is false but found the following declared annotation(s): '{key}' already has a value ({value})")));
            continue;
        }
        let mut after = object.clone();
        edit(after.meta_mut(), |meta| &mut meta.annotations, &edits);
        match done.make(call, Request::Update(after)) {
            Ok(()) => done.say(call, &object, "annotated")?,
            Err(error) => failures.push(error.into()),
        }
    }
    Failure::all(failures)
}
