//! Why nothing happens: in every sync that ends by decision, the controller names the rule, the
//! object it waits for, and what would be next. Read beside the recorded trace of the same name.

use playground::cluster::outcome::Rule;
use playground::traces::{read, waits};
use std::collections::BTreeMap;
use std::path::Path;

/// Lines of `step rule object [next object]`, a dash where the sync finished its work.
fn told(trace: &str) -> String {
    let path = format!("tests/traces/themed/{trace}.json");
    let traces = read(Path::new(&path)).expect("the trace is there");
    let waits = waits(&traces[0]).expect("ours agrees with upstream");
    let mut lines = Vec::new();
    for (step, waiting) in waits {
        lines.push(waiting.map_or_else(
            || format!("{step} -"),
            |waiting| {
                let next = waiting
                    .next
                    .map_or_else(String::new, |next| format!(" next {}", next.name));
                format!("{step} {:?} {}{next}", waiting.rule, waiting.on.name)
            },
        ));
    }
    lines.join("\n")
}

fn check(trace: &str, expected: &str) {
    let expected: Vec<&str> = expected
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    assert_eq!(told(trace), expected.join("\n"), "{trace}");
}

#[test]
fn one_at_a_time() {
    check(
        "ordered-create-3",
        "
        0 OneAtATime web-0 next web-1
        1 PredecessorNotReady web-0 next web-1
        3 OneAtATime web-1 next web-2
        4 PredecessorNotReady web-1 next web-2
        6 OneAtATime web-2
        7 PredecessorNotReady web-2
        9 -
        10 -
        ",
    );
}

#[test]
fn long_enough_ready() {
    check(
        "ordered-minready-create",
        "
        0 OneAtATime web-0 next web-1
        2 PredecessorNotAvailable web-0 next web-1
        4 PredecessorNotAvailable web-0 next web-1
        6 OneAtATime web-1 next web-2
        8 PredecessorNotAvailable web-1 next web-2
        10 OneAtATime web-2
        12 PredecessorNotAvailable web-2
        14 -
        15 -
        ",
    );
}

/// Step 16 is the revert: the broken pod still stands in the way until step 19 deletes it.
#[test]
fn reverting_a_bad_template_does_not_heal() {
    check(
        "ordered-broken-rollout-and-revert",
        "
        0 OneAtATime web-0 next web-1
        2 OneAtATime web-1 next web-2
        4 OneAtATime web-2
        6 -
        7 -
        9 UpdateDeleted web-2 next web-1
        11 OneAtATime web-2
        13 PredecessorNotReady web-2 next web-1
        14 PredecessorNotReady web-2 next web-1
        16 PredecessorNotReady web-2
        17 PredecessorNotReady web-2
        18 PredecessorNotReady web-2
        20 PredecessorTerminating web-2
        22 OneAtATime web-2
        23 PredecessorNotReady web-2
        24 PredecessorNotReady web-2
        26 -
        27 -
        28 -
        ",
    );
}

#[test]
fn two_unready_condemned_pods_are_a_deadlock() {
    check(
        "ordered-scale-down-two-unready-condemned-deadlock",
        "
        0 OneAtATime web-0 next web-1
        2 OneAtATime web-1 next web-2
        4 OneAtATime web-2 next web-3
        6 OneAtATime web-3
        8 -
        9 -
        13 CondemnedNotReady web-2 next web-3
        14 CondemnedNotReady web-2 next web-3
        15 CondemnedNotReady web-2 next web-3
        17 CondemnedDeleted web-3 next web-2
        19 CondemnedDeleted web-2
        20 CondemnedTerminating web-2
        22 -
        23 -
        ",
    );
}

#[test]
fn a_claim_must_be_collected_first() {
    check(
        "ordered-retention-condemned-then-back",
        "
        0 OneAtATime web-0 next web-1
        2 OneAtATime web-1 next web-2
        4 OneAtATime web-2
        6 -
        7 -
        8 -
        10 CondemnedDeleted web-2
        12 PredecessorTerminating web-2
        13 PredecessorTerminating web-2
        15 StaleClaim data-web-2
        16 StaleClaim data-web-2
        18 OneAtATime web-2
        20 -
        21 -
        22 -
        ",
    );
}

