//! The table of `serve.rs`.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark measures real time and prints it"
)]

mod asking;
mod load;
mod process;

use asking::Kept;
use load::{CASES, Case};
use playground::native::serve::{Options, start};
use process::{Served, own_delay};
use std::io::Read as _;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long each case is looked at, and how often somebody asks meanwhile.
const SPAN: Duration = Duration::from_secs(12);
const EVERY: Duration = Duration::from_millis(10);

/// What the small question is for.
const QUESTION: &str = "/api/v1/nodes/node-1";

/// With this word the program is the server.
const SERVER: &str = "--served";

pub(super) fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.iter().any(|word| word == SERVER) {
        return be_server();
    }
    let wanted = words.iter().find(|word| !word.starts_with("--"));
    println!(
        "{:<26}{:>8}{:>8}{:>8}{:>8}{:>8}{:>9}{:>7}",
        "while others ask for", "answers", "median", "99 %", "worst", "own", "MB peak", "CPU s"
    );
    for case in &CASES {
        if wanted.is_none_or(|wanted| wanted == case.name) {
            println!("{}", measured(case));
        }
    }
}

/// Serves until whoever started it hangs up.
fn be_server() {
    let server = start(&Options {
        port: 0,
        ..Options::default()
    });
    let server = server.expect("a port");
    println!("{}", server.address());
    drop(std::io::stdin().read(&mut [0]));
}

/// One answer: how long it took, and how long of that neither side had to wait for a processor.
struct Answer {
    wall_ms: f64,
    own_ms: f64,
}

fn measured(case: &Case) -> String {
    let served = Served::start(SERVER);
    let mut kept = Kept::open(served.address);
    let load = (case.begin)(served.address);
    let began = Instant::now();
    let mut answers = Vec::new();
    while began.elapsed() < SPAN {
        answers.push(answer(&served, &mut kept));
        sleep(EVERY);
    }
    let row = row(case.name, &mut answers, &served);
    drop(served);
    drop(load);
    row
}

fn answer(served: &Served, kept: &mut Kept) -> Answer {
    let waited = || served.delay() + own_delay();
    let (asked, before) = (Instant::now(), waited());
    kept.ask(QUESTION);
    let wall = asked.elapsed();
    let own = wall.saturating_sub(waited().saturating_sub(before));
    let ms = |span: Duration| span.as_secs_f64() * 1000.0;
    Answer {
        wall_ms: ms(wall),
        own_ms: ms(own),
    }
}

/// One line of the table.
fn row(name: &str, answers: &mut [Answer], served: &Served) -> String {
    let own = answers.iter().map(|answer| answer.own_ms);
    let own = own.fold(0.0, f64::max);
    answers.sort_by(|a, b| a.wall_ms.total_cmp(&b.wall_ms));
    let at = |hundredths: usize| answers[(answers.len() - 1) * hundredths / 100].wall_ms;
    format!(
        "{name:<26}{:>8}{:>8.1}{:>8.1}{:>8.1}{own:>8.1}{:>9}{:>7.1}",
        answers.len(),
        at(50),
        at(99),
        at(100),
        served.peak_mb(),
        served.cpu_seconds(),
    )
}
