//! What a person does to the cluster, as inputs of its history.

use super::hand::Hand;
use super::{App, Effect, Message, Question, play, travel};
use crate::cluster::api::{Key, Kind, Specified, StatefulSet};
use crate::cluster::apiserver::{Cascade, DeleteOptions};
use crate::i18n::Note;
use crate::sim::{FileChange, Input, Request, What};
use serde_json::json;

/// The input a message stands for, if it stands for one and there is something to do.
pub(super) fn input(app: &App, message: &Message) -> Option<Input> {
    match message {
        Message::DeletePod(key) | Message::DeleteClaim(key) => {
            Some(delete(key, Cascade::Background))
        }
        Message::ForceDeletePod(key) => {
            let options = DeleteOptions {
                grace_period_seconds: Some(0),
                ..DeleteOptions::default()
            };
            Some(Input::Request(Request::Delete(key.clone(), options)))
        }
        Message::DeleteSet { set, cascade } => Some(delete(set, *cascade)),
        Message::Scale { set, delta } => scale(app, set, *delta),
        Message::SetImage {
            set,
            container,
            image,
        } => set_image(app, set, container, image),
        Message::WriteFile {
            pod,
            container,
            path,
            text,
        } => {
            let bytes = Some(text.clone().into_bytes());
            Some(file(pod, container, path, bytes))
        }
        Message::DeleteFile {
            pod,
            container,
            path,
        } => Some(file(pod, container, path, None)),
        Message::TogglePower { node } => {
            let machine = app.world().cluster.machines.get(node.as_str())?;
            Some(Input::Power {
                node: node.clone(),
                on: !machine.powered,
            })
        }
        _ => None,
    }
}

/// The message a question stands for, once it is answered.
pub(super) fn answered(question: Question, cascade: Cascade) -> Message {
    match question {
        Question::DeleteSet(set) => Message::DeleteSet { set, cascade },
        Question::DeleteClaim(claim) => Message::DeleteClaim(claim),
        Question::ForceDelete(pod) => Message::ForceDeletePod(pod),
        Question::OpenSession(text) => Message::ShowSession(text),
        Question::Reset => Message::Reset,
    }
}

/// Does what the message asks of the cluster.
pub(super) fn perform(app: &mut App, message: &Message) -> Vec<Effect> {
    if let Some(input) = input(app, message) {
        push(app, input);
    }
    // What the server would say to the text may be something else now.
    vec![Effect::ExamineSoon]
}

/// What the server said to an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Taken,
    Refused,
}

/// Gives an input to the history. A refusal becomes a notice.
pub(super) fn push(app: &mut App, input: Input) -> Verdict {
    app.reader.act();
    let more = std::mem::replace(&mut app.acting, true);
    let (told, dropped) = app.journey.push(input, more);
    app.hand = Hand::default();
    if let Some(dropped) = dropped {
        travel::forked(app, dropped);
    }
    let refusal = told.iter().find_map(|told| match &told.fact.what {
        What::Refused(error) => Some(error.message.clone()),
        _ => None,
    });
    let beats = app.feed(told);
    app.scene_dirty = true;
    app.play.forget_forecast();
    app.play.keep();
    play::beat(app, beats);
    let Some(message) = refusal else {
        return Verdict::Taken;
    };
    // The story says it aloud; the notice is for the eye.
    drop(app.notify(Note::Refused { message }.into(), true));
    Verdict::Refused
}

fn delete(key: &Key, cascade: Cascade) -> Input {
    let options = DeleteOptions {
        cascade,
        ..DeleteOptions::default()
    };
    Input::Request(Request::Delete(key.clone(), options))
}

fn scale(app: &App, set: &Key, delta: i32) -> Option<Input> {
    let present = app
        .world()
        .cluster
        .store
        .get::<StatefulSet>(&set.namespace, &set.name)?;
    let wanted = present.spec().replicas.unwrap_or(1);
    let asked = wanted.saturating_add(delta).max(0);
    (asked != wanted).then(|| Input::Request(Request::Scale(set.clone(), asked)))
}

/// As `kubectl set image` asks: only what is to change.
fn set_image(app: &App, set: &Key, container: &str, image: &str) -> Option<Input> {
    let store = &app.world().cluster.store;
    let present = store.get::<StatefulSet>(&set.namespace, &set.name)?;
    let containers = &present.spec().template.spec.as_ref()?.containers;
    let present = containers.iter().find(|one| one.name == container)?;
    if present.image.as_deref() == Some(image) {
        return None;
    }
    let change = json!({"spec": {"template": {"spec": {"containers": [
        {"name": container, "image": image},
    ]}}}});
    Some(Input::Request(Request::Patch(set.clone(), change)))
}

fn file(pod: &Key, container: &str, path: &str, bytes: Option<Vec<u8>>) -> Input {
    debug_assert!(pod.kind == Kind::Pod, "files are written through pods");
    Input::Files {
        pod: pod.clone(),
        container: container.to_owned(),
        changes: vec![FileChange {
            path: path.to_owned(),
            bytes,
        }],
    }
}
