//! Floor 3: what is said about what happens ([`story`]) and about what does not ([`explain`]).

pub mod beyond;
pub mod explain;
pub mod first_minute;
mod hints;
pub mod story;
mod unfit;
pub mod wait;
