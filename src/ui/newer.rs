//! A newer version of the page is there: it is said, and comes when the person wants it.

use super::icon::icon;
use super::page::Page;
use crate::i18n::Label;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The notice about it, once `www/start.js` has told of one.
pub(super) fn newer(page: Page) -> AnyView {
    let load = RwSignal::new_local(None::<js_sys::Function>);
    let handle = window_event_listener_untyped("playground-newer", move |event| {
        let detail = event.dyn_ref::<web_sys::CustomEvent>();
        load.set(detail.and_then(|event| event.detail().dyn_into().ok()));
    });
    on_cleanup(move || handle.remove());
    let notice = move || {
        load.get().map(|function| {
            let take_over = move |_| {
                // The page is loaded again by it, or stays as it is.
                let _ = function.call0(&wasm_bindgen::JsValue::NULL);
            };
            view! {
                <div class="notice enter" role="status">
                    <p>{page.word(Label::Newer)}</p>
                    <button type="button" class="button" on:click=take_over>{page.word(Label::LoadNewer)}</button>
                    <button type="button" class="button square quiet" aria-label=page.word(Label::Close) on:click=move |_| load.set(None)>{icon("close")}</button>
                </div>
            }
        })
    };
    view! { {notice} }.into_any()
}
