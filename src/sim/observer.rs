//! Whoever is told every fact of a history, in order, and goes back with the world when it is rewound.

use super::fact::Fact;
use super::world::World;

/// What a history leaves in somebody's memory. A [`Timeline`](super::Timeline) tells its observer every fact by itself
/// and keeps it with its keyframes, so that nothing can be told twice, or to nobody, and an earlier
/// moment has the memory it had then.
pub trait Observer: Clone {
    /// What one look, or one input, comes to.
    type Seen;

    /// Somebody is about to act: a person, or whoever makes the world what it is when the person comes.
    fn expect_input(&mut self, _founding: bool) {}

    /// These facts happened, together, and left the world like this.
    fn see(&mut self, world: &World, facts: Vec<Fact>) -> Self::Seen;

    /// Bytes of memory that a copy takes, within a factor of two.
    fn copy_bytes(&self) -> usize;
}

/// Nobody remembers; the facts go to whoever let them happen.
impl Observer for () {
    type Seen = Vec<Fact>;

    fn see(&mut self, _world: &World, facts: Vec<Fact>) -> Vec<Fact> {
        facts
    }

    fn copy_bytes(&self) -> usize {
        0
    }
}
