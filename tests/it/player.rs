//! When beats are shown: simulated time on the left, wall time on the right.

use playground::cluster::api::SimTime;
use playground::view::player::{Player, Speed};

/// A frame of a page that runs smoothly.
const FRAME_US: u64 = 10_000;

/// Plays beats due at these simulated milliseconds and tells when each is shown, and what was said to
/// be passed over, in wall milliseconds (to the frame).
fn play(speed: Speed, beats_ms: &[u64], frames_max: u32) -> String {
    let mut player = Player::at(speed);
    // A person has just done something: the first beat waits for the hold of that.
    player.beat(1, 1);
    let mut now = SimTime(0);
    let mut told = String::new();
    let mut waiting = beats_ms.iter().copied().map(SimTime).peekable();
    for frame in 0..frames_max {
        let mut left_us = FRAME_US;
        let mut held = false;
        while left_us > 0 && !held {
            let due = waiting.peek().copied();
            let known = due.filter(|_| player.wants_forecast());
            let go = player.frame(left_us, now, due, known);
            left_us = go.left_us;
            now = go.until;
            while let Some(at) = waiting.next_if(|at| go.act && !held && *at <= go.until) {
                told += &format!(
                    "{} ms: at {} ms\n",
                    at.0,
                    u64::from(frame) * FRAME_US / 1000
                );
                let crowd = waiting
                    .clone()
                    .take_while(|next| next.0 <= at.0 + player.hold_span().0)
                    .count();
                player.beat(1, crowd as u64);
                held = player.holds();
                now = at;
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

fn check(speed: Speed, beats_ms: &[u64], expected: &str) {
    let told = play(speed, beats_ms, 100_000);
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
fn half_a_minute_of_grace_is_passed_over_in_about_two_seconds() {
    check(
        Speed::One,
        &[0, 30_000],
        "0 ms: at 400 ms
         ⏩ 29 s
         30000 ms: at 2380 ms",
    );
}

#[test]
fn five_minutes_of_a_lost_node_take_only_half_a_second_more() {
    check(
        Speed::One,
        &[0, 300_000],
        "0 ms: at 400 ms
         ⏩ 299 s
         300000 ms: at 2870 ms",
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
         30000 ms: at 3480 ms",
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

/// What the figures are for, in one number each: how long a thousand pods hold up the page.
#[test]
fn a_storm_is_let_through_and_not_queued_for_minutes() {
    let storm: Vec<u64> = (0..6000).map(|beat| beat * 5).collect();
    for speed in Speed::ALL {
        let told = play(speed, &storm, 1_000_000);
        let last = told
            .lines()
            .last()
            .and_then(|line| line.rsplit(' ').nth(1))
            .unwrap_or_default();
        let last_ms: u64 = last.parse().unwrap_or(u64::MAX);
        let natural_ms = 30_000 * 4 / speed.quarters();
        assert!(
            last_ms <= natural_ms + 9_000,
            "{}×: {last_ms} ms for {natural_ms} ms",
            speed.text()
        );
    }
}

#[test]
fn order_is_never_changed() {
    let told = play(Speed::One, &[5, 5, 6, 900, 40_000, 40_001], 100_000);
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
    let go = player.frame(60_000_000, SimTime(7), Some(SimTime(8)), Some(SimTime(8)));
    assert_eq!((go.until, go.act), (SimTime(7), false));
}

#[test]
fn nothing_travels_where_too_much_moves_or_moves_too_fast() {
    let mut player = Player::at(Speed::One);
    player.beat(3, 1);
    assert!(player.may_travel(), "three things may move at once");
    player.beat(1, 1);
    assert!(!player.may_travel(), "the fourth jumps");
    let mut fast = Player::at(Speed::Four);
    fast.beat(1, 1);
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
