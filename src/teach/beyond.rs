//! What is asked for beyond what is drawn, and beyond what the nodes take.

use crate::i18n::Note;
use crate::view::scene::{Scene, SetPicture};

/// How many wanted ordinals have no column, and what the nodes take where more than that is wanted.
#[must_use]
pub fn beyond(scene: &Scene, set: &SetPicture) -> Vec<Note> {
    let mut notes = vec![];
    if set.undrawn > 0 {
        notes.push(Note::MoreWanted { count: set.undrawn });
    }
    let all: u32 = scene.nodes.iter().map(|node| node.pods_max).sum();
    if u32::try_from(set.wanted).is_ok_and(|wanted| wanted > all) {
        let each = scene.nodes.first().map(|node| node.pods_max);
        let same = scene.nodes.iter().all(|node| Some(node.pods_max) == each);
        notes.push(Note::NodesTake {
            nodes: scene.nodes.len(),
            each: each.filter(|_| same),
            all,
        });
    }
    notes
}
