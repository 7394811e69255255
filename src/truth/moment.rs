//! A moment of a history: the world as it is, what was before, and what would come if nobody did anything.

use super::memory::Memory;
use crate::app::App;
use crate::cluster::api::conditions::{is_available, is_ready, node_is_ready, phase};
use crate::cluster::api::{
    Key, Kind, Node, Object, PersistentVolumeClaim, Pod, Resource, ResourceQuota, Service,
    SimDuration, SimTime, Specified, StatefulSet, meta,
};
use crate::cluster::apiserver::Actor;
use crate::cluster::controllers::statefulset::identity::in_range;
use crate::cluster::dns::{self, Answer};
use crate::sim::act::act;
use crate::sim::queue::Component;
use crate::sim::step::step;
use crate::sim::{Fact, Input, What, World};
use crate::view::scene::{Column, DiskTile, NodeRow, PodCard, Scene, SetPicture};

/// So many looks ahead are enough if what is claimed holds then.
const AHEAD_ENOUGH: u32 = 300;
/// So many looks ahead it is waited for.
const AHEAD_MAX: u32 = 2000;

/// A moment, and what a sentence is about besides the names in it.
#[derive(Clone, Copy)]
pub(super) struct Moment<'a> {
    pub(super) world: &'a World,
    pub(super) scene: &'a Scene,
    pub(super) memory: &'a Memory,
    /// The fact a sentence of the story tells of.
    pub(super) fact: Option<&'a Fact>,
    pub(super) set: Option<&'a SetPicture>,
    pub(super) column: Option<&'a Column>,
    pub(super) disk: Option<&'a DiskTile>,
    pub(super) card: Option<&'a PodCard>,
    pub(super) node: Option<&'a NodeRow>,
    /// When what a sentence says is waited for comes.
    pub(super) until: Option<SimTime>,
    /// Whether the sentence stands there for the first time: what it promises is looked into once.
    pub(super) new: bool,
    /// The page it stands on, where there is one.
    pub(super) page: Option<OnPage<'a>>,
}

/// A page, and how many inputs there had been before it was told to do what it speaks of.
#[derive(Clone, Copy)]
pub(super) struct OnPage<'a> {
    pub(super) app: &'a App,
    pub(super) inputs_before: usize,
}

