//! Beats told in sentences.

use super::hints::is_crash;
use super::unfit::reasons;
use crate::cluster::api::{Key, Kind, SimDuration, SimTime};
use crate::cluster::apiserver::Actor;
use crate::i18n::{Note, Story};
use crate::sim::FactId;
use crate::view::beat::{Beat, Happening, OldDisk};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// One sentence of the story, with who did it and to what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Its number in the story, from 0; a line that is amended keeps it.
    pub serial: u64,
    /// The fact it tells of.
    pub id: FactId,
    /// When.
    pub at: SimTime,
    /// Who.
    pub actor: Actor,
    /// Whether it was the page that acted, before there was a person: to the cluster it is the same.
    pub by_page: bool,
    /// The objects it speaks of, the most important first.
    pub keys: Vec<Key>,
    /// What is said.
    pub story: Story,
}

impl Line {
    /// Who, in a word.
    #[must_use]
    pub fn who(&self) -> Note {
        match self.by_page {
            true => Note::Page,
            false => Note::Actor(self.actor.clone()),
        }
    }

    /// Whether it is a step on the way that the next sentence takes with it: a claim that gets its
    /// disk, a pod that runs and is not Ready yet. It is in the story, and not the sentence of the
    /// moment, so that nobody has to read it before they may go on.
    #[must_use]
    pub const fn is_minor(&self) -> bool {
        matches!(
            self.story,
            Story::ClaimCreated { .. }
                | Story::ClaimBound { .. }
                | Story::NameEmpty { stays: true, .. }
                | Story::PodRunning { .. }
        )
    }
}

/// The sentence of the moment and the one before it.
#[must_use]
pub fn moment(lines: &[Line]) -> (Option<&Line>, Option<&Line>) {
    let mut major = lines.iter().rev().filter(|line| !line.is_minor());
    (major.next(), major.next())
}

/// What became of a beat that belongs to a line that stands already.
enum Amended {
    /// There is no such line.
    Nothing,
    /// It says so already.
    Said,
    /// It says more now: the line's number.
    Line(u64),
}

/// About what a line takes with its keys and names.
const LINE_BYTES: usize = 400;

/// How many lines are kept.
pub const LINES_MAX: usize = 400;

/// Two beats that belong together are told as one if they are no further apart than this.
const TOGETHER: SimDuration = SimDuration::from_millis(2000);

/// The story so far.
#[derive(Clone, Debug, Default)]
pub struct Log {
    lines: VecDeque<Line>,
    told: u64,
    founding: bool,
}

impl Log {
    /// Whether what is told from now on as somebody's act was the page's, which founds the cluster.
    pub const fn set_founding(&mut self, founding: bool) {
        self.founding = founding;
    }

    /// Tells a beat: adds a line, or amends the one it belongs to. Answers the line that is to be read
    /// now; none if nothing new is said.
    pub fn tell(&mut self, beat: &Beat) -> Option<&Line> {
        match self.amend(beat) {
            Amended::Nothing => self.add(beat),
            Amended::Said => return None,
            Amended::Line(serial) => {
                return self.lines.iter().rev().find(|line| line.serial == serial);
            }
        }
        self.lines.back()
    }

    fn add(&mut self, beat: &Beat) {
        let line = Line {
            serial: self.told,
            id: beat.id,
            at: beat.at,
            by_page: self.founding && beat.actor == Actor::You,
            actor: beat.actor.clone(),
            keys: keys(beat),
            story: sentence(beat),
        };
        self.told += 1;
        self.lines.push_back(line);
        if self.lines.len() > LINES_MAX {
            self.lines.pop_front();
        }
    }

    /// The lines, oldest first, at most [`LINES_MAX`].
    pub fn lines(&self) -> impl DoubleEndedIterator<Item = &Line> {
        self.lines.iter()
    }

    /// Bytes of memory that a copy takes, within a factor of two.
    #[must_use]
    pub fn copy_bytes(&self) -> usize {
        self.lines.len() * LINE_BYTES
    }

    /// How many lines have been told in all.
    #[must_use]
    pub const fn told(&self) -> u64 {
        self.told
    }

