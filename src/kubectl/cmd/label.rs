//! `kubectl label`

use super::create::Done;
use crate::cluster::api::{Object, ObjectMeta};
use crate::cluster::apiserver::admission;
use crate::kubectl::call::Call;
use crate::kubectl::failure::{Failure, Result};
use crate::kubectl::parse::{self, Args, Flag, Takes};
use crate::kubectl::target::{printed, targets};
use crate::sim::Request;
use std::collections::BTreeMap;

pub(super) const FLAGS: &[Flag] = &[
    parse::FILENAME,
    parse::SELECTOR,
    parse::OUTPUT,
    parse::DRY_RUN,
    parse::ALL,
    parse::ALL_NAMESPACES,
    parse::OVERWRITE,
    parse::FIELD_MANAGER,
    ("list", None, Takes::Nothing),
    ("field-selector", None, Takes::Value),
];

/// `key=value` sets, `key-` removes.
pub(super) type Edit = (String, Option<String>);

pub(super) fn run(call: &mut Call<'_>, line: &[String]) -> Result<()> {
    let args = Args::parse("label", line, FLAGS)?;
    call.set_common(&args);
    let (args, edits) = split(args)?;
    if edits.is_empty() && !args.words.is_empty() && !args.has("list") {
        return Err(Failure::client("at least one label update is required"));
    }
    for (key, value) in &edits {
        let Some(value) = value else { continue };
        let complaints = admission::label_value_complaints(value);
        if !complaints.is_empty() {
            let edit = format!("{key}={value}");
            let why = complaints.join(";");
            return Err(Failure::client(format!(
                "invalid label value: {edit:?}: {why}"
            )));
        }
    }
    each(
        call,
        &args,
        "labels",
        |meta| meta.labels.as_ref(),
        |call, done, object| one(call, &args, done, object, &edits),
    )
}

/// Does it with every object that is meant, or with `--list` shows its pairs, which are `called` so.
pub(super) fn each(
    call: &mut Call<'_>,
    args: &Args,
    called: &str,
    pairs: impl Fn(&ObjectMeta) -> Option<&BTreeMap<String, String>>,
    mut one: impl FnMut(&mut Call<'_>, &Done, Object) -> Result<()>,
) -> Result<()> {
    let done = Done::read(args)?;
    let found = targets(
        call,
        args,
        "one or more resources must be specified as <resource> <name> or <resource>/<name>",
    )?;
    let several = found.objects.len() > 1;
    found.each(|object| {
        if !args.has("list") {
            return one(call, &done, object);
        }
        if several {
            let name = listed(&object);
            call.output.line(&format!("Listing {called} for {name}:"));
        }
        for (key, value) in pairs(object.meta()).into_iter().flatten() {
            let indent = if several { " " } else { "" };
            call.output.line(&format!("{indent}{key}={value}"));
        }
        Ok(())
    })
}

fn one(
    call: &mut Call<'_>,
    args: &Args,
    done: &Done,
    object: Object,
    edits: &[Edit],
) -> Result<()> {
    let labels = object.meta().labels.clone().unwrap_or_default();
    if !args.has("overwrite")
        && let Some((key, value)) = conflict(&labels, edits)
    {
        return Err(Failure::client(
            format!("{key:?} already has a value ({value}), and --overwrite is false")
                .replacen('"', "'", 2),
        ));
    }
    let mut after = object.clone();
    edit(after.meta_mut(), |meta| &mut meta.labels, edits);
    for (key, value) in edits {
        if value.is_none() && !labels.contains_key(key) {
            call.output.line(&format!("label {key:?} not found."));
        }
    }
    // kubectl goes by the length of the JSON: shorter means that something was taken off.
    let length = |object: &Object| object.to_value().to_string().len();
    let word = match () {
        () if after == object => "not labeled",
        () if !args.has("overwrite") && length(&after) < length(&object) => "unlabeled",
        () => "labeled",
    };
    if after == object {
        call.output.line(&format!("{} {word}", printed(&object)));
        return Ok(());
    }
    done.make(call, Request::Update(after))?;
    done.say(call, &object, word)
}

/// `Pod./web-0`: how `--list` names an object among several.
fn listed(object: &Object) -> String {
    let info = object.kind().info();
    let name = object.meta().name.as_deref().unwrap_or_default();
    format!("{}.{}/{name}", info.name, info.group)
}

/// Parts the edits from the words that name objects.
pub(super) fn split(mut args: Args) -> Result<(Args, Vec<Edit>)> {
    let is_edit = |word: &String| word.contains('=') || (word.ends_with('-') && word.len() > 1);
    let at = args
        .words
        .iter()
        .position(is_edit)
        .unwrap_or(args.words.len());
    let edits = args.words.split_off(at);
    let edits: Result<Vec<Edit>> = edits
        .into_iter()
        .map(|word| match word.split_once('=') {
            Some((key, value)) => Ok((key.to_owned(), Some(value.to_owned()))),
            None => match word.strip_suffix('-') {
                Some(key) => Ok((key.to_owned(), None)),
                None => Err(Failure::client(
                    "all resources must be specified before label changes: ".to_owned() + &word,
                )),
            },
        })
        .collect();
    Ok((args, edits?))
}

/// The first edit that would overwrite another value.
pub(super) fn conflict<'a>(
    present: &'a BTreeMap<String, String>,
    edits: &'a [Edit],
) -> Option<(&'a str, &'a str)> {
    edits.iter().find_map(|(key, value)| {
        let (value, present) = (value.as_ref()?, present.get(key)?);
        (value != present).then_some((key.as_str(), present.as_str()))
    })
}

/// Makes the edits; a map that becomes empty becomes absent.
pub(super) fn edit(
    meta: &mut ObjectMeta,
    map: impl Fn(&mut ObjectMeta) -> &mut Option<BTreeMap<String, String>>,
    edits: &[Edit],
) {
    let map = map(meta);
    let pairs = map.get_or_insert_default();
    for (key, value) in edits {
        match value {
            Some(value) => pairs.insert(key.clone(), value.clone()),
            None => pairs.remove(key),
        };
    }
    if pairs.is_empty() {
        *map = None;
    }
}