impl Moment<'_> {
    fn get<T: Resource>(&self, name: &str) -> Option<&T> {
        get(self.world, name)
    }

    pub(super) fn pod(&self, name: &str) -> Option<&Pod> {
        self.get(name)
    }

    pub(super) fn pod_is(&self, name: &str, is: impl FnOnce(&Pod) -> bool) -> bool {
        self.pod(name).is_some_and(is)
    }

    pub(super) fn going(&self, name: &str) -> bool {
        self.pod_is(name, |pod| meta::is_deleting(&pod.metadata))
    }

    pub(super) fn ready(&self, name: &str) -> bool {
        self.pod_is(name, is_ready)
    }

    pub(super) fn set_is(&self, name: &str, is: impl FnOnce(&StatefulSet) -> bool) -> bool {
        self.get(name).is_some_and(is)
    }

    pub(super) fn claim(&self, name: &str) -> Option<&PersistentVolumeClaim> {
        self.get(name)
    }

    pub(super) fn headless(&self, name: &str) -> bool {
        let service = self.get::<Service>(name);
        let spec = service.and_then(|service| service.spec.as_ref());
        spec.is_some_and(|spec| spec.cluster_ip.as_deref() == Some("None"))
    }

    pub(super) fn service(&self, name: &str) -> bool {
        self.get::<Service>(name).is_some()
    }

    /// Whether a set wants a pod of this name.
    pub(super) fn wanted(&self, pod: &str) -> bool {
        let Some((set, ordinal)) = pod.rsplit_once('-') else {
            return false;
        };
        let ordinal = ordinal.parse().ok();
        self.set_is(set, |set| {
            !meta::is_deleting(&set.metadata)
                && ordinal.is_some_and(|ordinal: i64| in_range(set, ordinal))
        })
    }

    /// Whether a pod can be counted on by its set's measure.
    pub(super) fn available(&self, name: &str) -> bool {
        let set = name.rsplit_once('-').map_or("", |(set, _)| set);
        let min = self.get::<StatefulSet>(set);
        let min = min.and_then(|set| set.spec().min_ready_seconds);
        self.pod_is(name, |pod| {
            !meta::is_deleting(&pod.metadata)
                && phase(pod) == "Running"
                && is_available(pod, min.unwrap_or_default(), self.world.now)
        })
    }

    /// Whether a pod has another revision than its set gives.
    pub(super) fn outdated(&self, name: &str) -> bool {
        let set = name.rsplit_once('-').map_or("", |(set, _)| set);
        let set = self.get::<StatefulSet>(set);
        let update = set.and_then(|set| set.status.as_ref()?.update_revision.clone());
        self.pod_is(name, |pod| {
            meta::label(&pod.metadata, "controller-revision-hash") != update.as_deref()
        })
    }

    pub(super) fn answers(&self, name: &str) -> Vec<String> {
        match dns::resolve(&self.world.cluster.store, "default", name) {
            Answer::Addresses(addresses) => addresses,
            _ => vec![],
        }
    }

    pub(super) fn powered(&self, node: &str) -> bool {
        let machine = self.world.cluster.machines.get(node);
        machine.is_none_or(|machine| machine.powered)
    }

    pub(super) fn heard(&self, node: &str) -> bool {
        let node = self.world.cluster.store.get::<Node>("", node);
        node.is_some_and(|node| node_is_ready(node))
    }

    /// Whether every machine runs, takes pods and is heard, and nothing limits or refuses: only then the
    /// way out that a sentence names can be gone to its end.
    pub(super) fn peaceful(&self) -> bool {
        let store = &self.world.cluster.store;
        let mut nodes = store.list::<Node>();
        let mut machines = self.world.cluster.machines.values();
        store.list::<Node>().count() == self.world.cluster.machines.len()
            && machines.all(|machine| machine.powered)
            && nodes.all(|node| {
                let cordoned = node.spec.as_ref().and_then(|spec| spec.unschedulable);
                node_is_ready(node) && cordoned != Some(true)
            })
            && store.list::<ResourceQuota>().next().is_none()
    }

    /// Whether the set's controller is about to look.
    pub(super) fn looks(&self, set: &str) -> bool {
        let soon = self.world.now.after(SimDuration(1000));
        let mut due = self.world.queue.iter().take_while(|(at, _)| *at <= soon);
        due.any(|(_, due)| due.component == Component::StatefulSet && *due.key.name == *set)
    }

    /// Whether a look of the set's controller is owed at any time.
    pub(super) fn retries(&self, set: &str) -> bool {
        let mut due = self.world.queue.iter();
        due.any(|(_, due)| due.component == Component::StatefulSet && *due.key.name == *set)
    }

    /// Whether the database is so full that a new pod is refused.
    pub(super) fn is_storage_full(&self) -> bool {
        let store = &self.world.cluster.store;
        store.bytes().saturating_add(32 * 1024) > store.limits.storage_bytes / 2
    }

    /// What would happen if nobody did anything: `see` says when it is decided; at the end, `rest` is.
    pub(super) fn ahead(
        &self,
        see: impl FnMut(&World, &[Fact]) -> Option<bool>,
        rest: impl Fn(&World) -> bool,
    ) -> bool {
        !self.new || run(self.world.clone(), see, rest)
    }

    /// What would come of an act.
    pub(super) fn after(
        &self,
        inputs: &[Input],
        see: impl FnMut(&World, &[Fact]) -> Option<bool>,
        rest: impl Fn(&World) -> bool,
    ) -> bool {
        if !self.new {
            return true;
        }
        let mut world = self.world.clone();
        world.cluster.store.clear_faults();
        for input in inputs {
            drop(act(&mut world, input, u64::MAX));
        }
        run(world, see, rest)
    }

    /// The claim is there and not on its way out, and stays there.
    pub(super) fn stays(&self, claim: &str) -> bool {
        let uid = self.claim(claim).map(|claim| meta::uid(&claim.metadata));
        let Some(uid) = uid else { return false };
        let there = |world: &World| has_claim(world, claim, uid);
        self.ahead(|world, _| (!there(world)).then_some(false), there)
    }

    /// The claim goes, or is gone.
    pub(super) fn goes(&self, claim: &str) -> bool {
        let uid = self.claim(claim).map(|claim| meta::uid(&claim.metadata));
        let Some(uid) = uid else { return true };
        let gone = |world: &World| !has_claim(world, claim, uid);
        self.ahead(|world, _| gone(world).then_some(true), gone)
    }

    /// The next pod that the set's controller makes or tells to go is `next`, unless it has to do `on`
    /// again, or something fails in between.
    pub(super) fn comes_next(&self, on: &str, next: Option<&String>) -> bool {
        self.is_next(on, next, |_| true)
    }

    /// The same of those that it tells to go.
    pub(super) fn leaves_next(&self, on: &str, next: Option<&String>) -> bool {
        self.is_next(on, next, |fact| !matches!(fact.what, What::Created(_)))
    }

    fn is_next(&self, on: &str, next: Option<&String>, counts: fn(&Fact) -> bool) -> bool {
        let Some(next) = next else { return true };
        let decide = |_: &World, facts: &[Fact]| {
            let mut decided = facts.iter().filter_map(|fact| {
                if is_disturbance(fact) {
                    return Some(true);
                }
                let touched = touched(fact).filter(|_| counts(fact))?;
                Some(touched == *next || touched == on)
            });
            decided.next()
        };
        self.ahead(decide, |_| true)
    }

    /// The set's controller makes and deletes no pod.
    pub(super) fn idle(&self) -> bool {
        let decide = |_: &World, facts: &[Fact]| {
            let mut decided = facts.iter().filter_map(|fact| {
                (is_disturbance(fact) && fact.actor != Actor::StatefulSetController)
                    .then_some(true)
                    .or_else(|| touched(fact).map(|_| false))
            });
            decided.next()
        };
        self.ahead(decide, |_| true)
    }

    /// The pod with this uid is neither replaced nor Ready whatever time passes.
    pub(super) fn stuck(&self, pod: &str) -> bool {
        let uid = self.pod(pod).map(|pod| meta::uid(&pod.metadata));
        let Some(uid) = uid else { return false };
        let decide = |world: &World, facts: &[Fact]| {
            let now = get::<Pod>(world, pod);
            let same = now.is_some_and(|pod| meta::uid(&pod.metadata) == uid);
            let going = now.is_some_and(|pod| meta::is_deleting(&pod.metadata));
            if facts.iter().any(is_of_a_node) {
                return Some(true);
            }
            (!same || going || now.is_some_and(is_ready)).then_some(false)
        };
        self.ahead(decide, |_| true)
    }
}

