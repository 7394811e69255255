//! Simulated time: whole milliseconds since the world began, and their calendar form.

use super::Time;
use k8s_openapi::jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A span of simulated time in milliseconds.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct SimDuration(pub u64);

impl SimDuration {
    /// A duration of whole seconds.
    #[must_use]
    pub const fn from_secs(secs: u64) -> Self {
        Self(secs.saturating_mul(1000))
    }
    /// A duration of milliseconds.
    #[must_use]
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis)
    }
    /// Whole milliseconds.
    #[must_use]
    pub const fn as_millis(self) -> u64 {
        self.0
    }
    /// Whole seconds, rounded down.
    #[must_use]
    pub const fn as_secs(self) -> u64 {
        self.0 / 1000
    }
}

/// An instant: milliseconds since [`EPOCH_SECONDS`].
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct SimTime(pub u64);

/// The calendar second at which every world begins: 2026-01-01T00:00:00Z.
///
/// A fixed epoch rather than the reader's clock: two people who open the same link see the same
/// bytes, creation timestamps included.
pub const EPOCH_SECONDS: i64 = 1_767_225_600;

impl SimTime {
    /// The later instant, `duration` after this one.
    #[must_use]
    pub const fn after(self, duration: SimDuration) -> Self {
        Self(self.0.saturating_add(duration.0))
    }
    /// Time passed since `earlier`; zero if `earlier` lies ahead.
    #[must_use]
    pub const fn since(self, earlier: Self) -> SimDuration {
        SimDuration(self.0.saturating_sub(earlier.0))
    }
    /// The calendar form Kubernetes objects carry: whole seconds, as metav1.Time serialises.
    #[must_use]
    pub fn to_time(self) -> Time {
        let secs = EPOCH_SECONDS + (self.0 / 1000).cast_signed();
        // Who asks for a grace of millions of years gets until the end of the calendar.
        Time(Timestamp::from_second(secs).unwrap_or(Timestamp::MAX))
    }
    /// The instant a calendar time stands for; times before the epoch become zero.
    #[must_use]
    pub fn from_time(time: &Time) -> Self {
        let millis = time.0.as_millisecond() - EPOCH_SECONDS * 1000;
        Self(u64::try_from(millis).unwrap_or(0))
    }
}
