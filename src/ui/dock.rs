//! The panels below the picture: story, events, inspector.

use super::events::events;
use super::inspector::inspector;
use super::page::{Page, Panel};
use super::shell;
use super::story::story;
use crate::i18n::Label;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

const PANELS: [(Panel, &str, Label); 3] = [
    (Panel::Story, "story", Label::Story),
    (Panel::Events, "events", Label::Events),
    (Panel::Inspector, "inspector", Label::Inspector),
];

/// What an arrow key moves the edge by.
const STEP_PX: f64 = 24.0;

/// Height of the bar below the dock, as the style sheet has it.
const TIME_BAR_PX: f64 = 52.0;

/// About what the style sheet gives the dock by itself; where the arrow keys begin.
const DOCK_USUAL_PX: f64 = 224.0;

/// The dock.
pub(crate) fn dock(page: Page) -> AnyView {
    let tabs = PANELS.into_iter().map(|(panel, id, label)| {
        let here = move || page.panel.get() == panel;
        view! {
            <button type="button" role="tab" class="tab" id=format!("tab-{id}") aria-controls="panel"
                aria-selected=move || if here() { "true" } else { "false" }
                tabindex=move || if here() { "0" } else { "-1" }
                on:click=move |_| choose(page, panel)
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
    let labelled_by = move || {
        PANELS
            .iter()
            .find(|(panel, ..)| *panel == page.panel.get())
            .map(|(_, id, _)| format!("tab-{id}"))
    };
    view! {
        <section class="dock" class:open=move || page.dock_open.get() aria-label=move || page.word(Label::More)>
            {splitter(page)}
            <div class="tabs" role="tablist">{tabs.collect_view()}</div>
            <div class="panel" id="panel" role="tabpanel" tabindex="0" aria-labelledby=labelled_by>{content}</div>
        </section>
    }
    .into_any()
}

/// Where the dock is folded to its tabs (little height, or a room that looks at the picture), a tab opens it, and the
/// same one folds it again.
fn choose(page: Page, panel: Panel) {
    let same = page.panel.get_untracked() == panel;
    page.panel.set(panel);
    page.dock_open.update(|open| *open = !(*open && same));
}

/// The edge between the picture and the dock, to be dragged, or moved with the arrow keys.
fn splitter(page: Page) -> AnyView {
    let dragging = RwSignal::new(false);
    let drag = move |event: web_sys::PointerEvent| {
        let bottom = window()
            .inner_height()
            .ok()
            .and_then(|height| height.as_f64())
            .unwrap_or_default();
        if dragging.get_untracked() {
            shell::set_dock_height(page, bottom - f64::from(event.client_y()) - TIME_BAR_PX);
        }
    };
    let take = move |event: web_sys::PointerEvent| {
        event.prevent_default();
        if let Some(edge) = event
            .current_target()
            .and_then(|edge| edge.dyn_into::<web_sys::Element>().ok())
        {
            // Without the capture the edge is dropped as soon as the pointer outruns it: a worse drag, nothing else.
            let _ = edge.set_pointer_capture(event.pointer_id());
        }
        dragging.set(true);
    };
    let on_key = move |event: web_sys::KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowUp" => STEP_PX,
            "ArrowDown" => -STEP_PX,
            _ => return,
        };
        event.prevent_default();
        shell::set_dock_height(
            page,
            page.dock_px.get_untracked().unwrap_or(DOCK_USUAL_PX) + by,
        );
    };
    view! {
        <div class="splitter" role="separator" aria-orientation="horizontal" tabindex="0"
            aria-label=move || page.word(Label::Size) aria-valuemin="80" aria-valuemax="800"
            aria-valuenow=move || format!("{:.0}", page.dock_px.get().unwrap_or(DOCK_USUAL_PX))
            on:pointerdown=take on:pointermove=drag
            on:pointerup=move |_| dragging.set(false) on:pointercancel=move |_| dragging.set(false)
            on:dblclick=move |_| shell::forget_dock_height(page)
            on:keydown=on_key></div>
    }
    .into_any()
}

/// Arrow keys go from tab to tab, as everywhere.
fn on_key(page: Page, panel: Panel, event: &web_sys::KeyboardEvent) {
    let at = PANELS
        .iter()
        .position(|(other, ..)| *other == panel)
        .unwrap_or_default();
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
