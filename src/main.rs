//! The page in a browser; the same cluster in a terminal elsewhere.

#[cfg(not(target_arch = "wasm32"))]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[cfg(target_arch = "wasm32")]
fn main() {
    playground::ui::mount::mount();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let code = playground::native::run(&arguments);
    std::process::ExitCode::from(u8::try_from(code).unwrap_or(1))
}
