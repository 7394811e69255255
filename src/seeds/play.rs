//! Plays a case in a fresh world, holding every law against every fact, and then waits for peace.

use super::case::{Act, Case};
use super::deadlock::Deadlock;
use super::law::{Law, Violation, hold};
use super::perform::{self, Deed};
use super::rest;
use super::watch::Watch;
use crate::cluster::api::{Kind, SimDuration, SimTime};
use crate::sim::act::act;
use crate::sim::step::step;
use crate::sim::world::Config;
use crate::sim::{Fact, Input, World};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// How long a cluster may take from the end of all faults until it is as it should be.
pub const PEACE_AFTER: SimDuration = SimDuration::from_secs(2 * 3600);

/// More steps than any case needs: a world that makes more is busy with itself.
const STEPS_MAX: u64 = 400_000;

/// How many machines a case has.
const NODES: u8 = 3;

/// How a case ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The true deadlock the set is in; none if it is as its spec asks, or was deleted.
    pub deadlock: Option<&'static Deadlock>,
    /// How many looks there were.
    pub steps: u64,
    /// From the end of the faults until the set controller wrote for the last time.
    pub settled_after: SimDuration,
}

/// Something a test does to the world behind everybody's back, after each look, to see that it is
/// noticed.
pub type Meddle<'a> = &'a mut dyn FnMut(&mut World, &mut Vec<Fact>);

/// Plays the case.
///
/// # Errors
/// The first law that did not hold.
pub fn play(case: &Case) -> Result<Run, Violation> {
    play_with(case, &mut |_, _| {})
}

/// Plays the case with somebody meddling.
///
/// # Errors
/// The first law that did not hold.
pub fn play_with(case: &Case, meddle: Meddle<'_>) -> Result<Run, Violation> {
    let played = catch_unwind(AssertUnwindSafe(|| Player::new(case, meddle).play()));
    played.unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        Err(Violation {
            law: Law::NoPanic,
            at_ms: 0,
            text: text.unwrap_or_default(),
        })
    })
}

struct Player<'a> {
    case: &'a Case,
    meddle: Meddle<'a>,
    world: World,
    watch: Watch,
    inputs: u64,
    steps: u64,
    wrote_at: SimTime,
}

impl<'a> Player<'a> {
    fn new(case: &'a Case, meddle: Meddle<'a>) -> Self {
        let world = World::new(&Config {
            seed: case.seed,
            nodes: u32::from(NODES),
            ..Config::default()
        });
        Self {
            case,
            meddle,
            world,
            watch: Watch::default(),
            inputs: 0,
            steps: 0,
            wrote_at: SimTime(0),
        }
    }

    fn play(mut self) -> Result<Run, Violation> {
        let case = self.case;
        self.until(SimTime(2000))?;
        for input in perform::founding(case) {
            self.give(&input)?;
        }
        for step in &case.steps {
            self.until(self.world.now.after(SimDuration(step.after_ms)))?;
            match perform::deed(&self.world, case, &step.act) {
                Deed::Inputs(inputs) => {
                    for input in inputs {
                        self.give(&input)?;
                    }
                }
                Deed::Arm(fault) => self.world.cluster.store.arm(fault),
            }
            self.watch.slices_refused |= matches!(
                step.act,
                Act::Refuse {
                    kind: Kind::EndpointSlice,
                    ..
                }
            );
        }
        self.calm()?;
        let calm_at = self.world.now;
        self.until(calm_at.after(PEACE_AFTER))?;
        self.watch.slices_refused = false;
        let quiet = self.watch.see(&self.world, &[]);
        let quiet = quiet.and_then(|()| self.watch.at_rest(&self.world));
        self.judged(quiet)?;
        let deadlock = rest::judge(&self.world);
        let deadlock = deadlock.map_err(|text| self.violation(Law::Convergence, text))?;
        Ok(Run {
            deadlock,
            steps: self.steps,
            settled_after: self.wrote_at.since(calm_at),
        })
    }

    /// Everything that was broken is mended; what a person wants stays as it is.
    fn calm(&mut self) -> Result<(), Violation> {
        self.world.cluster.store.clear_faults();
        for node in 1..=NODES {
            self.give(&perform::power(node, true))?;
        }
        self.give(&Input::Gates(self.case.setup.gates))
    }

    fn give(&mut self, input: &Input) -> Result<(), Violation> {
        let facts = act(&mut self.world, input, self.inputs);
        self.inputs += 1;
        self.look(facts)
    }

    /// Lets everything happen that is due until then.
    fn until(&mut self, to: SimTime) -> Result<(), Violation> {
        while self.world.queue.next_at().is_some_and(|at| at <= to) {
            let facts = step(&mut self.world).unwrap_or_default();
            self.steps += 1;
            let bounded = hold(self.steps < STEPS_MAX, Law::Queue, || {
                "the world does not come to rest".to_owned()
            });
            self.judged(bounded)?;
            self.look(facts)?;
        }
        self.world.now = self.world.now.max(to);
        Ok(())
    }

    fn look(&mut self, mut facts: Vec<Fact>) -> Result<(), Violation> {
        (self.meddle)(&mut self.world, &mut facts);
        let wrote = facts.iter().any(rest::is_work_of_the_set);
        if wrote {
            self.wrote_at = self.world.now;
        }
        let checked = self.watch.see(&self.world, &facts);
        self.judged(checked)
    }

    fn judged(&self, checked: super::law::Checked) -> Result<(), Violation> {
        checked.map_err(|(law, text)| self.violation(law, text))
    }

    fn violation(&self, law: Law, text: String) -> Violation {
        Violation {
            law,
            at_ms: self.world.now.0,
            text,
        }
    }
}
