//! What the browser has to do after an update.

use super::editor::Problem;
use super::qr_code::QrCode;
use super::settings::Theme;
use crate::i18n::Language;
use serde::{Deserialize, Serialize};

/// One thing for the browser to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Effect {
    /// Say this in the polite live region.
    Announce(String),
    /// Keep this in the browser's storage under this key.
    Persist {
        /// What it is.
        key: StorageKey,
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
    /// A link's content, to be packed into the address and shown.
    Share(String),
    /// A file for the person to keep.
    Save {
        /// What it is called.
        name: String,
        /// What is in it.
        text: String,
    },
    /// What [`Message::DrawQrCode`](super::Message::DrawQrCode) asked for; nothing where the text is too long for one.
    ShowQrCode(Option<QrCode>),
    /// The address's query, without the question mark, as it should read from now on.
    SetUrl(String),
}

/// What the page keeps in the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StorageKey {
    /// Text, applied text and speed, as JSON.
    Session,
    /// `en` or `zh`; boot.js reads it too.
    Language,
    /// `light`, `dark` or `system`; boot.js reads it too.
    Theme,
    /// `closed` or `open`, and which acts of the first minute are done; boot.js reads the first word.
    FirstMinute,
    /// The history's record, for the page that offers the last good state after a panic.
    Record,
}

impl StorageKey {
    /// The name under which it is kept.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Language => "language",
            Self::Theme => "theme",
            Self::FirstMinute => "first-minute",
            Self::Record => "record",
        }
    }
}
