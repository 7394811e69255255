//! Who follows what is told: how long they need for it, and what went by too fast to be read.
//!
//! A sentence is read as long as it takes the first time it is said since a person did something. One
//! of the same kind about something else is recognised: it needs half of that, the next a quarter. So
//! whoever follows one pod can read all that is said of it, and a dozen that go the same way after it
//! take, all together, no longer than the first did.

use super::story::Line;
use crate::i18n::{Language, Note, Story, reading_us};
use crate::view::player::HOLD_US;
use std::mem::{Discriminant, discriminant};

/// Half of the time that a sentence takes is enough for those who read fast: less, and it went by.
const READ_PART: u64 = 2;

/// A reader who has read what there was.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    /// How often each kind of thing was told of late.
    told: Vec<(Kind, u32)>,
    /// How long is needed for what was told since that was last asked.
    needs_us: u64,
    /// Whether a sentence of the moment was told since that was last asked.
    news: bool,
    /// The sentence of the moment and the one before it, the older first.
    shown: Vec<Shown>,
    passed: u32,
}

/// What is recognised again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Something that is seen, and not said.
    Unsaid,
    Said(Discriminant<Story>),
    Wait(Discriminant<Note>),
}

/// A sentence on the page.
#[derive(Clone, Copy, Debug)]
struct Shown {
    serial: u64,
    /// How long it has been there.
    seen_us: u64,
    needs_us: u64,
}

impl Reader {
    /// The person does something: what comes of it is new, and what was missed before is past.
    pub fn act(&mut self) {
        self.told.clear();
        self.shown.clear();
        self.passed = 0;
    }

    /// A thing was seen, and this line is to be read of it, if any.
    pub fn tell(&mut self, line: Option<&Line>, language: Language) {
        let major = line.filter(|line| !line.is_minor());
        let whole_us = major.map_or(HOLD_US, |line| reading_us(&line.story.text(language)));
        let kind = line.map_or(Kind::Unsaid, |line| Kind::Said(discriminant(&line.story)));
        self.needs_us = self.needs_us.max(self.share(kind, whole_us));
        if let Some(line) = major {
            self.news = true;
            self.show(line.serial, whole_us);
        }
    }

    /// The clock passes over a wait: how long is needed to read what it is for.
    pub fn wait(&mut self, reason: &Note, language: Language) -> u64 {
        let whole_us = reading_us(&reason.text(language));
        self.share(Kind::Wait(discriminant(reason)), whole_us)
    }

    /// How long is needed for what was told since this was last asked.
    pub const fn needs(&mut self) -> u64 {
        std::mem::replace(&mut self.needs_us, 0)
    }

    /// Whether there is a new sentence since this was last asked.
    pub const fn has_news(&mut self) -> bool {
        std::mem::replace(&mut self.news, false)
    }

    /// So much wall time passes.
    pub fn pass(&mut self, wall_us: u64) {
        for shown in &mut self.shown {
            shown.seen_us = shown.seen_us.saturating_add(wall_us);
        }
    }

    /// Time stands still until the person goes on: what is on the page will have been read.
    pub fn rest(&mut self) {
        self.pass(u64::MAX);
        self.needs_us = 0;
        self.news = false;
    }

    /// How many sentences went by too fast to be read since the person did something.
    #[must_use]
    pub const fn passed(&self) -> u32 {
        self.passed
    }

    /// The part of the time that is needed for something of a kind that was told before.
    fn share(&mut self, kind: Kind, whole_us: u64) -> u64 {
        let known = self.told.iter_mut().find(|(told, _)| *told == kind);
        match known {
            Some((_, times)) => {
                *times += 1;
                whole_us.checked_shr(*times).unwrap_or_default()
            }
            None => {
                self.told.push((kind, 0));
                whole_us
            }
        }
    }

    fn show(&mut self, serial: u64, needs_us: u64) {
        let shown = Shown {
            serial,
            seen_us: 0,
            needs_us,
        };
        // A line that says more now is the same line.
        if let Some(same) = self.shown.iter_mut().find(|shown| shown.serial == serial) {
            *same = shown;
            return;
        }
        if self.shown.last().is_some_and(|last| last.serial > serial) {
            return;
        }
        if self.shown.len() > 1 {
            let gone = self.shown.remove(0);
            self.passed += u32::from(gone.seen_us < gone.needs_us / READ_PART);
        }
        self.shown.push(shown);
    }
}
