//! How the person wants the page.

use crate::i18n::Language;
use crate::view::player::Speed;

/// The page's colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
