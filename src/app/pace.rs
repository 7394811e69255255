//! How much of the simulation fits into a frame, on this machine and with this cluster.

/// A frame usually lets at most this many looks happen, so that a storm never freezes the page.
pub(super) const LOOKS_PER_FRAME: u32 = 120;

/// What the simulation and the picture may take of a frame, so that the browser can still draw it in time.
const WORK_US_MAX: u32 = 11_000;

const LOOKS_MIN: u32 = 4;
const LOOKS_MAX: u32 = 400;

/// Learns from each frame how many looks the next one may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    looks: u32,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            looks: LOOKS_PER_FRAME,
        }
    }
}

impl Pace {
    /// How many looks the next frame may take.
    #[must_use]
    pub const fn looks_max(self) -> u32 {
        self.looks
    }

    /// The frame took so long.
    pub fn took(&mut self, work_us: u32) {
        self.looks = if work_us > WORK_US_MAX {
            // At once and as far as needed: a frame that takes too long is one that nobody sees.
            let part = u64::from(self.looks) * u64::from(WORK_US_MAX) / u64::from(work_us);
            let part = u32::try_from(part).unwrap_or(self.looks);
            // One slow frame may have had another cause.
            part.max(self.looks / 4)
        } else if work_us < WORK_US_MAX / 2 {
            self.looks + self.looks / 4 + 1
        } else {
            self.looks
        }
        .clamp(LOOKS_MIN, LOOKS_MAX);
    }
}
