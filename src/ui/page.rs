//! What every component holds: the app behind one door, and what it shows as signals.

use super::announce::Announcer;
use super::editor_island::Island;
use super::grid::Active;
use super::shell;
use super::sight::ROOM_USUAL;
use super::standstill::noted;
use crate::app::{
    App, Asked, Card, Editor, Gates, Line, Message, Notice, Question, Settings, WayOut, explain,
    receipt, update,
};
use crate::cluster::api::{Key, SimTime};
use crate::i18n::{Label, Language, Note, Why};
use crate::view::beat::Beat;
use crate::view::events::EventRow;
use crate::view::guests::OccupiedRows;
use crate::view::inspect::Inspection;
use crate::view::player::Motion;
use crate::view::scene::Scene;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a phone shows, and whether the text is open in present mode.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tab {
    /// The picture.
    #[default]
    Cluster,
    /// The manifest.
    Yaml,
    /// Story, events, inspector.
    Facts,
}

impl Tab {
    /// As it stands in `data-tab`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Cluster => "cluster",
            Self::Yaml => "yaml",
            Self::Facts => "facts",
        }
    }
}

/// What the dock shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Panel {
    /// What happened, in sentences.
    #[default]
    Story,
    /// Kubernetes' own events.
    Events,
    /// The selected object.
    Inspector,
}

/// The page's signals. Each is set only when its value is another one, so a frame in which nothing happens draws the
/// clock and nothing else.
#[derive(Clone, Copy)]
pub(crate) struct Page {
    app: StoredValue<App>,
    /// The picture.
    pub(crate) scene: RwSignal<Arc<Scene>>,
    /// Why each set of the picture rests, in the picture's order.
    pub(crate) whys: RwSignal<Arc<Vec<Vec<Why>>>>,
    /// The receipts that lie open.
    pub(crate) pile: Memo<Option<receipt::Pile>>,
    /// The clock.
    pub(crate) now: RwSignal<SimTime>,
    /// The story so far.
    pub(crate) story: RwSignal<Arc<[Line]>>,
    /// Kubernetes' events.
    pub(crate) events: RwSignal<Arc<[EventRow]>>,
    /// The selected object.
    pub(crate) inspection: RwSignal<Option<Arc<Inspection>>>,
    /// What just happened.
    pub(crate) beats: RwSignal<Arc<[Beat]>>,
    /// What is selected.
    pub(crate) selected: RwSignal<Option<Key>>,
    /// What the clock passes over.
    pub(crate) skipping: RwSignal<Option<Note>>,
    /// What went by too fast to be read.
    pub(crate) passed_by: RwSignal<Option<Note>>,
    /// How things may move.
    pub(crate) motion: RwSignal<Motion>,
    /// How the person wants the page.
    pub(crate) settings: RwSignal<Settings>,
    /// The cluster's feature gates.
    pub(crate) gates: RwSignal<Gates>,
    /// Text, what is applied, problems.
    pub(crate) editor: RwSignal<Editor>,
    /// A set that is being replaced while its pods stay.
    pub(crate) way_out: RwSignal<Option<WayOut>>,
    /// The card of the first minute.
    pub(crate) first_minute: RwSignal<Option<Card>>,
    /// What the page wants to know.
    pub(crate) question: RwSignal<Option<Question>>,
    /// The same, in words.
    pub(crate) asked: RwSignal<Option<Asked>>,
    /// What the page has to say.
    pub(crate) notice: RwSignal<Option<Notice>>,
    /// The phone's tab.
    pub(crate) tab: RwSignal<Tab>,
    /// The dock's tab.
    pub(crate) panel: RwSignal<Panel>,
    /// Whether the help is open.
    pub(crate) help: RwSignal<bool>,
    /// Whether the feature gates are open.
    pub(crate) switches: RwSignal<bool>,
    /// The cell that the matrix's arrow keys start from.
    pub(crate) active: RwSignal<Option<Active>>,
    /// The set whose columns are drawn; the others are lines of the index.
    pub(crate) opened: RwSignal<Option<Key>>,
    /// The first ordinal in sight of a set with more columns than there is room for.
    pub(crate) firsts: RwSignal<BTreeMap<Key, i32>>,
    /// How many columns there is room for.
    pub(crate) room: RwSignal<usize>,
    /// Whether identities are rows, as on a phone.
    pub(crate) listed: RwSignal<bool>,
    /// How many lines a node's row has for guests.
    pub(crate) lines: RwSignal<usize>,
    /// Who stands in the rows beside the columns.
    pub(crate) occupied: RwSignal<OccupiedRows>,
    /// Whether the person has chosen what is in sight: then it does not follow what happens.
    pub(crate) steered: RwSignal<bool>,
    /// Whether the dock is open where it is folded by itself.
    pub(crate) dock_open: RwSignal<bool>,
    /// How high the person made the dock.
    pub(crate) dock_px: RwSignal<Option<f64>>,
    /// Whether the page is shown to a room.
    pub(crate) presenting: RwSignal<bool>,
    /// The seed the address asked for.
    pub(crate) seed: RwSignal<Option<String>>,
    /// The live region.
    pub(crate) announcer: Announcer,
    /// The editor's JavaScript, once it is there. Of this thread only, as all of JavaScript is.
    pub(crate) island: StoredValue<Island, LocalStorage>,
    /// The look at the text that is to come.
    pub(crate) examining: StoredValue<Option<Timeout>, LocalStorage>,
    /// What the browser calls for the next frame.
    pub(crate) frame: StoredValue<Option<js_sys::Function>, LocalStorage>,
}

