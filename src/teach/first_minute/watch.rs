//! What is under way of each act, from the facts.

use super::offer::{self, Offer, Subject};
use super::{Act, Fact};
use crate::cluster::api::{Key, Object, Pod, Specified, StatefulSet, meta};
use crate::cluster::apiserver::Actor;
use crate::cluster::kubelet::files;
use crate::i18n::Minute;
use crate::sim::{What, World};
use crate::view::beat::{Beat, Happening};
use crate::view::ledger::{Ledger, identity_of};
use std::collections::BTreeMap;

/// What is under way.
#[derive(Clone, Debug, Default)]
pub(super) struct Watch {
    /// Pods that were deleted and are not back, and by whom.
    gone: BTreeMap<Key, Actor>,
    /// The last file written on a disk of a pod.
    file: Option<(Key, String)>,
    scaled: Option<Scaled>,
    rollout: Option<Rollout>,
    broken: Option<Broken>,
    /// Nodes whose plug was pulled.
    cut: Vec<String>,
}

#[derive(Clone, Debug)]
struct Scaled {
    set: Key,
    from: i32,
    /// Whether it has been told to shrink again.
    down: bool,
    /// The pods that went, in this order.
    order: Vec<String>,
    /// Whether every disk of theirs stays.
    kept: bool,
}

#[derive(Clone, Debug)]
struct Rollout {
    set: Key,
    /// The image before.
    before: Option<String>,
    /// Whether its pods have disks of their own.
    disks: bool,
    order: Vec<String>,
}

