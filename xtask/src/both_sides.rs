//! One program of ours, built natively and, as the page is, for wasm; and what each says.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Failure, Result};
use crate::{build, paths, process};

/// A program that prints a report natively, and answers with it in wasm.
pub struct Program {
    /// What cargo calls it.
    pub name: &'static str,
    /// What cargo is told to build it, after `build`.
    pub target: &'static [&'static str],
    /// What answers in wasm.
    pub function: &'static str,
}

impl Program {
    /// What it prints natively.
    ///
    /// # Errors
    /// It cannot be built, or does not end well.
    pub fn native(&self) -> Result<String> {
        let program = self.built(process::cargo(["build", "--release"]))?;
        process::output_of(&mut process::command(program))
    }

    /// What it answers in node.
    ///
    /// # Errors
    /// It cannot be built, or node does not end well.
    pub fn in_wasm(&self) -> Result<String> {
        let mut cargo = process::cargo([
            "build",
            "--profile",
            "page",
            "--target",
            "wasm32-unknown-unknown",
        ]);
        cargo.env("CARGO_ENCODED_RUSTFLAGS", build::flags().join("\u{1f}"));
        let module = self.built(cargo)?;
        self.in_node(&module)
    }

    /// Builds it and says where cargo put it.
    fn built(&self, mut cargo: Command) -> Result<PathBuf> {
        let messages =
            process::output_of(cargo.args(["--message-format", "json"]).args(self.target))?;
        messages
            .lines()
            .filter(|line| line.contains("\"reason\":\"compiler-artifact\""))
            .filter_map(|line| line.split_once("\"executable\":\""))
            .filter_map(|(_, rest)| rest.split_once('"'))
            .map(|(path, _)| PathBuf::from(path))
            .find(|path| {
                let stem = path.file_stem().unwrap_or_default().to_string_lossy();
                stem.starts_with(self.name)
            })
            .ok_or_else(|| Failure::new(format!("cargo built no program {}.", self.name)))
    }

    fn in_node(&self, module: &Path) -> Result<String> {
        let folder = paths::target().join(self.name);
        process::run(
            process::command("wasm-bindgen")
                .args(["--target", "nodejs", "--no-typescript", "--out-name"])
                .args([self.name, "--out-dir"])
                .arg(&folder)
                .arg(module),
        )?;
        let script = format!(
            "process.stdout.write(require(process.argv[1]).{}())",
            self.function
        );
        process::output_of(
            process::command("node")
                .args(["-e", &script])
                .arg(folder.join(format!("{}.js", self.name))),
        )
    }
}
