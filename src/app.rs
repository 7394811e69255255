//! Floor 4: the whole state of the page, and the only function that changes it.
//!
//! Pure: no browser, no wall clock. Messages go in, effects come out; what the page shows is read
//! from the accessors below, each cheap to call after every message.

mod acts;
mod drift;
mod editor;
mod effect;
mod first_minute;
pub mod founding;
mod hand;
mod history;
mod journey;
mod message;
mod pace;
mod play;
mod qr_code;
mod question;
mod refresh;
mod script;
mod select;
mod settings;
mod share;
mod start;
mod travel;
mod visible;
mod way_out;

pub use editor::{Editor, Offer, Problem, Severity};
pub use effect::{Effect, StorageKey};
pub use first_minute::Press;
pub use journey::{Branch, LEFT_MAX};
pub use message::{Message, Question};
pub use pace::Pace;
pub use qr_code::QrCode;
pub use question::{Asked, Remedy, asked, delete_help, remedies};
pub use settings::{Settings, Theme};
pub use share::LINK_VERSION;
pub use start::{Saved, Start, UrlParameters};
pub use travel::{Place, Travel};
pub use visible::{MARKS_MAX, Mark};
pub use way_out::{Stage, WayOut};

// What the page shows comes through here, so that it needs to know no other floor.
pub use crate::cluster::apiserver::{Actor, Cascade, Gates};
pub use crate::sim::timeline::Cursor;
pub use crate::teach::beyond::beyond;
pub use crate::teach::caption;
pub use crate::teach::explain::{explain, rule};
pub use crate::teach::first_minute::{Act, Card};
pub use crate::teach::receipt;
pub use crate::teach::story::{Line, moment};

use crate::cluster::api::{Key, Kind, SimTime};
use crate::i18n::{Minute, Msg, Note};
use crate::sim::World;
use crate::teach::first_minute::FirstMinute;
use crate::teach::reader::Reader;
use crate::teach::story;
use crate::view::beat::Beat;
use crate::view::events::EventRow;
use crate::view::inspect::Inspection;
use crate::view::ledger::Ledger;
use crate::view::player::{Motion, Player};
use crate::view::scene::Scene;
use hand::Hand;
use journey::Journey;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How many event rows are kept for the page.
pub const EVENT_ROWS_MAX: usize = 200;

/// How many names of a kind are offered for completion.
const NAMES_MAX: usize = 200;

/// The page's state: the simulated history, and apart from it how the person wants the page and what they are in the
/// middle of. Only the first goes back when an earlier moment is looked at.
#[derive(Clone, Debug)]
pub struct App {
    journey: Journey,
    /// Whether something was given since the message came: what is given next is of the same act.
    acting: bool,
    place: travel::Whereabouts,
    /// The receipts that were opened and put away by hand.
    hand: Hand,
    player: Player,
    /// What the address asked for: it has to follow when the person chooses otherwise.
    url: UrlParameters,
    settings: Settings,
    editor: Editor,
    /// What stands in the text as it was applied.
    held: Vec<drift::Held>,
    drifts_dirty: bool,
    minute: FirstMinute,
    /// The answer of the first minute that was read aloud last.
    minute_told: Option<Minute>,
    way_out: Option<WayOut>,
    selected: Option<Key>,
    /// The set that the person opened since one was touched last.
    chosen: Option<Key>,
    question: Option<Question>,
    notice: Option<Notice>,
    /// How many notices there have been.
    notices: u64,
    scene: Arc<Scene>,
    scene_dirty: bool,
    /// The uid of the pod whose receipt was read aloud last, while it lies open.
    receipt_told: Option<String>,
    story: Arc<[story::Line]>,
    /// How many lines of the story have been announced.
    announced: u64,
    events: Arc<[EventRow]>,
    events_dirty: bool,
    inspection: Option<Arc<Inspection>>,
    inspection_dirty: bool,
    beats: Arc<[Beat]>,
    /// The beats since the message came.
    fresh_beats: Vec<Beat>,
    /// Who follows what is told.
    reader: Reader,
    play: play::Play,
}

