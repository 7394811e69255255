//! What the server would say to the objects of a text, without telling it.

use super::diagnostic::{Code, Diagnostic};
use super::read::{Document, Reading};
use crate::cluster::api::SimTime;
use crate::cluster::apiserver::{Actor, ApiError, Client, FieldError, Store, apply};

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
        if let Err(error) = apply::apply(&mut client, document.object.clone()) {
            place(document, &error, &mut diagnostics);
        }
    }
    diagnostics
}

fn place(document: &Document, error: &ApiError, diagnostics: &mut Vec<Diagnostic>) {
    for cause in &error.causes {
        let known = |other: &Diagnostic| {
            other.document == document.index
                && other.field == cause.field
                && other.message == cause.body
        };
        // kubectl tells the same cause once, however many validators found it.
        if !diagnostics.iter().any(known) {
            diagnostics.push(of_cause(document, cause));
        }
    }
    if error.causes.is_empty() {
        let field = if error.is_not_found() {
            "metadata.namespace"
        } else {
            "metadata.name"
        };
        diagnostics.push(Diagnostic {
            field: field.to_owned(),
            ..Diagnostic::error(
                document.places.blame(field),
                document.index,
                Code::Refused,
                error.message.clone(),
            )
        });
    }
}

fn of_cause(document: &Document, cause: &FieldError) -> Diagnostic {
    Diagnostic {
        field: cause.field.clone(),
        ..Diagnostic::error(
            document.places.blame(&cause.field),
            document.index,
            Code::Invalid,
            cause.body.clone(),
        )
    }
}
