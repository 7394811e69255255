//! What is enough to have a history again: how the world began, and what was done to it and when.

use super::input::Input;
use super::world::Config;
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
    /// Whether it is of one act with the input before it: a text of two documents is applied at once.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub more: bool,
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

/// Grows with every change after which a record that was kept before would be another history.
pub const RECORD_VERSION: u32 = 1;

impl Record {
    /// The record that a text holds which was kept.
    ///
    /// # Errors
    /// When it is none, or one of another version: the reason.
    pub fn from_json(text: &str) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Versioned {
            /// Records had none at first.
            #[serde(default)]
            version: u32,
        }
        let read = |error: serde_json::Error| error.to_string();
        let Versioned { version } = serde_json::from_str(text).map_err(read)?;
        if version != RECORD_VERSION {
            return Err(format!("version {version}, not {RECORD_VERSION}"));
        }
        serde_json::from_str(text).map_err(read)
    }

    /// The record as a text to keep, with its version.
    #[must_use]
    pub fn to_json(&self) -> String {
        let text = serde_json::to_string(self).unwrap_or_default();
        let rest = text.trim_start_matches('{');
        format!("{{\"version\":{RECORD_VERSION},{rest}")
    }

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
