//! What stands on each thing of the picture, and what a screen reader says of it: the one place where that is put
//! together, for the page and for whoever checks whether it is so.

use crate::i18n::{Label, Language, Note};
use crate::view::scene::{Belongs, Column, DiskTile, Health, PodCard, SetPicture};

/// The word for a state.
#[must_use]
pub const fn health(health: Health) -> Label {
    match health {
        Health::Waiting => Label::HealthWaiting,
        Health::Starting => Label::HealthStarting,
        Health::Ready => Label::HealthReady,
        Health::Terminating => Label::HealthTerminating,
        Health::Failed => Label::HealthFailed,
        Health::Completed => Label::HealthCompleted,
        Health::Unknown => Label::HealthUnknown,
    }
}

/// Our word for a pod's state; Kubernetes' own where it says more (`CrashLoopBackOff`).
#[must_use]
pub fn state(of: Health, status: &str, language: Language) -> String {
    match of {
        Health::Failed if !status.is_empty() => status.to_owned(),
        _ => health(of).text(language).to_owned(),
    }
}

/// What is read of a pod, with the disks of its column, if it has one.
#[must_use]
pub fn pod(pod: &PodCard, column: Option<&Column>, language: Language) -> Note {
    let disks = column.into_iter().flat_map(|column| &column.disks);
    Note::PodAria {
        pod: pod.key.name.to_string(),
        health: state(pod.health, &pod.status, language),
        node: pod.node.clone(),
        ip: pod.ip.clone(),
        disks: disks.map(|disk| disk.key.name.to_string()).collect(),
    }
}

/// The disks that wait where there is no pod.
fn waiting(column: &Column) -> impl Iterator<Item = &DiskTile> {
    let stays = |disk: &&DiskTile| disk.kept || (column.wanted && !disk.goes);
    column.disks.iter().filter(stays)
}

/// What stands where there is no pod.
#[must_use]
pub fn slot(column: &Column) -> Label {
    let kept = waiting(column).next().is_some();
    match (column.wanted, kept, column.lives > 0) {
        (false, true, _) => Label::SlotKept,
        (false, false, _) => Label::SlotNotWanted,
        (true, _, true) => Label::SlotWaiting,
        (true, _, false) => Label::SlotNotYet,
    }
}

/// What is read where there is no pod.
#[must_use]
pub fn empty(column: &Column) -> Note {
    Note::SlotAria {
        pod: column.name.clone(),
        wanted: column.wanted,
        lived: column.lives > 0,
        disks: waiting(column)
            .map(|disk| disk.key.name.to_string())
            .collect(),
    }
}

/// What is read at the head of a column: its DNS name, and what that answers.
#[must_use]
pub fn name(column: &Column) -> Note {
    match &column.dns {
        Some(dns) => Note::NameAria {
            name: dns.name.clone(),
            answer: dns.answer.clone(),
        },
        None => Note::NoName {
            pod: column.name.clone(),
        },
    }
}

/// What stands where a name has no answer; nothing where it has one.
#[must_use]
pub fn no_address(column: &Column) -> Option<Label> {
    let dns = column.dns.as_ref().filter(|dns| dns.answer.is_none())?;
    Some(match dns.previous {
        Some(_) => Label::NoAddressNow,
        None => Label::NoAddressYet,
    })
}

/// Which life of its name a pod is, from the second on.
#[must_use]
pub fn life(column: &Column) -> Option<Note> {
    let lives = column.lives;
    (lives > 1).then_some(Note::Lives { lives })
}

/// What is said of a revision that is not the one the set gives.
#[must_use]
pub fn outdated(pod: &PodCard) -> Option<Note> {
    let revision = pod.revision.clone();
    pod.revision_differs.then_some(Note::Outdated { revision })
}

/// What is said of an image that the set's template does not name.
#[must_use]
pub fn old_image(pod: &PodCard) -> Option<Note> {
    let image = pod.image_differs.clone()?;
    Some(Note::OldImage { image })
}

/// How many files are on a disk.
#[must_use]
pub const fn files(disk: &DiskTile) -> Note {
    Note::Files { count: disk.files }
}

/// What is read of a disk.
#[must_use]
pub fn disk(disk: &DiskTile) -> Note {
    Note::ClaimAria {
        claim: disk.key.name.to_string(),
        phase: disk.phase.clone(),
        volume: disk.volume.clone(),
        kept: disk.kept,
    }
}

/// How many pods of a set are Ready, while there is a set.
#[must_use]
pub fn count(set: &SetPicture) -> Option<Note> {
    let (ready, wanted) = (set.ready, set.wanted);
    if set.remains.is_some() {
        return None;
    }
    let pods = set.columns.iter().filter_map(|column| column.pod.as_ref());
    let seen = pods.filter(|pod| pod.belongs == Belongs::Own && pod.ready);
    Some(match i32::try_from(seen.count()) == Ok(ready) {
        true => Note::ReadyOf { ready, wanted },
        false => Note::ReadyCounted { ready, wanted },
    })
}

/// What is read of a set that is there.
#[must_use]
pub fn set(set: &SetPicture) -> Note {
    Note::SetAria {
        set: set.key.name.to_string(),
        ready: set.ready,
        wanted: set.wanted,
    }
}

/// What a partition does.
#[must_use]
pub fn partition(set: &SetPicture) -> Option<Note> {
    let partition = set.partition?;
    Some(Note::Partition { partition })
}

/// That a set's Service is missing.
#[must_use]
pub fn no_service(set: &SetPicture) -> Option<Note> {
    let missing = !set.service_exists && !set.service_name.is_empty() && set.remains.is_none();
    let service = set.service_name.clone();
    missing.then_some(Note::ServiceMissing { service })
}
