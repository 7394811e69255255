//! What the person looks at closely.

use super::{App, Effect, Message};
use crate::cluster::api::Key;
use crate::i18n::Note;
use crate::view::inspect::inspect;
use std::sync::Arc;

pub(super) fn select(app: &mut App, message: Message) -> Vec<Effect> {
    match message {
        Message::Select(key) => {
            app.selected = Some(key);
            app.inspection_dirty = true;
            vec![]
        }
        Message::Open(set) => {
            app.chosen = Some(set);
            vec![]
        }
        Message::CopyYaml => {
            let Some(inspection) = app.inspection.clone() else {
                return vec![];
            };
            let what = inspection.key.name.to_string();
            let mut effects = vec![Effect::CopyText(inspection.yaml.clone())];
            effects.extend(app.notify(Note::Copied { what }.into(), false));
            effects
        }
        _ => {
            app.selected = None;
            app.inspection_dirty = true;
            vec![]
        }
    }
}

impl App {
    /// The set whose columns are drawn: the one that was touched last, or else the first one.
    #[must_use]
    pub fn opened(&self) -> Option<Key> {
        let mut sets = self.scene.sets.iter().map(|set| &set.key);
        let touched = self
            .chosen
            .as_ref()
            .or(self.journey.observer().touched.as_ref());
        let there = touched.filter(|set| sets.clone().any(|key| key == *set));
        there.or_else(|| sets.next()).cloned()
    }
}

/// Looks again at what is selected. What was seen stays the same value while nothing in it changed.
pub(super) fn look(app: &mut App) {
    app.inspection_dirty = false;
    let seen = app
        .selected
        .as_ref()
        .and_then(|key| inspect(app.journey.world(), app.ledger(), &app.scene, key));
    if app.inspection.as_deref() != seen.as_ref() {
        app.inspection = seen.map(Arc::new);
    }
}
