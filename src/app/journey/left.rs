//! Histories that were left for another one: acts taken back and done again, and going back to what acting at an earlier
//! moment left.

use super::{Journey, acts};
use crate::app::history::{History, Told};
use crate::cluster::api::SimTime;
use crate::sim::Timeline;
use crate::sim::timeline::{Cursor, Given};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// So many histories that were left are kept; then the oldest is forgotten.
pub const LEFT_MAX: usize = 12;

/// A history that was left for another one.
#[derive(Clone, Debug)]
pub(super) struct Left {
    id: u64,
    inputs: Vec<Given>,
    applied: Vec<(usize, Arc<str>)>,
    until: Cursor,
    /// The moment of it that was looked at when it was left.
    at: Cursor,
    /// Whether it was left by acting at an earlier moment.
    by_act: bool,
}

/// A history that was left, as it is offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Branch {
    /// Its number.
    pub id: u64,
    /// Until when it is the present history.
    pub from: SimTime,
    /// When it ends.
    pub until: SimTime,
    /// How many acts it has after that.
    pub acts: usize,
}

impl Journey {
    /// Whether there is an act of a person to take back, at the end of the history.
    pub(in crate::app) fn can_undo(&self) -> bool {
        let last = self.shown.inputs().last();
        !self.is_past() && last.is_some_and(|given| !given.founding)
    }

    /// Whether there is one that was taken back.
    pub(in crate::app) fn can_redo(&self) -> bool {
        !self.is_past() && !self.undone.is_empty()
    }

    /// Takes the last act back: the moment before it is there again, with what would have come after it.
    pub(in crate::app) fn undo(&mut self) -> bool {
        if !self.can_undo() {
            return false;
        }
        let inputs = self.shown.inputs();
        let first = inputs.iter().rposition(|given| !given.more);
        let first = first.unwrap_or_default();
        let before = Cursor {
            at: inputs[first].at,
            steps: inputs[first].steps,
            inputs: first,
        };
        let same = |left: &Left| {
            left.by_act && left.at == before && left.inputs[..first] == inputs[..first]
        };
        let dropped = self.left.iter().rposition(same);
        let dropped = dropped.map(|index| self.left.remove(index));
        let present = self.shown.clone();
        let id = self.leave(&present, present.cursor(), false);
        self.undone.push(id);
        match dropped {
            Some(dropped) => self.take_up(&dropped),
            None => {
                self.shown = self.shown.seek(before);
                self.cut(before);
                self.writings += 1;
            }
        }
        true
    }

    /// Does again what was taken back last.
    pub(in crate::app) fn redo(&mut self) -> bool {
        if self.is_past() {
            return false;
        }
        let Some(id) = self.undone.pop() else {
            return false;
        };
        let undone = std::mem::take(&mut self.undone);
        let found = self.return_to(id);
        self.undone = undone;
        found
    }

    /// Goes back to a history that was left; the present one is left for it.
    pub(in crate::app) fn return_to(&mut self, id: u64) -> bool {
        let Some(index) = self.left.iter().position(|left| left.id == id) else {
            return false;
        };
        let left = self.left.remove(index);
        let at = self.shown.cursor();
        self.go_live();
        let present = self.shown.clone();
        self.leave(&present, at, true);
        self.undone.clear();
        self.take_up(&left);
        true
    }

    /// The histories that were left, the last one last.
    pub(in crate::app) fn branches(&self) -> Vec<Branch> {
        let branch = |left: &Left| {
            let common = self.common(left);
            Branch {
                id: left.id,
                from: common.at,
                until: left.until.at,
                acts: acts(&left.inputs[common.inputs..]),
            }
        };
        self.left.iter().map(branch).collect()
    }

    /// Another history becomes the present one, looked at where it was left.
    fn take_up(&mut self, left: &Left) {
        self.go_live();
        let common = self.common(left);
        self.cut(common);
        self.applied.clone_from(&left.applied);
        self.shown = self.shown.seek(common);
        let seen = &mut self.seen;
        let sink = |timeline: &Timeline<History>, told: Vec<Told>| {
            seen.note(timeline.cursor(), &told);
        };
        let ahead = &left.inputs[common.inputs..];
        self.shown.go_on(ahead, left.until, sink);
        self.writings += 1;
        if left.at != left.until {
            self.seek(left.at);
        }
    }

    /// How far a history that was left and the present one are the same.
    fn common(&self, left: &Left) -> Cursor {
        let live = self.live();
        let same = live.inputs().iter().zip(&left.inputs);
        let inputs = same.take_while(|(one, other)| one == other).count();
        let end = |inputs_of: &[Given], until: Cursor| {
            let next = inputs_of.get(inputs);
            next.map_or((until.steps, until.at), |next| (next.steps, next.at))
        };
        let ends = [
            end(live.inputs(), live.cursor()),
            end(&left.inputs, left.until),
        ];
        let (steps, at) = ends.into_iter().min().unwrap_or_default();
        Cursor { at, steps, inputs }
    }

    pub(in crate::app) fn leave(
        &mut self,
        live: &Timeline<History>,
        at: Cursor,
        by_act: bool,
    ) -> u64 {
        let id = self.leavings;
        self.leavings += 1;
        self.left.push(Left {
            id,
            inputs: live.inputs().to_vec(),
            applied: self.applied.clone(),
            until: live.cursor(),
            at,
            by_act,
        });
        if self.left.len() > LEFT_MAX {
            self.left.remove(0);
        }
        let left = &self.left;
        let is_there = |id: &u64| left.iter().any(|one| one.id == *id);
        self.undone.retain(is_there);
        id
    }
}
