//! Time in a person's hands: to another moment of the history and back to its end, and acts taken back.

use super::journey::{Branch, Dropped};
use super::visible::{Mark, VisibleChange, width_ms};
use super::{App, Effect};
use crate::cluster::api::SimTime;
use crate::i18n::{Label, Note};
use crate::sim::timeline::Cursor;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Where to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Travel {
    /// To an instant, when everything of it had happened.
    To(SimTime),
    /// To a point.
    At(Cursor),
    /// Back to the last thing a person could see.
    Back,
    /// Back to the last thing that a person could see happen to what is selected.
    ObjectBack,
    /// On to the next one.
    ObjectOn,
    /// To the end of the history, where it goes on.
    Live,
    /// To the moment before the last act, as if it had not been done.
    Undo,
    /// To where the act that was taken back last had led.
    Redo,
    /// To a history that was left, by its number.
    Branch(u64),
}

/// Where in the history the page is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The end of the history, while an earlier moment is looked at.
    pub end: Option<Cursor>,
    /// How many acts of the history come after the moment.
    pub acts_ahead: usize,
    /// Whether anything could be seen happen before the moment.
    pub has_before: bool,
    /// Whether an act can be taken back.
    pub can_undo: bool,
    /// Whether one that was taken back can be done again.
    pub can_redo: bool,
    /// The histories that were left, the last one last.
    pub branches: Vec<Branch>,
    /// What happened in the history and when, as the time bar is marked.
    pub marks: Arc<[Mark]>,
}

/// What the page keeps about where it is.
#[derive(Clone, Debug, Default)]
pub(super) struct Whereabouts {
    /// Whether time went on when the end of the history was left.
    went_on: bool,
    /// Whether the picture is another moment's than the one before it.
    pub(super) jumped: bool,
    marks: Arc<[Mark]>,
    /// What the marks are of.
    marked: Option<Marked>,
    branches: Vec<Branch>,
    writings: Option<u64>,
}

/// The same, and the marks are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Marked {
    writings: u64,
    points: usize,
    width_ms: u64,
}

/// A message comes: an act of its own, at the moment that is looked at.
pub(super) const fn begin(app: &mut App) {
    app.acting = false;
    app.place.jumped = false;
}

/// Goes there.
pub(super) fn travel(app: &mut App, travel: Travel) -> Vec<Effect> {
    let was_past = app.journey.is_past();
    let paused = app.settings.paused;
    let note = match travel {
        Travel::Undo => app.journey.undo().then_some(Label::Undone),
        Travel::Redo => app.journey.redo().then_some(Label::Redone),
        Travel::Branch(id) => app.journey.return_to(id).then_some(Label::OtherHistory),
        _ => {
            look(app, travel);
            None
        }
    };
    let is_past = app.journey.is_past();
    if is_past && !was_past {
        app.place.went_on = !paused;
    }
    // A moment that was asked for stands still; from the end of the history time goes on as it did.
    let stands = match (is_past, was_past) {
        (true, _) => true,
        (false, true) => !app.place.went_on,
        (false, false) => paused,
    };
    app.settings.paused = stands;
    app.player.paused = stands;
    let changes_history = matches!(travel, Travel::Undo | Travel::Redo | Travel::Branch(_));
    if changes_history {
        app.way_out = None;
        let deeds = &app.journey.observer().deeds;
        app.minute.go_back(deeds);
    }
    let mut effects = moved(app);
    if let Some(label) = note {
        effects.extend(app.notify(label.into(), false));
    } else if was_past && !is_past {
        effects.push(Effect::Announce(
            Label::Live.text(app.settings.language).to_owned(),
        ));
    } else if matches!(travel, Travel::Back | Travel::ObjectBack | Travel::ObjectOn) {
        effects.extend(sentence(app).map(Effect::Announce));
    }
    effects
}

