//! Our kubectl and the real one, command by command, over the same state: what both print, on both
//! streams, and their exit codes have to be the same.
//!
//! The commands stand in `tests/transcripts/compare/*.txt`, one behind each `$ `; the state is that of
//! `serve-api`, changed by the real kubectl. Before each command the served world is copied; the real
//! kubectl asks the server, ours works on the copy. So both begin with the same objects, uids and
//! time, and a difference never follows from an earlier one. `$ sleep 60` lets simulated time pass.
//!
//! The one normalisation is [`crate::real_kubectl::normal`] (ages that kubectl reckons by its own
//! clock, temporary folders of `diff`), and, of a kubectl before 1.34, the ` from default namespace`
//! that it does not say yet; and lines that its libraries log when a watch ends at once are left out.
//!
//! A line `# differs: WHY` before a command says that it is known to differ; when it does not differ
//! any more that is a failure too. `# any order: WHY` compares the words alone, where the real one's order is another one
//! each time. `# differs before 1.36: WHY` counts for an older kubectl only, whose
//! words are not the ones we follow. `UPDATE_CASES=1` sets and takes away the marks. Where there is no kubectl the test says so and passes.
//! `KUBECTL=/path/to/kubectl` compares with another one.

#![cfg(feature = "serve-api")]

use crate::real_kubectl::{Desk, FOLDER as MANIFESTS, KUBECTL, commands_with_notes, normal};
use playground::kubectl::Output;
use playground::shell::home::Home;
use playground::shell::{Next, Shell};
use playground::sim::{Fact, Input, World, act, step};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

const FOLDER: &str = "tests/transcripts/compare";
/// A watch of the real kubectl ends when nothing is owed any more, or after this long.
const WATCH_MS_MAX: u64 = 600_000;
/// No command of these waits longer.
const LINE_MS_MAX: u64 = 24 * 3_600_000;
#[test]
fn getting() {
    scene("get");
}

#[test]
fn printing() {
    scene("print");
}

#[test]
fn describing() {
    scene("describe");
}

#[test]
fn changing() {
    scene("change");
}

#[test]
fn creating() {
    scene("create");
}

#[test]
fn rolling_out_and_waiting() {
    scene("rollout");
}

#[test]
fn refusing() {
    scene("refuse");
}

#[test]
fn nodes_and_programs() {
    scene("nodes");
}

#[test]
fn other_verbs() {
    scene("other");
}

/// How many are known to differ may only become less; issue 10 wants one in a hundred.
#[test]
fn no_more_commands_differ_than_did() {
    const KNOWN_MAX: usize = 165;
    let (mut all, mut known) = (0, 0);
    for file in fs::read_dir(FOLDER).unwrap().flatten() {
        let text = fs::read_to_string(file.path()).unwrap();
        for (command, note) in commands_with_notes(&text) {
            all += usize::from(!command.starts_with("sleep "));
            known += usize::from(note.starts_with(DIFFERS));
        }
    }
    assert!(all >= 400, "{all} commands are too few");
    assert!(
        known <= KNOWN_MAX,
        "{known} of {all} commands are known to differ"
    );
}

#[allow(clippy::print_stderr, reason = "a test that is skipped says so")]
fn scene(name: &str) {
    let other = env::var_os("KUBECTL").map(PathBuf::from);
    let Some(kubectl) = other.as_ref().or(KUBECTL.as_ref()) else {
        eprintln!("skipped: no kubectl here to compare with");
        return;
    };
    let path = format!("{FOLDER}/{name}.txt");
    let text = fs::read_to_string(&path).unwrap();
    let desk = Desk::new(kubectl, &format!("compare-{name}"));
    let old = !desk.run("kubectl version --client").0.contains("v1.36");
    let mut wrong = Vec::new();
    let mut different = Vec::new();
    for (command, note) in commands_with_notes(&text) {
        let world = desk.server.world();
        let (theirs, their_code) = desk.run(&command);
        if command.starts_with("sleep ") {
            continue;
        }
        let theirs = without_log(&theirs);
        let (ours, our_code) = run(world, &command);
        let ours = normal(&ours, &desk.home);
        let ours = if old { before_1_34(&ours) } else { ours };
        let same_words = || note.starts_with(ANY_ORDER) && sorted(&ours) == sorted(&theirs);
        let alike = our_code == their_code && (ours == theirs || same_words());
        // What the older one alone says otherwise is known by its version.
        let known = note.starts_with(DIFFERS) || (old && note.starts_with(OLDER));
        if !alike {
            different.push(command.clone());
        }
        if (!alike && !known) || (alike && !old && note.starts_with(DIFFERS)) {
            wrong.push(format!(
                "=== $ {command}\n--- real [{their_code}]\n{theirs}--- ours [{our_code}]\n{ours}"
            ));
        }
    }
    if env::var_os("UPDATE_CASES").is_some() {
        fs::write(&path, marked(&text, &different, old)).unwrap();
        return;
    }
    assert!(
        wrong.is_empty(),
        "{} differ, or differ no more:\n{}",
        wrong.len(),
        wrong.concat()
    );
}