    /// A pod that is Ready and its name that answers are one sentence; so are a pod told to go and
    /// its name that falls silent, which needs no words of its own.
    fn amend(&mut self, beat: &Beat) -> Amended {
        let recent = |line: &&mut Line| beat.at.since(line.at) <= TOGETHER;
        let mut lines = self.lines.iter_mut().rev().take_while(recent);
        match &beat.what {
            Happening::NameAnswers { name, ip, .. } => {
                let pod = beat.key.name.to_string();
                let ready = Story::PodReady { pod: pod.clone() };
                let Some(line) =
                    lines.find(|line| line.story == ready && line.keys.first() == Some(&beat.key))
                else {
                    return Amended::Nothing;
                };
                line.story = Story::PodReadyNamed {
                    pod,
                    name: name.clone(),
                    ip: ip.clone(),
                };
                Amended::Line(line.serial)
            }
            // The pod is gone already: that its name is empty has been said when it was told to go.
            Happening::NameEmpty { .. } => {
                let said = lines.any(|line| {
                    line.keys.first() == Some(&beat.key)
                        && matches!(
                            line.story,
                            Story::PodGone { .. }
                                | Story::PodGoneUnheard { .. }
                                | Story::PodGoneNameStays { .. }
                                | Story::PodGoneNameAndDiskStay { .. }
                                | Story::PodGoneDiskKept { .. }
                                | Story::PodGoneDiskGoes { .. }
                                | Story::PodGoneDiskGone { .. }
                        )
                });
                if said {
                    Amended::Said
                } else {
                    Amended::Nothing
                }
            }
            _ => Amended::Nothing,
        }
    }
}

fn keys(beat: &Beat) -> Vec<Key> {
    let mut keys = vec![beat.key.clone()];
    let claim = |name: &String| beat.key.sibling(Kind::PersistentVolumeClaim, name);
    match &beat.what {
        Happening::PodScheduled { node, .. } => keys.push(Key::new(Kind::Node, "", node)),
        Happening::PodStarting {
            disk: Some(disk), ..
        }
        | Happening::PodGone {
            disk: Some(disk), ..
        } => keys.push(claim(disk)),
        Happening::ClaimDeleting { held_by: Some(pod) } => {
            keys.push(beat.key.sibling(Kind::Pod, pod));
        }
        Happening::ClaimBound { volume }
        | Happening::FileChanged {
            volume: Some(volume),
            ..
        } => {
            keys.push(Key::new(Kind::PersistentVolume, "", volume));
        }
        _ => {}
    }
    keys
}

/// What is said of a beat.
#[must_use]
pub fn sentence(beat: &Beat) -> Story {
    let name = beat.key.name.to_string();
    match beat.key.kind {
        Kind::Pod => pod(&beat.what, name),
        _ => other(&beat.what, &beat.key),
    }
}

fn pod(what: &Happening, pod: String) -> Story {
    match what.clone() {
        Happening::PodCreated { identity: None } => Story::PodCreated { pod },
        Happening::PodCreated {
            identity: Some((ordinal, 0 | 1)),
        } => Story::PodCreatedFirst { pod, ordinal },
        Happening::PodCreated {
            identity: Some((_, life)),
        } => Story::PodCreatedAgain { pod, life },
        Happening::PodScheduled { node, before: None } => Story::PodScheduled { pod, node },
        Happening::PodScheduled {
            node,
            before: Some(before),
        } => Story::PodMoved { pod, node, before },
        Happening::PodUnschedulable { message } => Story::PodUnschedulable {
            reasons: reasons(&message),
            pod,
        },
        Happening::PodStarting { disk, old } => pod_starting(pod, disk, old),
        Happening::PodRunning => Story::PodRunning { pod },
        Happening::PodReady => Story::PodReady { pod },
        Happening::PodNotReady => Story::PodNotReady { pod },
        Happening::PodTerminating {
            grace_s,
            deaf: None,
        } => Story::PodTerminating { pod, grace_s },
        Happening::PodTerminating {
            grace_s,
            deaf: Some(node),
        } => Story::PodTerminatingUnheard { pod, grace_s, node },
        gone @ Happening::PodGone { .. } => pod_gone(gone, pod),
        Happening::PodFailed { status } => Story::PodFailed { pod, status },
        Happening::PodCompleted => Story::PodCompleted { pod },
        Happening::PodRestarted { restarts } => Story::PodRestarted { pod, restarts },
        Happening::PodStuck { status } if is_crash(&status) => Story::PodEnded { pod, status },
        Happening::PodStuck { status } => Story::PodStuck { pod, status },
        Happening::NameAnswers {
            name,
            ip,
            before: None,
        } => Story::NameAnswers { name, ip },
        Happening::NameAnswers {
            name,
            ip,
            before: Some(before),
        } => Story::NameMoved { name, ip, before },
        Happening::NameEmpty { name, stays } => Story::NameEmpty { name, stays },
        Happening::FileChanged {
            path,
            volume,
            claim,
            removed,
        } => Story::FileChanged {
            pod,
            path,
            disk: claim.or(volume),
            removed,
        },
        Happening::Refused { message } => Story::Refused { message },
        _ => Story::PodGone { pod },
    }
}

