//! Floor 3: what is on screen, as data. No drawing here: the same values feed the page, the tests
//! and a screen reader.
//!
//! Facts go into the [`ledger`], which remembers what the store forgets (the lives of an identity,
//! the address a name had before) and answers with [`beat`]s, the things a person can see happen.
//! The [`scene`] is made from the world and the ledger; the [`player`] decides when the next beat is
//! shown; a [`receipt`] compares two lives of a name; [`window`] chooses which of many columns are drawn; [`guests`] who stands beside them; [`inspect`] looks at one object closely.

pub mod beat;
pub mod events;
pub mod guests;
pub mod inspect;
pub mod ledger;
pub mod name;
pub mod player;
pub mod receipt;
pub mod scene;
pub mod window;
