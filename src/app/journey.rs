//! The history of the cluster, and which moment of it is looked at. A value, and all that time travel is: going to
//! another moment changes no history, acting at an earlier one leaves the history as it was and begins another, and
//! what was left can be gone back to. Taking an act back is the same.

use super::history::{History, Told};
use super::visible::{Seen, VisibleChange};
use crate::cluster::api::SimTime;
use crate::sim::timeline::{Cursor, Given, Record};
use crate::sim::world::Config;
use crate::sim::{Input, Timeline, World};
use left::Left;
pub use left::{Branch, LEFT_MAX};
use std::sync::Arc;

mod left;

/// A history, a moment of it, and the histories that were left for it.
#[derive(Clone, Debug)]
pub(super) struct Journey {
    /// The moment that is looked at.
    shown: Timeline<History>,
    /// The history to its end, while an earlier moment is looked at.
    live: Option<Timeline<History>>,
    /// What could be seen happen in the history, to its end.
    seen: Seen,
    /// The texts that were applied, each with how many inputs there were when it had been.
    applied: Vec<(usize, Arc<str>)>,
    left: Vec<Left>,
    /// Those of them that an act was taken back from, the last one last: until somebody acts again.
    undone: Vec<u64>,
    /// How many histories were left.
    leavings: u64,
    /// Grows whenever the recorded history is another one.
    writings: u64,
}

/// What acting at an earlier moment left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dropped {
    /// How many acts.
    pub(super) acts: usize,
}

impl Journey {
    /// A history that begins.
    pub(super) fn begin(config: Config) -> Self {
        Self::at(Timeline::observed_by(History::default(), config))
    }

    /// The history a record tells of, at its end.
    pub(super) fn replay(record: &Record) -> Self {
        let mut journey = Self::begin(record.config.clone());
        let seen = &mut journey.seen;
        let sink = |timeline: &Timeline<History>, told: Vec<Told>| {
            seen.note(timeline.cursor(), &told);
        };
        journey.shown.go_on(&record.inputs, record.until, sink);
        journey.writings = 1;
        journey
    }

    fn at(timeline: Timeline<History>) -> Self {
        Self {
            shown: timeline,
            live: None,
            seen: Seen::default(),
            applied: vec![],
            left: vec![],
            undone: vec![],
            leavings: 0,
            writings: 0,
        }
    }

    /// The world of the moment.
    pub(super) const fn world(&self) -> &World {
        self.shown.world()
    }

    /// What is remembered at the moment.
    pub(super) const fn observer(&self) -> &History {
        self.shown.observer()
    }

    /// The moment.
    pub(super) const fn cursor(&self) -> Cursor {
        self.shown.cursor()
    }

    /// What had been done by the moment.
    pub(super) fn inputs(&self) -> &[Given] {
        self.shown.inputs()
    }

    /// The history to its end.
    pub(super) const fn live(&self) -> &Timeline<History> {
        match &self.live {
            Some(live) => live,
            None => &self.shown,
        }
    }

    /// Whether an earlier moment than the last is looked at.
    pub(super) const fn is_past(&self) -> bool {
        self.live.is_some()
    }

    /// Everything needed to have the history again, to its end.
    pub(super) fn record(&self) -> Record {
        self.live().record()
    }

    /// Which history is recorded: another number, another history.
    pub(super) const fn writings(&self) -> u64 {
        self.writings
    }

    /// What can be seen happen in the history.
    pub(super) const fn seen(&self) -> &Seen {
        &self.seen
    }

    /// From now on, whether what is pushed makes the world what it is when the person comes.
    pub(super) const fn set_founding(&mut self, founding: bool) {
        self.shown.set_founding(founding);
    }

    /// Somebody acts at the moment. `more`: what was given last was of the same act. At an earlier moment that begins
    /// another history.
    #[must_use = "what happened is answered nowhere else"]
    pub(super) fn push(&mut self, input: Input, more: bool) -> (Vec<Told>, Option<Dropped>) {
        let dropped = self.live.take().map(|live| {
            let at = self.shown.cursor();
            let acts = acts(&live.inputs()[at.inputs..]);
            self.leave(&live, at, true);
            self.cut(at);
            Dropped { acts }
        });
        if !more {
            self.undone.clear();
        }
        self.writings += 1;
        let told = match more {
            true => self.shown.push_more(input),
            false => self.shown.push(input),
        };
        self.seen.note(self.shown.cursor(), &told);
        (told, dropped)
    }

