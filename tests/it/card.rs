//! What the card of the first minute says is so, whatever happens beside it.

use crate::page::Page;
use playground::app::{Act, Cascade, Message, Press, Start, caption, founding};
use playground::cluster::api::{Key, Kind};
use playground::i18n::Language;

/// The card's sentence, and in brackets what stands on its button, or why it can do nothing.
fn card(page: &Page) -> String {
    let card = page.app.first_minute().expect("a card");
    let button = card
        .offer
        .map(|offer| offer.label().text(Language::English));
    let lack = card.lack.map(|lack| lack.text(Language::English));
    let told = card.text.text(Language::English);
    match button.or(lack) {
        Some(button) => format!("{told} [{button}]"),
        None => told,
    }
}

/// A page on which the acts before this one are done.
fn at(act: Act) -> Page {
    let before = Act::ALL.into_iter().take_while(|other| *other != act);
    let done: String = before.map(|act| format!(" {}", act.name())).collect();
    let mut start = Start::default();
    start.saved.first_minute = Some(format!("open{done}"));
    start.saved.session = Some(r#"{"speed":"4"}"#.to_owned());
    let mut page = Page::open(&start);
    page.settle().wait(1000);
    page
}

fn web() -> Key {
    Key::new(Kind::StatefulSet, "default", "web")
}

fn scale(page: &mut Page, delta: i32) -> &mut Page {
    page.send(Message::Scale { set: web(), delta })
}

fn image(page: &mut Page, image: &str) {
    page.send(Message::SetImage {
        set: web(),
        container: "nginx".to_owned(),
        image: image.to_owned(),
    });
}

fn pod(name: &str) -> Key {
    Key::new(Kind::Pod, "default", name)
}

/// Each reason the card gives for a button that can do nothing yet, once, as long as no other comes.
fn reasons(page: &mut Page, ms: u64) -> Vec<String> {
    let mut given: Vec<String> = vec![];
    for _ in 0..ms / 16 {
        let card = page.app.first_minute().expect("a card");
        let reason = match (&card.offer, &card.lack) {
            (Some(offer), None) => format!("[{}]", offer.label().text(Language::English)),
            (None, Some(lack)) => lack.text(Language::English),
            (offer, lack) => panic!("{offer:?} {lack:?}: {:?}", card.text),
        };
        if given.last() != Some(&reason) {
            given.push(reason);
        }
        page.wait(16);
    }
    given
}

#[test]
fn a_button_that_can_do_nothing_yet_says_why() {
    let mut page = Page::fresh();
    let given = reasons(&mut page, 12_000);
    assert_eq!(
        given,
        [
            "web-0 is not there yet",
            "web-0 has no node yet",
            "web-0 is starting",
            "[Delete web-0]"
        ]
    );
}

#[test]
fn a_pod_that_does_not_get_well_is_the_reason() {
    let mut page = Page::fresh();
    page.edit("nginx:1.9.1", "nginx:does-not-exist")
        .send(Message::Apply)
        .send(Message::DeletePod(pod("web-0")));
    let given = reasons(&mut page, 30_000);
    assert!(
        given
            .iter()
            .any(|reason| reason == "web-0 is not Ready: ErrImagePull"),
        "{given:?}"
    );
}

#[test]
fn without_a_pod_to_do_it_to_there_is_one_to_be_had() {
    let mut page = at(Act::Delete);
    scale(&mut page, -2);
    assert!(card(&page).starts_with("Delete web-"), "they are there yet");
    page.settle();
    assert_eq!(
        card(&page),
        "web wants no pods now. Scale it up, and there is something to try. [Scale to 1]"
    );
}

#[test]
fn a_pod_that_was_deleted_and_is_not_wanted_any_more_is_not_waited_for() {
    let mut page = at(Act::Delete);
    page.send(Message::DeletePod(pod("web-1")));
    scale(&mut page, -1).settle();
    assert!(card(&page).ends_with("[Delete web-0]"), "{}", card(&page));
}

#[test]
fn a_set_that_was_made_larger_and_smaller_before_anything_came_of_it_can_be_made_larger_again() {
    let mut page = at(Act::Scale);
    scale(&mut page, 2);
    scale(&mut page, -2).settle();
    assert!(card(&page).ends_with("[Scale to 4]"), "{}", card(&page));
}

#[test]
fn a_set_of_which_nothing_is_to_be_had_any_more_says_so() {
    let mut page = at(Act::Delete);
    page.send(Message::DeleteSet {
        set: web(),
        cascade: Cascade::Orphan,
    });
    assert_eq!(
        card(&page),
        "web is being deleted. Apply it again, and there is something to try."
    );
}

#[test]
fn disks_that_there_are_not_are_missed_at_once() {
    let mut page = at(Act::Keep);
    let without = founding::MANIFEST_WITHOUT_DISKS.replace("name: web\nspec", "name: shop\nspec");
    page.send(Message::EditorChanged(without))
        .send(Message::Apply);
    assert!(
        card(&page).ends_with("[The pods of shop have no disks of their own]"),
        "{}",
        card(&page)
    );
}

#[test]
fn who_is_made_beside_a_rollout_was_not_replaced_by_it() {
    let mut page = at(Act::Image);
    image(&mut page, "nginx:1.10.0");
    scale(&mut page, 1).settle().wait(2000);
    page.settle();
    assert_eq!(
        card(&page),
        "Replaced in this order, the highest ordinal first: web-1, web-0. Names and disks stayed."
    );
}

#[test]
fn a_rollout_is_watched_to_its_end() {
    let mut page = at(Act::Image);
    page.send(Message::FirstMinute(Press::Do));
    let mut told: Vec<String> = vec![];
    while !told.last().is_some_and(|told| told.starts_with("Replaced")) {
        page.frames(1);
        let card = card(&page);
        if told.last() != Some(&card) {
            told.push(card);
        }
    }
    assert_eq!(
        told,
        [
            "Watch which pod of web is replaced first, and what the next one waits for.",
            "Every pod of web has the new template now. The update is done when all are Ready.",
            "Replaced in this order, the highest ordinal first: web-1, web-0. Names and disks stayed.",
        ]
    );
}

#[test]
fn of_two_updates_that_met_no_order_is_told() {
    let mut page = at(Act::Image);
    image(&mut page, "nginx:1.10.0");
    // Until web-0, the last, is on its way.
    while page.app.scene().sets[0].columns[0].pod.is_some() {
        page.frames(1);
    }
    image(&mut page, "nginx:1.11.0");
    page.settle().wait(2000);
    page.settle();
    assert_eq!(
        card(&page),
        "Change the image of web. In which order are the pods replaced? [Set nginx:1.10.0]"
    );
    page.send(Message::FirstMinute(Press::Do))
        .wait(2000)
        .settle()
        .wait(2000);
    let text = card(&page);
    assert!(
        text.ends_with(": web-1, web-0. Names and disks stayed."),
        "{text}"
    );
}

#[test]
fn an_update_is_offered_when_every_pod_is_there() {
    let mut page = at(Act::Image);
    page.send(Message::DeletePod(pod("web-1"))).wait(2000);
    let text = card(&page);
    assert!(text.ends_with("[web-1 is starting]"), "{text}");
    page.settle().wait(1000);
    assert!(
        card(&page).ends_with("[Set nginx:1.10.0]"),
        "{}",
        card(&page)
    );
}

#[test]
fn another_broken_image_is_not_the_good_one() {
    let mut page = at(Act::Broken);
    page.send(Message::FirstMinute(Press::Do)).wait(20_000);
    image(&mut page, "nginx:broken-too");
    page.wait(20_000);
    let text = card(&page);
    assert!(
        text.ends_with("Put the good image back. [Set nginx:1.9.1]"),
        "{text}"
    );
}

#[test]
fn the_image_comes_back_before_anybody_was_replaced() {
    let mut page = at(Act::Image);
    image(&mut page, "nginx:1.10.0");
    image(&mut page, "nginx:1.9.1");
    page.settle().wait(2000);
    assert!(
        card(&page).starts_with("Change the image"),
        "{}",
        card(&page)
    );
}

#[test]
fn a_count_that_lags_behind_the_pods_says_whose_it_is() {
    let mut page = Page::fresh();
    let mut told: Vec<String> = vec![];
    for _ in 0..2000 {
        page.frames(1);
        let scene = page.app.scene();
        let count = scene.sets.first().and_then(caption::count);
        let count = count.expect("a set").text(Language::English);
        if told.last() != Some(&count) {
            told.push(count);
        }
    }
    assert_eq!(
        told,
        [
            "0 of 2 ready",
            "0 of 2 ready when the controller last looked",
            "1 of 2 ready",
            "1 of 2 ready when the controller last looked",
            "2 of 2 ready"
        ]
    );
}
