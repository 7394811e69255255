//! What the browser has to do after an update.

use super::editor::Problem;
use super::settings::Theme;
use crate::i18n::Language;

/// One thing for the browser to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Say this in the polite live region.
    Announce(String),
    /// Keep this in the browser's storage under one of [`storage`]'s names.
    Persist {
        /// One of [`storage`]'s names.
        key: &'static str,
        /// The text to keep.
        value: String,
    },
    /// The document's `lang`, and the editor's language.
    SetDocumentLanguage(Language),
    /// The page's colours.
    SetTheme(Theme),
    /// The editor's text becomes this, in one undoable step.
    EditorSetText(String),
    /// What the editor marks as differing is measured against this.
    EditorSetApplied(String),
    /// All of the editor's diagnostics.
    EditorSetDiagnostics(Vec<Problem>),
    /// Send [`Message::Examine`](super::Message::Examine) when the person has stopped typing for a moment.
    ExamineSoon,
    /// The cursor goes here: a UTF-16 offset.
    EditorGoTo(usize),
    /// Focus the element with this id.
    Focus(String),
    /// Put this into the clipboard.
    CopyText(String),
    /// The address's query, without the question mark, as it should read from now on.
    SetUrl(String),
}

/// The names under which the page keeps things in the browser.
pub mod storage {
    /// Text, applied text and speed, as JSON.
    pub const SESSION: &str = "session";
    /// `en` or `zh`; boot.js reads it too.
    pub const LANGUAGE: &str = "language";
    /// `light`, `dark` or `system`; boot.js reads it too.
    pub const THEME: &str = "theme";
    /// `closed` or `open`, and which acts of the first minute are done; boot.js reads the first word.
    pub const FIRST_MINUTE: &str = "first-minute";
    /// The timeline's record, for the page that offers the last good state after a panic.
    pub const RECORD: &str = "record";
}
