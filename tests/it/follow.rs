//! What happens can be followed: each sentence of the moment stands as long as it takes to read, at the
//! speed that was chosen; what is passed over says what it waits for.

use crate::page::{Page, check, pod};
use playground::app::{Message, Start, StorageKey, moment};
use playground::i18n::{Language, reading_us};
use playground::view::player::Speed;

const FRAME_MS: u32 = 16;

/// The sentences of the moment from now on, each with the wall time it stood, until this long nothing new
/// was said.
fn followed(page: &mut Page, quiet_ms: u32) -> Vec<(String, u32)> {
    let mut stood: Vec<(String, u32)> = vec![];
    loop {
        page.send(Message::frame(FRAME_MS));
        let story = page.app.story();
        let now = moment(&story).0.expect("a sentence").story.clone();
        let text = now.text(page.app.settings().language);
        match stood.last_mut() {
            Some((said, ms)) if *said == text => *ms += FRAME_MS,
            _ => stood.push((text, FRAME_MS)),
        }
        if stood.last().is_some_and(|(_, ms)| *ms > quiet_ms) {
            return stood;
        }
    }
}

/// What was said instead of a wait, each thing once.
fn passed_over(page: &mut Page, ticks: u32) -> String {
    let mut told = String::new();
    for _ in 0..ticks {
        page.send(Message::frame(FRAME_MS));
        if let Some(reason) = page.app.skipping() {
            let line = reason.text(page.app.settings().language) + "\n";
            if !told.ends_with(&line) {
                told += &line;
            }
        }
    }
    told
}

#[test]
fn every_sentence_stands_as_long_as_it_takes_to_read() {
    for (speed, part) in [(Speed::One, 1), (Speed::Two, 2), (Speed::Quarter, 1)] {
        for language in [Language::English, Language::Chinese] {
            let mut page = Page::fresh();
            page.send(Message::SetLanguage(language));
            page.settle();
            page.send(Message::SetSpeed(speed));
            page.send(Message::DeletePod(pod("web-0")));
            let stood = followed(&mut page, 15_000);
            assert!(stood.len() >= 5, "{stood:#?}");
            for (text, ms) in &stood {
                let least_ms = reading_us(text) / 1000 / part;
                let least_ms = least_ms.saturating_sub(2 * u64::from(FRAME_MS));
                assert!(u64::from(*ms) >= least_ms, "{text:?} stood {ms} ms");
            }
        }
    }
}

#[test]
fn from_four_times_on_nobody_is_kept_waiting() {
    let mut page = Page::fresh();
    page.settle();
    page.send(Message::SetSpeed(Speed::Four));
    page.send(Message::DeletePod(pod("web-0")));
    let ms = followed(&mut page, 3000)
        .iter()
        .map(|(_, ms)| ms)
        .sum::<u32>();
    assert!(ms - 3000 < 2500, "{ms} ms");
}

#[test]
fn a_wait_says_what_it_is_for() {
    let mut page = Page::fresh();
    page.settle();
    let node = page.app.scene().sets[0].columns[0]
        .pod
        .clone()
        .expect("web-0")
        .node;
    page.send(Message::TogglePower { node: node.clone() });
    let told = passed_over(&mut page, 2500);
    let told: String = told
        .lines()
        .filter(|line| line.contains("silence") || line.contains("tolerates"))
        .map(|line| line.replace(&node, "node") + "\n")
        .collect();
    check(
        &told,
        "50 s of silence before node counts as lost
         300 s: so long web-0 tolerates an unreachable node",
    );
}

#[test]
fn who_wants_to_stands_still_after_each_sentence() {
    let mut page = Page::fresh();
    page.settle();
    page.send(Message::ToggleStepByStep);
    page.send(Message::DeletePod(pod("web-0")));
    let mut said = vec![];
    for _ in 0..40 {
        assert!(page.app.settings().paused, "{said:#?}");
        let story = page.app.story();
        let text = moment(&story).0.expect("a sentence").story.clone();
        said.push(text.text(Language::English));
        page.wait(2000);
        assert_eq!(page.app.story().len(), story.len(), "time stands still");
        page.send(Message::TogglePause);
        for _ in 0..600 {
            page.send(Message::frame(FRAME_MS));
            if page.app.settings().paused {
                break;
            }
        }
        if said.last().is_some_and(|text| text.contains("→")) {
            break;
        }
    }
    let first = |text: &String| text.split([':', ';']).next().unwrap_or_default().to_owned();
    let said: Vec<String> = said.iter().map(first).collect();
    assert!(said.len() >= 5, "{said:#?}");
    // It is a habit, and so it is kept.
    let session = page.kept(StorageKey::Session);
    let mut start = Start::default();
    start.saved.session = session;
    assert!(Page::open(&start).app.settings().step_by_step);
}
