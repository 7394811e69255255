//! A link that holds it all: how the cluster began, what was done to it, how far it has come, what is looked at, and the
//! text. As JSON here; the page packs it into the address (`www/start.js`).

use super::start::{RESUME_STEPS_MAX, play_again};
use super::{
    App, Editor, Effect, Message, QrCode, Question, Start, Travel, editor, founding, script, travel,
};
use crate::cluster::api::{Key, SimTime};
use crate::i18n::Note;
use crate::sim::timeline::{Cursor, Given, Record};
use crate::teach::first_minute::FirstMinute;
use crate::view::player::Speed;
use serde::{Deserialize, Serialize};

/// Grows when a link of before would be read otherwise, or not at all.
pub const LINK_VERSION: u32 = 1;

/// A link that says it was made of more than this is no link of this page: a person does not do so much.
const INPUTS_MAX: usize = 5000;
/// More nodes than any page has.
const NODES_MAX: u32 = 250;
/// More pods on one of them.
const PODS_PER_NODE_MAX: u32 = 1000;
/// Ten years: no cluster of this page gets older.
const AGE_MAX: SimTime = SimTime(10 * 365 * 24 * 3_600_000);

/// What a link holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Link {
    version: u32,
    /// Whether the cluster was founded with the manifest that a first visit finds. Its inputs are left out then: they
    /// would be half of the link.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    example: bool,
    record: Record,
    /// [`World::digest`](crate::sim::World::digest) at the end of the record, in hexadecimal: a simulation that decides
    /// otherwise in the meantime comes to another.
    digest: String,
    /// What is applied, where it is not the manifest that a first visit finds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    applied: Option<String>,
    /// The text, where it is not what is applied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// Of who made it, as a code; `ui::mount` takes it for a reader who has not chosen one.
    language: String,
    speed: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    paused: bool,
    /// The moment that is looked at, where it is an earlier one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at: Option<Cursor>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    opened: Option<Key>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    selected: Option<Key>,
}

/// Of what nothing can be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Refusal {
    /// It is cut, changed, or was never one.
    Broken,
    /// Of a version of this page that is not known yet, or no more.
    Version(u32),
    /// Its history is too long to be played again while somebody waits.
    TooLong,
}

impl From<Refusal> for Note {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Broken => Self::SessionBroken,
            Refusal::Version(version) => Self::SessionVersion { version },
            Refusal::TooLong => Self::SessionTooLong,
        }
    }
}

/// The session goes out of the page, or another one comes in.
pub(super) fn share(app: &mut App, message: &Message) -> Vec<Effect> {
    match message {
        Message::Share => match written(app) {
            Ok(text) => vec![Effect::Share(text)],
            Err(refusal) => app.notify(Note::from(refusal).into(), true),
        },
        Message::SaveSession => match written(app) {
            Ok(text) => vec![Effect::Save {
                name: "statefulset-session.json".to_owned(),
                text,
            }],
            Err(refusal) => app.notify(Note::from(refusal).into(), true),
        },
        Message::SaveScript => script::save(app),
        Message::OpenSession(text) => match read(text) {
            Ok(_) => {
                app.question = Some(Question::OpenSession(text.clone()));
                vec![]
            }
            Err(refusal) => app.notify(Note::from(refusal).into(), true),
        },
        Message::ShowSession(text) => open(app, text),
        Message::DrawQrCode(text) => vec![Effect::ShowQrCode(QrCode::of(text))],
        _ => vec![],
    }
}

