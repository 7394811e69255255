//! The page begins, or begins again.

use super::hand::Hand;
use super::journey::Journey;
use super::travel::Whereabouts;
use super::{
    App, Editor, Effect, Gates, Message, Settings, StorageKey, Theme, editor, founding, play,
    settings, share,
};
use crate::i18n::{Label, Language, Note};
use crate::sim::timeline::Record;
use crate::sim::world::Config;
use crate::teach::first_minute::FirstMinute;
use crate::teach::reader::Reader;
use crate::view::player::{Player, Speed};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What the browser knows when the page begins.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Start {
    /// What was kept from the last visit.
    pub saved: Saved,
    /// What the address asks for; it goes before what was kept.
    pub url: UrlParameters,
    /// The reader's languages, the preferred one first (`navigator.languages`); that of the link's maker before them.
    pub languages: Vec<String>,
    /// Whether the reader's system asks for dark colours.
    pub dark: bool,
    /// Whether the reader's system asks for reduced motion.
    pub reduced_motion: bool,
    /// What the link holds by which the page was opened, unpacked; empty if it could not be.
    pub link: Option<String>,
}

impl Start {
    /// Whether nothing was kept of an earlier visit, and the address asks for nothing but how the page looks.
    #[must_use]
    pub fn is_first_visit(&self) -> bool {
        let Saved {
            session,
            language: _,
            theme: _,
            first_minute,
        } = &self.saved;
        session.is_none()
            && first_minute.is_none()
            && self.url.seed.is_none()
            && self.link.is_none()
    }

    /// How the page looks before anything is known of the last visit's session.
    #[must_use]
    pub fn settings(&self) -> Settings {
        wanted(self, &Session::default())
    }
}

/// What was kept, by the names of [`StorageKey`](super::StorageKey).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// Text, applied text and speed.
    pub session: Option<String>,
    /// The language's code.
    pub language: Option<String>,
    /// The theme's name.
    pub theme: Option<String>,
    /// How far the first minute has come.
    pub first_minute: Option<String>,
}

impl Saved {
    /// Remembers what the browser was told to keep for the next beginning. The record is of this visit only.
    pub fn keep(&mut self, key: StorageKey, value: &str) {
        let place = match key {
            StorageKey::Session => &mut self.session,
            StorageKey::Language => &mut self.language,
            StorageKey::Theme => &mut self.theme,
            StorageKey::FirstMinute => &mut self.first_minute,
            StorageKey::Record => return,
        };
        *place = Some(value.to_owned());
    }

    /// How the page looks, and this text: nothing else of what was kept.
    #[must_use]
    pub fn text_alone(&self, text: &str) -> Self {
        Self {
            session: (!text.is_empty()).then(|| serde_json::json!({ "text": text }).to_string()),
            language: self.language.clone(),
            theme: self.theme.clone(),
            first_minute: None,
        }
    }
}

/// The address's parameters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UrlParameters {
    /// `lang=en` or `lang=zh`
    pub lang: Option<String>,
    /// `speed=0.25` … `speed=16`
    pub speed: Option<String>,
    /// `seed=7`
    pub seed: Option<String>,
}

/// What is kept of a visit, besides language and theme.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Session {
    text: Option<String>,
    applied: Option<String>,
    speed: String,
    step_by_step: bool,
    gates: Gates,
}

impl Session {
    pub(super) fn of(app: &App) -> Self {
        Self {
            text: Some(app.editor.text.clone()),
            applied: Some(app.applied_in_the_end()),
            speed: app.settings.speed.text().to_owned(),
            step_by_step: app.settings.step_by_step,
            // What is kept is the cluster as it is, whatever moment is looked at.
            gates: app.journey.live().world().cluster.store.gates,
        }
    }
}

impl UrlParameters {
    /// The address's query with these parameters, without the question mark.
    fn query(&self) -> String {
        let named = [
            ("lang", &self.lang),
            ("speed", &self.speed),
            ("seed", &self.seed),
        ];
        let given = named
            .into_iter()
            .filter_map(|(name, value)| Some((name, value.as_ref()?)));
        given
            .map(|(name, value)| format!("{name}={value}"))
            .collect::<Vec<_>>()
            .join("&")
    }
}

