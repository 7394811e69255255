//! Cells of events.

use super::name;
use crate::cluster::api::age::since;
use crate::cluster::api::{Event, SimTime};

pub(super) fn cells(event: &Event, now: SimTime) -> Vec<String> {
    let source = event.source.clone().unwrap_or_default();
    let parts: Vec<String> = [source.component, source.host]
        .into_iter()
        .flatten()
        .collect();
    let first = event
        .first_timestamp
        .as_ref()
        .or(event.metadata.creation_timestamp.as_ref());
    vec![
        last_seen(event, now),
        event.type_.clone().unwrap_or_default(),
        event.reason.clone().unwrap_or_default(),
        object(event),
        event.involved_object.field_path.clone().unwrap_or_default(),
        parts.join(", "),
        message(event),
        since(first, now),
        event.count.unwrap_or(1).to_string(),
        name(&event.metadata),
    ]
}

fn last_seen(event: &Event, now: SimTime) -> String {
    let last = event
        .last_timestamp
        .as_ref()
        .or(event.metadata.creation_timestamp.as_ref());
    since(last, now)
}

fn object(event: &Event) -> String {
    let about = &event.involved_object;
    let kind = about.kind.as_deref().unwrap_or_default().to_lowercase();
    format!("{kind}/{}", about.name.as_deref().unwrap_or_default())
}

fn message(event: &Event) -> String {
    event
        .message
        .as_deref()
        .unwrap_or_default()
        .trim()
        .to_owned()
}
