//! Two hundred random histories, and what the world was like all along: `cargo xtask test --wasm` lets them happen natively
//! and in wasm, built as the page is, and every line has to be the same. What differs between the two (the width of a
//! word, an order, a rounding) would make a link show somebody else another cluster.

use playground::seeds::{Case, invent, play_with};

const HISTORIES: u64 = 200;
/// A look at everything is expensive: the world is looked at after so many looks.
const EVERY: u64 = 10;

/// One line a history: its seed, how many looks there were, the digests of the worlds on the way, and how much was told when.
fn report() -> String {
    (1..=HISTORIES).map(|seed| line(&invent(seed))).collect()
}

fn line(case: &Case) -> String {
    let (mut looks, mut digests, mut told) = (0_u64, 0_u64, 0_u64);
    let ended = play_with(case, &mut |world, facts| {
        looks += 1;
        if !facts.is_empty() || looks % EVERY == 0 {
            told = told.rotate_left(7) ^ facts.len() as u64 ^ world.now.0;
        }
        if looks % EVERY == 0 {
            digests = digests.rotate_left(1) ^ world.digest();
        }
    });
    let seed = case.seed;
    match ended {
        Ok(run) => format!(
            "{seed} {looks} {digests:016x} {told:016x} {:?}\n",
            run.settled_after
        ),
        Err(violation) => format!("{seed} {looks} {digests:016x} {told:016x} {violation:?}\n"),
    }
}

#[cfg(target_arch = "wasm32")]
mod side {
    use wasm_bindgen::prelude::wasm_bindgen;

    /// The report, for the script that loads the module.
    #[wasm_bindgen]
    #[must_use]
    #[allow(unreachable_pub, reason = "wasm_bindgen asks for it")]
    pub fn report() -> String {
        super::report()
    }
}

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
#[allow(clippy::print_stdout, reason = "it is read by `cargo xtask test`")]
fn main() {
    print!("{}", report());
}
