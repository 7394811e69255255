//! Why nothing happens: the controller's own decision, in sentences.
//!
//! The rule comes from the line of the controller that decided to stop, so what is said here cannot
//! disagree with what it does. What a person could do about it is read off the picture.

use crate::cluster::outcome::{Rule, Waiting};
use crate::i18n::Why;
use crate::view::scene::{Health, Remains, Scene, SetPicture};

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
        Some(waiting) => why(waiting, name),
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

/// Without a rule that stops it the controller is about to act, unless every pod is there already: then
/// those that are not Ready are not its business.
fn unfinished(set: &SetPicture, name: String) -> Why {
    let mut pods = Vec::new();
    for column in &set.columns {
        match &column.pod {
            Some(pod) if column.wanted => pods.push(pod),
            None if !column.wanted => {}
            _ => return Why::Working { set: name },
        }
    }
    if set.undrawn > 0 {
        return Why::Working { set: name };
    }
    let unready = pods.into_iter().find(|pod| pod.health != Health::Ready);
    unready.map_or(Why::Working { set: name }, |pod| Why::NothingToDo {
        on: pod.key.name.to_string(),
    })
}

/// Whether every wanted ordinal has a Ready pod of the right revision, and nobody else is there.
fn is_complete(set: &SetPicture) -> bool {
    set.undrawn == 0
        && set.columns.iter().all(|column| match &column.pod {
            Some(pod) => column.wanted && pod.health == Health::Ready,
            None => !column.wanted,
        })
}

fn why(waiting: &Waiting, set: String) -> Why {
    let on = waiting.on.name.to_string();
    let next = waiting.next.as_ref().map(|key| key.name.to_string());
    // Where outdated pods stay by the set's own strategy, the set is what is waited for; the sentence
    // is about the pod that stays.
    let outdated = next.clone().unwrap_or_else(|| on.clone());
    match waiting.rule {
        Rule::SetIsDeleting => Why::SetIsDeleting { set },
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
        Rule::UpdateNotAvailable => Why::UpdateNotAvailable { on, next },
        Rule::MaxUnavailable => Why::MaxUnavailable { on, next },
        Rule::Failing => Why::Failing { set },
    }
}

fn hints(scene: &Scene, set: &SetPicture) -> Vec<Why> {
    let mut hints = Vec::new();
    if set.remains.is_some() {
        return hints;
    }
    let silent = |node: &str| scene.nodes.iter().any(|row| row.name == node && !row.ready);
    for pod in set.columns.iter().filter_map(|column| column.pod.as_ref()) {
        let name = pod.key.name.to_string();
        match pod.health {
            Health::Failed => {
                hints.push(Why::HintBrokenPod {
                    pod: name,
                    status: pod.status.clone(),
                });
            }
            Health::Unknown | Health::Terminating if silent(&pod.node) => {
                hints.push(Why::HintNodeLost {
                    pod: name,
                    node: pod.node.clone(),
                });
            }
            _ => {}
        }
    }
    if !set.service_name.is_empty() && !set.service_exists {
        let service = set.service_name.clone();
        hints.push(Why::HintNoService {
            set: set.key.name.to_string(),
            service,
        });
    }
    hints
}
