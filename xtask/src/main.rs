//! The project's own tools, run as `cargo xtask COMMAND`.
//!
//! Every command first does the set-up it needs, and only that: on a bare machine with rustup's Rust and Node,
//! `cargo xtask serve` and `cargo xtask test` are all one has to know. Tools are installed into `.tools/` at pinned
//! versions ([`tools`]), never into the person's home.
//!
//! | command | file |
//! |---|---|
//! | `setup` | `setup.rs`: what a command needs; `tools.rs`, `npm.rs`, `browser.rs`: how each thing is had |
//! | `serve` | `serve.rs`, with the web server of `static_server.rs` |
//! | `build` | `build.rs`, `schema.rs`, `styles.rs`, `sizes.rs`; `freshness.rs` tells when there is nothing to build |
//! | `test` | `test.rs`, with the counting in `tally.rs` |
//! | `check` | `check.rs` |
//! | `bench` | `bench.rs`, `wasm_pace.rs` |
//! | `mutants` | `mutants.rs`, with the list in `mutants/controller.txt` |
//! | `fuzz` | `fuzz.rs` |
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this is a program for the terminal"
)]
#![allow(
    clippy::disallowed_methods,
    reason = "steps are timed by the wall clock; nothing here is simulated"
)]
#![allow(
    unreachable_pub,
    reason = "a program has no outside; `pub` means `for its other files`"
)]

mod arguments;
mod bench;
mod both_sides;
mod browser;
mod build;
mod check;
mod failure;
mod files;
mod freshness;
mod fuzz;
mod mutants;
mod npm;
mod paths;
mod process;
mod schema;
mod serve;
mod setup;
mod sizes;
mod static_server;
mod step;
mod styles;
mod tally;
mod test;
mod tools;
mod wasm_pace;

use std::process::ExitCode;

use arguments::Arguments;
use failure::{Failure, Result};

const USAGE: &str = "\
cargo xtask COMMAND

  serve [--port 8080] [--open]     build for development, serve on this machine, rebuild and reload on change
  test  [--native] [--browser]     format, lints, native tests; wasm and Playwright tests on the built page
        [--wasm] [--page]          (--browser is both of these) … [-- arguments for Playwright]
  build [--public-url ./]          the page for publishing, into dist/, with a table of its sizes
  check                            format, lints for both targets, documentation, licences and advisories
  bench [-- arguments]             native benchmarks
        [--browser]                the built page in a browser: how it loads, and stands a thousand pods
          [--against FOLDER]       beside the page that was built into another folder
          [--only load,pods,text,extremes] [--sizes 12,100]
        [--wasm]                   the controller natively and in wasm, side by side
  fuzz  [--minutes 10] [--seed N]  mutated texts, patches, objects and command lines, for as long as you like
  mutants [--only WORD]            changes the controller line by line and shows that the recorded traces notice
          [--seeds 300]            what they do not notice is left to so many random histories
  setup                            everything the commands above need, now rather than when first needed
";

fn main() -> ExitCode {
    let mut given = std::env::args().skip(1);
    let command = given.next().unwrap_or_default();
    match run(&command, Arguments::new(given)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: &str, arguments: Arguments) -> Result<()> {
    match command {
        "serve" => serve::run(arguments),
        "test" => test::run(arguments),
        "build" => build::run(arguments),
        "check" => check::run(arguments),
        "bench" => bench::run(arguments),
        "fuzz" => fuzz::run(arguments),
        "mutants" => mutants::run(arguments),
        "setup" => setup::run(arguments),
        "" | "help" | "--help" | "-h" => {
            print!("{USAGE}");
            Ok(())
        }
        unknown => Err(Failure::new(format!(
            "There is no command `{unknown}`.\n\n{USAGE}"
        ))),
    }
}
