//! Running other programs.

use std::env;
use std::ffi::OsStr;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use crate::failure::{Failure, Result, While};
use crate::paths;

/// What a program that ended said, and whether it was content.
pub struct Ended {
    /// True when it exited with 0.
    pub succeeded: bool,
    /// Its standard output and standard error, line by line as they came.
    pub said: String,
}

/// A program to be run in the project's top folder, with the project's tools first on its PATH.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let own = [
        paths::tools().join("bin"),
        paths::www().join("node_modules/.bin"),
    ];
    let inherited = env::var_os("PATH").unwrap_or_default();
    let mut command = Command::new(program);
    command.current_dir(paths::root());
    if let Ok(path) = env::join_paths(own.into_iter().chain(env::split_paths(&inherited))) {
        command.env("PATH", path);
    }
    command
}

/// `cargo`, in the project's top folder.
pub fn cargo<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Command {
    let mut command = command("cargo");
    command.args(arguments);
    command
}

/// Runs a program to its end, its output going straight to the terminal.
///
/// # Errors
/// When it cannot be started or does not exit with 0.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .while_doing(format!("starting `{}`", shown(command)))?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(format!(
            "`{}` ended with {status}.",
            shown(command)
        )))
    }
}

/// Runs a program to its end and returns what it wrote to standard output.
///
/// # Errors
/// When it cannot be started or does not exit with 0.
pub fn output_of(command: &mut Command) -> Result<String> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .while_doing(format!("starting `{}`", shown(command)))?;
    if !output.status.success() {
        return Err(Failure::new(format!(
            "`{}` ended with {}.",
            shown(command),
            output.status
        )));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// True when the program starts and exits with 0; it says nothing on the terminal.
pub fn succeeds(command: &mut Command) -> bool {
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .stdin(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Runs a program to its end; shows what it says and keeps it too.
///
/// # Errors
/// When it cannot be started. Its exit code is not an error here.
pub fn run_and_listen(command: &mut Command) -> Result<Ended> {
    let starting = format!("starting `{}`", shown(command));
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .while_doing(&starting)?;
    let errors = child
        .stderr
        .take()
        .map(|stream| thread::spawn(move || relay(stream, io::stderr())));
    let mut said = child
        .stdout
        .take()
        .map_or_else(String::new, |stream| relay(stream, io::stdout()));
    if let Some(Ok(errors)) = errors.map(thread::JoinHandle::join) {
        said.push_str(&errors);
    }
    let status = child.wait().while_doing(&starting)?;
    Ok(Ended {
        succeeded: status.success(),
        said,
    })
}

/// The first of these programs that PATH knows.
pub fn find_on_path(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    names.iter().find_map(|name| {
        env::split_paths(&path)
            .map(|folder| folder.join(name))
            .find(|file| is_program(file))
    })
}

#[cfg(unix)]
fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata()
        .is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(file: &Path) -> bool {
    file.is_file()
}

fn relay(from: impl Read, mut to: impl Write) -> String {
    let mut said = String::new();
    for line in BufReader::new(from).split(b'\n').map_while(io::Result::ok) {
        let line = String::from_utf8_lossy(&line);
        // The terminal may have gone away; what was said still counts.
        let _ = writeln!(to, "{line}");
        said.push_str(&line);
        said.push('\n');
    }
    said
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}
