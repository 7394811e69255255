//! Random cases: a seed is all there is to one.

use super::case::{Act, Budget, Case, Image, Retention, Setup, Step, Strategy};
use crate::cluster::api::Kind;
use crate::cluster::apiserver::fault::Verb;
use crate::cluster::apiserver::uid::Rng;
use crate::cluster::apiserver::{Cascade, Gates, Reason};

/// The most that is done in one case.
const STEPS_MAX: u64 = 16;
/// The highest ordinal a person thinks of.
const ORDINAL_MAX: u64 = 6;

/// The case of a seed.
#[must_use]
pub fn invent(seed: u64) -> Case {
    let mut dice = Dice(Rng::new(seed.wrapping_mul(7919) ^ 0x005e_ed5e_ed5e));
    let setup = dice.setup();
    let mut steps = Vec::new();
    for _ in 0..dice.between(1, STEPS_MAX) {
        let act = dice.act();
        let deleted = matches!(act, Act::DeleteSet(_));
        steps.push(Step {
            after_ms: dice.wait_ms(),
            act,
        });
        // Without the set most of what follows would mean nothing.
        if deleted && !dice.one_in(4) {
            steps.push(Step {
                after_ms: dice.wait_ms(),
                act: Act::CreateSet,
            });
        }
    }
    Case { seed, setup, steps }
}

struct Dice(Rng);

impl Dice {
    const fn between(&mut self, low: u64, high: u64) -> u64 {
        self.0.between(low, high)
    }

    const fn one_in(&mut self, count: u64) -> bool {
        self.0.between(1, count) == 1
    }

    fn number(&mut self, low: u64, high: u64) -> i32 {
        i32::try_from(self.0.between(low, high)).unwrap_or_default()
    }

    fn small(&mut self, low: u64, high: u64) -> u8 {
        u8::try_from(self.0.between(low, high)).unwrap_or_default()
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        let last = all.len().saturating_sub(1) as u64;
        all[usize::try_from(self.0.between(0, last)).unwrap_or_default()]
    }

    /// Mostly in the middle of what is going on, sometimes after it is over.
    fn wait_ms(&mut self) -> u64 {
        let (low, high) = self.one_of(&[
            (0, 300),
            (0, 3000),
            (1000, 20_000),
            (1000, 20_000),
            (20_000, 90_000),
            (60_000, 500_000),
        ]);
        self.between(low, high)
    }

    fn setup(&mut self) -> Setup {
        let rarely = self.one_in(4);
        Setup {
            parallel: self.one_in(2),
            replicas: self.number(0, 5),
            disks: !self.one_in(3),
            image: self.image(),
            start: if self.one_in(6) { self.number(1, 3) } else { 0 },
            min_ready_seconds: if self.one_in(5) {
                self.number(1, 15)
            } else {
                0
            },
            strategy: if rarely {
                self.strategy()
            } else {
                Strategy::PLAIN
            },
            history_limit: if self.one_in(3) {
                self.number(0, 2)
            } else {
                10
            },
            retention: self.retention(),
            gates: if self.one_in(3) {
                self.gates()
            } else {
                Gates::default()
            },
        }
    }

    fn image(&mut self) -> Image {
        if self.one_in(5) {
            Image::Missing
        } else {
            Image::Good(self.small(0, 4))
        }
    }

    fn strategy(&mut self) -> Strategy {
        if self.one_in(4) {
            return Strategy::OnDelete;
        }
        let max_unavailable = match self.between(0, 3) {
            0 => Some(Budget::Pods(self.number(1, 4))),
            1 => Some(Budget::Percent(self.number(1, 100))),
            _ => None,
        };
        Strategy::Rolling {
            partition: self.number(0, 4),
            max_unavailable,
        }
    }

    fn retention(&mut self) -> Retention {
        Retention {
            when_deleted: self.one_in(4),
            when_scaled: self.one_in(4),
        }
    }

    const fn gates(&mut self) -> Gates {
        Gates {
            max_unavailable_stateful_set: !self.one_in(3),
            parallel_max_unavailable_fix: self.one_in(2),
        }
    }

    fn ordinal(&mut self) -> i32 {
        self.number(0, ORDINAL_MAX)
    }

    fn node(&mut self) -> u8 {
        self.small(1, 3)
    }

    fn act(&mut self) -> Act {
        match self.between(0, 99) {
            0..=14 => Act::Scale(self.number(0, ORDINAL_MAX)),
            15..=27 => Act::Image(self.image()),
            28..=31 => Act::Strategy(self.strategy()),
            32..=33 => Act::MinReadySeconds(self.number(0, 20)),
            34..=35 => Act::HistoryLimit(self.number(0, 3)),
            36..=38 => Act::Retention(self.retention()),
            39 => Act::Start(self.number(0, 3)),
            40..=50 => Act::DeletePod {
                ordinal: self.ordinal(),
                force: self.one_in(5),
            },
            51..=54 => Act::DeleteClaim(self.ordinal()),
            55..=59 => Act::DeleteSet(self.one_of(&[
                Cascade::Background,
                Cascade::Foreground,
                Cascade::Orphan,
                Cascade::Orphan,
            ])),
            60 => Act::DeleteRevision(usize::from(self.small(0, 3))),
            61..=62 => Act::OrphanPod(self.ordinal()),
            63 => Act::RelabelPod(self.ordinal()),
            64..=70 => Act::Write {
                ordinal: self.ordinal(),
                text: self.small(0, 255),
            },
            71..=73 => Act::Exit {
                ordinal: self.ordinal(),
                code: self.number(0, 1),
            },
            74..=81 => Act::Power {
                node: self.node(),
                on: self.one_in(2),
            },
            82..=84 => Act::Cordon {
                node: self.node(),
                on: self.one_in(2),
            },
            85 => Act::DeleteNode(self.node()),
            86..=88 => Act::Gates(self.gates()),
            89 => Act::Quota(self.small(0, 4)),
            90 => Act::NoQuota,
            _ => self.refuse(),
        }
    }

    /// Only answers a real API server could give without lying about what it holds.
    fn refuse(&mut self) -> Act {
        Act::Refuse {
            verb: self.one_of(&[
                Verb::Create,
                Verb::Update,
                Verb::UpdateStatus,
                Verb::Patch,
                Verb::Delete,
            ]),
            kind: self.one_of(&[
                Kind::Pod,
                Kind::Pod,
                Kind::Pod,
                Kind::PersistentVolumeClaim,
                Kind::PersistentVolumeClaim,
                Kind::PersistentVolume,
                Kind::ControllerRevision,
                Kind::StatefulSet,
                Kind::EndpointSlice,
                Kind::Node,
            ]),
            reason: self.one_of(&[Reason::Conflict, Reason::InternalError, Reason::Forbidden]),
            count: u32::from(self.small(1, 6)),
        }
    }
}
