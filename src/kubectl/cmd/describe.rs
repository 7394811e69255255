//! `kubectl describe`

use crate::cluster::api::Object;
use crate::kubectl::call::Call;
use crate::kubectl::failure::{Failure, Result};
use crate::kubectl::parse::{self, Args, Flag, Takes};
use crate::kubectl::print::describe::describe;
use crate::kubectl::target::{Selection, targets};

const FLAGS: &[Flag] = &[
    parse::FILENAME,
    parse::SELECTOR,
    parse::ALL_NAMESPACES,
    parse::RECURSIVE,
    ("show-events", None, Takes::Nothing),
];

pub(super) fn run(call: &mut Call<'_>, line: &[String]) -> Result<()> {
    let args = Args::parse("describe", line, FLAGS)?;
    call.set_common(&args);
    let (objects, failures) = if args.value("filename").is_some() {
        let found = targets(call, &args, "")?;
        (found.objects, found.failures)
    } else {
        let Some(selection) = Selection::read(call, &args)? else {
            return Err(Failure::client(
                "You must specify the type of resource to describe. Use \"kubectl api-resources\" for a complete list of supported resources.",
            ));
        };
        let (objects, failures) = selection.find(call);
        // A name that does not exist may be the beginning of names that do.
        if objects.is_empty() && selection.names.len() == 1 {
            let begun = begun(call, &selection);
            if begun.is_empty() {
                (objects, failures)
            } else {
                (begun, vec![])
            }
        } else {
            (objects, failures)
        }
    };
    if objects.is_empty() && failures.is_empty() {
        call.output.complain(&format!(
            "No resources found in {} namespace.",
            call.namespace
        ));
        return Ok(());
    }
    let texts: Vec<String> = objects
        .iter()
        .map(|object| describe(call.store(), object, call.now()))
        .collect();
    call.output.out(&texts.join("\n\n"));
    Failure::all(failures)
}

fn begun(call: &Call<'_>, selection: &Selection) -> Vec<Object> {
    let Some((kind, stem)) = selection.names.first() else {
        return vec![];
    };
    let mut any = selection.clone();
    any.names.clear();
    let all = call
        .store()
        .objects_of(*kind)
        .filter(|object| any.picks(object));
    all.filter(|object| {
        object
            .meta()
            .name
            .as_ref()
            .is_some_and(|name| name.starts_with(stem))
    })
    .cloned()
    .collect()
}
