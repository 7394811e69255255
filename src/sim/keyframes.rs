//! Earlier moments of a history that are kept whole, so that the others can be had by replaying a little.

use super::observer::Observer;
use super::timeline::Cursor;
use super::world::World;
use crate::cluster::api::SimTime;
use std::sync::Arc;

/// How much is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyframeLimits {
    /// How many looks lie between two keyframes of the near past at least.
    pub steps_between: u64,
    /// How many keyframes there may be.
    pub count: usize,
    /// How many bytes of memory they may take together, besides what the present world takes.
    pub bytes: usize,
}

/// A world of so many objects is large.
const LARGE: usize = 2000;

/// Of a large world a keyframe is taken after one look for so many objects.
const OBJECTS_PER_LOOK: usize = 4;

/// So many are kept whatever the limits: the first, without which nothing can be replayed, and the newest.
pub const KEYFRAMES_MIN: usize = 2;

impl Default for KeyframeLimits {
    fn default() -> Self {
        Self {
            steps_between: 200,
            count: 160,
            bytes: 64 << 20,
        }
    }
}

/// One moment, whole.
#[derive(Clone, Debug)]
pub(super) struct Keyframe<O> {
    pub(super) cursor: Cursor,
    pub(super) world: World,
    pub(super) observer: O,
}

/// A keyframe and what it takes in memory beyond the one before it.
#[derive(Clone, Debug)]
struct Kept<O> {
    keyframe: Arc<Keyframe<O>>,
    bytes: usize,
}

/// The kept moments, oldest first: dense in the near past, sparse in the far one.
#[derive(Clone, Debug)]
pub(super) struct Keyframes<O> {
    limits: KeyframeLimits,
    kept: Vec<Kept<O>>,
    bytes: usize,
}

impl<O: Observer> Keyframes<O> {
    pub(super) fn begin(world: &World, observer: &O, limits: KeyframeLimits) -> Self {
        let mut keyframes = Self {
            limits,
            kept: vec![],
            bytes: 0,
        };
        keyframes.keep(Cursor::default(), world, observer);
        keyframes
    }

    /// Whether the near past has become too long to be replayed. A keyframe costs as much as there is to keep: of a
    /// large world one is taken so much less often that each look pays for no more than a few objects.
    pub(super) fn are_due(&self, steps: u64, world: &World) -> bool {
        let last = self
            .kept
            .last()
            .map_or(0, |kept| kept.keyframe.cursor.steps);
        let passed = steps.saturating_sub(last);
        let beyond = || world.cluster.store.count().saturating_sub(LARGE);
        passed >= self.limits.steps_between && passed >= (beyond() / OBJECTS_PER_LOOK) as u64
    }

    pub(super) fn keep(&mut self, cursor: Cursor, world: &World, observer: &O) {
        let keyframe = Arc::new(Keyframe {
            cursor,
            world: world.clone(),
            observer: observer.clone(),
        });
        let before = self.kept.last().map(|kept| &*kept.keyframe);
        let bytes = bytes(&keyframe, before);
        self.bytes += bytes;
        self.kept.push(Kept { keyframe, bytes });
        while self.kept.len() > KEYFRAMES_MIN
            && (self.kept.len() > self.limits.count || self.bytes > self.limits.bytes)
        {
            self.thin_out();
        }
    }

    /// The last moment that is not later than `to`.
    pub(super) fn before(&self, to: Cursor) -> &Keyframe<O> {
        &self.kept[self.index_before(to)].keyframe
    }

    /// The last moment that is not later than an instant.
    pub(super) fn before_time(&self, to: SimTime) -> &Keyframe<O> {
        let is_earlier = |kept: &&Kept<O>| kept.keyframe.cursor.at <= to;
        let found = self.kept.iter().rev().find(is_earlier);
        &found.unwrap_or(&self.kept[0]).keyframe
    }

    /// The moments up to `to` alone.
    pub(super) fn until(&self, to: Cursor) -> Self {
        let kept = self.kept[..=self.index_before(to)].to_vec();
        Self {
            limits: self.limits,
            bytes: kept.iter().map(|kept| kept.bytes).sum(),
            kept,
        }
    }

    pub(super) fn steps(&self) -> impl Iterator<Item = u64> {
        self.kept.iter().map(|kept| kept.keyframe.cursor.steps)
    }

    pub(super) const fn count(&self) -> usize {
        self.kept.len()
    }

    pub(super) const fn bytes(&self) -> usize {
        self.bytes
    }

    fn index_before(&self, to: Cursor) -> usize {
        let is_earlier = |kept: &Kept<O>| {
            let cursor = kept.keyframe.cursor;
            cursor.steps <= to.steps && cursor.inputs <= to.inputs
        };
        self.kept.iter().rposition(is_earlier).unwrap_or_default()
    }

    /// Drops the keyframe that is missed least: the gap it leaves is the smallest for how long ago it is. Neither the
    /// first goes nor the last.
    fn thin_out(&mut self) {
        let steps = |index: usize| self.kept[index].keyframe.cursor.steps;
        let now = steps(self.kept.len() - 1);
        let missed = |index: &usize| {
            let gap = steps(index + 1) - steps(index - 1);
            let age = now - steps(index - 1);
            // Parts of a thousand; ages are at least as long as gaps, so never more than that.
            gap * 1000 / age.max(1)
        };
        let Some(least) = (1..self.kept.len() - 1).min_by_key(missed) else {
            return;
        };
        self.kept.remove(least);
        // What the dropped one shared with the next is the next one's own now.
        let (before, next) = (&self.kept[least - 1], &self.kept[least]);
        let bytes = bytes(&next.keyframe, Some(&before.keyframe));
        self.kept[least].bytes = bytes;
        self.bytes = self.kept.iter().map(|kept| kept.bytes).sum();
    }
}

fn bytes<O: Observer>(keyframe: &Keyframe<O>, before: Option<&Keyframe<O>>) -> usize {
    let world = keyframe
        .world
        .copy_bytes(before.map(|before| &before.world));
    world + keyframe.observer.copy_bytes()
}
