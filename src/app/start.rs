//! The page begins.

use super::{App, Editor, Effect, Settings, founding};
use crate::sim::Timeline;
use crate::sim::world::Config;
use crate::teach::story;
use crate::view::ledger::Ledger;
use crate::view::player::Player;
use std::sync::Arc;

/// What the browser knows when the page begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Start {
    /// What was kept from the last visit.
    pub saved: Saved,
    /// What the address asks for; it goes before what was kept.
    pub url: UrlParameters,
    /// The reader's languages, the preferred one first (`navigator.languages`).
    pub languages: Vec<String>,
    /// Whether the reader's system asks for dark colours.
    pub dark: bool,
    /// Whether the reader's system asks for reduced motion.
    pub reduced_motion: bool,
}

/// What was kept, by the names of [`storage`](super::storage).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    /// Text, applied text and speed.
    pub session: Option<String>,
    /// The language's code.
    pub language: Option<String>,
    /// The theme's name.
    pub theme: Option<String>,
}

/// The address's parameters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UrlParameters {
    /// `lang=en` or `lang=zh`
    pub lang: Option<String>,
    /// `speed=0.25` … `speed=16`
    pub speed: Option<String>,
    /// `seed=7`
    pub seed: Option<String>,
}

pub(super) fn start(start: &Start) -> (App, Vec<Effect>) {
    let _ = start;
    let timeline = Timeline::new(Config::default());
    let text = founding::MANIFEST.to_owned();
    let app = App {
        timeline,
        ledger: Ledger::default(),
        player: Player::default(),
        settings: Settings::default(),
        editor: Editor {
            applied: text.clone(),
            text,
            problems: vec![],
        },
        log: story::Log::default(),
        selected: None,
        question: None,
        notice: None,
        scene: Arc::default(),
        story: Arc::from([]),
        events: Arc::from([]),
        inspection: None,
        beats: Arc::from([]),
        play: super::play::Play::default(),
    };
    (app, vec![])
}
