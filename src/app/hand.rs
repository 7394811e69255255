//! Which receipts a person opened or put away with their own hand, at the moment they look at. What lies open by itself
//! is the history's to know.

use super::{App, Effect, Message};
use crate::cluster::api::Key;
use crate::view::scene::Scene;

/// Room between two receipts that the history opened, for those that were opened by hand after the first of them.
const BETWEEN: u64 = 1 << 20;

/// What was opened and put away since the moment came, or the last act.
#[derive(Clone, Debug, Default)]
pub(super) struct Hand {
    /// So many receipts of the history were read.
    read: u64,
    /// Pods' uids, each with its place in the order of opening.
    opened: Vec<(String, u64)>,
}

impl Hand {
    /// Puts the receipts of a picture as the person left them.
    pub(super) fn arrange(&self, scene: &mut Scene) {
        let columns = scene.sets.iter_mut().flat_map(|set| &mut set.columns);
        for receipt in columns.filter_map(|column| column.receipt.as_mut()) {
            let by_itself = receipt.standing.filter(|opened| *opened > self.read);
            let by_hand = self.opened.iter().find(|(uid, _)| *uid == receipt.uid.1);
            let by_itself = by_itself.map(|opened| opened * BETWEEN);
            receipt.standing = by_hand.map(|(_, opened)| *opened).max(by_itself);
        }
    }
}

/// Opens a receipt, or puts all of them away.
pub(super) fn lay(app: &mut App, message: &Message) -> Vec<Effect> {
    match message {
        Message::ShowReceipt(pod) => app.open_receipt(pod),
        _ => app.close_receipts(),
    }
    vec![]
}

impl App {
    /// Somebody wants to read a receipt; it is the newest now.
    fn open_receipt(&mut self, pod: &Key) {
        let sets = self.scene.sets.iter();
        let mut columns = sets
            .filter(|set| set.key.namespace == pod.namespace)
            .flat_map(|set| &set.columns);
        let receipt = columns
            .find(|column| *column.name == *pod.name)
            .and_then(|column| column.receipt.as_ref());
        let Some(uid) = receipt.map(|receipt| receipt.uid.1.clone()) else {
            return;
        };
        let place = self.ledger().openings() * BETWEEN + self.hand.opened.len() as u64 + 1;
        self.hand.opened.retain(|(other, _)| *other != uid);
        self.hand.opened.push((uid, place));
        self.scene_dirty = true;
    }

    /// The receipts were read.
    fn close_receipts(&mut self) {
        self.hand = Hand {
            read: self.ledger().openings(),
            opened: vec![],
        };
        self.scene_dirty = true;
    }
}
