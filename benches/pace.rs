//! The controller's own time, natively and in wasm, case by case: `cargo xtask bench --wasm` runs both and
//! sets them side by side. Criterion, which `controller.rs` uses, does not run in wasm.

use playground::cluster::controllers::statefulset::Memory;
use workload::{fresh, make_ready, stable, sync};

mod workload;

/// The middle one of so many rounds counts.
const ROUNDS: usize = 15;

/// The wall clock in milliseconds, which each side has its own way to read.
type Clock = fn() -> f64;

/// A name, and how long one round takes in milliseconds.
type Case = (&'static str, fn(Clock) -> f64);

/// One line a case: its name, a tab, milliseconds a round.
fn report(clock: Clock) -> String {
    let cases: [Case; 7] = [
        ("stable, 100 replicas, no claims, 100 reconciles", |clock| {
            stable_set(clock, 100, 0, 100)
        }),
        ("stable, 100 replicas, 1 claim, 100 reconciles", |clock| {
            stable_set(clock, 100, 1, 100)
        }),
        ("stable, 1000 replicas, 1 claim, 10 reconciles", |clock| {
            stable_set(clock, 1000, 1, 10)
        }),
        ("stable, 10000 replicas, 1 claim, 1 reconcile", |clock| {
            stable_set(clock, 10_000, 1, 1)
        }),
        ("parallel bring-up, 1000 replicas, 3 reconciles", |clock| {
            parallel_bring_up(clock, 1000)
        }),
        ("parallel bring-up, 10000 replicas, 3 reconciles", |clock| {
            parallel_bring_up(clock, 10_000)
        }),
        ("ordered bring-up, 100 replicas, 101 reconciles", |clock| {
            ordered_bring_up(clock, 100)
        }),
    ];
    cases
        .iter()
        .map(|(name, measure)| format!("{name}\t{:.4}\n", median(|| measure(clock))))
        .collect()
}

fn median(mut measure: impl FnMut() -> f64) -> f64 {
    measure();
    let mut times: Vec<f64> = (0..ROUNDS).map(|_| measure()).collect();
    times.sort_by(f64::total_cmp);
    times[ROUNDS / 2]
}

fn stable_set(clock: Clock, replicas: i32, claims: usize, reconciles: u32) -> f64 {
    let (mut store, mut memory) = stable(replicas, claims);
    let began = clock();
    sync(&mut store, &mut memory, reconciles);
    clock() - began
}

fn parallel_bring_up(clock: Clock, replicas: i32) -> f64 {
    let mut store = fresh(replicas, "Parallel", 1);
    let mut memory = Memory::default();
    let began = clock();
    sync(&mut store, &mut memory, 1);
    let created = clock() - began;
    make_ready(&mut store);
    let began = clock();
    sync(&mut store, &mut memory, 2);
    created + clock() - began
}

fn ordered_bring_up(clock: Clock, replicas: u32) -> f64 {
    let mut store = fresh(replicas.cast_signed(), "OrderedReady", 1);
    let mut memory = Memory::default();
    let mut spent = 0.0;
    for _ in 0..=replicas {
        let began = clock();
        sync(&mut store, &mut memory, 1);
        spent += clock() - began;
        make_ready(&mut store);
    }
    spent
}

#[cfg(target_arch = "wasm32")]
mod side {
    use wasm_bindgen::prelude::wasm_bindgen;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_namespace = performance)]
        fn now() -> f64;
    }

    /// The report, for the script that loads the module.
    #[wasm_bindgen]
    #[must_use]
    pub fn pace() -> String {
        super::report(now)
    }
}

#[cfg(target_arch = "wasm32")]
fn main() {}

/// The same allocator as the program's.
#[cfg(not(target_arch = "wasm32"))]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[cfg(not(target_arch = "wasm32"))]
#[allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a benchmark measures real time and prints it"
)]
fn main() {
    use std::sync::LazyLock;
    use std::time::Instant;
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    print!("{}", report(|| START.elapsed().as_secs_f64() * 1000.0));
}
