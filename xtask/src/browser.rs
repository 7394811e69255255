//! Chromium, its driver and a Chinese font, for the tests. The system's, because npm's downloads are not for everyone.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use crate::failure::{Failure, Result};
use crate::process;
use crate::step::step;

/// The programs that the browser tests drive.
#[derive(Debug)]
pub struct Browser {
    /// Chromium or Chrome, for Playwright.
    pub chromium: PathBuf,
    /// Its WebDriver, for the wasm tests.
    pub chromedriver: PathBuf,
}

const PACKAGES: [&str; 3] = ["chromium", "chromium-driver", "fonts-noto-cjk"];

/// Finds the browser, or installs it where that can be done without asking.
///
/// # Errors
/// When it is missing and this is not a Debian where we are root (or sudo without a password).
pub fn ensure() -> Result<Browser> {
    if let Some(browser) = find()
        && has_chinese_font()
    {
        return Ok(browser);
    }
    match administrator() {
        Some(apt_get) => step(&format!("apt-get install {}", PACKAGES.join(" ")), || {
            install(apt_get)
        })?,
        None => println!(
            "  Cannot install {} here: no apt-get, or no rights.",
            PACKAGES.join(", ")
        ),
    }
    find().ok_or_else(|| {
        Failure::new(
            "The browser tests need Chromium (or Chrome) and chromedriver of the same version on PATH, \
             or their paths in CHROMIUM and CHROMEDRIVER.",
        )
    })
}

fn find() -> Option<Browser> {
    let chromium = env::var_os("CHROMIUM").map(PathBuf::from).or_else(|| {
        process::find_on_path(&[
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
        ])
    })?;
    let chromedriver = env::var_os("CHROMEDRIVER")
        .map(PathBuf::from)
        // GitHub's machines tell the folder this way.
        .or_else(|| {
            env::var_os("CHROMEWEBDRIVER").map(|folder| PathBuf::from(folder).join("chromedriver"))
        })
        .or_else(|| process::find_on_path(&["chromedriver"]))?;
    Some(Browser {
        chromium,
        chromedriver,
    })
}

/// Without one, screenshots of the Chinese page would show boxes; where fontconfig cannot tell, we take its word.
fn has_chinese_font() -> bool {
    if process::find_on_path(&["fc-list"]).is_none() {
        return true;
    }
    process::output_of(process::command("fc-list").args([":lang=zh-cn", "family"]))
        .is_ok_and(|fonts| !fonts.trim().is_empty())
}

fn administrator() -> Option<fn() -> Command> {
    process::find_on_path(&["apt-get"])?;
    let user_is_root =
        process::output_of(process::command("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    if user_is_root {
        return Some(|| process::command("apt-get"));
    }
    let sudo_asks_nothing = process::succeeds(process::command("sudo").args(["-n", "true"]));
    sudo_asks_nothing.then_some(|| {
        let mut sudo = process::command("sudo");
        sudo.args(["-n", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        sudo
    })
}

fn install(apt_get: fn() -> Command) -> Result<()> {
    // Another installation may hold dpkg's lock for a while.
    let patiently = [
        "-qq",
        "-o",
        "DPkg::Lock::Timeout=600",
        "-o",
        "Dpkg::Use-Pty=0",
    ];
    let quiet = [("DEBIAN_FRONTEND", "noninteractive")];
    process::run(apt_get().args(patiently).arg("update").envs(quiet))?;
    process::run(
        apt_get()
            .args(patiently)
            .args(["install", "-y", "--no-install-recommends"])
            .args(PACKAGES)
            .envs(quiet),
    )
}
