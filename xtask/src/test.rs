//! `cargo xtask test`: everything that must hold before a change lands. Ends with one line of counts.

use std::process::Command;

use crate::arguments::Arguments;
use crate::both_sides::Program;
use crate::browser::Browser;
use crate::failure::{Failure, Result};
use crate::static_server::{self, Reload, Site};
use crate::step::judged_step;
use crate::tally::Tally;
use crate::{build, check, npm, paths, process, setup};

/// The page must work wherever it is put, so it is tested where no absolute path would.
const SUB_PATH: &str = "/some/sub/path/";

/// Checks and tests; all of them go on when one fails, so that one run tells everything.
pub fn run(mut arguments: Arguments) -> Result<()> {
    let parts = Parts::chosen(&mut arguments);
    let for_playwright = arguments.passed_on();
    arguments.finish()?;

    let mut suites = Suites::default();
    if parts.native {
        suites.step("format", check::format());
        suites.step("lints, native", check::native_lints());
        suites.count("native tests", native_tests());
        suites.count("documentation's examples", doc_tests());
    }
    if parts.wasm || parts.page {
        setup::for_page()?;
        let browser = setup::for_browser_tests()?;
        if parts.wasm {
            suites.step("lints, wasm", check::wasm_lints());
            suites.count("wasm tests", wasm_tests(&browser));
            suites.count("histories, native and wasm", histories());
        }
        if parts.page {
            suites.step("types of the islands", check::island_types());
            suites.step("tests of the islands", check::island_tests());
            suites.count("browser tests", page_tests(&browser, &for_playwright));
        }
    }
    suites.conclude()
}

struct Parts {
    native: bool,
    wasm: bool,
    page: bool,
}

impl Parts {
    fn chosen(arguments: &mut Arguments) -> Self {
        let native = arguments.flag("--native");
        let browser = arguments.flag("--browser");
        let (wasm, page) = (
            arguments.flag("--wasm") || browser,
            arguments.flag("--page") || browser,
        );
        let all = !(native || wasm || page);
        Self {
            native: native || all,
            wasm: wasm || all,
            page: page || all,
        }
    }
}

fn native_tests() -> Result<Tally> {
    // What the table of refusals left behind: how many of its cases hold. An old count would mislead.
    let count = paths::target().join("tmp/validation.txt");
    let _ = std::fs::remove_file(&count);
    suite("native tests", || {
        let has_nextest = process::succeeds(&mut process::cargo(["nextest", "--version"]));
        let mut tests = if has_nextest {
            process::cargo([
                "nextest",
                "run",
                "--workspace",
                "--no-fail-fast",
                "--status-level=fail",
            ])
        } else {
            process::cargo([
                "test",
                "--workspace",
                "--lib",
                "--bins",
                "--tests",
                "--no-fail-fast",
            ])
        };
        let read = if has_nextest {
            Tally::from_nextest
        } else {
            Tally::from_cargo_test
        };
        let tally = Tally::of(&process::run_and_listen(&mut tests)?, read);
        if let Ok(line) = std::fs::read_to_string(&count) {
            println!("  {line}");
        }
        Ok(tally)
    })
}

/// Examples in the documentation, which nextest does not run. There may be none.
fn doc_tests() -> Result<Tally> {
    suite("documentation's examples", || {
        let mut tests = process::cargo([
            "test",
            "--quiet",
            "--package",
            "statefulset-playground",
            "--doc",
        ]);
        let ended = process::run_and_listen(&mut tests)?;
        let tally = Tally::from_cargo_test(&ended.said);
        Ok(if ended.succeeded || tally.failed > 0 {
            tally
        } else {
            Tally::BROKEN
        })
    })
}

/// tests/web.rs in a real browser, by wasm-bindgen's runner and webdriver.json.
fn wasm_tests(browser: &Browser) -> Result<Tally> {
    suite("wasm tests", || {
        process::run(npm::npm(&paths::www()).args(["run", "--silent", "build"]))?;
        let package = [
            "test",
            "--package",
            "statefulset-playground",
            "--target",
            "wasm32-unknown-unknown",
        ];
        let mut tests = process::cargo(package);
        tests.args(["--test", "web"]);
        tests
            .env("CHROMEDRIVER", &browser.chromedriver)
            .env("WASM_BINDGEN_TEST_TIMEOUT", "120");
        Ok(Tally::of(
            &process::run_and_listen(&mut tests)?,
            Tally::from_cargo_test,
        ))
    })
}

/// Random histories, which have to be the same natively and in wasm, each a test.
const HISTORIES: Program = Program {
    name: "histories",
    target: &["--example", "histories", "--features", "histories"],
    function: "report",
};

fn histories() -> Result<Tally> {
    suite("histories, native and wasm", || {
        let (native, wasm) = (HISTORIES.native()?, HISTORIES.in_wasm()?);
        let mut tally = Tally::default();
        for pair in native.lines().zip(wasm.lines()) {
            if pair.0 == pair.1 {
                tally.passed += 1;
            } else {
                tally.failed += 1;
                println!("  natively {}\n  in wasm  {}", pair.0, pair.1);
            }
        }
        let all = native.lines().count() == wasm.lines().count() && tally.passed > 0;
        Ok(if all { tally } else { Tally::BROKEN })
    })
}

/// Playwright against `dist/`, served as a plain web server would, below a path.
fn page_tests(browser: &Browser, for_playwright: &[String]) -> Result<Tally> {
    build::ensure()?;
    suite("browser tests", || {
        let site = Site {
            folder: paths::dist(),
            base: SUB_PATH,
            reload: Reload::Never,
        };
        let url = static_server::start(site, 0)?;
        let mut playwright = playwright();
        playwright
            .arg("test")
            .args(for_playwright)
            .env("PAGE_URL", url)
            .env("CHROMIUM", &browser.chromium);
        Ok(Tally::of(
            &process::run_and_listen(&mut playwright)?,
            Tally::from_playwright,
        ))
    })
}

fn playwright() -> Command {
    let mut playwright =
        process::command(paths::browser_tests().join("node_modules/.bin/playwright"));
    playwright.current_dir(paths::browser_tests());
    playwright
}

fn suite(name: &str, work: impl FnOnce() -> Result<Tally>) -> Result<Tally> {
    judged_step(name, |tally| tally.failed == 0, work)
}

#[derive(Default)]
struct Suites {
    tallies: Vec<(String, Tally)>,
}

impl Suites {
    /// A step that is no test: it counts only when it fails.
    fn step(&mut self, name: &str, result: Result<()>) {
        if result.is_err() {
            self.tallies.push((name.to_owned(), Tally::BROKEN));
        }
    }

    fn count(&mut self, name: &str, result: Result<Tally>) {
        let tally = result.unwrap_or_else(|failure| {
            println!("  {failure}");
            Tally::BROKEN
        });
        self.tallies.push((name.to_owned(), tally));
    }

    fn conclude(self) -> Result<()> {
        println!();
        for (name, Tally { passed, failed }) in &self.tallies {
            println!("{name:<26} {passed:>5} passed {failed:>5} failed");
        }
        let Tally { passed, failed } = self.tallies.into_iter().map(|(_, tally)| tally).sum();
        println!("\n{passed} passed, {failed} failed");
        if failed == 0 {
            Ok(())
        } else {
            Err(Failure::new("What failed is told above."))
        }
    }
}
