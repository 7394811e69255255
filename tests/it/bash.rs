//! Our shell beside the machine's own bash and programs: the same lines, the same output and code.

use playground::native::driver::{Driver, Stand};
use playground::shell::home::Home;
use playground::sim::world::Config;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// What came of a script: standard output and the exit code.
type Said = (String, i32);

fn ours(script: &str) -> Said {
    let mut driver = Driver::new(Config::default(), Home::empty());
    let mut out = String::new();
    let mut code = None;
    for line in script.split('\n').map(Some).chain([None]) {
        let stand = driver.line(line, &mut |output| out.push_str(&output.stdout()));
        if let Stand::Ended(ended) = stand {
            code = Some(ended);
            break;
        }
    }
    (out, code.unwrap_or_else(|| driver.status()))
}

fn theirs(file: &str, program: &str, script: &str, number: usize) -> Said {
    let name = format!("playground-{file}-{}-{number}", std::process::id());
    let folder: PathBuf = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder).unwrap();
    let own = std::env::var("PATH").unwrap_or_default();
    // Its own programs come before the machine's.
    let (first, path): (&[&str], String) = match program {
        "busybox" => (&["sh"], format!("{}:{own}", applets().display())),
        _ => (&[], own),
    };
    let output = Command::new(program)
        .args(first)
        .args(["-c", script])
        .current_dir(&folder)
        .env_clear()
        .env("PATH", path)
        .env("HOME", &folder)
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    let out = String::from_utf8_lossy(&output.stdout).into_owned();
    (out, output.status.code().unwrap_or(-1))
}

/// A folder with every program busybox has.
fn applets() -> PathBuf {
    let folder = std::env::temp_dir().join("playground-busybox");
    if !folder.join("sh").exists() {
        std::fs::create_dir_all(&folder).unwrap();
        let mut install = Command::new("busybox");
        install
            .args(["--install", "-s"])
            .arg(&folder)
            .status()
            .unwrap();
    }
    folder
}

/// Runs every line of `tests/cases/shell/<file>` both ways.
fn check(file: &str, program: &str, ours: impl Fn(&str) -> Said) {
    let there = Command::new(program).arg("--help").output().is_ok();
    if !there {
        let sentence = format!("skipped: there is no {program} on this machine to compare with");
        let _ = writeln!(std::io::stderr(), "{sentence}");
        return;
    }
    let path = format!("tests/cases/shell/{file}");
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty());
    let (mut complaints, mut count, mut failed) = (String::new(), 0, 0);
    for (number, line) in lines.enumerate() {
        let script = line.replace('⏎', "\n");
        let (ours, theirs) = (ours(&script), theirs(file, program, &script, number));
        count += 1;
        if ours != theirs {
            failed += 1;
            writeln!(
                complaints,
                "$ {line}\n  ours   {ours:?}\n  theirs {theirs:?}"
            )
            .unwrap();
        }
    }
    assert!(failed == 0, "{failed} of {count} differ:\n{complaints}");
}

#[test]
fn the_language_is_that_of_bash() {
    check("language.txt", "bash", ours);
}

#[test]
fn programs_do_what_the_machines_do() {
    check("programs.txt", "bash", ours);
}

/// The same lines in a container of a pod, beside Debian's busybox.
#[test]
fn containers_speak_as_busybox_does() {
    let mut begun = Driver::new(Config::default(), Home::default());
    begun.line(Some("kubectl apply -f web.yaml"), &mut |_| {});
    begun.line(Some("sleep 60"), &mut |_| {});
    check("busybox.txt", "busybox", |script| {
        let mut driver = begun.clone();
        let quoted = script.replace('\'', "'\\''");
        let line = format!("kubectl exec web-0 -- sh -c 'cd /tmp; {quoted}'");
        let mut out = String::new();
        for line in line.split('\n') {
            driver.line(Some(line), &mut |output| out.push_str(&output.stdout()));
        }
        (out, driver.status())
    });
}
