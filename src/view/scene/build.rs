//! The picture of a world: one pass over pods, claims and endpoints, whatever their number.

use super::disks::{ClaimNames, disk};
use super::names::{Names, services};
use super::pods::{Surroundings, card, image_differs};
use super::{Column, DiskTile, DnsEntry, NodeRow, PodCard, Scene, SetPicture};
use crate::cluster::api::conditions::node_is_ready;
use crate::cluster::api::{
    Key, Kind, Node, Object, PersistentVolumeClaim, Pod, Service, StatefulSet, meta,
};
use crate::sim::World;
use crate::view::beat::{mounted_claims, short_name};
use crate::view::ledger::{Ledger, wanted};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// So many wanted ordinals without anything get a column of their own.
const EMPTY_COLUMNS_MAX: usize = 16;

/// The picture of a world.
#[must_use]
pub fn scene(world: &World, ledger: &Ledger) -> Scene {
    let store = &world.cluster.store;
    let names = Names::of(world);
    let mut sets: Vec<Draft> = store
        .list::<StatefulSet>()
        .map(|set| Draft::of(world, set))
        .collect();
    let places: BTreeMap<String, usize> = sets
        .iter()
        .enumerate()
        .map(|(at, draft)| (draft.picture.uid.clone(), at))
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
        let owner = meta::controller_of(&pod.metadata).and_then(|owner| places.get(&owner.uid));
        match owner.and_then(|at| sets[*at].ordinal(&card).map(|ordinal| (*at, ordinal))) {
            Some((at, ordinal)) => {
                card.revision_differs = !sets[at].picture.update_revision.is_empty()
                    && card.revision != sets[at].picture.update_revision;
                card.image_differs = image_differs(pod, &sets[at].set.spec.template);
                sets[at].column(ordinal).pod = Some(card);
            }
            None => other_pods.push(card),
        }
    }
    let shelf = hang_disks(world, &mut sets, &mounted);
    let sets = sets
        .into_iter()
        .map(|draft| draft.finish(ledger, &names, world))
        .collect();
    Scene {
        now: world.now,
        nodes: nodes(world, &pods_on),
        sets,
        other_pods,
        shelf,
        services: services(world, &names),
    }
}

/// Puts every claim into the column it belongs to; answers those that belong to none.
fn hang_disks(world: &World, sets: &mut [Draft], mounted: &BTreeSet<Key>) -> Vec<DiskTile> {
    let names = ClaimNames::of(sets.iter().map(|draft| (&*draft.set, &draft.picture.key)));
    let mut shelf = Vec::new();
    for claim in world.cluster.store.list::<PersistentVolumeClaim>() {
        let key = Object::PersistentVolumeClaim(Arc::clone(claim)).key();
        let used = mounted.contains(&key);
        let place = names.place(&key);
        let mut tile = disk(world, claim, key);
        tile.mounted = used;
        match place {
            Some((at, template, ordinal)) => sets[at].disks.push((ordinal, template, tile)),
            None => shelf.push(tile),
        }
    }
    shelf
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
            name,
        }
    });
    rows.collect()
}

/// A set whose columns are being filled.
struct Draft {
    set: Arc<StatefulSet>,
    picture: SetPicture,
    columns: BTreeMap<i32, Column>,
    /// Ordinal, place of the claim template, tile.
    disks: Vec<(i32, usize, DiskTile)>,
    wanted: std::ops::Range<i32>,
}

impl Draft {
    fn of(world: &World, set: &Arc<StatefulSet>) -> Self {
        Self {
            picture: picture(world, set),
            set: Arc::clone(set),
            columns: BTreeMap::new(),
            disks: vec![],
            wanted: wanted(set),
        }
    }

    /// The ordinal in a pod's name, if it follows the set's.
    fn ordinal(&self, pod: &PodCard) -> Option<i32> {
        pod.key
            .name
            .strip_prefix(&*self.picture.key.name)?
            .strip_prefix('-')?
            .parse()
            .ok()
    }

    fn column(&mut self, ordinal: i32) -> &mut Column {
        let (set, wanted) = (&self.picture.key, self.wanted.contains(&ordinal));
        self.columns.entry(ordinal).or_insert_with(|| Column {
            ordinal,
            name: format!("{}-{ordinal}", set.name),
            wanted,
            dns: None,
            pod: None,
            disks: vec![],
            lives: 0,
            receipt: None,
        })
    }