/// What the address has to say now that the person chose otherwise; nothing if it never asked.
pub(super) fn follow(app: &mut App) -> Option<Effect> {
    let before = app.url.query();
    let settings = app.settings;
    if let Some(lang) = &mut app.url.lang {
        settings.language.code().clone_into(lang);
    }
    if let Some(speed) = &mut app.url.speed {
        settings.speed.text().clone_into(speed);
    }
    let query = app.url.query();
    (query != before).then_some(Effect::SetUrl(query))
}

pub(super) fn start(start: &Start) -> (App, Vec<Effect>) {
    // Whatever an older version of the page kept, or a person's hand broke, is no reason not to begin.
    let kept = start.saved.session.as_deref();
    let session: Session = kept
        .and_then(|kept| serde_json::from_str(kept).ok())
        .unwrap_or_default();
    let settings = wanted(start, &session);
    let seed = start
        .url
        .seed
        .as_deref()
        .and_then(|seed| seed.trim().parse().ok());
    let config = seed.map_or_else(Config::default, |seed| Config {
        seed,
        ..Config::default()
    });
    let mut app = fresh(Journey::begin(config), settings);
    app.url.clone_from(&start.url);
    let kept = start.saved.first_minute.as_deref();
    app.minute = FirstMinute::from_kept(kept.unwrap_or_default());
    app.journey.set_founding(true);
    // Before anything is applied: the gates decide which fields are kept.
    drop(settings::set_gates(&mut app, session.gates));

    // What was applied runs; the text may be further. An applied text that no longer fits (the
    // cluster was another one) is the person's to mend: it stays in the editor, with its errors.
    let applied = session
        .applied
        .unwrap_or_else(|| founding::MANIFEST.to_owned());
    applied.clone_into(&mut app.editor.text);
    if !applied.trim().is_empty() {
        drop(editor::apply(&mut app));
    }
    app.journey.set_founding(false);
    app.notice = None;
    // Whoever arrives wants to see the cluster first, not the sentence that it is there.
    app.player = player(settings);
    app.editor.text = session.text.unwrap_or(applied);
    let (_, mut effects) = editor::examine(&mut app);
    app.refresh();
    // Nobody has acted yet: nothing travels.
    app.beats = Arc::from([]);
    effects.splice(
        0..0,
        [
            Effect::SetDocumentLanguage(settings.language),
            Effect::SetTheme(settings.theme),
            Effect::EditorSetText(app.editor.text.clone()),
            Effect::EditorSetApplied(app.editor.applied.clone()),
        ],
    );
    if let Some(link) = &start.link {
        effects.extend(share::open(&mut app, link));
        app.refresh();
        app.beats = Arc::from([]);
    }
    (app, effects)
}

/// Begins again.
pub(super) fn again(app: &mut App, message: &Message) -> Vec<Effect> {
    match message {
        Message::Reset => reset(app),
        Message::Restore(record) => restore(app, record),
        Message::Resume(record) => resume(app, record),
        _ => vec![],
    }
}

/// A new cluster with what is applied; the text stays as it is.
fn reset(app: &mut App) -> Vec<Effect> {
    let config = app.journey.record().config;
    let (text, applied) = (app.editor.text.clone(), app.editor.applied.clone());
    let (notices, url) = (app.notices, app.url.clone());
    *app = App {
        notices,
        url,
        minute: app.minute.anew(&app.journey.live().observer().deeds),
        ..fresh(Journey::begin(config), app.settings)
    };
    app.editor.text.clone_from(&applied);
    app.journey.set_founding(true);
    if !applied.trim().is_empty() {
        drop(editor::apply(app));
    }
    app.journey.set_founding(false);
    app.notice = None;
    app.editor.text = text;
    app.editor.applied = applied;
    let (_, mut effects) = editor::examine(app);
    effects.push(app.keep_session());
    // From now on the last good state is this one, not what was thrown away.
    effects.push(play::keep_record(app));
    effects
}

