//! `kubectl delete`

use crate::cluster::api::{Key, Object};
use crate::cluster::apiserver::{Cascade, DeleteOptions};
use crate::kubectl::call::Call;
use crate::kubectl::failure::{Failure, Result};
use crate::kubectl::parse::{self, Args, Flag, Takes};
use crate::kubectl::target::{NOTHING_NAMED, targets};
use crate::kubectl::wait::Wait;
use crate::shell::{Next, Turn};
use crate::sim::{Request, World};

const FLAGS: &[Flag] = &[
    parse::FILENAME,
    parse::SELECTOR,
    parse::OUTPUT,
    parse::DRY_RUN,
    parse::RECURSIVE,
    parse::ALL,
    parse::ALL_NAMESPACES,
    parse::TIMEOUT,
    ("field-selector", None, Takes::Value),
    ("cascade", None, Takes::Maybe("background")),
    ("grace-period", None, Takes::Value),
    ("force", None, Takes::Nothing),
    ("now", None, Takes::Nothing),
    ("wait", None, Takes::Nothing),
    ("ignore-not-found", None, Takes::Nothing),
];

const FORCE_WARNING: &str = "Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.";

pub(super) fn run(call: &mut Call<'_>, line: &[String]) -> Result<()> {
    let args = Args::parse("delete", line, FLAGS)?;
    call.set_common(&args);
    if args.words.is_empty() && args.value("filename").is_none() && args.value("selector").is_some()
    {
        return Err(Failure::client(
            "at least one resource must be specified to use a selector",
        ));
    }
    let options = options(call, &args)?;
    let force = args.has("force");
    let mut found = targets(call, &args, NOTHING_NAMED)?;
    for failure in &mut found.failures {
        // Delete does not look first: it is the deletion that finds nothing.
        if let Failure::FromFile(verb, _, _) = failure {
            *verb = "deleting";
        }
    }
    if args.has("ignore-not-found") || args.value("selector").is_some() {
        found.failures.clear();
    }
    if force && options.grace_period_seconds == Some(0) {
        call.output.complain(FORCE_WARNING);
    }
    if found.objects.is_empty() && found.failures.is_empty() {
        if args.value("filename").is_none() {
            call.output.line("No resources found");
        }
        return Ok(());
    }
    let mut going = Going::default();
    let mut failures = Vec::new();
    for object in found.objects {
        let key = object.key();
        if args.value("dry-run").is_none_or(|mode| mode == "none")
            && let Err(error) = call.send(Request::Delete(key.clone(), options.clone()))
        {
            failures.push(Failure::Api(error));
            continue;
        }
        say(call, &args, &object, force);
        going.objects.push((key, object.uid().to_owned()));
    }
    failures.append(&mut found.failures);
    let wait = args.value("wait").is_none_or(|value| value != "false");
    if !failures.is_empty() {
        // What was deleted is still waited for; the refusals decide the exit code.
        failures
            .iter()
            .for_each(|failure| failure.print(&mut call.output));
        going.code = 1;
    }
    if wait && args.value("dry-run").is_none_or(|mode| mode == "none") {
        call.wait = Some(Wait::Gone(going));
        return Ok(());
    }
    if going.code == 0 {
        Ok(())
    } else {
        Err(Failure::Code(going.code))
    }
}

fn options(call: &mut Call<'_>, args: &Args) -> Result<DeleteOptions> {
    let cascade = match args.value("cascade") {
        None | Some("background" | "true") => Cascade::Background,
        Some("foreground") => Cascade::Foreground,
        Some("orphan") => Cascade::Orphan,
        Some("false") => {
            call.output.complain("warning: --cascade=false is deprecated (boolean value) and can be replaced with --cascade=orphan.");
            Cascade::Orphan
        }
        Some(other) => {
            return Err(Failure::client(format!(
                "invalid cascade value ({other}). Must be \"background\", \"foreground\", or \"orphan\""
            )));
        }
    };
    let asked = args
        .number("delete", "grace-period")?
        .filter(|seconds| *seconds >= 0);
    let force = args.has("force");
    if args.has("now") && asked.is_some() {
        return Err(Failure::client(
            "--now and --grace-period cannot be specified together",
        ));
    }
    if force && asked.is_some_and(|seconds| seconds > 0) {
        return Err(Failure::client(
            "--force and --grace-period greater than 0 cannot be specified together",
        ));
    }
    let grace_period_seconds = match asked {
        _ if args.has("now") => Some(1),
        None if force => Some(0),
        // Without --force nothing is deleted without grace.
        Some(0) if !force => Some(1),
        other => other,
    };
    Ok(DeleteOptions {
        grace_period_seconds,
        cascade,
        uid: None,
    })
}

fn say(call: &mut Call<'_>, args: &Args, object: &Object, force: bool) {
    let (kind, name) = (
        object.kind().printed(),
        object.meta().name.as_deref().unwrap_or_default(),
    );
    if args.value("output") == Some("name") {
        call.output.line(&format!("{kind}/{name}"));
        return;
    }
    let dry_run = match args.value("dry-run") {
        Some("client") => " (dry run)",
        Some("server") => " (server dry run)",
        _ => "",
    };
    let forced = if force { "force " } else { "" };
    call.output
        .line(&format!("{}{dry_run}", deleted(object, forced)));
}

/// `pod "web-0" deleted from default namespace`: since 1.34 the namespace is named.
pub(super) fn deleted(object: &Object, forced: &str) -> String {
    let (kind, name) = (
        object.kind().printed(),
        object.meta().name.as_deref().unwrap_or_default(),
    );
    match object.meta().namespace.as_deref() {
        Some(namespace) => format!("{kind} {name:?} {forced}deleted from {namespace} namespace"),
        None => format!("{kind} {name:?} {forced}deleted"),
    }
}

/// `delete` stays until the objects it deleted are gone; another of the same name is no matter.
#[derive(Clone, Debug, Default)]
pub struct Going {
    objects: Vec<(Key, String)>,
    code: i32,
}

impl Going {
    pub(in crate::kubectl) fn poll(&mut self, world: &World) -> Turn {
        self.objects.retain(|(key, uid)| {
            world
                .cluster
                .store
                .object(key)
                .is_some_and(|object| object.uid() == uid)
        });
        let next = if self.objects.is_empty() {
            Next::Done(self.code)
        } else {
            Next::Until(None)
        };
        Turn::quiet(next)
    }
}
