//! Kubernetes' own events, in its own words, the newest first.

use super::page::Page;
use super::words::minutes;
use crate::i18n::Label;
use crate::view::events::EventRow;
use leptos::prelude::*;

/// The events' panel.
pub(crate) fn events(page: Page) -> AnyView {
    view! { {table(page, move || page.events.with(|events| events.iter().rev().cloned().collect()))} }.into_any()
}

/// A table of events; used for all of them and for those of one object.
pub(crate) fn table(
    page: Page,
    rows: impl Fn() -> Vec<EventRow> + Send + Sync + 'static,
) -> AnyView {
    let rows = Memo::new(move |_| rows());
    let head = [
        Label::EventWhen,
        Label::EventType,
        Label::EventReason,
        Label::EventObject,
        Label::EventMessage,
    ];
    view! {
        <Show when=move || rows.with(|rows| !rows.is_empty())
            fallback=move || view! { <p class="empty">{move || page.word(Label::NoEvents)}</p> }>
            <table class="table events">
                <thead><tr>{head.map(|label| view! { <th scope="col">{move || page.word(label)}</th> }).collect_view()}</tr></thead>
                <tbody>
                    <For each=move || rows.get() key=|row| (row.key.clone(), row.count, row.last.0) children=move |row| view! {
                        <tr class:warning=row.warning>
                            <td class="exact">{minutes(row.last)}{(row.count > 1).then(|| format!(" ×{}", row.count))}</td>
                            <td>{if row.warning { "Warning" } else { "Normal" }}</td>
                            <td>{row.reason}</td>
                            <td class="exact">{row.object}</td>
                            <td>{row.message}</td>
                        </tr>
                    }.into_any() />
                </tbody>
            </table>
        </Show>
    }
    .into_any()
}
