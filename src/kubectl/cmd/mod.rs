//! One verb a file; here only the names and the way to them.

mod annotate;
mod api_resources;
mod apply;
mod cordon;
mod create;
pub(super) mod delete;
mod describe;
pub(super) mod drain;
mod exec;
mod expose;
mod files;
pub(super) mod get;
mod help;
mod label;
mod logs;
mod patch;
mod replace;
pub(super) mod rollout;
pub(super) mod run;
mod scale;
mod set;
mod taint;
mod version;
pub(super) mod wait;

use super::call::Call;
use super::failure::{Failure, Result};

/// Every verb there is, for suggestions and completion.
const VERBS: [&str; 24] = [
    "annotate",
    "api-resources",
    "apply",
    "cordon",
    "create",
    "delete",
    "describe",
    "drain",
    "exec",
    "expose",
    "get",
    "help",
    "label",
    "logs",
    "patch",
    "replace",
    "rollout",
    "run",
    "scale",
    "set",
    "taint",
    "uncordon",
    "version",
    "wait",
];

pub(super) fn run(call: &mut Call<'_>, args: &[String]) -> Result<()> {
    // `kubectl -n db get pods`: common flags may stand before the verb.
    let at = verb_at(args);
    let Some(verb) = args.get(at) else {
        call.output.out(help::TEXT);
        return Ok(());
    };
    let mut rest = args[at + 1..].to_vec();
    if rest
        .iter()
        .take_while(|word| *word != "--")
        .any(|word| word == "-h" || word == "--help")
    {
        call.output.out(&help::of(verb));
        return Ok(());
    }
    rest.splice(0..0, args[..at].iter().cloned());
    match verb.as_str() {
        "annotate" => annotate::run(call, &rest),
        "api-resources" => api_resources::run(call, &rest),
        "apply" => apply::run(call, &rest),
        "cordon" => cordon::cordon(call, &rest),
        "uncordon" => cordon::uncordon(call, &rest),
        "create" => create::run(call, &rest),
        "delete" => delete::run(call, &rest),
        "describe" => describe::run(call, &rest),
        "drain" => drain::run(call, &rest),
        "exec" => exec::run(call, &rest),
        "expose" => expose::run(call, &rest),
        "get" => get::run(call, &rest),
        "help" => {
            call.output.out(help::TEXT);
            Ok(())
        }
        "label" => label::run(call, &rest),
        "logs" => logs::run(call, &rest),
        "patch" => patch::run(call, &rest),
        "replace" => replace::run(call, &rest),
        "rollout" => rollout::run(call, &rest),
        "run" => run::run(call, &rest),
        "scale" => scale::run(call, &rest),
        "set" => set::run(call, &rest),
        "taint" => taint::run(call, &rest),
        "version" => version::run(call, &rest),
        "wait" => wait::run(call, &rest),
        unknown => Err(unknown_verb(unknown)),
    }
}

/// Where the verb stands: behind the common flags.
fn verb_at(args: &[String]) -> usize {
    let mut at = 0;
    while let Some(word) = args.get(at).filter(|word| word.starts_with('-')) {
        let joined = word.contains('=')
            || !matches!(word.as_str(), "-n" | "--namespace" | "--context" | "-v");
        at += if joined { 1 } else { 2 };
    }
    at.min(args.len())
}

fn unknown_verb(verb: &str) -> Failure {
    let mut text = format!("unknown command {verb:?} for \"kubectl\"\n");
    let near: Vec<&str> = VERBS
        .into_iter()
        .filter(|known| distance(known, verb) <= 2 || known.starts_with(verb))
        .collect();
    if !near.is_empty() {
        text.push_str("\nDid you mean this?\n");
        for known in near {
            text.push_str(&format!("\t{known}\n"));
        }
    }
    Failure::Client(text.trim_end_matches('\n').to_owned())
}

/// How many letters have to change to make one word the other (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.chars().enumerate() {
        let mut corner = row[0];
        row[0] = at + 1;
        for (column, wanted) in other.iter().enumerate() {
            let changed = corner + usize::from(letter != *wanted);
            corner = row[column + 1];
            row[column + 1] = changed.min(row[column] + 1).min(corner + 1);
        }
    }
    row[other.len()]
}
