//! The server as a process, and what the system tells of it.

use std::fs::{read_dir, read_to_string};
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// The thread that answers what is small.
const MAIN_THREAD: &str = "serve-api";

/// A server that ends with this.
pub(super) struct Served {
    pub(super) address: SocketAddr,
    child: Child,
    /// Where the system says how long the main thread had to wait.
    schedule: String,
}

impl Served {
    pub(super) fn start(word: &str) -> Self {
        let program = std::env::current_exe().expect("the program's own path");
        let mut child = Command::new(program)
            .arg(word)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it runs");
        let mut line = String::new();
        let told = child.stdout.take().expect("it was piped");
        BufReader::new(told).read_line(&mut line).expect("a line");
        let schedule = thread_of(child.id());
        Self {
            address: line.trim().parse().expect("an address"),
            child,
            schedule,
        }
    }

    /// How long its main thread has waited for a processor since it began.
    pub(super) fn delay(&self) -> Duration {
        delay(&self.schedule)
    }

    /// The most memory it has had.
    pub(super) fn peak_mb(&self) -> u64 {
        let status = read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmHWM:"));
        let kb = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
        kb.unwrap_or_default() / 1024
    }

    /// How long it has worked, all threads together.
    pub(super) fn cpu_seconds(&self) -> f64 {
        let threads = read_dir(format!("/proc/{}/task", self.child.id()));
        let ran = threads.into_iter().flatten().flatten().map(|thread| {
            let path = thread.path().join("schedstat");
            number(&path.to_string_lossy(), 0)
        });
        ran.sum::<u64>() as f64 / 1e9
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn thread_of(process: u32) -> String {
    let threads = read_dir(format!("/proc/{process}/task"));
    let mut threads = threads.into_iter().flatten().flatten();
    let main = threads.find(|thread| {
        let name = read_to_string(thread.path().join("comm")).unwrap_or_default();
        name.trim() == MAIN_THREAD
    });
    let path = main.map(|thread| thread.path().join("schedstat"));
    path.map_or(String::new(), |path| path.to_string_lossy().into_owned())
}

/// How long this thread has waited for a processor since it began.
pub(super) fn own_delay() -> Duration {
    delay("/proc/thread-self/schedstat")
}

fn delay(path: &str) -> Duration {
    Duration::from_nanos(number(path, 1))
}

/// Nanoseconds run, nanoseconds waited, and how often; nothing where the system does not tell.
fn number(path: &str, at: usize) -> u64 {
    let text = read_to_string(path).unwrap_or_default();
    let number = text.split_whitespace().nth(at);
    number
        .and_then(|text| text.parse().ok())
        .unwrap_or_default()
}
