//! The real kubectl against `serve-api`: what it prints, command by command, in the transcripts of
//! `tests/transcripts/real-kubectl`. `UPDATE_CASES=1` writes them anew.
//!
//! Simulated time passes only while kubectl watches something, or by a line `$ sleep 60`, which is
//! ours; so the same commands give the same answers on any machine, and no test sleeps. What is left
//! is kubectl's own and made the same by [`normal`], the one normalisation there is:
//!
//! - ages in `describe` that kubectl reckons by its own clock become `<age>`, and the cells of their
//!   tables stand two spaces apart;
//! - the names and times of the two folders `kubectl diff` compares become `LIVE` and `MERGED`;
//! - uids are numbered as they come, so that a change elsewhere does not touch every line.
//!
//! Transcripts are of one version of kubectl. Where it is not installed the test says so and passes.

#![cfg(feature = "serve-api")]

use playground::cluster::api::{SimDuration, SimTime};
use playground::native::serve::{Options, Pace, Server, start};
use playground::sim::world::Config;
use std::fmt::Write as _;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{LazyLock, mpsc};
use std::time::Duration;
use std::{env, fs, process, thread};

pub(crate) const FOLDER: &str = "tests/transcripts/real-kubectl";
/// The version whose words the transcripts hold.
const VERSION: &str = "1.33";
/// A command that takes longer than this hangs.
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn getting() {
    check("get");
}

#[test]
fn every_kind() {
    check("kinds");
}

#[test]
fn describing() {
    check("describe");
}

#[test]
fn changing() {
    check("change");
}

#[test]
fn rolling_out() {
    check("rollout");
}

#[test]
fn deleting_and_waiting() {
    check("delete");
}

#[test]
fn nodes_and_programs() {
    check("nodes");
}

#[test]
fn explaining() {
    check("explain");
}

#[test]
fn refusing() {
    check("refusals");
}

#[test]
fn charts() {
    check("charts");
}

/// Runs every command of `<name>.txt` and compares what is shown.
#[allow(clippy::print_stderr, reason = "a test that is skipped says so")]
fn check(name: &str) {
    let Some(kubectl) = &*KUBECTL else {
        eprintln!("skipped: no kubectl {VERSION} here that answers");
        return;
    };
    let path = format!("{FOLDER}/{name}.txt");
    let expected = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let found = play(&expected, kubectl, name);
    if env::var_os("UPDATE_CASES").is_some() {
        fs::write(&path, found).unwrap();
        return;
    }
    crate::transcript::compare(&path, &expected, &found);
}

fn play(transcript: &str, kubectl: &Path, name: &str) -> String {
    let desk = Desk::new(kubectl, name);
    let mut found = String::new();
    let mut uids = Vec::new();
    for line in transcript
        .lines()
        .take_while(|line| !line.starts_with("$ "))
    {
        writeln!(found, "{line}").unwrap();
    }
    for command in commands(transcript) {
        for (at, line) in command.lines().enumerate() {
            writeln!(found, "{} {line}", if at == 0 { "$" } else { ">" }).unwrap();
        }
        let (shown, code) = desk.run(&command);
        let shown = numbered(&shown, &mut uids);
        found.push_str(&shown);
        if !shown.is_empty() && !shown.ends_with('\n') {
            found.push('\n');
        }
        if code != 0 {
            writeln!(found, "[exit {code}]").unwrap();
        }
    }
    found
}

/// What stands behind `$ `, with the lines behind `> ` that belong to it.
fn commands(transcript: &str) -> Vec<String> {
    let mut commands: Vec<String> = Vec::new();
    for line in transcript.lines() {
        if let Some(command) = line.strip_prefix("$ ") {
            commands.push(command.to_owned());
        } else if let Some(more) = line.strip_prefix("> ")
            && let Some(last) = commands.last_mut()
        {
            last.push('\n');
            last.push_str(more);
        }
    }
    commands
}

