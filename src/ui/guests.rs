//! Who else is on the nodes: pods of no set and the other sets' pods, in the rows of their nodes, beside the columns.
//! What they lack (an ordinal, a name, a disk) is seen by its absence.

use super::heap::card;
use super::icon::{glyph, health_name};
use super::page::Page;
use super::sight::{rem_px, whole};
use super::words::cut_name;
use crate::app::Message;
use crate::cluster::api::Key;
use crate::i18n::{Label, Note};
use crate::view::guests::{Guest, Share, occupy_rows};
use crate::view::scene::Health;
use leptos::html::Section;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// They take the room of so many columns.
pub(crate) const COLUMNS: usize = 2;

/// A line of theirs, in rem, as the style sheet has it.
const LINE_REM: f64 = 1.75;

/// Whether they have a place in the rows beside so many columns. Where identities are rows, they have not.
pub(crate) fn hosted(page: Page, columns: usize) -> bool {
    let fits = !page.listed.get() && columns + COLUMNS <= page.room.get();
    fits && page.occupied.with(|occupied| occupied.any())
}

/// Keeps who stands in which row: as many as there are lines for.
pub(crate) fn keep_occupied_rows(page: Page) {
    Effect::new(move |_| {
        let lines = page.lines.get();
        let occupied = page.scene.with(|scene| {
            page.opened
                .with(|open| occupy_rows(scene, open.as_ref(), lines))
        });
        if page.occupied.with_untracked(|shown| *shown != occupied) {
            page.occupied.set(occupied);
        }
    });
}

/// The place beside the columns.
pub(crate) fn guests(page: Page) -> AnyView {
    let rows = Memo::new(move |_| page.occupied.with(|occupied| occupied.rows.len()));
    let element = NodeRef::<Section>::new();
    measure(page, element);
    view! {
        <section class="guests" node_ref=element aria-labelledby="guests">
            <h2 id="guests" class="heap-title">{move || page.word(Label::OtherPods)}</h2>
            <For each=move || 0..rows.get() key=|at| *at children=move |at| row(page, at) />
        </section>
    }
    .into_any()
}

/// One node's, or of those that have none yet.
fn row(page: Page, at: usize) -> AnyView {
    let guests = Memo::new(move |_| {
        page.occupied
            .with(|occupied| occupied.rows.get(at).cloned().unwrap_or_default())
    });
    let node = move || {
        page.scene.with(|scene| {
            let node = at.checked_sub(1).and_then(|at| scene.nodes.get(at));
            node.map_or_else(
                || page.word(Label::NoNode).to_owned(),
                |node| node.name.clone(),
            )
        })
    };
    // The uid is part of the key: a new pod under an old name is another one here, nobody promised it a place.
    view! {
        <ul class="guest-row" class:pending=at == 0 aria-label=node>
            <For each=move || guests.get() key=Clone::clone children=move |guest| match guest {
                Guest::Pod(key, _) => card(page, key),
                Guest::Set(set) => share(page, set, at),
            } />
        </ul>
    }
    .into_any()
}

/// What another set has on a node: its name, and a shape a pod.
fn share(page: Page, set: Key, at: usize) -> AnyView {
    let of = set.clone();
    let share = Memo::new(move |_| {
        page.occupied
            .with(|occupied| occupied.share(&of, at).cloned())
    });
    let shapes = move || {
        let Share { healths, more } = share.get().unwrap_or_default();
        let shape = |health: Health| view! { <span data-health=health_name(health)>{glyph(move || health)}</span> };
        let more = (more > 0).then(|| format!("+{more}"));
        view! { {healths.into_iter().map(shape).collect_view()}{more} }
    };
    let spoken = move || {
        let count = share.with(|share| share.as_ref().map_or(0, Share::count));
        page.say(&Note::Pods { count })
    };
    let name = set.name.to_string();
    view! {
        <li class="heap-card share">
            <button type="button" class="pod here" on:click=move |_| page.send(Message::Open(set.clone()))>
                <span class="name">{cut_name(&name)}</span>
                <span class="slots" aria-hidden="true">{shapes}</span>
                <span class="unseen">", "{spoken}</span>
            </button>
        </li>
    }
    .into_any()
}

/// Keeps how many lines a row has.
fn measure(page: Page, of: NodeRef<Section>) {
    Effect::new(move |_| {
        let Some(element) = of.get() else { return };
        let section = element.clone();
        // Of the element, not of the reference to it: the observer may speak when that is gone already.
        let look = move || {
            let row = section.query_selector(".guest-row:not(.pending)");
            let height_px = row
                .ok()
                .flatten()
                .map_or(0, |row: web_sys::Element| row.client_height());
            let Some(rem_px) = rem_px().filter(|_| height_px > 0) else {
                return;
            };
            let lines = whole(f64::from(height_px) / rem_px / LINE_REM)
                .unwrap_or(1)
                .max(1);
            if page.lines.get_untracked() != lines {
                page.lines.set(lines);
            }
        };
        let changed: Closure<dyn FnMut()> = Closure::new(look);
        let changed: js_sys::Function = changed.into_js_value().unchecked_into();
        if let Ok(observer) = web_sys::ResizeObserver::new(&changed) {
            observer.observe(&element);
        }
    });
}
