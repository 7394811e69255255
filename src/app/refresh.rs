//! What the page shows, brought up to date after every message, and only where something changed.

use super::history::Told;
use super::start::Session;
use super::{
    App, EVENT_ROWS_MAX, Effect, Notice, StorageKey, drift, first_minute, receipt, select,
};
use crate::cluster::api::{Event, Key, Kind, Object};
use crate::i18n::Msg;
use crate::sim::{Fact, What};
use crate::view::events::row;
use crate::view::scene::scene;
use std::sync::Arc;

/// How many sentences are announced at once at most.
const ANNOUNCED_MAX: u64 = 4;

impl App {
    /// Remembers and tells facts; answers how many things a person can see of them.
    pub(super) fn feed(&mut self, told: Vec<Told>) -> usize {
        let before = self.fresh_beats.len();
        if !told.is_empty() {
            self.scene_dirty = true;
            self.inspection_dirty = true;
            self.drifts_dirty = true;
            self.play.keep();
        }
        for Told { fact, beats, lines } in told {
            if fact.is_about(Kind::Event) {
                self.keep_event(&fact);
                continue;
            }
            for beat in &beats {
                let touched = select::touched(self.timeline.world(), &self.scene, beat);
                self.touched = touched.or_else(|| self.touched.take());
            }
            for line in &lines {
                self.reader.tell(Some(line), self.settings.language);
            }
            if lines.len() < beats.len() {
                self.reader.tell(None, self.settings.language);
            }
            first_minute::see(self, &fact, &beats);
            self.fresh_beats.extend(beats);
        }
        self.fresh_beats.len() - before
    }

    /// Says something to the person.
    pub(super) fn notify(&mut self, msg: Msg, refused: bool) -> Vec<Effect> {
        self.notices += 1;
        let text = msg.text(self.settings.language);
        self.notice = Some(Notice {
            msg,
            refused,
            serial: self.notices,
        });
        vec![Effect::Announce(text)]
    }

    /// Keeps text, applied text and speed for the next visit.
    pub(super) fn keep_session(&self) -> Effect {
        let value = serde_json::to_string(&Session::of(self)).unwrap_or_default();
        Effect::Persist {
            key: StorageKey::Session,
            value,
        }
    }

    /// Brings up to date what the page shows.
    pub(super) fn refresh(&mut self) {
        let columns = self.scene.sets.iter().map(|set| set.columns.len()).sum();
        if self.scene_dirty && self.play.may_draw(columns) {
            self.play.drawn();
            self.scene = Arc::new(scene(self.timeline.world(), self.ledger()));
            self.scene_dirty = false;
        }
        if !self.fresh_beats.is_empty() {
            self.beats = std::mem::take(&mut self.fresh_beats).into();
            self.story = self.log().lines().cloned().collect();
        }
        if self.events_dirty {
            self.events = self.event_rows.clone().into();
            self.events_dirty = false;
        }
        if std::mem::take(&mut self.drifts_dirty) {
            self.editor.sets_back = drift::drifts(&self.held, &self.timeline.world().cluster.store);
        }
        if self.inspection_dirty {
            select::look(self);
        }
    }

    /// The lines of the story nobody has heard yet.
    pub(super) fn announcements(&mut self) -> Vec<Effect> {
        let language = self.settings.language;
        // Of a storm only the end is worth hearing.
        let since = self
            .announced
            .max(self.log().told().saturating_sub(ANNOUNCED_MAX));
        let unheard = self.log().lines().filter(|line| line.serial >= since);
        let mut said: Vec<Effect> = unheard
            .map(|line| Effect::Announce(line.story.text(language)))
            .collect();
        self.announced = self.log().told();
        said.extend(self.receipt_aloud());
        said.extend(first_minute::answered(self));
        said
    }

    /// Somebody wants to read a receipt.
    pub(super) fn open_receipt(&mut self, pod: &Key) -> Vec<Effect> {
        self.timeline.observer_mut().ledger.show_receipt(pod);
        self.scene_dirty = true;
        vec![]
    }

    /// The receipts were read.
    pub(super) fn close_receipts(&mut self) -> Vec<Effect> {
        self.timeline.observer_mut().ledger.forget_receipts();
        self.scene_dirty = true;
        vec![]
    }

    /// The receipt on top, once while it lies there.
    fn receipt_aloud(&mut self) -> Option<Effect> {
        let pile = receipt::pile(&self.scene);
        let uid = pile.as_ref().map(|pile| pile.top.uid.1.clone());
        if self.receipt_told == uid {
            return None;
        }
        self.receipt_told = uid;
        let text = receipt::sentence(&pile?.top).text(self.settings.language);
        Some(Effect::Announce(text))
    }

    fn keep_event(&mut self, fact: &Fact) {
        let Some(event) = fact.object().and_then(Object::get::<Event>) else {
            return;
        };
        let row = row(event);
        self.event_rows.retain(|kept| kept.key != row.key);
        if !matches!(fact.what, What::Deleted(_)) {
            self.event_rows.push(row);
        }
        let surplus = self.event_rows.len().saturating_sub(EVENT_ROWS_MAX);
        self.event_rows.drain(..surplus);
        self.events_dirty = true;
    }
}
