//! A listener: hears what the page would say in a history, and holds it against the world.

use super::memory::Memory;
use super::moment::Moment;
use super::{label, note, story, why};
use crate::app::{Question, asked, delete_help};
use crate::cluster::api::{Key, Kind, SimTime};
use crate::cluster::apiserver::Actor;
use crate::cluster::outcome::Waiting;
use crate::i18n::{Label, Language, Msg, Note};
use crate::seeds::{Case, play_with};
use crate::sim::{Fact, World};
use crate::teach::explain::explain;
use crate::teach::story::Log;
use crate::view::ledger::Ledger;
use crate::view::scene::{Column, DiskTile, Health, PodCard, Scene, SetPicture, scene};
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
        ..Listener::default()
    };
    // What laws are broken is another test's matter.
    drop(play_with(case, &mut |world, facts| {
        listener.hear(world, facts)
    }));
    listener.heard
}

/// How many of the last lines of the story may still change.
const LINES_RECENT: usize = 24;

#[derive(Default)]
struct Listener {
    seed: u64,
    ledger: Ledger,
    log: Log,
    memory: Memory,
    /// What stood there a moment ago, with what it was about.
    standing: BTreeSet<String>,
    lines: BTreeMap<u64, Msg>,
    /// How many questions were asked.
    asked: usize,
    /// What the controllers waited for a moment ago.
    waiting: BTreeMap<Key, Waiting>,
    heard: Heard,
}

/// A sentence, and what it is about.
struct Said<'a> {
    msg: Msg,
    set: Option<&'a SetPicture>,
    column: Option<&'a Column>,
    disk: Option<&'a DiskTile>,
    card: Option<&'a PodCard>,
}

impl Listener {
    fn hear(&mut self, world: &World, facts: &[Fact]) {
        for fact in facts {
            self.memory.keep(world, fact);
            if !fact.is_about(Kind::Event) {
                for beat in self.ledger.feed(fact) {
                    self.log.tell(&beat);
                }
            }
        }
        // Where nothing was written and nothing decided, the page stays as it is.
        if facts.is_empty() && self.waiting == world.waiting {
            return;
        }
        self.waiting.clone_from(&world.waiting);
        let picture = scene(world, &self.ledger);
        self.hear_story(world, &picture, facts);
        let said = on_screen(&picture);
        let mut standing = BTreeSet::new();
        for said in said {
            let about = said.column.map_or("", |column| column.name.as_str());
            let disk = said.disk.map_or("", |disk| disk.uid.as_str());
            let name = format!("{:?} {about} {disk}", said.msg);
            let new = !self.standing.contains(&name);
            self.check(world, &picture, &said, new, None);
            standing.insert(name);
        }
        self.standing = standing;
        let acted = facts
            .iter()
            .any(|fact| fact.actor == Actor::You && !fact.is_about(Kind::Event));
        if acted {
            // One after the other, so that in many histories each is asked in every situation.
            let questions = questions(world, &picture);
            if let Some(said) = questions.get(self.asked % questions.len().max(1)) {
                self.check(world, &picture, said, true, None);
            }
            self.asked += 1;
        }
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
        let moment = Moment {
            world,
            scene: picture,
            memory: &self.memory,
            fact,
            set: said.set,
            column: said.column,
            disk: said.disk,
            card: said.card,
            new,
        };
        let (table, variant, holds) = match &said.msg {
            Msg::Story(words) => ("Story", format!("{words:?}"), story::story(words, &moment)),
            Msg::Why(words) => ("Why", format!("{words:?}"), why::why(words, &moment)),
            Msg::Note(words) => ("Note", format!("{words:?}"), note::note(words, &moment)),
            Msg::Label(words) => ("Label", format!("{words:?}"), label::label(words, &moment)),
        };
        let variant: String = variant
            .chars()
            .take_while(|c| c.is_alphanumeric())
            .collect();
        let sentence = format!("{table}::{variant}");
        if new {
            *self.heard.said.entry(sentence.clone()).or_default() += 1;
        }
        let known = self
            .heard
            .falsehoods
            .iter()
            .any(|known| known.sentence == sentence);
        if !holds && !known {
            let SimTime(at_ms) = world.now;
            self.heard.falsehoods.push(Falsehood {
                sentence,
                seed: self.seed,
                at_ms,
                text: said.msg.text(Language::English),
            });
        }
    }
}

impl<'a> Said<'a> {
    const fn words(msg: Msg) -> Self {
        Self {
            msg,
            set: None,
            column: None,
            disk: None,
            card: None,
        }
    }

    fn of(msg: impl Into<Msg>, set: Option<&'a SetPicture>, column: Option<&'a Column>) -> Self {
        Self {
            set,
            column,
            ..Self::words(msg.into())
        }
    }
}

/// All that stands on the page with this picture, as the components say it.
fn on_screen(picture: &Scene) -> Vec<Said<'_>> {
    let mut said = Vec::new();
    for set in &picture.sets {
        let lines = explain(picture, set).into_iter();
        said.extend(lines.map(|line| Said::of(line, Some(set), None)));
        said.extend(
            of_set(set)
                .into_iter()
                .map(|msg| Said::of(msg, Some(set), None)),
        );
        for column in &set.columns {
            of_column(set, column, &mut said);
        }
    }
    for pod in &picture.other_pods {
        of_card(None, None, pod, &mut said);
    }
    for node in &picture.nodes {
        said.push(Said::words(
            Note::NodeAria {
                node: node.name.clone(),
                status: node.status.clone(),
                pods: node.pods,
                powered: node.powered,
            }
            .into(),
        ));
    }
    said
}