impl Page {
    /// The signals of an app that has begun.
    pub(crate) fn new(app: App, seed: Option<String>) -> Self {
        let scene = RwSignal::new(Arc::<Scene>::default());
        let page = Self {
            scene,
            pile: Memo::new(move |_| scene.with(|scene| receipt::pile(scene))),
            whys: RwSignal::new(Arc::default()),
            now: RwSignal::new(SimTime::default()),
            story: RwSignal::new(app.story()),
            events: RwSignal::new(app.events()),
            inspection: RwSignal::new(None),
            beats: RwSignal::new(app.beats()),
            selected: RwSignal::new(None),
            skipping: RwSignal::new(None),
            passed_by: RwSignal::new(None),
            motion: RwSignal::new(Motion::default()),
            settings: RwSignal::new(app.settings()),
            gates: RwSignal::new(app.gates()),
            editor: RwSignal::new(app.editor().clone()),
            way_out: RwSignal::new(None),
            first_minute: RwSignal::new(app.first_minute()),
            question: RwSignal::new(None),
            asked: RwSignal::new(None),
            notice: RwSignal::new(None),
            tab: RwSignal::new(Tab::default()),
            panel: RwSignal::new(Panel::default()),
            help: RwSignal::new(false),
            switches: RwSignal::new(false),
            active: RwSignal::new(None),
            opened: RwSignal::new(app.opened()),
            firsts: RwSignal::new(BTreeMap::new()),
            room: RwSignal::new(ROOM_USUAL),
            listed: RwSignal::new(false),
            lines: RwSignal::new(1),
            occupied: RwSignal::new(OccupiedRows::default()),
            steered: RwSignal::new(false),
            dock_open: RwSignal::new(false),
            dock_px: RwSignal::new(shell::kept(shell::DOCK).and_then(|kept| kept.parse().ok())),
            presenting: RwSignal::new(false),
            seed: RwSignal::new(seed),
            announcer: Announcer::new(),
            island: StoredValue::new_local(Island::default()),
            examining: StoredValue::new_local(None),
            frame: StoredValue::new_local(None),
            app: StoredValue::new(app),
        };
        page.publish();
        page
    }

    /// Lets something happen, shows what became of it, and does what the browser has to do.
    pub(crate) fn send(self, message: Message) {
        let inputs = self.app.with_value(|app| app.inputs_into(&message));
        noted(inputs, || {
            let effects = self.app.try_update_value(|app| update(app, message));
            self.publish();
            shell::run(self, effects.unwrap_or_default());
        });
    }

    /// Never answers again, as a mistake in an update would not; for a test of what is done about that.
    pub(crate) fn stand_still(self) {
        let inputs = self
            .app
            .with_value(|app| app.inputs_into(&Message::frame(0)));
        noted(inputs.or(Some(0)), || {
            loop {
                std::hint::spin_loop();
            }
        });
    }

    /// Selects an object and brings the inspector up, where there is room for one thing only.
    pub(crate) fn inspect(self, key: Key) {
        self.panel.set(Panel::Inspector);
        if shell::is_phone() {
            self.tab.set(Tab::Facts);
        }
        self.send(Message::Select(key));
    }

    /// The names of the cluster's objects of a kind, for completion.
    pub(crate) fn names(self, kind: &str) -> Vec<String> {
        self.app.with_value(|app| app.names(kind))
    }

    /// The language of our own words, tracked.
    pub(crate) fn language(self) -> Language {
        self.settings.with(|settings| settings.language)
    }

    /// A word in the page's language, tracked.
    pub(crate) fn word(self, label: Label) -> &'static str {
        label.text(self.language())
    }

    /// A sentence in the page's language, tracked.
    pub(crate) fn say(self, note: &Note) -> String {
        note.text(self.language())
    }

    fn publish(self) {
        self.app.with_value(|app| {
            let scene = app.scene();
            if !self
                .scene
                .with_untracked(|shown| Arc::ptr_eq(shown, &scene))
            {
                let whys = scene.sets.iter().map(|set| explain(&scene, set)).collect();
                set_if_other(self.whys, Arc::new(whys));
                self.scene.set(scene);
            }
            set_if_other_arc(self.story, app.story());
            set_if_other_arc(self.events, app.events());
            set_if_other_arc(self.beats, app.beats());
            let inspection = app.inspection();
            let same = |shown: &Option<Arc<Inspection>>| {
                shown.as_ref().map(Arc::as_ptr) == inspection.as_ref().map(Arc::as_ptr)
            };
            if !self.inspection.with_untracked(same) {
                self.inspection.set(inspection);
            }
            set_if_other(self.now, app.now());
            set_if_other(self.selected, app.selected().cloned());
            set_if_other(self.opened, app.opened());
            set_if_other(self.skipping, app.skipping());
            set_if_other(self.passed_by, app.passed_by());
            set_if_other(self.motion, app.motion());
            set_if_other(self.settings, app.settings());
            set_if_other(self.gates, app.gates());
            set_if_other(self.way_out, app.way_out().cloned());
            set_if_other(self.first_minute, app.first_minute());
            set_if_other(self.question, app.question().cloned());
            set_if_other(self.asked, app.asked());
            set_if_other(self.notice, app.notice().cloned());
            if self.editor.with_untracked(|shown| shown != app.editor()) {
                self.editor.set(app.editor().clone());
            }
        });
    }
}

fn set_if_other<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|shown| *shown != value) {
        signal.set(value);
    }
}

fn set_if_other_arc<T: Send + Sync + 'static>(signal: RwSignal<Arc<[T]>>, value: Arc<[T]>) {
    if !signal.with_untracked(|shown| Arc::ptr_eq(shown, &value)) {
        signal.set(value);
    }
}
