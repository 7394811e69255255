//! A link holds it all: whoever opens it sees the same cluster at the same moment, and a link that is no link is refused
//! in words and changes nothing.

use crate::page::{Page, draw, pod, web};
use crate::told::{message, told};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use playground::app::{Effect, Message, QrCode, Start, StorageKey, Travel};
use playground::cluster::apiserver::Cascade;
use playground::cluster::apiserver::uid::Rng;
use playground::view::player::Speed;
use std::io::Write;

/// The link of the page's present moment.
fn link(page: &mut Page) -> String {
    page.send(Message::Share);
    match page.effects.pop() {
        Some(Effect::Share(link)) => link,
        other => panic!("{other:?}"),
    }
}

fn open(link: &str) -> Page {
    Page::open(&Start {
        link: Some(link.to_owned()),
        ..Start::default()
    })
}

/// How many characters a link takes in an address, after what every address of the page begins with.
fn characters(link: &str) -> usize {
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::best());
    packed.write_all(link.as_bytes()).unwrap();
    (packed.finish().unwrap().len() * 4).div_ceil(3)
}

#[test]
fn whoever_opens_it_sees_the_same() {
    for seed in 0..25 {
        let mut rng = Rng::new(seed);
        let mut page = Page::fresh();
        for _ in 0..300 {
            page.send(message(&mut rng));
        }
        page.edit("replicas: 2", "replicas: 2 # mine")
            .send(Message::Examine);
        let there = open(&link(&mut page));
        assert_eq!(told(&there), told(&page), "seed {seed}");
        let digest = |page: &Page| (page.app.now(), page.app.world().digest());
        assert_eq!(digest(&there), digest(&page), "seed {seed}");
        assert_eq!(there.app.editor(), page.app.editor(), "seed {seed}");
        assert_eq!(there.app.settings(), page.app.settings(), "seed {seed}");
        assert_eq!(there.app.notice(), None, "seed {seed}");
    }
}

#[test]
fn what_is_looked_at_is_looked_at_there() {
    let mut page = Page::fresh();
    page.settle()
        .send(Message::Select(pod("web-1")))
        .send(Message::SetSpeed(Speed::Four))
        .send(Message::TogglePause);
    let there = open(&link(&mut page));
    assert_eq!(there.app.selected(), Some(&pod("web-1")));
    assert!(there.app.settings().paused);
    assert_eq!(there.app.first_minute(), None);
}

#[test]
fn it_goes_on_from_there() {
    let mut page = Page::fresh();
    let mut there = open(&link(page.settle().send(Message::DeletePod(pod("web-0")))));
    for page in [&mut page, &mut there] {
        page.settle().send(Message::Scale {
            set: web(),
            delta: 1,
        });
        page.settle();
    }
    assert_eq!(told(&there), told(&page));
}

#[test]
fn a_link_is_short() {
    let mut page = Page::fresh();
    page.settle();
    let mut lengths = vec![characters(&link(&mut page))];
    for round in 0..5 {
        page.send(Message::DeletePod(pod("web-0"))).settle();
        for delta in [1, -1] {
            let set = web();
            page.send(Message::Scale { set, delta }).settle();
        }
        page.send(Message::SetImage {
            set: web(),
            container: "nginx".into(),
            image: format!("nginx:1.2{round}"),
        });
        page.settle();
        lengths.push(characters(&link(&mut page)));
    }
    let [none, .., twenty] = lengths[..] else {
        panic!("{lengths:?}")
    };
    assert!(none < 300 && twenty < 1000, "{lengths:?}");
}

/// Nothing of the page changes but what it says.
fn check_refused(refused: &str, expected: &str) {
    let mut page = Page::fresh();
    page.settle().edit("replicas: 2", "replicas: 2 # mine");
    let before = (told(&page), page.app.editor().clone());
    page.send(Message::OpenSession(refused.to_owned()));
    assert_eq!(page.notice(), expected);
    assert_eq!(page.app.question(), None);
    assert_eq!((told(&page), page.app.editor().clone()), before);

    let fresh = open(refused);
    assert_eq!(fresh.notice(), expected);
    assert_eq!(draw(&fresh.app.scene()), draw(&Page::fresh().app.scene()));
}

const BROKEN: &str = "This session cannot be opened: it is cut, changed, or none of this page";

