//! Going back: any point of a history can be had again, exactly, and a record is a whole history.

use playground::app::founding::MANIFEST;
use playground::cluster::api::{Key, Kind, SimTime};
use playground::cluster::apiserver::DeleteOptions;
use playground::manifest;
use playground::sim::keyframes::KeyframeLimits;
use playground::sim::observer::Observer;
use playground::sim::world::Config;
use playground::sim::{Cursor, Fact, Input, Request, Timeline, World};

/// A person who writes down what they are told, and how often they acted.
#[derive(Clone, Debug, Default, PartialEq)]
struct Diary {
    facts: Vec<u64>,
    inputs: usize,
}

impl Observer for Diary {
    type Seen = Vec<Fact>;

    fn expect_input(&mut self, _founding: bool) {
        self.inputs += 1;
    }

    fn see(&mut self, _world: &World, facts: Vec<Fact>) -> Vec<Fact> {
        self.facts.extend(facts.iter().map(|fact| fact.id.0));
        facts
    }

    fn copy_bytes(&self) -> usize {
        self.facts.len() * 8
    }
}

const BYTES_MAX: usize = 1 << 20;

fn founded(steps_between: u64) -> Timeline<Diary> {
    let limits = KeyframeLimits {
        steps_between,
        count: 24,
        bytes: BYTES_MAX,
    };
    let mut timeline = Timeline::with_keyframes(Diary::default(), Config::default(), limits);
    for document in manifest::read(MANIFEST).0 {
        drop(timeline.push(Input::Request(Request::Apply(document.object))));
    }
    timeline
}

fn delete_pod(name: &str) -> Input {
    let key = Key::new(Kind::Pod, "default", name);
    Input::Request(Request::Delete(key, DeleteOptions::default()))
}

/// Where a history stood, the world there, and what had been told by then.
struct Point {
    cursor: Cursor,
    digest: u64,
    diary: Diary,
}

impl Point {
    fn of(timeline: &Timeline<Diary>) -> Self {
        Self {
            cursor: timeline.cursor(),
            digest: timeline.world().digest(),
            diary: timeline.observer().clone(),
        }
    }
}

/// A history with inputs at odd moments, and the digest of the world at each point.
fn history() -> (Timeline<Diary>, Vec<Point>) {
    let mut timeline = founded(20);
    let mut points = vec![Point::of(&timeline)];
    for round in 0..240_u32 {
        if round % 70 == 69 {
            drop(timeline.push(delete_pod("web-0")));
        } else if timeline.step().is_none() {
            drop(timeline.push(delete_pod("web-1")));
        }
        points.push(Point::of(&timeline));
    }
    (timeline, points)
}

#[test]
fn every_point_can_be_had_again() {
    let (timeline, points) = history();
    for point in points.iter().step_by(5) {
        let earlier = timeline.seek(point.cursor);
        let cursor = point.cursor;
        assert_eq!(earlier.cursor(), cursor);
        assert_eq!(earlier.world().digest(), point.digest, "{cursor:?}");
        assert_eq!(earlier.observer(), &point.diary, "{cursor:?}");
    }
}

#[test]
fn a_record_is_the_whole_history() {
    let (timeline, points) = history();
    let text = serde_json::to_string(&timeline.record()).expect("a record is JSON");
    let record = serde_json::from_str(&text).expect("and can be read back");
    let mut passed = vec![];
    let again = Timeline::replay(Diary::default(), &record, |so_far, facts| {
        let told = &so_far.observer().facts;
        assert!(told.ends_with(&facts.iter().map(|fact| fact.id.0).collect::<Vec<_>>()));
        passed.extend(facts.iter().map(|fact| fact.id.0));
    });
    let last = points.last().expect("there are points");
    assert_eq!(again.world().digest(), last.digest);
    assert_eq!(again.observer(), &last.diary);
    assert_eq!(passed, last.diary.facts);
    assert!(passed.len() > 100, "{}", passed.len());
}

#[test]
fn a_fork_drops_what_came_later_and_goes_on() {
    let (mut timeline, points) = history();
    let point = &points[100];
    timeline.fork(point.cursor);
    assert_eq!(timeline.world().digest(), point.digest);
    assert_eq!(timeline.observer(), &point.diary);
    assert_eq!(timeline.cursor(), point.cursor);
    let inputs = timeline.inputs().len();
    drop(timeline.push(delete_pod("web-0")));
    assert_eq!(timeline.inputs().len(), inputs + 1);
    assert!(timeline.step().is_some());
}

/// An hour in which a pod is deleted every minute, with the most keyframes and bytes there were.
fn hour(limits: KeyframeLimits) -> (Timeline, usize, usize) {
    let mut timeline = Timeline::with_keyframes((), Config::default(), limits);
    for document in manifest::read(MANIFEST).0 {
        drop(timeline.push(Input::Request(Request::Apply(document.object))));
    }
    let (mut count, mut bytes) = (0, 0);
    for round in 1..=60_u64 {
        drop(timeline.push(delete_pod("web-0")));
        drop(timeline.advance(SimTime(round * 60_000)));
        count = count.max(timeline.keyframe_count());
        bytes = bytes.max(timeline.keyframe_bytes());
    }
    (timeline, count, bytes)
}

#[test]
fn a_long_history_stays_small() {
    let by_count = KeyframeLimits {
        steps_between: 10,
        count: 24,
        bytes: usize::MAX,
    };
    let (timeline, count, bytes) = hour(by_count);
    assert!(timeline.cursor().steps > 10 * 48, "{:?}", timeline.cursor());
    assert_eq!(count, 24);

    let by_bytes = KeyframeLimits {
        count: usize::MAX,
        bytes: bytes / 2,
        ..by_count
    };
    let (timeline, count, bytes) = hour(by_bytes);
    assert!(count > 3, "{count}");
    assert!(bytes <= by_bytes.bytes, "{bytes}");
    let early = Cursor {
        at: SimTime(60_000),
        steps: 20,
        inputs: 2,
    };
    assert_eq!(timeline.seek(early).world().now, SimTime(60_000));
}

#[test]
fn the_near_past_is_dense_and_the_far_past_sparse() {
    let limits = KeyframeLimits {
        steps_between: 10,
        count: 24,
        bytes: usize::MAX,
    };
    let (timeline, _, _) = hour(limits);
    let steps: Vec<u64> = timeline.keyframe_steps().collect();
    let gaps: Vec<u64> = steps.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let (far, near) = gaps.split_at(gaps.len() / 2);
    let longest = |gaps: &[u64]| gaps.iter().copied().max().unwrap_or_default();
    assert_eq!(steps[0], 0);
    assert!(longest(far) > 2 * longest(near), "{gaps:?}");
    // Nowhere is the way from the nearest keyframe longer than a part of the time that has passed since.
    let now = timeline.cursor().steps;
    for pair in steps.windows(2) {
        let age = now - pair[0];
        assert!(pair[1] - pair[0] <= age / 4 + 10, "{steps:?}");
    }
}
