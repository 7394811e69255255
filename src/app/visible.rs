//! What could be seen happen in a history: where each of it happened, and to what. It leads from one such point to the
//! next in both directions, and is what the time bar is marked with.

use super::history::Told;
use crate::cluster::api::{Key, SimTime};
use crate::cluster::apiserver::Actor;
use crate::sim::timeline::Cursor;
use serde::{Deserialize, Serialize};

/// So many points are kept; then the oldest half of them is forgotten.
const POINTS_MAX: usize = 100_000;

/// So many marks there are at most, whatever the length of the history.
pub const MARKS_MAX: u64 = 240;

/// A point of a history at which something could be seen happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct VisibleChange {
    /// The point right after it.
    pub(super) cursor: Cursor,
    /// To what.
    pub(super) keys: Vec<Key>,
    /// Whether a person did it.
    pub(super) by_person: bool,
}

/// The points of a history, the earliest first.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    points: Vec<VisibleChange>,
}

/// What happened in a stretch of the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// When, the first of it.
    pub at: SimTime,
    /// How much a person did.
    pub acts: u32,
    /// How much else could be seen happen.
    pub changes: u32,
}

impl Seen {
    /// Notes what can be seen of what was told, if anything can.
    pub(super) fn note(&mut self, cursor: Cursor, told: &[Told]) {
        let beats = told.iter().flat_map(|told| &told.beats);
        let mut keys: Vec<Key> = beats.clone().map(|beat| beat.key.clone()).collect();
        if keys.is_empty() {
            return;
        }
        keys.sort();
        keys.dedup();
        if self.points.len() >= POINTS_MAX {
            self.points.drain(..POINTS_MAX / 2);
        }
        self.points.push(VisibleChange {
            cursor,
            keys,
            by_person: beats.clone().any(|beat| beat.actor == Actor::You),
        });
    }

    /// Forgets what came after a point.
    pub(super) fn cut(&mut self, at: Cursor) {
        let is_before = |point: &VisibleChange| {
            point.cursor.steps <= at.steps && point.cursor.inputs <= at.inputs
        };
        let end = self.points.partition_point(is_before);
        self.points.truncate(end);
    }

    /// The last such point before another.
    pub(super) fn before(
        &self,
        at: Cursor,
        wanted: impl Fn(&VisibleChange) -> bool,
    ) -> Option<Cursor> {
        let end = self.points.partition_point(|point| point.cursor < at);
        let mut earlier = self.points[..end].iter().rev();
        earlier
            .find(|point| wanted(point))
            .map(|point| point.cursor)
    }

    /// The first such point after another.
    pub(super) fn after(
        &self,
        at: Cursor,
        wanted: impl Fn(&VisibleChange) -> bool,
    ) -> Option<Cursor> {
        let begin = self.points.partition_point(|point| point.cursor <= at);
        let mut later = self.points[begin..].iter();
        later.find(|point| wanted(point)).map(|point| point.cursor)
    }

    /// The points, the earliest first.
    pub(super) fn cursors(&self) -> impl Iterator<Item = Cursor> {
        self.points.iter().map(|point| point.cursor)
    }

    /// How many points there are.
    pub(super) const fn count(&self) -> usize {
        self.points.len()
    }

    /// The marks of a history of this length: what lies too close together is one.
    pub(super) fn marks(&self, end: SimTime) -> Vec<Mark> {
        let width = width_ms(end);
        let mut marks: Vec<Mark> = vec![];
        for point in &self.points {
            let at = SimTime(point.cursor.at.0 / width * width);
            let same = marks.last().is_some_and(|last| last.at == at);
            if !same {
                marks.push(Mark {
                    at,
                    acts: 0,
                    changes: 0,
                });
            }
            if let Some(mark) = marks.last_mut() {
                mark.acts += u32::from(point.by_person);
                mark.changes += u32::from(!point.by_person);
            }
        }
        marks
    }
}

/// The stretch that one mark stands for: it doubles as the history grows, so that the marks stay where they are.
pub(super) const fn width_ms(end: SimTime) -> u64 {
    let mut width = 1;
    while width * MARKS_MAX <= end.0 {
        width *= 2;
    }
    width
}
