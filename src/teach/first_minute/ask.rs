//! What there is to do now for an act, and the button that does it. What is under way is held against the world: an act
//! that cannot come to its end any more has not begun.

use super::Act;
use super::offer::{self, Offer, Subject};
use super::watch::{Broken, Watch, image, is_seen};
use crate::cluster::api::conditions::is_ready;
use crate::cluster::api::pod_status::pod_status;
use crate::cluster::api::{Key, Kind, Pod, Specified, StatefulSet, meta};
use crate::cluster::apiserver::Actor;
use crate::cluster::controllers::statefulset::identity::{
    in_range, parent_and_ordinal, replicas, revision_of,
};
use crate::i18n::Minute;
use crate::sim::World;

type Asked = (Minute, Option<Offer>);

impl Watch {
    /// What there is to do now for an act, and the button that does it.
    pub(super) fn ask(&self, act: Act, world: &World, open: Option<&Key>) -> Asked {
        self.under_way(act, world).unwrap_or_else(|| {
            offer::subject(world, open)
                .map_or((Minute::AskSet, None), |subject| begin(act, &subject))
        })
    }

    /// What there is to do for an act that has begun.
    fn under_way(&self, act: Act, world: &World) -> Option<Asked> {
        match act {
            Act::Delete => {
                let mut yours = self.gone.iter().filter(|(_, by)| **by == Actor::You);
                let (pod, _) = yours.find(|(pod, _)| is_to_come(world, pod))?;
                let pod = pod.name.to_string();
                Some((Minute::Going { pod }, None))
            }
            Act::Keep => self.keep(world),
            Act::Scale => self.scale_back(world),
            Act::Image if self.broken.is_none() => self.roll(world),
            Act::Image => None,
            Act::Broken => match &self.broken {
                Some(broken) => self.help(broken, world),
                None => self.roll(world),
            },
            Act::Plug => {
                let node = self.cut.last()?.clone();
                Some((Minute::Dead { node }, None))
            }
        }
    }

    /// A file is written, and its pod has to go.
    fn keep(&self, world: &World) -> Option<Asked> {
        let file = self.file.as_ref()?;
        let pod = file.pod.name.to_string();
        match self.gone.get(&file.pod) {
            Some(Actor::You) if is_to_come(world, &file.pod) => {
                return Some((Minute::GoingFile { pod }, None));
            }
            _ => {}
        }
        // A pod that does not run shows no files; what it had on its disk is there all the same.
        let there = get_pod(world, &file.pod)?;
        (!is_ready(there) || is_seen(world, &file.pod, &file.path)).then(|| {
            let path = file.path.clone();
            let offer = offer::delete_named(world, &file.pod);
            (Minute::AskKeepDelete { pod, path }, offer)
        })
    }

    /// A set was made larger, and has to be made smaller again.
    fn scale_back(&self, world: &World) -> Option<Asked> {
        let scaled = self.scaled.as_ref()?;
        let now = get_set(world, &scaled.set)?;
        let set = scaled.set.name.to_string();
        let surplus = |pod: &&Pod| {
            let (_, ordinal) = parent_and_ordinal(meta::name(&pod.metadata));
            !in_range(now, ordinal)
        };
        match scaled.down {
            true => own_pods(world, now).any(|pod| surplus(&pod)).then_some(()),
            false => (replicas(now) > scaled.from).then_some(()),
        }?;
        Some(match scaled.down {
            true => (Minute::Shrinking { set }, None),
            false => {
                let to = scaled.from;
                let offer = offer::back(world, &scaled.set, to);
                (Minute::AskBack { set, to }, offer)
            }
        })
    }

