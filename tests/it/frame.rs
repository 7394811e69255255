//! How many looks a frame may take: few where they are slow, many where they are fast, soon enough not to be noticed.

use playground::app::Pace;

/// The looks of each frame, on a machine that needs so long for drawing and for a look.
fn check(frames: usize, draw_us: u32, look_us: u32, expected: &str) {
    let mut pace = Pace::default();
    let mut told = vec![];
    for _ in 0..frames {
        let looks = pace.looks_max();
        told.push(looks.to_string());
        pace.took(draw_us + looks * look_us);
    }
    assert_eq!(told.join(" "), expected);
}

#[test]
fn a_frame_that_takes_too_long_is_followed_by_a_shorter_one() {
    check(5, 0, 500, "120 30 22 22 22");
}

#[test]
fn where_looks_are_fast_more_of_them_fit() {
    check(8, 0, 10, "120 151 189 237 297 372 400 400");
}

#[test]
fn however_slow_the_machine_something_happens() {
    check(4, 40_000, 2000, "120 30 7 4");
}

#[test]
fn one_slow_frame_does_not_stop_the_cluster() {
    let mut pace = Pace::default();
    pace.took(1_000_000);
    assert_eq!(pace.looks_max(), 30);
}
