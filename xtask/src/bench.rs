//! `cargo xtask bench`: how fast it is.

use crate::arguments::Arguments;
use crate::failure::Result;
use crate::static_server::{self, Reload, Site};
use crate::step::step;
use crate::{build, paths, process, setup, wasm_pace};

/// Runs the native benchmarks of `benches/`; what follows `--` goes to criterion. With `--browser`: the built page in
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
        let mut bench = process::cargo([
            "bench",
            "--package",
            "statefulset-playground",
            "--bench",
            "controller",
            "--",
        ]);
        process::run(bench.args(for_criterion))
    })
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
