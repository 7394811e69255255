//! The manifest in the editor: the text, what is applied, what is wrong.

use super::acts::Verdict;
use super::{App, Effect, Message, acts, drift, founding, way_out};
use crate::cluster::api::{Key, Object, sort};
use crate::cluster::apiserver::unsimulated;
use crate::i18n::{Label, Language, Note};
pub use crate::manifest::Severity;
use crate::manifest::{self, Diagnostic, Document, Fix, Hint, Positions, Remedy};
use crate::sim::{Input, Request};
use serde::{Deserialize, Serialize};

/// Something wrong with the text, placed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Where it begins, in UTF-16 code units.
    pub from_utf16: usize,
    /// Where it ends.
    pub to_utf16: usize,
    /// The line it begins in, from 1.
    pub line: usize,
    /// The column it begins at, from 1, in characters.
    pub column: usize,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in kubectl's or the server's own words.
    pub message: String,
    /// What to do about it, in the page's language.
    pub hint: Option<String>,
    /// What one press would do about it.
    pub fix: Option<Offer>,
    /// Which document of the text it is in, from 0.
    pub document: usize,
}

/// The way out of a problem, as it is offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// What the button says, in the page's language.
    pub label: String,
    /// What it does.
    pub fix: Fix,
}

/// The editor's state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Editor {
    /// The text as the person has it.
    pub text: String,
    /// What was applied last.
    pub applied: String,
    /// What is wrong with the text.
    pub problems: Vec<Problem>,
    /// Whether the text was changed since it was looked at for problems.
    pub stale: bool,
    /// What Apply would set back in the cluster, though the person is changing something else or nothing.
    pub sets_back: Vec<Note>,
}

impl Editor {
    /// Whether the text is not what is applied.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.text != self.applied
    }

    /// How many errors there are, and how many warnings.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let count = |severity| {
            self.problems
                .iter()
                .filter(|problem| problem.severity == severity)
                .count()
        };
        (count(Severity::Error), count(Severity::Warning))
    }
}

/// What the person does with the text.
pub(super) fn edit(app: &mut App, message: Message) -> Vec<Effect> {
    match message {
        Message::EditorChanged(text) => changed(app, text),
        Message::Examine => examine(app).1,
        Message::Fix(index) => fix(app, index),
        Message::Apply => apply(app),
        Message::Revert => {
            let applied = app.editor.applied.clone();
            replace(app, &applied)
        }
        Message::LoadExample { disks: true } => replace(app, founding::MANIFEST),
        Message::LoadExample { disks: false } => replace(app, founding::MANIFEST_WITHOUT_DISKS),
        _ => vec![],
    }
}

/// The person changed the text.
pub(super) fn changed(app: &mut App, text: String) -> Vec<Effect> {
    if text == app.editor.text {
        return vec![];
    }
    app.editor.text = text;
    app.editor.stale = true;
    // Asking the server takes longer than a key press should.
    vec![Effect::ExamineSoon, app.keep_session()]
}

/// The text becomes this because a button was pressed.
pub(super) fn replace(app: &mut App, text: &str) -> Vec<Effect> {
    let mut effects = vec![Effect::EditorSetText(text.to_owned())];
    effects.extend(changed(app, text.to_owned()));
    effects.extend(examine(app).1);
    effects
}

/// Puts the problem at this place of the list right.
pub(super) fn fix(app: &mut App, index: usize) -> Vec<Effect> {
    let Some(meant) = app.editor.problems.get(index).cloned() else {
        return vec![];
    };
    let mut effects = vec![];
    let mut problem = Some(meant.clone());
    if app.editor.stale {
        // What is meant may stand elsewhere by now, or be gone.
        effects = examine(app).1;
        let same = |found: &&Problem| found.message == meant.message && found.fix.is_some();
        let nearest = app.editor.problems.iter().filter(same);
        problem = nearest
            .min_by_key(|found| found.from_utf16.abs_diff(meant.from_utf16))
            .cloned();
    }
    let Some((problem, offer)) = problem.and_then(|problem| Some((problem.clone(), problem.fix?)))
    else {
        return effects;
    };
    if offer.fix.remedy == Remedy::Recreate {
        effects.extend(way_out::begin(app, &problem));
        return effects;
    }
    let text = offer.fix.apply(&app.editor.text);
    effects.extend(replace(app, &text));
    if let Some(edit) = offer.fix.edits.first() {
        let offset = Positions::new(&text).at_byte(edit.span.start + edit.text.len());
        effects.push(Effect::EditorGoTo(offset.utf16));
    }
    effects.push(Effect::Announce(offer.label));
    effects
}

/// Reads the text, asks the server about it, and says what is wrong.
pub(super) fn examine(app: &mut App) -> (Vec<Document>, Vec<Effect>) {
    let (documents, mut diagnostics) = manifest::read(&app.editor.text);
    diagnostics.extend(manifest::wide(&app.editor.text, &diagnostics));
    diagnostics.extend(manifest::check(
        &app.journey.world().cluster.store,
        &documents,
    ));
    let language = app.settings.language;
    app.editor.problems = problems(&app.editor.text, &documents, &diagnostics, language);
    app.editor.stale = false;
    app.held = match app.editor.counts() {
        (0, _) => drift::held(app, &documents),
        // With an error in it nothing is applied.
        _ => vec![],
    };
    app.drifts_dirty = true;
    (
        documents,
        vec![Effect::EditorSetDiagnostics(app.editor.problems.clone())],
    )
}

