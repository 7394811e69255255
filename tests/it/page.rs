//! A page without a browser, for tests to act on, and what it shows as text.

use playground::app::{App, Effect, Message, Start, StorageKey, explain, update};
use playground::cluster::api::{Key, Kind, SimDuration};
use playground::i18n::Language;
use playground::view::scene::{Column, Scene, SetPicture};

/// A frame of the browser.
pub(crate) const FRAME_MS: u32 = 16;

/// A page, and what it has told the browser.
pub(crate) struct Page {
    pub(crate) app: App,
    pub(crate) effects: Vec<Effect>,
}

impl Page {
    pub(crate) fn open(start: &Start) -> Self {
        let (app, effects) = App::start(start);
        Self { app, effects }
    }

    /// A page as who comes for the first time finds it, at the usual speed.
    pub(crate) fn fresh() -> Self {
        Self::open(&Start::default())
    }

    pub(crate) fn send(&mut self, message: Message) -> &mut Self {
        let effects = update(&mut self.app, message);
        self.effects.extend(effects);
        self
    }

    /// Lets so much time pass in the cluster, frame by frame, however long that takes on the wall; while
    /// the page is paused, so much on the wall.
    pub(crate) fn wait(&mut self, ms: u64) -> &mut Self {
        let until = self.app.now().after(SimDuration(ms));
        let mut still_ms = 0;
        while self.app.now() < until && still_ms < ms {
            self.frames(1);
            if self.app.settings().paused {
                still_ms += u64::from(FRAME_MS);
            }
        }
        self
    }

    /// Lets so many frames pass.
    pub(crate) fn frames(&mut self, count: u32) -> &mut Self {
        for _ in 0..count {
            self.send(Message::frame(FRAME_MS));
        }
        self
    }

    /// Waits until the set rests: as many ready as wanted, and the controller waits for nothing.
    pub(crate) fn settle(&mut self) -> &mut Self {
        for _ in 0..400 {
            self.wait(160);
            let scene = self.app.scene();
            let rests = |set: &SetPicture| {
                set.ready == set.wanted
                    && set.waiting.is_none()
                    && set
                        .columns
                        .iter()
                        .all(|column| column.wanted == column.pod.is_some())
            };
            if scene.sets.iter().all(rests) && scene.other_pods.is_empty() {
                return self;
            }
        }
        panic!(
            "the page does not come to rest:\n{}",
            draw(&self.app.scene())
        );
    }

    /// The text with one thing replaced, as a person would.
    pub(crate) fn edit(&mut self, from: &str, to: &str) -> &mut Self {
        let text = self.app.editor().text.replacen(from, to, 1);
        assert_ne!(text, self.app.editor().text, "{from:?} stands in the text");
        self.send(Message::EditorChanged(text))
    }

    pub(crate) fn notice(&self) -> String {
        let notice = self.app.notice().expect("a notice");
        notice.msg.text(self.app.settings().language)
    }

    pub(crate) fn kept(&self, key: StorageKey) -> Option<String> {
        self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Persist { key: kept, value } if *kept == key => Some(value.clone()),
            _ => None,
        })
    }

    /// What the page has said in its story, the last lines of it.
    pub(crate) fn story(&self, last: usize) -> String {
        let story = self.app.story();
        let lines = story[story.len().saturating_sub(last)..].iter();
        lines
            .map(|line| line.story.text(Language::English) + "\n")
            .collect()
    }
}

/// A story with what follows from seed and latencies left out: which node, which address, which uid.
pub(crate) fn anywhere(story: &str) -> String {
    let mut told = String::new();
    for line in story.lines() {
        let line = line.split("; the pod before").next().unwrap_or_default();
        let line = line.split("；上一个 Pod").next().unwrap_or_default();
        let mut words = line.to_owned();
        for number in 1..=3 {
            words = words.replace(&format!("node-{number}"), "a node");
        }
        for marker in ["→ ", "pvc-"] {
            if let Some(at) = words.find(marker) {
                words.truncate(at + marker.len());
                words.push('…');
            }
        }
        told += &(words + "\n");
    }
    told
}

/// The picture as text.
pub(crate) fn draw(scene: &Scene) -> String {
    let mut out = String::new();
    for set in &scene.sets {
        out += &format!("{} {}/{}", set.key.name, set.ready, set.wanted);
        let why = explain(scene, set);
        out += &format!(": {}\n", why[0].text(Language::English));
        for column in &set.columns {
            out += &line(column);
        }
    }
    for pod in &scene.other_pods {
        out += &format!("other {} {}\n", pod.key.name, pod.status);
    }
    for disk in &scene.shelf {
        out += &format!("shelf {} {}\n", disk.key.name, disk.phase);
    }
    out
}

/// Which node it is follows from the seed and from latencies; what matters is whether there is one.
fn line(column: &Column) -> String {
    let pod = column.pod.as_ref().map_or("no pod".to_owned(), |pod| {
        let place = if pod.node.is_empty() {
            "without a node"
        } else {
            "on a node"
        };
        format!("{} {place}", pod.status)
    });
    let disks = column.disks.iter().map(|disk| {
        let kept = if disk.kept { " kept" } else { "" };
        format!(" | {} {}{kept}", disk.key.name, disk.phase)
    });
    format!(
        "  {} | {pod} | life {}{}\n",
        column.name,
        column.lives,
        disks.collect::<String>()
    )
}

/// Compares texts line by line, however they are indented.
pub(crate) fn check(told: &str, expected: &str) {
    let trim = |text: &str| {
        text.trim()
            .lines()
            .map(|line| line.trim().to_owned() + "\n")
            .collect::<String>()
    };
    assert_eq!(trim(told), trim(expected));
}

pub(crate) fn pod(name: &str) -> Key {
    Key::new(Kind::Pod, "default", name)
}

pub(crate) fn web() -> Key {
    Key::new(Kind::StatefulSet, "default", "web")
}
