//! `cargo xtask bench`: how fast it is.

use std::path::{Path, PathBuf};

use crate::arguments::Arguments;
use crate::failure::Result;
use crate::step::step;
use crate::{build, paths, process, setup, wasm_pace};
use std::process::Command;

/// Runs the native benchmarks of `benches/`: the controller's own time (what follows `--` goes to criterion), then time
/// and memory of the whole cluster until so many pods are Ready, then how soon `serve-api` answers meanwhile. With `--browser`: the built page in a real browser
/// instead, from a cold load to a thousand pods (`tests/browser/bench`), beside the page that was built into another
/// folder if there is one. With `--wasm`: the controller natively and in wasm, side by side (`benches/pace.rs`).
pub fn run(mut arguments: Arguments) -> Result<()> {
    let in_browser = arguments.flag("--browser");
    let in_wasm = arguments.flag("--wasm");
    let browser = InBrowser {
        against: arguments.option("--against")?,
        only: arguments.option("--only")?.unwrap_or_default(),
        sizes: arguments.option("--sizes")?.unwrap_or_default(),
    };
    let for_criterion = arguments.passed_on();
    arguments.finish()?;
    if in_browser {
        return browser.run();
    }
    if in_wasm {
        return wasm_pace::run();
    }
    step("native benchmarks", || {
        process::run(bench("controller").args(for_criterion))
    })?;
    step("the whole cluster", || process::run(&mut bench("scale")))?;
    step("serve-api while others ask for much", || {
        process::run(&mut bench("serve"))
    })
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

/// What is measured in the browser.
struct InBrowser {
    /// A folder with another build of the page.
    against: Option<PathBuf>,
    /// The parts that are wanted, with commas between them; all if empty.
    only: String,
    /// The numbers of pods that are wanted.
    sizes: String,
}

impl InBrowser {
    fn run(&self) -> Result<()> {
        setup::for_page()?;
        let browser = setup::for_browser_tests()?;
        build::ensure()?;
        step("the page in a browser", || {
            let mut bench = process::command("node");
            bench
                .arg("bench/run.mjs")
                .current_dir(paths::browser_tests())
                .env("PAGES", pages(&paths::dist(), self.against.as_deref()))
                .env("ONLY", &self.only)
                .env("SIZES", &self.sizes)
                .env("CHROMIUM", &browser.chromium);
            process::run(&mut bench)
        })
    }
}

/// The folders to measure, by name, as JSON.
fn pages(here: &Path, against: Option<&Path>) -> String {
    let named = [("here", Some(here)), ("there", against)];
    let known = named.iter().filter_map(|(name, folder)| {
        let folder = std::path::absolute((*folder)?).ok()?;
        Some(format!("\"{name}\":{:?}", folder.to_string_lossy()))
    });
    format!("{{{}}}", known.collect::<Vec<_>>().join(","))
}
