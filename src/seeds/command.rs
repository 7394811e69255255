//! The `seeds` command: plays many cases, makes the failing ones small, says how to repeat them.

use super::case::Case;
use super::invent::invent;
use super::law::{Law, Violation};
use super::play::{Run, play, play_with};
use super::shrink::shrink;
use super::{DEADLOCKS, PEACE_AFTER};
use crate::cluster::api::Object;
use crate::sim::{Fact, What};
use std::collections::BTreeMap;
use std::io::Write;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

/// How the command is used.
pub const USAGE: &str = "statefulset-playground seeds [--from A] [--count N] | --seed N [--tell] | --case JSON [--tell] | --ends-in DEADLOCK";

/// What was asked for.
enum Asked {
    Seeds {
        from: u64,
        count: u64,
    },
    Case(Box<Case>),
    /// The smallest history that ends in this deadlock.
    EndsIn(&'static str),
}

/// The `seeds` command. Answers whether every law held.
///
/// # Errors
/// Arguments nobody understands; output nobody reads.
pub fn run(arguments: &[String], out: &mut impl Write) -> std::io::Result<bool> {
    let (flags, options): (Vec<String>, Vec<String>) =
        arguments.iter().cloned().partition(|word| word == "--tell");
    let asked = asked(&options)
        .map_err(|text| std::io::Error::new(std::io::ErrorKind::InvalidInput, text))?;
    match asked {
        Asked::Case(case) if !flags.is_empty() => tell(&case, out),
        Asked::Seeds { from, count: 1 } if !flags.is_empty() => tell(&invent(from), out),
        Asked::Case(case) => one(&case, out),
        Asked::EndsIn(name) => example(name, out),
        Asked::Seeds { from, count: 1 } => one(&invent(from), out),
        Asked::Seeds { from, count } => many(from, count, out),
    }
}

fn asked(arguments: &[String]) -> Result<Asked, String> {
    let (mut from, mut count) = (1, 1000);
    let mut rest = arguments.iter();
    while let Some(name) = rest.next() {
        let value = rest.next().ok_or_else(|| format!("{name} needs a value"))?;
        let number = || {
            value
                .parse::<u64>()
                .map_err(|error| format!("{name}: {error}"))
        };
        match name.as_str() {
            "--from" => from = number()?,
            "--count" => count = number()?,
            "--seed" => (from, count) = (number()?, 1),
            "--case" => {
                let case = Case::parse(value).map_err(|error| format!("{name}: {error}"))?;
                return Ok(Asked::Case(Box::new(case)));
            }
            "--ends-in" => {
                let row = DEADLOCKS.iter().find(|row| row.name == value);
                let row = row.ok_or_else(|| format!("there is no deadlock {value:?}"))?;
                return Ok(Asked::EndsIn(row.name));
            }
            other => return Err(format!("unknown option {other}; usage: {USAGE}")),
        }
    }
    Ok(Asked::Seeds { from, count })
}

/// One case, shown whole.
fn one(case: &Case, out: &mut impl Write) -> std::io::Result<bool> {
    write!(out, "{case}")?;
    match play(case) {
        Ok(run) => {
            writeln!(out, "{}", told(&run))?;
            Ok(true)
        }
        Err(violation) => {
            out.write_all(report(case, &violation).as_bytes())?;
            Ok(false)
        }
    }
}

/// The most facts that are told of a case: one that never rests would tell for ever.
const TOLD_MAX: usize = 20_000;

/// One case with everything that happened.
fn tell(case: &Case, out: &mut impl Write) -> std::io::Result<bool> {
    let mut lines = Vec::new();
    let played = play_with(case, &mut |_, facts| {
        if lines.len() < TOLD_MAX {
            lines.extend(facts.iter().map(line));
        }
    });
    for line in lines {
        writeln!(out, "{line}")?;
    }
    drop(played);
    one(case, out)
}

/// The first seed that ends in a deadlock, made small.
fn example(name: &'static str, out: &mut impl Write) -> std::io::Result<bool> {
    // Ending so counts as breaking a law here, so that shrinking keeps it.
    let mut judge = |case: &Case| match play(case) {
        Ok(run) if run.deadlock.is_some_and(|row| row.name == name) => Err(Violation {
            law: Law::Convergence,
            at_ms: 0,
            text: name.to_owned(),
        }),
        _ => Ok(()),
    };
    let found = (1..100_000).map(invent).find_map(|case| {
        let violation = judge(&case).err()?;
        Some((case, violation))
    });
    let Some((case, violation)) = found else {
        writeln!(out, "no seed ends so")?;
        return Ok(false);
    };
    let (small, _) = shrink(&case, &violation, &mut judge);
    writeln!(out, "{small}{}", small.line())?;
    Ok(true)
}

/// A fact in a line: when, who, what, and for events what they say.
fn line(fact: &Fact) -> String {
    let what = match &fact.what {
        What::Created(Object::Event(event)) => format!(
            "says of {}: {} {}",
            event.involved_object.name.as_deref().unwrap_or_default(),
            event.reason.as_deref().unwrap_or_default(),
            event.message.as_deref().unwrap_or_default()
        ),
        What::Created(object) => format!("+ {}", object.key()),
        What::Changed { after, .. } => {
            let going = after.meta().deletion_timestamp.as_ref();
            format!("~ {}{}", after.key(), going.map_or("", |_| " (going)"))
        }
        What::Deleted(object) => format!("- {}", object.key()),
        other => format!("{other:?}"),
    };
    let (secs, ms) = (fact.at.0 / 1000, fact.at.0 % 1000);
    format!(
        "{secs:>6}.{ms:03} {:?} {} {what} {:?}",
        fact.id, fact.actor, fact.cause
    )
}

fn told(run: &Run) -> String {
    let end = run.deadlock.map_or_else(
        || "as it was asked for".to_owned(),
        |deadlock| format!("a true deadlock, {}: {}", deadlock.name, deadlock.upstream),
    );
    format!(
        "every law held; {} looks; the controller's last work came {} s after the last fault; the end: {end}",
        run.steps,
        run.settled_after.as_secs()
    )
}

/// What there is to say of a failing case: it, the smallest like it, and how to repeat both.
#[must_use]
pub fn report(case: &Case, violation: &Violation) -> String {
    let (small, cause) = shrink(case, violation, &mut |case| play(case).map(drop));
    let shown = |violation: &Violation| {
        format!(
            "{:?} does not hold after {} ms: {}",
            violation.law, violation.at_ms, violation.text
        )
    };
    format!(
        "seed {}: {}\nrepeat it: cargo run --release -- seeds --seed {}\nmade small:\n{small}{}\nrepeat it: cargo run --release -- seeds --case '{}'\n",
        case.seed,
        shown(violation),
        case.seed,
        shown(&cause),
        small.line()
    )
}

/// The result of one seed.
type Played = (u64, Result<Run, Violation>);

/// Many seeds, on all processors, and a table in the end.
fn many(from: u64, count: u64, out: &mut impl Write) -> std::io::Result<bool> {
    let results = play_all(from, count);
    let mut ends: BTreeMap<&str, u64> = BTreeMap::new();
    let mut broken: BTreeMap<Law, Vec<u64>> = BTreeMap::new();
    let (mut looks, mut longest) = (0, (0, 0));
    for (seed, result) in &results {
        match result {
            Ok(run) => {
                let end = run.deadlock.map_or("as asked", |deadlock| deadlock.name);
                *ends.entry(end).or_default() += 1;
                looks += run.steps;
                longest = longest.max((run.settled_after.as_secs(), *seed));
            }
            Err(violation) => broken.entry(violation.law).or_default().push(*seed),
        }
    }
    // Of each broken law the first seed is enough to begin with.
    for seeds in broken.values() {
        let first = results.iter().find(|(seed, _)| Some(seed) == seeds.first());
        if let Some((seed, Err(violation))) = first {
            writeln!(out, "{}", report(&invent(*seed), violation))?;
        }
    }
    for (law, seeds) in &broken {
        let shown: Vec<String> = seeds.iter().take(12).map(u64::to_string).collect();
        writeln!(
            out,
            "{law:?} was broken by {} seeds: {} …",
            seeds.len(),
            shown.join(" ")
        )?;
    }
    for name in std::iter::once("as asked").chain(DEADLOCKS.iter().map(|row| row.name)) {
        writeln!(
            out,
            "{:>8}  {name}",
            ends.get(name).copied().unwrap_or_default()
        )?;
    }
    let failed: usize = broken.values().map(Vec::len).sum();
    writeln!(
        out,
        "{} runs, {looks} looks; at the longest {} s (seed {}) of the {} s allowed until the controller had done its last work",
        results.len(),
        longest.0,
        longest.1,
        PEACE_AFTER.as_secs()
    )?;
    writeln!(out, "{} held, {failed} broke a law", results.len() - failed)?;
    Ok(failed == 0)
}

fn play_all(from: u64, count: u64) -> Vec<Played> {
    let next = AtomicU64::new(from);
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let work = || {
        let mut played = Vec::new();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= from + count {
                return played;
            }
            played.push((seed, play(&invent(seed))));
        }
    };
    let mut results: Vec<Played> = thread::scope(|scope| {
        let handles: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        handles
            .into_iter()
            // A worker that fell took its seeds along: better no table than one without them.
            .flat_map(|handle| handle.join().unwrap_or_else(|panic| resume_unwind(panic)))
            .collect()
    });
    results.sort_by_key(|(seed, _)| *seed);
    results
}