    /// When something happens next: in the past what was recorded, and nothing after its end.
    pub(super) fn next_at(&self) -> Option<SimTime> {
        let due = self.shown.world().queue.next_at();
        let Some(live) = &self.live else { return due };
        let shown = self.shown.cursor();
        match live.inputs().get(shown.inputs) {
            Some(given) if given.steps == shown.steps => Some(given.at),
            _ if shown.steps < live.cursor().steps => due,
            _ => None,
        }
    }

    /// Lets the next thing happen; in the past as it was recorded. `None`: nothing is due.
    #[must_use = "what happened is answered nowhere else"]
    pub(super) fn step(&mut self) -> Option<Vec<Told>> {
        self.next_at()?;
        let Some(live) = &self.live else {
            let told = self.shown.step()?;
            self.seen.note(self.shown.cursor(), &told);
            return Some(told);
        };
        let shown = self.shown.cursor();
        let told = match live.inputs().get(shown.inputs) {
            Some(given) if given.steps == shown.steps => self.shown.repeat(given),
            _ => self.shown.step()?,
        };
        self.arrive();
        Some(told)
    }

    /// Lets time pass in which nothing happens.
    pub(super) fn pass_to(&mut self, to: SimTime) {
        let Some(live) = &self.live else {
            self.shown.pass_to(to);
            return;
        };
        let next = self.next_at().unwrap_or(SimTime(u64::MAX));
        let to = to.min(live.world().now).min(next);
        self.shown.pass_to(to);
        self.arrive();
    }

    /// Looks at the end of the history.
    pub(super) fn go_live(&mut self) {
        if let Some(live) = self.live.take() {
            self.shown = live;
        }
    }

    /// Looks at a point of the history.
    pub(super) fn seek(&mut self, to: Cursor) {
        let live = self.live().cursor();
        if (to.steps, to.inputs, to.at) >= (live.steps, live.inputs, live.at) {
            return self.go_live();
        }
        self.look(|live| live.seek(to));
    }

    /// Looks at the moment at which everything of an instant had happened.
    pub(super) fn seek_time(&mut self, to: SimTime) {
        if to >= self.live().world().now {
            return self.go_live();
        }
        self.look(|live| live.seek_time(to));
    }

    /// The last point before the moment at which something could be seen happen, to one object or to any.
    pub(super) fn before(&self, wanted: impl Fn(&VisibleChange) -> bool) -> Option<Cursor> {
        self.seen.before(self.shown.cursor(), wanted)
    }

    /// The first such point after the moment.
    pub(super) fn after(&self, wanted: impl Fn(&VisibleChange) -> bool) -> Option<Cursor> {
        self.seen.after(self.shown.cursor(), wanted)
    }

    /// This text has been applied.
    pub(super) fn note_applied(&mut self, text: &str) {
        self.applied.push((self.shown.inputs().len(), text.into()));
    }

    /// The text that was applied last when so many inputs had been given.
    pub(super) fn applied_at(&self, inputs: usize) -> Option<&Arc<str>> {
        let mut texts = self.applied.iter().rev();
        texts.find(|(of, _)| *of <= inputs).map(|(_, text)| text)
    }

    /// How many acts of the history come after the moment.
    pub(super) fn acts_ahead(&self) -> usize {
        acts(&self.live().inputs()[self.shown.inputs().len()..])
    }

    /// The history ends here now.
    fn cut(&mut self, at: Cursor) {
        self.seen.cut(at);
        self.applied.retain(|(inputs, _)| *inputs <= at.inputs);
    }

    /// Looks at an earlier moment.
    fn look(&mut self, sought: impl FnOnce(&Timeline<History>) -> Timeline<History>) {
        let earlier = sought(self.live());
        let before = std::mem::replace(&mut self.shown, earlier);
        self.live.get_or_insert(before);
        self.arrive();
    }

    /// Where the recorded history ends, it goes on.
    fn arrive(&mut self) {
        let is_end = |live: &Timeline<History>| live.cursor() == self.shown.cursor();
        if self.live.as_ref().is_some_and(is_end) {
            self.go_live();
        }
    }
}

/// How many acts of a person these inputs are.
fn acts(inputs: &[Given]) -> usize {
    let is_act = |given: &&Given| !given.founding && !given.more;
    inputs.iter().filter(is_act).count()
}
