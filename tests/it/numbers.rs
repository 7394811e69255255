//! Numbers at the ends of what can be written, and beyond. Each is refused in the server's words, at its
//! place, or taken for what the server takes it for; the page lives.

use crate::cases;
use crate::manifest::{store, told};
use playground::cluster::api::SimTime;
use playground::cluster::apiserver::apply::apply;
use playground::cluster::apiserver::{Actor, Client};
use playground::manifest::{check, read};
use playground::sim::world::Config;
use playground::sim::{Input, Request, Timeline};
use std::fmt::Write;

fn manifest(line: &str) -> String {
    let set = |field: &str| {
        format!(
            "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {{name: web}}\nspec:\n  serviceName: x\n  selector: {{matchLabels: {{app: x}}}}\n  template:\n    metadata: {{labels: {{app: x}}}}\n    spec: {{containers: [{{name: c, image: nginx}}]}}\n  {field}\n"
        )
    };
    let containers = "containers: [{name: c, image: nginx}]";
    match line.split_once(' ').expect("a field and a value") {
        ("pod", field) if field.starts_with("containers") => {
            format!("apiVersion: v1\nkind: Pod\nmetadata: {{name: p}}\nspec: {{{field}}}\n")
        }
        ("pod", field) => format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: p}}\nspec: {{{containers}, {field}}}\n"
        ),
        ("service", field) => {
            format!("apiVersion: v1\nkind: Service\nmetadata: {{name: s}}\nspec: {{{field}}}\n")
        }
        ("claim", amount) => format!(
            "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {{name: c}}\nspec: {{accessModes: [ReadWriteOnce], resources: {{requests: {{storage: {amount}}}}}}}\n"
        ),
        _ => set(line),
    }
}

/// What the editor marks, line by line; `taken` where it marks nothing.
fn marked(lines: &str) -> String {
    let store = store();
    let mut out = String::new();
    for line in lines.lines().filter(|line| !line.trim().is_empty()) {
        let text = manifest(line);
        let (documents, mut diagnostics) = read(&text);
        diagnostics.extend(check(&store, &documents));
        writeln!(out, "{line}").unwrap();
        let told = told(&text, &diagnostics);
        for told in told.lines() {
            writeln!(out, "    {told}").unwrap();
        }
        if told.is_empty() {
            writeln!(out, "    taken").unwrap();
        }
    }
    out
}

#[test]
fn numbers_are_refused_at_their_place_or_taken() {
    cases::check("extremes/numbers.txt", marked);
}

/// What is taken is lived with: a minute of the cluster with it, and its end.
#[test]
fn what_is_taken_is_lived_with() {
    let text = std::fs::read_to_string("tests/cases/extremes/numbers.txt").unwrap();
    let lines: Vec<&str> = text.lines().collect();
    for pair in lines.windows(2).filter(|pair| pair[1] == "    taken") {
        let mut timeline = Timeline::new(Config {
            storage_mib: 4,
            ..Config::default()
        });
        for document in read(&manifest(pair[0])).0 {
            let mut scratch = timeline.world().cluster.store.clone();
            let mut client = Client::new(&mut scratch, Actor::You, SimTime(0));
            assert!(
                apply(&mut client, document.object.clone()).is_ok(),
                "{}",
                pair[0]
            );
            drop(timeline.push(Input::Request(Request::Apply(document.object.clone()))));
            let now = timeline.world().now;
            drop(timeline.advance(SimTime(now.0 + 60_000)));
            let delete = Request::Delete(
                document.key,
                playground::cluster::apiserver::DeleteOptions::default(),
            );
            drop(timeline.push(Input::Request(delete)));
            drop(timeline.advance(SimTime(now.0 + 120_000)));
        }
    }
}
