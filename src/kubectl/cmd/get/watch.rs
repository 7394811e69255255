//! `kubectl get -w`: the list first, then a row for everything that happens to what is watched.

use super::listing::{Listing, Look};
use crate::cluster::api::{Object, SimTime};
use crate::kubectl::output::Output;
use crate::kubectl::print::format::Format;
use crate::kubectl::target::Selection;
use crate::shell::{Next, Turn};
use crate::sim::{Fact, What, World};

/// A watch that is running.
#[derive(Clone, Debug)]
pub struct Watch {
    selection: Selection,
    listing: Listing,
    format: Option<Format>,
    /// `--output-watch-events`: the first column says what happened.
    events: bool,
}

impl Watch {
    pub(in crate::kubectl) fn new(
        selection: Selection,
        look: Look,
        format: Option<Format>,
        events: bool,
    ) -> Self {
        Self {
            selection,
            listing: if events {
                Listing::new(look).with_events()
            } else {
                Listing::new(look)
            },
            format,
            events,
        }
    }

    /// The list the watch begins with. Nothing there: nothing is printed.
    pub(in crate::kubectl) fn begin(&mut self, objects: &[Object], now: SimTime) -> String {
        self.show(objects, "ADDED", now)
    }

    pub(in crate::kubectl) fn poll(&mut self, world: &World, facts: &[Fact]) -> Turn {
        let mut output = Output::new();
        for fact in facts {
            if let Some((word, object)) = self.seen(fact) {
                output.out(&self.show(&[object], word, world.now));
            }
        }
        Turn {
            output,
            inputs: vec![],
            next: Next::Until(None),
        }
    }

    /// What the server tells a watch of a selector: an object that stops matching is deleted for it.
    fn seen(&self, fact: &Fact) -> Option<(&'static str, Object)> {
        match &fact.what {
            What::Created(object) if self.selection.picks(object) => {
                Some(("ADDED", object.clone()))
            }
            What::Deleted(object) if self.selection.picks(object) => {
                Some(("DELETED", object.clone()))
            }
            What::Changed { before, after } => {
                match (self.selection.picks(before), self.selection.picks(after)) {
                    (true, true) => Some(("MODIFIED", after.clone())),
                    (false, true) => Some(("ADDED", after.clone())),
                    (true, false) => Some(("DELETED", after.clone())),
                    (false, false) => None,
                }
            }
            _ => None,
        }
    }

    fn show(&mut self, objects: &[Object], word: &str, now: SimTime) -> String {
        match &self.format {
            None if self.events => self.listing.rows(objects, &[("EVENT", word)], now),
            None => self.listing.rows(objects, &[], now),
            Some(format) => objects
                .iter()
                .map(|object| {
                    let text = format
                        .print(std::slice::from_ref(object), true)
                        .unwrap_or_default();
                    // Documents that follow each other are kept apart.
                    if *format == Format::Yaml {
                        format!("---\n{text}")
                    } else {
                        text
                    }
                })
                .collect(),
        }
    }
}
