//! What the person looks at closely.

use super::{App, Effect, Message};
use crate::cluster::api::{Key, Kind};
use crate::cluster::apiserver::Actor;
use crate::cluster::controllers::statefulset::identity::parent_and_ordinal;
use crate::i18n::Note;
use crate::sim::World;
use crate::view::beat::Beat;
use crate::view::inspect::inspect;
use crate::view::scene::Scene;
use std::sync::Arc;

pub(super) fn select(app: &mut App, message: Message) -> Vec<Effect> {
    match message {
        Message::Select(key) => {
            app.selected = Some(key);
            app.inspection_dirty = true;
            vec![]
        }
        Message::Open(set) => {
            app.touched = Some(set);
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

/// The set that a person did something to, or to a pod of which: it is opened.
pub(super) fn touched(world: &World, shown: &Scene, beat: &Beat) -> Option<Key> {
    let key = &beat.key;
    let set = match key.kind {
        _ if beat.actor != Actor::You => return None,
        Kind::StatefulSet => key.clone(),
        Kind::Pod => key.sibling(Kind::StatefulSet, parent_and_ordinal(&key.name).0),
        _ => return None,
    };
    let there = world.cluster.store.object(&set).is_some();
    (there || shown.sets.iter().any(|picture| picture.key == set)).then_some(set)
}

impl App {
    /// The set whose columns are drawn: the one that was touched last, or else the first one.
    #[must_use]
    pub fn opened(&self) -> Option<Key> {
        let mut sets = self.scene.sets.iter().map(|set| &set.key);
        let touched = self.touched.as_ref();
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
        .and_then(|key| inspect(app.timeline.world(), app.ledger(), &app.scene, key));
    if app.inspection.as_deref() != seen.as_ref() {
        app.inspection = seen.map(Arc::new);
    }
}
