//! The way back when the worker broke.

use serde::{Deserialize, Serialize};

/// An earlier cluster that a new worker takes up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revival {
    /// What was kept of it, as [`App::record`](crate::app::App::record) writes it.
    pub record: String,
    /// How many of the last things that were done are left out: they led to where the simulation broke.
    pub inputs_left_out: usize,
}

/// What is kept of the cluster, so that it can be had again.
#[derive(Clone, Debug, Default)]
pub(super) struct Recovery {
    kept: Option<Kept>,
    /// How many inputs the record had from which the present worker began, if from one.
    began_from: Option<usize>,
}

#[derive(Clone, Debug)]
struct Kept {
    record: String,
    /// How many inputs a worker begins with that takes it up.
    inputs: usize,
    inputs_left_out: usize,
}

impl Recovery {
    /// Remembers a record of so many inputs.
    pub(super) fn keep(&mut self, record: String, inputs: usize) {
        self.kept = Some(Kept {
            record,
            inputs,
            inputs_left_out: 0,
        });
    }

    /// Whether the worker has broken twice with the same things done, so that it would again.
    #[must_use]
    pub(super) fn is_stuck(&self) -> bool {
        self.kept
            .as_ref()
            .is_some_and(|kept| self.began_from == Some(kept.inputs))
    }

    /// Whether there is anything to go back to.
    #[must_use]
    pub(super) const fn has_record(&self) -> bool {
        self.kept.is_some()
    }

    /// The cluster to take up, all of it or the moment before the last thing that was done.
    pub(super) fn revive(&mut self, without_last_input: bool) -> Option<Revival> {
        let kept = self.kept.as_mut()?;
        if without_last_input {
            kept.inputs = kept.inputs.saturating_sub(1);
            kept.inputs_left_out += 1;
        }
        self.began_from = Some(kept.inputs);
        Some(Revival {
            record: kept.record.clone(),
            inputs_left_out: kept.inputs_left_out,
        })
    }

    /// Forgets everything: a cluster begins anew.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }
}