fn pod_starting(pod: String, disk: Option<String>, old: Option<OldDisk>) -> Story {
    match disk.zip(old) {
        Some((disk, old)) if old.same_set => Story::PodStartingSameDisk { pod, disk },
        Some((disk, old)) => Story::PodStartingOldDisk {
            pod,
            disk,
            files: old.files,
        },
        None => Story::PodStarting { pod },
    }
}

fn pod_gone(what: Happening, pod: String) -> Story {
    let Happening::PodGone {
        wanted,
        disk,
        disk_goes,
        disk_gone,
        unheard,
    } = what
    else {
        return Story::PodGone { pod };
    };
    if let Some(node) = unheard {
        return Story::PodGoneUnheard { pod, node };
    }
    match (wanted, disk) {
        (Some(wanted), Some(disk)) if disk_gone => Story::PodGoneDiskGone { pod, disk, wanted },
        (Some(wanted), Some(disk)) if disk_goes => Story::PodGoneDiskGoes { pod, disk, wanted },
        (Some(true), Some(disk)) => Story::PodGoneNameAndDiskStay { pod, disk },
        (Some(true), None) => Story::PodGoneNameStays { pod },
        (Some(false), Some(disk)) => Story::PodGoneDiskKept { pod, disk },
        _ => Story::PodGone { pod },
    }
}

fn other(what: &Happening, key: &Key) -> Story {
    let name = key.name.to_string();
    match what.clone() {
        Happening::ServiceCreated { headless } => Story::ServiceCreated {
            service: name,
            headless,
        },
        Happening::ServiceGone => Story::ServiceGone { service: name },
        Happening::SetCreated { replicas } => Story::SetCreated {
            set: name,
            replicas,
        },
        Happening::SetScaled { from, to } => Story::SetScaled {
            set: name,
            from,
            to,
        },
        Happening::SetTemplateChanged => Story::SetTemplateChanged { set: name },
        Happening::RolloutDone => Story::RolloutDone { set: name },
        Happening::SetDeleting => Story::SetDeleting { set: name },
        Happening::SetGone => Story::SetGone { set: name },
        Happening::ClaimCreated => Story::ClaimCreated { claim: name },
        Happening::ClaimBound { .. } => Story::ClaimBound { claim: name },
        Happening::ClaimDeleting { held_by: Some(pod) } => Story::ClaimHeld { claim: name, pod },
        Happening::ClaimDeleting { held_by: None } => Story::ClaimDeleting { claim: name },
        Happening::ClaimGone => Story::ClaimGone { claim: name },
        Happening::VolumeGone { claim, files } => Story::VolumeGone {
            volume: name,
            claim,
            files,
        },
        Happening::PowerCut { known } => Story::PowerCut { node: name, known },
        Happening::Stored => Story::Stored {
            kind: key.kind,
            name,
        },
        Happening::PowerBack => Story::PowerBack { node: name },
        Happening::NodeLost => Story::NodeLost { node: name },
        Happening::NodeReady => Story::NodeReady { node: name },
        Happening::Refused { message } => Story::Refused { message },
        _ => Story::SetChanged { set: name },
    }
}
