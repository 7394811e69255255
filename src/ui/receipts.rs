//! What stayed and what is new when a name got another pod. Under the columns, with a thread to its own; in a list,
//! within its own row: it has a place in the layout and lies over nothing.

use super::grid::{Part, cell_id};
use super::icon::icon;
use super::identity::{Sight, column_of};
use super::page::Page;
use super::sight::show;
use super::words::{cut_name, short_uid};
use crate::app::{Message, caption, receipt};
use crate::cluster::api::Key;
use crate::i18n::{Label, Note};
use crate::view::receipt::{Receipt, Trait};
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = "
// The whole of a receipt, where its pod is in sight already: nobody is carried away from what they look at.
export const uncover = (receipt) => {
  const stage = receipt.closest('.cluster').getBoundingClientRect();
  const pod = receipt.parentElement.querySelector('.slot').getBoundingClientRect();
  if (pod.bottom > Math.max(stage.top, 0) && pod.top < Math.min(stage.bottom, innerHeight)) receipt.scrollIntoView({ block: 'nearest' });
};")]
extern "C" {
    fn uncover(receipt: &web_sys::HtmlElement);
}

type Pile = receipt::Pile;
type Whose = receipt::Whose;

/// The receipts that lie open, under the columns of a set. In a list they lie in a row, if theirs is in sight.
pub(crate) fn band(page: Page, set: StoredValue<Key>, seen: Memo<Vec<i32>>) -> AnyView {
    let at = Memo::new(move |_| {
        let ordinal = page.pile.with(|pile| {
            let whose = &pile.as_ref()?.whose;
            set.with_value(|set| *set == whose.set)
                .then_some(whose.ordinal)
        });
        seen.with(|seen| seen.iter().position(|one| Some(*one) == ordinal))
    });
    let shown = Memo::new(move |_| {
        let elsewhere = page.listed.get() && at.get().is_some();
        page.pile.with(Option::is_some) && !elsewhere
    });
    #[expect(clippy::cast_precision_loss, reason = "a few columns")]
    let middle = move || {
        let columns = seen.with(Vec::len).max(1);
        at.get()
            .map(|at| format!("{}", (at as f64 + 0.5) / columns as f64))
    };
    view! {
        <Show when=move || shown.get()>
            <div class="receipts enter" class:tied=move || at.get().is_some() style:--middle=middle>{receipts(page)}</div>
        </Show>
    }
    .into_any()
}

/// The receipts that lie open, in the row of the identity whose lies on top.
pub(crate) fn in_row(sight: Sight) -> AnyView {
    let page = sight.page;
    let here = Memo::new(move |_| page.listed.get() && is_on_top(sight));
    view! { <Show when=move || here.get()>{move || row(page)}</Show> }.into_any()
}

fn row(page: Page) -> AnyView {
    let element = NodeRef::<Div>::new();
    Effect::new(move |_| {
        if let Some(element) = element.get() {
            // The browser lays it out first.
            request_animation_frame(move || uncover(&element));
        }
    });
    view! { <div role="gridcell" class="receipts enter" node_ref=element>{receipts(page)}</div> }
        .into_any()
}

/// Which life of its name the pod is: a button that opens its receipt.
pub(crate) fn life_tag(sight: Sight) -> AnyView {
    let page = sight.page;
    let lives = Memo::new(move |_| sight.of(|column| column.lives));
    let has_receipt = Memo::new(move |_| sight.of(|column| column.receipt.is_some()));
    let open = Memo::new(move |_| is_on_top(sight));
    let word = move || sight.of(caption::life).map(|life| page.say(&life));
    let spoken = move || {
        page.say(&Note::OpenReceipt {
            pod: sight.name(),
            life: lives.get(),
        })
    };
    let press = move |event: web_sys::MouseEvent| {
        event.stop_propagation();
        if open.get_untracked() {
            close(page);
        } else {
            page.send(Message::ShowReceipt(sight.pod_key()));
        }
    };
    view! {
        <Show when=move || has_receipt.get()>
            <button type="button" class="life" tabindex=move || sight.tab_index(Part::Pod)
                aria-label=spoken title=spoken aria-expanded=move || if open.get() { "true" } else { "false" }
                on:click=press><span class="tag">{word}</span></button>
        </Show>
    }
    .into_any()
}

/// Puts the receipts away. Whoever was in one is with its pod then.
pub(crate) fn close(page: Page) {
    let within = document()
        .active_element()
        .is_some_and(|focused| focused.closest(".receipts").is_ok_and(|at| at.is_some()));
    let cell = page.pile.with_untracked(|pile| {
        let whose = &pile.as_ref()?.whose;
        Some(cell_id(&whose.set, whose.ordinal, Part::Pod))
    });
    page.send(Message::CloseReceipts);
    if let Some(cell) = cell.filter(|_| within) {
        focus(&cell);
    }
}

fn focus(id: &str) {
    let element = document().get_element_by_id(id);
    if let Some(element) =
        element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
    {
        // What cannot take the focus leaves it to the page.
        let _ = element.focus();
    }
}

