//! One set's columns while they are being filled.

use super::fate;
use super::names::Names;
use super::{Column, DiskTile, DnsEntry, PodCard, Remains, SetPicture};
use crate::cluster::api::{Key, Object, Pod, Service, Specified, StatefulSet, meta, sort};
use crate::cluster::controllers::statefulset::identity::start_ordinal;
use crate::cluster::controllers::statefulset::retention::policy;
use crate::cluster::outcome::Rule;
use crate::sim::World;
use crate::view::beat::short_name;
use crate::view::events::events;
use crate::view::ledger::{Ledger, wanted};
use std::collections::BTreeMap;
use std::sync::Arc;

/// So many wanted ordinals without anything get a column of their own.
const EMPTY_COLUMNS_MAX: usize = 16;

/// A set whose columns are being filled.
pub(super) struct Draft {
    pub(super) set: Arc<StatefulSet>,
    pub(super) picture: SetPicture,
    columns: BTreeMap<i32, Column>,
    /// Ordinal, place of the claim template, tile.
    pub(super) disks: Vec<(i32, usize, DiskTile)>,
    wanted: std::ops::Range<i32>,
}

impl Draft {
    pub(super) fn of(world: &World, set: &Arc<StatefulSet>) -> Self {
        Self {
            picture: picture(world, set),
            set: Arc::clone(set),
            columns: BTreeMap::new(),
            disks: vec![],
            // A set that is being deleted makes no more pods.
            wanted: match meta::is_deleting(&set.metadata) {
                true => 0..0,
                false => wanted(set),
            },
        }
    }

    /// A set that is no more: nothing of it is wanted, and what stands in its columns is what it left.
    pub(super) fn departed(world: &World, set: &Arc<StatefulSet>) -> Self {
        let mut draft = Self::of(world, set);
        draft.wanted = 0..0;
        let picture = &mut draft.picture;
        (picture.wanted, picture.ready) = (0, 0);
        picture.current_revision.clear();
        picture.update_revision.clear();
        (picture.partition, picture.waiting, picture.deleting) = (None, None, false);
        picture.remains = Some(Remains::default());
        draft
    }

    /// Namespace and name.
    pub(super) fn name(&self) -> (String, String) {
        let key = &self.picture.key;
        (key.namespace.to_string(), key.name.to_string())
    }

    /// Notes what becomes of a pod of a set that is gone: one without an owner stays.
    pub(super) fn hold_pod(&mut self, pod: &Pod) {
        if let Some(remains) = &mut self.picture.remains {
            let stays =
                meta::controller_of(&pod.metadata).is_none() && !meta::is_deleting(&pod.metadata);
            remains.pods_stay |= stays;
            remains.pods_go |= !stays;
        }
    }

    /// Notes whether a claim of a set that is gone stays.
    pub(super) fn hold_claim(&mut self, disk: &DiskTile) {
        if let Some(remains) = &mut self.picture.remains {
            remains.disks_stay |= !disk.goes;
        }
    }

    /// The ordinal in a pod's name, if it follows the set's.
    pub(super) fn ordinal(&self, pod: &PodCard) -> Option<i32> {
        pod.key
            .name
            .strip_prefix(&*self.picture.key.name)?
            .strip_prefix('-')?
            .parse()
            .ok()
    }

    pub(super) fn column(&mut self, ordinal: i32) -> &mut Column {
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

    pub(super) fn finish(mut self, ledger: &Ledger, names: &Names) -> SetPicture {
        sort::by_key(&mut self.disks, |(ordinal, template, _)| {
            (*ordinal, *template)
        });
        let scaled = self.picture.remains.is_none() && policy(&self.set).when_scaled;
        for (ordinal, _, mut tile) in std::mem::take(&mut self.disks) {
            let column = self.column(ordinal);
            tile.kept = fate::is_kept(&tile, column, scaled);
            column.disks.push(tile);
        }
        let namespace = self.picture.key.namespace.to_string();
        let set = self.picture.key.name.to_string();
        for ordinal in names.ordinals(&namespace, &self.picture.service_name, &set) {
            self.column(ordinal);
        }
        self.draw_empty_places();
        for column in self.columns.values_mut() {
            let identity = (namespace.clone(), set.clone(), column.ordinal);
            // A picture without a memory (a test, a moment of the past) still counts the pod it sees.
            column.lives = ledger.count(&identity).max(u32::from(column.pod.is_some()));
            column.receipt = ledger.receipt(&identity);
            if !self.picture.service_name.is_empty() {
                let service = &self.picture.service_name;
                let name = short_name(&namespace, service, &column.name);
                if let Some(receipt) = column
                    .receipt
                    .as_mut()
                    .filter(|_| self.picture.service_exists)
                {
                    receipt.dns = ledger.has_answered_before(&identity).then(|| name.clone());
                }
                column.dns = Some(DnsEntry {
                    name,
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
    let strategy = set.spec().update_strategy.clone().unwrap_or_default();
    let service_name = set.spec().service_name.clone().unwrap_or_default();
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
        .spec()
        .template
        .spec
        .as_ref()
        .and_then(|spec| spec.containers.first());
    SetPicture {
        uid: meta::uid(&set.metadata).to_owned(),
        wanted: set.spec().replicas.unwrap_or(1),
        ready: status.ready_replicas.unwrap_or_default(),
        current_revision: status.current_revision.unwrap_or_default(),
        update_revision: status.update_revision.unwrap_or_default(),
        ordered: set.spec().pod_management_policy.as_deref() != Some("Parallel"),
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
        min_ready: set.spec().min_ready_seconds.unwrap_or_default() > 0,
        refusal: refusal(world, &key),
        waiting: world.waiting.get(&key).cloned(),
        deleting: meta::is_deleting(&set.metadata),
        observed: status.observed_generation == set.metadata.generation,
        start: i32::try_from(start_ordinal(set)).unwrap_or(i32::MAX),
        replaces_broken: fate::replaces_broken(set, world.cluster.store.gates),
        remains: None,
        columns: vec![],
        undrawn: 0,
        key,
    }
}

/// The newest warning about a set whose controller has to try again.
fn refusal(world: &World, key: &Key) -> Option<String> {
    let waiting = world.waiting.get(key)?;
    if waiting.rule != Rule::Failing {
        return None;
    }
    let mut rows = events(world, Some(key), usize::MAX);
    let last = rows.pop()?;
    last.warning.then_some(last.message)
}
