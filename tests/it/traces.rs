//! Ours against upstream: every recorded trace replays, the surprising ones too; and the names of
//! revisions come out byte for byte.

use playground::cluster::controllers::revision;
use playground::traces::{read, replay};
use std::path::Path;

fn check(path: &str, expected_count: usize) {
    let traces = read(Path::new(path)).expect("the corpus is there");
    assert_eq!(traces.len(), expected_count, "{path}");
    let failures: Vec<String> = traces
        .iter()
        .filter_map(|trace| replay(trace).err())
        .map(|f| f.to_string())
        .collect();
    assert!(
        failures.is_empty(),
        "{} of {}\n{}",
        failures.len(),
        traces.len(),
        failures.join("\n")
    );
}

#[test]
fn themed_traces() {
    check("tests/traces/themed", 234);
}

#[test]
fn random_traces() {
    check("tests/traces/fuzz.jsonl.gz", 250);
}

/// A trace of which one recorded word is changed must not pass: the comparison sees everything.
#[test]
fn a_changed_word_is_noticed() {
    let mut traces =
        read(Path::new("tests/traces/themed/ordered-create-3.json")).expect("it is there");
    let trace = &mut traces[0];
    trace["steps"][0]["events"][0]["reason"] = "SuccessfulCreation".into();
    let failure = replay(trace).expect_err("the event differs");
    assert_eq!(failure.step, Some(0));
    assert!(
        failure.text.contains("- upstream \"SuccessfulCreation\""),
        "{}",
        failure.text
    );
}

#[test]
fn revision_hashes() {
    let text = std::fs::read_to_string("tests/traces/hashes.json").expect("it is there");
    let examples: Vec<serde_json::Value> = serde_json::from_str(&text).expect("it is JSON");
    assert!(examples.len() >= 12);
    for example in examples {
        let data = serde_json::from_str(example["data"].as_str().expect("data is text"));
        let count = i32::try_from(example["collisionCount"].as_i64().unwrap_or(0)).unwrap_or(0);
        let hash = revision::hash(&data.expect("data is JSON"), count);
        assert_eq!(example["hash"], hash.as_str(), "{}", example["note"]);
    }
}
