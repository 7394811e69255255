//! The picture of a world: one pass over pods, claims and endpoints, whatever their number.

use super::departed::{departed, identity_name};
use super::disks::{ClaimNames, disk};
use super::draft::Draft;
use super::names::{Names, services};
use super::pods::{Surroundings, belongs, card, image_differs};
use super::{DiskTile, NodeRow, Scene, SetPicture};
use crate::cluster::api::conditions::node_is_ready;
use crate::cluster::api::{
    Key, Kind, Node, Object, PersistentVolumeClaim, Pod, Specified, StatefulSet, meta, sort,
};
use crate::sim::World;
use crate::view::beat::mounted_claims;
use crate::view::ledger::Ledger;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The picture of a world.
#[must_use]
pub fn scene(world: &World, ledger: &Ledger) -> Scene {
    let store = &world.cluster.store;
    let names = Names::of(world);
    let mut sets: Vec<Draft> = store
        .list::<StatefulSet>()
        .map(|set| Draft::of(world, set))
        .collect();
    let before = departed(world, ledger);
    sets.extend(before.gone.iter().map(|set| Draft::departed(world, set)));
    // By name, not by uid: a name is what an identity is.
    let places: BTreeMap<(String, String), usize> = sets
        .iter()
        .enumerate()
        .map(|(at, draft)| (draft.name(), at))
        .collect();

    let surroundings = Surroundings::of(world);
    let mut pods_on: BTreeMap<String, usize> = BTreeMap::new();
    let mut mounted: BTreeSet<Key> = BTreeSet::new();
    let mut other_pods = Vec::new();
    for pod in store.list::<Pod>() {
        let key = Object::Pod(Arc::clone(pod)).key();
        mounted.extend(
            mounted_claims(pod).map(|claim| key.sibling(Kind::PersistentVolumeClaim, claim)),
        );
        let mut card = card(pod, key, &surroundings);
        *pods_on.entry(card.node.clone()).or_default() += 1;
        let place = identity_name(pod).and_then(|name| places.get(&name));
        match place.and_then(|at| sets[*at].ordinal(&card).map(|ordinal| (*at, ordinal))) {
            Some((at, ordinal)) => {
                card.revision_differs = !sets[at].picture.update_revision.is_empty()
                    && card.revision != sets[at].picture.update_revision;
                if sets[at].picture.remains.is_none() {
                    card.image_differs = image_differs(pod, &sets[at].set.spec().template);
                }
                card.belongs = belongs(pod, &sets[at].set);
                sets[at].hold_pod(pod);
                sets[at].column(ordinal).pod = Some(card);
            }
            None => other_pods.push(card),
        }
    }
    let shelf = hang_disks(world, &mut sets, &before.replaced, &mounted);
    let mut sets: Vec<SetPicture> = sets
        .into_iter()
        .map(|draft| draft.finish(ledger, &names))
        // A set that is gone is in the picture as long as anything of it is.
        .filter(|set| set.remains.is_none() || !set.columns.is_empty())
        .collect();
    sort::by(&mut sets, |one, other| one.key.cmp(&other.key));
    Scene {
        now: world.now,
        had_sets: !before.is_empty() || !sets.is_empty(),
        nodes: nodes(world, &pods_on),
        sets,
        other_pods,
        shelf,
        services: services(world, &names),
    }
}

/// Puts every claim into the column it belongs to; answers those that belong to none. `replaced` are
/// the sets that had the name of one in the picture before it.
fn hang_disks(
    world: &World,
    sets: &mut [Draft],
    replaced: &[Arc<StatefulSet>],
    mounted: &BTreeSet<Key>,
) -> Vec<DiskTile> {
    let names = ClaimNames::of(sets.iter().map(|draft| &*draft.set), replaced);
    let mut shelf = Vec::new();
    for claim in world.cluster.store.list::<PersistentVolumeClaim>() {
        let key = Object::PersistentVolumeClaim(Arc::clone(claim)).key();
        let used = mounted.contains(&key);
        let place = names.place(&key);
        let mut tile = disk(world, claim, key);
        tile.mounted = used;
        match place {
            Some((at, template, ordinal)) => {
                sets[at].hold_claim(&tile);
                sets[at].disks.push((ordinal, template, tile));
            }
            None => shelf.push(tile),
        }
    }
    shelf
}

fn pods_max(node: &Node) -> u32 {
    let room = node
        .status
        .as_ref()
        .and_then(|status| status.allocatable.as_ref());
    room.and_then(|room| room.get("pods")?.0.parse().ok())
        .unwrap_or_default()
}

fn nodes(world: &World, pods_on: &BTreeMap<String, usize>) -> Vec<NodeRow> {
    let rows = world.cluster.store.list::<Node>().map(|node| {
        let name = meta::name(&node.metadata).to_owned();
        let ready = node_is_ready(node);
        let cordoned = node.spec.as_ref().and_then(|spec| spec.unschedulable) == Some(true);
        let word = if ready { "Ready" } else { "NotReady" };
        NodeRow {
            status: if cordoned {
                format!("{word},SchedulingDisabled")
            } else {
                word.to_owned()
            },
            ready,
            powered: world
                .cluster
                .machines
                .get(name.as_str())
                .is_none_or(|machine| machine.powered),
            zone: meta::label(&node.metadata, "topology.kubernetes.io/zone")
                .unwrap_or_default()
                .to_owned(),
            pods: pods_on.get(&name).copied().unwrap_or_default(),
            pods_max: pods_max(node),
            name,
        }
    });
    rows.collect()
}
