//! Steps that say what they do and how long it took.

use std::time::Instant;

use crate::failure::Result;

/// Says what is about to be done, does it, says how long it took.
pub fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    judged_step(what, |_| true, work)
}

/// As [`step`], for work that may come to its end and still have found something wrong.
pub fn judged_step<T>(
    what: &str,
    is_good: impl FnOnce(&T) -> bool,
    work: impl FnOnce() -> Result<T>,
) -> Result<T> {
    println!("▸ {what}");
    let start = Instant::now();
    let result = work();
    let seconds = start.elapsed().as_secs_f32();
    let mark = if result.as_ref().is_ok_and(is_good) {
        '✓'
    } else {
        '✗'
    };
    println!("{mark} {what} ({seconds:.1} s)");
    result
}
