//! `statefulset-playground shell`: lines in from standard input, what the terminal shows out.

use super::driver::{Driver, Stand};
use crate::cluster::apiserver::Gates;
use crate::kubectl::{Output, Stream};
use crate::shell::home::Home;
use crate::sim::world::Config;
use std::io::{BufRead, IsTerminal, Write, stderr, stdin, stdout};

/// Runs until the input ends or `exit` is typed; answers the exit code.
pub(super) fn run(arguments: &[String]) -> i32 {
    let (config, gates) = match config(arguments) {
        Ok(asked) => asked,
        Err(text) => {
            complain(&text);
            return 2;
        }
    };
    let home = Home::with_disk(|path| std::fs::read_to_string(path).ok());
    let mut driver = Driver::new(config, home);
    driver.set_gates(gates);
    let interactive = stdin().is_terminal();
    let mut prompt = "$ ".to_owned();
    let mut lines = stdin().lock().lines();
    loop {
        if interactive {
            show(&Output::of(prompt.as_str()));
        }
        let line = match lines.next() {
            Some(Ok(line)) => Some(line),
            Some(Err(error)) => {
                complain(&format!("cannot read standard input: {error}"));
                return 2;
            }
            None => None,
        };
        match driver.line(line.as_deref(), &mut |output| show(&output)) {
            Stand::Prompt(next) => prompt = next,
            Stand::Ended(code) => return code,
        }
    }
}

fn config(arguments: &[String]) -> Result<(Config, Gates), String> {
    let mut config = Config::default();
    let mut gates = Gates::default();
    let mut rest = arguments.iter();
    while let Some(name) = rest.next() {
        if name == "--feature-gates" {
            gates = self::gates(rest.next().map_or("", String::as_str))?;
            continue;
        }
        let number = rest.next().and_then(|text| text.parse::<u64>().ok());
        let Some(number) = number else {
            return Err(format!("{name} needs a number"));
        };
        match name.as_str() {
            "--seed" => config.seed = number,
            "--nodes" if (1..=100).contains(&number) => {
                config.nodes = u32::try_from(number).unwrap_or(config.nodes);
            }
            "--nodes" => return Err("--nodes takes 1 to 100".to_owned()),
            other => return Err(format!("unknown option {other}")),
        }
    }
    Ok((config, gates))
}

/// Reads gates as Kubernetes' own programs take them: `MaxUnavailableStatefulSet=true,…`
pub(super) fn gates(text: &str) -> Result<Gates, String> {
    let mut gates = Gates::default();
    for part in text.split(',') {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let on = value
            .parse()
            .map_err(|_| format!("--feature-gates: {part:?} is not NAME=true or NAME=false"))?;
        match name {
            "MaxUnavailableStatefulSet" => gates.max_unavailable_stateful_set = on,
            "ParallelMaxUnavailableFix" => gates.parallel_max_unavailable_fix = on,
            other => return Err(format!("--feature-gates: there is no gate {other}")),
        }
    }
    Ok(gates)
}

/// Prints as it comes; when nobody reads any more there is nobody to tell.
pub(super) fn show(output: &Output) {
    for (stream, text) in output.parts() {
        let written = match stream {
            Stream::Out => stdout()
                .write_all(text.as_bytes())
                .and_then(|()| stdout().flush()),
            Stream::Err => stderr().write_all(text.as_bytes()),
        };
        if written.is_err() {
            return;
        }
    }
}

/// A line on standard error.
pub(super) fn complain(text: &str) {
    let mut output = Output::new();
    output.complain(text);
    show(&output);
}
