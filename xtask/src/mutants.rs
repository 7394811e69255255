//! `cargo xtask mutants`: do the tests notice when the controller is changed?
//!
//! Each entry of `mutants/controller.txt` changes one line in a copy of the sources; the copy is built and has to
//! replay the recorded traces of upstream's controller. A change that they do not notice is left to random histories
//! (`seeds`), and if they do not notice either, it needs a reason in the list, or a test.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::arguments::Arguments;
use crate::failure::{Failure, Result, While};
use crate::{files, paths, process};

/// What of the project the copy needs to be built.
const COPIED: [&str; 6] = [
    "Cargo.toml",
    "Cargo.lock",
    "src",
    "tests",
    "benches",
    "xtask",
];

/// What the judges need of the library, and no more: it is compiled for every change.
const LIBRARY: &str = "\
//! The floors of the library that replay traces and play random histories.
pub mod cluster;
pub mod manifest;
pub mod seeds;
pub mod sim;
pub mod traces;
";

/// The judges themselves.
const PROGRAM: &str = "\
//! Replays traces or plays random histories; ends with 1 if anything differs.
fn main() -> std::process::ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let judged = match arguments.split_first() {
        Some((name, rest)) if name == \"traces\" => playground::traces::run(rest, &mut std::io::sink()),
        Some((name, rest)) if name == \"seeds\" => playground::seeds::run(rest, &mut std::io::sink()),
        _ => Ok(false),
    };
    std::process::ExitCode::from(u8::from(!judged.is_ok_and(|agreed| agreed)))
}
";

/// A judge that takes longer has been caught in a loop.
const PATIENCE: Duration = Duration::from_secs(180);

/// A change of one line.
struct Mutant {
    /// Below `src/cluster/controllers`.
    file: String,
    from: String,
    to: String,
    /// Why no test can notice, where that is so.
    excuse: Option<String>,
}

/// How a mutant fared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It is no program.
    DoesNotBuild,
    /// The traces noticed.
    CaughtByTraces,
    /// The traces did not, random histories did.
    CaughtBySeeds,
    /// Nobody noticed.
    Survived,
}

impl Fate {
    const fn told(self) -> &'static str {
        match self {
            Self::DoesNotBuild => "does not build",
            Self::CaughtByTraces => "caught by the traces",
            Self::CaughtBySeeds => "caught by random histories only",
            Self::Survived => "SURVIVED",
        }
    }
}

/// Makes every change of the list, one at a time, and tells who noticed.
pub fn run(mut arguments: Arguments) -> Result<()> {
    let only: Option<String> = arguments.option("--only")?;
    let seeds: u32 = arguments.option("--seeds")?.unwrap_or(300);
    arguments.finish()?;
    let list = paths::root().join("xtask/mutants/controller.txt");
    let text = fs::read_to_string(&list).while_doing(format!("reading {}", list.display()))?;
    let all = parse(&text)?;
    // Before hours are spent: every change has its place.
    for mutant in &all {
        mutated(mutant)?;
    }
    let chosen: Vec<&Mutant> = all
        .iter()
        .filter(|mutant| {
            only.as_ref()
                .is_none_or(|word| mutant.file.contains(word) || mutant.from.contains(word))
        })
        .collect();
    copy_sources()?;
    if !build() || !is_content(&["traces", "tests/traces"]) {
        return Err(Failure::new("The unchanged sources fail already."));
    }
    let mut fates = Vec::new();
    for (at, mutant) in chosen.iter().enumerate() {
        let fate = fate(mutant, seeds)?;
        println!(
            "{:>3}/{} {:<32} {}",
            at + 1,
            chosen.len(),
            fate.told(),
            mutant.file
        );
        println!("    - {}\n    + {}", mutant.from, mutant.to);
        if let Some(excuse) = &mutant.excuse {
            println!("    ! {excuse}");
        }
        fates.push((fate, mutant.excuse.is_some()));
    }
    conclude(&fates)
}

fn conclude(fates: &[(Fate, bool)]) -> Result<()> {
    let count = |fate: Fate| fates.iter().filter(|(found, _)| *found == fate).count();
    println!();
    for fate in [
        Fate::CaughtByTraces,
        Fate::CaughtBySeeds,
        Fate::Survived,
        Fate::DoesNotBuild,
    ] {
        println!("{:>4} {}", count(fate), fate.told());
    }
    let wrong = fates.iter().filter(|(fate, excused)| match fate {
        Fate::DoesNotBuild => true,
        Fate::Survived => !excused,
        Fate::CaughtByTraces | Fate::CaughtBySeeds => *excused,
    });
    match wrong.count() {
        0 => Ok(()),
        count => Err(Failure::new(format!(
            "{count} changes want a test, a reason, or another wording."
        ))),
    }
}

