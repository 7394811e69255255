//! Steps that say what they do and how long it took.

use std::time::Instant;

use crate::failure::Result;

/// Says what is about to be done, does it, says how long it took.
pub fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("▸ {what}");
    let start = Instant::now();
    let result = work();
    let seconds = start.elapsed().as_secs_f32();
    match &result {
        Ok(_) => println!("✓ {what} ({seconds:.1} s)"),
        Err(_) => println!("✗ {what} ({seconds:.1} s)"),
    }
    result
}
