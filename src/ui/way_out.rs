//! How a set that cannot be changed is replaced while its pods stay: the reason, the two commands, and
//! what becomes of the pods.

use super::icon::icon;
use super::page::Page;
use crate::app::{Message, Stage, WayOut};
use crate::i18n::{Label, Note};
use leptos::prelude::*;

/// The panel, where a way out was begun.
pub(crate) fn way_out(page: Page) -> AnyView {
    let set = Memo::new(move |_| {
        page.way_out
            .with(|way| way.as_ref().map(|way| way.set.clone()))
    });
    let shown = move || {
        set.get()?;
        // What it is about stays; only how far it has come changes.
        let way = page.way_out.get_untracked()?;
        Some(panel(page, &way))
    };
    view! { {shown} }.into_any()
}

fn panel(page: Page, way: &WayOut) -> AnyView {
    let name = way.set.name.to_string();
    let title = move || page.say(&Note::WayOutTitle { set: name.clone() });
    let [delete, apply] = way.commands();
    view! {
        <section class="way-out" id="way-out" tabindex="-1" aria-labelledby="way-out-title">
            <header>
                <h2 id="way-out-title">{title}</h2>
                <button type="button" class="button quiet square" aria-label=move || page.word(Label::Close)
                    on:click=move |_| page.send(Message::WayOutClose)>{icon("close")}</button>
            </header>
            {reason(page, way)}
            <ol>
                {step(page, Label::WayOutDelete, delete, Stage::Delete)}
                {step(page, Label::WayOutApply, apply, Stage::Apply)}
            </ol>
            {outcome(page)}
        </section>
    }
    .into_any()
}

fn reason(page: Page, way: &WayOut) -> AnyView {
    let changes = way.changes.iter().map(|change| {
        let note = Note::WayOutChange {
            field: change.field.clone(),
            before: change.before.clone(),
            after: change.after.clone(),
        };
        view! { <li><code>{move || page.say(&note)}</code></li> }
    });
    view! {
        <p>{move || page.word(Label::WayOutWhy)}</p>
        <ul>{changes.collect_view()}</ul>
        <details>
            <summary>{move || page.word(Label::WayOutServer)}</summary>
            <p lang="en">{way.sentence.clone()}</p>
        </details>
        <p>{move || page.word(Label::WayOutHow)}</p>
    }
    .into_any()
}

/// A command, and the button that runs it when it is its turn.
fn step(page: Page, what: Label, command: String, turn: Stage) -> AnyView {
    let stage = move || stage(page);
    let runs = move || match turn {
        Stage::Delete => stage() == Stage::Going,
        _ => stage() == Stage::Adopting,
    };
    let label = move || {
        page.word(match stage().cmp(&turn) {
            _ if runs() => Label::Underway,
            std::cmp::Ordering::Greater => Label::StepDone,
            _ => Label::Run,
        })
    };
    let is_done = move || stage() > turn && !runs();
    let is_turn = move || stage() == turn;
    // Broken between words only: an option is one.
    let words = command
        .split(' ')
        .map(|word| view! { <span>{word.to_owned()}</span>" " });
    let words = words.collect_view();
    view! {
        <li class:done=is_done>
            <p>{move || page.word(what)}</p>
            <div>
                <code>{words}</code>
                <button type="button" class="button" class:primary=is_turn
                    disabled=move || !is_turn() aria-label=move || format!("{}: {command}", label())
                    on:click=move |_| page.send(Message::WayOutNext)>{label}</button>
            </div>
        </li>
    }
    .into_any()
}

fn outcome(page: Page) -> AnyView {
    let done = move || {
        let told = page.way_out.with(|way| {
            let way = way.as_ref().filter(|way| way.stage == Stage::Done)?;
            Some(Note::WayOutDone {
                pods: way.kept.clone(),
                claims: way.changes_claims(),
            })
        })?;
        Some(view! {
            <p>{page.say(&told)}</p>
            <button type="button" class="button primary" on:click=move |_| page.send(Message::WayOutClose)>
                {page.word(Label::Close)}
            </button>
        })
    };
    view! { <div class="outcome" role="status">{done}</div> }.into_any()
}

fn stage(page: Page) -> Stage {
    page.way_out
        .with(|way| way.as_ref().map_or(Stage::Done, |way| way.stage))
}