#[derive(Clone, Debug)]
struct Broken {
    set: Key,
    pod: Key,
    status: String,
    /// The image before the one that is stuck.
    good: Option<String>,
    back: bool,
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
                self.gone.insert(key.clone(), beat.actor.clone());
                done.extend(self.evicted(fact, key));
            }
            Happening::PodGone {
                wanted, disk_goes, ..
            } => {
                self.gone
                    .entry(key.clone())
                    .or_insert_with(|| beat.actor.clone());
                if *wanted == Some(false) {
                    done.extend(self.shrunk(fact, *disk_goes, world));
                }
            }
            Happening::PodCreated { identity: Some(_) } => self.made(fact, key),
            Happening::PodReady => done.extend(self.back(fact, key, ledger, world)),
            Happening::FileChanged {
                path,
                volume: Some(_),
                removed,
                ..
            } => {
                self.file = (!removed).then(|| (key.clone(), path.clone()));
            }
            Happening::SetScaled { from, to } => self.scale(key, *from, *to),
            Happening::SetTemplateChanged => self.template(fact, key),
            Happening::RolloutDone => done.extend(self.rolled(key)),
            Happening::PodStuck { status } => self.stuck(fact, key, status),
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
        if let Some(broken) = &mut self.broken {
            broken.back = true;
        }
        let before = match &fact.what {
            What::Changed { before, .. } => before.get::<StatefulSet>(),
            _ => None,
        };
        self.rollout = Some(Rollout {
            set: set.clone(),
            before: before.and_then(|set| image(set)),
            disks: fact
                .object()
                .and_then(Object::get::<StatefulSet>)
                .is_some_and(|set| has_disks(set)),
            order: vec![],
        });
    }

    fn made(&mut self, fact: &Fact, key: &Key) {
        let owner = fact
            .object()
            .and_then(Object::get::<Pod>)
            .and_then(|pod| meta::controller_of(&pod.metadata));
        if let (Some(rollout), Some(owner)) = (&mut self.rollout, owner)
            && *owner.name == *rollout.set.name
        {
            rollout.order.push(key.name.to_string());
        }
    }

    fn rolled(&mut self, set: &Key) -> Option<(Act, Minute)> {
        let rollout = self.rollout.take_if(|rollout| rollout.set == *set)?;
        let Rollout { order, disks, .. } = rollout;
        // A rollout that had to be helped out of a broken image is another act's.
        let helped = self.broken.is_some();
        (!order.is_empty() && !helped).then_some((Act::Image, Minute::Rolled { order, disks }))
    }

    fn stuck(&mut self, fact: &Fact, key: &Key, status: &str) {
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
            status: status.to_owned(),
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
        if let Some((_, path)) = self.file.take_if(|(written, _)| written == key)
            && files::view(&world.cluster, key)
                .iter()
                .any(|(found, ..)| *found == path)
        {
            let (pod, disks) = (pod.clone(), disks.clone());
            done.push((Act::Keep, Minute::Kept { pod, path, disks }));
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

    /// What there is to do now for an act, and the button that does it.
    pub(super) fn ask(
        &self,
        act: Act,
        world: &World,
        open: Option<&Key>,
    ) -> (Minute, Option<Offer>) {
        self.under_way(act, world).unwrap_or_else(|| {
            offer::subject(world, open)
                .map_or((Minute::AskSet, None), |subject| begin(act, &subject))
        })
    }

    /// What there is to do for an act that has begun.
    fn under_way(&self, act: Act, world: &World) -> Option<(Minute, Option<Offer>)> {
        let mut gone = self.gone.iter();
        let going = gone
            .find(|(_, by)| **by == Actor::You)
            .map(|(pod, _)| pod.name.to_string());
        Some(match act {
            Act::Delete => (Minute::Going { pod: going? }, None),
            Act::Keep => {
                let (pod, path) = self.file.as_ref()?;
                match going {
                    Some(pod) => (Minute::GoingFile { pod }, None),
                    None => (
                        Minute::AskKeepDelete {
                            pod: pod.name.to_string(),
                            path: path.clone(),
                        },
                        offer::delete_named(world, pod),
                    ),
                }
            }
            Act::Scale => match self.scaled.as_ref()? {
                scaled if scaled.down => (Minute::Shrinking, None),
                scaled => (
                    Minute::AskBack { to: scaled.from },
                    offer::back(world, &scaled.set, scaled.from),
                ),
            },
            Act::Image => {
                let rolls = self.rollout.is_some() && self.broken.is_none();
                rolls.then_some((Minute::Rolling, None))?
            }
            Act::Broken => match &self.broken {
                Some(broken) => self.help(broken, world),
                None => self.rollout.as_ref().map(|_| (Minute::Rolling, None))?,
            },
            Act::Plug => {
                let node = self.cut.last()?.clone();
                (Minute::Dead { node }, None)
            }
        })
    }

    /// The way out of a broken image.
    fn help(&self, broken: &Broken, world: &World) -> (Minute, Option<Offer>) {
        let pod = broken.pod.name.to_string();
        if self.gone.contains_key(&broken.pod) {
            return (Minute::Going { pod }, None);
        }
        if broken.back {
            let offer = offer::delete_named(world, &broken.pod);
            return (Minute::AskHelp { pod }, offer);
        }
        let status = broken.status.clone();
        let good = broken.good.as_ref();
        let offer = good.and_then(|good| offer::put_back(world, &broken.set, good));
        (Minute::Stuck { pod, status }, offer)
    }
}

/// What there is to do for an act that has not begun.
fn begin(act: Act, subject: &Subject<'_>) -> (Minute, Option<Offer>) {
    let set = subject.name();
    if subject.wants_none() && subject.has_no_pod() && act != Act::Scale {
        return (Minute::AskPods { set }, subject.more(1));
    }
    match act {
        Act::Delete => {
            let pod = subject.first_pod();
            (Minute::AskDelete { pod }, subject.delete())
        }
        Act::Keep => {
            let pod = subject.has_disks().then(|| subject.first_pod());
            (Minute::AskKeep { pod }, subject.write())
        }
        // Two, so that there is an order to see.
        Act::Scale => (Minute::AskScale { set }, subject.more(2)),
        Act::Image => (
            Minute::AskImage { set },
            subject.image(["1.10.0", "1.11.0"]),
        ),
        Act::Broken => (
            Minute::AskBroken { set },
            subject.image(["broken", "broken"]),
        ),
        Act::Plug => {
            let at = subject.plug();
            let offer = at.clone().map(|(node, _)| Offer::Unplug(node));
            (Minute::AskPlug { at }, offer)
        }
    }
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
