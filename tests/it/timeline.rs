//! Going back: any point of a history can be had again, exactly, and a record is a whole history.

use playground::app::founding::MANIFEST;
use playground::cluster::api::{Key, Kind, SimTime};
use playground::cluster::apiserver::DeleteOptions;
use playground::manifest;
use playground::sim::world::Config;
use playground::sim::{Cursor, Input, Request, Timeline};

fn founded(steps_between_keyframes: u32) -> Timeline {
    let mut timeline = Timeline::with_keyframes(Config::default(), steps_between_keyframes);
    for document in manifest::read(MANIFEST).0 {
        drop(timeline.push(Input::Request(Request::Apply(document.object))));
    }
    timeline
}

fn delete_pod(name: &str) -> Input {
    let key = Key::new(Kind::Pod, "default", name);
    Input::Request(Request::Delete(key, DeleteOptions::default()))
}

/// A history with inputs at odd moments, and the digest of the world at each point.
fn history() -> (Timeline, Vec<(Cursor, u64)>) {
    let mut timeline = founded(50);
    let mut points = vec![(timeline.cursor(), timeline.world().digest())];
    for round in 0..240_u32 {
        if round % 70 == 69 {
            drop(timeline.push(delete_pod("web-0")));
        } else if timeline.step().is_none() {
            drop(timeline.push(delete_pod("web-1")));
        }
        points.push((timeline.cursor(), timeline.world().digest()));
    }
    (timeline, points)
}

#[test]
fn every_point_can_be_had_again() {
    let (timeline, points) = history();
    for (cursor, digest) in points.iter().step_by(5) {
        assert_eq!(timeline.seek(*cursor).digest(), *digest, "{cursor:?}");
    }
}

#[test]
fn a_record_is_the_whole_history() {
    let (timeline, points) = history();
    let text = serde_json::to_string(&timeline.record()).expect("a record is JSON");
    let record = serde_json::from_str(&text).expect("and can be read back");
    let (again, facts) = Timeline::replay(&record);
    assert_eq!(
        again.world().digest(),
        points.last().expect("there are points").1
    );
    assert!(facts.len() > 100, "{}", facts.len());
}

#[test]
fn a_fork_drops_what_came_later_and_goes_on() {
    let (mut timeline, points) = history();
    let (cursor, digest) = points[100];
    timeline.fork(cursor);
    assert_eq!(timeline.world().digest(), digest);
    assert_eq!(timeline.cursor(), cursor);
    let inputs = timeline.inputs().len();
    drop(timeline.push(delete_pod("web-0")));
    assert_eq!(timeline.inputs().len(), inputs + 1);
    assert!(timeline.step().is_some());
}

#[test]
fn a_long_history_stays_small() {
    let mut timeline = founded(10);
    let mut most = 0;
    for round in 1..=60_u64 {
        drop(timeline.push(delete_pod("web-0")));
        drop(timeline.advance(SimTime(round * 60_000)));
        most = most.max(timeline.keyframe_count());
    }
    assert!(timeline.cursor().steps > 10 * 48, "{:?}", timeline.cursor());
    assert_eq!(most, 48);
    let early = Cursor {
        at: SimTime(60_000),
        steps: 20,
        inputs: 2,
    };
    assert_eq!(timeline.seek(early).now, SimTime(60_000));
}
