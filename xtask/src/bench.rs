//! `cargo xtask bench`: how fast it is.

use crate::arguments::Arguments;
use crate::failure::Result;
use crate::static_server::{self, Reload, Site};
use crate::step::step;
use crate::{build, paths, process, setup, wasm_pace};
use std::process::Command;

/// Runs the native benchmarks of `benches/`: the controller's own time (what follows `--` goes to criterion), then time
/// and memory of the whole cluster until so many pods are Ready. With `--browser`: the built page in
/// a real browser instead, from a cold start to frames a second (`tests/browser/bench`). With `--wasm`: the controller
/// natively and in wasm, side by side (`benches/pace.rs`).
pub fn run(mut arguments: Arguments) -> Result<()> {
    let in_browser = arguments.flag("--browser");
    let in_wasm = arguments.flag("--wasm");
    let for_criterion = arguments.passed_on();
    arguments.finish()?;
    if in_browser {
        return in_the_browser();
    }
    if in_wasm {
        return wasm_pace::run();
    }
    step("native benchmarks", || {
        process::run(bench("controller").args(for_criterion))
    })?;
    step("the whole cluster", || process::run(&mut bench("scale")))
}

/// One of `benches/`; what is added goes to it.
fn bench(name: &str) -> Command {
    process::cargo([
        "bench",
        "--package",
        "statefulset-playground",
        "--bench",
        name,
        "--",
    ])
}

fn in_the_browser() -> Result<()> {
    setup::for_page()?;
    let browser = setup::for_browser_tests()?;
    build::ensure()?;
    step("the page in a browser", || {
        let site = Site {
            folder: paths::dist(),
            base: "/",
            reload: Reload::Never,
        };
        let url = static_server::start(site, 0)?;
        let mut bench = process::command("node");
        bench
            .arg("bench/run.mjs")
            .current_dir(paths::browser_tests())
            .env("PAGE_URL", url)
            .env("CHROMIUM", &browser.chromium);
        process::run(&mut bench)
    })
}