/// Nobody is given what nobody could open.
fn written(app: &App) -> Result<String, Refusal> {
    let mut record = app.journey.record();
    check(&record)?;
    let example = example();
    let is_example = record.inputs.starts_with(&example);
    if is_example {
        record.inputs.drain(..example.len());
    }
    let Editor { text, .. } = &app.editor;
    let applied = app.applied_in_the_end();
    let link = Link {
        version: LINK_VERSION,
        example: is_example,
        record,
        digest: digest(app),
        applied: (applied != founding::MANIFEST).then(|| applied.clone()),
        text: (*text != applied).then(|| text.clone()),
        language: app.settings.language.code().to_owned(),
        speed: app.settings.speed.text().to_owned(),
        paused: app.settings.paused,
        at: app.journey.is_past().then(|| app.cursor()),
        opened: app.opened(),
        selected: app.selected.clone(),
    };
    serde_json::to_string(&link).map_err(|_| Refusal::Broken)
}

/// What founds the cluster of a first visit. Links leave it out: if it ever changes, [`LINK_VERSION`] grows, and what
/// founded the clusters of before is kept for theirs.
fn example() -> Vec<Given> {
    let (app, _) = App::start(&Start::default());
    app.journey.inputs().to_vec()
}

/// Of the history's end, whatever moment is looked at.
fn digest(app: &App) -> String {
    format!("{:016x}", app.journey.live().world().digest())
}

/// Shows the cluster a link tells of; or says why not, and leaves everything as it is.
pub(super) fn open(app: &mut App, link: &str) -> Vec<Effect> {
    let link = match read(link) {
        Ok(link) => link,
        Err(refusal) => return app.notify(Note::from(refusal).into(), true),
    };
    app.settings.paused = link.paused;
    app.settings.speed = Speed::from_text(&link.speed).unwrap_or_default();
    play_again(app, &link.record);
    // Nothing stands in front of somebody who came to see something else.
    app.minute = FirstMinute::from_kept("closed");
    app.minute_told = app.minute.answer(&app.journey.observer().deeds).cloned();
    app.chosen = link.opened;
    app.selected = link.selected;
    let applied = link
        .applied
        .unwrap_or_else(|| founding::MANIFEST.to_owned());
    app.editor.text = link.text.unwrap_or_else(|| applied.clone());
    app.editor.applied = applied;
    app.journey.note_applied(&app.editor.applied);
    let mut effects = vec![
        Effect::EditorSetText(app.editor.text.clone()),
        Effect::EditorSetApplied(app.editor.applied.clone()),
    ];
    effects.extend(editor::examine(app).1);
    if let Some(at) = link.at {
        effects.extend(travel::travel(app, Travel::At(at)));
    }
    effects.push(app.keep_session());
    if digest(app) != link.digest {
        effects.extend(app.notify(Note::SessionDiffers.into(), false));
    }
    effects
}

fn read(link: &str) -> Result<Link, Refusal> {
    let broken = |_: serde_json::Error| Refusal::Broken;
    // The version first: what else a link of another one holds is not known.
    #[derive(Deserialize)]
    struct Version {
        version: u32,
    }
    let Version { version } = serde_json::from_str(link).map_err(broken)?;
    if version != LINK_VERSION {
        return Err(Refusal::Version(version));
    }
    let mut link: Link = serde_json::from_str(link).map_err(broken)?;
    if link.example {
        link.record.inputs.splice(0..0, example());
    }
    check(&link.record)?;
    Ok(link)
}

/// Nobody checks what somebody writes into an address: a record may say anything.
fn check(record: &Record) -> Result<(), Refusal> {
    let Record {
        config,
        inputs,
        until,
    } = record;
    if config.nodes > NODES_MAX
        || config.pods_per_node > PODS_PER_NODE_MAX
        || config.storage_mib > 1000
    {
        return Err(Refusal::Broken);
    }
    if inputs.len() > INPUTS_MAX || until.steps > RESUME_STEPS_MAX {
        return Err(Refusal::TooLong);
    }
    if until.inputs != inputs.len() || until.at > AGE_MAX {
        return Err(Refusal::Broken);
    }
    let moments = inputs.iter().map(|input| (input.at, input.steps));
    if !moments.chain([(until.at, until.steps)]).is_sorted() {
        return Err(Refusal::Broken);
    }
    Ok(())
}
