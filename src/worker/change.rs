//! What became of what the page shows.

use super::list::ListEdit;
use super::shown::Shown;
use crate::app::{
    Asked, Card, Editor, Gates, Line, Notice, Place, Problem, Question, Settings, WayOut,
};
use crate::cluster::api::{Key, SimTime};
use crate::i18n::{Note, Why};
use crate::sim::timeline::Cursor;
use crate::view::beat::Beat;
use crate::view::events::EventRow;
use crate::view::inspect::Inspection;
use crate::view::player::Motion;
use crate::view::scene::{Column, DiskTile, NodeRow, PodCard, Scene, ServicePicture, SetPicture};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// One field of [`Shown`] that is another one now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each is named as the field it is about")]
pub enum Change {
    Scene(Box<SceneEdit>),
    Whys(Vec<Vec<Why>>),
    Now(SimTime),
    Story(ListEdit<Line>),
    Events(ListEdit<EventRow>),
    Beats(Vec<Beat>),
    Inspection(Option<Box<Inspection>>),
    Selected(Option<Key>),
    Opened(Option<Key>),
    Skipping(Option<Note>),
    PassedBy(Option<Note>),
    Motion(Motion),
    Settings(Settings),
    Gates(Gates),
    Editor(EditorEdit),
    WayOut(Option<WayOut>),
    FirstMinute(Option<Card>),
    Question(Option<Question>),
    Asked(Option<Asked>),
    Notice(Option<Notice>),
    Names(Vec<(String, Vec<String>)>),
    Cursor(Cursor),
    Place(Place),
}

/// How a picture comes from the one before it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SceneEdit {
    now: SimTime,
    had_sets: bool,
    nodes: ListEdit<NodeRow>,
    sets: Vec<SetEdit>,
    other_pods: ListEdit<PodCard>,
    shelf: ListEdit<DiskTile>,
    services: ListEdit<ServicePicture>,
}

/// How a set's picture comes from its picture before: columns are many, the rest is little.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct SetEdit {
    /// Its picture without its columns; absent where that is the same.
    rest: Option<Box<SetPicture>>,
    key: Key,
    columns: ListEdit<Column>,
}

/// What became of the editor's text and of what is known about it. Texts are large, so each crosses only when it has to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditorEdit {
    text: Option<String>,
    applied: Option<String>,
    problems: Option<Vec<Problem>>,
    stale: bool,
    sets_back: Option<Vec<Note>>,
}

/// What became of what was shown.
#[must_use]
pub fn changes(before: &Shown, after: &Shown) -> Vec<Change> {
    let mut changes = Vec::new();
    if !Arc::ptr_eq(&before.scene, &after.scene) && before.scene != after.scene {
        let edit = SceneEdit::between(&before.scene, &after.scene);
        changes.push(Change::Scene(Box::new(edit)));
    }
    if !Arc::ptr_eq(&before.story, &after.story) {
        changes.push(Change::Story(ListEdit::between(
            &before.story,
            &after.story,
        )));
    }
    if !Arc::ptr_eq(&before.events, &after.events) {
        let edit = ListEdit::between(&before.events, &after.events);
        changes.push(Change::Events(edit));
    }
    if !Arc::ptr_eq(&before.beats, &after.beats) {
        // The same again is another beat all the same.
        changes.push(Change::Beats(after.beats.to_vec()));
    }
    if !Arc::ptr_eq(&before.editor, &after.editor) {
        changes.extend(EditorEdit::between(&before.editor, &after.editor).map(Change::Editor));
    }
    if before.inspection != after.inspection {
        let inspection = after.inspection.as_deref().cloned();
        changes.push(Change::Inspection(inspection.map(Box::new)));
    }
    macro_rules! compare {
        ($($field:ident => $change:ident),* $(,)?) => {$(
            if before.$field != after.$field {
                changes.push(Change::$change(after.$field.clone()));
            }
        )*};
    }
    compare! {
        now => Now, selected => Selected, opened => Opened, skipping => Skipping, passed_by => PassedBy,
        motion => Motion, settings => Settings, gates => Gates, way_out => WayOut, first_minute => FirstMinute,
        question => Question, asked => Asked, notice => Notice, cursor => Cursor, place => Place,
    }
    if before.whys != after.whys {
        changes.push(Change::Whys(after.whys.to_vec()));
    }
    if before.names != after.names {
        changes.push(Change::Names(after.names.to_vec()));
    }
    changes
}

impl Shown {
    /// Makes it what it became. None if the change was made for another one.
    #[must_use]
    pub fn take(&mut self, change: Change) -> Option<()> {
        match change {
            Change::Scene(edit) => self.scene = Arc::new(edit.apply(&self.scene)?),
            Change::Whys(whys) => self.whys = whys.into(),
            Change::Now(now) => self.now = now,
            Change::Story(edit) => self.story = edit.apply(&self.story)?.into(),
            Change::Events(edit) => self.events = edit.apply(&self.events)?.into(),
            Change::Beats(beats) => self.beats = beats.into(),
            Change::Inspection(found) => self.inspection = found.map(|found| Arc::new(*found)),
            Change::Selected(selected) => self.selected = selected,
            Change::Opened(opened) => self.opened = opened,
            Change::Skipping(skipping) => self.skipping = skipping,
            Change::PassedBy(passed_by) => self.passed_by = passed_by,
            Change::Motion(motion) => self.motion = motion,
            Change::Settings(settings) => self.settings = settings,
            Change::Gates(gates) => self.gates = gates,
            Change::Editor(edit) => self.editor = Arc::new(edit.apply(&self.editor)),
            Change::WayOut(way_out) => self.way_out = way_out,
            Change::FirstMinute(card) => self.first_minute = card,
            Change::Question(question) => self.question = question,
            Change::Asked(asked) => self.asked = asked,
            Change::Notice(notice) => self.notice = notice,
            Change::Names(names) => self.names = names.into(),
            Change::Cursor(cursor) => self.cursor = cursor,
            Change::Place(place) => self.place = place,
        }
        Some(())
    }
}

