//! What a person does to the cluster, and what becomes of it on the page.

use crate::page::{Page, check, draw, pod, web};
use playground::app::{Message, Question};
use playground::cluster::apiserver::Cascade;
use playground::view::scene::Column;

#[test]
fn the_first_is_ready_before_the_second_is_created() {
    let mut page = Page::fresh();
    page.settle();
    let story = page.story(100);
    let at = |words: &str| {
        story
            .find(words)
            .unwrap_or_else(|| panic!("{words:?} in\n{story}"))
    };
    assert!(
        at("web-0 is Ready") < at("web-1 is created: ordinal 1 was missing"),
        "{story}"
    );
}

#[test]
fn a_deleted_pod_comes_back_as_the_same_and_as_another() {
    let mut page = Page::fresh();
    page.settle();
    let before = page.app.scene().sets[0].columns[0].clone();
    page.send(Message::DeletePod(pod("web-0"))).wait(160);
    assert_eq!(
        page.app.scene().sets[0].columns[0]
            .pod
            .as_ref()
            .map(|pod| pod.status.as_str()),
        Some("Terminating")
    );
    page.wait(1000).settle();
    let after = page.app.scene().sets[0].columns[0].clone();
    let receipt = after
        .receipt
        .clone()
        .expect("the pod beside the one before");
    let uid = |column: &Column| {
        column
            .pod
            .as_ref()
            .map(|pod| pod.uid.clone())
            .unwrap_or_default()
    };
    assert_eq!((after.name.as_str(), after.lives), ("web-0", 2));
    assert_eq!(
        (&receipt.uid.0, &receipt.uid.1),
        (&uid(&before), &uid(&after))
    );
    let disks: Vec<_> = receipt
        .disks
        .iter()
        .map(|disk| (disk.claim.as_str(), disk.old))
        .collect();
    assert_eq!(disks, [("www-web-0", true)]);
    assert!(receipt.standing.is_some(), "it is news");
    assert_eq!(
        after.disks[0].uid, before.disks[0].uid,
        "the claim is the same"
    );
    assert_eq!(
        after.disks[0].volume, before.disks[0].volume,
        "and so is the volume"
    );
    // Doing something else ends the news.
    page.send(Message::Scale {
        set: web(),
        delta: 1,
    });
    let after = page.app.scene().sets[0].columns[0].receipt.clone();
    assert!(after.is_some_and(|receipt| receipt.standing.is_none()));
}

#[test]
fn scaling_down_takes_the_highest_first_and_keeps_the_disks() {
    let mut page = Page::fresh();
    page.settle();
    for delta in [1, 1] {
        page.send(Message::Scale { set: web(), delta });
    }
    page.settle();
    for delta in [-1, -1] {
        page.send(Message::Scale { set: web(), delta });
    }
    page.settle();
    check(
        &draw(&page.app.scene()),
        "web 2/2: web is at rest: all 2 pods are Ready
         web-0 | Running on a node | life 1 | www-web-0 Bound
         web-1 | Running on a node | life 1 | www-web-1 Bound
         web-2 | no pod | life 1 | www-web-2 Bound kept
         web-3 | no pod | life 1 | www-web-3 Bound kept",
    );
    let gone: Vec<String> = page
        .story(20)
        .lines()
        .filter(|line| line.contains("is kept"))
        .map(str::to_owned)
        .collect();
    check(
        &gone.join("\n"),
        "web-3 is gone and not wanted back. Its disk www-web-3 is kept.
         web-2 is gone and not wanted back. Its disk www-web-2 is kept.",
    );
    // Fewer than none is nothing to ask for.
    for _ in 0..5 {
        page.send(Message::Scale {
            set: web(),
            delta: -1,
        });
    }
    assert_eq!(page.app.scene().sets[0].wanted, 0);
    assert!(page.app.notice().is_none_or(|notice| !notice.refused));
}

