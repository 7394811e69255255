//! `kubectl cordon` and `kubectl uncordon`

use super::create::Done;
use crate::cluster::api::{Key, Kind, Object};
use crate::kubectl::call::Call;
use crate::kubectl::failure::{Failure, Result};
use crate::kubectl::parse::{self, Args, Flag};
use crate::sim::Request;
use std::sync::Arc;

const FLAGS: &[Flag] = &[parse::SELECTOR, parse::DRY_RUN];

pub(super) fn cordon(call: &mut Call<'_>, line: &[String]) -> Result<()> {
    set(
        call,
        "cordon",
        line,
        Want {
            unschedulable: true,
        },
    )
}

pub(super) fn uncordon(call: &mut Call<'_>, line: &[String]) -> Result<()> {
    set(
        call,
        "uncordon",
        line,
        Want {
            unschedulable: false,
        },
    )
}

struct Want {
    unschedulable: bool,
}

fn set(call: &mut Call<'_>, verb: &str, line: &[String], want: Want) -> Result<()> {
    let args = Args::parse(verb, line, FLAGS)?;
    call.set_common(&args);
    let done = Done::read(&args)?;
    let nodes = nodes(call, verb, &args)?;
    let word = if want.unschedulable {
        "cordoned"
    } else {
        "uncordoned"
    };
    for node in nodes {
        match unschedulable(&node, want.unschedulable) {
            None => call
                .output
                .line(&format!("node/{} already {word}", node.key().name)),
            Some(after) => {
                done.make(call, Request::Update(after))?;
                done.say(call, &node, word)?;
            }
        }
    }
    Ok(())
}

/// The nodes a command names.
pub(super) fn nodes(call: &Call<'_>, verb: &str, args: &Args) -> Result<Vec<Object>> {
    if let Some(text) = args.value("selector") {
        let selector =
            crate::cluster::api::selector::TextSelector::parse(text).map_err(Failure::Client)?;
        let nodes = call.store().objects_of(Kind::Node);
        return Ok(nodes
            .filter(|node| selector.matches(node.meta().labels.as_ref()))
            .cloned()
            .collect());
    }
    if args.words.is_empty() {
        return Err(Failure::usage(verb, &format!("USAGE: {verb} NODE [flags]")));
    }
    let nodes = args.words.iter().map(|word| {
        let name = word.rsplit('/').next().unwrap_or(word);
        call.object(&Key::new(Kind::Node, "", name))
            .map_err(Failure::Api)
    });
    nodes.collect()
}

/// The node as it should be; nothing if it is so already.
pub(super) fn unschedulable(node: &Object, wanted: bool) -> Option<Object> {
    let Object::Node(node) = node else {
        return None;
    };
    let present = node
        .spec
        .as_ref()
        .and_then(|spec| spec.unschedulable)
        .unwrap_or_default();
    if present == wanted {
        return None;
    }
    let mut after = Arc::clone(node);
    let spec = Arc::make_mut(&mut after).spec.get_or_insert_default();
    spec.unschedulable = wanted.then_some(true);
    Some(Object::Node(after))
}
