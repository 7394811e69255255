//! Case files: named texts in, texts out. `UPDATE_CASES=1 cargo test` writes what came out into the
//! files, for a person to read in the diff.
//!
//! ```text
//! #### name of the case
//! the text that goes in
//! ==== out
//! the text that comes out
//! ```

use std::fmt::Write;
use std::fs;
use std::time::{Duration, Instant};

const CASE: &str = "#### ";
const OUT: &str = "==== out";

struct Case {
    name: String,
    text: String,
    expected: String,
}

/// Runs every case of `tests/cases/<file>`.
pub(crate) fn check(file: &str, run: impl Fn(&str) -> String) {
    let path = format!("tests/cases/{file}");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let (preface, cases) = parse(&text);
    assert!(!cases.is_empty(), "{path} holds no case");
    let found: Vec<(Case, String)> = cases
        .into_iter()
        .map(|case| {
            let out = run(&case.text);
            (case, out)
        })
        .collect();
    if std::env::var_os("UPDATE_CASES").is_some() {
        let mut updated = preface;
        for (case, out) in &found {
            write!(
                updated,
                "{CASE}{}\n{}{OUT}\n{}\n",
                case.name,
                case.text,
                end(out)
            )
            .unwrap();
        }
        fs::write(&path, updated).unwrap();
        return;
    }
    let mut complaints = String::new();
    for (case, out) in &found {
        if end(out) != end(&case.expected) {
            write!(
                complaints,
                "\n{path}: {}\n--- expected\n{}--- found\n{}",
                case.name,
                end(&case.expected),
                end(out)
            )
            .unwrap();
        }
    }
    assert!(complaints.is_empty(), "{complaints}");
}

fn end(text: &str) -> String {
    format!("{}\n", text.trim_end())
}

fn parse(text: &str) -> (String, Vec<Case>) {
    let begin = format!("\n{CASE}");
    let mut parts = text.split(&begin);
    let first = parts.next().unwrap_or_default();
    let (preface, first_case) = match first.strip_prefix(CASE) {
        Some(case) => (String::new(), Some(case)),
        None => (format!("{first}\n"), None),
    };
    let cases = first_case.into_iter().chain(parts).map(|part| {
        let (name, rest) = part.split_once('\n').unwrap_or((part, ""));
        let rest = format!("{rest}\n");
        let (text, expected) = rest.split_once(&format!("{OUT}\n")).unwrap_or((&rest, ""));
        Case {
            name: name.to_owned(),
            text: text.to_owned(),
            expected: expected.to_owned(),
        }
    });
    (preface, cases.collect())
}

/// How long something takes by the wall clock.
#[allow(
    clippy::disallowed_methods,
    reason = "the simulation's own clock does not know how slow we are"
)]
pub(crate) fn timed<T>(run: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = run();
    (result, start.elapsed())
}
