//! Why nothing happens: the controller's own decision, in sentences.

use crate::i18n::Why;
use crate::view::scene::{Scene, SetPicture};

/// Why a set's controller does nothing more now: first the rule, then what a person could do.
#[must_use]
pub fn explain(_scene: &Scene, set: &SetPicture) -> Vec<Why> {
    vec![Why::Working { set: set.key.name.to_string() }]
}
