//! The page in a browser; the same cluster in a terminal elsewhere.

#[cfg(not(target_arch = "wasm32"))]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[cfg(target_arch = "wasm32")]
#[allow(
    unreachable_pub,
    reason = "wasm-bindgen exports what is public, and nobody else can reach it"
)]
mod program {
    use wasm_bindgen::prelude::*;

    /// Starts the page. `spawn` starts a worker that simulates, `pack` makes an address of what a link holds, and `link`
    /// is what the one holds by which the page was opened (`www/start.js`).
    #[wasm_bindgen]
    pub fn start(spawn: js_sys::Function, pack: js_sys::Function, link: Option<String>) {
        playground::ui::mount::mount(spawn, pack, link);
    }
}

// `www/start.js` calls `start`, as soon as it can say how a worker is started.
#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let code = playground::native::run(&arguments);
    std::process::ExitCode::from(u8::try_from(code).unwrap_or(1))
}