/// A short notice, shown until something else is said or it is dismissed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    /// What it says.
    pub msg: Msg,
    /// Whether something was refused.
    pub refused: bool,
    /// Grows with every notice, so that the same words twice are two notices.
    pub serial: u64,
}

/// Lets a message happen; answers what the browser has to do.
#[must_use]
pub fn update(app: &mut App, message: Message) -> Vec<Effect> {
    travel::begin(app);
    let mut effects = match message {
        Message::Tick {
            wall_elapsed_ms,
            looks_max,
        } => play::tick(app, wall_elapsed_ms, looks_max),
        Message::Step => play::single_step(app),
        Message::WayOutNext => way_out::next(app),
        Message::WayOutClose => way_out::close(app),
        Message::EditorChanged(_)
        | Message::Examine
        | Message::Fix(_)
        | Message::Apply
        | Message::Revert
        | Message::LoadExample { .. } => editor::edit(app, message),
        Message::Reset | Message::Restore(_) | Message::Resume(_) => start::again(app, &message),
        Message::Select(_) | Message::Deselect | Message::Open(_) | Message::CopyYaml => {
            select::select(app, message)
        }
        Message::Ask(question) => {
            app.question = Some(question);
            vec![]
        }
        Message::Dismiss => {
            if app.question.take().is_none() {
                app.notice = None;
            }
            vec![]
        }
        Message::Confirm(cascade) => match app.question.take() {
            Some(question) => update(app, acts::answered(question, cascade)),
            None => vec![],
        },
        Message::TogglePause
        | Message::SetSpeed(_)
        | Message::SetLanguage(_)
        | Message::SetTheme(_)
        | Message::ToggleStepByStep
        | Message::ToggleReducedMotion => settings::set(app, &message),
        Message::DeletePod(pod) if question::is_going(app, &pod) => {
            app.question = Some(Question::ForceDelete(pod));
            vec![]
        }
        Message::DeletePod(_)
        | Message::ForceDeletePod(_)
        | Message::DeleteSet { .. }
        | Message::DeleteClaim(_)
        | Message::Scale { .. }
        | Message::SetImage { .. }
        | Message::WriteFile { .. }
        | Message::DeleteFile { .. }
        | Message::TogglePower { .. } => acts::perform(app, &message),
        Message::Share
        | Message::SaveSession
        | Message::SaveScript
        | Message::OpenSession(_)
        | Message::ShowSession(_)
        | Message::DrawQrCode(_) => share::share(app, &message),
        Message::ShowReceipt(_) | Message::CloseReceipts => hand::lay(app, &message),
        Message::Travel(to) => travel::travel(app, to),
        Message::SetGates(gates) => settings::set_gates(app, gates),
        Message::FirstMinute(press) => first_minute::press(app, press),
    };
    app.refresh();
    effects.extend(way_out::follow(app));
    effects.extend(play::keep_what_was_done(app));
    effects.extend(app.announcements());
    effects
}

impl App {
    /// A page that begins: a fresh cluster with the applied manifest, or the founding one.
    #[must_use]
    pub fn start(start: &Start) -> (Self, Vec<Effect>) {
        start::start(start)
    }

    /// The picture; the same `Arc` until something in it changed.
    #[must_use]
    pub fn scene(&self) -> Arc<Scene> {
        Arc::clone(&self.scene)
    }

    /// The story so far, oldest line first; the same `Arc` until something was said.
    #[must_use]
    pub fn story(&self) -> Arc<[story::Line]> {
        Arc::clone(&self.story)
    }

    /// The newest events of the cluster, oldest first, at most [`EVENT_ROWS_MAX`].
    #[must_use]
    pub fn events(&self) -> Arc<[EventRow]> {
        Arc::clone(&self.events)
    }

