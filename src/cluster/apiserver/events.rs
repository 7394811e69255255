//! Events: recorded on objects by components, counted when they repeat, bounded in number.
//!
//! Models client-go/tools/record's correlator as far as counting goes; the spam filter is left out.

use super::actor::Actor;
use super::store::{Change, Store};
use crate::cluster::api::time::EPOCH_SECONDS;
use crate::cluster::api::{
    Event, EventSource, Key, Kind, Object, ObjectMeta, ObjectReference, SimTime,
};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// How many events are kept. Upstream keeps them for an hour; what matters here is a bound.
const EVENTS_KEPT_MAX: usize = 4000;

/// What makes two events the same: message, reason, object and source, in one text. The message
/// comes first because it is where events differ: comparing two of them ends soon.
type Identity = Arc<str>;

#[derive(Clone, Debug, Default, Hash)]
pub(super) struct EventLog {
    known: BTreeMap<Identity, Key>,
    order: VecDeque<(Key, Identity)>,
}

/// Event severity: Normal or Warning, as Kubernetes spells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Things going their way.
    Normal,
    /// Something a person may have to look at.
    Warning,
}

impl Severity {
    const fn word(self) -> &'static str {
        match self {
            Self::Normal => "Normal",
            Self::Warning => "Warning",
        }
    }
}

/// A reference to an object for an event, with the container it concerns if any.
#[must_use]
pub fn reference(object: &Object, field_path: Option<&str>) -> ObjectReference {
    let meta = object.meta();
    ObjectReference {
        api_version: Some(object.kind().api_version()),
        kind: Some(object.kind().info().name.to_owned()),
        namespace: meta.namespace.clone(),
        name: meta.name.clone(),
        uid: meta.uid.clone(),
        resource_version: meta.resource_version.clone(),
        field_path: field_path.map(str::to_owned),
    }
}

/// Records an event, or raises the count of one that says the same.
pub(super) fn record(
    store: &mut Store,
    actor: &Actor,
    now: SimTime,
    about: ObjectReference,
    severity: Severity,
    reason: &str,
    message: &str,
) {
    let identity = identity(actor, &about, reason, message);
    let known = store.events.known.get(&identity);
    if let Some(before) = known.and_then(|key| store.object(key).cloned())
        && let Some(event) = before.get::<Event>()
    {
        let mut event = Event::clone(event);
        event.count = Some(event.count.unwrap_or(1) + 1);
        event.last_timestamp = Some(now.to_time());
        put(store, actor, before.key(), event, Some(before));
        return;
    }
    let name = name(store, now, about.name.as_deref().unwrap_or_default());
    // Events about cluster-scoped objects live in the default namespace, as upstream's recorder has it.
    let namespace = about
        .namespace
        .clone()
        .unwrap_or_else(|| "default".to_owned());
    let key = Key::new(Kind::Event, &namespace, &name);
    let event = fresh(
        actor,
        now,
        about,
        severity,
        reason,
        message,
        (namespace, name),
    );
    let known = &mut store.events.known;
    known.insert(Arc::clone(&identity), key.clone());
    store.events.order.push_back((key.clone(), identity));
    put(store, actor, key, event, None);
    forget_oldest(store);
}

fn identity(actor: &Actor, about: &ObjectReference, reason: &str, message: &str) -> Identity {
    let host = match actor {
        Actor::Kubelet(node) => node,
        _ => "",
    };
    let uid = about.uid.as_deref().unwrap_or_default();
    // Two containers of a pod say the same of themselves, but not of each other.
    let place = about.field_path.as_deref().unwrap_or_default();
    [message, reason, uid, place, actor.component(), host]
        .join("\0")
        .into()
}

/// As client-go names events: by the object and the nanosecond, so that they list in the order they
/// were recorded. Below the millisecond our clock says nothing; the store's counter does.
fn name(store: &Store, now: SimTime, about: &str) -> String {
    let second = EPOCH_SECONDS.cast_unsigned().wrapping_add(now.0 / 1000);
    let nanosecond = (now.0 % 1000) * 1_000_000 + store.resource_version % 1_000_000;
    // A clock that was sent past the year 2500 counts nanoseconds anew, as Go's does.
    let stamp = second.wrapping_mul(1_000_000_000).wrapping_add(nanosecond);
    format!("{about}.{stamp:x}")
}

fn fresh(
    actor: &Actor,
    now: SimTime,
    about: ObjectReference,
    severity: Severity,
    reason: &str,
    message: &str,
    (namespace, name): (String, String),
) -> Event {
    let host = match actor {
        Actor::Kubelet(node) => Some(node.to_string()),
        _ => None,
    };
    Event {
        metadata: ObjectMeta {
            name: Some(name),
            namespace: Some(namespace),
            creation_timestamp: Some(now.to_time()),
            ..ObjectMeta::default()
        },
        involved_object: about,
        type_: Some(severity.word().to_owned()),
        reason: Some(reason.to_owned()),
        message: Some(message.to_owned()),
        count: Some(1),
        first_timestamp: Some(now.to_time()),
        last_timestamp: Some(now.to_time()),
        reporting_component: Some(actor.component().to_owned()),
        source: Some(EventSource {
            component: Some(actor.component().to_owned()),
            host,
        }),
        ..Event::default()
    }
}

fn put(store: &mut Store, actor: &Actor, key: Key, mut event: Event, before: Option<Object>) {
    store.resource_version += 1;
    event.metadata.resource_version = Some(store.resource_version.to_string());
    if event.metadata.uid.is_none() {
        event.metadata.uid = Some(store.uids.next(Kind::Event, &key.name));
    }
    let object = Object::Event(Arc::new(event));
    store.insert(key, object.clone());
    store.changes.push(Change {
        actor: actor.clone(),
        before,
        after: Some(object),
    });
}

fn forget_oldest(store: &mut Store) {
    while store.events.order.len() > EVENTS_KEPT_MAX {
        if let Some((key, identity)) = store.events.order.pop_front() {
            store.events.known.remove(&identity);
            store.remove(&key);
        }
    }
}
