//! Where a pod is drawn in its column, and whether it got there by moving.

use crate::view::scene::{NodeRow, PodCard};

/// The place of an identity's pod, or of the outline it left.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Place {
    /// Index of the node's row; absent: in the strip of pods without a node.
    pub(crate) row: Option<usize>,
    /// Whether a change of row is the same pod moving. A new pod under an old name appears, it does not travel.
    pub(crate) moving: bool,
    /// The pod that is here, or was last.
    uid: String,
}

impl Place {
    /// The place after a change of the picture.
    pub(crate) fn next(before: Option<&Self>, pod: Option<&PodCard>, nodes: &[NodeRow]) -> Self {
        let before = before.cloned().unwrap_or_default();
        let Some(pod) = pod else {
            return before;
        };
        Self {
            row: nodes.iter().position(|node| node.name == pod.node),
            moving: before.uid == pod.uid,
            uid: pod.uid.clone(),
        }
    }

    /// How far down the thread the place is, in percent; the rows of the style sheet are about twice the strip.
    pub(crate) fn percent(&self, rows: usize) -> usize {
        let middle = self.row.map_or(25, |row| 100 + row * 100);
        middle * 100 / (50 + rows.max(1) * 100)
    }
}