fn of_set(set: &SetPicture) -> Vec<Note> {
    let (ready, wanted) = (set.ready, set.wanted);
    let mut notes = vec![Note::ReadyOf { ready, wanted }];
    notes.extend(set.partition.map(|partition| Note::Partition { partition }));
    if !set.service_exists && !set.service_name.is_empty() && set.remains.is_none() {
        let service = set.service_name.clone();
        notes.push(Note::ServiceMissing { service });
    }
    notes
}

fn of_column<'a>(set: &'a SetPicture, column: &'a Column, said: &mut Vec<Said<'a>>) {
    let both = (Some(set), Some(column));
    if let Some(dns) = &column.dns {
        let name = Note::NameAria {
            name: dns.name.clone(),
            answer: dns.answer.clone(),
        };
        said.push(Said::of(name, both.0, both.1));
        if dns.answer.is_none() {
            said.push(Said::of(Label::NoAddress, both.0, both.1));
        }
    }
    if let Some(receipt) = &column.receipt {
        let pod = receipt.name.clone();
        said.push(Said::of(Note::Back { pod }, both.0, both.1));
        let note = Note::Receipt {
            disks: receipt.disks.clone(),
            node_changed: receipt.node.0 != receipt.node.1,
        };
        said.push(Said::of(note, both.0, both.1));
    }
    match &column.pod {
        Some(pod) => {
            if column.lives > 1 {
                let lives = column.lives;
                said.push(Said::of(Note::Lives { lives }, both.0, both.1));
            }
            of_card(both.0, both.1, pod, said);
        }
        None => of_slot(set, column, said),
    }
    for disk in &column.disks {
        let about = |msg: Msg| Said {
            disk: Some(disk),
            ..Said::of(msg, both.0, both.1)
        };
        let claim = disk.key.name.to_string();
        let (phase, volume, kept) = (disk.phase.clone(), disk.volume.clone(), disk.kept);
        said.push(about(
            Note::ClaimAria {
                claim,
                phase,
                volume,
                kept,
            }
            .into(),
        ));
        said.push(about(Note::Files { count: disk.files }.into()));
        if kept {
            said.push(about(Label::Kept.into()));
        }
    }
}

fn of_slot<'a>(set: &'a SetPicture, column: &'a Column, said: &mut Vec<Said<'a>>) {
    let mut disks = column.disks.clone();
    disks.retain(|disk| disk.kept || (column.wanted && !disk.goes));
    let words = match (column.wanted, disks.is_empty(), column.lives > 0) {
        (false, false, _) => Label::SlotKept,
        (false, true, _) => Label::SlotNotWanted,
        (true, _, true) => Label::SlotWaiting,
        (true, _, false) => Label::SlotNotYet,
    };
    said.push(Said::of(words, Some(set), Some(column)));
    let note = Note::SlotAria {
        pod: column.name.clone(),
        wanted: column.wanted,
        disks: disks.iter().map(|disk| disk.key.name.to_string()).collect(),
    };
    said.push(Said::of(note, Some(set), Some(column)));
}

fn of_card<'a>(
    set: Option<&'a SetPicture>,
    column: Option<&'a Column>,
    pod: &'a PodCard,
    said: &mut Vec<Said<'a>>,
) {
    let mut say = |msg: Msg| {
        said.push(Said {
            card: Some(pod),
            ..Said::of(msg, set, column)
        });
    };
    let disks = column.into_iter().flat_map(|column| &column.disks);
    say(Note::PodAria {
        pod: pod.key.name.to_string(),
        health: String::new(),
        node: pod.node.clone(),
        ip: pod.ip.clone(),
        disks: disks.map(|disk| disk.key.name.to_string()).collect(),
    }
    .into());
    say(match pod.health {
        Health::Waiting => Label::HealthWaiting,
        Health::Starting => Label::HealthStarting,
        Health::Ready => Label::HealthReady,
        Health::Terminating => Label::HealthTerminating,
        Health::Failed => Label::HealthFailed,
        Health::Completed => Label::HealthCompleted,
        Health::Unknown => Label::HealthUnknown,
    }
    .into());
    if pod.revision_differs && set.is_some() {
        let revision = pod.revision.clone();
        say(Note::Outdated { revision }.into());
    }
    if let Some(image) = &pod.image_differs {
        let image = image.clone();
        say(Note::OldImage { image }.into());
    }
}

/// Every question the page could ask now, in words.
fn questions<'a>(world: &World, picture: &'a Scene) -> Vec<Said<'a>> {
    let mut said = Vec::new();
    for set in picture.sets.iter().filter(|set| set.remains.is_none()) {
        said.push(Said::of(delete_help(picture, &set.key), Some(set), None));
        said.push(Said::of(Label::CascadeOrphanHelp, Some(set), None));
        for column in &set.columns {
            let going = column.pod.as_ref();
            let going = going.filter(|pod| pod.health == Health::Terminating);
            if let Some(pod) = going {
                let question = Question::ForceDelete(pod.key.clone());
                let words = asked(&question, world, picture);
                let all = std::iter::once(words.title).chain(words.help);
                said.extend(all.map(|msg| Said::of(msg, Some(set), Some(column))));
            }
            for disk in &column.disks {
                let question = Question::DeleteClaim(disk.key.clone());
                let words = asked(&question, world, picture);
                said.extend(words.help.into_iter().map(|msg| Said {
                    disk: Some(disk),
                    ..Said::of(msg, Some(set), Some(column))
                }));
            }
        }
    }
    said
}
