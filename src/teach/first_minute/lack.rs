//! Why the card's button can do nothing yet: how the pod fares that it is about.

use super::offer::{Subject, subject};
use crate::cluster::api::pod_status::pod_status;
use crate::cluster::api::{Key, Kind, Pod, meta};
use crate::i18n::Minute;
use crate::sim::World;
use crate::view::scene::{Health, health_of};

/// What is missing for what is asked.
pub(super) fn lack(asked: &Minute, world: &World, open: Option<&Key>) -> Option<Minute> {
    let subject = subject(world, open)?;
    match asked {
        Minute::AskDelete { pod } => of_own_pod(&subject, world, pod),
        Minute::AskKeep { pod: Some(pod) } => {
            of_own_pod(&subject, world, pod).or_else(|| Some(diskless(pod.clone())))
        }
        Minute::AskKeep { pod: None } => Some(Minute::SetDiskless {
            set: subject.name(),
        }),
        Minute::AskPlug { at: None } => of_own_pod(&subject, world, &subject.first_pod()?),
        Minute::AskKeepDelete { pod, .. } | Minute::AskHelp { pod } => {
            of_pod(world, &subject.pod_key(pod))
        }
        Minute::AskImage { .. } => of_own_pod(&subject, world, &subject.unready()?),
        Minute::AskBroken { set } => subject.tagged_image().map(|image| Minute::ImageThere {
            set: set.clone(),
            image,
        }),
        _ => None,
    }
}

const fn diskless(pod: String) -> Minute {
    Minute::PodDiskless { pod }
}

fn of_own_pod(subject: &Subject<'_>, world: &World, pod: &str) -> Option<Minute> {
    let key = subject.pod_key(pod);
    let found = world.cluster.store.get::<Pod>(&key.namespace, &key.name);
    if found.is_some_and(|pod| !subject.owns(pod)) {
        return Some(Minute::PodOfAnother {
            pod: pod.to_owned(),
            set: subject.name(),
        });
    }
    of_pod(world, &key)
}

/// Why a pod cannot be deleted, or run anything, now.
fn of_pod(world: &World, key: &Key) -> Option<Minute> {
    debug_assert!(key.kind == Kind::Pod, "only pods fare");
    let name = key.name.to_string();
    let Some(pod) = world.cluster.store.get::<Pod>(&key.namespace, &key.name) else {
        return Some(Minute::PodMissing { pod: name });
    };
    match health_of(pod, world) {
        Health::Ready => None,
        Health::Waiting => Some(Minute::PodUnplaced { pod: name }),
        Health::Starting => Some(Minute::PodStarting { pod: name }),
        Health::Terminating => Some(Minute::PodGoing { pod: name }),
        Health::Failed | Health::Completed => Some(Minute::PodUnwell {
            pod: name,
            status: pod_status(pod),
        }),
        Health::Unknown => Some(Minute::PodSilent {
            pod: meta::name(&pod.metadata).to_owned(),
            node: pod.spec.as_ref()?.node_name.clone()?,
        }),
    }
}