pub(super) fn get<'w, T: Resource>(world: &'w World, name: &str) -> Option<&'w T> {
    let object = world.cluster.store.get::<T>("default", name);
    object.map(|object| &**object)
}

fn has_claim(world: &World, name: &str, uid: &str) -> bool {
    let claim = get::<PersistentVolumeClaim>(world, name);
    claim.is_some_and(|claim| meta::uid(&claim.metadata) == uid)
}

fn run(
    mut world: World,
    mut see: impl FnMut(&World, &[Fact]) -> Option<bool>,
    rest: impl Fn(&World) -> bool,
) -> bool {
    for looks in 0..AHEAD_MAX {
        if looks == AHEAD_ENOUGH && rest(&world) {
            return true;
        }
        let Some(facts) = step(&mut world) else { break };
        if let Some(decided) = see(&world, &facts) {
            return decided;
        }
    }
    rest(&world)
}

/// The pod that the set's controller makes, or tells to go, in this fact.
pub(super) fn touched(fact: &Fact) -> Option<String> {
    if fact.actor != Actor::StatefulSetController || !fact.is_about(Kind::Pod) {
        return None;
    }
    let name = fact.object()?.key().name.to_string();
    match &fact.what {
        What::Created(_) | What::Deleted(_) => Some(name),
        What::Changed { before, after } => {
            let told = meta::is_deleting(after.meta()) && !meta::is_deleting(before.meta());
            told.then_some(name)
        }
        _ => None,
    }
}

fn is_of_a_node(fact: &Fact) -> bool {
    fact.actor == Actor::NodeController
}

/// Whether something fails by itself: a node is no longer heard from, a pod is no longer Ready.
fn is_disturbance(fact: &Fact) -> bool {
    let unready = match &fact.what {
        What::Changed {
            before: Object::Pod(before),
            after: Object::Pod(after),
        } => {
            let failed = phase(after) == "Failed" && phase(before) != "Failed";
            let going = meta::is_deleting(&after.metadata);
            failed || (is_ready(before) && !is_ready(after) && !going)
        }
        _ => false,
    };
    unready || is_of_a_node(fact)
}

/// The key of an object of the namespace every history plays in.
pub(super) fn key(kind: Kind, name: &str) -> Key {
    Key::new(kind, "default", name)
}
