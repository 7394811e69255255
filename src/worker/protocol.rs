//! What the page and the worker say to each other, and its bytes.

use super::change::Change;
use super::recovery::Revival;
use crate::app::{Effect, Message, Start};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// Grows with every change of what is said: a page and a worker of two builds do not understand each other, and say so.
pub const VERSION: u32 = 3;

/// What the page asks. One request is under way at a time, and each is answered once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// A cluster begins.
    Begin {
        /// How.
        start: Box<Start>,
        /// Which earlier one it takes up, if any.
        revival: Option<Revival>,
    },
    /// All of this happened, in this order.
    Messages(Vec<Message>),
    /// Break, for a test of what is done about that.
    Break(TestBreak),
}

/// The ways in which a program can end, or not end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TestBreak {
    /// As a mistake of ours that is noticed.
    Panic,
    /// As one that is not.
    Trap,
    /// Never to answer again.
    Hang,
}

/// What the worker answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// What became of what is shown.
    pub changes: Vec<Change>,
    /// What the browser has to do.
    pub effects: Vec<Effect>,
}

/// A message as bytes: the version, then the message.
#[must_use]
pub fn encode<T: Serialize>(message: &T) -> Vec<u8> {
    // Only a type that cannot be written fails, and the tests write every one.
    postcard::to_allocvec(&(VERSION, message)).unwrap_or_default()
}

/// The message in the bytes.
///
/// # Errors
/// When they are of another version, or no message.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    let (version, rest): (u32, &[u8]) =
        postcard::take_from_bytes(bytes).map_err(|error| error.to_string())?;
    if version != VERSION {
        return Err(format!("version {version}, not {VERSION}"));
    }
    postcard::from_bytes(rest).map_err(|error| error.to_string())
}
