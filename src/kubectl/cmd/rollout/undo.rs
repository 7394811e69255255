//! `kubectl rollout undo`
//!
//! Models StatefulSetRollbacker in kubectl/pkg/polymorphichelpers/rollback.go.

use super::{revisions, say, template_of};
use crate::cluster::api::{ControllerRevision, Object, PodTemplateSpec, Specified, meta};
use crate::kubectl::call::Call;
use crate::kubectl::failure::{Failure, Result};
use crate::kubectl::parse::Args;
use crate::sim::Request;
use std::sync::Arc;

const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

pub(super) fn run(call: &mut Call<'_>, args: &Args, object: &Object) -> Result<()> {
    let set = super::set(object, "undo")?;
    let wanted = args
        .number("rollout undo", "to-revision")?
        .unwrap_or_default();
    let all = revisions(call, set);
    let revision = find(&all, wanted)?;
    let template = template_of(revision);
    if same(&template, &set.spec().template) {
        say(
            call,
            object,
            &format!("skipped rollback (current template already matches revision {wanted})"),
        );
        return Ok(());
    }
    if meta::annotation(&set.metadata, LAST_APPLIED).is_some() {
        let plural = object.kind().info().plural;
        let name = object.meta().name.as_deref().unwrap_or_default();
        call.output.complain(&format!(
            "Warning: resource {plural}/{name} was previously managed with 'kubectl apply'. Rolling back will not update the {LAST_APPLIED} annotation, which may cause unexpected behavior on future 'kubectl apply' operations. Consider using 'kubectl apply' with your previous configuration file instead."
        ));
    }
    let mut after = Arc::clone(set);
    Arc::make_mut(&mut after).spec_mut().template = template;
    call.send(Request::Update(Object::StatefulSet(after)))?;
    say(call, object, "rolled back");
    Ok(())
}

/// The revision asked for; without a number the one before the newest.
fn find(all: &[Arc<ControllerRevision>], wanted: i64) -> Result<&ControllerRevision> {
    if wanted == 0 {
        let before = all.len().checked_sub(2).map(|at| &*all[at]);
        return before.ok_or_else(|| Failure::client("no last revision to roll back to"));
    }
    let found = all.iter().find(|revision| revision.revision == wanted);
    found.map(|revision| &**revision).ok_or_else(|| {
        Failure::client(format!(
            "unable to find specified revision {wanted} in history"
        ))
    })
}

fn same(one: &PodTemplateSpec, other: &PodTemplateSpec) -> bool {
    serde_json::to_value(one).ok() == serde_json::to_value(other).ok()
}
