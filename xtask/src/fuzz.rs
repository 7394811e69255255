//! `cargo xtask fuzz`: the fuzz tests of `tests/it/fuzz.rs`, for as long as one likes.

use crate::arguments::Arguments;
use crate::failure::Result;
use crate::process;
use crate::step::step;

/// Ten minutes find what a coffee is worth waiting for.
const MINUTES: u64 = 10;

/// Runs every target for its share of the minutes, from a seed; each execution's seed is told when it fails.
pub fn run(mut arguments: Arguments) -> Result<()> {
    let minutes = arguments.option::<u64>("--minutes")?.unwrap_or(MINUTES);
    let seed = arguments.option::<u64>("--seed")?.unwrap_or(1_000_000);
    arguments.finish()?;
    // The targets run beside each other, one a core.
    let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get() as u64);
    let rounds = TARGETS.div_ceil(cores);
    let seconds = (minutes * 60).div_ceil(rounds);
    step(
        &format!("fuzzing, {seconds} s each of {TARGETS} targets"),
        || {
            let mut tests = process::cargo([
                "test",
                "--package",
                "statefulset-playground",
                "--test",
                "it",
            ]);
            tests.args(["fuzz::", "--", "--nocapture"]);
            tests.arg(format!("--test-threads={cores}"));
            tests.env("FUZZ_SECONDS", seconds.to_string());
            tests.env("FUZZ_SEED", seed.to_string());
            process::run(&mut tests)
        },
    )
}

/// How many tests `tests/it/fuzz.rs` holds.
const TARGETS: u64 = 5;
