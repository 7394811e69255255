//! A world with its history: the inputs, and a keyframe now and then, so that any earlier moment can
//! be had again by replaying a little.

use super::act::act;
use super::fact::Fact;
use super::input::Input;
use super::keyframes::{KeyframeLimits, Keyframes};
use super::observer::Observer;
use super::step::step;
use super::world::{Config, World};
use crate::cluster::api::SimTime;
use serde::{Deserialize, Serialize};

/// A point of the history. Not a time: an input and an event may share an instant, and of several
/// events of one instant some may have happened and some not. So a cursor counts both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cursor {
    /// The instant.
    pub at: SimTime,
    /// How many owed looks had happened.
    pub steps: u64,
    /// How many inputs had been given.
    pub inputs: usize,
}

/// An input and the point of the history at which it was given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Given {
    /// The instant.
    pub at: SimTime,
    /// How many owed looks had happened before.
    pub steps: u64,
    /// What.
    pub input: Input,
    /// Whether it made the world what it was when the person came: no person did it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub founding: bool,
}

/// What is enough to have a timeline again: how the world began, what was done to it, and how far
/// it went.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// How the world began.
    pub config: Config,
    /// What was done to it.
    pub inputs: Vec<Given>,
    /// How far it went.
    pub until: Cursor,
}

impl Record {
    /// The record up to the moment before the last thing that a person did; whole, if they did nothing.
    #[must_use]
    pub fn without_last_input(mut self) -> Self {
        if let Some(last) = self.inputs.pop_if(|last| !last.founding) {
            self.until = Cursor {
                at: last.at,
                steps: last.steps,
                inputs: self.inputs.len(),
            };
        }
        self
    }
}

/// A world and its history, and whoever is told of it.
#[derive(Clone, Debug)]
pub struct Timeline<O = ()> {
    config: Config,
    world: World,
    observer: O,
    inputs: Vec<Given>,
    founding: bool,
    keyframes: Keyframes<O>,
    steps: u64,
}

impl Timeline {
    /// A fresh world that nobody watches: facts are answered to whoever lets them happen.
    #[must_use]
    pub fn new(config: Config) -> Self {
        Self::observed_by((), config)
    }

    /// Lets everything happen that is due until `to`, and makes it `to`.
    #[must_use = "what happened is told nowhere else"]
    pub fn advance(&mut self, to: SimTime) -> Vec<Fact> {
        let mut facts = Vec::new();
        while self.world.queue.next_at().is_some_and(|at| at <= to) {
            facts.extend(self.step().unwrap_or_default());
        }
        self.world.now = self.world.now.max(to);
        facts
    }
}

impl<O: Observer> Timeline<O> {
    /// A fresh world, of which the observer is told everything.
    #[must_use]
    pub fn observed_by(observer: O, config: Config) -> Self {
        Self::with_keyframes(observer, config, KeyframeLimits::default())
    }

    /// The same, with keyframes of one's own choice.
    #[must_use]
    pub fn with_keyframes(observer: O, config: Config, limits: KeyframeLimits) -> Self {
        let world = World::new(&config);
        let keyframes = Keyframes::begin(&world, &observer, limits);
        Self {
            config,
            world,
            observer,
            inputs: vec![],
            founding: false,
            keyframes,
            steps: 0,
        }
    }

    /// The timeline a record tells of, replayed to its end. What the observer saw goes to the sink, together with the
    /// moment at which it did, and is not held: a long record takes no more memory than a short one.
    #[must_use]
    pub fn replay(observer: O, record: &Record, mut sink: impl FnMut(&Self, O::Seen)) -> Self {
        let mut timeline = Self::observed_by(observer, record.config.clone());
        timeline.play(&record.inputs, record.until, &mut sink);
        timeline
    }

    /// What is enough to have this timeline again.
    #[must_use]
    pub fn record(&self) -> Record {
        Record {
            config: self.config.clone(),
            inputs: self.inputs.clone(),
            until: self.cursor(),
        }
    }

    /// The world as it is now.
    #[must_use]
    pub const fn world(&self) -> &World {
        &self.world
    }

    /// Whoever was told everything up to now.
    #[must_use]
    pub const fn observer(&self) -> &O {
        &self.observer
    }

