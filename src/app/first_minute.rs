//! The card of the first minute: what its buttons do, and what it says aloud.

use super::{App, Effect, Message, StorageKey, drift, update};
use crate::i18n::Minute;
use crate::teach::first_minute::{Card, Offer};
use serde::{Deserialize, Serialize};

/// What a person can do with the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Press {
    /// Do what is suggested.
    Do,
    /// The answer was read.
    Next,
    /// Put the card away for good.
    Close,
    /// Have it again.
    Open,
}

/// Something was done with the card.
pub(super) fn press(app: &mut App, press: Press) -> Vec<Effect> {
    match press {
        Press::Do => {
            let offer = app.first_minute().and_then(|card| card.offer);
            return offer.map_or_else(Vec::new, |offer| update(app, message(offer)));
        }
        Press::Next => app.minute.next(&app.journey.observer().deeds),
        Press::Close => app.minute.close(true, &app.journey.observer().deeds),
        Press::Open => app.minute.close(false, &app.journey.observer().deeds),
    }
    vec![keep(app)]
}

/// What there is to say aloud and to keep since an act was done.
pub(super) fn answered(app: &mut App) -> Vec<Effect> {
    let answer = app.minute.answer(&app.journey.observer().deeds).cloned();
    if app.minute_told == answer {
        return vec![];
    }
    app.minute_told.clone_from(&answer);
    let Some(answer) = answer else {
        return vec![];
    };
    let mut effects = vec![keep(app)];
    if !app.minute.closed() {
        effects.push(Effect::Announce(answer.text(app.settings.language)));
    }
    effects
}

fn keep(app: &App) -> Effect {
    Effect::Persist {
        key: StorageKey::FirstMinute,
        value: app.minute.kept(&app.journey.live().observer().deeds),
    }
}

fn message(offer: Offer) -> Message {
    match offer {
        Offer::Delete(pod) => Message::DeletePod(pod),
        Offer::Write {
            pod,
            container,
            path,
        } => Message::WriteFile {
            pod,
            container,
            path,
            text: "hello".to_owned(),
        },
        Offer::Scale { set, delta, .. } => Message::Scale { set, delta },
        Offer::Image {
            set,
            container,
            image,
        } => Message::SetImage {
            set,
            container,
            image,
        },
        Offer::Unplug(node) => Message::TogglePower { node },
    }
}

impl App {
    /// What the card of the first minute shows; nothing when it is put away.
    #[must_use]
    pub fn first_minute(&self) -> Option<Card> {
        let open = self.opened();
        let deeds = &self.journey.observer().deeds;
        let mut card = (self.minute).card(deeds, self.journey.world(), open.as_ref())?;
        if let Minute::End { edit } = &mut card.text {
            *edit = drift::replicas(&self.held);
        }
        Some(card)
    }
}
