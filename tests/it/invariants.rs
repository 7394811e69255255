//! Random histories of the whole cluster, many seeds: what has to hold whatever people do, and that
//! the checks would notice if it did not. `cargo run --release -- seeds` plays as many as you like.

use crate::cases;
use crate::sabotage::SABOTAGES;
use playground::seeds::{Case, DEADLOCKS, Law, invent, play, play_with, report, shrink};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

/// As many as two processors play in some ten seconds without optimisation.
const SEEDS: u64 = 700;

/// In so many cases each sabotage must have been noticed.
const SEEDS_UNTIL_NOTICED: u64 = 400;

#[test]
fn whatever_people_do() {
    let next = AtomicU64::new(1);
    let first_broken = AtomicU64::new(u64::MAX);
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed > SEEDS {
                        return;
                    }
                    if play(&invent(seed)).is_err() {
                        first_broken.fetch_min(seed, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    let broken = invent(first_broken.into_inner());
    if broken.seed <= SEEDS
        && let Err(violation) = play(&broken)
    {
        panic!("{}", report(&broken, &violation));
    }
}

/// The same case always ends alike, and a case can be written down and read again.
#[test]
fn a_case_is_a_value() {
    for seed in [3, 177, 2025] {
        let case = invent(seed);
        let read = Case::parse(&case.line()).expect("it was written by us");
        assert_eq!(read, case);
        assert_eq!(play(&read), play(&case), "{case}");
    }
}

/// Histories in which the seeds once found a mistake of ours, made small, and how they end now.
#[test]
fn what_seeds_have_found() {
    cases::check("seeds/found.txt", |text| {
        let case = Case::parse(text.trim()).expect("a case is one line of JSON");
        match play(&case) {
            Ok(run) => run
                .deadlock
                .map_or("as asked".to_owned(), |deadlock| deadlock.name.to_owned()),
            Err(violation) => report(&case, &violation),
        }
    });
}

/// For each documented deadlock there is a history that ends in it.
#[test]
fn every_deadlock_is_seen() {
    let mut missing: BTreeSet<&str> = DEADLOCKS.iter().map(|row| row.name).collect();
    cases::check("seeds/deadlocks.txt", |text| {
        let case = Case::parse(text.trim()).expect("a case is one line of JSON");
        play(&case).map_or_else(
            |violation| report(&case, &violation),
            |run| run.deadlock.map_or("as asked", |row| row.name).to_owned(),
        )
    });
    let text = std::fs::read_to_string("tests/cases/seeds/deadlocks.txt").expect("it is there");
    missing.retain(|name| !text.contains(&format!("==== out\n{name}\n")));
    assert_eq!(missing, BTreeSet::new(), "no case ends in these");
}

/// A check that cannot fail is worth nothing: somebody breaks each law, is noticed, and the history in
/// which it was noticed becomes a few steps.
#[test]
fn every_law_can_be_broken() {
    let broken: BTreeSet<Law> = SABOTAGES.iter().map(|sabotage| sabotage.law).collect();
    assert_eq!(broken, BTreeSet::from(Law::ALL), "a sabotage for each law");
    thread::scope(|scope| {
        for sabotage in &SABOTAGES {
            scope.spawn(move || {
                let mut judge = |case: &Case| {
                    play_with(case, &mut |world, facts| (sabotage.act)(world, facts)).map(drop)
                };
                let law = sabotage.law;
                let noticed = (1..=SEEDS_UNTIL_NOTICED).find_map(|seed| {
                    let case = invent(seed);
                    let violation = judge(&case).err()?;
                    (violation.law == law).then_some((case, violation))
                });
                let (case, violation) =
                    noticed.unwrap_or_else(|| panic!("nobody noticed that {law:?} was broken"));
                let (small, cause) = shrink(&case, &violation, &mut judge);
                assert_eq!(cause.law, law);
                assert!(
                    small.steps.len() <= sabotage.steps_max,
                    "{law:?} could be shown in {} steps:\n{small}{}",
                    sabotage.steps_max,
                    cause.text
                );
            });
        }
    });
}
