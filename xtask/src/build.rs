//! `cargo xtask build`: the page as it is published.

use crate::arguments::Arguments;
use crate::failure::{Failure, Result};
use crate::step::step;
use crate::{files, freshness, paths, process, schema, setup, sizes, styles};

const PUBLIC_URL_DEFAULT: &str = "./";

/// Builds `dist/` and tells the sizes of what is in it.
pub fn run(mut arguments: Arguments) -> Result<()> {
    let public_url = arguments
        .option("--public-url")?
        .unwrap_or_else(|| PUBLIC_URL_DEFAULT.to_owned());
    arguments.finish()?;
    setup::for_page()?;
    build(&public_url)?;
    sizes::report(&paths::dist())
}

/// Makes sure that `dist/` is what the sources say. Nothing is done when it is already.
pub fn ensure() -> Result<()> {
    if freshness::dist_is_fresh()? {
        println!("✓ dist/ is up to date");
        return Ok(());
    }
    build(PUBLIC_URL_DEFAULT)
}

fn build(public_url: &str) -> Result<()> {
    let sources = freshness::look_at_sources()?;
    freshness::forget_dist()?;
    schema::write()?;
    step("page into dist/", || {
        let mut trunk = process::command("trunk");
        trunk
            .args([
                "build",
                "--release",
                "--offline",
                "--public-url",
                public_url,
                "--dist",
            ])
            .arg(paths::dist());
        trunk.env("CARGO_ENCODED_RUSTFLAGS", flags().join("\u{1f}"));
        process::run(&mut trunk)
    })?;
    styles::merge(&paths::dist())?;
    minify()?;
    refuse_inline_scripts()?;
    tell_service_worker()?;
    if public_url == PUBLIC_URL_DEFAULT {
        freshness::remember_dist(&sources)
    } else {
        Ok(())
    }
}

/// Takes comments and spaces out of styles and scripts. Not trunk's minifier: it gives up on wasm-bindgen's glue.
/// The editor's bundle is minified already.
fn minify() -> Result<()> {
    let dist = paths::dist();
    let mut files = files::below(&dist, &["editor"])?;
    files.retain(|file| {
        file.extension()
            .is_some_and(|extension| extension == "js" || extension == "css")
    });
    let mut esbuild = process::command("esbuild");
    esbuild.args([
        "--minify",
        "--charset=utf8",
        "--log-level=warning",
        "--allow-overwrite",
        "--outbase=.",
        "--outdir=.",
    ]);
    process::run(esbuild.args(files).current_dir(dist))
}

/// The service worker keeps what there is now, under the names it has now: it is told last.
fn tell_service_worker() -> Result<()> {
    let mut node = process::command("node");
    process::run(node.arg("www/offline.mjs").arg(paths::dist()))
}

/// What the compiler is told besides the profile `page`.
pub fn flags() -> Vec<String> {
    // Leptos draws through `dyn` instead of a type for every nesting of elements: 7 % of the program.
    let mut flags = vec!["--cfg=erase_components".to_owned()];
    flags.extend(without_home_in_panic_messages());
    flags
}

/// Panic messages name the source file, and with it the home of whoever built the page. That is nobody's business.
fn without_home_in_panic_messages() -> Option<String> {
    let cargo_home = std::env::var_os("CARGO_HOME").map(std::path::PathBuf::from);
    let cargo_home = cargo_home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    Some(format!(
        "--remap-path-prefix={}=cargo",
        cargo_home?.display()
    ))
}

/// The page's Content-Security-Policy has no exception for inline scripts; one would be dead in the browser.
fn refuse_inline_scripts() -> Result<()> {
    let index = paths::dist().join("index.html");
    let html = std::fs::read_to_string(&index)
        .map_err(|error| Failure::new(format!("reading {}: {error}", index.display())))?;
    let inline = html
        .split("<script")
        .skip(1)
        .filter_map(|after| after.split_once('>'))
        .find(|(tag, _)| !tag.contains("src="));
    match inline {
        None => Ok(()),
        Some(_) => Err(Failure::new(
            "dist/index.html has an inline script, which its Content-Security-Policy refuses.",
        )),
    }
}
