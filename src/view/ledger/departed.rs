//! The sets that are no more.

use super::Ledger;
use crate::cluster::api::{Key, Kind, StatefulSet};
use std::sync::Arc;

impl Ledger {
    /// Every set that was deleted, as it was when it went.
    pub fn departed_sets(&self) -> impl Iterator<Item = &Arc<StatefulSet>> {
        let first = Key::new(Kind::StatefulSet, "", "");
        let sets = self.versions.range(first..);
        sets.take_while(|(key, _)| key.kind == Kind::StatefulSet)
            .filter_map(|(_, versions)| versions.life.as_ref()?.get::<StatefulSet>())
    }
}
