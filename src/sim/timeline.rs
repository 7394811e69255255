//! A world with its history: the inputs, and a keyframe now and then, so that any earlier moment can
//! be had again by replaying a little.

use super::act::act;
use super::fact::Fact;
use super::input::Input;
use super::keyframes::{Keyframe, KeyframeLimits, Keyframes};
use super::observer::Observer;
pub use super::record::{Cursor, Given, RECORD_VERSION, Record};
use super::step::step;
use super::world::{Config, World};
use crate::cluster::api::SimTime;

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
        timeline.go_on(&record.inputs, record.until, &mut sink);
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
        self.give(input, self.founding, false)
    }

    /// The same act goes on: what is given is to be taken back with the input before it.
    #[must_use = "what happened is answered nowhere else"]
    pub fn push_more(&mut self, input: Input) -> O::Seen {
        self.give(input, self.founding, true)
    }

    /// What was recorded once is given again, at its instant.
    #[must_use = "what happened is answered nowhere else"]
    pub fn repeat(&mut self, given: &Given) -> O::Seen {
        self.world.now = self.world.now.max(given.at);
        self.give(given.input.clone(), given.founding, given.more)
    }

    fn give(&mut self, input: Input, founding: bool, more: bool) -> O::Seen {
        let index = self.inputs.len() as u64;
        self.observer.expect_input(founding);
        let facts = act(&mut self.world, &input, index);
        self.inputs.push(Given {
            at: self.world.now,
            steps: self.steps,
            input,
            founding,
            more,
        });
        self.observer.see(&self.world, facts)
    }

    /// Lets the next owed look happen. `None`: the world is at rest.
    #[must_use = "what happened is answered nowhere else"]
    pub fn step(&mut self) -> Option<O::Seen> {
        let facts = step(&mut self.world)?;
        self.steps += 1;
        let seen = self.observer.see(&self.world, facts);
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
        let mut timeline = self.begin_from(self.keyframes.before(to));
        let end = to.inputs.min(self.inputs.len());
        let begin = timeline.inputs.len();
        timeline.go_on(&self.inputs[begin..end], to, |_, _| ());
        timeline
    }

    /// The history as it was when everything of an instant had happened.
    #[must_use]
    pub fn seek_time(&self, to: SimTime) -> Self {
        let mut timeline = self.begin_from(self.keyframes.before_time(to));
        let ahead = &self.inputs[timeline.inputs.len()..];
        let end = ahead.partition_point(|given| given.at <= to);
        let until = Cursor {
            at: SimTime::default(),
            steps: timeline.steps,
            inputs: timeline.inputs.len() + end,
        };
        timeline.go_on(&ahead[..end], until, |_, _| ());
        let steps = ahead.get(end).map_or(self.steps, |next| next.steps);
        while timeline.steps < steps && timeline.world.queue.next_at().is_some_and(|at| at <= to) {
            drop(timeline.step());
        }
        timeline.world.now = timeline.world.now.max(to.min(self.world.now));
        timeline
    }

    /// Goes back to an earlier point for good: what came later is dropped.
    pub fn fork(&mut self, at: Cursor) {
        *self = self.seek(at);
    }

    /// Plays on what was recorded. What the observer saw goes to the sink.
    pub fn go_on(&mut self, inputs: &[Given], until: Cursor, mut sink: impl FnMut(&Self, O::Seen)) {
        for given in inputs {
            self.run_to(given.at, given.steps, &mut sink);
            let seen = self.repeat(given);
            sink(self, seen);
        }
        self.run_to(until.at, until.steps, &mut sink);
    }

    fn begin_from(&self, start: &Keyframe<O>) -> Self {
        Self {
            config: self.config.clone(),
            world: start.world.clone(),
            observer: start.observer.clone(),
            inputs: self.inputs[..start.cursor.inputs].to_vec(),
            founding: false,
            keyframes: self.keyframes.until(start.cursor),
            steps: start.cursor.steps,
        }
    }

    /// Lets exactly as many looks happen as a recorded point had seen, and makes it that instant.
    fn run_to(&mut self, at: SimTime, steps: u64, sink: &mut impl FnMut(&Self, O::Seen)) {
        while self.steps < steps
            && let Some(seen) = self.step()
        {
            sink(self, seen);
        }
        self.world.now = self.world.now.max(at);
    }
}
