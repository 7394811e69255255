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
    let mut sums = [Sizes::default(); 3];
    for file in &files {
        let when = When::of(&file.name, &index);
        sums[when as usize].add(&file.sizes);
        println!("{}  {}{}", file.sizes, file.name, when.remark());
    }
    let [first, cluster, later] = sums;
    println!("{first}  = the first picture (HTML, CSS, JavaScript, the page's program)");
    println!("{cluster}  = what simulates");
    println!("{later}  = everything else\n");
    let weights = [
        ("first picture", first.gzip_bytes),
        ("a cluster", first.gzip_bytes + cluster.gzip_bytes),
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

/// When a file is fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    /// Before there is a picture.
    First,
    /// Before there is a cluster.
    Cluster,
    /// Later, or only when it is asked for.
    Later,
}

impl When {
    /// What index.html names, and what wasm-bindgen's glue imports (it lies in `snippets/`), is fetched at once, the page's
    /// before the worker's; the rest is loaded later.
    fn of(name: &str, index: &str) -> Self {
        let is_program = [".html", ".css", ".js", ".wasm"]
            .iter()
            .any(|end| name.ends_with(end));
        let is_named =
            name == "index.html" || name.starts_with("snippets/") || index.contains(name);
        let is_of_worker = name.starts_with("simulation") || name.starts_with("worker-");
        match (is_program && is_named, is_of_worker) {
            (false, _) => Self::Later,
            (true, true) => Self::Cluster,
            (true, false) => Self::First,
        }
    }

    const fn remark(self) -> &'static str {
        match self {
            Self::First => "",
            Self::Cluster => "  (what simulates)",
            Self::Later => "  (later, or only when asked for)",
        }
    }
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
    fn the_page_comes_first_then_what_simulates_then_the_rest() {
        let index = r#"<link href="./base-1f.css"><link href="icons/icon.svg"><script src="./start-2e.js">
            <template data-simulation="./simulation_bg-4c.wasm" data-glue="./simulation-5b.js" data-worker="./worker-6a.js">"#;
        let check = |name: &str| When::of(name, index);
        for name in [
            "index.html",
            "base-1f.css",
            "start-2e.js",
            "snippets/playground-3d/glue.js",
        ] {
            assert_eq!(check(name), When::First, "{name}");
        }
        for name in ["simulation_bg-4c.wasm", "simulation-5b.js", "worker-6a.js"] {
            assert_eq!(check(name), When::Cluster, "{name}");
        }
        for name in ["editor.js", "icons/icon.svg"] {
            assert_eq!(check(name), When::Later, "{name}");
        }
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
