//! Why nothing happens: the controller's own decision, in sentences.
//!
//! The rule comes from the line of the controller that decided to stop, so what is said here cannot
//! disagree with what it does. Between two of its looks the world goes on: a decision whose reason is
//! no more in the picture is not told, as the controller is about to look again.

use super::hints::hints;
use crate::cluster::api::Key;
use crate::cluster::outcome::{Rule, Waiting};
use crate::i18n::Why;
use crate::view::scene::{Belongs, Column, Health, PodCard, Remains, Scene, SetPicture};

/// Why a set's controller does nothing more now: first the rule, then what a person could do.
#[must_use]
pub fn explain(scene: &Scene, set: &SetPicture) -> Vec<Why> {
    let mut sentences = vec![rule(set)];
    sentences.extend(hints(scene, set));
    sentences
}

/// The rule that stops the controller.
#[must_use]
pub fn rule(set: &SetPicture) -> Why {
    let name = set.key.name.to_string();
    if let Some(remains) = set.remains {
        return gone(name, remains);
    }
    if set.deleting {
        return Why::SetIsDeleting { set: name };
    }
    match &set.waiting {
        Some(waiting) if waiting.rule == Rule::Failing => failing(set, name),
        _ if !set.observed => Why::Working { set: name },
        Some(waiting) if !holds(set, waiting) => Why::Working { set: name },
        Some(waiting) => why(set, waiting, name),
        None if !is_complete(set) => unfinished(set, name),
        None if set.wanted == 0 => Why::WantsNone { set: name },
        None => Why::AtRest {
            set: name,
            wanted: set.wanted,
        },
    }
}

/// What becomes of what a deleted set left.
fn gone(set: String, remains: Remains) -> Why {
    let Remains {
        pods_stay,
        pods_go,
        disks_stay,
    } = remains;
    match (pods_stay, pods_go, disks_stay) {
        (true, ..) => Why::SetGonePodsStay { set },
        (false, true, disks_stay) => Why::SetGonePodsGo { set, disks_stay },
        (false, false, true) => Why::SetGoneDisksStay { set },
        (false, false, false) => Why::SetGone { set },
    }
}

fn failing(set: &SetPicture, name: String) -> Why {
    Why::Failing {
        set: name,
        message: set.refusal.clone(),
    }
}

fn pod<'a>(set: &'a SetPicture, key: &Key) -> Option<&'a PodCard> {
    let mut pods = set.columns.iter().filter_map(|column| column.pod.as_ref());
    pods.find(|pod| pod.key == *key)
}

fn is_going(pod: &PodCard) -> bool {
    pod.health == Health::Terminating
}

/// Whether what the controller decided by is still so.
fn holds(set: &SetPicture, waiting: &Waiting) -> bool {
    let on = pod(set, &waiting.on);
    let next = waiting.next.as_ref().and_then(|next| pod(set, next));
    let stays_old = |pod: &PodCard| pod.revision_differs && !is_going(pod);
    match waiting.rule {
        Rule::SetIsDeleting => set.deleting,
        Rule::Failing | Rule::StorageFull => true,
        Rule::FinishedPodGoesFirst => {
            on.is_some_and(|pod| matches!(pod.phase.as_str(), "Failed" | "Succeeded"))
        }
        Rule::StaleClaim => {
            let mut disks = set.columns.iter().flat_map(|column| &column.disks);
            disks.any(|disk| disk.key == waiting.on)
        }
        Rule::OneAtATime | Rule::PredecessorNotReady => {
            on.is_some_and(|pod| !pod.ready && !is_going(pod))
        }
        Rule::PredecessorNotAvailable => {
            set.min_ready && on.is_some_and(|pod| pod.ready && !is_going(pod))
        }
        Rule::PredecessorTerminating | Rule::CondemnedTerminating | Rule::CondemnedDeleted => {
            on.is_some_and(is_going)
        }
        Rule::CondemnedNotReady => next.is_some_and(|pod| !is_going(pod)),
        Rule::OnDelete | Rule::Partition => next.is_some_and(stays_old),
        Rule::UpdateDeleted => on.is_none_or(is_going),
        // Ready is enough where nobody asks for more.
        Rule::UpdateNotAvailable => {
            let enough = on.is_some_and(|pod| pod.ready && !is_going(pod)) && !set.min_ready;
            !enough && next.is_none_or(stays_old)
        }
        Rule::MaxUnavailable => next.is_none_or(stays_old),
    }
}