#[test]
fn a_file_in_the_container_itself_goes_with_it() {
    let mut page = Page::fresh();
    let path = "/usr/share/nginx/html/index.html".to_owned();
    page.send(Message::LoadExample { disks: false });
    let text = page
        .app
        .editor()
        .text
        .replace("name: web\nspec", "name: app\nspec");
    page.send(Message::EditorChanged(text))
        .send(Message::Apply)
        .settle();
    page.send(Message::Select(pod("app-0")));
    let content = |page: &Page| {
        let seen = page.app.inspection().expect("app-0 is selected");
        seen.files
            .iter()
            .filter(|file| file.path.ends_with("/index.html"))
            .map(|file| (file.preview.contains("mine"), file.volume.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        content(&page),
        [(false, String::new())],
        "the image brings a page of its own"
    );
    page.send(Message::WriteFile {
        pod: pod("app-0"),
        container: "nginx".to_owned(),
        path,
        text: "mine".to_owned(),
    });
    assert_eq!(content(&page), [(true, String::new())]);
    page.send(Message::DeletePod(pod("app-0")))
        .wait(1000)
        .settle();
    assert_eq!(content(&page), [(false, String::new())]);
}

#[test]
fn deleting_a_set_asks_first() {
    let mut page = Page::fresh();
    page.settle().send(Message::Ask(Question::DeleteSet(web())));
    assert_eq!(page.app.question(), Some(&Question::DeleteSet(web())));
    page.send(Message::Dismiss).wait(1000);
    assert_eq!(
        (page.app.question(), page.app.scene().sets.len()),
        (None, 1)
    );
    page.send(Message::Ask(Question::DeleteSet(web())))
        .send(Message::Confirm(Cascade::Background));
    assert!(page.app.scene().sets[0].remains.is_some());
    // The set is gone; what it leaves keeps its place.
    check(
        &draw(&page.app.scene()),
        "web 0/0: web is deleted; its pods go too, its disks stay
         web-0 | Running on a node | life 1 | www-web-0 Bound kept
         web-1 | Running on a node | life 1 | www-web-1 Bound kept",
    );
}

#[test]
fn a_file_outlives_the_pod_it_was_written_through() {
    let mut page = Page::fresh();
    page.settle();
    let path = "/usr/share/nginx/html/index.html".to_owned();
    let (container, text) = ("nginx".to_owned(), "hello from web-0".to_owned());
    page.send(Message::Select(pod("web-0")));
    page.send(Message::WriteFile {
        pod: pod("web-0"),
        container: container.clone(),
        path: path.clone(),
        text,
    });
    let files = |page: &Page| {
        let seen = page.app.inspection().expect("web-0 is selected");
        seen.files
            .iter()
            .map(|file| (file.path.clone(), file.preview.clone(), file.claim.clone()))
            .collect::<Vec<_>>()
    };
    let written = vec![(
        path.clone(),
        "hello from web-0".to_owned(),
        "www-web-0".to_owned(),
    )];
    assert_eq!(files(&page), written);
    page.send(Message::DeletePod(pod("web-0")))
        .wait(1000)
        .settle();
    assert_eq!(files(&page), written, "the next life finds the same bytes");
    let seen = page.app.inspection().expect("still selected");
    assert!(
        seen.exists && !seen.since_life.is_empty(),
        "what is new since the life before is told"
    );
    page.send(Message::DeleteFile {
        pod: pod("web-0"),
        container,
        path,
    });
    assert_eq!(files(&page), []);
}

#[test]
fn what_the_server_refuses_becomes_a_notice() {
    let mut page = Page::fresh();
    page.settle().send(Message::DeletePod(pod("web-7")));
    assert_eq!(
        page.notice(),
        "The API server refused: pods \"web-7\" not found"
    );
    page.send(Message::Dismiss);
    assert_eq!(page.app.notice(), None);
}

#[test]
fn another_image_goes_in_from_the_top() {
    let mut page = Page::fresh();
    page.settle();
    let (container, image) = ("nginx".to_owned(), "nginx:1.27".to_owned());
    page.send(Message::SetImage {
        set: web(),
        container,
        image,
    })
    .wait(1000)
    .settle();
    let gone: String = page
        .story(40)
        .lines()
        .filter(|line| line.contains("a new pod") || line.contains("revision"))
        .map(|line| line.to_owned() + "\n")
        .collect();
    check(
        &gone,
        "web has a new pod template
         web-1: the same name, a new pod (its life number 2)
         web-0: the same name, a new pod (its life number 2)
         web: every pod has the new revision",
    );
}

#[test]
fn the_plug_goes_out_and_in() {
    let mut page = Page::fresh();
    page.settle();
    let node = "node-1".to_owned();
    page.send(Message::TogglePower { node: node.clone() });
    assert!(!page.app.scene().nodes[0].powered && page.app.scene().nodes[0].ready);
    assert_eq!(
        page.story(1),
        "node-1 has no power. Nobody in the cluster knows yet.\n"
    );
    page.send(Message::TogglePower { node });
    assert!(page.app.scene().nodes[0].powered);
}

#[test]
fn what_did_not_change_stays_the_same_value() {
    let mut page = Page::fresh();
    page.settle().wait(14_000);
    let (scene, story, events) = (page.app.scene(), page.app.story(), page.app.events());
    page.wait(1000);
    assert!(
        std::sync::Arc::ptr_eq(&scene, &page.app.scene()),
        "the picture is not drawn again"
    );
    assert!(std::sync::Arc::ptr_eq(&story, &page.app.story()));
    assert!(std::sync::Arc::ptr_eq(&events, &page.app.events()));
}
