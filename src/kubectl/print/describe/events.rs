//! The events at the end of a description.

use super::Sheet;
use crate::cluster::api::age::since;
use crate::cluster::api::{Event, Object, SimTime};
use crate::cluster::apiserver::Store;
use std::sync::Arc;

pub(super) fn describe(sheet: &mut Sheet, store: &Store, object: &Object, now: SimTime) {
    let mut events: Vec<&Arc<Event>> = store
        .list::<Event>()
        .filter(|event| event.involved_object.uid.as_deref() == Some(object.uid()))
        .collect();
    if events.is_empty() {
        sheet.field(0, "Events", "<none>");
        return;
    }
    let version = |event: &&Arc<Event>| -> u64 {
        event
            .metadata
            .resource_version
            .as_deref()
            .and_then(|text| text.parse().ok())
            .unwrap_or_default()
    };
    events.sort_by_key(|event| {
        (
            event.last_timestamp.as_ref().map(|time| time.0),
            version(event),
        )
    });
    sheet.line(0, "Events:");
    sheet.line(1, "Type\tReason\tAge\tFrom\tMessage");
    sheet.line(1, "----\t------\t----\t----\t-------");
    for event in events {
        let count = event.count.unwrap_or(1);
        let last = since(event.last_timestamp.as_ref(), now);
        let age = if count > 1 {
            format!(
                "{last} (x{count} over {})",
                since(event.first_timestamp.as_ref(), now)
            )
        } else {
            last
        };
        let from = event
            .source
            .as_ref()
            .and_then(|source| source.component.clone());
        let field = event
            .involved_object
            .field_path
            .as_deref()
            .unwrap_or_default();
        // Since 1.35 it is said which container an event is about.
        let prefix = if field.is_empty() {
            String::new()
        } else {
            format!("{field}: ")
        };
        sheet.line(
            1,
            &format!(
                "{}\t{}\t{age}\t{}\t{prefix}{}",
                event.type_.as_deref().unwrap_or_default(),
                event.reason.as_deref().unwrap_or_default(),
                from.or_else(|| event.reporting_component.clone())
                    .unwrap_or_default(),
                event.message.as_deref().unwrap_or_default().trim(),
            ),
        );
    }
}
