//! How long things take at the usual speed, on the wall: long enough to read what is said of one pod, and never
//! minutes for what many pods do. A clock that runs natively, so no test waits for it.

use crate::page::{FRAME_MS, Page, pod, web};
use crate::truth::{apply, set_image};
use playground::app::{Message, moment};
use playground::i18n::{Language, reading_us};
use playground::view::scene::{Health, SetPicture};

/// Seconds on the wall from now on until this is so of the first set; nobody waits longer than a quarter of an hour.
fn seconds_until(page: &mut Page, so: impl Fn(&SetPicture) -> bool) -> f64 {
    for frames in 0..900_000 / FRAME_MS {
        if page.app.scene().sets.first().is_some_and(&so) {
            return f64::from(frames * FRAME_MS) / 1000.0;
        }
        page.frames(1);
    }
    panic!("it never is so:\n{}", page.story(12));
}

fn all_ready(set: &SetPicture, wanted: i32) -> bool {
    set.ready == wanted && set.wanted == wanted && set.waiting.is_none() && set.observed
}

fn rolled_out(set: &SetPicture) -> bool {
    all_ready(set, set.wanted) && set.current_revision == set.update_revision
}

/// A page at rest, with so many pods.
fn with(replicas: i32) -> Page {
    let mut page = Page::fresh();
    page.settle();
    if replicas != 2 {
        let set = web();
        let delta = replicas - 2;
        page.send(Message::Scale { set, delta });
        seconds_until(&mut page, |set| all_ready(set, replicas));
    }
    page.wait(1000);
    page
}

fn check(what: &str, took_s: f64, least_s: f64, most_s: f64) {
    assert!(
        (least_s..=most_s).contains(&took_s),
        "{what}: {took_s} s is not within {least_s} s and {most_s} s"
    );
}

#[test]
fn the_page_begins_with_two_pods_that_can_be_followed() {
    let took_s = seconds_until(&mut Page::fresh(), |set| all_ready(set, 2));
    check("the page opens: two pods are Ready", took_s, 6.0, 16.0);
}

#[test]
fn one_pod_can_be_read_from_its_end_to_its_return() {
    let mut page = with(2);
    page.send(Message::DeletePod(pod("web-0")));
    let took_s = seconds_until(&mut page, |set| {
        set.columns[0].lives == 2 && all_ready(set, 2)
    });
    check("one pod, from delete to Ready", took_s, 8.0, 20.0);
    assert_eq!(page.app.passed_by(), None, "all of it could be read");
}

#[test]
fn a_rolling_update_of_three_shows_the_first_pod_and_repeats_itself_faster() {
    let mut page = with(3);
    set_image(&mut page, "nginx:1.10.0");
    let took_s = seconds_until(&mut page, rolled_out);
    check("rolling update of 3", took_s, 12.0, 40.0);
}

#[test]
fn a_rolling_update_of_twelve_takes_a_minute_and_says_what_went_by() {
    let mut page = with(12);
    set_image(&mut page, "nginx:1.10.0");
    let took_s = seconds_until(&mut page, rolled_out);
    check("rolling update of 12", took_s, 12.0, 75.0);
    let passed = page.app.passed_by().expect("most of it went by");
    let text = passed.text(Language::English);
    assert!(text.ends_with(" more steps, in the story"), "{text}");
}

#[test]
fn twelve_in_order_take_less_than_a_minute() {
    let mut page = with(1);
    let (set, delta) = (web(), 11);
    page.send(Message::Scale { set, delta });
    let took_s = seconds_until(&mut page, |set| all_ready(set, 12));
    check("scale 1 to 12, OrderedReady", took_s, 5.0, 50.0);
}

#[test]
fn sixty_at_once_are_there_in_seconds() {
    let mut page = with(2);
    apply(
        &mut page,
        &[(
            "name: web\nspec:\n",
            "name: par\nspec:\n  podManagementPolicy: Parallel\n",
        )],
    );
    seconds_until(&mut page, |set| all_ready(set, 2));
    let set = page.app.scene().sets[0].key.clone();
    assert_eq!(&*set.name, "par", "it is drawn first");
    page.wait(1000).send(Message::Scale { set, delta: 58 });
    let took_s = seconds_until(&mut page, |set| all_ready(set, 60));
    check("scale 2 to 60, Parallel", took_s, 1.0, 10.0);
}

#[test]
fn six_minutes_of_a_dead_node_take_as_long_as_it_takes_to_read_why() {
    let mut page = with(2);
    let node = page.app.scene().sets[0].columns[0].pod.clone();
    let node = node.expect("web-0").node;
    page.send(Message::TogglePower { node });
    let until = page.app.now().0 + 360_000;
    let mut took_s = seconds_until(&mut page, |set| {
        let going = |pod: &playground::view::scene::PodCard| pod.health == Health::Terminating;
        set.columns[0].pod.as_ref().is_some_and(going)
    });
    check(
        "a dead node, until its pod is told to go",
        took_s,
        8.0,
        25.0,
    );
    while page.app.now().0 < until {
        page.frames(1);
        took_s += f64::from(FRAME_MS) / 1000.0;
    }
    check("six minutes of a dead node", took_s, 15.0, 40.0);
}

/// Who follows one pod among many has its sentences whole; those of the others are recognised.
#[test]
fn the_first_of_many_can_be_read_whole() {
    let mut page = with(12);
    set_image(&mut page, "nginx:1.10.0");
    let mut stood: Vec<(String, u64)> = vec![];
    loop {
        page.frames(1);
        let story = page.app.story();
        let line = moment(&story).0.expect("a sentence");
        let text = line.story.text(Language::English);
        match stood.last_mut() {
            Some((said, ms)) if *said == text => *ms += u64::from(FRAME_MS),
            _ => stood.push((text, u64::from(FRAME_MS))),
        }
        if stood
            .last()
            .is_some_and(|(text, _)| text.contains("web-10"))
        {
            break;
        }
    }
    stood.pop();
    assert!(stood.len() >= 6, "{stood:#?}");
    for (text, ms) in stood {
        let least_ms = reading_us(&text) / 1000 - 2 * u64::from(FRAME_MS);
        assert!(ms >= least_ms, "{text:?} stood {ms} ms");
    }
}