fn sorted(text: &str) -> Vec<&str> {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    words.sort_unstable();
    words
}

const ANY_ORDER: &str = "any order: ";
const DIFFERS: &str = "differs: ";
const OLDER: &str = "differs before 1.36: ";

/// The file with a mark before every command that differs, and none before the others.
fn marked(text: &str, different: &[String], old: bool) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let differs = line.strip_prefix("$ ").is_some_and(|command| {
            different
                .iter()
                .any(|one| one.lines().next() == Some(command))
        });
        let before = lines.last().cloned().unwrap_or_default();
        let is_marked = before.starts_with("# differs");
        if differs && !is_marked {
            let mark = if old { OLDER } else { DIFFERS };
            lines.push(format!("# {mark}to be looked at"));
        } else if line.starts_with("$ ") && !differs && !old && before.starts_with("# differs: ") {
            lines.pop();
        }
        lines.push(line.to_owned());
    }
    lines.join("\n") + "\n"
}

/// Without what kubectl's libraries log of a watch that the server ends at once.
fn without_log(text: &str) -> String {
    let is_log = |line: &&str| line.starts_with('I') && line.contains("reflector.go");
    let lines = text.lines().filter(|line| !is_log(line));
    lines.map(|line| format!("{line}\n")).collect()
}

fn before_1_34(text: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for line in &mut lines {
        if let Some((head, tail)) = line.split_once("deleted from ")
            && let Some((_, rest)) = tail.split_once(" namespace")
        {
            *line = format!("{head}deleted{rest}");
        }
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// A file of the folder in which the commands are typed.
fn read(path: &str) -> Option<String> {
    fs::read_to_string(Path::new(MANIFESTS).join("manifests").join(path)).ok()
}

/// What our terminal shows for a command on a world, and its exit code.
fn run(mut world: World, command: &str) -> (String, i32) {
    let mut shell = Shell::terminal(Home::with_disk(read));
    let mut shown = Output::new();
    let mut facts: Vec<Fact> = Vec::new();
    let began = world.now;
    let mut inputs: u64 = 1 << 32;
    for line in command.lines() {
        shell.feed(Some(line));
    }
    loop {
        let turn = shell.turn(&world, &facts);
        shown.append(turn.output);
        facts.clear();
        let mut give = |world: &mut World, all: Vec<Input>| -> Vec<Fact> {
            all.iter()
                .flat_map(|input| {
                    inputs += 1;
                    act::act(world, input, inputs)
                })
                .collect()
        };
        facts.extend(give(&mut world, turn.inputs));
        match turn.next {
            Next::Again => {}
            Next::Line(_) | Next::Done(_) => break,
            Next::Until(until) => {
                let limit = began.0
                    + if shell.is_endless() {
                        WATCH_MS_MAX
                    } else {
                        LINE_MS_MAX
                    };
                let until = until.filter(|at| *at > world.now);
                let next = match (world.queue.next_at(), until) {
                    (Some(next), Some(until)) => Some(next.min(until)),
                    (next, until) => next.or(until),
                };
                match next.filter(|next| next.0 <= limit) {
                    Some(next) if until == Some(next) => {
                        while world.queue.next_at().is_some_and(|at| at <= next) {
                            facts.extend(step::step(&mut world).unwrap_or_default());
                        }
                        world.now = world.now.max(next);
                    }
                    Some(_) => facts.extend(step::step(&mut world).unwrap_or_default()),
                    None if shell.is_endless() => {
                        let turn = shell.interrupt();
                        shown.append(turn.output);
                        // The real one's watch is ended by the server, which is no failure.
                        return (shown.text(), 0);
                    }
                    None => {
                        shown.append(shell.interrupt().output);
                        break;
                    }
                }
            }
        }
    }
    (shown.text(), shell.status())
}