#[test]
fn on_delete_waits_for_a_person() {
    check(
        "ordered-ondelete",
        "
        0 OneAtATime web-0 next web-1
        2 OneAtATime web-1 next web-2
        4 OneAtATime web-2
        6 -
        7 -
        9 OnDelete web next web-2
        10 OnDelete web next web-2
        13 OneAtATime web-1
        15 OnDelete web next web-2
        18 OneAtATime web-0
        20 OnDelete web next web-2
        23 OneAtATime web-2
        25 -
        26 -
        27 -
        ",
    );
}

#[test]
fn the_partition_keeps_the_rest_old() {
    check(
        "ordered-partition-2-of-4",
        "
        0 OneAtATime web-0 next web-1
        2 OneAtATime web-1 next web-2
        4 OneAtATime web-2 next web-3
        6 OneAtATime web-3
        8 -
        9 -
        11 UpdateDeleted web-3 next web-2
        13 OneAtATime web-3
        15 UpdateDeleted web-2
        17 OneAtATime web-2
        19 Partition web next web-1
        20 Partition web next web-1
        21 Partition web next web-1
        23 UpdateDeleted web-1 next web-0
        25 OneAtATime web-1
        27 UpdateDeleted web-0
        29 OneAtATime web-0
        31 -
        32 -
        33 -
        ",
    );
}

#[test]
fn a_finished_pod_goes_before_it_comes() {
    check(
        "ordered-failed-pod",
        "
        0 OneAtATime web-0 next web-1
        2 OneAtATime web-1 next web-2
        4 OneAtATime web-2
        6 -
        7 -
        9 FinishedPodGoesFirst web-1
        10 OneAtATime web-1
        11 PredecessorNotReady web-1
        13 -
        14 -
        ",
    );
}

#[test]
fn a_set_being_deleted_only_counts() {
    check(
        "ordered-set-being-deleted",
        "
        0 OneAtATime web-0 next web-1
        2 OneAtATime web-1 next web-2
        4 OneAtATime web-2
        6 -
        7 -
        9 SetIsDeleting web
        10 SetIsDeleting web
        12 SetIsDeleting web
        14 SetIsDeleting web
        16 SetIsDeleting web
        18 SetIsDeleting web
        20 -
        ",
    );
}

#[test]
fn scaling_down_waits_for_each() {
    check(
        "ordered-scale-down",
        "
        0 OneAtATime web-0 next web-1
        2 OneAtATime web-1 next web-2
        4 OneAtATime web-2 next web-3
        6 OneAtATime web-3
        8 -
        9 -
        11 CondemnedDeleted web-3 next web-2
        12 CondemnedTerminating web-3 next web-2
        14 CondemnedDeleted web-2 next web-1
        15 CondemnedTerminating web-2 next web-1
        17 CondemnedDeleted web-1
        19 -
        20 -
        ",
    );
}

#[test]
fn parallel_updates_wait_too() {
    check(
        "parallel-rolling-update-waits-for-ready",
        "
        0 -
        4 -
        5 -
        7 UpdateDeleted web-2 next web-1
        9 UpdateNotAvailable web-2 next web-1
        11 UpdateNotAvailable web-2 next web-1
        12 UpdateNotAvailable web-2 next web-1
        14 UpdateDeleted web-1 next web-0
        15 UpdateNotAvailable web-1 next web-0
        17 UpdateNotAvailable web-1 next web-0
        18 UpdateNotAvailable web-1 next web-0
        20 UpdateDeleted web-0
        22 -
        24 -
        25 -
        26 -
        ",
    );
}

#[test]
fn the_budget_is_used_up() {
    check(
        "parallel-maxunavailable-broken-old-pods",
        "
        0 -
        4 -
        5 -
        6 -
        10 -
        12 MaxUnavailable web-1 next web-2
        13 MaxUnavailable web-1 next web-2
        14 MaxUnavailable web-1 next web-2
        ",
    );
}

/// The table of rules and the cases above cover each other.
#[test]
fn every_rule_is_seen() {
    let mut seen: BTreeMap<Rule, u32> = BTreeMap::new();
    for trace in read(Path::new("tests/traces/themed")).expect("the traces are there") {
        // A trace in which ours differs is the business of another test.
        for (_, waiting) in waits(&trace).unwrap_or_default() {
            if let Some(waiting) = waiting {
                *seen.entry(waiting.rule).or_default() += 1;
            }
        }
    }
    assert_eq!(seen.len(), 15, "{seen:?}");
}
