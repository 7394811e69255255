//! A list: the objects as they were when it was asked for, put into words piece by piece.

use super::encode::Form;
use super::hub::Hub;
use super::lanes::LARGE_BYTES;
use super::read::Picked;
use crate::cluster::api::{Object, SimTime};
use std::collections::VecDeque;

/// How many objects are looked at for one piece: a selector may be as long as a request.
const OBJECTS_MAX: usize = 64;
/// A list of no more objects than this, and bytes, is told at once.
const SMALL: (usize, usize) = (OBJECTS_MAX, 2 * LARGE_BYTES);

/// Objects of a kind, those that are not picked among them, each with the bytes it takes.
#[derive(Debug)]
pub(super) struct Snapshot {
    objects: VecDeque<(Object, usize)>,
    pub(super) picked: Picked,
    pub(super) now: SimTime,
}

impl Snapshot {
    /// What there is now.
    pub(super) fn of(hub: &Hub, picked: Picked) -> Self {
        let all = hub.store().sized(picked.kind);
        Self {
            objects: all.map(|(object, bytes)| (object.clone(), bytes)).collect(),
            now: hub.now(),
            picked,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }

    fn is_small(&self) -> bool {
        let bytes: usize = self.objects.iter().map(|(_, bytes)| bytes).sum();
        self.objects.len() <= SMALL.0 && bytes <= SMALL.1
    }

    /// Whether the next object takes a place for what is large.
    pub(super) fn is_large(&self) -> bool {
        let next = self.objects.front();
        next.is_some_and(|(_, bytes)| *bytes > LARGE_BYTES)
    }

    /// Gives some of the next objects that are picked to `tell`, which answers how long its text is.
    pub(super) fn next(&mut self, mut tell: impl FnMut(&Object) -> usize) {
        for looked_at in 0..OBJECTS_MAX {
            if looked_at > 0 && self.is_large() {
                return;
            }
            let Some((object, _)) = self.objects.pop_front() else {
                return;
            };
            if self.picked.picks(&object) && tell(&object) > LARGE_BYTES {
                return;
            }
        }
    }
}

/// A list that is being told.
#[derive(Debug)]
pub(super) struct Listing {
    form: Form,
    objects: Snapshot,
    /// What still stands before and behind the items.
    head: Option<String>,
    tail: Option<String>,
    begun: bool,
}

impl Listing {
    pub(super) fn begin(hub: &Hub, form: Form, picked: Picked) -> Self {
        let (head, tail) = form.frame(picked.kind, &hub.version());
        Self {
            form,
            objects: Snapshot::of(hub, picked),
            head: Some(head),
            tail: Some(tail),
            begun: false,
        }
    }

    /// Whether it can be told at once.
    pub(super) fn is_small(&self) -> bool {
        self.objects.is_small()
    }

    /// Whether the next piece takes a place for what is large.
    pub(super) fn is_large(&self) -> bool {
        self.objects.is_large()
    }

    /// The next piece, which may be empty; `None` at the end.
    pub(super) fn next(&mut self) -> Option<String> {
        if self.objects.is_empty() && self.head.is_none() {
            return self.tail.take();
        }
        let mut text = self.head.take().unwrap_or_default();
        let (form, begun, now) = (self.form, &mut self.begun, self.objects.now);
        self.objects.next(|object| {
            if std::mem::replace(begun, true) {
                text.push(',');
            }
            text.push_str(&form.item(object, now).to_string());
            text.len()
        });
        Some(text)
    }
}
