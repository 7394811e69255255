//! `kubectl rollout history`

use super::{revisions, template_of};
use crate::cluster::api::{Object, meta};
use crate::kubectl::call::Call;
use crate::kubectl::failure::{Failure, Result};
use crate::kubectl::parse::Args;
use crate::kubectl::print::describe::template;
use crate::kubectl::target::printed;

const CHANGE_CAUSE: &str = "kubernetes.io/change-cause";

pub(super) fn run(call: &mut Call<'_>, args: &Args, object: &Object) -> Result<()> {
    let set = super::set(object, "history")?;
    let all = revisions(call, set);
    let name = printed(object);
    let wanted = args
        .number("rollout history", "revision")?
        .unwrap_or_default();
    if wanted != 0 {
        let Some(revision) = all.iter().find(|revision| revision.revision == wanted) else {
            return Err(Failure::client("unable to find the specified revision"));
        };
        let text = template::as_history(&template_of(revision));
        call.output
            .out(&format!("{name} with revision #{wanted}\n{text}\n"));
        return Ok(());
    }
    // Two spaces between columns here, and the last column is padded like the first.
    let numbers: Vec<String> = all
        .iter()
        .map(|revision| revision.revision.to_string())
        .collect();
    let width = numbers
        .iter()
        .map(String::len)
        .chain(["REVISION".len()])
        .max()
        .unwrap_or_default();
    call.output.line(&format!("{name} "));
    call.output
        .line(&format!("{:width$}  CHANGE-CAUSE", "REVISION"));
    for (number, revision) in numbers.iter().zip(&all) {
        let cause = meta::annotation(&revision.metadata, CHANGE_CAUSE).unwrap_or("<none>");
        call.output.line(&format!("{number:width$}  {cause}"));
    }
    call.output.line("");
    Ok(())
}