impl SceneEdit {
    fn between(before: &Scene, after: &Scene) -> Self {
        // Whole patterns, without `..`: a new part of the picture does not compile until it crosses.
        let Scene {
            now,
            had_sets,
            nodes,
            sets,
            other_pods,
            shelf,
            services,
        } = after;
        let edit = |set: &SetPicture| {
            let old = before.sets.iter().find(|old| old.key == set.key);
            SetEdit::between(old, set)
        };
        Self {
            now: *now,
            had_sets: *had_sets,
            nodes: ListEdit::between(&before.nodes, nodes),
            sets: sets.iter().map(edit).collect(),
            other_pods: ListEdit::between(&before.other_pods, other_pods),
            shelf: ListEdit::between(&before.shelf, shelf),
            services: ListEdit::between(&before.services, services),
        }
    }

    fn apply(self, before: &Scene) -> Option<Scene> {
        let sets = self.sets.into_iter().map(|set| set.apply(&before.sets));
        Some(Scene {
            now: self.now,
            had_sets: self.had_sets,
            nodes: self.nodes.apply(&before.nodes)?,
            sets: sets.collect::<Option<_>>()?,
            other_pods: self.other_pods.apply(&before.other_pods)?,
            shelf: self.shelf.apply(&before.shelf)?,
            services: self.services.apply(&before.services)?,
        })
    }
}

impl SetEdit {
    fn between(before: Option<&SetPicture>, after: &SetPicture) -> Self {
        let rest = without_columns(after);
        let same = before.is_some_and(|before| without_columns(before) == rest);
        let columns = before.map_or(&[][..], |before| &before.columns);
        Self {
            rest: (!same).then(|| Box::new(rest)),
            key: after.key.clone(),
            columns: ListEdit::between(columns, &after.columns),
        }
    }

    fn apply(self, before: &[SetPicture]) -> Option<SetPicture> {
        let before = before.iter().find(|set| set.key == self.key);
        let columns = before.map_or(&[][..], |before| &before.columns);
        let columns = self.columns.apply(columns)?;
        let rest = match (self.rest, before) {
            (Some(rest), _) => *rest,
            (None, before) => without_columns(before?),
        };
        Some(SetPicture { columns, ..rest })
    }
}

/// A set's picture without what there may be a thousand of.
fn without_columns(set: &SetPicture) -> SetPicture {
    let SetPicture {
        key,
        uid,
        wanted,
        ready,
        current_revision,
        update_revision,
        ordered,
        strategy,
        partition,
        service_name,
        service_exists,
        image,
        container,
        waiting,
        min_ready,
        refusal,
        deleting,
        remains,
        observed,
        start,
        replaces_broken,
        columns: _,
        undrawn,
    } = set;
    SetPicture {
        key: key.clone(),
        uid: uid.clone(),
        wanted: *wanted,
        ready: *ready,
        current_revision: current_revision.clone(),
        update_revision: update_revision.clone(),
        ordered: *ordered,
        strategy: strategy.clone(),
        partition: *partition,
        service_name: service_name.clone(),
        service_exists: *service_exists,
        image: image.clone(),
        container: container.clone(),
        waiting: waiting.clone(),
        min_ready: *min_ready,
        refusal: refusal.clone(),
        deleting: *deleting,
        remains: *remains,
        observed: *observed,
        start: *start,
        replaces_broken: *replaces_broken,
        columns: vec![],
        undrawn: *undrawn,
    }
}

impl EditorEdit {
    fn between(before: &Editor, after: &Editor) -> Option<Self> {
        let edit = Self {
            text: (before.text != after.text).then(|| after.text.clone()),
            applied: (before.applied != after.applied).then(|| after.applied.clone()),
            problems: (before.problems != after.problems).then(|| after.problems.clone()),
            stale: after.stale,
            sets_back: (before.sets_back != after.sets_back).then(|| after.sets_back.clone()),
        };
        let is_other = edit.text.is_some()
            || edit.applied.is_some()
            || edit.problems.is_some()
            || edit.sets_back.is_some()
            || before.stale != after.stale;
        is_other.then_some(edit)
    }

    fn apply(self, before: &Editor) -> Editor {
        Editor {
            text: self.text.unwrap_or_else(|| before.text.clone()),
            applied: self.applied.unwrap_or_else(|| before.applied.clone()),
            problems: self.problems.unwrap_or_else(|| before.problems.clone()),
            stale: self.stale,
            sets_back: (self.sets_back).unwrap_or_else(|| before.sets_back.clone()),
        }
    }
}
