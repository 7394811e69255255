//! When the next beat is shown: simulated time against the time on the wall.
//!
//! The player never moves the world and never changes the order of things. Each frame it is told how
//! much wall time has passed, what time it is in the world, when the world has something to do next
//! and, if known, when the next beat will be; it answers until when the world may go.
//!
//! * After a beat nothing happens for a moment ([`Player::hold_us`] counts it down), so that a person
//!   can follow: as long as its reader needs for what was said of it. While nothing is due the clock
//!   goes on; then it stands still.
//! * A wait of more than [`UNHURRIED_US`] on the wall until the next beat is compressed: every
//!   doubling of the wait costs [`DOUBLING_US`] more; but it lasts as long as it takes to read what
//!   is waited for.
//! * A crowd is let through: the holds shrink with the number of looks that are due at once. (What is
//!   told again and again needs less and less by itself: that is the reader's to know.)

use crate::cluster::api::{SimDuration, SimTime};
use serde::{Deserialize, Serialize};

/// How fast time goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Motion {
    /// Travel and fade.
    #[default]
    Full,
    /// Fade only: the reader asked for reduced motion.
    Reduced,
    /// Jump: too fast for movement, or too much of it.
    None,
}

/// How long a glance takes: at a beat of which nothing new is said.
pub const HOLD_US: u64 = 400_000;
/// Waits up to this long on the wall take as long as they take.
pub const UNHURRIED_US: u64 = 800_000;
/// What every further doubling of a wait costs on the wall.
pub const DOUBLING_US: u64 = 150_000;
/// Waits shorter than this in simulated time are not worth a "⏩".
pub const WORTH_SAYING: SimDuration = SimDuration::from_secs(5);
/// As many looks may be due at once before the holds shrink; at [`CROWD_MAX`] nothing is held.
const CROWD_FREE: u64 = 8;
/// More looks due at once than this make no difference.
pub const CROWD_MAX: u64 = 64;
/// How many things may move at once.
const MOVING_MAX: usize = 3;

/// The player.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Player {
    /// How fast time goes.
    pub speed: Speed,
    /// Whether it stands still.
    pub paused: bool,
    hold_us: u64,
    /// Wall time since the last beat.
    quiet_us: u64,
    /// Simulated microseconds that did not make a whole millisecond yet.
    part_us: u64,
    wait: Option<Wait>,
    /// What moved within the last hold: how long ago, how many.
    moving: Vec<(u64, usize)>,
}

/// A long wait being passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Wait {
    from: SimTime,
    to: SimTime,
    passed_us: u64,
    total_us: u64,
}

/// What a person will see next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ahead {
    /// When.
    pub at: SimTime,
    /// How long it takes to read why it takes so long.
    pub reading_us: u64,
}

/// What the world may do in this frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Go {
    /// Until when it may go.
    pub until: SimTime,
    /// Whether what is due by then may happen; if not, only the clock goes on.
    pub act: bool,
    /// Wall time that is left for another round.
    pub left_us: u64,
}

impl Player {
    /// A player at this speed.
    #[must_use]
    pub fn at(speed: Speed) -> Self {
        Self {
            speed,
            ..Self::default()
        }
    }

    /// What is being passed over now, if a long wait is: "⏩ 28 s".
    #[must_use]
    pub fn skipping(&self) -> Option<SimDuration> {
        let wait = self.wait.filter(|_| !self.paused)?;
        Some(wait.to.since(wait.from)).filter(|length| *length >= WORTH_SAYING)
    }

    /// Whether it is worth knowing when the next beat will be: nothing has happened for a while.
    #[must_use]
    pub const fn wants_forecast(&self) -> bool {
        !self.paused && self.quiet_us >= HOLD_US
    }

    /// Whether the last beat still keeps the next one waiting.
    #[must_use]
    pub const fn holds(&self) -> bool {
        self.hold_us > 0
    }

    /// Whether things may travel on screen: not at 4× and faster, and not when many move at once.
    #[must_use]
    pub fn may_travel(&self) -> bool {
        let moving: usize = self.moving.iter().map(|(_, count)| count).sum();
        self.speed < Speed::Four && moving <= MOVING_MAX
    }