/// Without a rule that stops it the controller is about to act, unless every pod is there already: then
/// those that are not Ready are not its business.
fn unfinished(set: &SetPicture, name: String) -> Why {
    if set.undrawn > 0 {
        return Why::Working { set: name };
    }
    let mut unready = None;
    for column in &set.columns {
        let going = column.pod.as_ref().is_some_and(is_going);
        match (own_pod(column), column.wanted) {
            (Some(pod), true) if going => {
                let on = pod.key.name.to_string();
                return Why::ReplacedOnceGone { on };
            }
            (Some(pod), false) if going => unready = unready.or(Some((pod, false))),
            (Some(pod), true) if !pod.ready => unready = unready.or(Some((pod, true))),
            // A pod that the set will take in; a place that is empty, or taken by a stranger.
            (Some(_), true) | (None, false) => {}
            _ => return Why::Working { set: name },
        }
    }
    match unready {
        Some((pod, false)) => Why::Leaves {
            on: pod.key.name.to_string(),
        },
        Some((pod, true)) if !set.ordered => Why::NothingToDo {
            on: pod.key.name.to_string(),
        },
        _ => Why::Working { set: name },
    }
}

/// The pod of a column that counts for the set.
fn own_pod(column: &Column) -> Option<&PodCard> {
    let pod = column.pod.as_ref();
    pod.filter(|pod| pod.belongs != Belongs::Stranger)
}

/// Whether every wanted ordinal has a Ready pod of the set's own, and nobody else is there.
fn is_complete(set: &SetPicture) -> bool {
    set.undrawn == 0
        && set.columns.iter().all(|column| match own_pod(column) {
            Some(pod) => {
                column.wanted && pod.belongs == Belongs::Own && pod.ready && !is_going(pod)
            }
            None => !column.wanted,
        })
}

fn why(set: &SetPicture, waiting: &Waiting, name: String) -> Why {
    let on = waiting.on.name.to_string();
    let next = waiting.next.as_ref().map(|key| key.name.to_string());
    // Where outdated pods stay by the set's own strategy, the set is what is waited for; the sentence
    // is about the pod that stays.
    let outdated = next.clone().unwrap_or_else(|| on.clone());
    let ready = pod(set, &waiting.on).is_some_and(|pod| pod.ready && !is_going(pod));
    match waiting.rule {
        Rule::SetIsDeleting => Why::SetIsDeleting { set: name },
        Rule::FinishedPodGoesFirst => Why::FinishedPodGoesFirst { on },
        Rule::StaleClaim => Why::StaleClaim { on },
        Rule::OneAtATime => Why::OneAtATime { on, next },
        Rule::PredecessorTerminating => Why::PredecessorTerminating { on, next },
        Rule::PredecessorNotReady => Why::PredecessorNotReady { on, next },
        Rule::PredecessorNotAvailable => Why::PredecessorNotAvailable { on, next },
        Rule::CondemnedTerminating => Why::CondemnedTerminating { on, next },
        Rule::CondemnedNotReady => Why::CondemnedNotReady { on, next },
        Rule::CondemnedDeleted => Why::CondemnedDeleted { on, next },
        Rule::OnDelete => Why::OnDelete { on: outdated },
        Rule::Partition => Why::Partition { on: outdated },
        Rule::UpdateDeleted => Why::UpdateDeleted { on, next },
        // Ready, but not yet for minReadySeconds.
        Rule::UpdateNotAvailable if ready => Why::UpdateNotYetAvailable { on, next },
        Rule::UpdateNotAvailable => Why::UpdateNotAvailable { on, next },
        Rule::MaxUnavailable => Why::MaxUnavailable { on, next },
        Rule::Failing => failing(set, name),
        Rule::StorageFull => Why::StorageFull { set: name },
    }
}
