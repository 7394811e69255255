//! Time runs backward too: any moment of a page's history can be looked at, whole; acting there begins another history,
//! and what was left can be gone back to.

use crate::page::{Page, pod, web};
use playground::app::founding::MANIFEST;
use playground::app::{App, Effect, Line, MARKS_MAX, Mark, Message, StorageKey, Travel};
use playground::cluster::api::{Key, Kind, Pod, SimTime};
use playground::cluster::apiserver::uid::Rng;
use playground::sim::Cursor;
use playground::view::scene::Scene;
use playground::worker::Shown;

/// What is simulated of all that a page shows: not how the person wants the page, and not where in the history they are.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Simulated {
    pub(crate) cursor: Cursor,
    pub(crate) digest: u64,
    scene: Scene,
    story: Vec<Line>,
    events: Vec<playground::view::events::EventRow>,
    inspection: Option<playground::view::inspect::Inspection>,
    opened: Option<Key>,
    card: Option<playground::app::Card>,
}

impl Simulated {
    pub(crate) fn of(app: &App) -> Self {
        let shown = Shown::of(app, &Shown::default());
        Self {
            cursor: app.cursor(),
            digest: app.world().digest(),
            // When it was drawn is not what is in it.
            scene: Scene {
                now: SimTime::default(),
                ..(*shown.scene).clone()
            },
            story: shown.story.to_vec(),
            events: shown.events.to_vec(),
            inspection: shown.inspection.map(|inspection| (*inspection).clone()),
            opened: shown.opened,
            card: shown.first_minute,
        }
    }
}

/// Holds two moments against each other, part by part: whole they are too long to be read.
#[track_caller]
pub(crate) fn same(seen: &Simulated, moment: &Simulated) {
    assert_eq!(seen.cursor, moment.cursor);
    assert_eq!(seen.digest, moment.digest, "world");
    assert_eq!(seen.story, moment.story, "story");
    assert_eq!(seen.card, moment.card, "card");
    assert_eq!(seen.opened, moment.opened, "opened");
    assert_eq!(seen.scene, moment.scene, "picture");
    assert!(seen == moment, "events, or what is selected");
}

/// Somebody who does this and that, by dice.
pub(crate) struct Visitor {
    pub(crate) page: Page,
    pub(crate) dice: Rng,
}

impl Visitor {
    pub(crate) fn come(seed: u64) -> Self {
        let mut page = Page::fresh();
        page.send(Message::Select(pod("web-0")));
        Self {
            page,
            dice: Rng::new(seed),
        }
    }

    fn pod(&mut self) -> Key {
        let ordinal = self.dice.between(0, 3);
        pod(&format!("web-{ordinal}"))
    }

    fn act(&mut self) -> Message {
        match self.dice.between(0, 8) {
            0..=2 => Message::DeletePod(self.pod()),
            3 => Message::ForceDeletePod(self.pod()),
            4 => Message::Scale {
                set: web(),
                delta: i32::try_from(self.dice.between(0, 2)).unwrap_or_default() - 1,
            },
            5 => Message::SetImage {
                set: web(),
                container: "nginx".to_owned(),
                image: format!("nginx:1.{}", self.dice.between(8, 10)),
            },
            6 => Message::WriteFile {
                pod: self.pod(),
                container: "nginx".to_owned(),
                path: "/usr/share/nginx/html/a".to_owned(),
                text: "a".to_owned(),
            },
            7 => Message::TogglePower {
                node: format!("node-{}", self.dice.between(1, 3)),
            },
            _ => Message::EditorChanged(MANIFEST.replace(
                "replicas: 2",
                &format!("replicas: {}", self.dice.between(0, 4)),
            )),
        }
    }

    /// Acts, and lets some of it happen.
    pub(crate) fn act_once(&mut self) {
        let act = self.act();
        let is_text = matches!(act, Message::EditorChanged(_));
        self.page.send(act);
        if is_text {
            self.page.send(Message::Apply);
        }
    }
}

pub(crate) fn travel(page: &mut Page, to: Travel) {
    page.send(Message::Travel(to));
}

/// The moments of a history, each as it was when it was the present one.
fn moments(visitor: &mut Visitor) -> Vec<Simulated> {
    let mut moments = vec![];
    for _ in 0..6 {
        visitor.act_once();
        moments.push(Simulated::of(&visitor.page.app));
        for _ in 0..visitor.dice.between(0, 40) {
            visitor.page.send(Message::frame(200));
            moments.push(Simulated::of(&visitor.page.app));
        }
    }
    moments
}

