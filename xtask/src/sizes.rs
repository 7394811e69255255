//! How heavy the page is: raw, and as servers send it.

use std::path::Path;

use crate::failure::{Failure, Result, While};
use crate::{paths, process};

/// Prints a table of all files in `dist`, and the weight of the first interactive picture.
pub fn print(dist: &Path) -> Result<()> {
    let files = measure(dist)?;
    let index =
        std::fs::read_to_string(dist.join("index.html")).while_doing("reading dist/index.html")?;
    println!(
        "\n{:>10} {:>10} {:>10}  file in dist/",
        "raw", "gzip -9", "brotli 11"
    );
    let mut sums = [Sizes::default(); 2];
    for file in &files {
        let is_first = is_for_first_picture(&file.name, &index);
        sums[usize::from(is_first)].add(&file.sizes);
        println!(
            "{}  {}{}",
            file.sizes,
            file.name,
            if is_first {
                ""
            } else {
                "  (later, or only when asked for)"
            }
        );
    }
    let [later, first] = sums;
    println!("{first}  = the first interactive picture (HTML, CSS, JavaScript, wasm)");
    println!("{later}  = everything else\n");
    Ok(())
}

struct File {
    name: String,
    sizes: Sizes,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Sizes {
    raw_bytes: u64,
    gzip_bytes: u64,
    brotli_bytes: u64,
}

impl Sizes {
    fn add(&mut self, other: &Self) {
        self.raw_bytes += other.raw_bytes;
        self.gzip_bytes += other.gzip_bytes;
        self.brotli_bytes += other.brotli_bytes;
    }
}

impl std::fmt::Display for Sizes {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            formatter,
            "{:>10} {:>10} {:>10}",
            self.raw_bytes, self.gzip_bytes, self.brotli_bytes
        )
    }
}

/// What index.html names, and what wasm-bindgen's glue imports (it lies in `snippets/`); the rest is loaded later.
fn is_for_first_picture(name: &str, index: &str) -> bool {
    let is_program = [".html", ".css", ".js", ".wasm"]
        .iter()
        .any(|end| name.ends_with(end));
    is_program && (name == "index.html" || name.starts_with("snippets/") || index.contains(name))
}

/// Node has both compressors; a Rust crate for each would be compiled on every machine that only wants to test.
fn measure(dist: &Path) -> Result<Vec<File>> {
    let script = paths::root().join("xtask/sizes.mjs");
    let said = process::output_of(process::command("node").arg(script).arg(dist))?;
    said.lines()
        .map(|line| parse(line).ok_or_else(|| Failure::new(format!("sizes.mjs said `{line}`"))))
        .collect()
}

fn parse(line: &str) -> Option<File> {
    let mut fields = line.splitn(4, '\t');
    let mut number = || fields.next()?.parse().ok();
    let sizes = Sizes {
        raw_bytes: number()?,
        gzip_bytes: number()?,
        brotli_bytes: number()?,
    };
    Some(File {
        sizes,
        name: fields.next()?.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_picture_is_what_the_page_names() {
        let index = r#"<link href="./base-1f.css"><link href="icons/icon.svg"><script src="./start-2e.js">"#;
        let check = |name: &str| is_for_first_picture(name, index);
        assert!(check("index.html") && check("base-1f.css") && check("start-2e.js"));
        assert!(check("snippets/playground-3d/glue.js"));
        assert!(!check("editor.js") && !check("icons/icon.svg"));
    }
}
