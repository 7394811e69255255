//! `cargo xtask bench --wasm`: how much slower the controller is in wasm than natively.

use std::path::PathBuf;

use crate::failure::{Failure, Result};
use crate::step::step;
use crate::{paths, process, setup};

const BENCH: &str = "pace";

/// Runs `benches/pace.rs` natively and, built as the page is, in node; prints both and their ratio.
pub fn run() -> Result<()> {
    setup::for_page()?;
    let mut native = String::new();
    let mut wasm = String::new();
    step("the controller, natively", || {
        let program = built(&["--release"])?;
        native = process::output_of(&mut process::command(program))?;
        Ok(())
    })?;
    step("the controller in wasm, in node", || {
        let module = built(&["--profile", "page", "--target", "wasm32-unknown-unknown"])?;
        wasm = in_node(&module)?;
        Ok(())
    })?;
    println!("{}", table(&native, &wasm));
    Ok(())
}

/// Builds the bench with these options and says where cargo put it.
fn built(options: &[&str]) -> Result<PathBuf> {
    let mut cargo = process::cargo(["build", "--bench", BENCH, "--message-format", "json"]);
    let messages = process::output_of(cargo.args(options))?;
    messages
        .lines()
        .filter(|line| line.contains("\"reason\":\"compiler-artifact\""))
        .filter_map(|line| line.split_once("\"executable\":\""))
        .filter_map(|(_, rest)| rest.split_once('"'))
        .map(|(path, _)| PathBuf::from(path))
        .find(|path| {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            stem.starts_with(BENCH)
        })
        .ok_or_else(|| Failure::new(format!("cargo built no program for the bench {BENCH}.")))
}

fn in_node(module: &PathBuf) -> Result<String> {
    let folder = paths::target().join(BENCH);
    process::run(
        process::command("wasm-bindgen")
            .args([
                "--target",
                "nodejs",
                "--no-typescript",
                "--out-name",
                BENCH,
                "--out-dir",
            ])
            .arg(&folder)
            .arg(module),
    )?;
    let script = "process.stdout.write(require(process.argv[1]).pace())";
    process::output_of(
        process::command("node")
            .args(["-e", script])
            .arg(folder.join(format!("{BENCH}.js"))),
    )
}

/// Both reports say the same cases in the same order: a name, a tab, milliseconds.
fn table(native: &str, wasm: &str) -> String {
    let mut text = format!(
        "{:<52}{:>12}{:>12}{:>8}\n",
        "", "native ms", "wasm ms", "ratio"
    );
    for (native, wasm) in native.lines().zip(wasm.lines()) {
        let (name, native) = case(native);
        let (_, wasm) = case(wasm);
        let ratio = wasm / native;
        text += &format!("{name:<52}{native:>12.3}{wasm:>12.3}{ratio:>7.1}×\n");
    }
    text
}

fn case(line: &str) -> (&str, f64) {
    let (name, time) = line.split_once('\t').unwrap_or((line, ""));
    (name, time.trim().parse().unwrap_or(f64::NAN))
}