pub(crate) fn is_past(page: &Page) -> bool {
    page.app.place().end.is_some()
}

#[test]
fn every_moment_is_as_it_was_when_it_was_the_present() {
    for seed in 0..4 {
        let mut visitor = Visitor::come(seed);
        let moments = moments(&mut visitor);
        // In an order that is none, so that each is had from another one.
        let count = moments.len();
        for index in (0..count).map(|index| index * 7919 % count) {
            let moment = &moments[index];
            travel(&mut visitor.page, Travel::At(moment.cursor));
            same(&Simulated::of(&visitor.page.app), moment);
        }
    }
}

#[test]
fn an_instant_is_looked_at_when_everything_of_it_had_happened() {
    for seed in 0..6 {
        let mut visitor = Visitor::come(seed);
        let moments = moments(&mut visitor);
        let end = moments.last().expect("there are moments").cursor.at;
        for at in (0..end.0).step_by(977) {
            travel(&mut visitor.page, Travel::To(SimTime(at)));
            assert_eq!(visitor.page.app.now(), SimTime(at), "seed {seed}");
            let cursor = visitor.page.app.cursor();
            let later = moments
                .iter()
                .filter(|moment| moment.cursor.at > SimTime(at));
            assert!(later.clone().count() > 0);
            for moment in later {
                let of = moment.cursor;
                assert!(
                    of.steps >= cursor.steps && of.inputs >= cursor.inputs,
                    "{of:?} {cursor:?}"
                );
            }
            let earlier = moments
                .iter()
                .filter(|moment| moment.cursor.at < SimTime(at));
            for moment in earlier {
                let of = moment.cursor;
                assert!(
                    of.steps <= cursor.steps && of.inputs <= cursor.inputs,
                    "{of:?} {cursor:?}"
                );
            }
        }
    }
}

#[test]
fn playing_on_from_an_earlier_moment_comes_to_the_same_end_and_goes_on() {
    for seed in 0..4 {
        let mut visitor = Visitor::come(seed);
        let moments = moments(&mut visitor);
        let end = Simulated::of(&visitor.page.app);
        let from = moments[moments.len() / 4].cursor;
        travel(&mut visitor.page, Travel::At(from));
        assert!(is_past(&visitor.page), "seed {seed}");
        visitor.page.send(Message::TogglePause);
        for _ in 0..40_000 {
            if !is_past(&visitor.page) {
                break;
            }
            let now = visitor.page.app.now();
            visitor.page.send(Message::frame(16));
            assert!(!is_past(&visitor.page) || visitor.page.app.now() <= end.cursor.at);
            assert!(visitor.page.app.now() >= now);
        }
        assert!(!is_past(&visitor.page), "seed {seed}");
        // The frame in which the end came may have gone a little further.
        travel(&mut visitor.page, Travel::At(end.cursor));
        same(&Simulated::of(&visitor.page.app), &end);
    }
}

#[test]
fn a_step_forth_undoes_a_step_back() {
    let mut visitor = Visitor::come(3);
    drop(moments(&mut visitor));
    let page = &mut visitor.page;
    page.wait(60_000);
    let mut points = vec![];
    travel(page, Travel::Back);
    while page.app.place().has_before {
        points.push(Simulated::of(&page.app));
        travel(page, Travel::Back);
    }
    assert!(points.len() > 20, "{}", points.len());
    for point in points.iter().rev() {
        page.send(Message::Step);
        same(&Simulated::of(&page.app), point);
    }
    for point in &points[1..] {
        travel(page, Travel::Back);
        same(&Simulated::of(&page.app), point);
    }
}

#[test]
fn the_steps_of_what_is_selected_are_its_own() {
    let mut page = Page::fresh();
    page.wait(20_000);
    page.send(Message::DeletePod(pod("web-1"))).wait(60_000);
    page.send(Message::Select(pod("web-1")));
    let is_about = |page: &Page| {
        let story = page.app.story();
        let last = story.last().expect("something was told");
        last.keys.contains(&pod("web-1"))
    };
    travel(&mut page, Travel::ObjectBack);
    assert!(is_past(&page) && is_about(&page));
    let last = page.app.cursor();
    travel(&mut page, Travel::ObjectBack);
    assert!(page.app.cursor() < last && is_about(&page));
    travel(&mut page, Travel::ObjectOn);
    assert_eq!(page.app.cursor(), last);
}

