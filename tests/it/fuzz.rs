//! Fuzzing: mutated texts, patches, objects and command lines. Whatever comes, nothing panics, nothing
//! hangs, and what is let in is sound. A short run, the same every time, is a test; a long one is
//! `cargo xtask fuzz --minutes 10`, which goes on from where the clock of its seed begins.
//!
//! Every execution has a number; `FUZZ_SEED=<number> FUZZ_RUNS=1` repeats one.

use crate::cases;
use crate::mutate::Mutator;
use playground::cluster::api::{Object, SimTime};
use playground::cluster::apiserver::decode::decode;
use playground::cluster::apiserver::patch::{patch_object, patch_onto};
use playground::cluster::apiserver::{Actor, Client, Store, apply};
use playground::kubectl::Output;
use playground::manifest::{check, read, refused, write, write_value};
use playground::native::driver::Driver;
use playground::shell::home::Home;
use playground::sim::world::Config;
use playground::sim::{Input, Request, Timeline};
use std::fmt::Write as _;
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::time::Duration;

/// Executions of one target in a test run.
const RUNS: u64 = 600;
/// An execution that takes longer than this hangs, for all anybody can tell.
const HANG: Duration = Duration::from_secs(30);

/// What goes in, as a person would have to type it to see the same.
struct Case {
    shown: String,
    run: Box<dyn FnOnce()>,
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Runs a target with one seed after the other: as often as a test may, or for as long as was asked.
fn fuzz(name: &str, make: impl Fn(&mut Mutator) -> Case) {
    let first = setting("FUZZ_SEED").unwrap_or(1);
    let runs = setting("FUZZ_RUNS").unwrap_or(RUNS);
    let until = setting("FUZZ_SECONDS").map(Duration::from_secs);
    let beats = watchdog(name.to_owned());
    let (mut executions, mut spent) = (0, Duration::ZERO);
    while until.map_or(executions < runs, |until| spent < until) {
        let seed = first + executions;
        let ((), took) = cases::timed(|| {
            let case = make(&mut Mutator::new(seed));
            let _ = beats.send((seed, case.shown.clone()));
            if catch_unwind(AssertUnwindSafe(case.run)).is_err() {
                panic!("{name}, seed {seed}:\n{}", case.shown);
            }
        });
        spent += took;
        executions += 1;
    }
    if until.is_some() {
        let _ = writeln!(
            std::io::stderr(),
            "{name}: {executions} executions in {} s, {} MB at most",
            spent.as_secs(),
            memory_mb_max()
        );
        assert!(memory_mb_max() < 2_000, "memory grows");
    }
}

/// Ends the process, with the input, when an execution does not end by itself.
fn watchdog(name: String) -> mpsc::Sender<(u64, String)> {
    let (sender, beats) = mpsc::channel::<(u64, String)>();
    std::thread::spawn(move || {
        let Ok(mut last) = beats.recv() else { return };
        loop {
            match beats.recv_timeout(HANG) {
                Ok(beat) => last = beat,
                Err(mpsc::RecvTimeoutError::Disconnected) => return,
                Err(mpsc::RecvTimeoutError::Timeout) => {
                    let (seed, shown) = &last;
                    let _ = writeln!(std::io::stderr(), "{name} hangs, seed {seed}:\n{shown}");
                    std::process::exit(101);
                }
            }
        }
    });
    sender
}

/// The most memory this process ever had, as Linux tells it; 0 elsewhere.
fn memory_mb_max() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or_default() / 1024
}

/// Every manifest of the tests, as text.
fn texts() -> Vec<String> {
    let mut paths: Vec<_> = std::fs::read_dir("tests/manifests")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths.push("tests/cases/manifest/mangle.yaml".into());
    paths.push("src/shell/home/web.yaml".into());
    paths
        .into_iter()
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect()
}

fn objects() -> Vec<Object> {
    let documents = texts().into_iter().flat_map(|text| read(&text).0);
    documents.map(|document| document.object).collect()
}

fn client(store: &mut Store) -> Client<'_> {
    Client::new(store, Actor::You, SimTime(1_000))
}

/// A cluster that has seen a little of everything.
fn stocked() -> Store {
    let mut store = Timeline::new(Config::default())
        .world()
        .cluster
        .store
        .clone();
    for object in read(&std::fs::read_to_string("tests/manifests/kinds.yaml").unwrap()).0 {
        client(&mut store).create_object(object.object).unwrap();
    }
    store
}

/// What every stored object must be: complete, sound, and the same when it is written and read.
fn sound(store: &mut Store, object: &Object) {
    let again = client(store).update_object(object.clone());
    let again = again.unwrap_or_else(|error| panic!("what was stored is refused: {error}"));
    assert_eq!(again, *object, "completing what is complete changes it");
    let text = write(object);
    let (documents, diagnostics) = read(&text);
    assert!(!refused(&diagnostics), "{diagnostics:?}\n{text}");
    assert_eq!(documents[0].object.to_value(), object.to_value(), "{text}");
}

