//! Manifests to start from. The editor knows them; they go to the end of the text, ready to be filled in.

use super::icon::icon;
use super::page::Page;
use super::words::left;
use crate::i18n::Label;
use leptos::prelude::*;

/// The button and its menu, for where the editor has come.
pub(crate) fn insert_menu(page: Page) -> AnyView {
    let open = RwSignal::new(false);
    let insert = move |name: String| {
        open.set(false);
        page.island.with_value(|island| island.insert(&name));
    };
    let items = move || {
        let names = page
            .island
            .with_value(super::editor_island::Island::snippets);
        let item = |name: String| {
            let label = name.clone();
            view! { <button type="button" class="button quiet item" on:click=move |_| insert(name.clone())>{label}</button> }
        };
        names.into_iter().map(item).collect_view()
    };
    view! {
        <div class="menu up" on:keydown=move |event| { if event.key() == "Escape" { open.set(false) } }
            on:focusout=move |event| { if left(&event) { open.set(false) } }>
            <button type="button" class="button square" aria-label=move || page.word(Label::Insert) aria-expanded=move || if open.get() { "true" } else { "false" }
                title=move || page.word(Label::InsertHelp)
                on:click=move |_| open.update(|open| *open = !*open)>{icon("plus")}</button>
            <Show when=move || open.get()>
                <div role="group" aria-label=move || page.word(Label::InsertHelp)>{items}</div>
            </Show>
        </div>
    }
    .into_any()
}
