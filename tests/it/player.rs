//! When beats are shown: simulated time on the left, wall time on the right.

use playground::cluster::api::SimTime;
use playground::view::player::{Ahead, LAG_FREE_US, Player, Speed};

/// A frame of a page that runs smoothly.
const FRAME_US: u64 = 10_000;

/// A beat: when it is due, and how long it takes to read what is said of it.
#[derive(Clone, Copy)]
struct Due {
    at: SimTime,
    reading_us: u64,
}

/// How long it takes to read what the clock passes over.
const REASON_US: u64 = 2_400_000;

/// Plays beats due at these simulated milliseconds and tells when each is shown, and what was said to
/// be passed over, in wall milliseconds (to the frame).
fn play(speed: Speed, beats: &[Due], frames_max: u32) -> String {
    let mut player = Player::at(speed);
    // A person has just done something: the first beat waits for the hold of that.
    player.beat(1, 0, 1);
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
                player.beat(1, beat.reading_us, crowd as u64);
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

/// Beats of which nothing new is said.
fn unsaid(beats_ms: &[u64]) -> Vec<Due> {
    let due = |at: &u64| Due {
        at: SimTime(*at),
        reading_us: 0,
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
        reading_us: 3_600_000,
    };
    let next = |at_ms: u64| Due {
        at: SimTime(at_ms),
        reading_us: 1_500_000,
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

/// What the figures are for, in one number each: how long a thousand pods hold up the page.
#[test]
fn a_storm_is_let_through_and_not_queued_for_minutes() {
    let storm: Vec<u64> = (0..6000).map(|beat| beat * 5).collect();
    for speed in Speed::ALL {
        let told = play(speed, &unsaid(&storm), 1_000_000);
        let last = told
            .lines()
            .last()
            .and_then(|line| line.rsplit(' ').nth(1))
            .unwrap_or_default();
        let last_ms: u64 = last.parse().unwrap_or(u64::MAX);
        let natural_ms = 30_000 * 4 / speed.quarters();
        assert!(
            last_ms <= natural_ms + 2 * LAG_FREE_US / 1000 + 1_000,
            "{}×: {last_ms} ms for {natural_ms} ms",
            speed.text()
        );
    }
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
    player.beat(3, 0, 1);
    assert!(player.may_travel(), "three things may move at once");
    player.beat(1, 0, 1);
    assert!(!player.may_travel(), "the fourth jumps");
    let mut fast = Player::at(Speed::Four);
    fast.beat(1, 0, 1);
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
