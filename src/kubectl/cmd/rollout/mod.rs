//! `kubectl rollout`

mod history;
mod restart;
pub(in crate::kubectl) mod status;
mod undo;

use crate::cluster::api::{
    ControllerRevision, Object, PodTemplateSpec, Specified, StatefulSet, meta,
};
use crate::cluster::controllers::revision;
use crate::kubectl::call::Call;
use crate::kubectl::failure::{Failure, Result};
use crate::kubectl::parse::{self, Args, Flag, Takes};
use crate::kubectl::target::{Selection, Targets, printed, targets};
use std::sync::Arc;

const FLAGS: &[Flag] = &[
    parse::FILENAME,
    parse::SELECTOR,
    parse::OUTPUT,
    parse::DRY_RUN,
    parse::RECURSIVE,
    parse::TIMEOUT,
    parse::FIELD_MANAGER,
    ("watch", Some('w'), Takes::Nothing),
    ("revision", None, Takes::Value),
    ("to-revision", None, Takes::Value),
];

const HELP: &str = "Manage the rollout of one or many resources.\n\nAvailable Commands:\n  history       View rollout history\n  pause         Mark the provided resource as paused\n  restart       Restart a resource\n  resume        Resume a paused resource\n  status        Show the status of the rollout\n  undo          Undo a previous rollout\n\nUsage:\n  kubectl rollout SUBCOMMAND [options]\n";

pub(super) fn run(call: &mut Call<'_>, line: &[String]) -> Result<()> {
    let mut args = Args::parse("rollout", line, FLAGS)?;
    call.set_common(&args);
    if args.words.is_empty() {
        call.output.out(HELP);
        return Err(Failure::Code(1));
    }
    let verb = args.words.remove(0);
    if !["history", "pause", "restart", "resume", "status", "undo"].contains(&verb.as_str()) {
        let word = [vec![verb], args.words].concat().join(" ");
        return Err(Failure::usage(
            "rollout",
            &format!("unknown command {word:?}"),
        ));
    }
    // Without a name every object of the type is meant.
    let found = match Selection::read(call, &args)? {
        Some(selection) if !selection.is_named() && args.value("filename").is_none() => {
            let (objects, failures) = selection.find(call);
            Targets { objects, failures }
        }
        _ => targets(call, &args, "required resource not specified")?,
    };
    let mut failures = found.failures;
    for object in &found.objects {
        let result = match verb.as_str() {
            "status" => status::run(call, &args, object),
            "history" => history::run(call, &args, object),
            "undo" => undo::run(call, &args, object),
            "restart" => restart::run(call, &args, object),
            "pause" => Err(unsupported(object, "pausing")),
            _ => Err(unsupported(object, "resuming")),
        };
        failures.extend(result.err());
    }
    Failure::all(failures)
}

fn unsupported(object: &Object, what: &str) -> Failure {
    let name = object.meta().name.as_deref().unwrap_or_default();
    Failure::client(format!(
        "{} {name:?} {what} is not supported",
        object.kind().resource()
    ))
}

/// The set a rollout is about; other kinds have no rollouts here.
fn set<'a>(object: &'a Object, what: &str) -> Result<&'a Arc<StatefulSet>> {
    object.get::<StatefulSet>().ok_or_else(|| match what {
        "history" | "undo" => {
            let verb = if what == "undo" {
                "rollbacker"
            } else {
                "history viewer"
            };
            Failure::client(format!(
                "no {verb} has been implemented for {:?}",
                object.kind().info().name
            ))
        }
        "status" => Failure::client(format!(
            "no status viewer has been implemented for {}",
            object.kind().info().name
        )),
        _ => unsupported(object, what),
    })
}

/// The revisions of a set, oldest first.
fn revisions(call: &Call<'_>, set: &StatefulSet) -> Vec<Arc<ControllerRevision>> {
    let uid = meta::uid(&set.metadata);
    let all = call
        .store()
        .list_in::<ControllerRevision>(meta::namespace(&set.metadata));
    let mut own: Vec<_> = all
        .filter(|revision| {
            meta::controller_of(&revision.metadata).is_some_and(|owner| owner.uid == uid)
        })
        .cloned()
        .collect();
    own.sort_by_key(|revision| revision.revision);
    own
}

/// The template a revision keeps.
fn template_of(revision: &ControllerRevision) -> PodTemplateSpec {
    let mut template = revision::data(revision)["spec"]["template"].clone();
    if let Some(fields) = template.as_object_mut() {
        fields.remove("$patch");
    }
    serde_json::from_value(template).unwrap_or_default()
}

/// The pod template of an object that has one.
pub(super) fn template_mut(object: &mut Object) -> Option<&mut PodTemplateSpec> {
    match object {
        Object::StatefulSet(set) => Some(&mut Arc::make_mut(set).spec_mut().template),
        Object::Deployment(deployment) => Some(&mut Arc::make_mut(deployment).spec_mut().template),
        Object::ReplicaSet(set) => Some(
            Arc::make_mut(set)
                .spec_mut()
                .template
                .get_or_insert_default(),
        ),
        _ => None,
    }
}

/// `statefulset.apps/web rolled back` and the like.
fn say(call: &mut Call<'_>, object: &Object, what: &str) {
    let name = printed(object);
    call.output.line(&format!("{name} {what}"));
}
