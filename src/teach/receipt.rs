//! A [`Receipt`] in words.

use crate::cluster::api::{Key, Kind};
use crate::i18n::{Label, Note};
use crate::view::receipt::{Receipt, Trait};
use crate::view::scene::{Column, Scene, SetPicture};

/// The word for what a receipt compares.
#[must_use]
pub const fn label(of: Trait) -> Label {
    match of {
        Trait::Name => Label::Name,
        Trait::DnsName => Label::DnsName,
        Trait::Disk => Label::Disk,
        Trait::Node => Label::Node,
        Trait::Address => Label::Address,
        Trait::Uid => Label::Uid,
        Trait::Image => Label::Image,
        Trait::Revision => Label::Revision,
    }
}

/// What stands above it: the pod is back or, while it is not Ready, which of its lives it is.
#[must_use]
pub fn title(receipt: &Receipt) -> Note {
    let pod = receipt.name.clone();
    match receipt.back {
        true => Note::Back { pod },
        false => Note::LifeOf {
            pod,
            life: receipt.life,
        },
    }
}

/// All of it as one sentence, for who hears the page.
#[must_use]
pub fn sentence(receipt: &Receipt) -> Note {
    let same = receipt.same().into_iter();
    let new = receipt.changes().into_iter();
    Note::Receipt {
        pod: receipt.name.clone(),
        life: (!receipt.back).then_some(receipt.life),
        same: same
            .map(|(of, what)| match of {
                // The sentence has named it.
                Trait::Name => (label(of), String::new()),
                _ => (label(of), what.to_owned()),
            })
            .collect(),
        new: new
            .filter_map(|change| {
                let now = change.now?;
                Some(match change.of {
                    // Nobody wants to hear a uid.
                    Trait::Uid => (label(change.of), String::new()),
                    _ => (label(change.of), now.to_owned()),
                })
            })
            .collect(),
    }
}

/// Whose receipt it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whose {
    /// The pod.
    pub pod: Key,
    /// Its set.
    pub set: Key,
    /// Its ordinal.
    pub ordinal: i32,
}

/// The receipts that lie open: one of them is read, the others wait under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pile {
    /// Whose lies on top.
    pub whose: Whose,
    /// The one on top.
    pub top: Receipt,
    /// Whose lie there, if more than one: the newest of them, by set and ordinal.
    pub named: Vec<Whose>,
    /// How many lie there besides those.
    pub more: usize,
}

/// So many names of receipts are read at a glance.
pub const NAMED_MAX: usize = 6;

/// The receipts of the picture that lie open.
#[must_use]
pub fn pile(scene: &Scene) -> Option<Pile> {
    let mut open = vec![];
    for set in &scene.sets {
        for column in &set.columns {
            let receipt = column.receipt.as_ref();
            if let Some((receipt, opened)) = receipt.and_then(|one| Some((one, one.standing?))) {
                open.push((opened, receipt, set, column));
            }
        }
    }
    open.sort_by_key(|(opened, ..)| std::cmp::Reverse(*opened));
    let whose = |set: &SetPicture, column: &Column| Whose {
        pod: set.key.sibling(Kind::Pod, &column.name),
        set: set.key.clone(),
        ordinal: column.ordinal,
    };
    let (_, top, set, column) = open.first()?;
    let mut named: Vec<Whose> = (open.iter().take(NAMED_MAX))
        .map(|(_, _, set, column)| whose(set, column))
        .collect();
    let more = open.len() - named.len();
    named.sort_by(|one, other| (&one.set, one.ordinal).cmp(&(&other.set, other.ordinal)));
    if open.len() == 1 {
        named.clear();
    }
    Some(Pile {
        whose: whose(set, column),
        top: (*top).clone(),
        named,
        more,
    })
}