/// Builds the copy with one change and shows it to the judges. The copy is mended afterwards.
fn fate(mutant: &Mutant, seeds: u32) -> Result<Fate> {
    let path = tree().join("src/cluster/controllers").join(&mutant.file);
    let writing = || format!("writing {}", path.display());
    fs::write(&path, mutated(mutant)?).while_doing(writing())?;
    let count = seeds.to_string();
    let fate = if !build() {
        Fate::DoesNotBuild
    } else if !is_content(&["traces", "tests/traces"]) {
        Fate::CaughtByTraces
    } else if !is_content(&["seeds", "--count", &count]) {
        Fate::CaughtBySeeds
    } else {
        Fate::Survived
    };
    fs::write(&path, original(mutant)?).while_doing(writing())?;
    Ok(fate)
}

fn original(mutant: &Mutant) -> Result<String> {
    let path = paths::root()
        .join("src/cluster/controllers")
        .join(&mutant.file);
    fs::read_to_string(&path).while_doing(format!("reading {}", path.display()))
}

/// The file with the change.
///
/// # Errors
/// The line is not there, or not only once: the list has to follow the code.
fn mutated(mutant: &Mutant) -> Result<String> {
    let text = original(mutant)?;
    match text.matches(&mutant.from).count() {
        1 => Ok(text.replacen(&mutant.from, &mutant.to, 1)),
        count => Err(Failure::new(format!(
            "{}: `{}` stands there {count} times, not once; correct xtask/mutants/controller.txt",
            mutant.file, mutant.from
        ))),
    }
}

fn parse(text: &str) -> Result<Vec<Mutant>> {
    let mut mutants: Vec<Mutant> = Vec::new();
    let (mut file, mut from) = (String::new(), None);
    for line in text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let unclear = || Failure::new(format!("Not understood: `{line}`"));
        let (mark, rest) = line.split_once(' ').ok_or_else(unclear)?;
        match mark {
            "@" => rest.clone_into(&mut file),
            "-" => from = Some(rest.to_owned()),
            "+" => mutants.push(Mutant {
                file: file.clone(),
                from: from.take().ok_or_else(unclear)?,
                to: rest.to_owned(),
                excuse: None,
            }),
            "!" => {
                mutants.last_mut().ok_or_else(unclear)?.excuse = Some(rest.to_owned());
            }
            _ => return Err(unclear()),
        }
    }
    Ok(mutants)
}

/// The copy that is changed.
fn tree() -> PathBuf {
    paths::root().join("target/mutants/tree")
}

/// Brings the copy up to date, with a library and a program of its own.
fn copy_sources() -> Result<()> {
    let root = paths::root();
    let own = [("src/lib.rs", LIBRARY), ("src/main.rs", PROGRAM)];
    for part in COPIED {
        for from in files::below(&root.join(part), &["node_modules", "target"])? {
            let place = from.strip_prefix(&root).unwrap_or(&from);
            if own.iter().any(|(path, _)| place == Path::new(path)) {
                continue;
            }
            let bytes = fs::read(&from).while_doing(format!("reading {}", from.display()))?;
            write_if_other(&tree().join(place), &bytes)?;
        }
    }
    for (path, text) in own {
        write_if_other(&tree().join(path), text.as_bytes())?;
    }
    Ok(())
}

/// What is the same is not written, so that cargo need not look at it again.
fn write_if_other(path: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|present| present == bytes) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).while_doing(format!("making {}", folder.display()))?;
    fs::write(path, bytes).while_doing(format!("writing {}", path.display()))
}

fn target() -> PathBuf {
    paths::root().join("target/mutants/target")
}

/// Builds the terminal program of the copy, out of others' way.
fn build() -> bool {
    let mut cargo = process::command("nice");
    cargo.args([
        "cargo",
        "build",
        "--quiet",
        "--package",
        "statefulset-playground",
        "--bins",
    ]);
    cargo.current_dir(tree()).env("CARGO_TARGET_DIR", target());
    process::succeeds(&mut cargo)
}

/// Whether a command of the terminal program ends well, and ends at all.
fn is_content(arguments: &[&str]) -> bool {
    let program = target().join("debug/statefulset-playground");
    let mut command = Command::new("nice");
    command.arg(program).args(arguments).current_dir(tree());
    let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let Ok(mut child) = child else { return false };
    let start = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) if start.elapsed() < PATIENCE => thread::sleep(Duration::from_millis(50)),
            _ => {
                // It may have ended just now; either way it is not content.
                let _ = child.kill();
                let _ = child.wait();
                return false;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_of_the_list_has_its_place() {
        let text = include_str!("../mutants/controller.txt");
        let mutants = parse(text).unwrap();
        assert!(mutants.len() >= 60, "{}", mutants.len());
        for mutant in &mutants {
            assert_ne!(mutant.from, mutant.to);
            if let Err(failure) = mutated(mutant) {
                panic!("{failure}");
            }
        }
    }
}
