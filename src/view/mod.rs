//! Floor 3: what is on screen, as data. No drawing here: the same values feed the page, the tests
//! and a screen reader.

pub mod scene;
