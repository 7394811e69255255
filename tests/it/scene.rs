//! The picture of worlds that are not as simple as the founding one.

use crate::page::{Page, draw};
use crate::support::Lab;
use playground::app::{Cascade, Message, Question, founding};
use playground::cluster::api::{Key, Kind};
use playground::sim::timeline::Timeline;
use playground::sim::{Input, Request};
use playground::view::ledger::Ledger;
use playground::view::scene::{Health, scene};

/// The picture of a text that was applied and came to rest.
fn check(text: &str, expected: &str) -> Page {
    let mut page = Page::fresh();
    page.settle();
    page.send(Message::EditorChanged(text.to_owned()))
        .send(Message::Apply);
    assert_eq!(page.app.editor().problems, [], "the text can be applied");
    page.wait(1000).settle().wait(500);
    let expected: String = expected
        .lines()
        .map(|line| line.trim().to_owned() + "\n")
        .collect();
    let drawn: String = draw(&page.app.scene())
        .lines()
        .map(|line| line.trim().to_owned() + "\n")
        .collect();
    assert_eq!(drawn, expected);
    page
}

#[test]
fn without_disks_there_are_names_and_pods() {
    let text = founding::MANIFEST_WITHOUT_DISKS.replace("name: web\nspec", "name: app\nspec");
    check(
        &text,
        "app 2/2: app is at rest: all 2 pods are Ready
         app-0 | Running on a node | life 1
         app-1 | Running on a node | life 1
         web 2/2: web is at rest: all 2 pods are Ready
         web-0 | Running on a node | life 1 | www-web-0 Bound
         web-1 | Running on a node | life 1 | www-web-1 Bound",
    );
}

#[test]
fn ordinals_may_start_anywhere() {
    let text = founding::MANIFEST
        .replace("name: web\nspec", "name: late\nspec")
        .replace("replicas: 2", "replicas: 2\n  ordinals:\n    start: 5");
    check(
        &text,
        "late 2/2: late is at rest: all 2 pods are Ready
         late-5 | Running on a node | life 1 | www-late-5 Bound
         late-6 | Running on a node | life 1 | www-late-6 Bound
         web 2/2: web is at rest: all 2 pods are Ready
         web-0 | Running on a node | life 1 | www-web-0 Bound
         web-1 | Running on a node | life 1 | www-web-1 Bound",
    );
}

#[test]
fn disks_hang_in_the_order_of_their_templates() {
    let more = "  volumeClaimTemplates:
  - metadata:
      name: zoo
    spec:
      accessModes: [ReadWriteOnce]
      resources:
        requests:
          storage: 2Gi
";
    let text = founding::MANIFEST
        .replace("name: web\nspec", "name: two\nspec")
        .replace("replicas: 2", "replicas: 1")
        .replace("  volumeClaimTemplates:\n", more);
    let page = check(
        &text,
        "two 1/1: two is at rest: its one pod is Ready
         two-0 | Running on a node | life 1 | zoo-two-0 Bound | www-two-0 Bound
         web 2/2: web is at rest: all 2 pods are Ready
         web-0 | Running on a node | life 1 | www-web-0 Bound
         web-1 | Running on a node | life 1 | www-web-1 Bound",
    );
    let scene = page.app.scene();
    assert_eq!(scene.sets[0].columns[0].disks[0].capacity, "2Gi");
    assert!(
        scene.sets[0].columns[0]
            .disks
            .iter()
            .all(|disk| disk.mounted && !disk.kept)
    );
}

#[test]
fn a_claim_made_by_hand_lies_on_the_shelf() {
    let text = "apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: lonely-7
spec:
  accessModes: [ReadWriteOnce]
  resources:
    requests:
      storage: 1Gi
";
    check(
        text,
        "web 2/2: web is at rest: all 2 pods are Ready
         web-0 | Running on a node | life 1 | www-web-0 Bound
         web-1 | Running on a node | life 1 | www-web-1 Bound
         shelf lonely-7 Pending",
    );
}

