//! The manifest: a plain text box that works at once, the editor over it when that has come, and the bar below.

use super::editor_island::{Arrival, arrive};
use super::icon::icon;
use super::insert_menu::insert_menu;
use super::page::Page;
use super::way_out::way_out;
use crate::app::{Message, Problem, Severity};
use crate::i18n::{Label, Note};
use leptos::html::{Div, Textarea};
use leptos::prelude::*;

/// The left panel.
pub(crate) fn editor(page: Page) -> AnyView {
    let arrival = RwSignal::new(Arrival::default());
    let listed = RwSignal::new(false);
    Effect::new(move |_| {
        // Who applied and was refused wants to know why; the notice only counts.
        let refused = page
            .notice
            .with(|notice| notice.as_ref().is_some_and(|notice| notice.refused));
        if refused && page.editor.with_untracked(|editor| editor.counts().0 > 0) {
            listed.set(true);
        }
    });
    view! {
        <section class="yaml" aria-label=move || page.word(Label::Manifest)>
            {text(page, arrival)}
            {problems(page, arrival, listed)}
            {way_out(page)}
            {sets_back(page)}
            {bar(page, arrival, listed)}
        </section>
    }
    .into_any()
}

fn text(page: Page, arrival: RwSignal<Arrival>) -> AnyView {
    let island = NodeRef::<Div>::new();
    let plain = NodeRef::<Textarea>::new();
    Effect::new(move |_| {
        if let Some(parent) = island.get() {
            // Two frames: the first picture is painted before the editor is even asked for.
            request_animation_frame(move || {
                request_animation_frame(move || {
                    leptos::task::spawn_local(arrive(page, parent.into(), arrival));
                })
            });
        }
    });
    let on_key = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            page.send(Message::Apply);
        }
    };
    view! {
        <div class="editor">
            <Show when=move || arrival.get() != Arrival::Here>
                <textarea node_ref=plain id="plain-editor" spellcheck="false" autocomplete="off" autocapitalize="off"
                    aria-label=move || page.word(Label::EditorLabel)
                    prop:value=move || page.editor.with(|editor| editor.text.clone())
                    on:input=move |event| page.send(Message::EditorChanged(event_target_value(&event)))
                    on:keydown=on_key></textarea>
            </Show>
            <div class="island" node_ref=island class:here=move || arrival.get() == Arrival::Here></div>
        </div>
    }
    .into_any()
}

/// What Apply would set back, as somebody acted beside the text.
fn sets_back(page: Page) -> AnyView {
    let notes = Memo::new(move |_| page.editor.with(|editor| editor.sets_back.clone()));
    let lines = move || {
        let notes = notes.get();
        let lines = notes.iter().map(|note| view! { <p>{page.say(note)}</p> });
        lines.collect_view()
    };
    view! { <div class="sets-back" id="sets-back" role="status">{lines}</div> }.into_any()
}

fn bar(page: Page, arrival: RwSignal<Arrival>, listed: RwSignal<bool>) -> AnyView {
    let differs = Memo::new(move |_| page.editor.with(|editor| editor.differs()));
    let diff = RwSignal::new(false);
    let empty = Memo::new(move |_| page.editor.with(|editor| editor.text.trim().is_empty()));
    let toggle_diff = move |_| {
        diff.update(|on| *on = !*on);
        page.island
            .with_value(|island| island.show_diff(diff.get_untracked()));
    };
    view! {
        <div class="editor-bar">
            <button type="button" class="button apply" aria-label=move || page.word(Label::Apply) aria-describedby="sets-back" class:primary=move || differs.get()
                on:click=move |_| page.send(Message::Apply)>
                {move || page.word(Label::Apply)}<kbd aria-hidden="true">"Ctrl ↵"</kbd>
            </button>
            <button type="button" class="button" disabled=move || !differs.get() on:click=move |_| page.send(Message::Revert)>{move || page.word(Label::Revert)}</button>
            <Show when=move || arrival.get() == Arrival::Here>
                <button type="button" class="button" aria-pressed=move || if diff.get() { "true" } else { "false" } on:click=toggle_diff>
                    {move || page.word(Label::ShowDiff)}
                </button>
            </Show>
            <Show when=move || arrival.get() == Arrival::Here>{insert_menu(page)}</Show>
            <Show when=move || empty.get()>
                <button type="button" class="button" on:click=move |_| page.send(Message::LoadExample { disks: true })>{move || page.word(Label::LoadExample)}</button>
            </Show>
            {problem_count(page, listed)}
        </div>
    }
    .into_any()
}

/// How much is wrong: a button that lists it, or the word that there is nothing to list.
fn problem_count(page: Page, listed: RwSignal<bool>) -> AnyView {
    let counts = Memo::new(move |_| page.editor.with(|editor| editor.counts()));
    let sum = move || counts.with(|(errors, warnings)| errors + warnings);
    let text = move || {
        let (errors, warnings) = counts.get();
        page.say(&Note::Problems { errors, warnings })
    };
    let expanded = move || if listed.get() { "true" } else { "false" };
    let press = move |_| listed.update(|listed| *listed = !*listed);
    let none = Memo::new(move |_| sum() == 0);
    view! {
        <Show when=move || none.get()
            fallback=move || view! {
                <button type="button" class="button quiet problems" aria-expanded=expanded data-problems=sum on:click=press>{text}</button>
            }>
            <span class="problems none" data-problems="0">{text}</span>
        </Show>
    }
    .into_any()
}

/// What is wrong, one after the other; choosing one goes there.
fn problems(page: Page, arrival: RwSignal<Arrival>, listed: RwSignal<bool>) -> AnyView {
    let problems = Memo::new(move |_| page.editor.with(|editor| editor.problems.clone()));
    let failed = move || {
        (arrival.get() == Arrival::Failed)
            .then(|| view! { <p class="island-failed">{page.word(Label::EditorFailed)}</p> })
    };
    view! {
        <div class="problem-list">
            {failed}
            <Show when=move || listed.get() && page.way_out.with(Option::is_none) && problems.with(|problems| !problems.is_empty())>
                <ol>{move || problems.get().into_iter().enumerate().map(|(index, found)| problem(page, index, found)).collect_view()}</ol>
            </Show>
        </div>
    }
    .into_any()
}

fn problem(page: Page, index: usize, found: Problem) -> AnyView {
    let offset = found.from_utf16;
    let text = page.say(&Note::AtLine {
        line: found.line,
        column: found.column,
        message: found.message,
    });
    let kind = match found.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let fix = found.fix.map(|offer| {
        view! {
            <button type="button" class="button fix" on:click=move |_| page.send(Message::Fix(index))>{icon("fix")}{offer.label}</button>
        }
    });
    view! {
        <li class=kind>
            <button type="button" class="place" data-line=found.line on:click=move |_| page.island.with_value(|island| island.go_to(offset))>
                {icon(kind)}<span>{text}{found.hint.map(|hint| view! { <span class="hint">{hint}</span> })}</span>
            </button>
            {fix}
        </li>
    }
    .into_any()
}