    /// What the world may do for this much wall time. `due`: when it has something to do next;
    /// `beat`: what a person will see next, if that is known.
    pub fn frame(
        &mut self,
        wall_us: u64,
        now: SimTime,
        due: Option<SimTime>,
        beat: Option<Ahead>,
    ) -> Go {
        if self.paused {
            return Go {
                until: now,
                act: false,
                left_us: 0,
            };
        }
        if self.hold_us > 0 {
            return self.hold(wall_us, now, due);
        }
        self.age(wall_us);
        let wait = beat
            .filter(|ahead| ahead.at > now)
            .and_then(|ahead| self.plan(now, ahead));
        let Some(mut wait) = wait else {
            self.wait = None;
            return Go {
                until: self.pass(now, wall_us),
                act: true,
                left_us: 0,
            };
        };
        wait.passed_us += wall_us;
        let done = wait.passed_us >= wait.total_us;
        self.wait = if done { None } else { Some(wait) };
        let length = wait.to.since(wait.from).0;
        let until = if done {
            wait.to
        } else {
            SimTime(wait.from.0 + length * wait.passed_us / wait.total_us)
        };
        Go {
            until,
            act: true,
            left_us: wait.passed_us.saturating_sub(wait.total_us),
        }
    }

    /// `count` beats were shown at once, and who reads what is said of them needs this long; `crowd`
    /// looks are due within the next hold.
    pub fn beat(&mut self, count: usize, needs_us: u64, crowd: u64) {
        self.wait = None;
        self.quiet_us = 0;
        self.moving.push((0, count));
        let room = CROWD_MAX - crowd.clamp(CROWD_FREE, CROWD_MAX);
        self.hold_us = self.standing(needs_us) * room / (CROWD_MAX - CROWD_FREE);
    }

    /// How long what takes this long to read stands at the speed set. Who chose 4× and more wants to
    /// see what becomes of it, not to read.
    const fn standing(&self, reading_us: u64) -> u64 {
        match self.speed {
            Speed::Quarter | Speed::Half | Speed::One => reading_us,
            Speed::Two => reading_us / 2,
            Speed::Four | Speed::Eight | Speed::Sixteen => 0,
        }
    }

    /// Simulated time that passes while a beat is being held, as a look ahead for crowds.
    #[must_use]
    pub const fn hold_span(&self) -> SimDuration {
        SimDuration(HOLD_US * self.speed.quarters() / 4000)
    }

    fn hold(&mut self, wall_us: u64, now: SimTime, due: Option<SimTime>) -> Go {
        let spent = self.hold_us.min(wall_us);
        self.hold_us -= spent;
        self.age(spent);
        let free = self.pass(now, spent);
        // The clock may come up to what is due, and then has to wait for the hold to end.
        let until = due
            .map_or(free, |due| free.min(SimTime(due.0.saturating_sub(1))))
            .max(now);
        Go {
            until,
            act: false,
            left_us: wall_us - spent,
        }
    }

    /// The instant this much wall time later, at the speed set.
    const fn pass(&mut self, now: SimTime, wall_us: u64) -> SimTime {
        let sim_us = self.part_us + wall_us * self.speed.quarters() / 4;
        self.part_us = sim_us % 1000;
        SimTime(now.0 + sim_us / 1000)
    }

    fn age(&mut self, wall_us: u64) {
        self.quiet_us += wall_us;
        for (age, _) in &mut self.moving {
            *age += wall_us;
        }
        self.moving.retain(|(age, _)| *age < HOLD_US);
    }

    /// The wait until a beat, if it is long enough to be compressed; one already begun goes on.
    fn plan(&self, now: SimTime, ahead: Ahead) -> Option<Wait> {
        let to = ahead.at;
        if let Some(wait) = self.wait.filter(|wait| wait.to == to) {
            return Some(wait);
        }
        let natural_us = to.since(now).0 * 4000 / self.speed.quarters();
        let told_us = if to.since(now) >= WORTH_SAYING {
            self.standing(ahead.reading_us).min(natural_us)
        } else {
            0
        };
        (natural_us > UNHURRIED_US).then(|| Wait {
            from: now,
            to,
            passed_us: 0,
            total_us: compressed(natural_us).max(told_us),
        })
    }
}

/// How long a wait takes on the wall that would take `natural_us`: logarithmic beyond the first part,
/// in straight pieces so that no floating point is needed.
const fn compressed(natural_us: u64) -> u64 {
    let mut step_us = UNHURRIED_US;
    let mut total_us = UNHURRIED_US;
    while natural_us >= 2 * step_us {
        step_us *= 2;
        total_us += DOUBLING_US;
    }
    total_us + (natural_us - step_us) * DOUBLING_US / step_us
}