#[test]
fn what_is_no_session_is_refused_in_words() {
    let whole = link(Page::fresh().settle());
    let changed = |from: &str, to: &str| {
        let changed = whole.replacen(from, to, 1);
        assert_ne!(changed, whole, "{from:?} stands in {whole}");
        changed
    };
    check_refused("", BROKEN);
    check_refused(
        &changed("\"version\":1", "\"version\":2"),
        "This session cannot be opened: its format has version 2, which this version of the page does not know. \
         Perhaps a newer one of the page does",
    );
    check_refused(&changed("\"nodes\":3", "\"nodes\":4000000000"), BROKEN);
    check_refused(
        &changed("\"steps\":", "\"steps\":99999999"),
        "The history of this session is too long to be played again",
    );
    check_refused(&changed("\"inputs\":2}", "\"inputs\":3}"), BROKEN);
    let late = changed(
        "\"inputs\":[]",
        "\"inputs\":[{\"at\":99999999,\"steps\":0,\"input\":{\"Power\":{\"node\":\"node-1\",\"on\":false}}}]",
    );
    check_refused(&late.replacen("\"inputs\":2}", "\"inputs\":3}", 1), BROKEN);
    for end in 1..whole.len() {
        let mut page = Page::fresh();
        page.send(Message::OpenSession(whole[..end].to_owned()));
        assert_eq!(page.notice(), BROKEN, "{}", &whole[..end]);
    }
}

#[test]
fn a_session_in_a_file_is_opened_when_it_is_confirmed() {
    let mut page = Page::fresh();
    page.settle().send(Message::DeletePod(pod("web-0")));
    page.settle().send(Message::SaveSession);
    let Some(Effect::Save { name, text }) = page.effects.pop() else {
        panic!("a file")
    };
    assert_eq!(name, "statefulset-session.json");

    let mut other = Page::fresh();
    other
        .edit("replicas: 2", "replicas: 1")
        .send(Message::Apply);
    let before = told(other.settle());
    other.send(Message::OpenSession(text.clone()));
    assert_eq!(told(&other), before);
    other
        .send(Message::Dismiss)
        .send(Message::Confirm(Cascade::Background));
    assert_eq!(told(&other), before);
    other
        .send(Message::OpenSession(text))
        .send(Message::Confirm(Cascade::Background));
    assert_eq!(told(&other), told(&page));
    assert_eq!(other.app.editor(), page.app.editor());
    // What is kept for a reload is what is shown.
    let kept = other.kept(StorageKey::Session).expect("it is kept");
    assert!(kept.contains("replicas: 2"), "{kept}");
}

#[test]
fn the_moment_that_is_looked_at_is_looked_at_there() {
    let mut page = Page::fresh();
    page.settle().send(Message::DeletePod(pod("web-0")));
    page.settle();
    for _ in 0..12 {
        page.send(Message::Travel(Travel::Back));
        let there = open(&link(&mut page));
        assert_eq!(there.app.cursor(), page.app.cursor());
        assert_eq!(told(&there), told(&page));
    }
}

#[test]
fn a_link_of_a_simulation_that_decided_otherwise_says_so() {
    let whole = link(Page::fresh().settle());
    let (before, after) = whole.split_once("\"digest\":\"").expect("a digest");
    let other = format!("{before}\"digest\":\"0{}", &after[1..]);
    let page = open(&other);
    assert!(page.notice().contains("does not come out"));
}

/// Links that are out in the world. They are opened by every later version, or refused in words; a new version of links
/// gets a new file, and this one stays.
#[test]
fn the_links_of_version_1_are_opened() {
    let page = open(include_str!("links/1.json"));
    let told = page.app.notice().map(|_| page.notice());
    assert!(
        told.as_ref()
            .is_none_or(|told| told.contains("does not come out")),
        "{told:?}"
    );
    crate::page::check(
        &draw(&page.app.scene()),
        "web 3/3: web is at rest: all 3 pods are Ready
         web-0 | Running on a node | life 2 | www-web-0 Bound
         web-1 | Running on a node | life 1 | www-web-1 Bound
         web-2 | Running on a node | life 1 | www-web-2 Bound",
    );
}

#[test]
fn a_qr_code_is_as_large_as_its_text_needs() {
    let small = QrCode::of("https://example.org/").expect("it fits");
    assert_eq!(small.modules, 25);
    assert!(small.path.starts_with("M0 0h7v1h-7z"), "{}", small.path);
    assert!(QrCode::of(&"a".repeat(2953)).is_some_and(|code| code.modules == 177));
    assert_eq!(QrCode::of(&"a".repeat(2954)), None);
}