#[test]
fn every_health_has_its_moment() {
    let mut page = Page::fresh();
    let mut seen: Vec<Health> = Vec::new();
    let note = |page: &Page, seen: &mut Vec<Health>| {
        let health = page.app.scene().sets[0].columns[0]
            .pod
            .as_ref()
            .map(|pod| pod.health);
        if let Some(health) = health.filter(|health| seen.last() != Some(health)) {
            seen.push(health);
        }
    };
    for _ in 0..400 {
        page.wait(16);
        note(&page, &mut seen);
    }
    page.send(Message::DeletePod(Key::new(Kind::Pod, "default", "web-0")));
    note(&page, &mut seen);
    assert_eq!(
        seen,
        [
            Health::Waiting,
            Health::Starting,
            Health::Ready,
            Health::Terminating
        ]
    );
    page.wait(1000).settle();
    let node = page.app.scene().sets[0].columns[0]
        .pod
        .as_ref()
        .map(|pod| pod.node.clone())
        .unwrap_or_default();
    page.send(Message::TogglePower { node }).wait(60_000);
    note(&page, &mut seen);
    assert_eq!(
        seen.last(),
        Some(&Health::Unknown),
        "a node that is not heard from"
    );
}

#[test]
fn a_picture_without_a_memory_is_a_picture_all_the_same() {
    let mut page = Page::fresh();
    page.settle();
    let record = serde_json::from_str(&page.app.record()).expect("a record");
    let timeline = Timeline::replay((), &record, |_, _| ());
    let picture = scene(timeline.world(), &Ledger::default());
    assert_eq!(draw(&picture), draw(&page.app.scene()));
}

#[test]
fn a_service_answers_with_its_ready_pods() {
    let mut page = Page::fresh();
    page.settle().wait(1000);
    let scene = page.app.scene();
    let mut answers = scene.services[0].answers.clone();
    let mut addresses: Vec<String> = scene.sets[0]
        .columns
        .iter()
        .filter_map(|column| column.dns.clone()?.answer)
        .collect();
    answers.sort();
    addresses.sort();
    assert!(scene.services[0].headless && scene.sets[0].service_exists);
    assert_eq!((answers.len(), answers), (2, addresses));
}

#[test]
fn a_picture_is_bounded_whatever_is_asked_for() {
    let mut lab = Lab::new(7);
    let text = founding::MANIFEST.replace("replicas: 2", "replicas: 2000000000");
    lab.create(&text);
    let sight = |lab: &Lab| {
        let scene = scene(lab.world(), &Ledger::default());
        let set = &scene.sets[0];
        (set.wanted, set.columns.len(), set.undrawn)
    };
    assert_eq!(sight(&lab), (2_000_000_000, 16, 1_999_999_984));
    lab.act(Input::Request(Request::Scale(
        Key::new(Kind::StatefulSet, "default", "web"),
        20,
    )));
    assert_eq!(sight(&lab), (20, 16, 4), "small sets as large ones");
}

/// The picture after the founding set was deleted, each time it changed, without the states in between.
fn after_deleting(cascade: Cascade) -> (Page, Vec<String>) {
    let mut page = Page::fresh();
    page.settle().wait(1000);
    page.send(Message::DeleteSet {
        set: Key::new(Kind::StatefulSet, "default", "web"),
        cascade,
    });
    let mut pictures = vec![draw(&page.app.scene())];
    for _ in 0..300 {
        page.wait(16);
        let picture = draw(&page.app.scene());
        if pictures.last() != Some(&picture) {
            pictures.push(picture);
        }
    }
    (page, pictures)
}

#[test]
fn pods_of_a_deleted_set_stay_in_their_columns() {
    let (mut page, pictures) = after_deleting(Cascade::Orphan);
    crate::page::check(
        pictures.last().expect("a picture"),
        "web 0/0: web is deleted; its pods stay, and nobody replaces them now
         web-0 | Running on a node | life 1 | www-web-0 Bound kept
         web-1 | Running on a node | life 1 | www-web-1 Bound kept",
    );
    // Nobody looks after them: one that goes leaves its disk and its place.
    page.send(Message::DeletePod(Key::new(Kind::Pod, "default", "web-1")))
        .wait(4000);
    crate::page::check(
        &draw(&page.app.scene()),
        "web 0/0: web is deleted; its pods stay, and nobody replaces them now
         web-0 | Running on a node | life 1 | www-web-0 Bound kept
         web-1 | no pod | life 1 | www-web-1 Bound kept",
    );
}

