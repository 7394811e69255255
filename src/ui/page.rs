//! What every component holds: the simulation behind one door, and what it shows as signals.

use super::announce::Announcer;
use super::editor_island::Island;
use super::grid::Active;
use super::link::Link;
use super::share::Shared;
use super::shell;
use super::sight::ROOM_USUAL;
use super::standstill::noted;
use super::trouble::Trouble;
use crate::app::{
    Asked, Card, Cursor, Editor, Gates, Line, Message, Notice, Place, Question, Settings, WayOut,
    receipt,
};
use crate::cluster::api::{Key, SimTime};
use crate::i18n::{Label, Language, Note, Why};
use crate::view::beat::Beat;
use crate::view::events::EventRow;
use crate::view::guests::OccupiedRows;
use crate::view::inspect::Inspection;
use crate::view::player::Motion;
use crate::view::scene::Scene;
use crate::worker::Client;
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
    pub(super) client: StoredValue<Client>,
    /// Who simulates.
    pub(super) link: StoredValue<Link, LocalStorage>,
    /// What is wrong with who simulates.
    pub(crate) trouble: RwSignal<Option<Trouble>>,
    /// Whether a cluster runs: until then a still of it is shown.
    pub(crate) begun: RwSignal<bool>,
    /// The picture.
    pub(crate) scene: RwSignal<Arc<Scene>>,
    /// Why each set of the picture rests, in the picture's order.
    pub(crate) whys: RwSignal<Arc<[Vec<Why>]>>,
    /// The receipts that lie open.
    pub(crate) pile: Memo<Option<receipt::Pile>>,
    /// The clock.
    pub(crate) now: RwSignal<SimTime>,
    /// Where in the history that is.
    pub(crate) place: RwSignal<Place>,
    /// The moment that is shown.
    pub(crate) cursor: RwSignal<Cursor>,
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
    pub(crate) editor: RwSignal<Arc<Editor>>,
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
    /// The link that is shown, if one is.
    pub(crate) shared: RwSignal<Option<Shared>>,
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
    /// Makes an address of what a link holds: `pack` of `www/start.js`.
    pub(crate) pack: StoredValue<Option<js_sys::Function>, LocalStorage>,
    /// What the browser calls for the next frame.
    pub(crate) frame: StoredValue<Option<js_sys::Function>, LocalStorage>,
}

impl Page {
    /// The signals of a page that waits for its cluster.
    pub(crate) fn new(client: Client, seed: Option<String>) -> Self {
        let shown = client.shown();
        let scene = RwSignal::new(Arc::<Scene>::default());
        let page = Self {
            scene,
            pile: Memo::new(move |_| scene.with(|scene| receipt::pile(scene))),
            whys: RwSignal::new(Arc::default()),
            now: RwSignal::new(SimTime::default()),
            place: RwSignal::new(shown.place.clone()),
            cursor: RwSignal::new(Cursor::default()),
            story: RwSignal::new(Arc::clone(&shown.story)),
            events: RwSignal::new(Arc::clone(&shown.events)),
            inspection: RwSignal::new(None),
            beats: RwSignal::new(Arc::clone(&shown.beats)),
            selected: RwSignal::new(None),
            skipping: RwSignal::new(None),
            passed_by: RwSignal::new(None),
            motion: RwSignal::new(Motion::default()),
            settings: RwSignal::new(shown.settings),
            gates: RwSignal::new(shown.gates),
            editor: RwSignal::new(Arc::clone(&shown.editor)),
            way_out: RwSignal::new(None),
            first_minute: RwSignal::new(shown.first_minute.clone()),
            question: RwSignal::new(None),
            asked: RwSignal::new(None),
            notice: RwSignal::new(None),
            tab: RwSignal::new(Tab::default()),
            panel: RwSignal::new(Panel::default()),
            help: RwSignal::new(false),
            shared: RwSignal::new(None),
            switches: RwSignal::new(false),
            active: RwSignal::new(None),
            opened: RwSignal::new(shown.opened.clone()),
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
            pack: StoredValue::new_local(None),
            frame: StoredValue::new_local(None),
            trouble: RwSignal::new(None),
            begun: RwSignal::new(false),
            link: StoredValue::new_local(Link::default()),
            client: StoredValue::new(client),
        };
        page.publish();
        page
    }

