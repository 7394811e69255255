//! The cluster's feature gates, as switches with a sentence each.

use super::dialogs::modal;
use super::page::Page;
use crate::app::{Gates, Message};
use crate::i18n::Label;
use leptos::html::Dialog;
use leptos::prelude::*;

/// The dialog, open or not.
pub(crate) fn gates(page: Page) -> AnyView {
    let node = NodeRef::<Dialog>::new();
    modal(node, move || page.switches.get());
    view! {
        <dialog node_ref=node aria-labelledby="gates" on:close=move |_| page.switches.set(false)>
            <h2 id="gates">{move || page.word(Label::Gates)}</h2>
            <p>{move || page.word(Label::GatesIntro)}</p>
            {switch(page, "MaxUnavailableStatefulSet", Label::GateMaxUnavailable,
                |gates| gates.max_unavailable_stateful_set,
                |gates, on| Gates { max_unavailable_stateful_set: on, ..gates })}
            {switch(page, "ParallelMaxUnavailableFix", Label::GateParallelFix,
                |gates| gates.parallel_max_unavailable_fix,
                |gates, on| Gates { parallel_max_unavailable_fix: on, ..gates })}
            <div class="actions">
                <button type="button" class="button primary" autofocus=true on:click=move |_| page.switches.set(false)>{move || page.word(Label::Close)}</button>
            </div>
        </dialog>
    }
    .into_any()
}

fn switch(
    page: Page,
    name: &'static str,
    sentence: Label,
    read: fn(&Gates) -> bool,
    with: fn(Gates, bool) -> Gates,
) -> AnyView {
    let switch = move |on: bool| {
        page.send(Message::SetGates(with(page.gates.get_untracked(), on)));
    };
    let described = format!("gate-{name}");
    view! {
        <div class="gate">
            <label><input type="checkbox" role="switch" aria-describedby=described.clone()
                prop:checked=move || page.gates.with(read) on:change=move |event| switch(event_target_checked(&event))/><code>{name}</code></label>
            <p id=described>{move || page.word(sentence)}</p>
        </div>
    }
    .into_any()
}
