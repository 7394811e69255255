//! `cargo xtask check`: everything that is checked without running the program.

use std::process::Command;

use crate::arguments::Arguments;
use crate::failure::{Failure, Result};
use crate::step::step;
use crate::{npm, paths, process, schema, setup};

const LICENCES: [&str; 6] = [
    "deny",
    "--log-level=error",
    "check",
    "licenses",
    "bans",
    "sources",
];

/// Format, lints for both targets, documentation, licences; advisories where their database can be had.
pub fn run(arguments: Arguments) -> Result<()> {
    arguments.finish()?;
    setup::for_wasm()?;
    setup::for_dependency_checks()?;
    let done = [
        format(),
        native_lints(),
        wasm_lints(),
        island_types(),
        documentation(),
        licences(),
        advisories(),
    ];
    match done.iter().filter(|result| result.is_err()).count() {
        0 => Ok(()),
        count => Err(Failure::new(format!(
            "{count} of the checks above found something."
        ))),
    }
}

/// Whether rustfmt would leave everything as it is.
pub fn format() -> Result<()> {
    checking("format", process::cargo(["fmt", "--all", "--check"]))
}

/// Clippy over everything that runs natively, tests and tools included.
pub fn native_lints() -> Result<()> {
    let arguments = [
        "clippy",
        "--quiet",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ];
    checking("lints, native", process::cargo(arguments))
}

/// Clippy over what only exists in the browser.
pub fn wasm_lints() -> Result<()> {
    let package = [
        "clippy",
        "--quiet",
        "--package",
        "statefulset-playground",
        "--target",
        "wasm32-unknown-unknown",
    ];
    let mut clippy = process::cargo(package);
    clippy.args(["--lib", "--bins", "--test", "web", "--", "-D", "warnings"]);
    checking("lints, wasm", clippy)
}

/// TypeScript over the page's JavaScript islands; the bundler only strips the types.
pub fn island_types() -> Result<()> {
    let mut check = npm::npm(&paths::www());
    check.args(["run", "--silent", "check"]);
    checking("types of the islands", check)
}

/// What of the islands can be decided without a browser, by Node's own test runner.
pub fn island_tests() -> Result<()> {
    schema::write()?;
    let mut test = npm::npm(&paths::www());
    test.args(["run", "--silent", "test"]);
    checking("tests of the islands", test)
}

fn documentation() -> Result<()> {
    let mut doc = process::cargo([
        "doc",
        "--quiet",
        "--workspace",
        "--no-deps",
        "--document-private-items",
    ]);
    doc.env("RUSTDOCFLAGS", "-D warnings");
    checking("documentation", doc)
}

fn licences() -> Result<()> {
    checking(
        "licences and sources of dependencies (deny.toml)",
        process::cargo(LICENCES),
    )
}

fn advisories() -> Result<()> {
    let fetched = process::succeeds(&mut process::cargo([
        "deny",
        "--log-level=error",
        "fetch",
        "db",
    ]));
    if !fetched {
        println!("• advisories: skipped, their database cannot be fetched from here");
        return Ok(());
    }
    checking(
        "advisories",
        process::cargo([
            "deny",
            "--log-level=error",
            "check",
            "--disable-fetch",
            "advisories",
        ]),
    )
}

fn checking(what: &str, mut command: Command) -> Result<()> {
    let result = step(what, || process::run(&mut command));
    if let Err(failure) = &result {
        println!("  {failure}");
    }
    result
}
