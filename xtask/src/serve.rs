//! `cargo xtask serve`: the page for somebody who works on it.

use std::fs;

use crate::arguments::Arguments;
use crate::failure::{Failure, Result, While};
use crate::static_server::{self, Reload, Site};
use crate::{paths, process, schema, setup};

const PORT_DEFAULT: u16 = 8080;

/// Builds, serves on this machine, and builds and reloads again whenever a source changes, until it is interrupted.
pub fn run(mut arguments: Arguments) -> Result<()> {
    let port = arguments.option("--port")?.unwrap_or(PORT_DEFAULT);
    let open = arguments.flag("--open");
    arguments.finish()?;
    setup::for_page()?;
    schema::write()?;

    let folder = paths::serve_dist();
    fs::create_dir_all(&folder).while_doing("making the folder to serve from")?;
    let index = folder.join("index.html");
    if index.exists() {
        // Yesterday's page would look as if it was today's.
        fs::remove_file(&index).while_doing("removing the last served page")?;
    }
    let url = static_server::start(
        Site {
            folder: folder.clone(),
            base: "/",
            reload: Reload::OnChange,
        },
        port,
    )?;
    println!("▸ The page: {url} (the first build takes a while; Ctrl+C ends this)");
    if open {
        show_in_browser(&url);
    }

    // trunk builds and watches; it does not serve, because its way of reloading is an inline script, and the page's
    // Content-Security-Policy rightly refuses those.
    let mut watch = process::command("trunk");
    watch
        .args(["watch", "--offline", "--public-url", "./", "--dist"])
        .arg(&folder);
    process::run(&mut watch)?;
    Err(Failure::new("trunk stopped watching."))
}

fn show_in_browser(url: &str) {
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    if !process::succeeds(process::command(opener).arg(url)) {
        println!("  No browser could be opened from here; please go to {url} yourself.");
    }
}