/// Looks at another moment of the same history.
fn look(app: &mut App, travel: Travel) {
    let journey = &mut app.journey;
    let selected = app.selected.clone();
    let of_selected = |change: &VisibleChange| {
        let mut keys = change.keys.iter();
        selected
            .as_ref()
            .is_none_or(|key| keys.any(|one| one == key))
    };
    let point = match travel {
        Travel::To(at) => return journey.seek_time(at),
        Travel::Live => return journey.go_live(),
        Travel::At(cursor) => Some(cursor),
        Travel::Back => journey.before(|_| true),
        Travel::ObjectBack => journey.before(of_selected),
        _ => journey.after(of_selected),
    };
    if let Some(point) = point {
        journey.seek(point);
    }
}

/// The page shows another moment now: what it was in the middle of is over, and nothing travels there.
fn moved(app: &mut App) -> Vec<Effect> {
    app.place.jumped = true;
    app.scene_dirty = true;
    app.events_dirty = true;
    app.inspection_dirty = true;
    app.fresh_beats.clear();
    app.beats = Arc::from([]);
    app.story = app.log().lines().cloned().collect();
    app.announced = app.log().told();
    app.hand = super::hand::Hand::default();
    app.question = None;
    app.reader.act();
    app.player = super::start::player(app.settings);
    app.play.jump();
    app.minute_told = app.minute.answer(&app.journey.observer().deeds).cloned();
    applied(app)
}

/// What was applied at the moment is what the text is measured against.
fn applied(app: &mut App) -> Vec<Effect> {
    let mut effects = vec![Effect::ExamineSoon];
    let inputs = app.journey.cursor().inputs;
    if let Some(text) = app.journey.applied_at(inputs)
        && **text != *app.editor.applied
    {
        app.editor.applied = text.to_string();
        effects.push(Effect::EditorSetApplied(app.editor.applied.clone()));
    }
    effects
}

/// What stands on the page as the sentence of the moment.
fn sentence(app: &App) -> Option<String> {
    let (line, _) = super::moment(&app.story);
    line.map(|line| line.story.text(app.settings.language))
}

/// Somebody acted at an earlier moment: what is said of that.
pub(super) fn forked(app: &mut App, dropped: Dropped) {
    app.way_out = None;
    app.minute.go_back(&app.journey.observer().deeds);
    app.settings.paused = !app.place.went_on;
    app.player.paused = app.settings.paused;
    let acts = dropped.acts;
    // The story says aloud what was done; this is what it meant.
    drop(app.notify(Note::Forked { acts }.into(), false));
}

/// Brings up to date what the time bar shows.
pub(super) fn refresh(app: &mut App) {
    let journey = &app.journey;
    let end = journey.live().world().now;
    let marked = Marked {
        writings: journey.writings(),
        points: journey.seen().count(),
        width_ms: width_ms(end),
    };
    if app.place.marked != Some(marked) {
        app.place.marked = Some(marked);
        app.place.marks = journey.seen().marks(end).into();
    }
    if app.place.writings != Some(marked.writings) {
        app.place.writings = Some(marked.writings);
        app.place.branches = journey.branches();
    }
}

impl App {
    /// The text that was applied last, whatever moment is looked at.
    pub(super) fn applied_in_the_end(&self) -> String {
        let inputs = self.journey.live().inputs().len();
        let text = self.journey.applied_at(inputs);
        text.filter(|_| self.journey.is_past())
            .map_or_else(|| self.editor.applied.clone(), ToString::to_string)
    }

    /// Where in the history the page is.
    #[must_use]
    pub fn place(&self) -> Place {
        let journey = &self.journey;
        let live = journey.live();
        Place {
            end: journey.is_past().then(|| live.cursor()),
            acts_ahead: journey.acts_ahead(),
            has_before: journey.before(|_| true).is_some(),
            can_undo: journey.can_undo(),
            can_redo: journey.can_redo(),
            branches: self.place.branches.clone(),
            marks: Arc::clone(&self.place.marks),
        }
    }

    /// The points of the history at which something could be seen happen, the earliest first.
    #[must_use]
    pub fn points(&self) -> Vec<Cursor> {
        self.journey.seen().cursors().collect()
    }
}
