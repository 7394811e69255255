//! `kubectl create -f`

use crate::cluster::api::Object;
use crate::cluster::apiserver::admission;
use crate::kubectl::call::Call;
use crate::kubectl::failure::{Failure, Result};
use crate::kubectl::manifests;
use crate::kubectl::parse::{self, Args, Flag, Takes};
use crate::kubectl::print::format::Format;
use crate::kubectl::target;
use crate::sim::Request;

const FLAGS: &[Flag] = &[
    parse::FILENAME,
    parse::OUTPUT,
    parse::DRY_RUN,
    parse::RECURSIVE,
    parse::FIELD_MANAGER,
    parse::SELECTOR,
    ("save-config", None, Takes::Nothing),
    ("validate", None, Takes::Maybe("strict")),
];

pub(super) fn run(call: &mut Call<'_>, line: &[String]) -> Result<()> {
    let args = Args::parse("create", line, FLAGS)?;
    call.set_common(&args);
    if args.value("filename").is_none() {
        return match args.words.first().map(String::as_str) {
            None => Err(Failure::client("must specify one of -f and -k")),
            // The one generator people need here.
            Some("namespace" | "ns") => namespace(call, &args),
            Some(_) => {
                let words = args.words.join(" ");
                Err(Failure::usage(
                    "create",
                    &format!("Unexpected args: [{words}]"),
                ))
            }
        };
    }
    let (manifests, mut unread) = manifests::read_all(call, &args, "create")?;
    let mut failures = Vec::new();
    for manifest in manifests {
        if let Some(refusal) = manifest.refusal {
            failures.push(Failure::refused("creating", &manifest.source, &refusal));
            continue;
        }
        let mut object = manifest.object;
        object.meta_mut().namespace =
            Some(manifests::key(call, &object).namespace.to_string()).filter(|n| !n.is_empty());
        let done = Done::read(&args)?;
        match done.make(call, Request::Create(object.clone())) {
            Ok(()) => done.say(call, &object, "created")?,
            Err(error) => failures.push(Failure::FromFile("creating", manifest.source, error)),
        }
    }
    failures.append(&mut unread);
    Failure::all(failures)
}

fn namespace(call: &mut Call<'_>, args: &Args) -> Result<()> {
    let [_, name] = args.words.as_slice() else {
        return Err(Failure::usage(
            "create namespace",
            &format!("exactly one NAME is required, got {}", args.words.len() - 1),
        ));
    };
    let mut namespace = crate::cluster::api::Namespace::default();
    namespace.metadata.name = Some(name.clone());
    let object = Object::from(namespace);
    let done = Done::read(args)?;
    done.make(call, Request::Create(object.clone()))?;
    done.say(call, &object, "created")
}

/// How a changing verb acts and reports: `--dry-run`, `-o`.
pub(super) struct Done {
    dry_run: Option<&'static str>,
    format: Option<Format>,
}

impl Done {
    pub(super) fn read(args: &Args) -> Result<Self> {
        let dry_run = match args.value("dry-run") {
            None | Some("none" | "false") => None,
            Some("client" | "unchanged" | "true") => Some(" (dry run)"),
            Some("server") => Some(" (server dry run)"),
            Some(other) => {
                return Err(Failure::client(format!(
                    "Invalid dry-run value ({other}). Must be \"none\", \"server\", or \"client\"."
                )));
            }
        };
        let format = match args.value("output") {
            None | Some("") => None,
            Some(text) => Some(Format::parse(text, None).map_err(Failure::Client)?),
        };
        Ok(Self { dry_run, format })
    }

    /// Whether nothing is to happen.
    pub(super) const fn is_dry_run(&self) -> bool {
        self.dry_run.is_some()
    }

    /// Makes the request, unless this is a dry run.
    pub(super) fn make(
        &self,
        call: &mut Call<'_>,
        request: Request,
    ) -> std::result::Result<(), crate::cluster::apiserver::ApiError> {
        let created = match &request {
            Request::Create(object) | Request::Apply(object) => Some(object.clone()),
            _ => None,
        };
        let was_there = created
            .as_ref()
            .is_some_and(|object| call.store().object(&object.key()).is_some());
        let result = match self.dry_run {
            None => call.send(request),
            Some(" (dry run)") => Ok(()),
            Some(_) => call.try_out(&request),
        };
        if result.is_ok() && !was_there {
            for warning in created.iter().flat_map(admission::warnings) {
                call.output.complain(&format!("Warning: {warning}"));
            }
        }
        result
    }

    /// Says what was done to the object: `pod/web-0 created`, or the object itself under `-o`.
    pub(super) fn say(&self, call: &mut Call<'_>, object: &Object, what: &str) -> Result<()> {
        if let Some(format) = &self.format {
            let stored = call.store().object(&object.key()).cloned();
            let shown = stored.unwrap_or_else(|| object.clone());
            let text = format.print(&[shown], true).map_err(Failure::Client)?;
            call.output.out(&text);
            return Ok(());
        }
        let suffix = self.dry_run.unwrap_or_default();
        call.output
            .line(&format!("{} {what}{suffix}", target::printed(object)));
        Ok(())
    }
}
