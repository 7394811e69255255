//! What the page remembers of everything that happened: what no world tells, because it is over.

use super::{App, EVENT_ROWS_MAX};
use crate::cluster::api::{Event, Key, Kind, Object};
use crate::cluster::apiserver::Actor;
use crate::cluster::controllers::statefulset::identity::parent_and_ordinal;
use crate::sim::timeline::{Cursor, Given};
use crate::sim::{Fact, What, World, observer::Observer};
use crate::teach::first_minute::Deeds;
use crate::teach::story::{self, Line};
use crate::view::beat::Beat;
use crate::view::events::{EventRow, row};
use crate::view::ledger::Ledger;
use std::collections::VecDeque;
use std::sync::Arc;

/// The memory of a history. A value: it is kept with the keyframes, and goes back with the world. Whatever the page shows
/// of the simulated cluster and the world does not tell is here; how the person wants the page is not.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    /// Earlier lives, addresses and versions.
    pub(super) ledger: Ledger,
    /// What was told.
    pub(super) log: story::Log,
    /// The newest events, the last one last.
    pub(super) events: VecDeque<Arc<EventRow>>,
    /// What was done of the first minute.
    pub(super) deeds: Deeds,
    /// The set that a person touched last, itself or a pod of it.
    pub(super) touched: Option<Key>,
}

impl App {
    /// What was done to the cluster, and how far it has come.
    #[must_use]
    pub fn past(&self) -> (&[Given], Cursor) {
        (self.journey.inputs(), self.journey.cursor())
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

    fn see(&mut self, world: &World, facts: Vec<Fact>) -> Vec<Told> {
        let told = facts.into_iter().map(|fact| {
            let beats = if fact.is_about(Kind::Event) {
                self.keep_event(&fact);
                vec![]
            } else {
                self.ledger.feed(&fact)
            };
            let said = beats.iter().filter_map(|beat| self.log.tell(beat).cloned());
            let lines = said.collect();
            Told { fact, beats, lines }
        });
        let told: Vec<Told> = told.collect();
        for Told { fact, beats, .. } in told.iter().filter(|told| !told.beats.is_empty()) {
            self.deeds.see(fact, beats, &self.ledger, world);
            for beat in beats {
                let touched = self.set_touched(world, beat);
                self.touched = touched.or_else(|| self.touched.take());
            }
        }
        told
    }

    fn copy_bytes(&self) -> usize {
        let rows = self.events.len() * size_of::<Arc<EventRow>>();
        self.ledger.copy_bytes() + self.log.copy_bytes() + self.deeds.copy_bytes() + rows
    }
}

impl History {
    /// The set that a person did something to, or to a pod of which: it is opened.
    fn set_touched(&self, world: &World, beat: &Beat) -> Option<Key> {
        let key = &beat.key;
        let set = match key.kind {
            _ if beat.actor != Actor::You => return None,
            Kind::StatefulSet => key.clone(),
            Kind::Pod => key.sibling(Kind::StatefulSet, parent_and_ordinal(&key.name).0),
            _ => return None,
        };
        // Of a set that is no more there may be pods.
        let there = world.cluster.store.object(&set).is_some();
        (there || self.ledger.remembers(&set)).then_some(set)
    }

    fn keep_event(&mut self, fact: &Fact) {
        let Some(event) = fact.object().and_then(Object::get::<Event>) else {
            return;
        };
        let row = row(event);
        self.events.retain(|kept| kept.key != row.key);
        if !matches!(fact.what, What::Deleted(_)) {
            self.events.push_back(Arc::new(row));
        }
        if self.events.len() > EVENT_ROWS_MAX {
            self.events.pop_front();
        }
    }
}