/// Whether the receipt on top is this identity's, tracked.
fn is_on_top(sight: Sight) -> bool {
    let pod = sight.pod_key();
    page_top(sight.page, |pile| pile.whose.pod == pod)
}

/// Something of the pile, tracked; the default where nothing lies open.
fn page_top<T: Default>(page: Page, read: impl FnOnce(&Pile) -> T) -> T {
    page.pile
        .with(|pile| pile.as_ref().map(read).unwrap_or_default())
}

/// The one on top, and the names of the others.
fn receipts(page: Page) -> AnyView {
    // The last one stays in sight while it fades.
    let top = Memo::new(move |before: Option<&Option<Receipt>>| {
        let now = page_top(page, |pile| Some(pile.top.clone()));
        now.or_else(|| before.cloned().flatten())
    });
    let of = move |read: fn(Page, &Receipt) -> AnyView| {
        move || top.with(|top| top.as_ref().map(|top| read(page, top)))
    };
    let hook = move || top.with(|top| top.as_ref().map(|top| top.name.clone()));
    view! {
        <section class="receipt" aria-label=move || page.word(Label::Receipts) data-receipt=hook>
            <header>
                <h3>{of(|page, top| page.say(&receipt::title(top)).into_any())}</h3>
                {others(page)}
            </header>
            <div class="stayed">
                <p class="kind">{icon("same")}<span>{move || page.word(Label::Same)}</span></p>
                <dl>{of(stayed)}</dl>
            </div>
            <div class="changed">
                <p class="kind">{icon("other")}<span>{move || page.word(Label::New)}</span></p>
                <dl>{of(changed)}</dl>
            </div>
            <button type="button" class="button square quiet" aria-label=move || page.word(Label::Close) title=move || page.word(Label::Close)
                on:click=move |_| close(page)>{icon("close")}</button>
        </section>
    }
    .into_any()
}

fn stayed(page: Page, top: &Receipt) -> AnyView {
    let line = |(of, what): (Trait, &str)| {
        let going =
            of == Trait::Disk && (top.disks.iter()).any(|disk| disk.going && disk.claim == what);
        let going =
            going.then(|| view! { <span class="going">{page.word(Label::BeingDeleted)}</span> });
        view! { <div><dt>{page.word(receipt::label(of))}</dt><dd>{shown(of, what)}{going}</dd></div> }
    };
    top.same().into_iter().map(line).collect_view().into_any()
}

fn changed(page: Page, top: &Receipt) -> AnyView {
    let new = top.changes().into_iter().map(|change| {
        let before = change.before.map(|before| {
            view! { <del>{shown(change.of, before)}</del><span class="arrow" aria-hidden="true">"→"</span> }
        });
        let now = match change.now {
            Some(now) => view! { <ins>{shown(change.of, now)}</ins> }.into_any(),
            None => view! { <span class="none">{page.word(Label::NotYet)}</span> }.into_any(),
        };
        view! { <div><dt>{page.word(receipt::label(change.of))}</dt><dd>{before}{now}</dd></div> }
    });
    new.collect_view().into_any()
}

fn shown(of: Trait, what: &str) -> AnyView {
    match of {
        Trait::Uid => short_uid(what).into_any(),
        Trait::Revision => {
            let own = what.rsplit('-').next().unwrap_or_default();
            own.to_owned().into_any()
        }
        Trait::Name | Trait::DnsName | Trait::Disk => cut_name(what),
        Trait::Node | Trait::Address | Trait::Image => what.to_owned().into_any(),
    }
}

/// Where several lie open: whose they are, each a press away, and how many more there are.
fn others(page: Page) -> AnyView {
    let named = Memo::new(move |_| page_top(page, |pile| pile.named.clone()));
    let more = Memo::new(move |_| page_top(page, |pile| pile.more));
    let one = move |whose: Whose| {
        let name = whose.pod.name.to_string();
        let pod = whose.pod.clone();
        let on_top = move || page_top(page, |pile| pile.whose.pod == pod);
        let open = move |_| {
            page.send(Message::ShowReceipt(whose.pod.clone()));
            bring(page, &whose);
        };
        view! { <li><button type="button" class="button small" aria-pressed=move || if on_top() { "true" } else { "false" } on:click=open>{cut_name(&name)}</button></li> }
    };
    view! {
        <Show when=move || !named.with(Vec::is_empty)>
            <ul class="others">
                <For each=move || named.get() key=|whose| whose.pod.clone() children=one />
                <Show when=move || { more.get() > 0 }><li>{move || page.say(&Note::MoreReceipts { count: more.get() })}</li></Show>
            </ul>
        </Show>
    }
    .into_any()
}

/// Brings the column into sight whose receipt is read.
fn bring(page: Page, whose: &Whose) {
    let there = page
        .scene
        .with_untracked(|scene| column_of(scene, &whose.set, whose.ordinal).is_some());
    if there {
        page.steered.set(true);
        page.opened.set(Some(whose.set.clone()));
        show(page, &whose.set, whose.ordinal);
    }
    if page.listed.get_untracked() {
        // The receipt has moved into another row, and its buttons with it.
        let cell = cell_id(&whose.set, whose.ordinal, Part::Pod);
        request_animation_frame(move || focus(&cell));
    }
}
