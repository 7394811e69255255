//! The simulation as a program of its own, for a Web Worker of the page. `www/worker.js` hands it one request after
//! another.

#[cfg(target_arch = "wasm32")]
#[allow(
    unreachable_pub,
    reason = "wasm-bindgen exports what is public, and nobody else can reach it"
)]
mod program {
    use playground::worker::Simulation;
    use std::cell::RefCell;
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_namespace = performance, js_name = now)]
        fn clock_ms() -> f64;
        /// Says that the program is at its end, and why: `www/worker.js` tells the page.
        #[wasm_bindgen(js_namespace = globalThis, js_name = simulationBroke)]
        fn broke(message: &str);
    }

    thread_local! {
        static SIMULATION: RefCell<Simulation> = RefCell::default();
    }

    /// Whatever ends the program is told before.
    pub(crate) fn begin() {
        std::panic::set_hook(Box::new(|info| {
            console_error_panic_hook::hook(info);
            broke(&info.to_string());
        }));
    }

    /// Does what is asked, and answers what became of it.
    #[wasm_bindgen]
    pub fn answer(request: &[u8]) -> Result<Vec<u8>, String> {
        SIMULATION.with_borrow_mut(|simulation| {
            let begun = clock_ms();
            let answer = simulation.answer(request);
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a float as an integer saturates"
            )]
            simulation.took(((clock_ms() - begun) * 1000.0) as u32);
            answer
        })
    }
}

#[cfg(target_arch = "wasm32")]
fn main() {
    program::begin();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    // Elsewhere nothing asks it: tests call the same `Simulation`, the terminal program has its own.
}
