//! What the server fills in, and what it refuses.

use crate::cases;
use crate::manifest::store;
use playground::cluster::api::{Object, SimTime, Specified, StatefulSet};
use playground::cluster::apiserver::{Actor, ApiError, Client, Store};
use playground::manifest::{read, write};
use serde_json::Value;
use std::fmt::Write;

/// Creates every object of the text.
pub(crate) fn create(store: &mut Store, text: &str) -> Vec<Result<Object, ApiError>> {
    let (documents, diagnostics) = read(text);
    assert_eq!(diagnostics, [], "{text}");
    let mut client = Client::new(store, Actor::You, SimTime(0));
    documents
        .into_iter()
        .map(|document| client.create_object(document.object))
        .collect()
}

/// The object without what only says when and in which order it was made.
pub(crate) fn shown(object: &Object) -> String {
    let mut object = object.clone();
    let meta = object.meta_mut();
    meta.uid = None;
    meta.resource_version = None;
    meta.creation_timestamp = None;
    write(&object)
}

fn stored(store: &mut Store, text: &str) -> String {
    let mut out = String::new();
    for result in create(store, text) {
        match result {
            Ok(object) => write!(out, "---\n{}", shown(&object)).unwrap(),
            Err(error) => writeln!(out, "---\nError: {error}").unwrap(),
        }
    }
    out
}

#[test]
fn manifests_are_completed() {
    cases::check("admission/defaults.txt", |text| stored(&mut store(), text));
}

#[test]
fn gates_decide_about_max_unavailable() {
    cases::check("admission/max_unavailable.txt", |text| {
        let mut store = store();
        store.gates.max_unavailable_stateful_set = true;
        stored(&mut store, text)
    });
}

/// Completing a completed object changes nothing.
#[test]
fn defaults_are_idempotent() {
    let text = std::fs::read_to_string("tests/cases/admission/defaults.txt").unwrap();
    let mut updated = 0;
    for case in text.split("#### ").skip(1) {
        let (_, text) = case.split_once('\n').unwrap();
        let (text, _) = text.split_once("==== out").unwrap();
        let mut store = store();
        for object in create(&mut store, text).into_iter().flatten() {
            let version = object.meta().resource_version.clone();
            let again = Client::new(&mut store, Actor::You, SimTime(9)).update_object(object);
            assert_eq!(again.unwrap().meta().resource_version, version, "{text}");
            updated += 1;
        }
    }
    assert!(updated > 10);
}

/// The templates of recorded revisions, byte for byte: their hashes depend on it.
#[test]
fn templates_are_completed_as_upstream_does() {
    let examples: Vec<Value> =
        serde_json::from_str(&std::fs::read_to_string("tests/traces/hashes.json").unwrap())
            .unwrap();
    let text = std::fs::read_to_string("tests/cases/admission/templates.yaml").unwrap();
    let (documents, diagnostics) = read(&text);
    assert_eq!(diagnostics, []);
    let mut compared = 0;
    for document in documents {
        let note = document.value["metadata"]["annotations"]["note"]
            .as_str()
            .unwrap()
            .to_owned();
        let mut matching = examples
            .iter()
            .filter(|example| example["note"] == *note)
            .peekable();
        assert!(matching.peek().is_some(), "no example {note:?}");
        let mut store = store();
        let object = Client::new(&mut store, Actor::You, SimTime(0)).create_object(document.object);
        let object = object.unwrap();
        let set = object.get::<StatefulSet>().unwrap();
        for example in matching {
            let mut expected = example["template"].clone();
            // The recorded example asks for more than it allows, which a server refuses.
            if note.starts_with("resources:") {
                let resources = &mut expected["spec"]["containers"][0]["resources"];
                let request = resources["requests"]["cpu"].take();
                resources["requests"]["cpu"] = resources["limits"]["cpu"].take();
                resources["limits"]["cpu"] = request;
            }
            assert_eq!(
                serde_json::to_value(&set.spec().template).unwrap(),
                expected,
                "{note}"
            );
            compared += 1;
        }
    }
    assert_eq!(
        compared, 10,
        "the examples without a manifest here differ in collisionCount or set name"
    );
}

/// A controller creates pods by the thousand: admission may not cost more than the rest. Allocations
/// are counted, which are the same on every machine.
#[test]
fn admission_is_cheap() {
    let text = include_str!("../cases/admission/pod.yaml");
    let (documents, _) = read(text);
    let Object::Pod(pod) = &documents[0].object else {
        panic!("not a pod")
    };
    let create = |store: &mut Store, ordinals: std::ops::Range<usize>| {
        let mut client = Client::new(store, Actor::StatefulSetController, SimTime(0));
        for ordinal in ordinals {
            let mut pod = playground::cluster::api::Pod::clone(pod);
            pod.metadata.name = Some(format!("web-{ordinal}"));
            client.create(pod).unwrap();
        }
    };
    let each = |admission: bool, there: usize| {
        let mut store = store();
        store.admission = admission;
        create(&mut store, 0..there);
        let counted = allocation_counter::measure(|| create(&mut store, there..there + 100));
        counted.count_total / 100
    };
    let (with, without) = (each(true, 0), each(false, 0));
    assert!(
        with <= 2 * without,
        "{with} allocations, {without} without admission"
    );
    // However many there are already.
    let crowded = each(true, 2_000);
    assert!(
        crowded <= with + 2,
        "{crowded} allocations, {with} among few"
    );
}
