//! Everything the page shows, as one value.

use crate::app::{
    App, Asked, Card, Editor, Gates, Line, Notice, Place, Question, Settings, WayOut, explain,
};
use crate::cluster::api::{Key, SimTime};
use crate::i18n::{Note, Why};
use crate::sim::timeline::Cursor;
use crate::view::beat::Beat;
use crate::view::events::EventRow;
use crate::view::inspect::Inspection;
use crate::view::player::Motion;
use crate::view::scene::Scene;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The kinds that a text refers to by name (`www/editor/names.ts`), so that the editor can complete them.
const NAMED_KINDS: [&str; 9] = [
    "Namespace",
    "Service",
    "Node",
    "ServiceAccount",
    "StorageClass",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "ConfigMap",
    "Secret",
];

/// Everything the page shows. What is large is shared, and the same `Arc` as long as nothing in it changed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Shown {
    /// The picture.
    pub scene: Arc<Scene>,
    /// Why each set of the picture rests, in the picture's order.
    pub whys: Arc<[Vec<Why>]>,
    /// The clock.
    pub now: SimTime,
    /// The story so far.
    pub story: Arc<[Line]>,
    /// The cluster's events.
    pub events: Arc<[EventRow]>,
    /// What just happened.
    pub beats: Arc<[Beat]>,
    /// What is selected, closely.
    pub inspection: Option<Arc<Inspection>>,
    /// What is selected.
    pub selected: Option<Key>,
    /// The set whose columns are drawn.
    pub opened: Option<Key>,
    /// What the clock passes over.
    pub skipping: Option<Note>,
    /// What went by too fast to be read.
    pub passed_by: Option<Note>,
    /// How things may move.
    pub motion: Motion,
    /// How the person wants the page.
    pub settings: Settings,
    /// The cluster's feature gates.
    pub gates: Gates,
    /// Text, what is applied, problems.
    pub editor: Arc<Editor>,
    /// A set that is being replaced while its pods stay.
    pub way_out: Option<WayOut>,
    /// The card of the first minute.
    pub first_minute: Option<Card>,
    /// What the page wants to know.
    pub question: Option<Question>,
    /// The same, in words.
    pub asked: Option<Asked>,
    /// What the page has to say.
    pub notice: Option<Notice>,
    /// Names of objects that a text may refer to, by kind.
    pub names: Arc<[(String, Vec<String>)]>,
    /// The moment that is shown.
    pub cursor: Cursor,
    /// Where in the history it is.
    pub place: Place,
}

impl Shown {
    /// What an app shows. `before`: what it showed last; what is the same stays the same `Arc`.
    #[must_use]
    pub fn of(app: &App, before: &Self) -> Self {
        let scene = app.scene();
        let same_picture = Arc::ptr_eq(&scene, &before.scene);
        let (whys, names) = if same_picture {
            (Arc::clone(&before.whys), Arc::clone(&before.names))
        } else {
            let whys = scene.sets.iter().map(|set| explain(&scene, set)).collect();
            (whys, shared(names(app), &before.names))
        };
        Self {
            whys,
            names,
            now: app.now(),
            story: app.story(),
            events: app.events(),
            beats: app.beats(),
            inspection: app.inspection(),
            selected: app.selected().cloned(),
            opened: app.opened(),
            skipping: app.skipping(),
            passed_by: app.passed_by(),
            motion: app.motion(),
            settings: app.settings(),
            gates: app.gates(),
            editor: if *app.editor() == *before.editor {
                Arc::clone(&before.editor)
            } else {
                Arc::new(app.editor().clone())
            },
            way_out: app.way_out().cloned(),
            first_minute: app.first_minute(),
            question: app.question().cloned(),
            asked: app.asked(),
            notice: app.notice().cloned(),
            cursor: app.cursor(),
            place: app.place(),
            scene,
        }
    }

    /// The end of the history, whatever moment of it is shown.
    #[must_use]
    pub fn end(&self) -> Cursor {
        self.place.end.unwrap_or(self.cursor)
    }

    /// The names of the cluster's objects of a kind.
    #[must_use]
    pub fn names_of(&self, kind: &str) -> &[String] {
        let found = self.names.iter().find(|(known, _)| known == kind);
        found.map_or(&[], |(_, names)| names)
    }
}

fn names(app: &App) -> Vec<(String, Vec<String>)> {
    let named = NAMED_KINDS
        .iter()
        .map(|kind| ((*kind).to_owned(), app.names(kind)));
    named.filter(|(_, names)| !names.is_empty()).collect()
}

fn shared<T: PartialEq>(now: Vec<T>, before: &Arc<[T]>) -> Arc<[T]> {
    if *now == **before {
        Arc::clone(before)
    } else {
        now.into()
    }
}
