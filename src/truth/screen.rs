//! All that the page says with a picture.

use crate::app::{Question, asked, delete_help};
use crate::cluster::api::SimTime;
use crate::i18n::{Label, Language, Msg, Note};
use crate::sim::World;
use crate::teach::beyond::beyond;
use crate::teach::caption;
use crate::teach::explain::explain;
use crate::teach::first_minute::{Deeds, FirstMinute};
use crate::teach::receipt::{sentence, title};
use crate::view::scene::{Column, DiskTile, Health, NodeRow, PodCard, Scene, SetPicture};

/// A sentence, and what it is about.
pub(super) struct Said<'a> {
    pub(super) msg: Msg,
    pub(super) set: Option<&'a SetPicture>,
    pub(super) column: Option<&'a Column>,
    pub(super) disk: Option<&'a DiskTile>,
    pub(super) card: Option<&'a PodCard>,
    pub(super) node: Option<&'a NodeRow>,
    /// When what is waited for comes.
    pub(super) until: Option<SimTime>,
}

impl<'a> Said<'a> {
    pub(super) const fn words(msg: Msg) -> Self {
        Self {
            msg,
            set: None,
            column: None,
            disk: None,
            card: None,
            node: None,
            until: None,
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
    for node in &picture.nodes {
        said.push(Said {
            node: Some(node),
            ..Said::words(Note::Pods { count: node.pods }.into())
        });
    }
    for pod in &picture.other_pods {
        of_card(None, None, pod, &mut said);
    }
    said
}

fn of_set(set: &SetPicture) -> Vec<Note> {
    let mut notes = vec![];
    if set.remains.is_none() {
        notes.push(caption::set(set));
    }
    notes.extend(caption::count(set));
    notes.extend(caption::partition(set));
    notes.extend(caption::no_service(set));
    notes
}

fn of_column<'a>(set: &'a SetPicture, column: &'a Column, said: &mut Vec<Said<'a>>) {
    let both = (Some(set), Some(column));
    said.push(Said::of(caption::name(column), both.0, both.1));
    let lacks = caption::no_address(column);
    said.extend(lacks.map(|label| Said::of(label, both.0, both.1)));
    of_receipt(set, column, said);
    match &column.pod {
        Some(pod) => {
            let life = caption::life(column);
            said.extend(life.map(|life| Said::of(life, both.0, both.1)));
            of_card(both.0, both.1, pod, said);
        }
        None => {
            said.push(Said::of(caption::slot(column), both.0, both.1));
            said.push(Said::of(caption::empty(column), both.0, both.1));
        }
    }
    for disk in &column.disks {
        let about = |msg: Msg| Said {
            disk: Some(disk),
            ..Said::of(msg, both.0, both.1)
        };
        said.push(about(caption::disk(disk).into()));
        said.push(about(caption::files(disk).into()));
        if disk.kept {
            said.push(about(Label::Kept.into()));
        }
    }
}

/// What the receipt of a column says, which anyone can open at any time.
fn of_receipt<'a>(set: &'a SetPicture, column: &'a Column, said: &mut Vec<Said<'a>>) {
    let (Some(receipt), Some(pod)) = (&column.receipt, &column.pod) else {
        return;
    };
    let about = |msg: Msg| Said {
        card: Some(pod),
        ..Said::of(msg, Some(set), Some(column))
    };
    said.push(about(title(receipt).into()));
    said.push(about(sentence(receipt).into()));
    let note = Note::OpenReceipt {
        pod: receipt.name.clone(),
        life: receipt.life,
    };
    said.push(about(note.into()));
    if receipt.changes().iter().any(|change| change.now.is_none()) {
        said.push(about(Label::NotYet.into()));
    }
    for used in receipt.disks.iter().filter(|used| used.going) {
        let mut disks = column.disks.iter();
        said.push(Said {
            disk: disks.find(|disk| *disk.key.name == *used.claim),
            ..about(Label::BeingDeleted.into())
        });
    }
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
    say(caption::pod(pod, column, Language::English).into());
    say(caption::health(pod.health).into());
    if set.is_some() {
        let tags = [caption::outdated(pod), caption::old_image(pod)];
        tags.into_iter().flatten().for_each(|tag| say(tag.into()));
    }
}

/// What stands on a card of the first minute that has no answer: what to do, the button, or why it can do nothing.
pub(super) fn on_card(minute: &FirstMinute, deeds: &Deeds, world: &World) -> Vec<Said<'static>> {
    let Some(card) = minute.card(deeds, world, None) else {
        return vec![];
    };
    let button = card.offer.map(|offer| offer.label());
    let words = [Some(card.text), button, card.lack];
    let words = words.into_iter().flatten();
    words.map(|words| Said::words(words.into())).collect()
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