/// The cluster a record tells of. The editor stays as it is.
fn restore(app: &mut App, record: &str) -> Vec<Effect> {
    let record = match Record::from_json(record) {
        Ok(record) => record,
        Err(reason) => return app.notify(Note::RestoreFailed { reason }.into(), true),
    };
    play_again(app, &record);
    let (_, mut effects) = editor::examine(app);
    effects.extend(
        app.notify(
            Note::Restored {
                inputs: record.inputs.len(),
            }
            .into(),
            false,
        ),
    );
    effects
}

/// A history of more looks than this is not played again while somebody waits for the page to begin.
pub(super) const RESUME_STEPS_MAX: u64 = 20_000;

/// The cluster as it was before the page was loaded again; or, where it cannot be had, the reason why it begins anew.
/// An address that asks for another seed asks for another cluster.
fn resume(app: &mut App, record: &str) -> Vec<Effect> {
    let record = match Record::from_json(record) {
        Ok(record) => record,
        Err(reason) => return app.notify(Note::NotResumed { reason }.into(), false),
    };
    if app.url.seed.is_some() && record.config.seed != app.journey.record().config.seed {
        return vec![];
    }
    if record.until.steps > RESUME_STEPS_MAX {
        return app.notify(Label::TooLongToResume.into(), false);
    }
    play_again(app, &record);
    editor::examine(app).1
}

pub(super) fn play_again(app: &mut App, record: &Record) {
    let minute = app.minute.anew(&app.journey.live().observer().deeds);
    let mut journey = Journey::replay(record);
    journey.note_applied(&app.editor.applied);
    let (editor, notices, url) = (app.editor.clone(), app.notices, app.url.clone());
    *app = App {
        editor,
        url,
        notices,
        minute,
        events_dirty: true,
        ..fresh(journey, app.settings)
    };
    // Nobody wants to see, or hear, all of it happen again at once.
    app.story = app.log().lines().cloned().collect();
    app.announced = app.log().told();
    app.minute_told = app.minute.answer(&app.journey.observer().deeds).cloned();
}

fn wanted(start: &Start, session: &Session) -> Settings {
    let asked = [start.url.lang.as_deref(), start.saved.language.as_deref()];
    let chosen = asked.into_iter().flatten().find_map(Language::from_tag);
    let tags: Vec<&str> = start.languages.iter().map(String::as_str).collect();
    let speed = start.url.speed.as_deref().and_then(Speed::from_text);
    Settings {
        language: chosen.unwrap_or_else(|| Language::from_tags(&tags)),
        theme: start
            .saved
            .theme
            .as_deref()
            .and_then(Theme::from_text)
            .unwrap_or_default(),
        system_dark: start.dark,
        speed: speed
            .or_else(|| Speed::from_text(&session.speed))
            .unwrap_or_default(),
        paused: false,
        step_by_step: session.step_by_step,
        reduced_motion: start.reduced_motion,
    }
}

pub(super) fn player(settings: Settings) -> Player {
    let mut player = Player::at(settings.speed);
    player.paused = settings.paused;
    player
}

fn fresh(journey: Journey, settings: Settings) -> App {
    App {
        journey,
        acting: false,
        place: Whereabouts::default(),
        hand: Hand::default(),
        player: player(settings),
        settings,
        url: UrlParameters::default(),
        editor: Editor::default(),
        held: vec![],
        drifts_dirty: false,
        minute: FirstMinute::from_kept(""),
        minute_told: None,
        way_out: None,
        selected: None,
        chosen: None,
        question: None,
        notice: None,
        notices: 0,
        scene: Arc::default(),
        scene_dirty: true,
        receipt_told: None,
        story: Arc::from([]),
        announced: 0,
        events: Arc::from([]),
        events_dirty: false,
        inspection: None,
        inspection_dirty: false,
        beats: Arc::from([]),
        fresh_beats: vec![],
        reader: Reader::default(),
        play: play::Play::default(),
    }
}