/// The same, each with what the last line `# …` before it says of it.
pub(crate) fn commands_with_notes(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut note = String::new();
    for line in text.lines() {
        if let Some(command) = line.strip_prefix("$ ") {
            found.push((command.to_owned(), std::mem::take(&mut note)));
        } else if let (Some(more), Some((command, _))) = (line.strip_prefix("> "), found.last_mut())
        {
            command.push('\n');
            command.push_str(more);
        } else if let Some(text) = line.strip_prefix("# ") {
            text.clone_into(&mut note);
        }
    }
    found
}

/// A cluster, and a person in front of it with a kubectl and a folder of manifests.
pub(crate) struct Desk {
    pub(crate) server: Server,
    /// Where kubectl keeps its configuration and what it discovered.
    pub(crate) home: PathBuf,
}

impl Desk {
    pub(crate) fn new(kubectl: &Path, name: &str) -> Self {
        let server = start(&Options {
            port: 0,
            pace: Pace::OnDemand,
            config: Config::default(),
            begins: SimTime(3_600_000),
            ..Options::default()
        })
        .unwrap();
        let home = env::temp_dir().join(format!("playground-kubectl-{}-{name}", process::id()));
        fs::create_dir_all(home.join("bin")).unwrap();
        let link = home.join("bin/kubectl");
        fs::write(
            &link,
            format!("#!/bin/sh\nexec '{}' \"$@\"\n", kubectl.display()),
        )
        .unwrap();
        make_executable(&link);
        let address = server.address();
        let config = format!(
            "apiVersion: v1\nkind: Config\nclusters: [{{name: playground, cluster: {{server: 'http://{address}'}}}}]\ncontexts: [{{name: playground, context: {{cluster: playground, user: you}}}}]\nusers: [{{name: you, user: {{}}}}]\ncurrent-context: playground\n"
        );
        fs::write(home.join("config"), config).unwrap();
        Self { server, home }
    }

    /// What a command shows on both streams, and its exit code.
    pub(crate) fn run(&self, command: &str) -> (String, i32) {
        if let Some(seconds) = command.strip_prefix("sleep ") {
            let seconds = seconds.parse().expect("sleep takes seconds");
            self.server.pass(SimDuration::from_secs(seconds));
            return (String::new(), 0);
        }
        let path = env::var("PATH").unwrap_or_default();
        let mut shell = Command::new("sh");
        shell
            .args(["-c", &format!("exec 2>&1\n{command}")])
            .current_dir(format!("{FOLDER}/manifests"))
            .env("HOME", &self.home)
            .env("TMPDIR", &self.home)
            .env("KUBECONFIG", self.home.join("config"))
            .env("KUBECACHEDIR", self.home.join("cache"))
            .env(
                "PATH",
                format!("{}:{path}", self.home.join("bin").display()),
            )
            .env("TZ", "UTC")
            .env("LC_ALL", "C");
        let (shown, code) = finish(shell).unwrap_or_else(|why| panic!("{command}: {why}"));
        (normal(&shown, &self.home), code)
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        // Left behind it would only be litter.
        drop(fs::remove_dir_all(&self.home));
    }
}

#[cfg(unix)]
fn make_executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[cfg(not(unix))]
fn make_executable(_path: &Path) {}

/// Runs a program to its end and answers with what it printed; kills it when it hangs.
fn finish(mut command: Command) -> Result<(String, i32), String> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| error.to_string())?;
    let mut stdout = child.stdout.take().ok_or("no output")?;
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = stdout.read_to_end(&mut bytes);
        // Nobody listens any more when the command was killed.
        drop(sender.send(read.map(|_| bytes)));
    });
    let Ok(Ok(bytes)) = receiver.recv_timeout(PATIENCE) else {
        // It may have ended just now; either way it took too long.
        drop(child.kill().and_then(|()| child.wait()));
        return Err("it does not end".to_owned());
    };
    let status = child.wait().map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Ok((text, status.code().unwrap_or(-1)))
}

