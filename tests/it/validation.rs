//! Every numbered case of the specification of errors: manifests and commands in; what kubectl prints,
//! what the API answers and where in the text it belongs out. One file a case, in `cases/validation`;
//! what does not hold is in `listed.txt`, with the reason; a file there may be shows what is told instead.
//!
//! ```text
//! #### S-5 fewer than no replicas
//! -- web.yaml --
//! the manifest
//! $ kubectl create -f web.yaml
//! ==== out
//! what the last command printed
//! [exit 1]
//! API: the message of the Status object
//! web.yaml:6:13 «-1» the field and what is said of it
//! ```

use crate::cases;
use crate::manifest::told;
use playground::cluster::api::{Object, SimTime};
use playground::cluster::apiserver::{Actor, Client, Gates, Store, apply};
use playground::kubectl::Output;
use playground::manifest::{Diagnostic, decode_refusal, read, refusals, refused};
use playground::native::driver::Driver;
use playground::shell::home::Home;
use playground::sim::Input;
use playground::sim::world::Config;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;

const FOLDER: &str = "tests/cases/validation";
/// How many cases each part of the specification has.
const PARTS: [(char, usize); 5] = [('S', 63), ('U', 6), ('V', 14), ('P', 11), ('D', 32)];

/// Long values stand in the files as words, or nobody could read them.
const WORDS: [(&str, &str, usize); 2] = [("HUGE", "a", 262_144), ("LONG", "a", 64)];

fn unfolded(text: &str) -> String {
    WORDS
        .iter()
        .fold(text.to_owned(), |text, (word, letter, count)| {
            text.replace(word, &letter.repeat(*count))
        })
}

fn folded(text: &str) -> String {
    WORDS
        .iter()
        .fold(text.to_owned(), |text, (word, letter, count)| {
            text.replace(&letter.repeat(*count), word)
        })
}

/// The files and commands of a case, and whether it wants the feature gate.
#[derive(Default)]
struct Script {
    gate: bool,
    files: Vec<(String, String)>,
    commands: Vec<String>,
}

impl Script {
    fn parse(text: &str) -> Self {
        let mut script = Self::default();
        for line in text.lines() {
            let name = line
                .strip_prefix("-- ")
                .and_then(|line| line.strip_suffix(" --"));
            if let Some(name) = name {
                script.files.push((name.to_owned(), String::new()));
            } else if let Some(command) = line.strip_prefix("$ ") {
                script.commands.push(command.to_owned());
            } else if line == "gate MaxUnavailableStatefulSet" {
                script.gate = true;
            } else if let Some((_, file)) = script.files.last_mut() {
                writeln!(file, "{line}").unwrap();
            }
        }
        script
    }

    fn file(&self, name: &str) -> Option<&str> {
        let found = self.files.iter().find(|(known, _)| known == name);
        found.map(|(_, text)| text.as_str())
    }
}

fn played(text: &str) -> String {
    let script = Script::parse(&unfolded(text));
    let mut home = Home::default();
    for (name, text) in &script.files {
        assert!(home.write(name, text), "{name} is too large");
    }
    let mut driver = Driver::new(Config::default(), home);
    if script.gate {
        driver.act(Input::Gates(Gates {
            max_unavailable_stateful_set: true,
            ..Gates::default()
        }));
    }
    let (last, before) = script.commands.split_last().expect("a case has a command");
    for command in before {
        let (shown, code) = typed(&mut driver, command);
        assert_eq!(code, 0, "{command}: {shown}");
    }
    let store = driver.timeline().world().cluster.store.clone();
    let (mut out, code) = typed(&mut driver, last);
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
    if code != 0 {
        writeln!(out, "[exit {code}]").unwrap();
    }
    out += &answer(&script, last, store);
    folded(&out)
}

fn typed(driver: &mut Driver, command: &str) -> (String, i32) {
    let mut shown = Output::new();
    driver.line(Some(command), &mut |output| shown.append(output));
    (shown.text(), driver.status())
}

