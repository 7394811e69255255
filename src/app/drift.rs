//! Where the cluster has moved on beside the text: what Apply would set back without being asked to.

use super::App;
use crate::cluster::api::{Key, Kind, Specified, StatefulSet};
use crate::cluster::apiserver::Store;
use crate::i18n::Note;
use crate::manifest::{self, Document};

/// A field of a set that stands in the text as it was applied: nobody who presses Apply means to change it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Held {
    set: Key,
    field: Field,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Field {
    Replicas(i32),
    Image { container: String, image: String },
}

/// What the text holds as it was applied. A field the person is changing is theirs, and not among it.
pub(super) fn held(app: &App, documents: &[Document]) -> Vec<Held> {
    let mut held = fields_of(documents);
    if app.editor.differs() && !held.is_empty() {
        let (applied, _) = manifest::read(&app.editor.applied);
        let applied = fields_of(&applied);
        held.retain(|field| applied.contains(field));
    }
    held
}

/// All that the text says of what is watched.
pub(super) fn fields_of(documents: &[Document]) -> Vec<Held> {
    documents.iter().flat_map(fields).collect()
}

/// The first set that stands in the text as it was applied, with its replicas.
pub(super) fn replicas(held: &[Held]) -> Option<(String, i32)> {
    held.iter().find_map(|held| match held.field {
        Field::Replicas(replicas) => Some((held.set.name.to_string(), replicas)),
        Field::Image { .. } => None,
    })
}

/// What Apply would set back.
pub(super) fn drifts(held: &[Held], store: &Store) -> Vec<Note> {
    held.iter().filter_map(|held| drift(held, store)).collect()
}

/// What was written, not what defaults make of it: Apply leaves alone what does not stand there.
fn fields(document: &Document) -> Vec<Held> {
    if document.key.kind != Kind::StatefulSet {
        return vec![];
    }
    let Some(set) = document.object.get::<StatefulSet>() else {
        return vec![];
    };
    let written = &document.value["spec"];
    let replicas = (set.spec().replicas)
        .filter(|_| written["replicas"].is_number())
        .map(Field::Replicas);
    let pod = set.spec().template.spec.as_ref();
    let images = pod.into_iter().flat_map(|pod| &pod.containers);
    let images = images.filter_map(|container| {
        Some(Field::Image {
            container: container.name.clone(),
            image: container.image.clone()?,
        })
    });
    let held = |field| Held {
        set: document.key.clone(),
        field,
    };
    replicas.into_iter().chain(images).map(held).collect()
}

fn drift(held: &Held, store: &Store) -> Option<Note> {
    let set: &StatefulSet = store.object(&held.set)?.get()?;
    let name = held.set.name.to_string();
    match &held.field {
        Field::Replicas(text) => {
            let live = set.spec().replicas.filter(|live| live != text)?;
            Some(Note::SetsBackReplicas {
                set: name,
                live,
                text: *text,
            })
        }
        Field::Image { container, image } => {
            let pod = set.spec().template.spec.as_ref()?;
            let live = pod.containers.iter().find(|one| one.name == *container)?;
            let live = live.image.as_ref().filter(|live| *live != image)?;
            Some(Note::SetsBackImage {
                set: name,
                container: container.clone(),
                live: live.clone(),
                text: image.clone(),
            })
        }
    }
}