    /// A new template is on its way to the pods.
    fn roll(&self, world: &World) -> Option<Asked> {
        let rollout = self.rollout.as_ref()?;
        let now = get_set(world, &rollout.set)?;
        let status = now.status.as_ref();
        let seen = status.and_then(|status| status.observed_generation);
        let update = status.and_then(|status| status.update_revision.as_deref());
        let current = status.and_then(|status| status.current_revision.as_deref());
        let is_old = |pod: &Pod| Some(revision_of(pod)) != update;
        let unseen = seen != now.metadata.generation;
        let old = unseen || own_pods(world, now).any(is_old);
        let all = i32::try_from(own_pods(world, now).count()).ok() >= Some(replicas(now));
        let set = rollout.set.name.to_string();
        match (old, all) {
            (true, _) => Some((Minute::Rolling { set }, None)),
            // The controller calls it done once the last one is Ready; of OnDelete it never does.
            (false, _) if current == update || !is_rolling(now) => None,
            (false, true) => Some((Minute::RollingLast { set }, None)),
            (false, false) => Some((Minute::Rolling { set }, None)),
        }
    }

    /// The way out of a broken image.
    fn help(&self, broken: &Broken, world: &World) -> Option<Asked> {
        let pod = broken.pod.name.to_string();
        let set = get_set(world, &broken.set)?;
        if self.gone.contains_key(&broken.pod) {
            let comes = is_to_come(world, &broken.pod);
            return comes.then_some((Minute::Replacing { pod }, None));
        }
        let stuck = get_pod(world, &broken.pod).filter(|pod| !is_ready(pod))?;
        let of_now = stuck
            .spec
            .as_ref()
            .and_then(|spec| spec.containers.first()?.image.clone());
        if broken.back {
            let offer = offer::delete_named(world, &broken.pod);
            return (of_now != image(set)).then_some((Minute::AskHelp { pod }, offer));
        }
        let status = pod_status(stuck);
        let good = broken.good.as_ref();
        let offer = good.and_then(|good| offer::put_back(world, &broken.set, good));
        Some((Minute::Stuck { pod, status }, offer))
    }
}

fn get_pod<'w>(world: &'w World, key: &Key) -> Option<&'w Pod> {
    let pod = world.cluster.store.get::<Pod>(&key.namespace, &key.name)?;
    Some(pod)
}

fn get_set<'w>(world: &'w World, key: &Key) -> Option<&'w StatefulSet> {
    let store = &world.cluster.store;
    let set = store.get::<StatefulSet>(&key.namespace, &key.name)?;
    Some(set)
}

fn own_pods<'w>(world: &'w World, set: &'w StatefulSet) -> impl Iterator<Item = &'w Pod> {
    let pods = (world.cluster.store).list_in::<Pod>(meta::namespace(&set.metadata));
    let own = pods.filter(|pod| {
        let owner = meta::controller_of(&pod.metadata);
        owner.is_some_and(|owner| owner.uid == meta::uid(&set.metadata))
    });
    own.map(|pod| &**pod)
}

/// Whether the set's controller replaces outdated pods by itself.
fn is_rolling(set: &StatefulSet) -> bool {
    let strategy = set.spec().update_strategy.as_ref();
    strategy.and_then(|strategy| strategy.type_.as_deref()) == Some("RollingUpdate")
}

/// Whether a pod of this name is wanted, so that the next one comes when this one is gone.
fn is_to_come(world: &World, pod: &Key) -> bool {
    let (parent, ordinal) = parent_and_ordinal(&pod.name);
    let set = get_set(world, &pod.sibling(Kind::StatefulSet, parent));
    set.is_some_and(|set| !meta::is_deleting(&set.metadata) && in_range(set, ordinal))
}

/// What there is to do for an act that has not begun.
fn begin(act: Act, subject: &Subject<'_>) -> Asked {
    let set = subject.name();
    if subject.is_going() {
        return (Minute::AskAgain { set }, None);
    }
    let Some(pod) = subject.first_pod() else {
        return match act {
            // Two, so that there is an order to see.
            Act::Scale => (Minute::AskScale { set }, subject.more(2)),
            _ => (Minute::AskPods { set }, subject.more(1)),
        };
    };
    match act {
        Act::Delete => (Minute::AskDelete { pod }, subject.delete()),
        Act::Keep => {
            let pod = subject.has_disks().then_some(pod);
            (Minute::AskKeep { pod }, subject.write())
        }
        Act::Scale => (Minute::AskScale { set }, subject.more(2)),
        Act::Image => (
            Minute::AskImage { set },
            // With all of them there, the order is of this update alone.
            subject
                .unready()
                .map_or_else(|| subject.image(["1.10.0", "1.11.0"]), |_| None),
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
