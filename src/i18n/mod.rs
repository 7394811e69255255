//! What the page says, in two languages. kubectl's output, field names and event reasons are
//! Kubernetes' own words and stay English; everything we say ourselves is a [`Msg`].
//!
//! A message is data until it is shown, so switching the language redraws and changes nothing else.
//! Both languages match exhaustively: a sentence missing in one does not compile.

mod en;
mod label;
mod language;
mod minute;
mod msg;
mod note;
mod phrases;
mod reading;
mod story;
mod unfit;
mod why;
mod zh_cn;

pub use label::Label;
pub use language::Language;
pub use minute::Minute;
pub use msg::Msg;
pub use note::Note;
pub use reading::reading_us;
pub use story::Story;
pub use unfit::{Unfit, UnfitCause};
pub use why::Why;
