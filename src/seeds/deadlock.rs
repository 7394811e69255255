//! The true deadlocks: states in which a real StatefulSet stays for ever, too, until a person acts.
//!
//! A cluster left alone has to become what is asked for, or be in one of these, with the controller
//! telling the rule by which it stopped. Anything else is a mistake of this simulator.

use super::rest::is_of;
use super::watch::wanted;
use crate::cluster::api::conditions::{condition, is_ready, phase};
use crate::cluster::api::{
    Node, PersistentVolumeClaim, Pod, ResourceQuota, Specified, StatefulSet, meta,
};
use crate::cluster::controllers::statefulset::identity::{
    claim_name, claim_templates, is_ordered, revision_of, start_ordinal,
};
use crate::cluster::outcome::{Rule, Waiting};
use crate::sim::World;
use std::fmt;

/// A set that is not what it should be.
pub(super) struct Stuck<'a> {
    pub(super) world: &'a World,
    pub(super) set: &'a StatefulSet,
    /// What its controller waits for.
    pub(super) waiting: Option<&'a Waiting>,
}

/// One true deadlock.
pub struct Deadlock {
    /// Its name in reports.
    pub name: &'static str,
    /// The rules the controller may name; none where it has nothing left to decide.
    pub rules: &'static [Rule],
    /// Why upstream's controller stays there, too.
    pub upstream: &'static str,
    /// Whether the rest of the picture fits.
    applies: fn(&Stuck<'_>) -> bool,
}

/// The documented list.
pub static DEADLOCKS: [Deadlock; 12] = [
    Deadlock {
        name: "template cannot run",
        rules: &[
            Rule::PredecessorNotReady,
            Rule::UpdateNotAvailable,
            Rule::MaxUnavailable,
        ],
        upstream: "The pod waited for is what the spec asks for, and cannot run. Nothing is wrong with the controller: the spec is.",
        applies: |stuck| stuck.on(|pod| !stuck.is_outdated(pod) && stuck.cannot_run(pod)),
    },
    Deadlock {
        name: "revert does not heal",
        rules: &[Rule::PredecessorNotReady],
        upstream: "OrderedReady: the pass over the pods stops at the broken pod before the part that would replace it is reached (kubernetes issue 67250, forced rollback). A person has to delete the pod.",
        applies: |stuck| {
            is_ordered(stuck.set) && stuck.on(|pod| stuck.is_outdated(pod) && stuck.cannot_run(pod))
        },
    },
    Deadlock {
        name: "two unready condemned pods",
        rules: &[Rule::CondemnedNotReady],
        upstream: "OrderedReady, scaling down: an unhealthy pod may leave only if it is the first unhealthy one counted from below; of two the higher waits for the lower, which may not go first.",
        applies: |stuck| stuck.on(|pod| stuck.cannot_run(pod)),
    },
    Deadlock {
        name: "kept by the partition",
        rules: &[Rule::Partition],
        upstream: "Below the partition nothing is replaced, broken pods included; above it all is as asked for, though it may not run.",
        applies: |stuck| {
            stuck.unready().all(|pod| {
                stuck.cannot_run(pod) && (stuck.is_below_partition(pod) || !stuck.is_outdated(pod))
            })
        },
    },
    Deadlock {
        name: "kept by OnDelete",
        rules: &[Rule::OnDelete],
        upstream: "Strategy OnDelete: pods stay until a person deletes them, broken ones included.",
        applies: |stuck| stuck.unready().all(|pod| stuck.cannot_run(pod)),
    },
    Deadlock {
        name: "budget used up by broken pods",
        rules: &[Rule::MaxUnavailable],
        upstream: "Gate MaxUnavailableStatefulSet without the later fix: outdated pods that are not available use up the budget that would replace them.",
        applies: |stuck| {
            stuck.world.cluster.store.gates.max_unavailable_stateful_set
                && stuck.on(|pod| stuck.is_outdated(pod) && stuck.cannot_run(pod))
        },
    },
    Deadlock {
        name: "nothing left to decide",
        rules: &[],
        upstream: "Every wanted pod was made from what is asked for, and no rule waits for those that cannot run (Parallel above all). The controller is done; the kubelet is not.",
        applies: |stuck| {
            stuck.wanted_pods().count() == wanted(stuck.set).count()
                && stuck.unready().all(|pod| stuck.cannot_run(pod))
        },
    },
    Deadlock {
        name: "stale claim is gone, nobody told",
        rules: &[Rule::StaleClaim],
        upstream: "whenScaled Delete, scaled up again before the claim was collected: the sync stops without an error, so nothing is tried again, and the controller does not watch claims. It goes on when the set or one of its pods changes, or when its informers resync, hours later (no resync here).",
        applies: |stuck| stuck.has_no_stale_claim(),
    },
    Deadlock {
        name: "foreground deletion waits for a stranger",
        rules: &[Rule::SetIsDeleting],
        upstream: "whenDeleted Delete: the set owns the claims and, deleted in the foreground, waits for them; a claim that is going waits for the pod that uses it, and that pod is not the set's any more.",
        applies: |stuck| stuck.strangers() > 0,
    },
    Deadlock {
        name: "name taken",
        rules: &[Rule::Failing],
        upstream: "A pod that is not the set's has the name of one that is wanted: creating it fails with AlreadyExists for ever (a pod whose labels were changed is let go, but keeps its name).",
        applies: |stuck| stuck.strangers() > 0,
    },
    Deadlock {
        name: "quota",
        rules: &[Rule::Failing],
        upstream: "A ResourceQuota has no room for another pod: creating it is refused for ever, after longer and longer waits. Nothing else is done meanwhile, an update neither.",
        applies: |stuck| {
            stuck
                .world
                .cluster
                .store
                .list::<ResourceQuota>()
                .next()
                .is_some()
        },
    },
    Deadlock {
        name: "claim waits for the pod that waits for the claim",
        rules: &[Rule::Failing],
        upstream: "A pod that never ran holds a claim that is being deleted: the protection waits for the pod, and every sync ends with `pvc … is being deleted` before anything else is done.",
        applies: |stuck| stuck.has_claim_held_by_pending_pod(),
    },
];

/// The deadlock a stuck set is in.
pub(super) fn find(stuck: &Stuck<'_>) -> Option<&'static Deadlock> {
    DEADLOCKS.iter().find(|deadlock| {
        let named = stuck.waiting.map_or(deadlock.rules.is_empty(), |waiting| {
            deadlock.rules.contains(&waiting.rule)
        });
        named && (deadlock.applies)(stuck)
    })
}

impl PartialEq for Deadlock {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Deadlock {}

impl fmt::Debug for Deadlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl<'a> Stuck<'a> {
    /// Whether the pod that is waited for is like that.
    fn on(&self, fits: impl Fn(&Pod) -> bool) -> bool {
        let store = &self.world.cluster.store;
        self.waiting
            .and_then(|waiting| store.get::<Pod>("default", &waiting.on.name))
            .is_some_and(|pod| fits(pod))
    }

    /// The set's own pods that it wants.
    fn wanted_pods(&self) -> impl Iterator<Item = &'a Pod> {
        let store = &self.world.cluster.store;
        let set = self.set;
        wanted(set)
            .filter_map(|ordinal| store.get::<Pod>("default", &super::perform::pod(ordinal)))
            .map(|pod| &**pod)
            .filter(|pod| is_of(set, pod))
    }

    fn unready(&self) -> impl Iterator<Item = &'a Pod> {
        self.wanted_pods().filter(|pod| !is_ready(pod))
    }

    fn is_outdated(&self, pod: &Pod) -> bool {
        let status = self.set.status.as_ref();
        let update = status.and_then(|status| status.update_revision.as_deref());
        Some(revision_of(pod)) != update
    }

    fn is_below_partition(&self, pod: &Pod) -> bool {
        let strategy = self.set.spec().update_strategy.as_ref();
        let block = strategy.and_then(|strategy| strategy.rolling_update.as_ref());
        let partition = block.and_then(|block| block.partition).unwrap_or_default();
        let lowest = start_ordinal(self.set).saturating_add(partition.into());
        crate::cluster::controllers::statefulset::identity::ordinal(pod) < lowest
    }

    /// Whether nobody can make this pod run: there is no such image, or no node may take it.
    fn cannot_run(&self, pod: &Pod) -> bool {
        let spec = pod.spec.iter();
        let mut containers = spec.flat_map(|spec| &spec.containers);
        let missing = containers.any(|container| {
            container
                .image
                .as_deref()
                .is_some_and(|image| image.ends_with(":missing"))
        });
        let unplaced =
            condition(pod, "PodScheduled").is_some_and(|placed| placed.status == "False");
        let mut nodes = self.world.cluster.store.list::<Node>();
        let all_cordoned = nodes.all(|node| {
            let spec = node.spec.as_ref();
            spec.is_some_and(|spec| spec.unschedulable == Some(true))
        });
        missing || unplaced && all_cordoned
    }

    /// Pods that are not the set's, though they are called like its own.
    fn strangers(&self) -> usize {
        let pods = self.world.cluster.store.list::<Pod>();
        pods.filter(|pod| !is_of(self.set, pod)).count()
    }

    /// Whether the claim that was stale is not there any more.
    fn has_no_stale_claim(&self) -> bool {
        let store = &self.world.cluster.store;
        self.waiting
            .is_some_and(|waiting| store.object(&waiting.on).is_none())
    }

    fn has_claim_held_by_pending_pod(&self) -> bool {
        let store = &self.world.cluster.store;
        self.unready().any(|pod| {
            let ordinal = crate::cluster::controllers::statefulset::identity::ordinal(pod);
            phase(pod) == "Pending"
                && claim_templates(self.set).any(|template| {
                    let name = claim_name(self.set, template, ordinal);
                    store
                        .get::<PersistentVolumeClaim>("default", &name)
                        .is_some_and(|claim| meta::is_deleting(&claim.metadata))
                })
        })
    }
}
