//! Which receipts lie open, and what they say: the newest life of a name beside the one before.

use super::{Identity, Ledger, Life};
use crate::cluster::api::{Key, Kind};
use crate::view::beat::NameIdentity;
use crate::view::receipt::{Receipt, UsedDisk};

impl Ledger {
    /// The receipt of an identity's present pod, if it is not the first of its name.
    #[must_use]
    pub fn receipt(&self, identity: &Identity) -> Option<Receipt> {
        let (new, earlier) = self.lives(identity).split_last()?;
        let old = earlier.last()?;
        if new.gone.is_some() {
            return None;
        }
        let ip = match new.addressed {
            true => new.ip.clone(),
            false => String::new(),
        };
        let pair = |read: fn(&Life) -> &String| (read(old).clone(), read(new).clone());
        let (namespace, set, ordinal) = identity;
        let disks = new.claims.iter().filter_map(|used| {
            let key = Key::new(Kind::PersistentVolumeClaim, namespace, &used.claim);
            let now = self.claims.get(&key).filter(|now| now.uid == used.uid)?;
            Some(UsedDisk {
                claim: used.claim.clone(),
                old: used.old,
                new: !used.old && !earlier.iter().any(|life| life.had.contains(&used.uid)),
                going: now.deleting,
            })
        });
        Some(Receipt {
            name: format!("{set}-{ordinal}"),
            life: self.count(identity),
            back: new.back,
            uid: pair(|life| &life.uid),
            ip: (old.ip.clone(), ip),
            node: pair(|life| &life.node),
            image: other_image(old, new),
            revision: pair(|life| &life.revision),
            dns: None,
            disks: disks.collect(),
            standing: self.standing.get(identity).copied(),
        })
    }

    /// Whether the name of an identity has answered with an earlier pod's address.
    #[must_use]
    pub fn has_answered_before(&self, identity: &Identity) -> bool {
        let lives = self.lives(identity).split_last();
        lives.is_some_and(|(_, before)| before.iter().any(|life| life.answered))
    }

    /// Puts all receipts away: another input was given.
    pub fn forget_receipts(&mut self) {
        self.standing.clear();
    }

    /// A pod is Ready for the first time: if it is not the first of its name, that is news.
    pub(super) fn announce_receipt(&mut self, identity: Identity) {
        if self.count(&identity) > 1 {
            self.openings += 1;
            self.standing.insert(identity, self.openings);
        }
    }

    /// A name answers with an address.
    pub(super) fn keep_answer(&mut self, (namespace, _, host): &NameIdentity, ip: &str) {
        let pod = Key::new(Kind::Pod, namespace, host);
        let Some(Some(identity)) = self.pods.get(&pod) else {
            return;
        };
        let lives = self.lives.get_mut(identity);
        if let Some(life) = lives.and_then(|lives| lives.last_mut()) {
            life.answered |= life.ip == ip;
        }
    }
}

/// The images of the first container that has another one than before.
fn other_image(old: &Life, new: &Life) -> Option<(String, String)> {
    new.images.iter().find_map(|(name, now)| {
        let (_, before) = old.images.iter().find(|(other, _)| other == name)?;
        (before != now).then(|| (before.clone(), now.clone()))
    })
}
