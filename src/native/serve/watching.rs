//! A watch: everything that happens to what is picked, from a version on, as it happens.

use super::ask::Ask;
use super::encode::Form;
use super::hub::{Change, Happening, Hub};
use super::read::Picked;
use super::reply::status_object;
use crate::cluster::apiserver::{ApiError, Reason};
use serde_json::json;
use tokio::sync::watch::Receiver;

/// A watch that is running.
#[derive(Debug)]
pub(super) struct Watching {
    picked: Picked,
    form: Form,
    /// Everything up to this version has been told.
    version: u64,
    /// What there was at the beginning, if that is to be told first.
    first: String,
    headed: bool,
    bookmarks: bool,
    /// Seconds after which the client wants it to end.
    pub(super) timeout_seconds: Option<u64>,
    /// Tells when there is more to tell.
    pub(super) news: Receiver<u64>,
    over: bool,
}

impl Watching {
    pub(super) fn begin(hub: &Hub, ask: &Ask, picked: Picked) -> Result<Self, ApiError> {
        let asked = ask.value("resourceVersion").unwrap_or_default();
        let version: u64 = match asked {
            "" => 0,
            text => text.parse().map_err(|_| {
                let message = format!("invalid resource version {text:?}");
                ApiError::new(Reason::BadRequest, message)
            })?,
        };
        let mut watching = Self {
            picked,
            form: Form::of(ask),
            version,
            first: String::new(),
            headed: false,
            bookmarks: ask.is_set("allowWatchBookmarks"),
            timeout_seconds: ask
                .value("timeoutSeconds")
                .and_then(|text| text.parse().ok()),
            news: hub.listen(),
            over: false,
        };
        if version == 0 || ask.is_set("sendInitialEvents") {
            watching.begin_with_all(hub);
        }
        Ok(watching)
    }

    /// Without a version to go on from, a watch begins with what is there.
    fn begin_with_all(&mut self, hub: &Hub) {
        self.version = hub.store().resource_version();
        for object in self.picked.there(hub) {
            let happening = Happening {
                version: self.version,
                change: Change::Added,
                before: None,
                object,
                at: hub.now(),
                bytes: 0,
            };
            let text = self.tell(&happening, Change::Added);
            self.first.push_str(&text);
        }
        if self.bookmarks {
            let text = self.form.bookmark(self.picked.kind, self.version, true);
            self.first.push_str(&text);
        }
    }

    /// What is new since the last call; `None` at the end of the watch.
    pub(super) fn next(&mut self, hub: &Hub) -> Option<String> {
        if self.over {
            return None;
        }
        let mut text = std::mem::take(&mut self.first);
        let happenings: Vec<(Happening, Change)> = match hub.since(self.version) {
            Ok(all) => all
                .filter_map(|one| Some((one.clone(), self.seen(one)?)))
                .collect(),
            Err(oldest) => {
                self.over = true;
                return Some(expired(self.version, oldest));
            }
        };
        self.version = self.version.max(hub.store().resource_version());
        for (happening, change) in &happenings {
            text.push_str(&self.tell(happening, *change));
        }
        // At rest nothing more will come: a real server, too, ends a watch after a while.
        self.over = hub.rests();
        Some(text)
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
