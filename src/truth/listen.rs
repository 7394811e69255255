//! A listener: hears what the page would say in a history, and holds it against the world.

use super::memory::Memory;
use super::moment::Moment;
use super::screen::{Said, on_card, on_screen, questions};
use super::{label, minute, note, story, why};
use crate::cluster::api::{Key, Kind, SimDuration, SimTime};
use crate::cluster::apiserver::Actor;
use crate::cluster::outcome::Waiting;
use crate::i18n::{Language, Msg};
use crate::seeds::{Case, play_with};
use crate::sim::{Fact, World};
use crate::teach::first_minute::{Act, Deeds, FirstMinute};
use crate::teach::story::Log;
use crate::teach::wait::{Forecast, forecast};
use crate::view::beat::Beat;
use crate::view::ledger::Ledger;
use crate::view::player::WORTH_SAYING;
use crate::view::scene::{Scene, scene};
use std::collections::{BTreeMap, BTreeSet};

/// A sentence that was not so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Falsehood {
    /// `Why::Working`
    pub sentence: String,
    /// The history.
    pub seed: u64,
    /// When, in milliseconds of simulated time.
    pub at_ms: u64,
    /// The words.
    pub text: String,
}

/// What was said in a history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heard {
    /// How often each sentence began to stand there.
    pub said: BTreeMap<String, u64>,
    /// Of each sentence the first time that it was not so.
    pub falsehoods: Vec<Falsehood>,
}

/// Listens to a history to its end.
#[must_use]
pub fn listen(case: &Case) -> Heard {
    let mut listener = Listener {
        seed: case.seed,
        asked: usize::try_from(case.seed).unwrap_or_default(),
        cards: cards(),
        ..Listener::default()
    };
    // What laws are broken is another test's matter.
    drop(play_with(case, &mut |world, facts| {
        listener.hear(world, facts)
    }));
    listener.heard
}

/// Nothing due for this long: the page would look ahead.
const QUIET: SimDuration = SimDuration::from_millis(400);

/// How many of the last lines of the story may still change.
const LINES_RECENT: usize = 24;

#[derive(Default)]
struct Listener {
    seed: u64,
    ledger: Ledger,
    log: Log,
    memory: Memory,
    /// What stood there a moment ago, with what it was about.
    standing: Vec<(Msg, Option<String>, Option<String>)>,
    lines: BTreeMap<u64, Msg>,
    /// What was looked into since somebody acted last: until then nothing else can come of it.
    promised: BTreeSet<String>,
    /// How many questions were asked.
    asked: usize,
    /// What the controllers waited for a moment ago.
    waiting: BTreeMap<Key, Waiting>,
    /// The card of the first minute, as it is after each of the acts before it.
    cards: Vec<(FirstMinute, Deeds)>,
    /// What the cards said was done since the picture was looked at.
    answers: Vec<Msg>,
    heard: Heard,
}

impl Listener {
    fn hear(&mut self, world: &World, facts: &[Fact]) {
        for fact in facts {
            self.memory.keep(world, fact);
            if !fact.is_about(Kind::Event) {
                let beats = self.ledger.feed(fact);
                for beat in &beats {
                    self.log.tell(beat);
                }
                self.show(world, fact, &beats);
            }
        }
        // Where nothing was written and nothing decided, the page stays as it is.
        if facts.is_empty() && self.waiting == world.waiting {
            return;
        }
        self.waiting.clone_from(&world.waiting);
        let acted = facts
            .iter()
            .any(|fact| fact.actor == Actor::You && !fact.is_about(Kind::Event));
        if acted {
            self.promised.clear();
        }
        let picture = scene(world, &self.ledger);
        self.hear_story(world, &picture, facts);
        for answer in std::mem::take(&mut self.answers) {
            self.check(world, &picture, &Said::words(answer), true, None);
        }
        let mut said = on_screen(&picture);
        said.extend(
            self.cards
                .iter()
                .flat_map(|(card, deeds)| on_card(card, deeds, world)),
        );
        let mut standing = Vec::with_capacity(said.len());
        for said in said {
            let about = said.column.map(|column| column.name.clone());
            let disk = said.disk.map(|disk| disk.uid.clone());
            let row = (said.msg.clone(), about, disk);
            let new = !self.standing.contains(&row);
            self.check(world, &picture, &said, new, None);
            standing.push(row);
        }
        self.standing = standing;
        self.hear_wait(world, &picture);
        if acted {
            // One after the other, so that in many histories each is asked in every situation.
            let questions = questions(world, &picture);
            if let Some(said) = questions.get(self.asked % questions.len().max(1)) {
                self.check(world, &picture, said, true, None);
            }
            self.asked += 1;
        }
    }

