//! How simulated time passes behind the API: with the wall clock, or only while somebody watches.

use crate::cluster::api::{SimDuration, SimTime};
use tokio::time::Instant;

/// Where time passes on demand, no watch lets more than this pass: some pods never come to rest.
pub(super) const REST_MAX: SimDuration = SimDuration::from_secs(600);

/// How time passes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pace {
    /// With the wall clock, this many times as fast.
    Scaled(f64),
    /// Only while somebody watches, or asks for what is on its way out, and then at once until nothing
    /// is owed. Then watches end, as they do on a real server after a while. For tests and scripts: no
    /// sleeping, and nothing depends on the machine.
    OnDemand,
}

/// The relation between the two clocks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    pace: Pace,
    began: Instant,
    base: SimTime,
}

impl Clock {
    pub(super) fn new(pace: Pace, base: SimTime) -> Self {
        Self {
            pace,
            began: Instant::now(),
            base,
        }
    }

    pub(super) const fn is_on_demand(&self) -> bool {
        matches!(self.pace, Pace::OnDemand)
    }

    /// The simulated instant it is now, where it is not simply what it was.
    pub(super) fn now(&self, present: SimTime) -> SimTime {
        match self.pace {
            Pace::OnDemand => present,
            Pace::Scaled(speed) => {
                let elapsed_ms = self.began.elapsed().as_secs_f64() * 1000.0 * speed;
                self.base.after(SimDuration::from_millis(elapsed_ms as u64))
            }
        }
    }

    /// How long the wall clock takes until a simulated instant; `None`: it will not come by itself.
    pub(super) fn wall_ms_until(&self, now: SimTime, then: SimTime) -> Option<u64> {
        match self.pace {
            Pace::OnDemand => None,
            Pace::Scaled(speed) => {
                let simulated_ms = then.since(now).as_millis() as f64;
                Some((simulated_ms / speed).ceil() as u64)
            }
        }
    }
}
