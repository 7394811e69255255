//! The panels below the picture: story, events, inspector.

use super::events::events;
use super::inspector::inspector;
use super::page::{Page, Panel};
use super::story::story;
use crate::i18n::Label;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

const PANELS: [(Panel, &str, Label); 3] =
    [(Panel::Story, "story", Label::Story), (Panel::Events, "events", Label::Events), (Panel::Inspector, "inspector", Label::Inspector)];

/// The dock.
pub(crate) fn dock(page: Page) -> AnyView {
    let tabs = PANELS.into_iter().map(|(panel, id, label)| {
        let here = move || page.panel.get() == panel;
        view! {
            <button type="button" role="tab" class="tab" id=format!("tab-{id}") aria-controls="panel"
                aria-selected=move || if here() { "true" } else { "false" }
                tabindex=move || if here() { "0" } else { "-1" }
                on:click=move |_| page.panel.set(panel)
                on:keydown=move |event| on_key(page, panel, &event)>
                {move || page.word(label)}
                {move || (panel == Panel::Inspector).then(|| page.selected.with(|key| key.as_ref().map(|key| view! { <code>{key.name.to_string()}</code> })))}
            </button>
        }
    });
    let content = move || match page.panel.get() {
        Panel::Story => story(page),
        Panel::Events => events(page),
        Panel::Inspector => inspector(page),
    };
    let labelled_by = move || PANELS.iter().find(|(panel, ..)| *panel == page.panel.get()).map(|(_, id, _)| format!("tab-{id}"));
    view! {
        <section class="dock" aria-label=move || page.word(Label::More)>
            <div class="tabs" role="tablist">{tabs.collect_view()}</div>
            <div class="panel" id="panel" role="tabpanel" tabindex="0" aria-labelledby=labelled_by>{content}</div>
        </section>
    }
    .into_any()
}

/// Arrow keys go from tab to tab, as everywhere.
fn on_key(page: Page, panel: Panel, event: &web_sys::KeyboardEvent) {
    let at = PANELS.iter().position(|(other, ..)| *other == panel).unwrap_or_default();
    let to = match event.key().as_str() {
        "ArrowLeft" => at.checked_sub(1),
        "ArrowRight" => Some(at + 1),
        _ => None,
    };
    let Some((panel, id, _)) = to.and_then(|to| PANELS.get(to)) else {
        return;
    };
    event.prevent_default();
    page.panel.set(*panel);
    let tab = document().get_element_by_id(&format!("tab-{id}"));
    if let Some(tab) = tab.and_then(|tab| tab.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = tab.focus();
    }
}
