//! A world with its history: the inputs, and a keyframe now and then, so that any earlier moment can
//! be had again by replaying a little.

use super::act::act;
use super::fact::Fact;
use super::input::Input;
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

/// At first a keyframe is kept whenever this many looks have happened since the last one.
const KEYFRAME_STEPS: u32 = 400;

/// With more keyframes than this, every other one is dropped and they are kept half as often: an
/// hour in the page must not cost an hour's memory, and going far back may take a little longer.
const KEYFRAMES_MAX: usize = 48;

/// A world and its history.
#[derive(Clone, Debug)]
pub struct Timeline {
    config: Config,
    world: World,
    inputs: Vec<Given>,
    keyframes: Vec<(Cursor, World)>,
    steps: u64,
    steps_since_keyframe: u32,
    steps_between_keyframes: u32,
}

impl Timeline {
    /// A fresh world.
    #[must_use]
    pub fn new(config: Config) -> Self {
        Self::with_keyframes(config, KEYFRAME_STEPS)
    }

    /// A fresh world that at first keeps a keyframe every so many looks.
    #[must_use]
    pub fn with_keyframes(config: Config, steps_between_keyframes: u32) -> Self {
        let world = World::new(&config);
        let keyframes = vec![(Cursor::default(), world.clone())];
        Self {
            config,
            world,
            inputs: vec![],
            keyframes,
            steps: 0,
            steps_since_keyframe: 0,
            steps_between_keyframes,
        }
    }

    /// The timeline a record tells of, replayed to its end, with everything that happened.
    #[must_use]
    pub fn replay(record: &Record) -> (Self, Vec<Fact>) {
        let mut timeline = Self::new(record.config.clone());
        let mut facts = Vec::new();
        for given in &record.inputs {
            facts.extend(timeline.run_to(given.at, given.steps));
            facts.extend(timeline.push(given.input.clone()));
        }
        facts.extend(timeline.run_to(record.until.at, record.until.steps));
        (timeline, facts)
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

    /// A person acts, now.
    #[must_use = "what happened is told nowhere else"]
    pub fn push(&mut self, input: Input) -> Vec<Fact> {
        let index = self.inputs.len() as u64;
        let facts = act(&mut self.world, &input, index);
        self.inputs.push(Given {
            at: self.world.now,
            steps: self.steps,
            input,
        });
        facts
    }

    /// Lets the next owed look happen. `None`: the world is at rest.
    #[must_use = "what happened is told nowhere else"]
    pub fn step(&mut self) -> Option<Vec<Fact>> {
        let facts = step(&mut self.world)?;
        self.steps += 1;
        self.steps_since_keyframe += 1;
        if self.steps_since_keyframe >= self.steps_between_keyframes {
            self.keep_keyframe();
        }
        Some(facts)
    }

    fn keep_keyframe(&mut self) {
        self.keyframes.push((self.cursor(), self.world.clone()));
        self.steps_since_keyframe = 0;
        if self.keyframes.len() > KEYFRAMES_MAX {
            let mut index = 0;
            self.keyframes.retain(|_| {
                index += 1;
                index % 2 == 1
            });
            self.steps_between_keyframes *= 2;
        }
    }

    /// How many keyframes are held now.
    #[must_use]
    pub const fn keyframe_count(&self) -> usize {
        self.keyframes.len()
    }

    /// Lets time pass in which nothing happens: up to `to`, but never beyond what is due first. What is
    /// due stays owed, so no fact can get lost here.
    pub fn pass_to(&mut self, to: SimTime) {
        let due = self.world.queue.next_at();
        let until = due.map_or(to, |due| due.min(to));
        self.world.now = self.world.now.max(until);
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

    /// Lets exactly as many looks happen as a recorded point had seen, and makes it that instant.
    #[must_use = "what happened is told nowhere else"]
    fn run_to(&mut self, at: SimTime, steps: u64) -> Vec<Fact> {
        let mut facts = Vec::new();
        while self.steps < steps
            && let Some(happened) = self.step()
        {
            facts.extend(happened);
        }
        self.world.now = self.world.now.max(at);
        facts
    }

    /// The world as it was at an earlier point: from the nearest keyframe, replayed.
    #[must_use]
    pub fn seek(&self, to: Cursor) -> World {
        self.rewound(to).world
    }

    /// Goes back to an earlier point for good: what came later is dropped.
    pub fn fork(&mut self, at: Cursor) {
        *self = self.rewound(at);
    }

    fn rewound(&self, to: Cursor) -> Self {
        let kept = self
            .keyframes
            .iter()
            .rposition(|(cursor, _)| cursor.steps <= to.steps && cursor.inputs <= to.inputs)
            .unwrap_or_default();
        let (start, world) = &self.keyframes[kept];
        let mut timeline = Self {
            config: self.config.clone(),
            world: world.clone(),
            inputs: self.inputs[..start.inputs].to_vec(),
            keyframes: self.keyframes[..=kept].to_vec(),
            steps: start.steps,
            steps_since_keyframe: 0,
            steps_between_keyframes: self.steps_between_keyframes,
        };
        for given in &self.inputs[start.inputs..to.inputs.min(self.inputs.len())] {
            drop(timeline.run_to(given.at, given.steps));
            drop(timeline.push(given.input.clone()));
        }
        drop(timeline.run_to(to.at, to.steps));
        timeline
    }
}
