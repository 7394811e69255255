//! The page in a browser; the same cluster in a terminal elsewhere.

#[cfg(target_arch = "wasm32")]
fn main() {
    playground::ui::mount::mount();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
