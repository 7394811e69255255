//! Every kind the cluster serves, the whole way: decoded, completed, checked, stored, printed in every
//! form, changed, described and deleted.

use crate::cases;
use crate::manifest::store;
use playground::cluster::api::{Event, Kind, SimTime};
use playground::cluster::apiserver::{Actor, Client, DeleteOptions};
use playground::kubectl::Output;
use playground::manifest::read;
use playground::native::driver::Driver;
use playground::shell::home::Home;
use playground::sim::world::Config;
use std::collections::BTreeSet;
use std::fmt::Write;

const ALL: &str = "tests/manifests/kinds.yaml";

/// `kubectl` with these words, and what it printed.
fn kubectl(driver: &mut Driver, words: &str) -> String {
    let mut shown = Output::new();
    driver.line(Some(&format!("kubectl {words}")), &mut |output| {
        shown.append(output)
    });
    shown.text()
}

#[test]
fn every_kind_goes_the_whole_way() {
    let text = std::fs::read_to_string(ALL).unwrap();
    let (documents, diagnostics) = read(&text);
    assert_eq!(diagnostics, []);
    let kinds: BTreeSet<Kind> = documents.iter().map(|document| document.key.kind).collect();
    assert_eq!(kinds.len(), Kind::ALL.len(), "{kinds:?}");
    let mut store = store();
    for document in &documents {
        let mut client = Client::new(&mut store, Actor::You, SimTime(0));
        let created = client.create_object(document.object.clone());
        let created = created.unwrap_or_else(|error| panic!("{}: {error}", document.key));
        // Completing what is complete changes nothing, and what is stored is sound.
        let again = client.update_object(created.clone()).unwrap();
        assert!(again.same(&created), "{}", document.key);
        let mut labelled = created;
        labelled
            .meta_mut()
            .labels
            .get_or_insert_default()
            .insert("a".to_owned(), "b".to_owned());
        let changed = client.update_object(labelled).unwrap();
        client
            .delete(&changed.key(), &DeleteOptions::default())
            .unwrap();
    }
}

/// Tables in both widths, and every other form, for each kind.
#[test]
fn every_kind_is_printed() {
    cases::check("kinds/tables.txt", |_| {
        let mut home = Home::default();
        assert!(home.write("kinds.yaml", &std::fs::read_to_string(ALL).unwrap()));
        let mut driver = Driver::new(Config::default(), home);
        let mut out = kubectl(&mut driver, "create -f kinds.yaml");
        for kind in Kind::ALL {
            let plural = kind.info().plural;
            writeln!(out, "\n# {plural}").unwrap();
            out += &kubectl(&mut driver, &format!("get {plural}"));
            out += &kubectl(&mut driver, &format!("get {plural} -o wide"));
            let names = kubectl(&mut driver, &format!("get {plural} -o name"));
            let name = names.lines().last().unwrap().to_owned();
            for (form, expected) in [("yaml", "apiVersion:"), ("json", "\"apiVersion\":")] {
                let printed = kubectl(&mut driver, &format!("get {name} -o {form}"));
                assert!(printed.contains(expected), "{name} as {form}: {printed}");
            }
            let described = kubectl(&mut driver, &format!("describe {name}"));
            assert!(described.starts_with("Name:"), "{name}: {described}");
        }
        out
    });
}

/// What nobody acts on says so: one event, on the object, however often it is changed.
#[test]
fn kinds_without_behaviour_say_so_once() {
    let text = std::fs::read_to_string(ALL).unwrap();
    let mut store = store();
    let mut told = Vec::new();
    for document in read(&text).0 {
        let mut client = Client::new(&mut store, Actor::You, SimTime(0));
        let mut object = client.create_object(document.object).unwrap();
        for value in ["1", "2"] {
            object
                .meta_mut()
                .labels
                .get_or_insert_default()
                .insert("n".to_owned(), value.to_owned());
            object = client.update_object(object).unwrap();
        }
    }
    for event in store.list::<Event>() {
        if event.reason.as_deref() == Some("NotSimulated") {
            assert_eq!(event.count, Some(1));
            told.push(event.involved_object.kind.clone().unwrap_or_default());
        }
    }
    told.sort();
    assert_eq!(told, ["Deployment", "PodDisruptionBudget", "ReplicaSet"]);
}
