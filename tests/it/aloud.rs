//! What was found false, unclear or too late when whole transcripts of the page were read, at the usual speed.

use crate::page::{Page, web};
use crate::truth::{apply, has, lines, retention, set_image, told};
use playground::app::{Message, caption};
use playground::cluster::api::Kind;
use playground::cluster::apiserver::Cascade;
use playground::i18n::Language;

/// What is said instead of waits while so many frames pass.
fn waits(page: &mut Page, frames: u32) -> Vec<String> {
    let mut said: Vec<String> = vec![];
    for _ in 0..frames {
        page.frames(1);
        let reason = page.app.skipping();
        let text = reason.map(|reason| reason.text(Language::English));
        said.extend(text.filter(|text| !said.contains(text)));
    }
    said
}

/// A second set, beside the one that is there.
fn second(page: &mut Page, name: &str, changes: &[(&str, &str)]) {
    let mut all = vec![("name: web\nspec:", format!("name: {name}\nspec:"))];
    all.extend(changes.iter().map(|(from, to)| (*from, (*to).to_owned())));
    let all: Vec<(&str, &str)> = all.iter().map(|(from, to)| (*from, &**to)).collect();
    apply(page, &all);
}

#[test]
fn a_program_that_ends_has_started() {
    let mut page = Page::fresh();
    page.settle();
    let ends = "image: busybox:1.36\n        command: [sh, -c, \"sleep 3; exit 1\"]";
    let said = told(&mut page, 60_000, |page| {
        second(page, "crash", &[("image: nginx:1.9.1", ends)]);
    });
    assert!(!said.contains("cannot start"), "{said}");
    assert!(
        said.contains("The program in crash-0 ended by itself: Error"),
        "{said}"
    );
    assert!(
        said.contains("The program in crash-0 ended by itself: CrashLoopBackOff"),
        "{said}"
    );
}

#[test]
fn a_disk_that_is_gone_is_not_said_to_be_going() {
    let mut page = Page::fresh();
    page.settle();
    apply(
        &mut page,
        &[("replicas: 2", &retention("Delete", "Delete"))],
    );
    page.settle().wait(1000);
    let said = told(&mut page, 20_000, |page| {
        page.send(Message::DeleteSet {
            set: web(),
            cascade: Cascade::Background,
        });
    });
    let mut gone = vec![];
    for line in said.lines() {
        let claim = line.strip_prefix("Claim ");
        gone.extend(claim.and_then(|line| line.strip_suffix(" is gone")));
        let late = gone
            .iter()
            .any(|claim| line.ends_with(&format!("Its disk {claim} goes too.")));
        assert!(!late, "{line}\n{said}");
    }
    assert!(!gone.is_empty(), "{said}");
}

#[test]
fn nobody_waits_for_min_ready_seconds_where_none_are_asked_for() {
    let mut page = Page::fresh();
    page.settle();
    second(
        &mut page,
        "par",
        &[(
            "replicas: 2",
            "replicas: 3\n  podManagementPolicy: Parallel",
        )],
    );
    page.settle();
    let lines = lines(&mut page, 20_000, |page| {
        page.send(Message::SetImage {
            set: web().sibling(web().kind, "par"),
            container: "nginx".to_owned(),
            image: "nginx:1.10.0".to_owned(),
        });
    });
    assert!(has(&lines, "updates from the top"), "{lines:#?}");
    assert!(!has(&lines, "minReadySeconds"), "{lines:#?}");
}

#[test]
fn a_wait_for_min_ready_seconds_says_so_when_a_claim_is_what_comes_next() {
    let mut page = Page::fresh();
    page.settle();
    apply(
        &mut page,
        &[("replicas: 2", "replicas: 3\n  minReadySeconds: 20")],
    );
    let said = waits(&mut page, 600);
    assert!(
        has(&said, "counts only when it has been Ready for 20 s"),
        "{said:#?}"
    );
    assert!(!has(&said, "nothing is to be seen"), "{said:#?}");
    set_image(&mut page, "nginx:1.10.0");
    let said = waits(&mut page, 3000);
    assert!(
        has(&said, "minReadySeconds: web-2 counts only"),
        "{said:#?}"
    );
}

#[test]
fn a_refusal_is_told_in_the_servers_words_where_the_controller_tries_again() {
    let mut page = Page::fresh();
    page.settle();
    let quota = "apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: few}\nspec: {hard: {pods: \"3\"}}\n---\n";
    let text = quota.to_owned() + &page.app.editor().text;
    page.send(Message::EditorChanged(text)).send(Message::Apply);
    let lines = lines(&mut page, 10_000, |page| {
        let (set, delta) = (web(), 3);
        page.send(Message::Scale { set, delta });
    });
    assert!(
        has(&lines, "exceeded quota: few, requested: pods=1"),
        "{lines:#?}"
    );
}

#[test]
fn a_name_that_no_pod_has_had_waits_for_no_next_one() {
    let read = |page: &Page| {
        let scene = page.app.scene();
        let empty = scene.sets[0]
            .columns
            .iter()
            .filter(|column| column.pod.is_none());
        let read = empty.map(|column| caption::empty(column).text(Language::English));
        read.collect::<Vec<_>>().join("\n")
    };
    let mut page = Page::fresh();
    assert_eq!(read(&page), "web-0: no pod yet\nweb-1: no pod yet");
    page.settle();
    let pod = web().sibling(Kind::Pod, "web-1");
    page.send(Message::DeletePod(pod));
    while page.app.scene().sets[0].columns[1].pod.is_some() {
        page.frames(1);
    }
    assert_eq!(
        read(&page),
        "web-1: no pod now; the name and the disk www-web-1 wait for the next one"
    );
}
