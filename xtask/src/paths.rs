//! Where things are.

use std::path::{Path, PathBuf};

/// The project's top folder.
///
/// Cargo tells it anew at each run; what was true at compile time is only for a binary that is called without cargo.
pub fn root() -> PathBuf {
    let package =
        std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&package)
        .parent()
        .map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// Where cargo builds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Tools installed for this project alone; ignored by git, and not wiped by `cargo clean`.
pub fn tools() -> PathBuf {
    root().join(".tools")
}

/// The page as it is published.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// The page as it is while somebody works on it: a debug build, rebuilt on change. Never published, never tested.
pub fn serve_dist() -> PathBuf {
    root().join("target/serve")
}

/// The npm package of the page's JavaScript islands; its wasm-opt is the build's too.
pub fn www() -> PathBuf {
    root().join("www")
}

/// The npm package of the browser tests.
pub fn browser_tests() -> PathBuf {
    root().join("tests/browser")
}
