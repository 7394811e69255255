//! Whatever is asked for, memory and time end: `replicas` of two thousand million, objects of a
//! megabyte, a database that is full.

use crate::support::{Lab, WEB};
use playground::cluster::api::{Key, Kind, Pod, StatefulSet};
use playground::cluster::apiserver::Gates;
use playground::cluster::outcome::Rule;
use playground::sim::world::Config;
use playground::sim::{Input, Request};

const MIB: usize = 1024 * 1024;

/// A cluster whose storage is soon full.
fn small(storage_mib: u32) -> Lab {
    Lab::with(Config {
        storage_mib,
        ..Config::default()
    })
}

fn web(changes: &[(&str, &str)]) -> String {
    changes.iter().fold(WEB.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    })
}

fn pods(lab: &Lab) -> usize {
    lab.world().cluster.store.list::<Pod>().count()
}

fn rule(lab: &Lab) -> Option<Rule> {
    let key = Key::new(Kind::StatefulSet, "default", "web");
    lab.world().waiting.get(&key).map(|waiting| waiting.rule)
}

fn scale(lab: &mut Lab, replicas: i32) {
    let key = Key::new(Kind::StatefulSet, "default", "web");
    lab.act(Input::Request(Request::Scale(key, replicas)));
}

/// A set that asks for far too many: what is there afterwards is bounded, and 0 replicas end it.
fn check(policy: &str, replicas: i32) {
    let mut lab = small(4);
    let asked = format!("replicas: {replicas}\n  podManagementPolicy: {policy}");
    lab.create(&web(&[("replicas: 2", &asked)]));
    lab.pass_ms(60_000);
    let store = &lab.world().cluster.store;
    assert!(store.bytes() < 4 * MIB, "{} bytes", store.bytes());
    let made = pods(&lab);
    assert!(made > 3, "{made} pods of {replicas}, {policy}");
    let set = store.get::<StatefulSet>("default", "web").expect("stays");
    assert_eq!(
        set.status.as_ref().map(|status| status.replicas),
        i32::try_from(made).ok()
    );
    if policy == "Parallel" {
        assert_eq!(rule(&lab), Some(Rule::StorageFull));
    }
    scale(&mut lab, 0);
    lab.until(1_000_000, "no pod is left", |world| {
        world.cluster.store.list::<Pod>().count() == 0
    });
}

#[test]
fn two_thousand_million_replicas_in_order() {
    check("OrderedReady", 2_000_000_000);
}

#[test]
fn two_thousand_million_replicas_at_once() {
    check("Parallel", 2_000_000_000);
}

#[test]
fn a_hundred_thousand_replicas_at_once() {
    check("Parallel", 100_000);
}

#[test]
fn a_look_makes_so_many_pods_and_comes_back_for_the_rest() {
    let mut lab = small(48);
    let asked = "replicas: 600\n  podManagementPolicy: Parallel";
    lab.create(&web(&[("replicas: 2", asked)]));
    let mut steps = vec![];
    while pods(&lab) < 600 {
        let before = pods(&lab);
        assert!(lab.timeline.step().is_some(), "at rest with {before} pods");
        let made = pods(&lab) - before;
        if made > 0 {
            steps.push(made);
        }
    }
    assert_eq!(steps, [250, 250, 100]);
}

#[test]
fn ordinals_end_where_names_can_no_longer_be_read() {
    let mut lab = small(4);
    let start = i32::MAX - 1;
    let asked =
        format!("replicas: 5\n  podManagementPolicy: Parallel\n  ordinals:\n    start: {start}");
    lab.create(&web(&[("replicas: 2", &asked)]));
    lab.pass_ms(60_000);
    // As upstream: the number of a name is read as 32 bits, so these are made and not known again.
    let names: Vec<String> = lab
        .world()
        .cluster
        .store
        .list::<Pod>()
        .map(|pod| pod.metadata.name.clone().unwrap_or_default())
        .collect();
    assert_eq!(
        names,
        [
            "web-2147483646",
            "web-2147483647",
            "web-2147483648",
            "web-2147483649",
            "web-2147483650"
        ]
    );
    assert_eq!(
        rule(&lab),
        Some(Rule::Failing),
        "web-2147483648 already exists"
    );
}

#[test]
fn partition_and_budget_of_a_set_of_two_thousand_million() {
    for rolling in [
        "partition: 2147483647",
        "partition: 1000000000",
        "maxUnavailable: 2147483647",
        "maxUnavailable: 100%",
    ] {
        let mut lab = small(4);
        let asked = format!(
            "replicas: 2000000000\n  podManagementPolicy: Parallel\n  updateStrategy:\n    type: RollingUpdate\n    rollingUpdate:\n      {rolling}"
        );
        lab.act(Input::Gates(Gates {
            max_unavailable_stateful_set: true,
            parallel_max_unavailable_fix: true,
        }));
        lab.create(&web(&[("replicas: 2", &asked)]));
        lab.pass_ms(30_000);
        assert_eq!(rule(&lab), Some(Rule::StorageFull), "{rolling}");
        scale(&mut lab, 20);
        lab.until(1_000_000, "twenty are left", |world| {
            world.cluster.store.list::<Pod>().count() == 20
        });
    }
}
