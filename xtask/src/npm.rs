//! npm packages, exactly as the lock files say.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::failure::{Failure, Result, While};
use crate::step::step;
use crate::{paths, process};

/// Installs the packages of the npm package in `folder`, unless they are there already.
///
/// # Errors
/// When Node is missing or `npm ci` does not succeed.
pub fn ensure(folder: &Path) -> Result<()> {
    let lock = fs::read(folder.join("package-lock.json"))
        .while_doing(format!("reading package-lock.json in {}", folder.display()))?;
    // What was installed is told by a copy of the lock file beside it: npm's own takes a second to say as much.
    let installed_lock = folder.join("node_modules/.installed-package-lock.json");
    if fs::read(&installed_lock).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    if process::find_on_path(&["npm"]).is_none() {
        return Err(Failure::new(
            "npm is missing. Please install Node.js 20 or newer (Debian: apt-get install nodejs npm).",
        ));
    }
    let shown = folder
        .strip_prefix(paths::root())
        .unwrap_or(folder)
        .display();
    step(&format!("npm packages of {shown}/"), || {
        process::run(npm(folder).args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))
    })?;
    fs::write(installed_lock, lock).while_doing("noting which npm packages are installed")
}

/// `npm` in this folder. It never downloads a browser: the tests use the system's.
pub fn npm(folder: &Path) -> Command {
    let mut npm = process::command("npm");
    npm.current_dir(folder)
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    npm
}
