//! How the person wants the page.

use super::{App, Effect, Gates, Message, StorageKey, acts, editor, start};
use crate::i18n::Language;
use crate::sim::Input;
use crate::view::player::Speed;
use serde::{Deserialize, Serialize};

/// The page's colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Theme {
    /// As the reader's system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// As it is kept: `system`, `light`, `dark`.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of that name.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        [Self::System, Self::Light, Self::Dark]
            .into_iter()
            .find(|theme| theme.text() == text)
    }
}

/// How the person wants the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// The language of our own words.
    pub language: Language,
    /// The colours asked for.
    pub theme: Theme,
    /// Whether the reader's system asks for dark colours.
    pub system_dark: bool,
    /// How fast time goes.
    pub speed: Speed,
    /// Whether time stands still.
    pub paused: bool,
    /// Whether time stands still after each sentence, until it is told to go on.
    pub step_by_step: bool,
    /// Whether nothing travels.
    pub reduced_motion: bool,
}

impl Settings {
    /// Whether the page is dark now.
    #[must_use]
    pub const fn dark(&self) -> bool {
        match self.theme {
            Theme::System => self.system_dark,
            Theme::Light => false,
            Theme::Dark => true,
        }
    }
}

/// Changes how the person wants the page.
pub(super) fn set(app: &mut App, message: &Message) -> Vec<Effect> {
    match message {
        Message::TogglePause => {
            app.settings.paused = !app.settings.paused;
            app.player.paused = app.settings.paused;
            vec![]
        }
        Message::SetSpeed(speed) => {
            app.settings.speed = *speed;
            app.player.speed = *speed;
            let mut effects = vec![app.keep_session()];
            effects.extend(start::follow(app));
            effects
        }
        Message::SetLanguage(language) => {
            app.settings.language = *language;
            let kept = Effect::Persist {
                key: StorageKey::Language,
                value: language.code().to_owned(),
            };
            let mut effects = vec![Effect::SetDocumentLanguage(*language), kept];
            // The hints under the editor's problems are our words.
            effects.extend(editor::examine(app).1);
            effects.extend(start::follow(app));
            effects
        }
        Message::SetTheme(theme) => {
            app.settings.theme = *theme;
            let kept = Effect::Persist {
                key: StorageKey::Theme,
                value: theme.text().to_owned(),
            };
            vec![Effect::SetTheme(*theme), kept]
        }
        Message::ToggleStepByStep => {
            app.settings.step_by_step = !app.settings.step_by_step;
            vec![app.keep_session()]
        }
        Message::ToggleReducedMotion => {
            app.settings.reduced_motion = !app.settings.reduced_motion;
            vec![]
        }
        _ => vec![],
    }
}

/// Switches the cluster's feature gates: something done to the cluster, so it is in its history, and
/// kept for the next visit.
pub(super) fn set_gates(app: &mut App, gates: Gates) -> Vec<Effect> {
    if gates == app.gates() {
        return vec![];
    }
    acts::push(app, Input::Gates(gates));
    // A gate decides which fields of the text the server looks at.
    vec![app.keep_session(), Effect::ExamineSoon]
}
