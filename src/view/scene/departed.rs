//! Sets that were deleted: what they left behind still has their names.

use crate::cluster::api::{Pod, StatefulSet, meta};
use crate::cluster::controllers::statefulset::identity::{POD_NAME_LABEL, parent_and_ordinal};
use crate::sim::World;
use crate::view::ledger::Ledger;
use std::sync::Arc;

/// Every set that was deleted, as it was when it went.
#[derive(Default)]
pub(super) struct Departed {
    /// Those whose name no set has now.
    pub(super) gone: Vec<Arc<StatefulSet>>,
    /// Those whose name another set has by now.
    pub(super) replaced: Vec<Arc<StatefulSet>>,
}

impl Departed {
    pub(super) const fn is_empty(&self) -> bool {
        self.gone.is_empty() && self.replaced.is_empty()
    }
}

pub(super) fn departed(world: &World, ledger: &Ledger) -> Departed {
    let mut before = Departed::default();
    for set in ledger.departed_sets() {
        let (namespace, name) = (meta::namespace(&set.metadata), meta::name(&set.metadata));
        let again = world.cluster.store.get::<StatefulSet>(namespace, name);
        let list = match again {
            Some(_) => &mut before.replaced,
            None => &mut before.gone,
        };
        list.push(Arc::clone(set));
    }
    before
}

/// Namespace and name of the set whose identity a pod has: the one that owns it or, where none does, the
/// one that made it.
pub(super) fn identity_name(pod: &Pod) -> Option<(String, String)> {
    let name = meta::name(&pod.metadata);
    let set = match meta::controller_of(&pod.metadata) {
        Some(owner) if owner.kind == "StatefulSet" => owner.name.clone(),
        Some(_) => return None,
        // The label stays when a pod has lost its owner.
        None if meta::label(&pod.metadata, POD_NAME_LABEL) == Some(name) => {
            parent_and_ordinal(name).0.to_owned()
        }
        None => return None,
    };
    Some((meta::namespace(&pod.metadata).to_owned(), set))
}