    /// The first wanted ordinals that have nothing yet get a column, and the others are counted: what is
    /// drawn is bounded by what exists, whatever `replicas` asks for.
    fn draw_empty_places(&mut self) {
        let drawn = &self.columns;
        let empty: Vec<i32> = (self.wanted.clone())
            .filter(|ordinal| !drawn.contains_key(ordinal))
            .take(EMPTY_COLUMNS_MAX)
            .collect();
        for ordinal in empty {
            self.column(ordinal);
        }
        let drawn = self.columns.values().filter(|column| column.wanted).count();
        let wanted = u32::try_from(self.picture.wanted).unwrap_or_default();
        self.picture.undrawn = wanted.saturating_sub(u32::try_from(drawn).unwrap_or(u32::MAX));
    }

    fn finish(mut self, ledger: &Ledger, names: &Names, world: &World) -> SetPicture {
        self.disks
            .sort_by_key(|(ordinal, template, _)| (*ordinal, *template));
        for (ordinal, _, mut tile) in std::mem::take(&mut self.disks) {
            let column = self.column(ordinal);
            tile.kept = !column.wanted;
            column.disks.push(tile);
        }
        let namespace = self.picture.key.namespace.to_string();
        let set = self.picture.key.name.to_string();
        for ordinal in names.ordinals(&namespace, &self.picture.service_name, &set) {
            if self.wanted.contains(&ordinal) {
                self.column(ordinal);
            }
        }
        self.draw_empty_places();
        for column in self.columns.values_mut() {
            let identity = (namespace.clone(), set.clone(), column.ordinal);
            // A picture without a memory (a test, a moment of the past) still counts the pod it sees.
            column.lives = ledger.count(&identity).max(u32::from(column.pod.is_some()));
            column.receipt = ledger.receipt(&identity, world.now).cloned();
            if !self.picture.service_name.is_empty() {
                let service = &self.picture.service_name;
                column.dns = Some(DnsEntry {
                    name: short_name(&namespace, service, &column.name),
                    answer: names
                        .answer(&namespace, service, &column.name)
                        .map(str::to_owned),
                    previous: ledger
                        .previous_answer(&namespace, service, &column.name)
                        .map(str::to_owned),
                });
            }
        }
        self.picture.columns = self.columns.into_values().collect();
        self.picture
    }
}

fn picture(world: &World, set: &Arc<StatefulSet>) -> SetPicture {
    let key = Object::StatefulSet(Arc::clone(set)).key();
    let status = set.status.clone().unwrap_or_default();
    let strategy = set.spec.update_strategy.clone().unwrap_or_default();
    let service_name = set.spec.service_name.clone().unwrap_or_default();
    let service = world
        .cluster
        .store
        .get::<Service>(&key.namespace, &service_name);
    let headless = |service: &Arc<Service>| {
        service
            .spec
            .as_ref()
            .and_then(|spec| spec.cluster_ip.as_deref())
            == Some("None")
    };
    let first = set
        .spec
        .template
        .spec
        .as_ref()
        .and_then(|spec| spec.containers.first());
    SetPicture {
        uid: meta::uid(&set.metadata).to_owned(),
        wanted: set.spec.replicas.unwrap_or(1),
        ready: status.ready_replicas.unwrap_or_default(),
        current_revision: status.current_revision.unwrap_or_default(),
        update_revision: status.update_revision.unwrap_or_default(),
        ordered: set.spec.pod_management_policy.as_deref() != Some("Parallel"),
        strategy: strategy.type_.unwrap_or_else(|| "RollingUpdate".to_owned()),
        partition: strategy
            .rolling_update
            .and_then(|rolling| rolling.partition)
            .filter(|partition| *partition > 0),
        service_exists: service.is_some_and(headless),
        service_name,
        image: first
            .and_then(|container| container.image.clone())
            .unwrap_or_default(),
        container: first
            .map(|container| container.name.clone())
            .unwrap_or_default(),
        waiting: world.waiting.get(&key).cloned(),
        deleting: meta::is_deleting(&set.metadata),
        columns: vec![],
        undrawn: 0,
        key,
    }
}