/// What the server answers to a command with a manifest, and where in the manifest it belongs.
fn answer(script: &Script, command: &str, mut store: Store) -> String {
    let words: Vec<&str> = command.split_whitespace().collect();
    let ["kubectl", verb, "-f", name, ..] = words.as_slice() else {
        return String::new();
    };
    let Some(text) = script.file(name) else {
        return String::new();
    };
    let place = |diagnostics: &[Diagnostic]| {
        diagnostics.iter().fold(String::new(), |all, one| {
            all + name + ":" + &told(text, std::slice::from_ref(one))
        })
    };
    let (documents, diagnostics) = read(text);
    let mut out = String::new();
    if refused(&diagnostics) {
        for document in &documents {
            // A patch is answered otherwise, in words that kubectl repeats.
            let patched = *verb == "apply" && store.object(&document.key).is_some();
            let message = decode_refusal(document.key.kind, &diagnostics);
            if let Some(message) = message.filter(|_| !patched) {
                writeln!(out, "API: {message}").unwrap();
                break;
            }
        }
        return out + &place(&diagnostics);
    }
    let mut client = Client::new(&mut store, Actor::You, SimTime(0));
    for document in &documents {
        let object = document.object.clone();
        let result = match *verb {
            "create" => client.create_object(object).map(drop),
            "replace" => client.update_object(placed(object)).map(drop),
            _ => apply::apply(&mut client, object).map(drop),
        };
        if let Err(error) = result {
            writeln!(out, "API: {error}").unwrap();
            out += &place(&refusals(document, &error));
        }
    }
    out + &place(&diagnostics)
}

fn placed(mut object: Object) -> Object {
    let namespaced = object.kind().info().namespaced;
    let meta = object.meta_mut();
    if namespaced && meta.namespace.is_none() {
        meta.namespace = Some("default".to_owned());
    }
    object
}

/// The files of the table, with the number each is named by.
fn files() -> Vec<(String, String)> {
    let names = fs::read_dir(FOLDER)
        .unwrap()
        .map(|entry| entry.unwrap().file_name());
    let mut files: Vec<(String, String)> = names
        .map(|name| name.to_string_lossy().into_owned())
        .filter_map(|name| Some((name.strip_suffix(".txt")?.to_owned(), name.clone())))
        .filter(|(number, _)| number != "listed")
        .collect();
    files.sort();
    files
}

#[test]
fn every_numbered_case_holds_or_is_listed() {
    let mut held = Vec::new();
    for (name, file) in files() {
        cases::check(&format!("validation/{file}"), played);
        held.push(name);
    }
    let listed = fs::read_to_string(format!("{FOLDER}/listed.txt")).unwrap();
    let listed: Vec<&str> = listed
        .lines()
        .filter_map(|line| line.split_once(": "))
        .map(|(number, _)| number)
        .collect();
    let numbers: Vec<String> = PARTS
        .into_iter()
        .flat_map(|(part, size)| (1..=size).map(move |number| format!("{part}-{number}")))
        .collect();
    for number in &listed {
        assert!(numbers.iter().any(|known| known == number), "{number}");
    }
    held.retain(|name| numbers.contains(name) && !listed.contains(&name.as_str()));
    let untold: Vec<&String> = numbers
        .iter()
        .filter(|number| !held.contains(number) && !listed.contains(&number.as_str()))
        .collect();
    assert!(
        untold.is_empty(),
        "neither a file nor a line in listed.txt: {untold:?}"
    );
    report(&format!(
        "validation: {} of {} cases of the specification hold, {} listed",
        held.len(),
        numbers.len(),
        listed.len()
    ));
}

/// Says the count past the test runner, which swallows what tests print, and leaves it for
/// `cargo xtask test`.
fn report(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
    fs::write(
        concat!(env!("CARGO_TARGET_TMPDIR"), "/validation.txt"),
        line,
    )
    .unwrap();
}
