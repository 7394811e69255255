//! The events of the cluster as rows, newest last.

use crate::cluster::api::{Event, Key, Kind, SimTime, sort};
use crate::sim::World;
use serde::{Deserialize, Serialize};

/// One row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventRow {
    /// The event's own address.
    pub key: Key,
    /// When it last happened.
    pub last: SimTime,
    /// How often.
    pub count: i32,
    /// Whether its type is Warning.
    pub warning: bool,
    /// `SuccessfulCreate`
    pub reason: String,
    /// The object it is about, if its kind is served here.
    pub about: Option<Key>,
    /// `pod/web-0`, as kubectl prints it.
    pub object: String,
    /// Kubernetes' own words.
    pub message: String,
    /// `kubelet, node-1`
    pub source: String,
}

/// The last `most` events, of all objects or of one, in the order in which they last happened. Their own times are
/// whole seconds, in which much can happen; the order of writing tells more.
#[must_use]
pub fn events(world: &World, about: Option<&Key>, most: usize) -> Vec<EventRow> {
    let mut rows: Vec<(u64, EventRow)> = world
        .cluster
        .store
        .list::<Event>()
        .map(|event| (version(event), row(event)))
        .filter(|(_, row)| about.is_none() || row.about.as_ref() == about)
        .collect();
    sort::by_key(&mut rows, |(version, _)| *version);
    let surplus = rows.len().saturating_sub(most);
    rows.drain(..surplus);
    rows.into_iter().map(|(_, row)| row).collect()
}

fn version(event: &Event) -> u64 {
    let version = event.metadata.resource_version.as_deref();
    version
        .and_then(|version| version.parse().ok())
        .unwrap_or_default()
}

/// One event as a row.
#[must_use]
pub fn row(event: &Event) -> EventRow {
    let reference = &event.involved_object;
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    let (kind_name, name) = (text(&reference.kind), text(&reference.name));
    let kind = Kind::from_type(&text(&reference.api_version), &kind_name);
    let namespace = text(&reference.namespace);
    let source = event.source.clone().unwrap_or_default();
    let component = source.component.unwrap_or_default();
    let meta = &event.metadata;
    EventRow {
        key: Key::new(Kind::Event, &text(&meta.namespace), &text(&meta.name)),
        last: event
            .last_timestamp
            .as_ref()
            .map(SimTime::from_time)
            .unwrap_or_default(),
        count: event.count.unwrap_or(1),
        warning: event.type_.as_deref() == Some("Warning"),
        reason: text(&event.reason),
        about: kind.map(|kind| Key::new(kind, &namespace, &name)),
        object: format!("{}/{name}", kind_name.to_ascii_lowercase()),
        message: text(&event.message).trim().to_owned(),
        source: match source.host {
            Some(host) => format!("{component}, {host}"),
            None => component,
        },
    }
}