#[test]
fn disks_of_a_deleted_set_stay_at_the_feet_of_their_columns() {
    let (page, pictures) = after_deleting(Cascade::Background);
    assert!(
        pictures.iter().all(|picture| !picture.contains("other ")
            && !picture.contains("shelf ")
            && picture.contains("web-0 |")),
        "nothing leaves its column on the way out:\n{}",
        pictures.join("\n")
    );
    crate::page::check(
        pictures.last().expect("a picture"),
        "web 0/0: web is deleted; its disks stay for the next set of that name
         web-0 | no pod | life 1 | www-web-0 Bound kept
         web-1 | no pod | life 1 | www-web-1 Bound kept",
    );
    let told: Vec<&str> = pictures
        .iter()
        .filter_map(|picture| picture.lines().next())
        .collect();
    assert!(
        told.contains(&"web 0/0: web is deleted; its pods go too, its disks stay"),
        "{told:?}"
    );
    assert!(page.app.scene().had_sets);
}

#[test]
fn a_deleted_set_without_remains_leaves_the_picture() {
    let mut page = Page::fresh();
    page.settle().send(Message::LoadExample { disks: false });
    page.send(Message::DeleteSet {
        set: Key::new(Kind::StatefulSet, "default", "web"),
        cascade: Cascade::Background,
    });
    page.wait(6000);
    for ordinal in 0..2 {
        let claim = Key::new(
            Kind::PersistentVolumeClaim,
            "default",
            &format!("www-web-{ordinal}"),
        );
        page.send(Message::Ask(Question::DeleteClaim(claim)))
            .send(Message::Confirm(Cascade::Background));
    }
    page.wait(3000);
    let scene = page.app.scene();
    assert_eq!((draw(&scene).as_str(), scene.had_sets), ("", true));
}

#[test]
fn what_an_older_set_of_the_name_left_hangs_in_its_columns() {
    let (mut page, _) = after_deleting(Cascade::Background);
    page.send(Message::LoadExample { disks: false })
        .send(Message::Apply)
        .wait(1000)
        .settle();
    crate::page::check(
        &draw(&page.app.scene()),
        "web 2/2: web is at rest: all 2 pods are Ready
         web-0 | Running on a node | life 1 | www-web-0 Bound
         web-1 | Running on a node | life 1 | www-web-1 Bound",
    );
}

#[test]
fn a_claim_that_goes_with_its_pod_or_its_set_is_not_called_kept() {
    let text = founding::MANIFEST.replace(
        "replicas: 2",
        "replicas: 2\n  persistentVolumeClaimRetentionPolicy:\n    whenScaled: Delete\n    whenDeleted: Delete",
    );
    let mut page = Page::fresh();
    page.settle();
    page.send(Message::EditorChanged(text))
        .send(Message::Apply)
        .wait(1000)
        .settle();
    let set = Key::new(Kind::StatefulSet, "default", "web");
    let mut told = Vec::new();
    let mut watch = |page: &mut Page| {
        for _ in 0..400 {
            page.wait(16);
            told.push(draw(&page.app.scene()));
        }
    };
    page.send(Message::Scale {
        set: set.clone(),
        delta: -1,
    });
    watch(&mut page);
    page.send(Message::DeleteSet {
        set,
        cascade: Cascade::Background,
    });
    watch(&mut page);
    let wrong = told
        .iter()
        .find(|picture| picture.contains("kept") || picture.contains("disks stay"));
    assert_eq!(wrong, None);
    assert_eq!(
        told.last().map(String::as_str),
        Some(""),
        "nothing is left of it"
    );
}
