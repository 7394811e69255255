//! `cargo xtask bench`: how fast it is.

use crate::arguments::Arguments;
use crate::failure::Result;
use crate::process;
use crate::step::step;

/// Runs the native benchmarks of `benches/`; what follows `--` goes to criterion.
pub fn run(mut arguments: Arguments) -> Result<()> {
    let for_criterion = arguments.passed_on();
    arguments.finish()?;
    step("native benchmarks", || {
        let mut bench = process::cargo([
            "bench",
            "--package",
            "statefulset-playground",
            "--benches",
            "--",
        ]);
        process::run(bench.args(for_criterion))
    })
}
