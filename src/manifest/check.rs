//! What the server would say to the objects of a text, without telling it.

use super::diagnostic::{Code, Diagnostic, Severity};
use super::immutable::{self, Change};
use super::nulls;
use super::read::{Document, Reading};
use crate::cluster::api::{Object, SimTime};
use crate::cluster::apiserver::{Actor, ApiError, Client, FieldError, Store, admission};
use std::collections::BTreeSet;

/// How many causes of one refusal are shown at their places; whoever has more will look again.
const REFUSALS_MAX: usize = 100;

/// Applies the documents in order to a copy of the store and places every refusal in the text.
///
/// Documents with values of the wrong type are skipped: what would be said of the rest of them would
/// mislead. A document sees those before it, as it would with `kubectl apply -f`.
#[must_use]
pub fn check(store: &Store, documents: &[Document]) -> Vec<Diagnostic> {
    // Objects are shared, not copied; armed faults are for real requests.
    let mut copy = store.clone();
    copy.clear_faults();
    let mut client = Client::new(&mut copy, Actor::You, SimTime::default());
    let mut diagnostics = Vec::new();
    for document in documents
        .iter()
        .filter(|document| document.reading != Reading::Partial)
    {
        match nulls::apply(&mut client, document) {
            Err(error) => {
                let live = client.live().object(&document.key);
                let changes = live.map_or_else(Vec::new, |live| immutable::changes(live, document));
                let told = refusals(document, &error).into_iter();
                diagnostics.extend(told.map(|told| at_the_change(document, &changes, told)));
            }
            Ok(applied) => warn(document, applied.object(), &mut diagnostics),
        }
    }
    diagnostics
}

/// The server only says that something in the spec was changed; the text shows what.
fn at_the_change(document: &Document, changes: &[Change], told: Diagnostic) -> Diagnostic {
    let written = changes.iter().filter(|change| change.after.is_some());
    let spans = written.map(|change| document.places.blame(&change.field));
    match spans.min_by_key(|span| span.start) {
        Some(span) if immutable::is_refusal(&told.message) => Diagnostic { span, ..told },
        _ => told,
    }
}

fn warn(document: &Document, object: &Object, diagnostics: &mut Vec<Diagnostic>) {
    for warning in admission::warnings(object) {
        let (field, message) = warning.split_once(": ").unwrap_or(("", &warning));
        diagnostics.push(Diagnostic {
            field: field.to_owned(),
            severity: Severity::Warning,
            ..Diagnostic::error(
                document.places.blame(field),
                document.index,
                Code::Warned,
                message,
            )
        });
    }
}

/// What the server said of a document, each cause at its place in the text.
#[must_use]
pub fn refusals(document: &Document, error: &ApiError) -> Vec<Diagnostic> {
    if error.causes.is_empty() {
        let field = if error.is_not_found() {
            "metadata.namespace"
        } else {
            "metadata.name"
        };
        return vec![Diagnostic {
            field: field.to_owned(),
            ..Diagnostic::error(
                document.places.blame(field),
                document.index,
                Code::Refused,
                error.message.clone(),
            )
        }];
    }
    // kubectl tells the same cause once, however many validators found it.
    let mut told = BTreeSet::new();
    let causes = error.causes.iter();
    causes
        .filter(|cause| told.insert((&cause.field, &cause.body)))
        .take(REFUSALS_MAX)
        .map(|cause| of_cause(document, cause))
        .collect()
}

fn of_cause(document: &Document, cause: &FieldError) -> Diagnostic {
    let places = &document.places;
    let span = match quoted(&cause.body) {
        Some(text) => places.blame_text(&cause.field, &text),
        None => places.blame(&cause.field),
    };
    Diagnostic {
        field: cause.field.clone(),
        ..Diagnostic::error(span, document.index, Code::Invalid, cause.body.clone())
    }
}

/// The text in `Invalid value: "text": …`.
fn quoted(body: &str) -> Option<String> {
    let (_, value) = body.split_once("alue: ")?;
    let mut values = serde_json::Deserializer::from_str(value).into_iter::<String>();
    values.next()?.ok()
}
