//! Counting what the test runners say.

use crate::process::Ended;

/// How a suite went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Tests that passed.
    pub passed: u32,
    /// Tests that failed, or failed first and passed when tried again.
    pub failed: u32,
}

impl Tally {
    /// One failure without a name: a step that did not succeed.
    pub const BROKEN: Self = Self {
        passed: 0,
        failed: 1,
    };

    /// Counts what a runner said. A runner that did not succeed counts at least one failure, and so does a suite in
    /// which nothing ran: a suite that tests nothing must not look like one that passed.
    pub fn of(ended: &Ended, read: fn(&str) -> Self) -> Self {
        let mut tally = read(&ended.said);
        if tally.failed == 0 && (!ended.succeeded || tally.passed == 0) {
            tally.failed = 1;
        }
        tally
    }

    /// Reads nextest's line `Summary [0.2s] 3 tests run: 2 passed (1 slow), 1 failed, 0 skipped`.
    pub fn from_nextest(said: &str) -> Self {
        let summary = said
            .lines()
            .rev()
            .map(without_colours)
            .find(|line| line.trim_start().starts_with("Summary ["));
        let counts = summary.and_then(|line| {
            line.rsplit_once("run: ")
                .map(|(_, counts)| counts.to_owned())
        });
        counts.map_or_else(Self::default, |counts| {
            counts.split(", ").map(Self::from_words).sum()
        })
    }

    /// Reads all lines `test result: ok. 3 passed; 0 failed; …` of cargo's and wasm-bindgen's runners.
    pub fn from_cargo_test(said: &str) -> Self {
        let results = said.lines().map(without_colours).filter_map(|line| {
            let (_, counts) = line
                .trim_start()
                .strip_prefix("test result: ")?
                .split_once(". ")?;
            Some(counts.split("; ").map(Self::from_words).sum())
        });
        results.sum()
    }

    /// Reads the lines `  3 passed (2.1s)`, `  1 failed`, `  1 flaky` … at the end of what Playwright says.
    pub fn from_playwright(said: &str) -> Self {
        said.lines()
            .map(without_colours)
            .filter(|line| line.starts_with("  "))
            .map(|line| Self::from_words(&line))
            .sum()
    }

    /// Reads `3 passed`, `1 failed` and the like; anything else counts nothing.
    fn from_words(words: &str) -> Self {
        let mut words = words.split_whitespace();
        let count = words.next().and_then(|word| word.parse().ok());
        let what = words.next().unwrap_or_default();
        let is_last = words.next().is_none_or(|word| word.starts_with('('));
        match (count, what) {
            (Some(passed), "passed") if is_last => Self { passed, failed: 0 },
            (Some(failed), "failed" | "flaky" | "interrupted" | "timed") if is_last => {
                Self { passed: 0, failed }
            }
            _ => Self::default(),
        }
    }
}

impl std::iter::Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(tallies: I) -> Self {
        tallies.fold(Self::default(), |sum, next| Self {
            passed: sum.passed + next.passed,
            failed: sum.failed + next.failed,
        })
    }
}

/// The line without its terminal colours (`ESC [ … m`).
fn without_colours(line: &str) -> String {
    let mut parts = line.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |plain, part| {
        plain + part.split_once('m').map_or(part, |(_, after)| after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(read: fn(&str) -> Tally, said: &str, passed: u32, failed: u32) {
        assert_eq!(read(said), Tally { passed, failed }, "{said}");
    }

    #[test]
    fn nextest() {
        let read = Tally::from_nextest;
        check(
            read,
            "────\n     Summary [   0.207s] 3 tests run: 3 passed, 0 skipped\n",
            3,
            0,
        );
        check(
            read,
            "     Summary [  61.2s] 12/40 tests run: 10 passed (1 slow), 2 failed, 3 skipped\n  FAIL x\n",
            10,
            2,
        );
        check(
            read,
            "\u{1b}[32;1m     Summary\u{1b}[0m [   0.1s] 2 tests run: \u{1b}[1m2\u{1b}[0m passed, 0 skipped",
            2,
            0,
        );
        check(read, "error: could not compile", 0, 0);
    }

    #[test]
    fn cargo_test_and_wasm_bindgen() {
        let read = Tally::from_cargo_test;
        let two_binaries = "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.1s\n\
                            test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out\n";
        check(read, two_binaries, 4, 2);
        check(read, "no tests to run!\n", 0, 0);
    }

    #[test]
    fn playwright() {
        let read = Tally::from_playwright;
        check(
            read,
            "Running 4 tests using 1 worker\n\n  ✓  1 a.spec.mjs:3 › 2 passed by (1s)\n\n  4 passed (5.2s)\n",
            4,
            0,
        );
        check(
            read,
            "  1 failed\n    [chromium] › a.spec.mjs:3:1 › x ───\n  1 flaky\n  2 did not run\n  1 passed (9s)\n",
            1,
            2,
        );
        check(read, "Error: No tests found\n", 0, 0);
    }

    #[test]
    fn a_suite_that_breaks_or_tests_nothing_has_failed() {
        let of = |succeeded, said: &str| {
            Tally::of(
                &Ended {
                    succeeded,
                    said: said.to_owned(),
                },
                Tally::from_cargo_test,
            )
        };
        assert_eq!(of(false, "error: linking failed"), Tally::BROKEN);
        assert_eq!(
            of(true, "test result: ok. 0 passed; 0 failed; 0 ignored"),
            Tally::BROKEN
        );
        assert_eq!(
            of(false, "test result: ok. 3 passed; 0 failed; 0 ignored"),
            Tally {
                passed: 3,
                failed: 1
            }
        );
        assert_eq!(
            of(true, "test result: ok. 3 passed; 0 failed; 0 ignored"),
            Tally {
                passed: 3,
                failed: 0
            }
        );
    }
}
