//! A person on the page: hears the notices, what is read aloud, the card of the first minute as it stands, and the way
//! to a new set, and holds it against the world.

use super::listen::{Falsehood, Heard, holds, note_down};
use super::memory::Memory;
use super::moment::{Moment, OnPage};
use crate::app::{App, Cascade, Effect, Message, Press, Stage, Start, founding, receipt, update};
use crate::cluster::api::{Key, Kind, Pod, StatefulSet, meta};
use crate::cluster::apiserver::uid::Rng;
use crate::i18n::{Label, Language, Msg, Note};
use crate::sim::timeline::Record;
use crate::sim::{Fact, Timeline};

/// So many things a person does in a visit.
const ACTS: usize = 40;
/// A frame as long as one may be.
const FRAME_MS: u32 = 250;

/// Visits the page, does this and that, and hears what is said of it.
#[must_use]
pub fn visit(seed: u64) -> Heard {
    let mut start = Start::default();
    start.saved.session = Some(r#"{"speed":"16"}"#.to_owned());
    start.url.seed = Some(seed.to_string());
    let (app, effects) = App::start(&start);
    let mut visit = Visit {
        seed,
        dice: Rng::new(seed.wrapping_mul(6151) ^ 0x0076_6973_6974),
        past: Timeline::new(record(&app).config),
        app,
        memory: Memory::default(),
        labels: vec![],
        standing: vec![],
        notice: 0,
        way: None,
        heard: Heard::default(),
    };
    visit.catch_up();
    visit.hear(&effects, 0);
    for _ in 0..ACTS {
        let message = visit.message();
        visit.send(message);
        for _ in 0..visit.dice.between(0, 60) {
            visit.send(Message::frame(FRAME_MS));
        }
    }
    visit.heard
}

fn record(app: &App) -> Record {
    serde_json::from_str(&app.record()).unwrap_or_else(|error| panic!("a record is one: {error}"))
}

/// Texts a person could have, some of which cannot be applied.
fn texts() -> Vec<String> {
    let with = |from: &str, to: &str| founding::MANIFEST.replace(from, to);
    let deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: dep\nspec:\n  selector: {matchLabels: {app: dep}}\n  template:\n    metadata: {labels: {app: dep}}\n    spec:\n      containers:\n      - {name: nginx, image: nginx}\n";
    vec![
        founding::MANIFEST.to_owned(),
        founding::MANIFEST_WITHOUT_DISKS.to_owned(),
        with("replicas: 2", "replicas: 3"),
        with("nginx:1.9.1", "nginx:1.10.0"),
        with("nginx:1.9.1", "nginx:broken"),
        with("serviceName: \"nginx\"", "serviceName: \"other\""),
        with("storage: 1Gi", "storage: 2Gi"),
        with("replicas: 2", "replicas: two"),
        with("replicas: 2", "replica: 2"),
        deployment.to_owned(),
        String::new(),
    ]
}

struct Visit {
    seed: u64,
    dice: Rng,
    app: App,
    /// The same history again, for its facts.
    past: Timeline,
    memory: Memory,
    /// What the buttons of problems said before the last message.
    labels: Vec<String>,
    /// What stood there a moment ago.
    standing: Vec<Msg>,
    /// The last notice that was heard.
    notice: u64,
    /// How far the way to a new set was when it was looked at last.
    way: Option<Stage>,
    heard: Heard,
}

impl Visit {
    fn pick<T: Clone>(&mut self, all: &[T]) -> Option<T> {
        let last = all.len().checked_sub(1)? as u64;
        let at = usize::try_from(self.dice.between(0, last)).ok()?;
        all.get(at).cloned()
    }

    fn pod(&mut self) -> Key {
        let pods = self.app.world().cluster.store.list_in::<Pod>("default");
        let mut names: Vec<String> = pods
            .map(|pod| meta::name(&pod.metadata).to_owned())
            .collect();
        names.push("web-0".to_owned());
        let name = self.pick(&names).unwrap_or_default();
        Key::new(Kind::Pod, "default", &name)
    }

    fn set(&mut self) -> Key {
        let sets = (self.app.world().cluster.store).list_in::<StatefulSet>("default");
        let mut names: Vec<String> = sets
            .map(|set| meta::name(&set.metadata).to_owned())
            .collect();
        names.push("web".to_owned());
        let name = self.pick(&names).unwrap_or_default();
        Key::new(Kind::StatefulSet, "default", &name)
    }

    /// What the person does next.
    fn message(&mut self) -> Message {
        // Who is on the way to a new set mostly goes on.
        if self.app.way_out().is_some() && self.dice.between(0, 3) > 0 {
            return Message::WayOutNext;
        }
        match self.dice.between(0, 17) {
            0 => Message::DeletePod(self.pod()),
            1 => Message::ForceDeletePod(self.pod()),
            2 | 3 => Message::Scale {
                set: self.set(),
                delta: i32::try_from(self.dice.between(0, 4)).unwrap_or_default() - 2,
            },
            4 => Message::SetImage {
                set: self.set(),
                container: "nginx".to_owned(),
                image: self
                    .pick(&["nginx:1.10.0", "nginx:broken", "nginx:1.9.1"])
                    .unwrap_or_default()
                    .to_owned(),
            },
            5 => Message::WriteFile {
                pod: self.pod(),
                container: "nginx".to_owned(),
                path: "/usr/share/nginx/html/a.txt".to_owned(),
                text: "a".to_owned(),
            },
            6 => Message::TogglePower {
                node: format!("node-{}", self.dice.between(1, 3)),
            },
            7 => Message::DeleteSet {
                set: self.set(),
                cascade: self
                    .pick(&[Cascade::Background, Cascade::Orphan])
                    .unwrap_or_default(),
            },
            8 | 9 => Message::EditorChanged(self.pick(&texts()).unwrap_or_default()),
            10 | 11 => Message::Apply,
            12 => Message::Fix(0),
            13 => Message::WayOutNext,
            14 => Message::FirstMinute(
                self.pick(&[Press::Do, Press::Do, Press::Do, Press::Next])
                    .unwrap_or(Press::Do),
            ),
            15 => match self.dice.between(0, 3) {
                0 => Message::Reset,
                1 => Message::Step,
                2 => Message::TogglePause,
                _ => Message::Revert,
            },
            16 => Message::Select(self.pod()),
            _ => Message::CopyYaml,
        }
    }

    fn send(&mut self, message: Message) {
        let inputs = self.app.past().0.len();
        let problems = self.app.editor().problems.iter();
        let labels = problems.filter_map(|problem| Some(problem.fix.as_ref()?.label.clone()));
        self.labels = labels.collect();
        let effects = update(&mut self.app, message);
        self.catch_up();
        self.hear(&effects, inputs);
    }

    /// Lets happen again what has happened on the page, and remembers it.
    fn catch_up(&mut self) {
        let (given, until) = self.app.past();
        let known = self.past.cursor();
        if until.steps < known.steps || given.len() < known.inputs {
            self.past = Timeline::new(record(&self.app).config);
            self.memory = Memory::default();
        }
        let new: Vec<_> = given
            .iter()
            .skip(self.past.inputs().len())
            .cloned()
            .collect();
        for given in new {
            self.run(given.steps);
            self.past.pass_to(given.at);
            let facts = self.past.push(given.input);
            self.remember(&facts);
        }
        self.run(until.steps);
        self.past.pass_to(until.at);
    }

    fn run(&mut self, steps: u64) {
        while self.past.cursor().steps < steps
            && let Some(facts) = self.past.step()
        {
            self.remember(&facts);
        }
    }

    fn remember(&mut self, facts: &[Fact]) {
        for fact in facts {
            self.memory.keep(self.past.world(), fact);
        }
    }

    fn hear(&mut self, effects: &[Effect], inputs: usize) {
        let aloud: Vec<&String> = (effects.iter())
            .filter_map(|effect| match effect {
                Effect::Announce(text) => Some(text),
                _ => None,
            })
            .collect();
        let mut said: Vec<Msg> = vec![];
        if let Some(notice) = self
            .app
            .notice()
            .filter(|notice| notice.serial != self.notice)
        {
            said.push(notice.msg.clone());
            self.notice = notice.serial;
        }
        let text = |msg: &Msg| msg.text(Language::English);
        let pile = receipt::pile(&self.app.scene());
        let receipt = pile.map(|pile| Msg::Note(receipt::sentence(&pile.top)));
        said.extend(receipt.filter(|msg| aloud.contains(&&text(msg))));
        let card = self.app.first_minute();
        if let Some(card) = card {
            let is_answer = card.deployment.is_some();
            let words = [
                Some(card.text),
                card.offer.map(|offer| offer.label()),
                card.lack,
            ];
            let words = words.into_iter().flatten().map(Msg::Minute);
            // What became of an act is told once; what there is to do stands there.
            said.extend(words.filter(|msg| !is_answer || aloud.contains(&&text(msg))));
        }
        // What the story says is heard where each fact happens.
        let story = self.app.story();
        let known = |aloud: &str| {
            said.iter().any(|msg| text(msg) == aloud)
                || self.labels.iter().any(|label| label == aloud)
                || story
                    .iter()
                    .any(|line| line.story.text(Language::English) == aloud)
        };
        let unknown = aloud.iter().find(|aloud| !known(aloud));
        if let Some(unknown) = unknown {
            self.heard.falsehoods.push(Falsehood {
                sentence: "read aloud, and stands nowhere".to_owned(),
                seed: self.seed,
                at_ms: self.app.now().0,
                text: (*unknown).clone(),
            });
        }
        said.extend(self.way_out());
        // As the problems, it is of the text that was looked at last.
        if !self.app.editor().stale {
            said.extend(self.app.editor().sets_back.iter().cloned().map(Msg::Note));
        }
        for msg in &said {
            self.check(msg, inputs);
        }
        self.standing = said;
    }

    /// What the way to a new set says, when it has come further.
    fn way_out(&mut self) -> Vec<Msg> {
        let stage = self.app.way_out().map(|way| way.stage);
        if std::mem::replace(&mut self.way, stage) == stage {
            return vec![];
        }
        let Some(way) = self.app.way_out() else {
            return vec![];
        };
        match way.stage {
            Stage::Delete => {
                let change = |change: &crate::manifest::immutable::Change| Note::WayOutChange {
                    field: change.field.clone(),
                    before: change.before.clone(),
                    after: change.after.clone(),
                };
                let changes = way.changes.iter().map(change).map(Msg::Note);
                let words = [Label::WayOutWhy, Label::WayOutHow].map(Msg::Label);
                words.into_iter().chain(changes).collect()
            }
            Stage::Done => vec![Msg::Note(Note::WayOutDone {
                pods: way.kept.clone(),
                claims: way.changes_claims(),
            })],
            _ => vec![],
        }
    }

    fn check(&mut self, msg: &Msg, inputs_before: usize) {
        let scene = self.app.scene();
        let new = !self.standing.contains(msg);
        let set = self.app.way_out().map(|way| &way.set);
        let moment = Moment {
            world: self.app.world(),
            scene: &scene,
            memory: &self.memory,
            fact: None,
            set: scene.sets.iter().find(|picture| Some(&picture.key) == set),
            column: None,
            disk: None,
            card: None,
            node: None,
            until: None,
            new,
            page: Some(OnPage {
                app: &self.app,
                inputs_before,
            }),
        };
        if new || !holds(msg, &moment) {
            note_down(&mut self.heard, msg, &moment, self.seed);
        }
    }
}
