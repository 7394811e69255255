//! What the page remembers of everything that happened: what no world tells, because it is over.

use super::App;
use crate::cluster::api::Kind;
use crate::sim::timeline::{Cursor, Given};
use crate::sim::{Fact, observer::Observer};
use crate::teach::story::{self, Line};
use crate::view::beat::Beat;
use crate::view::ledger::Ledger;

/// The memory of a history. A value: it is kept with the keyframes, and goes back with the world.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    /// Earlier lives, addresses and versions.
    pub(super) ledger: Ledger,
    /// What was told.
    pub(super) log: story::Log,
}

impl App {
    /// What was done to the cluster, and how far it has come.
    #[must_use]
    pub fn past(&self) -> (&[Given], Cursor) {
        (self.timeline.inputs(), self.timeline.cursor())
    }
}

/// A fact and what it comes to for a person.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) fact: Fact,
    /// What can be seen of it.
    pub(super) beats: Vec<Beat>,
    /// What was said of it, added or amended.
    pub(super) lines: Vec<Line>,
}

impl Observer for History {
    type Seen = Vec<Told>;

    fn expect_input(&mut self, founding: bool) {
        self.ledger.forget_receipts();
        self.log.set_founding(founding);
    }

    fn see(&mut self, facts: Vec<Fact>) -> Vec<Told> {
        let told = facts.into_iter().map(|fact| {
            let beats = if fact.is_about(Kind::Event) {
                vec![]
            } else {
                self.ledger.feed(&fact)
            };
            let said = beats.iter().filter_map(|beat| self.log.tell(beat).cloned());
            let lines = said.collect();
            Told { fact, beats, lines }
        });
        told.collect()
    }

    fn copy_bytes(&self) -> usize {
        self.ledger.copy_bytes() + self.log.copy_bytes()
    }
}