    /// The observer, to change what no fact tells.
    pub const fn observer_mut(&mut self) -> &mut O {
        &mut self.observer
    }

    /// The inputs given so far.
    #[must_use]
    pub fn inputs(&self) -> &[Given] {
        &self.inputs
    }

    /// Where the history ends.
    #[must_use]
    pub const fn cursor(&self) -> Cursor {
        Cursor {
            at: self.world.now,
            steps: self.steps,
            inputs: self.inputs.len(),
        }
    }

    /// From now on, whether what is pushed makes the world what it is when the person comes.
    pub const fn set_founding(&mut self, founding: bool) {
        self.founding = founding;
    }

    /// Somebody acts, now: a person, unless the world is being founded.
    #[must_use = "what happened is answered nowhere else"]
    pub fn push(&mut self, input: Input) -> O::Seen {
        let index = self.inputs.len() as u64;
        self.observer.expect_input(self.founding);
        let facts = act(&mut self.world, &input, index);
        self.inputs.push(Given {
            at: self.world.now,
            steps: self.steps,
            input,
            founding: self.founding,
        });
        self.observer.see(facts)
    }

    /// Lets the next owed look happen. `None`: the world is at rest.
    #[must_use = "what happened is answered nowhere else"]
    pub fn step(&mut self) -> Option<O::Seen> {
        let facts = step(&mut self.world)?;
        self.steps += 1;
        let seen = self.observer.see(facts);
        if self.keyframes.are_due(self.steps, &self.world) {
            let cursor = self.cursor();
            self.keyframes.keep(cursor, &self.world, &self.observer);
        }
        Some(seen)
    }

    /// How many keyframes are held now.
    #[must_use]
    pub const fn keyframe_count(&self) -> usize {
        self.keyframes.count()
    }

    /// After how many looks each keyframe was taken, oldest first.
    pub fn keyframe_steps(&self) -> impl Iterator<Item = u64> {
        self.keyframes.steps()
    }

    /// Bytes of memory that the keyframes take besides the present world, as they are counted.
    #[must_use]
    pub const fn keyframe_bytes(&self) -> usize {
        self.keyframes.bytes()
    }

    /// Lets time pass in which nothing happens: up to `to`, but never beyond what is due first. What is
    /// due stays owed, so no fact can get lost here.
    pub fn pass_to(&mut self, to: SimTime) {
        let due = self.world.queue.next_at();
        let until = due.map_or(to, |due| due.min(to));
        self.world.now = self.world.now.max(until);
    }

    /// The history as it was at an earlier point, with the world and the observer of that moment: from the nearest
    /// keyframe, replayed.
    #[must_use]
    pub fn seek(&self, to: Cursor) -> Self {
        let start = self.keyframes.before(to);
        let mut timeline = Self {
            config: self.config.clone(),
            world: start.world.clone(),
            observer: start.observer.clone(),
            inputs: self.inputs[..start.cursor.inputs].to_vec(),
            founding: false,
            keyframes: self.keyframes.until(to),
            steps: start.cursor.steps,
        };
        let end = to.inputs.min(self.inputs.len());
        timeline.play(&self.inputs[start.cursor.inputs..end], to, &mut |_, _| ());
        timeline
    }

    /// Goes back to an earlier point for good: what came later is dropped.
    pub fn fork(&mut self, at: Cursor) {
        *self = self.seek(at);
    }

    /// Plays what was recorded.
    fn play(&mut self, inputs: &[Given], until: Cursor, sink: &mut dyn FnMut(&Self, O::Seen)) {
        for given in inputs {
            self.run_to(given.at, given.steps, sink);
            self.founding = given.founding;
            let seen = self.push(given.input.clone());
            sink(self, seen);
        }
        self.founding = false;
        self.run_to(until.at, until.steps, sink);
    }

    /// Lets exactly as many looks happen as a recorded point had seen, and makes it that instant.
    fn run_to(&mut self, at: SimTime, steps: u64, sink: &mut dyn FnMut(&Self, O::Seen)) {
        while self.steps < steps
            && let Some(seen) = self.step()
        {
            sink(self, seen);
        }
        self.world.now = self.world.now.max(at);
    }
}
