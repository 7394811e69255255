//! How heavy the page is, raw and as servers send it, and how heavy it may be (`xtask/budget.txt`).

use std::path::Path;

use crate::failure::{Failure, Result, While};
use crate::{paths, process};

/// Prints a table of all files in `dist` and the weight of the first interactive picture, and holds them against the
/// budget.
///
/// # Errors
/// When something is heavier than it may be.
pub fn report(dist: &Path) -> Result<()> {
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
    let weights = [
        ("program", program(&files)),
        ("first picture", first.gzip_bytes),
        ("everything else", later.gzip_bytes),
    ];
    let budget = paths::root().join("xtask/budget.txt");
    let budget = std::fs::read_to_string(budget).while_doing("reading xtask/budget.txt")?;
    let verdict = judge(&budget, &weights)?;
    print!("{}", verdict.table);
    match verdict.over.as_slice() {
        [] => Ok(()),
        over => Err(Failure::new(format!(
            "Heavier than xtask/budget.txt allows: {}.",
            over.join(", ")
        ))),
    }
}

fn program(files: &[File]) -> u64 {
    let programs = files.iter().filter(|file| file.name.ends_with(".wasm"));
    programs.map(|file| file.sizes.gzip_bytes).sum()
}

/// How the weights stand against the budget.
#[derive(Debug, Default, PartialEq, Eq)]
struct Verdict {
    /// One line each.
    table: String,
    /// What is too heavy.
    over: Vec<String>,
}

/// `budget` has a line `what: bytes` for every weight, after gzip -9; what follows a `#` says why.
fn judge(budget: &str, weights: &[(&str, u64)]) -> Result<Verdict> {
    let mut verdict = Verdict::default();
    let lines = budget
        .lines()
        .map(|line| line.split('#').next().unwrap_or_default());
    let allowed: Vec<(&str, u64)> = lines
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            let (what, bytes) = line.split_once(':')?;
            Some((what.trim(), bytes.trim().replace(',', "").parse().ok()?))
        })
        .collect::<Option<_>>()
        .ok_or_else(|| Failure::new("xtask/budget.txt has a line that is not `what: bytes`."))?;
    for (what, bytes) in weights {
        let (_, most) = allowed
            .iter()
            .find(|(name, _)| name == what)
            .ok_or_else(|| Failure::new(format!("xtask/budget.txt has no line for `{what}`.")))?;
        let mark = if bytes > most { '✗' } else { '✓' };
        verdict.table +=
            &format!("{mark} {bytes:>10} of {most:>10} allowed after gzip -9: {what}\n");
        if bytes > most {
            verdict.over.push((*what).to_owned());
        }
    }
    Ok(verdict)
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

    #[test]
    fn what_is_heavier_than_its_budget_is_named() {
        let budget = "# gzip -9\nprogram: 1,000 # the wasm\n\nfirst picture: 1,200\n";
        let verdict = judge(budget, &[("program", 1000), ("first picture", 1201)]).unwrap();
        assert_eq!(
            verdict.table,
            "✓       1000 of       1000 allowed after gzip -9: program\n\
             ✗       1201 of       1200 allowed after gzip -9: first picture\n"
        );
        assert_eq!(verdict.over, ["first picture"]);
    }

    #[test]
    fn a_weight_without_a_budget_is_a_mistake() {
        let said = |budget| judge(budget, &[("program", 1)]).unwrap_err().to_string();
        assert_eq!(said(""), "xtask/budget.txt has no line for `program`.");
        assert_eq!(
            said("program: light"),
            "xtask/budget.txt has a line that is not `what: bytes`."
        );
    }
}
