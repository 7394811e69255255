//! Anything the page can say.

use super::{Label, Language, Minute, Note, Story, Why, en, zh_cn};
use serde::{Deserialize, Serialize};

/// Anything the page can say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Msg {
    /// A word or sentence without arguments: buttons, headings, empty states, help.
    Label(Label),
    /// A sentence of the page about something: accessible names, notices, questions.
    Note(Note),
    /// What happens.
    Story(Story),
    /// Why nothing happens.
    Why(Why),
    /// What the card of the first minute says.
    Minute(Minute),
}

impl Msg {
    /// The message in a language.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match self {
            Self::Label(label) => label.text(language).to_owned(),
            Self::Note(note) => note.text(language),
            Self::Story(story) => story.text(language),
            Self::Why(why) => why.text(language),
            Self::Minute(minute) => minute.text(language),
        }
    }
}

impl Label {
    /// The words in a language.
    #[must_use]
    pub const fn text(self, language: Language) -> &'static str {
        match language {
            Language::English => en::label::label(self),
            Language::Chinese => zh_cn::label::label(self),
        }
    }
}

impl Note {
    /// The sentence in a language.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::English => en::note::note(self),
            Language::Chinese => zh_cn::note::note(self),
        }
    }
}

impl Minute {
    /// The sentence in a language.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::English => en::minute::minute(self),
            Language::Chinese => zh_cn::minute::minute(self),
        }
    }
}

impl Story {
    /// The sentence in a language.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::English => en::story::story(self),
            Language::Chinese => zh_cn::story::story(self),
        }
    }
}

impl Why {
    /// The sentence in a language.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::English => en::why::why(self),
            Language::Chinese => zh_cn::why::why(self),
        }
    }
}

impl From<Label> for Msg {
    fn from(label: Label) -> Self {
        Self::Label(label)
    }
}
impl From<Note> for Msg {
    fn from(note: Note) -> Self {
        Self::Note(note)
    }
}
impl From<Story> for Msg {
    fn from(story: Story) -> Self {
        Self::Story(story)
    }
}
impl From<Minute> for Msg {
    fn from(minute: Minute) -> Self {
        Self::Minute(minute)
    }
}
impl From<Why> for Msg {
    fn from(why: Why) -> Self {
        Self::Why(why)
    }
}
