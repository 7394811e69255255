//! How kubectl shows objects.

pub mod describe;
pub mod elastic;
pub mod format;
pub mod jsonpath;
pub mod table;
pub mod template;
