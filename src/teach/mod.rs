//! Floor 3: what is said about what happens ([`story`]), about what does not ([`explain`]),
//! and who has to read it ([`reader`]).

pub mod beyond;
pub mod caption;
pub mod explain;
pub mod first_minute;
mod hints;
pub mod reader;
pub mod receipt;
pub mod story;
pub mod unfit;
pub mod wait;
