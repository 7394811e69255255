//! When beats are shown: simulated time on the left, wall time on the right.

use playground::cluster::api::SimTime;
use playground::cluster::apiserver::Actor;
use playground::i18n::{Language, Story, reading_us};
use playground::sim::FactId;
use playground::teach::reader::Reader;
use playground::teach::story::Line;
use playground::view::player::{Ahead, HOLD_US, Player, Speed};

/// A frame of a page that runs smoothly.
const FRAME_US: u64 = 10_000;

/// A beat: when it is due, and how long is needed to read what is said of it.
#[derive(Clone, Copy)]
struct Due {
    at: SimTime,
    needs_us: u64,
}

/// How long it takes to read what the clock passes over.
const REASON_US: u64 = 2_400_000;

/// Plays beats due at these simulated milliseconds and tells when each is shown, and what was said to
/// be passed over, in wall milliseconds (to the frame).
fn play(speed: Speed, beats: &[Due], frames_max: u32) -> String {
    let mut player = Player::at(speed);
    // A person has just done something: the first beat waits for the hold of that.
    player.beat(1, HOLD_US, 1);
    let mut now = SimTime(0);
    let mut told = String::new();
    let mut waiting = beats.iter().copied().peekable();
    for frame in 0..frames_max {
        let mut left_us = FRAME_US;
        let mut held = false;
        while left_us > 0 && !held {
            let due = waiting.peek().map(|next| next.at);
            let known = due.filter(|_| player.wants_forecast()).map(|at| Ahead {
                at,
                reading_us: REASON_US,
            });
            let go = player.frame(left_us, now, due, known);
            left_us = go.left_us;
            now = go.until;
            while let Some(beat) = waiting.next_if(|next| go.act && !held && next.at <= go.until) {
                told += &format!(
                    "{} ms: at {} ms\n",
                    beat.at.0,
                    u64::from(frame) * FRAME_US / 1000
                );
                let crowd = waiting
                    .clone()
                    .take_while(|next| next.at.0 <= beat.at.0 + player.hold_span().0)
                    .count();
                player.beat(1, beat.needs_us, crowd as u64);
                held = player.holds();
                now = beat.at;
            }
        }
        if let Some(length) = player.skipping() {
            let line = format!("⏩ {} s\n", length.as_secs());
            if !told.ends_with(&line) {
                told += &line;
            }
        }
        if waiting.peek().is_none() {
            break;
        }
    }
    told
}

/// A line of the story.
fn line(serial: u64, story: Story) -> Line {
    Line {
        serial,
        id: FactId(serial),
        at: SimTime(0),
        actor: Actor::You,
        by_page: false,
        keys: vec![],
        story,
    }
}

/// Beats of which nothing new is said.
fn unsaid(beats_ms: &[u64]) -> Vec<Due> {
    let due = |at: &u64| Due {
        at: SimTime(*at),
        needs_us: HOLD_US,
    };
    beats_ms.iter().map(due).collect()
}

fn check(speed: Speed, beats_ms: &[u64], expected: &str) {
    check_read(speed, &unsaid(beats_ms), expected);
}

fn check_read(speed: Speed, beats: &[Due], expected: &str) {
    let told = play(speed, beats, 100_000);
    let expected: String = expected
        .lines()
        .map(|line| format!("{}\n", line.trim()))
        .collect();
    assert_eq!(told, expected.trim_start(), "at {}×", speed.text());
}

#[test]
fn beats_keep_a_distance_a_person_can_follow() {
    check(
        Speed::One,
        &[0, 20, 50, 80],
        "0 ms: at 400 ms
         20 ms: at 810 ms
         50 ms: at 1220 ms
         80 ms: at 1630 ms",
    );
}

#[test]
fn what_is_slow_enough_by_itself_takes_as_long_as_it_takes() {
    check(
        Speed::One,
        &[500, 1200],
        "500 ms: at 490 ms
         1200 ms: at 1190 ms",
    );
}

#[test]
fn half_a_minute_of_grace_lasts_as_long_as_it_takes_to_read_why() {
    check(
        Speed::One,
        &[0, 30_000],
        "0 ms: at 400 ms
         ⏩ 29 s
         30000 ms: at 3200 ms",
    );
}

#[test]
fn five_minutes_of_a_lost_node_take_hardly_longer() {
    check(
        Speed::One,
        &[0, 300_000],
        "0 ms: at 400 ms
         ⏩ 299 s
         300000 ms: at 3200 ms",
    );
}

#[test]
fn slow_motion_stretches_what_happens_and_not_the_waits() {
    check(
        Speed::Quarter,
        &[0, 200, 30_000],
        "0 ms: at 400 ms
         200 ms: at 1200 ms
         ⏩ 29 s
         30000 ms: at 4000 ms",
    );
}

#[test]
fn from_four_times_on_nothing_is_held() {
    check(
        Speed::Four,
        &[0, 20, 50, 80, 400],
        "0 ms: at 0 ms
         20 ms: at 0 ms
         50 ms: at 10 ms
         80 ms: at 20 ms
         400 ms: at 100 ms",
    );
}

