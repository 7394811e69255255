//! How soon `serve-api` answers a small question while others ask for much, and how much memory it
//! takes. The server is a process of its own in each case: `cargo xtask bench`, or
//! `cargo bench --bench serve -- "slow lists"` for one case.

/// The same allocator as the program's.
#[cfg(all(not(target_arch = "wasm32"), feature = "serve-api"))]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[cfg(all(not(target_arch = "wasm32"), feature = "serve-api"))]
mod serving;

#[cfg(not(all(not(target_arch = "wasm32"), feature = "serve-api")))]
fn main() {}

#[cfg(all(not(target_arch = "wasm32"), feature = "serve-api"))]
fn main() {
    serving::main();
}
