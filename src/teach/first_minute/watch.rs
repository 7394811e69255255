//! What is under way of each act, from the facts.

use super::{Act, Fact};
use crate::cluster::api::{Key, Object, Pod, Specified, StatefulSet, meta};
use crate::cluster::apiserver::Actor;
use crate::cluster::controllers::statefulset::identity::parent_and_ordinal;
use crate::cluster::kubelet::files;
use crate::i18n::Minute;
use crate::sim::{What, World};
use crate::view::beat::{Beat, Happening};
use crate::view::ledger::{Ledger, identity_of};
use std::collections::BTreeMap;

/// What is under way.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Watch {
    /// Pods that were deleted and are not back, and by whom.
    pub(super) gone: BTreeMap<Key, Actor>,
    /// The last file written on a disk of a pod.
    pub(super) file: Option<Written>,
    pub(super) scaled: Option<Scaled>,
    pub(super) rollout: Option<Rollout>,
    pub(super) broken: Option<Broken>,
    /// Nodes whose plug was pulled.
    pub(super) cut: Vec<String>,
}

/// A file on a disk.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Written {
    pub(super) pod: Key,
    pub(super) path: String,
    /// The disk.
    claim: String,
}

/// A set that was made larger.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Scaled {
    pub(super) set: Key,
    pub(super) from: i32,
    /// Whether it has been told to shrink again.
    pub(super) down: bool,
    /// The pods that went, in this order.
    order: Vec<String>,
    /// Whether every disk of theirs stays.
    kept: bool,
}

/// A set with a new template.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rollout {
    pub(super) set: Key,
    /// The last image that all its pods had.
    before: Option<String>,
    /// Whether its pods have disks of their own.
    disks: bool,
    order: Vec<String>,
    /// Whether an order would tell of more than this update: when it began, another one was at it, or a pod was away.
    mixed: bool,
}

/// A pod that is stuck with its set's new template.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Broken {
    pub(super) set: Key,
    pub(super) pod: Key,
    /// The image before the one that is stuck.
    pub(super) good: Option<String>,
    /// Whether the set has the good one again.
    pub(super) back: bool,
}

impl Watch {
    /// Looks at one thing that happened; answers the acts that are done by it.
    pub(super) fn see(
        &mut self,
        fact: &Fact,
        beat: &Beat,
        ledger: &Ledger,
        world: &World,
    ) -> Vec<(Act, Minute)> {
        let mut done = vec![];
        let key = &beat.key;
        match &beat.what {
            Happening::PodTerminating { .. } => {
                if is_of_a_set(fact) {
                    self.gone.insert(key.clone(), beat.actor.clone());
                }
                done.extend(self.evicted(fact, key));
            }
            Happening::PodGone {
                wanted, disk_goes, ..
            } => {
                if is_of_a_set(fact) {
                    let by = || beat.actor.clone();
                    self.gone.entry(key.clone()).or_insert_with(by);
                }
                if *wanted == Some(false) {
                    done.extend(self.shrunk(fact, *disk_goes, world));
                }
            }
            Happening::PodCreated { identity: Some(_) } => self.made(fact, key),
            Happening::PodReady => done.extend(self.back(fact, key, ledger, world)),
            Happening::FileChanged {
                path,
                claim: Some(claim),
                removed,
                ..
            } => {
                self.file = (!removed).then(|| Written {
                    pod: key.clone(),
                    path: path.clone(),
                    claim: claim.clone(),
                });
            }
            Happening::SetScaled { from, to } => self.scale(key, *from, *to),
            Happening::SetTemplateChanged => self.template(fact, key),
            Happening::RolloutDone => done.extend(self.rolled(key, world)),
            Happening::PodStuck { .. } => self.stuck(fact, key),
            Happening::PowerCut { .. } => self.cut.push(key.name.to_string()),
            Happening::PowerBack => self.cut.retain(|node| **node != *key.name),
            Happening::SetGone => {
                self.scaled = None;
                self.rollout = None;
                self.broken = None;
            }
            _ => {}
        }
        done
    }

