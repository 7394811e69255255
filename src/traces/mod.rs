//! Recorded traces of the upstream StatefulSet controller, replayed against ours. Native only.
//!
//! A trace is a starting set, a list of steps (a sync of the controller, or something that happens to
//! the cluster) and what upstream did at each: requests, events, error, resulting state. Ours runs the
//! same steps through the same `reconcile` and the same API server as the page, and must agree.

mod compare;
mod file;
mod ops;
mod record;
mod replay;

pub use file::read;
pub use replay::{Failure, replay, waits};

use std::io::Write;

/// The `traces` command: replays every trace in the given files and folders.
///
/// `--show NAME` prints one trace and ours side by side. Answers whether all agreed.
///
/// # Errors
/// A file that cannot be read or is no trace.
pub fn run(arguments: &[String], out: &mut impl Write) -> std::io::Result<bool> {
    let shown = arguments.iter().position(|word| word == "--show");
    let name = shown.and_then(|at| arguments.get(at + 1));
    let paths = arguments
        .iter()
        .enumerate()
        .filter(|(at, _)| shown.is_none_or(|shown| *at != shown && *at != shown + 1));
    let (mut passed, mut failed) = (0_u32, 0_u32);
    for (_, path) in paths {
        for trace in read(std::path::Path::new(path))? {
            if name.is_some_and(|name| trace["name"] != name.as_str()) {
                continue;
            }
            if name.is_some() {
                replay::show(&trace, out)?;
            }
            match replay(&trace) {
                Ok(()) => passed += 1,
                Err(failure) => {
                    failed += 1;
                    writeln!(out, "{failure}")?;
                }
            }
        }
    }
    writeln!(out, "{passed} passed, {failed} failed")?;
    Ok(failed == 0)
}
