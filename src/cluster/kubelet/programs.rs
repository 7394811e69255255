//! Programs: what a container does once it runs.
//!
//! nginx serves its pages; shells and `sleep` do what their command says; everything else starts,
//! listens, stays, and leaves politely.

use super::images::{Image, NGINX_ROOT};
use crate::cluster::api::Container;
use crate::cluster::apiserver::uid::Rng;

/// What a container does.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Program {
    /// How long after its start it listens.
    pub(super) opens_after_ms: u64,
    /// Which ports it listens on then.
    pub(super) listens: Listens,
    /// When it ends by itself, and with which code.
    pub(super) ends: Option<(u64, i32)>,
    pub(super) on_term: OnTerm,
    /// The folder it serves by HTTP, if it is a web server.
    pub(super) serves: Option<&'static str>,
}

/// Which ports a program listens on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Listens {
    Nowhere,
    On(i32),
    /// Wherever it is asked: nobody knows this program better than the manifest.
    Everywhere,
}

/// What a program does when told to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum OnTerm {
    /// Ends after so long with this code.
    Exits { after_ms: u64, code: i32 },
    /// Nothing: as process 1 it has no default handler, and it set none.
    Ignores,
}

/// What the container's command, or else its image, does.
pub(super) fn program(image: &Image, container: &Container, rng: &mut Rng) -> Program {
    let mut program = of_container(image, container, rng);
    // With somebody attached to its standard input a program ends when they do, not before.
    if container.stdin_once == Some(true) {
        program.ends = None;
    }
    program
}

fn of_container(image: &Image, container: &Container, rng: &mut Rng) -> Program {
    let given = container
        .command
        .as_ref()
        .filter(|command| !command.is_empty());
    let arguments = container.args.as_deref().unwrap_or_default();
    match given {
        Some(command) => {
            let words: Vec<&str> = command
                .iter()
                .chain(arguments)
                .map(String::as_str)
                .collect();
            of_words(&words, image, rng)
        }
        // The usual images' entry point runs its arguments as a command.
        None if !arguments.is_empty() && !arguments[0].starts_with('-') => {
            let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
            of_words(&words, image, rng)
        }
        None => of_image(image, rng),
    }
}

fn of_image(image: &Image, rng: &mut Rng) -> Program {
    match image.base() {
        "nginx-unprivileged" => nginx(8080, rng),
        base if base.starts_with("nginx") => nginx(80, rng),
        // A shell without a terminal finds nothing to read and ends at once.
        "busybox" | "alpine" | "ubuntu" | "debian" | "hello-world" | "bash" => ends(30, 0),
        _ => server(rng),
    }
}

fn of_words(words: &[&str], image: &Image, rng: &mut Rng) -> Program {
    let name = words
        .first()
        .map_or("", |word| word.rsplit('/').next().unwrap_or_default());
    match name {
        "sh" | "bash" | "ash" => {
            let script = words
                .iter()
                .position(|word| word.starts_with('-') && word.ends_with('c'));
            match script.and_then(|at| words.get(at + 1)) {
                Some(script) => of_script(script, image, rng),
                None => ends(30, 0),
            }
        }
        "sleep" => match words.get(1).and_then(|text| span_ms(text)) {
            Some(ms) => Program {
                ends: Some((ms, 0)),
                ..idle()
            },
            None => idle(),
        },
        "true" | "echo" | "ls" | "cat" | "cp" | "mkdir" | "date" | "hostname" => ends(20, 0),
        "false" => ends(20, 1),
        "exit" => ends(20, code(words.get(1).copied())),
        "tail" | "pause" => idle(),
        name if name.starts_with("nginx") => nginx(80, rng),
        _ => server(rng),
    }
}

/// A script, command by command, until one of them stays or ends it all.
fn of_script(script: &str, image: &Image, rng: &mut Rng) -> Program {
    if ["while true", "while :", "until ", "while sleep"]
        .iter()
        .any(|loops| script.contains(loops))
    {
        return idle();
    }
    let mut elapsed_ms = 20;
    let mut last = 0;
    for command in script.replace("&&", ";").replace('\n', ";").split(';') {
        let words: Vec<&str> = command.split_whitespace().collect();
        let words = words.strip_prefix(&["exec"]).unwrap_or(&words);
        if words.is_empty() || words[0].contains('=') || matches!(words[0], "set" | "trap" | "cd") {
            continue;
        }
        let step = of_words(words, image, rng);
        match step.ends {
            Some((ms, code)) => {
                elapsed_ms += ms;
                last = code;
                if words[0] == "exit" {
                    break;
                }
            }
            None => return step,
        }
    }
    // A shell as process 1 waits for its child and ignores the signal.
    let on_term = if script.contains("trap") {
        OnTerm::Exits {
            after_ms: rng.between(50, 300),
            code: 0,
        }
    } else {
        OnTerm::Ignores
    };
    Program {
        ends: Some((elapsed_ms, last)),
        on_term,
        ..idle()
    }
}

fn nginx(port: i32, rng: &mut Rng) -> Program {
    Program {
        opens_after_ms: rng.between(40, 160),
        listens: Listens::On(port),
        ends: None,
        on_term: OnTerm::Exits {
            after_ms: rng.between(100, 400),
            code: 0,
        },
        serves: Some(NGINX_ROOT),
    }
}

fn server(rng: &mut Rng) -> Program {
    Program {
        opens_after_ms: rng.between(300, 1500),
        listens: Listens::Everywhere,
        ends: None,
        on_term: OnTerm::Exits {
            after_ms: rng.between(300, 1500),
            code: 0,
        },
        serves: None,
    }
}

const fn idle() -> Program {
    Program {
        opens_after_ms: 0,
        listens: Listens::Nowhere,
        ends: None,
        on_term: OnTerm::Ignores,
        serves: None,
    }
}

const fn ends(after_ms: u64, code: i32) -> Program {
    Program {
        ends: Some((after_ms, code)),
        ..idle()
    }
}

fn code(word: Option<&str>) -> i32 {
    word.and_then(|word| word.parse().ok()).unwrap_or(0)
}

/// `30`, `1.5`, `10m`, `infinity` (none: it never ends).
fn span_ms(text: &str) -> Option<u64> {
    let (number, unit_ms) = match text.strip_suffix(['s', 'm', 'h', 'd']) {
        None => (text, 1000),
        Some(number) => match text.chars().last() {
            Some('m') => (number, 60_000),
            Some('h') => (number, 3_600_000),
            Some('d') => (number, 86_400_000),
            _ => (number, 1000),
        },
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let tenths: u64 = fraction
        .get(..1)
        .and_then(|digit| digit.parse().ok())
        .unwrap_or(0);
    whole
        .parse::<u64>()
        .ok()
        .map(|whole| whole * unit_ms + tenths * unit_ms / 10)
}
