//! `kubectl taint`

use super::create::Done;
use crate::cluster::api::{Object, ObjectMeta, Taint};
use crate::kubectl::call::Call;
use crate::kubectl::failure::{Failure, Result};
use crate::kubectl::parse::{self, Args, Flag};
use crate::kubectl::target::{NOTHING_NAMED, printed, targets};
use crate::sim::Request;
use std::sync::Arc;

const FLAGS: &[Flag] = &[
    parse::SELECTOR,
    parse::OUTPUT,
    parse::DRY_RUN,
    parse::ALL,
    parse::OVERWRITE,
    parse::FIELD_MANAGER,
];

const EFFECTS: [&str; 3] = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

/// One word behind the names: what is put on, or what is taken off (an empty effect: every one).
struct Edit {
    taint: Taint,
    off: bool,
}

pub(super) fn run(call: &mut Call<'_>, line: &[String]) -> Result<()> {
    let mut args = Args::parse("taint", line, FLAGS)?;
    call.set_common(&args);
    let is_edit = |word: &String| word.contains(['=', ':']) || word.ends_with('-');
    let at = args.words.iter().position(is_edit);
    let edits = args.words.split_off(at.unwrap_or(args.words.len()));
    if args.words.is_empty() {
        return Err(Failure::client(
            "one or more resources must be specified as <resource> <name>",
        ));
    }
    if edits.is_empty() {
        return Err(Failure::client("at least one taint update is required"));
    }
    let edits: Vec<Edit> = edits.iter().map(|word| read(word)).collect::<Result<_>>()?;
    let done = Done::read(&args)?;
    targets(call, &args, NOTHING_NAMED)?
        .each(|object| one(call, &done, object, &edits, args.has("overwrite")))
}

fn read(word: &str) -> Result<Edit> {
    let (text, off) = match word.strip_suffix('-') {
        Some(text) => (text, true),
        None => (word, false),
    };
    let (pair, effect) = text.split_once(':').unwrap_or((text, ""));
    if !(EFFECTS.contains(&effect) || off && effect.is_empty()) {
        return Err(Failure::usage(
            "taint",
            &format!("invalid taint effect: {effect}, unsupported taint effect"),
        ));
    }
    let (key, value) = match pair.split_once('=') {
        Some((key, value)) => (key, Some(value.to_owned())),
        None => (pair, None),
    };
    Ok(Edit {
        taint: Taint {
            key: key.to_owned(),
            value,
            effect: effect.to_owned(),
            time_added: None,
        },
        off,
    })
}

fn one(
    call: &mut Call<'_>,
    done: &Done,
    object: Object,
    edits: &[Edit],
    overwrite: bool,
) -> Result<()> {
    let mut after = object.clone();
    let Object::Node(node) = &mut after else {
        let name = object.kind().info().plural;
        return Err(Failure::client(format!(
            "invalid resource type {name}, only node types are supported"
        )));
    };
    let node = Arc::make_mut(node);
    let taints = node
        .spec
        .get_or_insert_default()
        .taints
        .get_or_insert_default();
    let same = |one: &Taint, other: &Taint| {
        one.key == other.key && (other.effect.is_empty() || one.effect == other.effect)
    };
    let (mut added, mut removed) = (false, false);
    for Edit { taint, off } in edits {
        let there = taints.iter().any(|present| same(present, taint));
        if *off && !there {
            return Err(Failure::client(match taint.effect.as_str() {
                "" => format!("taint {:?} not found", taint.key),
                effect => format!("taint {:?} not found", format!("{}:{effect}", taint.key)),
            }));
        }
        if !off && there && !overwrite {
            let name = name(&node.metadata);
            return Err(Failure::client(format!(
                "node {name} already has {} taint(s) with same effect(s) and --overwrite is false",
                taint.key
            )));
        }
        taints.retain(|present| !same(present, taint));
        if *off {
            removed = true;
        } else {
            taints.push(taint.clone());
            added = true;
        }
    }
    if taints.is_empty() {
        node.spec.get_or_insert_default().taints = None;
    }
    let word = match (added, removed, overwrite) {
        (_, _, true) | (true, true, _) => "modified",
        (true, false, _) => "tainted",
        _ => "untainted",
    };
    done.make(call, Request::Update(after))?;
    if done.has_format() {
        return done.say(call, &object, word);
    }
    // It says nothing of a dry run.
    call.output.line(&format!("{} {word}", printed(&object)));
    Ok(())
}

fn name(meta: &ObjectMeta) -> &str {
    meta.name.as_deref().unwrap_or_default()
}