fn uid(page: &Page, name: &str) -> String {
    let pod = page.app.world().cluster.store.get::<Pod>("default", name);
    let pod = pod.unwrap_or_else(|| panic!("no pod {name}"));
    pod.metadata.uid.clone().unwrap_or_default()
}

#[test]
fn the_past_is_another_moment_of_the_same_page() {
    let mut page = Page::fresh();
    page.wait(20_000);
    let (old, before) = (uid(&page, "web-0"), page.app.now());
    page.wait(100).send(Message::DeletePod(pod("web-0")));
    page.wait(60_000);
    let (new, end) = (uid(&page, "web-0"), Simulated::of(&page.app));
    assert_ne!(old, new);
    page.send(Message::EditorChanged("kind: half a thought".to_owned()));
    travel(&mut page, Travel::To(before));
    assert_eq!(uid(&page, "web-0"), old);
    assert_eq!(page.app.editor().text, "kind: half a thought");
    let place = page.app.place();
    assert_eq!((place.end, place.acts_ahead), (Some(end.cursor), 1));
    assert!(page.app.settings().paused, "the past stands still");
    travel(&mut page, Travel::Live);
    same(&Simulated::of(&page.app), &end);
    assert!(!page.app.settings().paused, "and goes on as it did");
}

#[test]
fn what_is_kept_is_the_whole_history_whatever_moment_is_looked_at() {
    let mut page = Page::fresh();
    page.wait(20_000);
    let early = page.app.now();
    page.send(Message::DeletePod(pod("web-0"))).wait(60_000);
    let record = page.app.record();
    travel(&mut page, Travel::To(early));
    assert_eq!(page.app.record(), record);
    page.wait(10_000);
    let kept = page.kept(StorageKey::Record).expect("a record is kept");
    assert!(kept.contains("web-0"), "{kept}");
}

#[test]
fn a_record_of_another_version_is_refused_with_the_reason() {
    let mut page = Page::fresh();
    page.wait(20_000);
    page.send(Message::DeletePod(pod("web-0"))).wait(5_000);
    let record = page.app.record();
    let before = Simulated::of(&page.app);
    for other in ["\"version\":0", "\"version\":99", "\"other\":1"] {
        let other = record.replacen("\"version\":1", other, 1);
        assert_ne!(other, record);
        page.send(Message::Restore(other));
        let notice = page.notice();
        assert!(notice.contains("not 1"), "{notice}");
        assert_eq!(Simulated::of(&page.app).digest, before.digest);
    }
    page.send(Message::Restore(record));
    assert_eq!(page.app.world().digest(), before.digest);
}

#[test]
fn the_marks_are_few_and_stay_where_they_are() {
    let mut page = Page::fresh();
    let mut most = 0;
    let mut before: Vec<Mark> = vec![];
    let mut kept = 0;
    for _ in 0..30 {
        page.send(Message::DeletePod(pod("web-0"))).wait(40_000);
        let marks = page.app.place().marks.to_vec();
        most = most.max(marks.len());
        let same = |mark: &&Mark| marks.contains(*mark);
        kept += usize::from(before.iter().take(3).all(|mark| same(&mark)));
        before = marks;
    }
    assert!(most as u64 <= MARKS_MAX + 1 && most > 30, "{most}");
    assert!(kept > 20, "{kept}");
    let acts: u32 = before.iter().map(|mark| mark.acts).sum();
    assert!(acts >= 30, "{acts}");
}

#[test]
fn what_is_read_aloud_of_the_past_is_what_stands_there() {
    let mut page = Page::fresh();
    page.wait(20_000);
    page.send(Message::DeletePod(pod("web-0"))).wait(60_000);
    page.effects.clear();
    travel(&mut page, Travel::Back);
    let aloud = page.effects.iter().filter_map(|effect| match effect {
        Effect::Announce(text) => Some(text.clone()),
        _ => None,
    });
    let story = page.app.story();
    let moment = playground::app::moment(&story).0.expect("a sentence");
    let text = moment.story.text(playground::i18n::Language::English);
    assert_eq!(aloud.collect::<Vec<_>>(), [text]);
    assert_eq!(page.app.beats().len(), 0, "and nothing travels there");
    assert_eq!(pod("web-0").kind, Kind::Pod);
}
