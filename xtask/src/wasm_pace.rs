//! `cargo xtask bench --wasm`: how much slower the controller is in wasm than natively.

use crate::both_sides::Program;
use crate::failure::Result;
use crate::setup;
use crate::step::step;

const BENCH: Program = Program {
    name: "pace",
    target: &["--bench", "pace"],
    function: "pace",
};

/// Runs `benches/pace.rs` natively and, built as the page is, in node; prints both and their ratio.
pub fn run() -> Result<()> {
    setup::for_page()?;
    let mut native = String::new();
    let mut wasm = String::new();
    step("the controller, natively", || {
        native = BENCH.native()?;
        Ok(())
    })?;
    step("the controller in wasm, in node", || {
        wasm = BENCH.in_wasm()?;
        Ok(())
    })?;
    println!("{}", table(&native, &wasm));
    Ok(())
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
