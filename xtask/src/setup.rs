//! What each command needs before it can start.

use crate::arguments::Arguments;
use crate::browser::{self, Browser};
use crate::failure::Result;
use crate::step::step;
use crate::tools::{self, CARGO_DENY, TRUNK, WASM_BINDGEN};
use crate::{npm, paths, process};

const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// `cargo xtask setup`: everything that any command needs.
pub fn run(arguments: Arguments) -> Result<()> {
    arguments.finish()?;
    for_page()?;
    for_browser_tests()?;
    for_dependency_checks()
}

/// What compiling for wasm needs: the target, the crates, the islands' JavaScript.
pub fn for_wasm() -> Result<()> {
    wasm_target()?;
    npm::ensure(&paths::www())
}

/// What building the page needs.
pub fn for_page() -> Result<()> {
    for_wasm()?;
    tools::ensure(&[&TRUNK, &WASM_BINDGEN])?;
    // trunk runs offline, lest it downloads tools of its own, and reads the whole lock file: for all targets.
    process::run(&mut process::cargo(["fetch", "--quiet"]))
}

/// What the wasm and the Playwright tests need besides the page.
pub fn for_browser_tests() -> Result<Browser> {
    tools::ensure(&[&WASM_BINDGEN])?;
    npm::ensure(&paths::browser_tests())?;
    browser::ensure()
}

/// What checking licences and advisories needs.
pub fn for_dependency_checks() -> Result<()> {
    tools::ensure(&[&CARGO_DENY])
}

fn wasm_target() -> Result<()> {
    let libraries = process::output_of(process::command("rustc").args([
        "--print",
        "target-libdir",
        "--target",
        WASM_TARGET,
    ]))?;
    if std::path::Path::new(libraries.trim()).exists() {
        return Ok(());
    }
    step(&format!("rustup target add {WASM_TARGET}"), || {
        process::run(process::command("rustup").args(["target", "add", WASM_TARGET]))
    })
}
