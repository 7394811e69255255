//! The first minute: what a StatefulSet is for, by six things to do and what became of them.
//!
//! Pure: facts go in as they happen, [`FirstMinute::card`] says what the card shows. An act is done when its facts
//! have happened, however they were brought about, and an answer says only what those facts were.

mod ask;
mod lack;
mod offer;
mod watch;

pub use offer::Offer;

use crate::cluster::api::Key;
use crate::i18n::Minute;
use crate::sim::{Fact, World};
use crate::view::beat::Beat;
use crate::view::ledger::Ledger;
use serde::{Deserialize, Serialize};
use watch::Watch;

/// What there is to do, in the order in which it is suggested.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Act {
    /// Delete a pod.
    #[default]
    Delete,
    /// Write a file, and delete its pod.
    Keep,
    /// Scale up and down again.
    Scale,
    /// Change the image.
    Image,
    /// A broken image, and the way out of it.
    Broken,
    /// Pull a node's plug.
    Plug,
}

impl Act {
    /// All of them, in order.
    pub const ALL: [Self; 6] = [
        Self::Delete,
        Self::Keep,
        Self::Scale,
        Self::Image,
        Self::Broken,
        Self::Plug,
    ];

    /// The name under which it is kept.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Delete => "delete",
            Self::Keep => "keep",
            Self::Scale => "scale",
            Self::Image => "image",
            Self::Broken => "broken",
            Self::Plug => "plug",
        }
    }
}

/// How far the first minute has come.
#[derive(Clone, Debug, Default)]
pub struct FirstMinute {
    closed: bool,
    done: Vec<Act>,
    /// The act that the card shows; none when all are done.
    shown: Option<Act>,
    answer: Option<Minute>,
    watch: Watch,
}

/// What the card shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// The act, while there is one.
    pub act: Option<Act>,
    /// The acts that are done.
    pub done: Vec<Act>,
    /// What to do now, or what became of it.
    pub text: Minute,
    /// What a Deployment would have done; with the answer only.
    pub deployment: Option<Minute>,
    /// What the button does for the person.
    pub offer: Option<Offer>,
    /// Why there is nothing for the button to do yet.
    pub lack: Option<Minute>,
}

impl FirstMinute {
    /// As it was kept: `closed` or `open`, then the names of the acts that are done.
    #[must_use]
    pub fn from_kept(kept: &str) -> Self {
        let words: Vec<&str> = kept.split_whitespace().collect();
        let done: Vec<Act> = Act::ALL
            .into_iter()
            .filter(|act| words.contains(&act.name()))
            .collect();
        let mut minute = Self {
            closed: words.first() == Some(&"closed"),
            done,
            ..Self::default()
        };
        minute.next();
        minute
    }

    /// As it is kept. `boot.js` reads the first word.
    #[must_use]
    pub fn kept(&self) -> String {
        let mut words = vec![if self.closed { "closed" } else { "open" }];
        words.extend(self.done.iter().map(|act| act.name()));
        words.join(" ")
    }

    /// The same for a cluster that begins anew: what was under way is not.
    #[must_use]
    pub fn anew(&self) -> Self {
        Self {
            watch: Watch::default(),
            ..self.clone()
        }
    }

    /// Whether the card is put away.
    #[must_use]
    pub const fn closed(&self) -> bool {
        self.closed
    }

    /// Puts the card away, or takes it out again; taken out after everything was done, it begins anew.
    pub fn close(&mut self, closed: bool) {
        self.closed = closed;
        if !closed && self.shown.is_none() {
            self.done.clear();
            self.next();
        }
    }

    /// On to the first act that is not done.
    pub fn next(&mut self) {
        self.answer = None;
        self.shown = Act::ALL.into_iter().find(|act| !self.done.contains(act));
    }

    /// Looks at a fact; answers whether an act was done by it.
    pub fn see(&mut self, fact: &Fact, beats: &[Beat], ledger: &Ledger, world: &World) -> bool {
        let mut news = false;
        for beat in beats {
            for (act, answer) in self.watch.see(fact, beat, ledger, world) {
                if self.done.contains(&act) {
                    continue;
                }
                self.done.push(act);
                // The act in hand goes before what was done beside it.
                if !news || self.shown == Some(act) {
                    self.shown = Some(act);
                    self.answer = Some(answer);
                }
                news = true;
            }
        }
        news
    }

    /// What became of the act in hand, once it is done.
    #[must_use]
    pub const fn answer(&self) -> Option<&Minute> {
        self.answer.as_ref()
    }

    /// What the card shows; nothing when it is put away. It speaks of the set that is open, if it is there.
    #[must_use]
    pub fn card(&self, world: &World, open: Option<&Key>) -> Option<Card> {
        if self.closed {
            return None;
        }
        let done = self.done.clone();
        let Some(act) = self.shown else {
            return Some(Card {
                act: None,
                done,
                text: Minute::End,
                deployment: None,
                offer: None,
                lack: None,
            });
        };
        if let Some(answer) = &self.answer {
            return Some(Card {
                act: Some(act),
                done,
                text: answer.clone(),
                deployment: Some(deployment(act)),
                offer: None,
                lack: None,
            });
        }
        let (text, offer) = self.watch.ask(act, world, open);
        let lack = offer.is_none().then(|| lack::lack(&text, world, open));
        Some(Card {
            act: Some(act),
            done,
            text,
            deployment: None,
            offer,
            lack: lack.flatten(),
        })
    }
}

const fn deployment(act: Act) -> Minute {
    match act {
        Act::Delete => Minute::DeploymentDelete,
        Act::Keep => Minute::DeploymentKeep,
        Act::Scale => Minute::DeploymentScale,
        Act::Image => Minute::DeploymentImage,
        Act::Broken => Minute::DeploymentBroken,
        Act::Plug => Minute::DeploymentPlug,
    }
}
