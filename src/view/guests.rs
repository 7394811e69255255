//! Who else is on the nodes beside the open set's columns, row by row.

use super::scene::{Health, Scene};
use crate::cluster::api::Key;
use std::collections::BTreeMap;

/// More shapes than this say less than a number.
const SHAPES_MAX: usize = 4;

/// Someone in a row.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Guest {
    /// A pod of no set, and its uid.
    Pod(Key, String),
    /// The pods of another set.
    Set(Key),
}

/// What another set has in a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// How its pods fare, the first few of them.
    pub healths: Vec<Health>,
    /// How many more there are.
    pub more: usize,
}

impl Share {
    /// How many pods it has there.
    #[must_use]
    pub fn count(&self) -> usize {
        self.healths.len() + self.more
    }
}

/// Who stands in which row, and who has no place in one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OccupiedRows {
    /// Those without a node first, then a row for each node.
    pub rows: Vec<Vec<Guest>>,
    /// Pods of no set for whom no line was left.
    pub left: Vec<(Key, String)>,
    shares: Vec<BTreeMap<Key, Share>>,
}

impl OccupiedRows {
    /// Whether there is anyone.
    #[must_use]
    pub fn any(&self) -> bool {
        self.rows.iter().any(|row| !row.is_empty())
    }

    /// What a set has in a row.
    #[must_use]
    pub fn share(&self, set: &Key, row: usize) -> Option<&Share> {
        self.shares.get(row)?.get(set)
    }
}

/// Gives everyone who has no column a line in the row of their node, as long as there are lines: first pods of no set,
/// then the other sets. Those without a node have one line.
#[must_use]
pub fn occupy_rows(scene: &Scene, open: Option<&Key>, lines: usize) -> OccupiedRows {
    let row = |node: &str| match scene.nodes.iter().position(|known| known.name == node) {
        Some(at) => at + 1,
        // A node that is gone has no row; a pod that says so is no pod without one.
        None if node.is_empty() => 0,
        None => usize::MAX,
    };
    let room = |row: usize| if row == 0 { 1 } else { lines };
    let mut occupied = OccupiedRows {
        rows: vec![vec![]; scene.nodes.len() + 1],
        left: vec![],
        shares: vec![BTreeMap::new(); scene.nodes.len() + 1],
    };
    for pod in &scene.other_pods {
        let at = row(&pod.node);
        let guest = (pod.key.clone(), pod.uid.clone());
        match occupied.rows.get_mut(at) {
            Some(guests) if guests.len() < room(at) => guests.push(Guest::Pod(guest.0, guest.1)),
            _ => occupied.left.push(guest),
        }
    }
    for set in scene.sets.iter().filter(|set| Some(&set.key) != open) {
        for pod in set.columns.iter().filter_map(|column| column.pod.as_ref()) {
            let Some(shares) = occupied.shares.get_mut(row(&pod.node)) else {
                continue;
            };
            let share = shares.entry(set.key.clone()).or_default();
            if share.healths.len() < SHAPES_MAX {
                share.healths.push(pod.health);
            } else {
                share.more += 1;
            }
        }
    }
    for (at, (guests, shares)) in occupied.rows.iter_mut().zip(&occupied.shares).enumerate() {
        let free = room(at).saturating_sub(guests.len());
        guests.extend(shares.keys().take(free).cloned().map(Guest::Set));
    }
    occupied
}
