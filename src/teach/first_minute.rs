//! The first minute: what a StatefulSet is for, by six things to do and what became of them.
//!
//! Pure: facts go into [`Deeds`] as they happen, and go back with the world; [`FirstMinute`] is how far a person has
//! come with them, and says what the card shows. An act is done when its facts
//! have happened, however they were brought about, and an answer says only what those facts were.

mod ask;
mod lack;
mod offer;
mod watch;

pub use offer::Offer;

use crate::cluster::api::Key;
use crate::i18n::Minute;
use crate::sim::{Fact, FactId, World};
use crate::view::beat::Beat;
use crate::view::ledger::Ledger;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
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

/// What was done in a history of all that. A value that goes back with the world.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deeds {
    watch: Watch,
    done: Vec<Arc<Deed>>,
}

/// An act that was done, and what became of it.
#[derive(Clone, Debug, PartialEq)]
struct Deed {
    act: Act,
    answer: Minute,
    /// The fact by which it was done.
    fact: FactId,
}

/// How often an act is remembered to have been done: who begins the first minute anew does it again.
const TIMES_MAX: usize = 50;

/// About what a deed takes, and what one thing that is under way does.
const DEED_BYTES: usize = 200;

impl Deeds {
    /// Looks at a fact; answers whether an act was done by it.
    pub fn see(&mut self, fact: &Fact, beats: &[Beat], ledger: &Ledger, world: &World) -> bool {
        let before = self.done.len();
        for beat in beats {
            for (act, answer) in self.watch.see(fact, beat, ledger, world) {
                let times = self.done.iter().filter(|deed| deed.act == act).count();
                if times < TIMES_MAX {
                    let fact = fact.id;
                    self.done.push(Arc::new(Deed { act, answer, fact }));
                }
            }
        }
        self.done.len() > before
    }

    /// Bytes of memory that a copy takes, within a factor of two.
    #[must_use]
    pub fn copy_bytes(&self) -> usize {
        (self.done.len() + self.watch.gone.len() + self.watch.cut.len() + 1) * DEED_BYTES
    }
}

/// How far a person has come with the first minute: theirs, whatever moment of the history they look at.
#[derive(Clone, Debug, Default)]
pub struct FirstMinute {
    closed: bool,
    /// What was done before this history.
    before: Vec<Act>,
    /// How many deeds of the history are of an earlier round.
    since: usize,
    /// How many deeds were read of.
    read: usize,
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
        let done = Act::ALL.into_iter();
        Self {
            closed: words.first() == Some(&"closed"),
            before: done.filter(|act| words.contains(&act.name())).collect(),
            ..Self::default()
        }
    }

    /// As it is kept. `boot.js` reads the first word.
    #[must_use]
    pub fn kept(&self, deeds: &Deeds) -> String {
        let mut words = vec![if self.closed { "closed" } else { "open" }];
        words.extend(self.done(deeds).iter().map(|act| act.name()));
        words.join(" ")
    }

    /// The same for a history that begins anew: what was done before stays done.
    #[must_use]
    pub fn anew(&self, deeds: &Deeds) -> Self {
        Self {
            closed: self.closed,
            before: self.done(deeds),
            ..Self::default()
        }
    }

    /// The same for a history that goes on from an earlier moment, at which so much was done.
    pub fn go_back(&mut self, deeds: &Deeds) {
        let most = deeds.done.len();
        self.since = self.since.min(most);
        self.read = self.read.min(most);
    }

    /// Whether the card is put away.
    #[must_use]
    pub const fn closed(&self) -> bool {
        self.closed
    }

    /// Puts the card away, or takes it out again; taken out after everything was done, it begins anew.
    pub fn close(&mut self, closed: bool, deeds: &Deeds) {
        self.closed = closed;
        let is_over = self.in_hand(deeds).is_none() && self.answer(deeds).is_none();
        if !closed && is_over {
            self.before.clear();
            self.since = deeds.done.len();
            self.read = self.since;
        }
    }

    /// On to the first act that is not done.
    pub fn next(&mut self, deeds: &Deeds) {
        self.read = deeds.done.len();
    }

    /// What became of the act done last, until it was read.
    #[must_use]
    pub fn answer<'a>(&self, deeds: &'a Deeds) -> Option<&'a Minute> {
        self.unread(deeds).map(|deed| &deed.answer)
    }

    /// What the card shows; nothing when it is put away. It speaks of the set that is open, if it is there.
    #[must_use]
    pub fn card(&self, deeds: &Deeds, world: &World, open: Option<&Key>) -> Option<Card> {
        if self.closed {
            return None;
        }
        let done = self.done(deeds);
        if let Some(deed) = self.unread(deeds) {
            return Some(Card {
                act: Some(deed.act),
                done,
                text: deed.answer.clone(),
                deployment: Some(deployment(deed.act)),
                offer: None,
                lack: None,
            });
        }
        let Some(act) = self.in_hand(deeds) else {
            return Some(Card {
                act: None,
                done,
                text: Minute::End { edit: None },
                deployment: None,
                offer: None,
                lack: None,
            });
        };
        let (text, offer) = deeds.watch.ask(act, world, open);
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

    /// The acts that are done, each once, in the order in which they were.
    fn done(&self, deeds: &Deeds) -> Vec<Act> {
        let mut done = self.before.clone();
        for deed in deeds.done.iter().skip(self.since) {
            if !done.contains(&deed.act) {
                done.push(deed.act);
            }
        }
        done
    }

    /// The first act that is not done.
    fn in_hand(&self, deeds: &Deeds) -> Option<Act> {
        let done = self.done(deeds);
        Act::ALL.into_iter().find(|act| !done.contains(act))
    }

    /// The last act that was done for the first time and not read of; of several done by one fact the first.
    fn unread<'a>(&self, deeds: &'a Deeds) -> Option<&'a Deed> {
        let mut done = self.before.clone();
        let mut last: Option<&Deed> = None;
        for (index, deed) in deeds.done.iter().enumerate().skip(self.since) {
            if done.contains(&deed.act) {
                continue;
            }
            done.push(deed.act);
            let goes_before = last.is_none_or(|last| last.fact != deed.fact);
            if index >= self.read && goes_before {
                last = Some(deed);
            }
        }
        last
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