    fn scale(&mut self, set: &Key, from: i32, to: i32) {
        match &mut self.scaled {
            Some(scaled) if scaled.set == *set && to < from => scaled.down = true,
            _ if to > from => {
                self.scaled = Some(Scaled {
                    set: set.clone(),
                    from,
                    down: false,
                    order: vec![],
                    kept: true,
                });
            }
            _ => self.scaled = None,
        }
    }

    fn shrunk(&mut self, fact: &Fact, disk_goes: bool, world: &World) -> Option<(Act, Minute)> {
        let pod = fact.object()?.get::<Pod>()?;
        let scaled = self.scaled.as_mut().filter(|scaled| scaled.down)?;
        let owner = meta::controller_of(&pod.metadata)?;
        if *owner.name != *scaled.set.name {
            return None;
        }
        let disks = pod.spec.as_ref()?.volumes.iter().flatten();
        let has_disk = disks
            .into_iter()
            .any(|volume| volume.persistent_volume_claim.is_some());
        scaled.kept &= has_disk && !disk_goes;
        scaled.order.push(meta::name(&pod.metadata).to_owned());
        let set = world
            .cluster
            .store
            .get::<StatefulSet>(&scaled.set.namespace, &scaled.set.name)?;
        let wanted = set.spec().replicas.unwrap_or(1);
        let here = set.status.as_ref().map_or(wanted, |status| status.replicas);
        // The status may not have seen the last one go yet.
        if here > wanted + 1 {
            return None;
        }
        if scaled.order.len() < 2 && here > wanted {
            return None;
        }
        let Scaled { order, kept, .. } = self.scaled.take()?;
        Some((Act::Scale, Minute::Scaled { order, kept }))
    }

    fn template(&mut self, fact: &Fact, set: &Key) {
        let now = fact.object().and_then(Object::get::<StatefulSet>);
        if let Some(broken) = self.broken.as_mut().filter(|broken| broken.set == *set) {
            broken.back = broken.good.is_some() && broken.good == now.and_then(|set| image(set));
        }
        // While a rollout is not done, the image before it is the last that all pods had.
        let under_way = self.rollout.take().filter(|rollout| rollout.set == *set);
        let crossed = under_way
            .as_ref()
            .is_some_and(|rollout| rollout.mixed || !rollout.order.is_empty());
        let away = self.gone.keys().any(|pod| {
            pod.namespace == set.namespace && parent_and_ordinal(&pod.name).0 == &*set.name
        });
        let before = match (under_way, &fact.what) {
            (Some(rollout), _) => rollout.before,
            (None, What::Changed { before, .. }) => {
                before.get::<StatefulSet>().and_then(|set| image(set))
            }
            _ => None,
        };
        self.rollout = Some(Rollout {
            set: set.clone(),
            before,
            disks: now.is_some_and(|set| has_disks(set)),
            order: vec![],
            mixed: crossed || away,
        });
    }

    fn made(&mut self, fact: &Fact, key: &Key) {
        let owner = fact
            .object()
            .and_then(Object::get::<Pod>)
            .and_then(|pod| meta::controller_of(&pod.metadata));
        if let (Some(rollout), Some(owner)) = (&mut self.rollout, owner)
            && *owner.name == *rollout.set.name
            && self.gone.get(key) == Some(&Actor::StatefulSetController)
        {
            // A pod that is made twice was replaced the second time.
            rollout.order.retain(|made| **made != *key.name);
            rollout.order.push(key.name.to_string());
        }
    }

    fn rolled(&mut self, set: &Key, world: &World) -> Option<(Act, Minute)> {
        let rollout = self.rollout.take_if(|rollout| rollout.set == *set)?;
        let Rollout {
            mut order,
            disks,
            mixed,
            ..
        } = rollout;
        // Whoever has gone for good since is not there to be told of.
        let store = &world.cluster.store;
        order.retain(|pod| store.get::<Pod>(&set.namespace, pod).is_some());
        // A rollout that had to be helped out of a broken image is another act's.
        let helped = self.broken.is_some();
        let ordinals: Vec<i64> = (order.iter())
            .map(|pod| parent_and_ordinal(pod).1)
            .collect();
        let from_top = order.len() > 1 && ordinals.is_sorted_by(|one, next| one > next);
        let told = Minute::Rolled {
            order,
            disks,
            from_top,
        };
        (!ordinals.is_empty() && !helped && !mixed).then_some((Act::Image, told))
    }

