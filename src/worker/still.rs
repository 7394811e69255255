//! The picture that stands there until the worker answers.

use super::protocol::decode;
use super::shown::Shown;

/// What the founding cluster shows at its first moment, in bytes. Made by the simulation, never by hand:
/// `tests/it/still.rs` compares, and writes it anew when asked to.
const STILL: &[u8] = include_bytes!("still.bin");

/// The founding cluster at its first moment.
#[must_use]
pub fn still() -> Shown {
    decode(STILL).unwrap_or_default()
}