    /// Shows the cards a fact. An answer is told once; then the card goes on.
    fn show(&mut self, world: &World, fact: &Fact, beats: &[Beat]) {
        if beats.is_empty() {
            return;
        }
        for (card, deeds) in &mut self.cards {
            if !deeds.see(fact, beats, &self.ledger, world) {
                continue;
            }
            let answer = card.answer(deeds);
            self.answers.extend(answer.cloned().map(Msg::Minute));
            card.next(deeds);
            if card
                .card(deeds, world, None)
                .is_some_and(|card| card.act.is_none())
            {
                card.close(false, deeds);
            }
        }
    }

    /// What the clock would pass over now, and why.
    fn hear_wait(&mut self, world: &World, picture: &Scene) {
        let due = world.queue.next_at();
        if due.is_none_or(|at| at.since(world.now) < QUIET) {
            return;
        }
        let Forecast::Seen { at, reason } = forecast(world) else {
            return;
        };
        if at.since(world.now) < WORTH_SAYING {
            return;
        }
        let said = Said {
            until: Some(at),
            ..Said::words(reason.into())
        };
        self.check(world, picture, &said, true, None);
    }

    /// The lines that are new, or other than they were.
    fn hear_story(&mut self, world: &World, picture: &Scene, facts: &[Fact]) {
        let recent: Vec<_> = self.log.lines().rev().take(LINES_RECENT).cloned().collect();
        for line in recent.into_iter().rev() {
            let msg = Msg::Story(line.story.clone());
            if self.lines.get(&line.serial) == Some(&msg) {
                continue;
            }
            self.lines.insert(line.serial, msg.clone());
            let said = Said::words(msg);
            let fact = facts.iter().find(|fact| fact.id == line.id);
            self.check(world, picture, &said, true, fact);
        }
    }

    fn check(
        &mut self,
        world: &World,
        picture: &Scene,
        said: &Said<'_>,
        new: bool,
        fact: Option<&Fact>,
    ) {
        let promises = new && self.promised.insert(format!("{:?}", said.msg));
        let moment = Moment {
            world,
            scene: picture,
            memory: &self.memory,
            fact,
            set: said.set,
            column: said.column,
            disk: said.disk,
            card: said.card,
            node: said.node,
            until: said.until,
            new: promises,
            page: None,
        };
        if new || !holds(&said.msg, &moment) {
            note_down(&mut self.heard, &said.msg, &moment, self.seed);
        }
    }
}

/// Whether what is said is so.
pub(super) fn holds(said: &Msg, moment: &Moment<'_>) -> bool {
    match said {
        Msg::Story(words) => story::story(words, moment),
        Msg::Why(words) => why::why(words, moment),
        Msg::Note(words) => note::note(words, moment),
        Msg::Label(words) => label::label(words, moment),
        Msg::Minute(words) => minute::minute(words, moment),
    }
}

/// Notes that something is said, and that it is not so, the first time.
pub(super) fn note_down(heard: &mut Heard, said: &Msg, moment: &Moment<'_>, seed: u64) {
    let sentence = name(said);
    *heard.said.entry(sentence.clone()).or_default() += 1;
    let mut known = heard.falsehoods.iter();
    if known.any(|known| known.sentence == sentence) || holds(said, moment) {
        return;
    }
    let SimTime(at_ms) = moment.world.now;
    heard.falsehoods.push(Falsehood {
        sentence,
        seed,
        at_ms,
        text: said.text(Language::English),
    });
}

/// A card at each act: the acts before it are done.
fn cards() -> Vec<(FirstMinute, Deeds)> {
    let names = Act::ALL.map(Act::name);
    let done = (0..names.len()).map(|count| names[..count].join(" "));
    done.map(|done| {
        (
            FirstMinute::from_kept(&format!("open {done}")),
            Deeds::default(),
        )
    })
    .collect()
}

/// `Why::Working`
fn name(msg: &Msg) -> String {
    let (table, words) = match msg {
        Msg::Story(words) => ("Story", format!("{words:?}")),
        Msg::Why(words) => ("Why", format!("{words:?}")),
        Msg::Note(words) => ("Note", format!("{words:?}")),
        Msg::Label(words) => ("Label", format!("{words:?}")),
        Msg::Minute(words) => ("Minute", format!("{words:?}")),
    };
    let variant: String = words.chars().take_while(|c| c.is_alphanumeric()).collect();
    format!("{table}::{variant}")
}