#[test]
fn texts_are_read_checked_and_written() {
    let (texts, stocked) = (texts(), stocked());
    fuzz("texts", |mutator| {
        let text = mutator.text(&texts);
        let (store, shown, at) = (stocked.clone(), text.clone(), mutator.pick(text.len() + 1));
        let run = Box::new(move || {
            let (documents, diagnostics) = read(&text);
            for diagnostic in diagnostics.iter().chain(&check(&store, &documents)) {
                assert!(
                    text.get(diagnostic.span.clone()).is_some(),
                    "{diagnostic:?}"
                );
            }
            for document in &documents {
                let field = document.places.field_at(at);
                assert!(text.get(document.places.blame(&field)).is_some(), "{field}");
                let printed = write_value(&document.value);
                let (again, diagnostics) = read(&printed);
                assert!(!again.is_empty() || refused(&diagnostics), "{printed}");
                for again in again.iter().take(1) {
                    let (again, value) = (&again.value, &document.value);
                    assert_eq!(again, value, "read again from\n{printed}");
                }
            }
        });
        Case { shown, run }
    });
}

#[test]
fn patches_are_carried_out_or_refused() {
    let stocked = stocked();
    let live: Vec<Object> = stocked.all().cloned().collect();
    fuzz("patches", |mutator| {
        let object = live[mutator.pick(live.len())].clone();
        let (kind, patch) = mutator.patch(&object.to_value());
        let shown = format!("{} {kind:?} {patch}", object.key());
        let mut store = stocked.clone();
        let run = Box::new(move || {
            let _ = patch_onto(&object, kind, &patch);
            let mut client = client(&mut store);
            if let Ok(object) = patch_object(&mut client, &object.key(), kind, &patch) {
                sound(&mut store, &object);
            }
        });
        Case { shown, run }
    });
}

#[test]
fn objects_are_decoded_stored_and_applied() {
    let (objects, stocked) = (objects(), stocked());
    fuzz("objects", |mutator| {
        let object = objects[mutator.pick(objects.len())].clone();
        let (first, second) = (
            mutator.value(&object.to_value()),
            mutator.value(&object.to_value()),
        );
        let shown = format!("{first}\n{second}");
        let mut store = stocked.clone();
        let run = Box::new(move || {
            for value in [first, second] {
                let decoded = decode(object.kind(), &value);
                let Some(object) = decoded.object.filter(|_| decoded.faults.is_empty()) else {
                    continue;
                };
                // kubectl applies only what it can find again.
                if object.meta().name.is_none() {
                    continue;
                }
                let Ok(applied) = apply::apply(&mut client(&mut store), object.clone()) else {
                    continue;
                };
                let stored = applied.object().clone();
                sound(&mut store, &stored);
                // Whoever applies the same again changes nothing.
                let again = match apply::apply(&mut client(&mut store), object) {
                    // Items without their key can be created, but not merged; kubectl says so too.
                    Err(error) if error.message.contains("declared merge key") => continue,
                    again => again.unwrap(),
                };
                assert_eq!(again.object(), &stored, "applied twice");
            }
        });
        Case { shown, run }
    });
}

/// What the server lets in, the controllers, the scheduler and the kubelets must be able to live with.
#[test]
fn clusters_live_with_what_was_let_in() {
    let objects = objects();
    let begun = Timeline::new(Config::default());
    fuzz("clusters", |mutator| {
        let mut inputs = Vec::new();
        let mut shown = String::new();
        for _ in 0..=mutator.pick(3) {
            let object = &objects[mutator.pick(objects.len())];
            let value = mutator.touch(&object.to_value());
            let decoded = decode(object.kind(), &value);
            if let Some(object) = decoded.object.filter(|_| decoded.faults.is_empty()) {
                // A thousand pods are another test's matter.
                let few = value["spec"]["replicas"]
                    .as_i64()
                    .is_none_or(|replicas| replicas <= 20);
                if few {
                    writeln!(shown, "{value}").unwrap();
                    inputs.push(Input::Request(Request::Apply(object)));
                }
            }
        }
        let mut timeline = begun.clone();
        let run = Box::new(move || {
            for input in inputs {
                drop(timeline.push(input));
                for _ in 0..120 {
                    if timeline.step().is_none() {
                        break;
                    }
                }
            }
        });
        Case { shown, run }
    });
}

/// What people type, with mistakes in it.
#[test]
fn command_lines_are_answered() {
    let mut typed: Vec<String> = Vec::new();
    for name in [
        "errors", "forms", "journey", "rollout", "describe", "nodes", "quota",
    ] {
        let text = std::fs::read_to_string(format!("tests/transcripts/{name}.txt")).unwrap();
        typed.extend(
            text.lines()
                .filter_map(|line| line.strip_prefix("$ "))
                .map(str::to_owned),
        );
    }
    let home = Home::default();
    let mut begun = Driver::new(Config::default(), home);
    begun.line(Some("kubectl apply -f web.yaml"), &mut |_| {});
    begun.line(Some("sleep 20"), &mut |_| {});
    fuzz("commands", |mutator| {
        let mut line = mutator.text(&typed).replace(['\n', '\r'], " ");
        line.truncate(line.floor_char_boundary(2_000));
        let (shown, mut driver) = (line.clone(), begun.clone());
        let run = Box::new(move || {
            let mut shown = Output::new();
            // A loop of a thousand lines, say, is interrupted by whoever waits for it.
            if !line.contains("sleep") && !line.contains("while") {
                driver.line(Some(&line), &mut |output| shown.append(output));
                driver.interrupt();
                driver.line(Some("kubectl get all"), &mut |output| shown.append(output));
            }
        });
        Case { shown, run }
    });
}