/// Applies the text. With an error in it nothing is applied at all.
pub(super) fn apply(app: &mut App) -> Vec<Effect> {
    let (documents, mut effects) = examine(app);
    let (errors, _) = app.editor.counts();
    let worst = app
        .editor
        .problems
        .iter()
        .find(|problem| problem.severity == Severity::Error);
    if let Some(problem) = worst {
        effects.push(Effect::EditorGoTo(problem.from_utf16));
        effects.extend(app.notify(Note::NotApplied { errors }.into(), true));
        return effects;
    }
    if documents.is_empty() {
        effects.extend(app.notify(Label::EmptyEditor.into(), true));
        return effects;
    }
    let held = drift::fields_of(&documents);
    let mut refused = false;
    let (mut created, mut changed, mut same) = (0, 0, 0);
    let mut kinds = documents.iter().map(|document| document.key.kind);
    let idle = kinds.find(|kind| unsimulated::note(*kind).is_some());
    for document in documents {
        let key = stored_key(&document.object);
        let before = app.world().cluster.store.object(&key).map(version);
        let store = &app.world().cluster.store;
        let verdict = match manifest::with_nulls(store, &document.object, &document.value) {
            Ok(merged) => {
                let request = merged.map_or(Request::Apply(document.object), Request::Update);
                acts::push(app, Input::Request(request))
            }
            Err(error) => {
                let message = error.message;
                effects.extend(app.notify(Note::Refused { message }.into(), true));
                Verdict::Refused
            }
        };
        if verdict == Verdict::Refused {
            refused = true;
            continue;
        }
        let after = app.world().cluster.store.object(&key).map(version);
        match before {
            None => created += 1,
            Some(_) if before == after => same += 1,
            Some(_) => changed += 1,
        }
    }
    // A refusal that the examination could not foresee has been told already.
    if !refused {
        app.held = held;
        app.drifts_dirty = true;
        note_applied(app);
        effects.push(Effect::EditorSetApplied(app.editor.applied.clone()));
        effects.extend(
            app.notify(
                Note::Applied {
                    created,
                    changed,
                    same,
                    idle,
                }
                .into(),
                false,
            ),
        );
    }
    effects.push(app.keep_session());
    effects
}

/// The text is what is applied from now on.
fn note_applied(app: &mut App) {
    app.editor.applied.clone_from(&app.editor.text);
    app.journey.note_applied(&app.editor.applied);
}

/// Where an object will be stored: an open namespace is `default`.
fn stored_key(object: &Object) -> Key {
    let key = object.key();
    if key.namespace.is_empty() {
        Key::new(key.kind, "default", &key.name)
    } else {
        key
    }
}

/// What a person means by "it changed": the generation where there is one, as status is not theirs.
fn version(object: &Object) -> (Option<i64>, Option<String>) {
    let meta = object.meta();
    match meta.generation {
        Some(generation) => (Some(generation), None),
        None => (None, meta.resource_version.clone()),
    }
}

fn problems(
    text: &str,
    documents: &[Document],
    diagnostics: &[Diagnostic],
    language: Language,
) -> Vec<Problem> {
    let positions = Positions::new(text);
    let problem = |diagnostic: &Diagnostic| {
        let from = positions.at_byte(diagnostic.span.start);
        let message = &diagnostic.message;
        Problem {
            from_utf16: from.utf16,
            to_utf16: positions.at_byte(diagnostic.span.end).utf16,
            line: from.line,
            column: from.column,
            severity: match diagnostic.hint {
                // As kubectl does, the rest is applied without it.
                Some(Hint::NotHere(_) | Hint::Custom(_)) if !documents.is_empty() => {
                    Severity::Warning
                }
                _ => diagnostic.severity,
            },
            message: match diagnostic.field.as_str() {
                field if field.is_empty() || message.contains(field) => message.clone(),
                field => format!("{field}: {message}"),
            },
            hint: diagnostic
                .hint
                .as_ref()
                .map(|hint| note(hint).text(language)),
            fix: manifest::fix(text, documents, diagnostic).map(|fix| Offer {
                label: label(&fix.remedy).text(language),
                fix,
            }),
            document: diagnostic.document,
        }
    };
    let mut problems: Vec<Problem> = diagnostics.iter().map(problem).collect();
    sort::by_key(&mut problems, |problem| problem.from_utf16);
    problems
}

fn note(hint: &Hint) -> Note {
    match hint.clone() {
        Hint::DidYouMean(word) => Note::DidYouMean { word },
        Hint::BelongsUnder(path) => Note::BelongsUnder { path },
        Hint::SpacesNotTabs => Note::SpacesNotTabs,
        Hint::NotHere(kind) => Note::NotHere { kind },
        Hint::Custom(kind) => Note::Custom { kind },
        Hint::FullWidth { wanted, .. } if wanted.is_empty() => Note::OtherSpace,
        Hint::FullWidth { found, wanted } => Note::FullWidth { found, wanted },
        Hint::Quote => Note::Quote,
        Hint::Unquote => Note::Unquote,
    }
}

fn label(remedy: &Remedy) -> Note {
    match remedy.clone() {
        Remedy::Rename(word) => Note::FixRename { word },
        Remedy::Quote => Note::FixQuote,
        Remedy::Unquote => Note::FixUnquote,
        Remedy::SpacesForTabs => Note::FixSpaces,
        Remedy::HalfWidth => Note::FixHalfWidth,
        Remedy::MatchLabels => Note::FixLabels,
        Remedy::DropRollingUpdate => Note::FixRollingUpdate,
        Remedy::Recreate => Note::FixRecreate,
    }
}
