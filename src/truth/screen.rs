//! All that the page says with a picture, as its components compose it.

use crate::app::{Question, asked, delete_help};
use crate::i18n::{Label, Msg, Note};
use crate::sim::World;
use crate::teach::beyond::beyond;
use crate::teach::explain::explain;
use crate::view::scene::{Column, DiskTile, Health, PodCard, Scene, SetPicture};

/// A sentence, and what it is about.
pub(super) struct Said<'a> {
    pub(super) msg: Msg,
    pub(super) set: Option<&'a SetPicture>,
    pub(super) column: Option<&'a Column>,
    pub(super) disk: Option<&'a DiskTile>,
    pub(super) card: Option<&'a PodCard>,
}

impl<'a> Said<'a> {
    pub(super) const fn words(msg: Msg) -> Self {
        Self {
            msg,
            set: None,
            column: None,
            disk: None,
            card: None,
        }
    }

    fn of(msg: impl Into<Msg>, set: Option<&'a SetPicture>, column: Option<&'a Column>) -> Self {
        Self {
            set,
            column,
            ..Self::words(msg.into())
        }
    }
}

/// All that stands on the page with this picture, as the components say it.
pub(super) fn on_screen(picture: &Scene) -> Vec<Said<'_>> {
    let mut said = Vec::new();
    for set in &picture.sets {
        let lines = explain(picture, set).into_iter();
        said.extend(lines.map(|line| Said::of(line, Some(set), None)));
        said.extend(
            of_set(set)
                .into_iter()
                .map(|msg| Said::of(msg, Some(set), None)),
        );
        let more = beyond(picture, set).into_iter();
        said.extend(more.map(|note| Said::of(note, Some(set), None)));
        for column in &set.columns {
            of_column(set, column, &mut said);
        }
    }
    for pod in &picture.other_pods {
        of_card(None, None, pod, &mut said);
    }
    for node in &picture.nodes {
        said.push(Said::words(
            Note::NodeAria {
                node: node.name.clone(),
                status: node.status.clone(),
                pods: node.pods,
                powered: node.powered,
            }
            .into(),
        ));
    }
    said
}

fn of_set(set: &SetPicture) -> Vec<Note> {
    let (ready, wanted) = (set.ready, set.wanted);
    let mut notes = vec![Note::ReadyOf { ready, wanted }];
    notes.extend(set.partition.map(|partition| Note::Partition { partition }));
    if !set.service_exists && !set.service_name.is_empty() && set.remains.is_none() {
        let service = set.service_name.clone();
        notes.push(Note::ServiceMissing { service });
    }
    notes
}

fn of_column<'a>(set: &'a SetPicture, column: &'a Column, said: &mut Vec<Said<'a>>) {
    let both = (Some(set), Some(column));
    if let Some(dns) = &column.dns {
        let name = Note::NameAria {
            name: dns.name.clone(),
            answer: dns.answer.clone(),
        };
        said.push(Said::of(name, both.0, both.1));
        if dns.answer.is_none() {
            said.push(Said::of(Label::NoAddress, both.0, both.1));
        }
    }
    if let Some(receipt) = &column.receipt {
        let pod = receipt.name.clone();
        said.push(Said::of(Note::Back { pod }, both.0, both.1));
        let note = Note::Receipt {
            disks: receipt.disks.clone(),
            node_changed: receipt.node.0 != receipt.node.1,
        };
        said.push(Said::of(note, both.0, both.1));
    }
    match &column.pod {
        Some(pod) => {
            if column.lives > 1 {
                let lives = column.lives;
                said.push(Said::of(Note::Lives { lives }, both.0, both.1));
            }
            of_card(both.0, both.1, pod, said);
        }
        None => of_slot(set, column, said),
    }
    for disk in &column.disks {
        let about = |msg: Msg| Said {
            disk: Some(disk),
            ..Said::of(msg, both.0, both.1)
        };
        let claim = disk.key.name.to_string();
        let (phase, volume, kept) = (disk.phase.clone(), disk.volume.clone(), disk.kept);
        said.push(about(
            Note::ClaimAria {
                claim,
                phase,
                volume,
                kept,
            }
            .into(),
        ));
        said.push(about(Note::Files { count: disk.files }.into()));
        if kept {
            said.push(about(Label::Kept.into()));
        }
    }
}

fn of_slot<'a>(set: &'a SetPicture, column: &'a Column, said: &mut Vec<Said<'a>>) {
    let mut disks = column.disks.clone();
    disks.retain(|disk| disk.kept || (column.wanted && !disk.goes));
    let words = match (column.wanted, disks.is_empty(), column.lives > 0) {
        (false, false, _) => Label::SlotKept,
        (false, true, _) => Label::SlotNotWanted,
        (true, _, true) => Label::SlotWaiting,
        (true, _, false) => Label::SlotNotYet,
    };
    said.push(Said::of(words, Some(set), Some(column)));
    let note = Note::SlotAria {
        pod: column.name.clone(),
        wanted: column.wanted,
        disks: disks.iter().map(|disk| disk.key.name.to_string()).collect(),
    };
    said.push(Said::of(note, Some(set), Some(column)));
}

fn of_card<'a>(
    set: Option<&'a SetPicture>,
    column: Option<&'a Column>,
    pod: &'a PodCard,
    said: &mut Vec<Said<'a>>,
) {
    let mut say = |msg: Msg| {
        said.push(Said {
            card: Some(pod),
            ..Said::of(msg, set, column)
        });
    };
    let disks = column.into_iter().flat_map(|column| &column.disks);
    say(Note::PodAria {
        pod: pod.key.name.to_string(),
        health: String::new(),
        node: pod.node.clone(),
        ip: pod.ip.clone(),
        disks: disks.map(|disk| disk.key.name.to_string()).collect(),
    }
    .into());
    say(match pod.health {
        Health::Waiting => Label::HealthWaiting,
        Health::Starting => Label::HealthStarting,
        Health::Ready => Label::HealthReady,
        Health::Terminating => Label::HealthTerminating,
        Health::Failed => Label::HealthFailed,
        Health::Completed => Label::HealthCompleted,
        Health::Unknown => Label::HealthUnknown,
    }
    .into());
    if pod.revision_differs && set.is_some() {
        let revision = pod.revision.clone();
        say(Note::Outdated { revision }.into());
    }
    if let Some(image) = &pod.image_differs {
        let image = image.clone();
        say(Note::OldImage { image }.into());
    }
}

/// Every question the page could ask now, in words.
pub(super) fn questions<'a>(world: &World, picture: &'a Scene) -> Vec<Said<'a>> {
    let mut said = Vec::new();
    for set in picture.sets.iter().filter(|set| set.remains.is_none()) {
        said.push(Said::of(delete_help(picture, &set.key), Some(set), None));
        said.push(Said::of(Label::CascadeOrphanHelp, Some(set), None));
        for column in &set.columns {
            let going = column.pod.as_ref();
            let going = going.filter(|pod| pod.health == Health::Terminating);
            if let Some(pod) = going {
                let question = Question::ForceDelete(pod.key.clone());
                let words = asked(&question, world, picture);
                let all = std::iter::once(words.title).chain(words.help);
                said.extend(all.map(|msg| Said::of(msg, Some(set), Some(column))));
            }
            for disk in &column.disks {
                let question = Question::DeleteClaim(disk.key.clone());
                let words = asked(&question, world, picture);
                said.extend(words.help.into_iter().map(|msg| Said {
                    disk: Some(disk),
                    ..Said::of(msg, Some(set), Some(column))
                }));
            }
        }
    }
    said
}
