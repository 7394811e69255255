//! Icons and the shapes of states. The drawings themselves are symbols in `index.html`, so that none of them is code.

use crate::view::scene::Health;
use leptos::prelude::*;

/// An icon that only decorates: the word beside it, or the button's name, says what it means.
pub(crate) fn icon(name: &'static str) -> AnyView {
    view! { <svg class="icon" aria-hidden="true"><use href=format!("#icon-{name}")></use></svg> }
        .into_any()
}

/// The shape of a state. Always beside its word, or hidden beside a name that says it.
pub(crate) fn glyph(health: impl Fn() -> Health + Send + Sync + 'static) -> AnyView {
    view! {
        <svg class="glyph" aria-hidden="true">
            <use href=move || format!("#glyph-{}", health_name(health()))></use>
        </svg>
    }
    .into_any()
}

/// The state's name in attributes and styles.
pub(crate) const fn health_name(health: Health) -> &'static str {
    match health {
        Health::Waiting => "waiting",
        Health::Starting => "starting",
        Health::Ready => "ready",
        Health::Terminating => "terminating",
        Health::Failed => "failed",
        Health::Completed => "completed",
        Health::Unknown => "unknown",
    }
}
