//! What the page shows, brought up to date after every message, and only where something changed.

use super::history::Told;
use super::start::Session;
use super::{App, Effect, Notice, StorageKey, drift, first_minute, receipt, select, travel};
use crate::cluster::api::Kind;
use crate::cluster::apiserver::Actor;
use crate::i18n::Msg;
use crate::view::events::EventRow;
use crate::view::scene::scene;
use std::sync::Arc;

/// How many sentences are announced at once at most.
const ANNOUNCED_MAX: u64 = 4;

impl App {
    /// Tells facts; answers how many things a person can see of them.
    pub(super) fn feed(&mut self, told: Vec<Told>) -> usize {
        let before = self.fresh_beats.len();
        if !told.is_empty() {
            self.scene_dirty = true;
            self.inspection_dirty = true;
            self.drifts_dirty = true;
            if !self.journey.is_past() {
                self.play.keep();
            }
        }
        for Told { fact, beats, lines } in told {
            self.events_dirty |= fact.is_about(Kind::Event);
            for line in &lines {
                self.reader.tell(Some(line), self.settings.language);
            }
            if lines.len() < beats.len() {
                self.reader.tell(None, self.settings.language);
            }
            if beats.iter().any(|beat| beat.actor == Actor::You) {
                // What is done shows what it was done to.
                self.chosen = None;
            }
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
            let mut picture = scene(self.journey.world(), self.ledger());
            self.hand.arrange(&mut picture);
            self.scene = Arc::new(picture);
            self.scene_dirty = false;
        }
        if !self.fresh_beats.is_empty() {
            self.beats = std::mem::take(&mut self.fresh_beats).into();
            self.story = self.log().lines().cloned().collect();
        }
        if self.events_dirty {
            let rows = self.journey.observer().events.iter();
            self.events = rows.map(|row| EventRow::clone(row)).collect();
            self.events_dirty = false;
        }
        if std::mem::take(&mut self.drifts_dirty) {
            self.editor.sets_back = drift::drifts(&self.held, &self.journey.world().cluster.store);
        }
        if self.inspection_dirty {
            select::look(self);
        }
        travel::refresh(self);
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
}
