//! The way back when the worker broke.

use crate::app::{Effect, Saved, StorageKey};
use serde::{Deserialize, Serialize};

/// An earlier cluster that a new worker takes up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revival {
    /// What was kept of it, as [`App::record`](crate::app::App::record) writes it.
    pub record: String,
    /// Whether the last thing that was done is left out: it led to where the simulation broke.
    pub without_last_input: bool,
}

/// How the worker came to an end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Break {
    /// It said so: a panic, a trap, no memory.
    Broke(String),
    /// It has not answered for so long that it is given up.
    StoodStill,
}

/// What is kept of the cluster, so that it can be had again.
#[derive(Clone, Debug, Default)]
pub struct Recovery {
    kept: Option<Kept>,
    /// How many inputs the record had from which the present worker began, if from one.
    began_from: Option<usize>,
}

#[derive(Clone, Debug)]
struct Kept {
    record: String,
    inputs: usize,
}

impl Recovery {
    /// Remembers what the browser was told to keep. `inputs`: how many the history has now.
    pub fn remember(&mut self, effect: &Effect, inputs: usize, saved: &mut Saved) {
        let Effect::Persist { key, value } = effect else {
            return;
        };
        let value = value.clone();
        match key {
            StorageKey::Session => saved.session = Some(value),
            StorageKey::Language => saved.language = Some(value),
            StorageKey::Theme => saved.theme = Some(value),
            StorageKey::FirstMinute => saved.first_minute = Some(value),
            StorageKey::Record => {
                self.kept = Some(Kept {
                    record: value,
                    inputs,
                });
            }
        }
    }

    /// Whether the worker has broken twice with the same things done, so that it would again.
    #[must_use]
    pub fn is_stuck(&self) -> bool {
        self.kept
            .as_ref()
            .is_some_and(|kept| self.began_from == Some(kept.inputs))
    }

    /// Whether there is anything to go back to.
    #[must_use]
    pub const fn has_record(&self) -> bool {
        self.kept.is_some()
    }

    /// The cluster to take up, all of it or the moment before the last thing that was done.
    pub fn revive(&mut self, without_last_input: bool) -> Option<Revival> {
        let kept = self.kept.as_mut()?;
        if without_last_input {
            kept.inputs = kept.inputs.saturating_sub(1);
        }
        self.began_from = Some(kept.inputs);
        Some(Revival {
            record: kept.record.clone(),
            without_last_input,
        })
    }

    /// Forgets everything: a cluster begins anew.
    pub fn forget(&mut self) {
        *self = Self::default();
    }
}
