//! A watch: everything that happens to what is picked, from a version on, as it happens.

use super::ask::Ask;
use super::encode::Form;
use super::http::Shared;
use super::hub::{Change, Happening, Hub};
use super::lanes::LARGE_BYTES;
use super::listing::Snapshot;
use super::options::ListOptions;
use super::read::Picked;
use super::reply::status_object;
use crate::cluster::apiserver::{ApiError, Reason};
use serde_json::json;
use std::sync::Arc;
use tokio::sync::watch::Receiver;

/// How many changes are looked at for one piece: a selector may be as long as a request.
const CHANGES_MAX: usize = 64;

/// A watch that is running.
#[derive(Debug)]
pub(super) struct Watching {
    picked: Picked,
    form: Form,
    /// Everything up to this version has been told.
    version: u64,
    /// What there was at the beginning, if that is to be told first.
    first: Option<Snapshot>,
    headed: bool,
    bookmarks: bool,
    /// Seconds after which the client wants it to end.
    pub(super) timeout_seconds: Option<u64>,
    /// Tells when there is more to tell.
    pub(super) news: Receiver<u64>,
    told_all: bool,
    over: bool,
}

impl Watching {
    pub(super) fn begin(hub: &Hub, ask: &Ask, picked: Picked, options: &ListOptions) -> Self {
        let all = options.version == 0 || ask.is_set("sendInitialEvents");
        Self {
            form: Form::of(ask),
            // Without a version to go on from, a watch begins with what is there.
            first: all.then(|| Snapshot::of(hub, picked.clone())),
            version: match all {
                true => hub.store().resource_version(),
                false => options.version,
            },
            picked,
            headed: false,
            bookmarks: ask.is_set("allowWatchBookmarks"),
            timeout_seconds: options.timeout_seconds,
            news: hub.listen(),
            told_all: false,
            over: false,
        }
    }

    /// Whether what is told next takes a place for what is large.
    pub(super) fn is_large(&self, hub: &Hub) -> bool {
        match &self.first {
            Some(first) => first.is_large(),
            None => {
                let next = hub.since(self.version).ok().and_then(|mut all| all.next());
                next.is_some_and(|happening| happening.bytes > LARGE_BYTES)
            }
        }
    }

    /// Some of what is new since the last call, which may be nothing of what is picked; `None` at the
    /// end of the watch.
    pub(super) fn next(&mut self, shared: &Shared) -> Option<String> {
        if self.over {
            return None;
        }
        self.told_all = false;
        if let Some(first) = self.first.take() {
            return Some(self.begun(first));
        }
        let happenings = match self.gather(&shared.hub()) {
            Ok(happenings) => happenings,
            Err(oldest) => {
                self.over = true;
                return Some(expired(self.version, oldest));
            }
        };
        let mut text = String::new();
        for happening in happenings {
            if let Some(change) = self.seen(&happening) {
                text.push_str(&self.tell(&happening, change));
            }
        }
        Some(text)
    }

    /// The next changes, and whether they are the last.
    fn gather(&mut self, hub: &Hub) -> Result<Vec<Arc<Happening>>, u64> {
        let mut bytes = 0;
        let mut gathered = Vec::new();
        for happening in hub.since(self.version)? {
            bytes += happening.bytes;
            if gathered.len() >= CHANGES_MAX || (bytes > LARGE_BYTES && !gathered.is_empty()) {
                return Ok(gathered);
            }
            self.version = happening.version;
            gathered.push(Arc::clone(happening));
        }
        self.version = self.version.max(hub.store().resource_version());
        self.told_all = true;
        // At rest nothing more will come: a real server, too, ends a watch after a while.
        self.over = hub.rests();
        Ok(gathered)
    }

    /// Some of what there was at the beginning.
    fn begun(&mut self, mut first: Snapshot) -> String {
        let (mut text, now) = (String::new(), first.now);
        first.next(|object| {
            let happening = Happening {
                version: self.version,
                change: Change::Added,
                before: None,
                object: object.clone(),
                at: now,
                bytes: 0,
            };
            text.push_str(&self.tell(&happening, Change::Added));
            text.len()
        });
        if !first.is_empty() {
            self.first = Some(first);
        } else if self.bookmarks {
            text.push_str(&self.form.bookmark(self.picked.kind, self.version, true));
        }
        text
    }

    /// Whether there was nothing more to tell at the last call.
    pub(super) const fn has_told_all(&self) -> bool {
        self.told_all
    }

    /// Whether everything that will ever be told has been.
    pub(super) const fn is_over(&self) -> bool {
        self.over
    }

    /// The line that tells how far the watch has come, if the client wants to know.
    pub(super) fn bookmark(&self) -> Option<String> {
        self.bookmarks
            .then(|| self.form.bookmark(self.picked.kind, self.version, false))
    }

    fn tell(&mut self, happening: &Happening, change: Change) -> String {
        let headed = !std::mem::replace(&mut self.headed, true);
        self.form.event(happening, change, headed)
    }

    /// What an object that begins or ceases to match did, seen from here.
    fn seen(&self, happening: &Happening) -> Option<Change> {
        let picks = |object: &_| self.picked.picks(object);
        let before = happening.before.as_ref().is_some_and(picks);
        match (happening.change, before, picks(&happening.object)) {
            (Change::Added, _, true) => Some(Change::Added),
            (Change::Deleted, true, _) => Some(Change::Deleted),
            (Change::Modified, true, true) => Some(Change::Modified),
            (Change::Modified, false, true) => Some(Change::Added),
            (Change::Modified, true, false) => Some(Change::Deleted),
            _ => None,
        }
    }
}

/// The client has to list again: what it wants to go on from is forgotten.
fn expired(version: u64, oldest: u64) -> String {
    let error = ApiError::new(
        Reason::InternalError,
        format!("too old resource version: {version} ({oldest})"),
    );
    let mut status = status_object(&error, 410);
    status["reason"] = json!("Expired");
    format!("{}\n", json!({ "type": "ERROR", "object": status }))
}
