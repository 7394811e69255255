//! Transcripts: what a person types after a prompt, and what the terminal shows. `UPDATE_CASES=1
//! cargo test` writes what came out into the files, for a person to read in the diff.
//!
//! ```text
//! seed 7
//! $ kubectl get nodes
//! NAME     STATUS   …
//! ```
//!
//! A command that fails is followed by `[exit 1]`. Lines that go on begin with `> `, lines for a
//! shell in a container with `/ # `.

use playground::kubectl::Output;
use playground::native::driver::{Driver, Stand};
use playground::shell::home::Home;
use playground::sim::world::Config;
use std::fmt::Write;
use std::fs;

const PROMPTS: [&str; 3] = ["$ ", "> ", "/ # "];

/// Types every line of `tests/transcripts/<name>.txt` and compares what is shown.
pub(crate) fn check(name: &str) {
    let path = format!("tests/transcripts/{name}.txt");
    let expected = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let found = play(&expected);
    if std::env::var_os("UPDATE_CASES").is_some() {
        fs::write(&path, found).unwrap();
        return;
    }
    compare(&path, &expected, &found);
}

/// Fails with the first lines that differ.
pub(crate) fn compare(path: &str, expected: &str, found: &str) {
    let different = expected
        .lines()
        .zip(found.lines())
        .position(|(one, other)| one != other);
    let at = different.unwrap_or(expected.lines().count().min(found.lines().count()));
    let around = |text: &str| {
        let lines: Vec<&str> = text.lines().collect();
        lines[at.saturating_sub(4).min(lines.len())..(at + 6).min(lines.len())].join("\n")
    };
    assert!(
        expected == found,
        "{path}, line {}:\n--- expected\n{}\n--- found\n{}",
        at + 1,
        around(expected),
        around(found)
    );
}

/// The transcript as it really goes.
pub(crate) fn play(transcript: &str) -> String {
    let mut found = String::new();
    let mut config = Config::default();
    for line in transcript.lines().take_while(|line| !is_typed(line)) {
        writeln!(found, "{line}").unwrap();
        if let Some(seed) = line.strip_prefix("seed ") {
            config.seed = seed.parse().expect("a seed is a number");
        }
    }
    let mut driver = Driver::new(config, Home::default());
    let mut prompt = "$ ".to_owned();
    for line in transcript.lines().filter(|line| is_typed(line)) {
        let typed = PROMPTS.iter().find_map(|prompt| line.strip_prefix(prompt));
        let mut shown = Output::new();
        let stand = driver.line(Some(typed.unwrap_or_default()), &mut |output| {
            shown.append(output)
        });
        writeln!(found, "{prompt}{}", typed.unwrap_or_default()).unwrap();
        // nginx ends its lines as HTTP does; a file of this repository does not.
        let text = shown.text().replace('\r', "");
        found.push_str(&text);
        if !text.is_empty() && !text.ends_with('\n') {
            found.push('\n');
        }
        match stand {
            Stand::Prompt(next) => {
                let comment = typed.is_some_and(|typed| typed.starts_with('#'));
                if next == "$ " && driver.status() != 0 && !comment {
                    writeln!(found, "[exit {}]", driver.status()).unwrap();
                }
                prompt = next;
            }
            Stand::Ended(code) => {
                writeln!(found, "[ended {code}]").unwrap();
                break;
            }
        }
    }
    found
}

fn is_typed(line: &str) -> bool {
    PROMPTS.iter().any(|prompt| line.starts_with(prompt)) || line == "$" || line == ">"
}