    fn stuck(&mut self, fact: &Fact, key: &Key) {
        let Some(pod) = fact.object().and_then(Object::get::<Pod>) else {
            return;
        };
        // Other pods can be stuck too; only one of a set that was rolling is this act's.
        let Some(rollout) = &self.rollout else {
            return;
        };
        if identity_of(pod).is_none() || self.broken.is_some() {
            return;
        }
        let (set, good) = (rollout.set.clone(), rollout.before.clone());
        // That the pod before it went was the rollout's doing.
        self.gone.remove(key);
        self.broken = Some(Broken {
            set,
            pod: key.clone(),
            good,
            back: false,
        });
    }

    /// A pod is Ready: the next one under a name that had one, perhaps.
    fn back(
        &mut self,
        fact: &Fact,
        key: &Key,
        ledger: &Ledger,
        world: &World,
    ) -> Vec<(Act, Minute)> {
        let mut done = vec![];
        let Some(by) = self.gone.remove(key) else {
            return done;
        };
        let pod = key.name.to_string();
        if let Some(broken) = self.broken.take_if(|broken| broken.pod == *key) {
            let told = match (broken.back, &by) {
                (true, Actor::You) => Minute::Unstuck { pod: pod.clone() },
                _ => Minute::Replaced { pod: pod.clone() },
            };
            done.push((Act::Broken, told));
        }
        if by != Actor::You {
            return done;
        }
        let object = fact.object().and_then(Object::get::<Pod>);
        let receipt = object
            .and_then(|pod| identity_of(pod))
            .and_then(|identity| ledger.receipt(&identity));
        let Some(receipt) = receipt else { return done };
        let disks: Vec<String> = (receipt.disks.iter())
            .filter(|disk| disk.old)
            .map(|disk| disk.claim.clone())
            .collect();
        if let Some(file) = self.file.take_if(|file| file.pod == *key)
            && disks.contains(&file.claim)
            && is_seen(world, key, &file.path)
        {
            let kept = Minute::Kept {
                pod: pod.clone(),
                path: file.path,
                disk: file.claim,
            };
            done.push((Act::Keep, kept));
        }
        done.push((
            Act::Delete,
            Minute::Back {
                pod,
                disks,
                ip: (receipt.ip.0 != receipt.ip.1).then_some(receipt.ip.1),
            },
        ));
        done
    }

    /// A pod of a set on a dead node was told to go by the cluster itself.
    fn evicted(&self, fact: &Fact, key: &Key) -> Option<(Act, Minute)> {
        let pod = fact.object()?.get::<Pod>()?;
        let node = pod.spec.as_ref()?.node_name.clone()?;
        let of_set = identity_of(pod).is_some();
        (of_set && fact.actor == Actor::NodeController && self.cut.contains(&node)).then(|| {
            let pod = key.name.to_string();
            (Act::Plug, Minute::NoSecond { pod, node })
        })
    }
}

/// Whether the pod that a fact is about is, or was, a set's.
fn is_of_a_set(fact: &Fact) -> bool {
    let pod = fact.object().and_then(Object::get::<Pod>);
    pod.is_some_and(|pod| identity_of(pod).is_some())
}

/// Whether a pod that runs has a file.
pub(super) fn is_seen(world: &World, pod: &Key, path: &str) -> bool {
    let files = files::view(&world.cluster, pod);
    files.iter().any(|(found, ..)| *found == path)
}

/// The image of a set's first container.
pub(super) fn image(set: &StatefulSet) -> Option<String> {
    let pod = set.spec().template.spec.as_ref()?;
    pod.containers.first()?.image.clone()
}

/// Whether a set's pods have disks of their own.
pub(super) fn has_disks(set: &StatefulSet) -> bool {
    let templates = set.spec().volume_claim_templates.as_ref();
    templates.is_some_and(|templates| !templates.is_empty())
}
