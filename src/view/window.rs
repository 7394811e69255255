//! Many ordinals: the part of them that is drawn large, and all of them drawn small.

use super::scene::{Column, Health};
use crate::cluster::api::sort;
use std::ops::Range;

/// From so many columns on there is an overview of all of them.
pub const OVERVIEW_MIN: usize = 10;

/// The columns in sight: as many as there is room for, beginning with the one of the ordinal `first`. Where that
/// would leave room over at the end, the window stands further left.
#[must_use]
pub fn in_sight(ordinals: &[i32], first: i32, room: usize) -> Range<usize> {
    let room = room.max(1).min(ordinals.len());
    let start = ordinals
        .partition_point(|ordinal| *ordinal < first)
        .min(ordinals.len() - room);
    start..start + room
}

/// The first ordinal of a window that has just been moved far enough to show a column; nothing where it is in
/// sight already or not there.
#[must_use]
pub fn moved_to(ordinals: &[i32], first: i32, room: usize, to: i32) -> Option<i32> {
    let at = ordinals.binary_search(&to).ok()?;
    let sight = in_sight(ordinals, first, room);
    if sight.contains(&at) {
        return None;
    }
    let start = if at < sight.start {
        at
    } else {
        at + 1 - sight.len()
    };
    ordinals.get(start).copied()
}

/// One mark of the overview: an ordinal or, where there are more than marks, several that follow one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The one that needs attention most; absent: there is no pod.
    pub worst: Option<Health>,
    /// How many of its ordinals are Ready, in percent.
    pub ready_percent: usize,
}

/// All columns as at most `marks_max` marks, each for as many columns as the others (the last one may have fewer).
#[must_use]
pub fn overview(columns: &[Column], marks_max: usize) -> Vec<Mark> {
    let each = columns.len().div_ceil(marks_max.max(1)).max(1);
    columns.chunks(each).map(mark).collect()
}

fn mark(columns: &[Column]) -> Mark {
    let health = |column: &Column| column.pod.as_ref().map(|pod| pod.health);
    let ready = columns
        .iter()
        .filter(|column| health(column) == Some(Health::Ready))
        .count();
    Mark {
        worst: columns
            .iter()
            .map(health)
            .max_by_key(|health| urgency(*health))
            .flatten(),
        ready_percent: ready * 100 / columns.len().max(1),
    }
}

const fn urgency(health: Option<Health>) -> u8 {
    match health {
        Some(Health::Ready) => 0,
        Some(Health::Completed) => 1,
        None => 2,
        Some(Health::Waiting) => 3,
        Some(Health::Starting) => 4,
        Some(Health::Terminating) => 5,
        Some(Health::Unknown) => 6,
        Some(Health::Failed) => 7,
    }
}

/// How many columns fare how, what needs attention first; `None` are those without a pod.
#[must_use]
pub fn counts(columns: &[Column]) -> Vec<(Option<Health>, usize)> {
    let mut counts: Vec<(Option<Health>, usize)> = Vec::new();
    for column in columns {
        let health = column.pod.as_ref().map(|pod| pod.health);
        match counts.iter_mut().find(|(other, _)| *other == health) {
            Some((_, count)) => *count += 1,
            None => counts.push((health, 1)),
        }
    }
    sort::by_key(&mut counts, |(health, _)| {
        std::cmp::Reverse(urgency(*health))
    });
    counts
}