    /// Lets something happen. What becomes of it is shown when the simulation has answered.
    pub(crate) fn send(self, message: Message) {
        let echoes = matches!(message, Message::EditorChanged(_));
        let request = self
            .client
            .try_update_value(|client| client.send(message))
            .flatten();
        if echoes {
            self.publish();
        }
        self.post(request);
    }

    /// The simulation answered: shows what became of what was asked, and does what the browser has to do.
    pub(super) fn receive(self, answer: &[u8]) {
        let begun_ms = shell::clock_ms();
        let Some(received) = self
            .client
            .try_update_value(|client| client.receive(answer))
        else {
            return;
        };
        self.rest_the_watch();
        if let Some(reason) = received.fault {
            self.broke(&reason);
            return;
        }
        let inputs = self.client.with_value(|client| client.shown().end().inputs);
        if received.has_news {
            noted(inputs, || {
                self.publish();
                shell::run(self, received.effects);
            });
        }
        self.drew_for(shell::clock_ms() - begun_ms);
        self.post(received.next);
    }

    /// Never answers again, as a mistake in drawing would not; for a test of what is done about that.
    pub(crate) fn stand_still(self) {
        let inputs = self.client.with_value(|client| client.shown().end().inputs);
        noted(inputs, || {
            loop {
                std::hint::spin_loop();
            }
        });
    }

    /// Selects an object and brings the inspector up: out of a folded dock, and where there is room for one thing only.
    pub(crate) fn inspect(self, key: Key) {
        self.panel.set(Panel::Inspector);
        self.dock_open.set(true);
        if shell::is_phone() {
            self.tab.set(Tab::Facts);
        }
        self.send(Message::Select(key));
    }

    /// The names of the cluster's objects of a kind, for completion.
    pub(crate) fn names(self, kind: &str) -> Vec<String> {
        self.client
            .with_value(|client| client.shown().names_of(kind).to_vec())
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

    /// Shows what there is to show, and draws again only what is other than before.
    pub(super) fn publish(self) {
        self.client.with_value(|client| {
            let shown = client.shown();
            set_if_other_arc(self.whys, &shown.whys);
            set_if_other_arc(self.scene, &shown.scene);
            set_if_other_arc(self.story, &shown.story);
            set_if_other_arc(self.events, &shown.events);
            set_if_other_arc(self.beats, &shown.beats);
            set_if_other_arc(self.editor, &shown.editor);
            let inspection = shown.inspection.as_ref().map(Arc::as_ptr);
            let same =
                |before: &Option<Arc<Inspection>>| before.as_ref().map(Arc::as_ptr) == inspection;
            if !self.inspection.with_untracked(same) {
                self.inspection.set(shown.inspection.clone());
            }
            set_if_other(self.now, &shown.now);
            set_if_other(self.cursor, &shown.cursor);
            set_if_other(self.place, &shown.place);
            set_if_other(self.selected, &shown.selected);
            set_if_other(self.opened, &shown.opened);
            set_if_other(self.skipping, &shown.skipping);
            set_if_other(self.passed_by, &shown.passed_by);
            set_if_other(self.motion, &shown.motion);
            set_if_other(self.settings, &shown.settings);
            set_if_other(self.gates, &shown.gates);
            set_if_other(self.way_out, &shown.way_out);
            set_if_other(self.first_minute, &shown.first_minute);
            set_if_other(self.question, &shown.question);
            set_if_other(self.asked, &shown.asked);
            set_if_other(self.notice, &shown.notice);
            set_if_other(self.begun, &client.has_begun());
        });
    }
}

fn set_if_other<T: Clone + PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: &T) {
    if signal.with_untracked(|shown| shown != value) {
        signal.set(value.clone());
    }
}

fn set_if_other_arc<T: ?Sized + Send + Sync + 'static>(signal: RwSignal<Arc<T>>, value: &Arc<T>) {
    if !signal.with_untracked(|shown| Arc::ptr_eq(shown, value)) {
        signal.set(Arc::clone(value));
    }
}
