//! `kubectl create -f`, and how every changing verb acts and reports.

pub(in crate::kubectl::cmd) mod generate;

use super::files;
use crate::cluster::api::{Kind, Object};
use crate::cluster::apiserver::admission;
use crate::kubectl::call::Call;
use crate::kubectl::failure::{Failure, Result};
use crate::kubectl::manifests::Manifest;
use crate::kubectl::parse::{self, Args, Flag, Takes};
use crate::kubectl::print::format::Format;
use crate::kubectl::target;
use crate::sim::Request;
use serde_json::Value;
use std::cell::Cell;

const FLAGS: &[Flag] = &[parse::SELECTOR, ("save-config", None, Takes::Nothing)];

pub(super) fn run(call: &mut Call<'_>, line: &[String]) -> Result<()> {
    let first = line.iter().find(|word| !word.starts_with('-'));
    if let Some(first) = first
        && let Some(result) = generate::run(call, line, first)
    {
        return result;
    }
    let args = files::args(call, "create", line, FLAGS)?;
    files::no_words(&args, "create")?;
    files::each(call, &args, "create", one)?.in_order()
}

fn one(call: &mut Call<'_>, done: &Done, manifest: Manifest) -> Result<()> {
    let Manifest {
        source,
        object,
        mut value,
        refusal,
    } = manifest;
    if let Some(refusal) = refusal {
        return Err(Failure::refused("creating", &source, &refusal));
    }
    done.make(call, Request::Create(object.clone()))
        .map_err(|error| Failure::FromFile("creating", source, error))?;
    if !done.is_client_dry_run() {
        return done.say(call, &object, "created");
    }
    if let Some(namespace) = &object.meta().namespace {
        value["metadata"]["namespace"] = namespace.as_str().into();
    }
    done.say_value(call, &value, "created")
}

/// How a changing verb acts and reports: `--dry-run`, `-o`.
pub(super) struct Done {
    dry_run: Option<&'static str>,
    format: Option<Format>,
    /// Whether something was printed already: documents that follow each other are kept apart.
    printed: Cell<bool>,
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
        Ok(Self {
            dry_run,
            format,
            printed: Cell::new(false),
        })
    }

    /// Whether nothing is to happen.
    pub(super) const fn is_dry_run(&self) -> bool {
        self.dry_run.is_some()
    }

    /// Whether the server is not even asked.
    pub(super) fn is_client_dry_run(&self) -> bool {
        self.dry_run == Some(" (dry run)")
    }

    /// Whether the objects are shown rather than told of.
    pub(super) const fn has_format(&self) -> bool {
        self.format.is_some()
    }

    /// What follows every sentence of a dry run.
    pub(super) fn suffix(&self) -> &'static str {
        self.dry_run.unwrap_or_default()
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
        let answered = call.answer.clone().filter(|answer| {
            answer.kind() == object.kind()
                && (object.meta().name.is_none() || answer.meta().name == object.meta().name)
        });
        let object = if self.is_client_dry_run() {
            object.clone()
        } else {
            answered.unwrap_or_else(|| object.clone())
        };
        self.say_of(call, &object.to_value(), &target::printed(&object), what)
    }

    /// The same for an object as kubectl has it, before the server has seen it.
    pub(super) fn say_value(&self, call: &mut Call<'_>, value: &Value, what: &str) -> Result<()> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let kind = text(&value["kind"]);
        let group = text(&value["apiVersion"]);
        let kind = match (Kind::from_word(&kind), group.split_once('/')) {
            (Some(kind), _) => kind.printed(),
            (None, Some((group, _))) => format!("{}.{group}", kind.to_lowercase()),
            (None, None) => kind.to_lowercase(),
        };
        let name = format!("{kind}/{}", text(&value["metadata"]["name"]));
        self.say_of(call, value, &name, what)
    }

    fn say_of(&self, call: &mut Call<'_>, value: &Value, name: &str, what: &str) -> Result<()> {
        if let Some(format) = &self.format {
            let again = self.printed.replace(true);
            let text = match format {
                Format::Name => format!("{name}\n"),
                _ => format.print_value(value).map_err(Failure::Client)?,
            };
            if again && *format == Format::Yaml {
                call.output.line("---");
            }
            call.output.out(&text);
            return Ok(());
        }
        let suffix = self.dry_run.unwrap_or_default();
        call.output.line(&format!("{name} {what}{suffix}"));
        Ok(())
    }
}
