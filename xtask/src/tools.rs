//! Programs from crates.io at pinned versions, installed into `.tools/`.

use std::fs;

use crate::failure::{Result, While};
use crate::step::step;
use crate::{paths, process};

/// A program that this project installs for itself.
pub struct Tool {
    package: &'static str,
    version: &'static str,
    binary: &'static str,
    features: &'static [&'static str],
}

/// Builds the page: calls cargo, wasm-bindgen and wasm-opt, and writes the HTML.
/// 0.22 asks for a newer Rust than this project does.
pub const TRUNK: Tool = Tool {
    package: "trunk",
    version: "0.21.14",
    binary: "trunk",
    features: &["--no-default-features", "--features", "rustls"],
};

/// Glue between wasm and JavaScript, and the runner of the wasm tests.
/// Its version must be the `wasm-bindgen` of Cargo.toml, to the letter.
pub const WASM_BINDGEN: Tool = Tool {
    package: "wasm-bindgen-cli",
    version: "0.2.128",
    binary: "wasm-bindgen",
    features: &[],
};

/// Checks the licences of what we depend on, and the advisories about it.
pub const CARGO_DENY: Tool = Tool {
    package: "cargo-deny",
    version: "0.20.2",
    binary: "cargo-deny",
    features: &[],
};

/// These tools run for seconds, so they are compiled as fast as possible rather than as fast as can be:
/// trunk's own release profile takes twenty minutes of CPU, this one four.
const QUICK_PROFILE: [(&str, &str); 4] = [
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "none"),
];

/// Installs what is missing or has another version.
///
/// # Errors
/// When `cargo install` does not succeed.
pub fn ensure(tools: &[&Tool]) -> Result<()> {
    let missing: Vec<_> = tools.iter().filter(|tool| !tool.is_installed()).collect();
    // Outside `target/`, so that an install that was broken off goes on where it was even after `cargo clean`.
    let build_folder = paths::tools().join("target");
    for tool in &missing {
        let what = format!(
            "{} {} into .tools/ (compiled once, takes minutes)",
            tool.package, tool.version
        );
        step(&what, || {
            let package = format!("{}@{}", tool.package, tool.version);
            let mut install =
                process::cargo(["install", "--quiet", "--locked", "--force", &package]);
            install
                .args(tool.features)
                .arg("--root")
                .arg(paths::tools());
            install
                .envs(QUICK_PROFILE)
                .env("CARGO_TARGET_DIR", &build_folder);
            process::run(&mut install)
        })?;
    }
    if !missing.is_empty() && build_folder.exists() {
        fs::remove_dir_all(&build_folder).while_doing("removing .tools/target")?;
    }
    Ok(())
}

impl Tool {
    fn is_installed(&self) -> bool {
        let binary = paths::tools().join("bin").join(self.binary);
        let wanted = format!("{} {}", self.binary, self.version);
        binary.exists()
            && process::output_of(process::command(binary).arg("--version"))
                .is_ok_and(|said| said.trim() == wanted || said.starts_with(&format!("{wanted} ")))
    }
}
