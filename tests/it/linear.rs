//! The page examines a text at every key. Ten times the text may cost ten times as much, and no more:
//! allocated bytes are counted, which are the same on every machine (`cargo bench --bench examine`
//! tells the time).

use crate::manifest::store;
use crate::texts::{SHAPES, examine, text};
use playground::cluster::api::SimTime;
use playground::cluster::apiserver::apply::apply;
use playground::cluster::apiserver::{Actor, Client};
use playground::manifest::read;
use std::fmt::Write;

#[test]
fn what_a_text_costs_grows_with_its_length() {
    let mut failed = String::new();
    for shape in SHAPES {
        let cost = |count: usize| {
            let (store, text) = (store(), text(shape, count));
            allocation_counter::measure(|| assert!(examine(&store, &text) < usize::MAX)).bytes_total
        };
        let (few, many) = (cost(300), cost(3_000));
        if many > 15 * few {
            writeln!(failed, "{shape}: {few} bytes, {many} for ten times as many").unwrap();
        }
    }
    assert_eq!(failed, "");
}

/// Applied once, it is looked at again beside what is stored.
#[test]
fn what_is_stored_does_not_change_that() {
    let mut failed = String::new();
    for shape in ["containers", "ports", "annotations", "documents"] {
        let cost = |count: usize| {
            let (mut store, text) = (store(), text(shape, count));
            for document in read(&text).0 {
                let mut client = Client::new(&mut store, Actor::You, SimTime(0));
                drop(apply(&mut client, document.object));
            }
            let changed = text
                .replace("image: x", "image: y")
                .replace("name: p1,", "name: q1,");
            allocation_counter::measure(|| assert!(examine(&store, &changed) < usize::MAX))
                .bytes_total
        };
        let (few, many) = (cost(300), cost(3_000));
        if many > 15 * few {
            writeln!(failed, "{shape}: {few} bytes, {many} for ten times as many").unwrap();
        }
    }
    assert_eq!(failed, "");
}