/// The sentence that a pod is gone and its name is not stood 0.4 s.
#[test]
fn a_sentence_stands_as_long_as_it_takes_to_read() {
    let gone = |at_ms: u64| Due {
        at: SimTime(at_ms),
        needs_us: 3_600_000,
    };
    let next = |at_ms: u64| Due {
        at: SimTime(at_ms),
        needs_us: 1_500_000,
    };
    let beats = [gone(0), next(300), next(400)];
    check_read(
        Speed::One,
        &beats,
        "0 ms: at 400 ms
         300 ms: at 4010 ms
         400 ms: at 5520 ms",
    );
    check_read(
        Speed::Two,
        &beats,
        "0 ms: at 200 ms
         300 ms: at 2010 ms
         400 ms: at 2770 ms",
    );
    check_read(
        Speed::Four,
        &beats,
        "0 ms: at 0 ms
         300 ms: at 80 ms
         400 ms: at 110 ms",
    );
}

/// What the figures are for, in one number each: how long a thousand pods hold up the page that each
/// go through the same, with a sentence of its own for every step.
#[test]
fn a_storm_is_let_through_and_not_queued_for_minutes() {
    let pod = |beat: u64| format!("web-{}", beat / 6);
    let story = |beat: u64| match beat % 6 {
        0 => Story::PodTerminating {
            pod: pod(beat),
            grace_s: 30,
        },
        1 => Story::PodGoneNameStays { pod: pod(beat) },
        2 => Story::PodCreated { pod: pod(beat) },
        3 => Story::PodScheduled {
            pod: pod(beat),
            node: "node-1".to_owned(),
        },
        4 => Story::PodRunning { pod: pod(beat) },
        _ => Story::PodReady { pod: pod(beat) },
    };
    let steps_us = (0..6).map(|beat| reading_us(&story(beat).text(Language::English)));
    let steps_ms = steps_us.sum::<u64>() / 1000;
    assert!(steps_ms < 15_000, "{steps_ms} ms");
    for speed in Speed::ALL {
        let mut reader = Reader::default();
        let storm: Vec<Due> = (0..6000)
            .map(|beat| {
                let line = line(beat, story(beat));
                reader.tell(Some(&line), Language::English);
                Due {
                    at: SimTime(beat * 5),
                    needs_us: reader.needs(),
                }
            })
            .collect();
        let told = play(speed, &storm, 1_000_000);
        let last = told
            .lines()
            .last()
            .and_then(|line| line.rsplit(' ').nth(1))
            .unwrap_or_default();
        let last_ms: u64 = last.parse().unwrap_or(u64::MAX);
        let natural_ms = 30_000 * 4 / speed.quarters();
        // From 1× on that is a crowd, of which nothing is held; who slows it down gets to read each kind of step.
        let held_ms = match speed {
            Speed::Quarter | Speed::Half => 2 * steps_ms,
            _ => 1_000,
        };
        assert!(
            last_ms <= natural_ms + held_ms,
            "{}×: {last_ms} ms for {natural_ms} ms",
            speed.text()
        );
    }
}

#[test]
fn what_is_said_again_of_another_takes_half_as_long_and_what_went_by_is_counted() {
    let ready = |ordinal: u64| {
        let pod = format!("web-{ordinal}");
        line(ordinal, Story::PodReady { pod })
    };
    let whole_us = reading_us(&ready(0).story.text(Language::English));
    let mut reader = Reader::default();
    let mut needs = vec![];
    for ordinal in 0..6 {
        reader.tell(Some(&ready(ordinal)), Language::English);
        needs.push(whole_us / reader.needs().max(1));
        reader.pass(whole_us >> ordinal);
    }
    assert_eq!(needs, [1, 2, 4, 8, 16, 32]);
    // Each stood as the sentence of the moment and then as the one before it, as the last two still do.
    assert_eq!(reader.passed(), 2, "the third and the fourth");
    reader.act();
    assert_eq!(reader.passed(), 0);
    reader.tell(Some(&ready(6)), Language::English);
    assert_eq!(reader.needs(), whole_us, "what comes of an act is new");
}

#[test]
fn order_is_never_changed() {
    let told = play(
        Speed::One,
        &unsaid(&[5, 5, 6, 900, 40_000, 40_001]),
        100_000,
    );
    let beats: Vec<u64> = told
        .lines()
        .filter_map(|line| line.split_once(" ms: ").and_then(|(at, _)| at.parse().ok()))
        .collect();
    assert_eq!(beats, [5, 5, 6, 900, 40_000, 40_001]);
}

#[test]
fn a_pause_stands_still_whatever_the_wall_says() {
    let mut player = Player::default();
    player.paused = true;
    let ahead = Ahead {
        at: SimTime(8),
        reading_us: 0,
    };
    let go = player.frame(60_000_000, SimTime(7), Some(SimTime(8)), Some(ahead));
    assert_eq!((go.until, go.act), (SimTime(7), false));
}

#[test]
fn nothing_travels_where_too_much_moves_or_moves_too_fast() {
    let mut player = Player::at(Speed::One);
    player.beat(3, HOLD_US, 1);
    assert!(player.may_travel(), "three things may move at once");
    player.beat(1, HOLD_US, 1);
    assert!(!player.may_travel(), "the fourth jumps");
    let mut fast = Player::at(Speed::Four);
    fast.beat(1, HOLD_US, 1);
    assert!(!fast.may_travel(), "at 4× everything jumps");
}

#[test]
fn speeds_are_read_as_they_are_written() {
    for speed in Speed::ALL {
        assert_eq!(Speed::from_text(speed.text()), Some(speed));
    }
    assert_eq!(Speed::from_text("4x"), Some(Speed::Four));
    assert_eq!(Speed::from_text("3"), None);
}
