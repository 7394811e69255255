//! Quick fixes: what one press makes of a text, and that nothing is wrong with it afterwards.

use crate::cases;
use crate::manifest::{store, told};
use crate::page::Page;
use playground::app::{Cascade, Effect, Message, Stage};
use playground::cluster::api::{PersistentVolumeClaim, Pod, SimTime, Specified, StatefulSet};
use playground::cluster::apiserver::{Actor, Client, Store, apply};
use playground::manifest::{Diagnostic, Document, check, fix, immutable, read, wide};
use std::fmt::Write;

#[test]
fn one_press_is_enough() {
    cases::check("manifest/fix.txt", |case| {
        let (before, text) = case.split_once("%%%%\n").unwrap_or(("", case));
        let store = with_applied(before);
        let (documents, diagnostics) = examined(&store, text);
        let mut out = told(text, &diagnostics);
        for document in &documents {
            if let Some(live) = store.object(&document.key) {
                for change in immutable::changes(live, document) {
                    writeln!(out, "immutable {change:?}").unwrap();
                }
            }
        }
        for diagnostic in &diagnostics {
            let Some(found) = fix(text, &documents, diagnostic) else {
                out += "no fix\n";
                continue;
            };
            let after = found.apply(text);
            writeln!(out, "{:?}", found.remedy).unwrap();
            out += &difference(text, &after);
            out += "then:\n";
            out += &told(&after, &examined(&store, &after).1);
        }
        out
    });
}

fn with_applied(text: &str) -> Store {
    let mut store = store();
    let (documents, diagnostics) = read(text);
    assert_eq!(diagnostics, []);
    for document in documents {
        let mut client = Client::new(&mut store, Actor::You, SimTime::default());
        apply::apply(&mut client, document.object).unwrap();
    }
    store
}

fn examined(store: &Store, text: &str) -> (Vec<Document>, Vec<Diagnostic>) {
    let (documents, mut diagnostics) = read(text);
    diagnostics.extend(wide(text, &diagnostics));
    diagnostics.extend(check(store, &documents));
    (documents, diagnostics)
}

/// The lines that went and came, between those at both ends that stayed.
fn difference(before: &str, after: &str) -> String {
    let (before, after): (Vec<&str>, Vec<&str>) =
        (before.lines().collect(), after.lines().collect());
    let same = |pairs: &mut dyn Iterator<Item = bool>| pairs.take_while(|same| *same).count();
    let head = same(&mut before.iter().zip(&after).map(|(a, b)| a == b));
    let rest = before.len().min(after.len()) - head;
    let tail = same(
        &mut before
            .iter()
            .rev()
            .zip(after.iter().rev())
            .map(|(a, b)| a == b),
    )
    .min(rest);
    let mut out = String::new();
    for line in &before[head..before.len() - tail] {
        writeln!(out, "- {line}").unwrap();
    }
    for line in &after[head..after.len() - tail] {
        writeln!(out, "+ {line}").unwrap();
    }
    out
}

#[test]
fn a_problem_is_put_right_where_it_stands_by_now() {
    let mut page = Page::fresh();
    page.settle();
    page.edit("replicas: 2", "replica: 3")
        .send(Message::Examine);
    let offer = page.app.editor().problems[0].fix.clone().expect("a fix");
    assert_eq!(offer.label, "Change to replicas");
    // The person has typed on, and nobody has looked since.
    page.edit("apiVersion", "# 名字 😀\napiVersion");
    page.send(Message::Fix(0));
    let text = page.app.editor().text.clone();
    assert!(
        text.contains("# 名字 😀\n") && text.contains("\n  replicas: 3\n"),
        "{text}"
    );
    assert_eq!(page.app.editor().problems, []);
    let after = text[..text.find("replicas").unwrap() + "replicas".len()]
        .encode_utf16()
        .count();
    assert!(
        page.effects.contains(&Effect::EditorGoTo(after)),
        "{:?}",
        page.effects
    );
    page.send(Message::Apply).settle();
    assert_eq!(page.app.scene().sets[0].wanted, 3);
}

#[test]
fn a_problem_that_is_gone_is_left_alone() {
    let mut page = Page::fresh();
    page.settle();
    page.edit("replicas: 2", "replica: 2")
        .send(Message::Examine);
    page.edit("replica: 2", "replicas: 4");
    let text = page.app.editor().text.clone();
    page.send(Message::Fix(0)).send(Message::Fix(7));
    assert_eq!(page.app.editor().text, text);
}

