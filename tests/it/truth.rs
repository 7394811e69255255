//! Each falsehood that was found on the page, once: what is said there now is so.

use crate::page::Page;
use playground::app::{Message, explain};
use playground::cluster::api::{Key, Kind};
use playground::cluster::apiserver::Cascade;
use playground::i18n::Language;
use playground::truth;

pub(crate) fn key(kind: Kind, name: &str) -> Key {
    Key::new(kind, "default", name)
}

pub(crate) fn set_image(page: &mut Page, image: &str) {
    page.send(Message::SetImage {
        set: key(Kind::StatefulSet, "web"),
        container: "nginx".to_owned(),
        image: image.to_owned(),
    });
}

/// What the card of a pod says of its own template: `revision`, `image …`.
pub(crate) fn own(page: &Page, ordinal: usize) -> String {
    let scene = page.app.scene();
    let pod = scene.sets[0].columns[ordinal].pod.as_ref();
    let pod = pod.expect("there is a pod");
    let image = pod.image_differs.as_ref();
    let image = image.map(|image| format!("image {image}"));
    let revision = pod.revision_differs.then(|| "revision".to_owned());
    [revision, image]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

#[test]
fn a_pod_left_with_the_bad_template_says_so_after_the_good_one_is_back() {
    let mut page = Page::fresh();
    let good = page.settle().app.scene().sets[0].image.clone();
    set_image(&mut page, "nginx:does-not-exist");
    page.wait(20_000);
    assert_eq!(own(&page, 1), "");
    set_image(&mut page, &good);
    page.wait(5000);
    let scene = page.app.scene();
    assert_eq!(
        scene.sets[0].current_revision,
        scene.sets[0].update_revision
    );
    assert_eq!(own(&page, 0), "");
    assert_eq!(own(&page, 1), "revision, image nginx:does-not-exist");
}

/// Applies the page's text with some things replaced.
pub(crate) fn apply(page: &mut Page, changes: &[(&str, &str)]) {
    for (from, to) in changes {
        page.edit(from, to);
    }
    page.send(Message::Apply);
    assert_eq!(page.app.editor().problems, [], "the text can be applied");
}

/// Everything said in the story while some time passes.
pub(crate) fn told(page: &mut Page, ms: u64, act: impl FnOnce(&mut Page)) -> String {
    let before = page.app.story().len();
    act(page);
    page.wait(ms);
    let story = page.app.story();
    story[before..]
        .iter()
        .map(|line| line.story.text(Language::English) + "\n")
        .collect()
}

/// Every line that stands above a set while some time passes, without repetitions.
pub(crate) fn lines(page: &mut Page, ms: u64, act: impl FnOnce(&mut Page)) -> Vec<String> {
    act(page);
    let mut seen: Vec<String> = vec![];
    for _ in 0..ms / 16 {
        let scene = page.app.scene();
        for set in &scene.sets {
            for why in explain(&scene, set) {
                let text = why.text(Language::English);
                if !seen.contains(&text) {
                    seen.push(text);
                }
            }
        }
        page.wait(16);
    }
    seen
}

pub(crate) fn has(texts: &[String], part: &str) -> bool {
    texts.iter().any(|text| text.contains(part))
}

pub(crate) fn retention(when_deleted: &str, when_scaled: &str) -> String {
    format!(
        "replicas: 3\n  persistentVolumeClaimRetentionPolicy: {{whenDeleted: {when_deleted}, whenScaled: {when_scaled}}}"
    )
}

#[test]
fn a_disk_that_goes_with_its_pod_is_not_called_kept() {
    let mut page = Page::fresh();
    apply(
        &mut page,
        &[("replicas: 2", &retention("Retain", "Delete"))],
    );
    page.settle().wait(1000);
    let mut worn = false;
    let said = told(&mut page, 0, |page| {
        page.send(Message::Scale {
            set: key(Kind::StatefulSet, "web"),
            delta: -1,
        });
        for _ in 0..200 {
            page.wait(16);
            let scene = page.app.scene();
            worn |= scene.sets[0]
                .columns
                .iter()
                .flat_map(|column| &column.disks)
                .any(|disk| disk.kept);
        }
    });
    assert!(!said.contains("kept"), "{said}");
    assert!(said.contains("Its disk www-web-2 goes too"), "{said}");
    assert!(!worn, "no disk wears Kept");
}

#[test]
fn disks_that_go_with_their_set_are_not_called_kept() {
    let mut page = Page::fresh();
    apply(
        &mut page,
        &[("replicas: 2", &retention("Delete", "Retain"))],
    );
    page.settle().wait(1000);
    let said = told(&mut page, 6000, |page| {
        page.send(Message::DeleteSet {
            set: key(Kind::StatefulSet, "web"),
            cascade: Cascade::Background,
        });
    });
    assert!(!said.contains("kept"), "{said}");
    assert!(
        said.contains("The claim of its disk, www-web-2, is gone already"),
        "{said}"
    );
}

#[test]
fn a_parallel_set_replaces_a_broken_pod_by_itself_and_says_so() {
    let mut page = Page::fresh();
    apply(
        &mut page,
        &[(
            "name: web\nspec:",
            "name: par\nspec:\n  podManagementPolicy: Parallel",
        )],
    );
    page.settle().wait(1000);
    let container = "nginx".to_owned();
    let lines = lines(&mut page, 9000, |page| {
        page.send(Message::SetImage {
            set: key(Kind::StatefulSet, "par"),
            container,
            image: "nginx:does-not-exist".to_owned(),
        });
    });
    assert!(!has(&lines, "will not replace"), "{lines:#?}");
    assert!(
        has(
            &lines,
            "Correct the template: the controller then replaces par-1 by itself"
        ),
        "{lines:#?}"
    );
}

#[test]
fn while_a_pod_is_deleted_and_reborn_the_line_is_never_false() {
    let mut page = Page::fresh();
    page.settle().wait(1000);
    let lines = lines(&mut page, 6000, |page| {
        page.send(Message::DeletePod(key(Kind::Pod, "web-0")));
    });
    assert!(!has(&lines, "no rule waits"), "{lines:#?}");
    assert!(!has(&lines, "touches web-1"), "web-1 is Ready: {lines:#?}");
    assert!(!has(&lines, "web-1 once"), "web-1 is Ready: {lines:#?}");
}

#[test]
fn below_the_partition_nobody_is_next() {
    let mut page = Page::fresh();
    let rolling =
        "replicas: 2\n  updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 1}}";
    apply(&mut page, &[("replicas: 2", rolling)]);
    page.settle().wait(1000);
    let lines = lines(&mut page, 6000, |page| set_image(page, "nginx:1.27"));
    assert!(!has(&lines, "web-0 is next"), "{lines:#?}");
    assert!(has(&lines, "web-0 is below the partition"), "{lines:#?}");
}

#[test]
fn a_parallel_set_that_is_created_updates_nothing() {
    let mut page = Page::fresh();
    page.settle();
    let lines = lines(&mut page, 4000, |page| {
        let parallel = "name: par\nspec:\n  podManagementPolicy: Parallel";
        apply(
            page,
            &[
                ("name: web\nspec:", parallel),
                ("replicas: 2", "replicas: 4"),
            ],
        );
    });
    assert!(!has(&lines, "updates"), "{lines:#?}");
}

#[test]
fn a_machine_without_power_cannot_hear_that_its_pod_has_to_go() {
    let mut page = Page::fresh();
    page.settle().wait(1000);
    let node = page.app.scene().sets[0].columns[1]
        .pod
        .clone()
        .expect("a pod")
        .node;
    let said = told(&mut page, 1000, |page| {
        page.send(Message::TogglePower { node: node.clone() });
        page.send(Message::DeletePod(key(Kind::Pod, "web-1")));
    });
    let sentence = format!("web-1 has up to 30 s to finish, but {node} cannot hear it\n");
    assert!(said.contains(&sentence), "{said}");
}

#[test]
fn who_is_deleted_by_force_on_a_dead_node_is_gone_from_the_api_only() {
    let mut page = Page::fresh();
    page.settle().wait(1000);
    let pod = page.app.scene().sets[0].columns[1].pod.clone();
    let node = pod.expect("a pod").node;
    page.send(Message::TogglePower { node: node.clone() })
        .wait(60_000);
    let said = told(&mut page, 1000, |page| {
        page.send(Message::ForceDeletePod(key(Kind::Pod, "web-1")));
    });
    let sentence = format!(
        "web-1 is gone from the API, and only there: nobody has heard from {node} whether it has ended.\n"
    );
    assert!(said.contains(&sentence), "{said}");
    assert!(!said.contains("The pod web-1 is gone"), "{said}");
}

#[test]
fn a_pod_no_node_takes_says_why_from_its_beginning() {
    let mut page = Page::fresh();
    page.settle();
    let text = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: sel\nspec:\n  serviceName: nginx\n  selector: {matchLabels: {app: sel}}\n  template:\n    metadata: {labels: {app: sel}}\n    spec:\n      nodeSelector: {disk: ssd}\n      containers:\n      - {name: nginx, image: nginx}\n";
    let mut said = String::new();
    let lines = lines(&mut page, 3000, |page| {
        said = told(page, 1500, |page| {
            page.send(Message::EditorChanged(text.to_owned()))
                .send(Message::Apply);
        });
    });
    let gloss =
        "3 nodes do not have the labels that the pod's nodeSelector or nodeAffinity asks for";
    assert!(said.contains(gloss), "{said}");
    assert!(
        !said.contains("0/3 nodes"),
        "the cause, and no more: {said}"
    );
    // The scheduler's own words are where everything of the pod is.
    page.send(Message::Select(key(Kind::Pod, "sel-0")));
    let inspection = page.app.inspection().expect("the pod");
    let mut events = inspection.events.iter();
    assert!(
        events.any(|event| event.message.contains("0/3 nodes are available")),
        "{:?}",
        inspection.events
    );
    assert!(has(&lines, gloss), "{lines:#?}");
}

#[test]
fn a_deployment_is_stored_and_the_page_says_that_nothing_acts_on_it() {
    let mut page = Page::fresh();
    page.settle();
    let text = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: dep\nspec:\n  selector: {matchLabels: {app: dep}}\n  template:\n    metadata: {labels: {app: dep}}\n    spec:\n      containers:\n      - {name: nginx, image: nginx}\n";
    page.send(Message::EditorChanged(text.to_owned()))
        .send(Message::Apply);
    let notice = page.notice();
    assert_eq!(
        notice,
        "Applied: 1 created. In this playground nothing acts on a Deployment yet: it is stored, and makes no pods."
    );
    assert!(
        page.story(1).contains("Deployment dep is stored"),
        "{}",
        page.story(1)
    );
}

#[test]
fn a_set_applied_again_finds_its_old_disks() {
    let mut page = Page::fresh();
    page.settle().wait(1000);
    page.send(Message::WriteFile {
        pod: key(Kind::Pod, "web-0"),
        container: "nginx".to_owned(),
        path: "/usr/share/nginx/html/a.txt".to_owned(),
        text: "hello".to_owned(),
    });
    page.send(Message::DeleteSet {
        set: key(Kind::StatefulSet, "web"),
        cascade: Cascade::Background,
    });
    page.wait(9000);
    let said = told(&mut page, 6000, |page| {
        page.send(Message::Apply);
    });
    assert!(
        said.contains("web-0 finds the old disk www-web-0 again (1 file)"),
        "{said}"
    );
    assert!(
        said.contains("web-1 finds the old disk www-web-1 again (no files on it)"),
        "{said}"
    );
}

/// How many histories are listened to here; `seeds --sentences --count N` listens to more.
const HISTORIES: u64 = 60;

#[test]
fn every_sentence_is_so_when_it_stands_there() {
    let mut told = Vec::new();
    let all_true = truth::report(1, HISTORIES, &mut told).expect("memory can be written to");
    let told = String::from_utf8_lossy(&told);
    assert!(
        all_true,
        "{}",
        &told[told.find("FALSE").unwrap_or_default()..]
    );
}

#[test]
fn every_sentence_has_a_claim_or_is_known_to_have_none() {
    let sentences = truth::sentences();
    let silent = |claim: &str| [truth::WORDS, truth::PAGE].contains(&claim);
    for table in ["Story", "Why", "Note", "Label", "Minute"] {
        let of_table = sentences.iter().filter(|(name, ..)| *name == table);
        assert!(
            of_table.clone().any(|(.., claim)| !silent(claim)),
            "{table}"
        );
    }
    // The server's own words aside, the story and the line above a set always claim something.
    let lines = sentences
        .iter()
        .filter(|(table, ..)| ["Story", "Why"].contains(table));
    let silent: Vec<_> = lines
        .filter(|(.., claim)| silent(claim))
        .map(|(_, name, _)| *name)
        .collect();
    assert_eq!(silent, ["Refused"]);
}