    /// The selected object, closely.
    #[must_use]
    pub fn inspection(&self) -> Option<Arc<Inspection>> {
        self.inspection.clone()
    }

    /// What happened last that a person can see, for packets and highlights: the beats of the last
    /// frame that had any.
    #[must_use]
    pub fn beats(&self) -> Arc<[Beat]> {
        Arc::clone(&self.beats)
    }

    /// The instant shown on the clock.
    #[must_use]
    pub const fn now(&self) -> SimTime {
        self.journey.world().now
    }

    /// What the clock passes over now, and why it takes that long.
    #[must_use]
    pub fn skipping(&self) -> Option<Note> {
        self.player.skipping()?;
        self.play.awaited().cloned()
    }

    /// What went by too fast to be read since the person did something, if anything did.
    #[must_use]
    pub fn passed_by(&self) -> Option<Note> {
        let count = self.reader.passed();
        (count > 0).then_some(Note::PassedBy { count })
    }

    /// How far the history has gone.
    #[must_use]
    pub const fn cursor(&self) -> Cursor {
        self.journey.cursor()
    }

    /// How things may move on screen now.
    #[must_use]
    pub fn motion(&self) -> Motion {
        let may_travel = self.player.may_travel() && !self.place.jumped;
        match (self.settings.reduced_motion, may_travel) {
            (true, _) => Motion::Reduced,
            (false, true) => Motion::Full,
            (false, false) => Motion::None,
        }
    }

    /// Language, theme, speed and the like.
    #[must_use]
    pub const fn settings(&self) -> Settings {
        self.settings
    }

    /// The cluster's feature gates.
    #[must_use]
    pub const fn gates(&self) -> Gates {
        self.journey.world().cluster.store.gates
    }

    /// The editor's text, what is applied, and what is wrong with it.
    #[must_use]
    pub const fn editor(&self) -> &Editor {
        &self.editor
    }

    /// The set that is being replaced while its pods stay.
    #[must_use]
    pub fn way_out(&self) -> Option<&WayOut> {
        // It is under way at the end of the history.
        self.way_out.as_ref().filter(|_| !self.journey.is_past())
    }

    /// The names of the objects of a kind, for whoever completes a text: `Service` → `nginx`. The first of them, where
    /// there are more than anybody would choose from.
    #[must_use]
    pub fn names(&self, kind: &str) -> Vec<String> {
        let Some(kind) = Kind::ALL
            .into_iter()
            .find(|known| known.info().name == kind)
        else {
            return vec![];
        };
        let objects = self.world().cluster.store.objects_of(kind);
        objects
            .take(NAMES_MAX)
            .map(|object| object.key().name.to_string())
            .collect()
    }

    /// What is selected.
    #[must_use]
    pub const fn selected(&self) -> Option<&Key> {
        self.selected.as_ref()
    }

    /// The question the page waits for an answer to.
    #[must_use]
    pub const fn question(&self) -> Option<&Question> {
        self.question.as_ref()
    }

    /// The question in words that fit the cluster as it is now.
    #[must_use]
    pub fn asked(&self) -> Option<Asked> {
        let question = self.question.as_ref()?;
        Some(asked(question, self.world(), &self.scene))
    }

    /// The last notice, if it was not dismissed.
    #[must_use]
    pub const fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    /// What the store forgets of it.
    pub(crate) const fn ledger(&self) -> &Ledger {
        &self.journey.observer().ledger
    }

    /// What was told of it.
    const fn log(&self) -> &story::Log {
        &self.journey.observer().log
    }

    /// The world, to read from.
    #[must_use]
    pub const fn world(&self) -> &World {
        self.journey.world()
    }

    /// Everything needed to have this cluster again, as JSON: the seed and what was done.
    #[must_use]
    pub fn record(&self) -> String {
        self.journey.record().to_json()
    }
}