#[test]
fn on_delete_without_what_the_server_filled_in() {
    let mut page = Page::fresh();
    page.settle();
    page.edit(
        "  replicas: 2\n",
        "  replicas: 2\n  updateStrategy:\n    type: OnDelete\n",
    );
    page.send(Message::Examine)
        .send(Message::Fix(0))
        .send(Message::Apply);
    assert_eq!(page.notice(), "Applied: 1 changed");
    let set = page
        .app
        .world()
        .cluster
        .store
        .get::<StatefulSet>("default", "web")
        .unwrap();
    let strategy = set.spec().update_strategy.as_ref().unwrap();
    assert_eq!(strategy.type_.as_deref(), Some("OnDelete"));
    assert_eq!(strategy.rolling_update, None);
}

#[test]
fn a_new_set_takes_the_pods_over() {
    let mut page = Page::fresh();
    page.settle();
    let before = lives(&page);
    page.edit("storage: 1Gi", "storage: 2Gi")
        .send(Message::Examine);
    page.send(Message::Fix(0));
    let way_out = page.app.way_out().expect("a way out").clone();
    assert_eq!(
        way_out.commands(),
        [
            "kubectl delete statefulset web --cascade=orphan",
            "kubectl apply -f manifest.yaml"
        ]
    );
    assert_eq!(
        way_out.changes[0].field,
        "spec.volumeClaimTemplates[0].spec.resources.requests.storage"
    );
    assert!(way_out.sentence.contains("updates to statefulset spec"));
    assert_eq!(way_out.stage, Stage::Delete);

    page.send(Message::WayOutNext);
    assert_eq!(page.app.way_out().unwrap().stage, Stage::Going);
    page.wait(4000);
    assert_eq!(page.app.way_out().unwrap().stage, Stage::Apply);
    assert!(
        page.app
            .world()
            .cluster
            .store
            .get::<StatefulSet>("default", "web")
            .is_none()
    );
    assert_eq!(lives(&page), before, "the pods do not notice");
    assert_eq!(
        page.app.editor().problems,
        [],
        "nothing is there that could not be changed"
    );

    page.send(Message::WayOutNext).settle();
    let way_out = page.app.way_out().unwrap();
    assert_eq!(
        (way_out.stage, way_out.kept.join(" ")),
        (Stage::Done, "web-0 web-1".to_owned())
    );
    assert_eq!(lives(&page), before, "the same pods with the same disks");
    page.send(Message::WayOutNext);
    assert_eq!(page.app.way_out(), None);
}

#[test]
fn a_new_set_that_is_taken_away_can_be_applied_again() {
    let mut page = Page::fresh();
    page.settle();
    page.edit("storage: 1Gi", "storage: 2Gi")
        .send(Message::Examine);
    page.send(Message::Fix(0)).send(Message::WayOutNext);
    page.wait(4000);
    page.send(Message::WayOutNext);
    let way_out = page.app.way_out().unwrap().clone();
    assert_eq!(way_out.stage, Stage::Adopting);
    page.send(Message::DeleteSet {
        set: way_out.set,
        cascade: Cascade::Orphan,
    });
    page.wait(4000);
    assert_eq!(page.app.way_out().unwrap().stage, Stage::Apply);
    page.send(Message::WayOutNext).settle();
    assert_eq!(page.app.way_out().unwrap().stage, Stage::Done);
}

#[test]
fn a_way_out_can_be_left() {
    let mut page = Page::fresh();
    page.settle();
    page.edit("serviceName: \"nginx\"", "serviceName: other")
        .send(Message::Examine);
    page.send(Message::Fix(0))
        .send(Message::WayOutClose)
        .settle();
    assert_eq!(page.app.way_out(), None);
    assert!(
        page.app
            .world()
            .cluster
            .store
            .get::<StatefulSet>("default", "web")
            .is_some()
    );
}

/// Name, uid and disk of every pod.
fn lives(page: &Page) -> Vec<String> {
    let store = &page.app.world().cluster.store;
    let pods = store.list::<Pod>().map(|pod| {
        let volumes = pod.spec.as_ref().and_then(|spec| spec.volumes.as_ref());
        let disk = volumes
            .into_iter()
            .flatten()
            .find_map(|volume| volume.persistent_volume_claim.as_ref());
        format!(
            "{:?} {:?} {:?}",
            pod.metadata.name,
            pod.metadata.uid,
            disk.map(|disk| &disk.claim_name)
        )
    });
    let claims = store.list::<PersistentVolumeClaim>().map(|claim| {
        format!(
            "{:?} {:?} {:?}",
            claim.metadata.name,
            claim.metadata.uid,
            claim.spec.as_ref().map(|spec| &spec.volume_name)
        )
    });
    pods.chain(claims).collect()
}
