//! Beats told in sentences.

use crate::cluster::api::{Key, SimTime};
use crate::cluster::apiserver::Actor;
use crate::i18n::Story;
use crate::sim::FactId;
use crate::view::beat::Beat;

/// One sentence of the story, with who did it and to what.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Grows along the story; a line that is amended keeps it.
    pub id: FactId,
    /// When.
    pub at: SimTime,
    /// Who.
    pub actor: Actor,
    /// The objects it speaks of, the most important first.
    pub keys: Vec<Key>,
    /// What is said.
    pub story: Story,
}

/// How many lines are kept.
pub const LINES_MAX: usize = 400;

/// The story so far, oldest line first.
#[derive(Clone, Debug, Default)]
pub struct Log {
    lines: Vec<Line>,
}

impl Log {
    /// Tells a beat: adds a line, or amends the one it belongs to.
    pub fn tell(&mut self, _beat: &Beat) {}

    /// The lines, oldest first, at most [`LINES_MAX`].
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }
}