/// The kubectl of the transcripts' version: on the path, or beside the one on the path, where some
/// distributions keep several.
pub(crate) static KUBECTL: LazyLock<Option<PathBuf>> = LazyLock::new(|| {
    let path = env::var_os("PATH")?;
    let first = env::split_paths(&path)
        .map(|folder| folder.join("kubectl"))
        .find(|file| file.is_file())?;
    let real = fs::canonicalize(&first).ok()?;
    let beside = real.with_file_name(format!("kubectl.{VERSION}"));
    [beside, first].into_iter().find(|file| is_version(file))
});

fn is_version(kubectl: &Path) -> bool {
    let mut command = Command::new(kubectl);
    command.args(["version", "--client"]);
    let wanted = format!("Client Version: v{VERSION}.");
    finish(command).is_ok_and(|(shown, code)| code == 0 && shown.contains(&wanted))
}

/// What remains of a text when what depends on the wall clock and on chance is taken out; see above.
pub(crate) fn normal(shown: &str, home: &Path) -> String {
    let home = home.display().to_string();
    let mut age_at: Option<usize> = None;
    let mut text = String::new();
    for line in shown.lines() {
        let cells: Vec<&str> = cells(line);
        let is_head = cells.contains(&"Age") && line.starts_with("  ");
        if is_head {
            age_at = cells.iter().position(|cell| *cell == "Age");
        } else if !line.starts_with("  ") {
            age_at = None;
        }
        match age_at {
            Some(at) => writeln!(text, "{}", without_age(&cells, at)),
            None if is_diff_head(line) => writeln!(text, "{}", without_folders(line, &home)),
            None => writeln!(text, "{line}"),
        }
        .unwrap();
    }
    text
}

/// The cells of a line of a table: what stands at least two spaces apart.
fn cells(line: &str) -> Vec<&str> {
    line.split("  ")
        .map(str::trim)
        .filter(|cell| !cell.is_empty())
        .collect()
}

fn without_age(cells: &[&str], at: usize) -> String {
    let cells: Vec<&str> = cells
        .iter()
        .enumerate()
        .map(|(place, cell)| match *cell {
            cell if place != at => cell,
            cell if cell == "Age" || cell.starts_with('-') => cell,
            _ => "<age>",
        })
        .collect();
    format!("  {}", cells.join("  "))
}

fn is_diff_head(line: &str) -> bool {
    ["diff -u", "--- ", "+++ "]
        .iter()
        .any(|head| line.starts_with(head))
}

/// `--- HOME/LIVE-4711/apps.v1.StatefulSet.default.web` and a time as `--- LIVE/apps.v1.StatefulSet.default.web`.
fn without_folders(line: &str, home: &str) -> String {
    let words = line.split('\t').next().unwrap_or_default().split(' ');
    let words: Vec<String> = words
        .map(|word| {
            let Some((folder, file)) = word
                .strip_prefix(home)
                .and_then(|rest| rest.trim_start_matches('/').split_once('/'))
            else {
                return word.to_owned();
            };
            let side = folder.split('-').next().unwrap_or_default();
            format!("{side}/{file}")
        })
        .collect();
    words.join(" ")
}

/// The text with every uid replaced by its number among those seen, as long as it was.
fn numbered(shown: &str, seen: &mut Vec<String>) -> String {
    let mut text = String::new();
    let mut rest = shown;
    while let Some(next) = rest.chars().next() {
        let Some(uid) = rest.get(..36).filter(|start| is_uid(start)) else {
            text.push(next);
            rest = &rest[next.len_utf8()..];
            continue;
        };
        let place = seen.iter().position(|known| known == uid);
        let place = place.unwrap_or_else(|| {
            seen.push(uid.to_owned());
            seen.len() - 1
        });
        write!(text, "00000000-0000-0000-0000-{:012}", place + 1).unwrap();
        rest = &rest[36..];
    }
    text
}

fn is_uid(text: &str) -> bool {
    text.char_indices().all(|(at, letter)| match at {
        8 | 13 | 18 | 23 => letter == '-',
        _ => letter.is_ascii_digit() || ('a'..='f').contains(&letter),
    })
}
