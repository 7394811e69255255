//! The card of the first minute. `index.html` holds the same card as it is at the first paint, so nothing jumps when
//! the program takes over.

use super::icon::icon;
use super::page::Page;
use crate::app::{Act, Card, Message, Press};
use crate::i18n::Minute;
use leptos::prelude::*;

/// The card, unless it was put away.
pub(crate) fn first_minute(page: Page) -> AnyView {
    let shown = Memo::new(move |_| page.first_minute.with(Option::is_some));
    view! { <Show when=move || shown.get()>{card(page)}</Show> }.into_any()
}

fn say(page: Page, what: &Minute) -> String {
    what.text(page.language())
}

fn card(page: Page) -> AnyView {
    // The words stay while the card goes.
    let card = Memo::new(move |before: Option<&Option<Card>>| {
        page.first_minute
            .get()
            .or_else(|| before.cloned().flatten())
    });
    let of =
        move |read: fn(&Card) -> Option<String>| card.with(|card| card.as_ref().and_then(read));
    let fresh = move || card.with(|card| card.as_ref().is_none_or(|card| card.done.is_empty()));
    let text = move || card.with(|card| card.as_ref().map(|card| say(page, &card.text)));
    let deployment = move || {
        let told = card.with(|card| card.as_ref().and_then(|card| card.deployment.clone()));
        told.map(|told| view! { <p class="deployment">{say(page, &told)}</p> })
    };
    let act = move |act: Act| {
        let state = move || {
            card.with(|card| match card {
                Some(card) if card.act == Some(act) => "now",
                Some(card) if card.done.contains(&act) => "done",
                _ => "",
            })
        };
        view! { <i class=state></i> }
    };
    let progress = move || {
        let done = card.with(|card| card.as_ref().map_or(0, |card| card.done.len()));
        say(page, &Minute::Progress { done })
    };
    view! {
        <section class="first-minute" aria-label=move || say(page, &Minute::Title) data-act=move || of(|card| card.act.map(|act| act.name().to_owned()))>
            <header>
                <h2>{move || say(page, &Minute::Title)}</h2>
                <span class="acts" role="img" aria-label=progress>{Act::ALL.map(act).collect_view()}</span>
                <button type="button" class="button square quiet close" aria-label=move || say(page, &Minute::Close) title=move || say(page, &Minute::Close)
                    on:click=move |_| page.send(Message::FirstMinute(Press::Close))>{icon("close")}</button>
            </header>
            <Show when=move || fresh() && !answered(card)><p class="what">{move || say(page, &Minute::What)}</p></Show>
            <p class="moment">{text}</p>
            {deployment}
            {press(page, card)}
        </section>
    }
    .into_any()
}

fn answered(card: Memo<Option<Card>>) -> bool {
    card.with(|card| card.as_ref().is_some_and(|card| card.deployment.is_some()))
}

/// What the button will do as soon as it can: no pod is Ready yet.
fn to_come(text: &Minute) -> Option<Minute> {
    match text {
        Minute::AskDelete { pod } => Some(Minute::DoDelete { pod: pod.clone() }),
        Minute::AskKeep { pod } => pod.clone().map(|pod| Minute::DoWrite { pod }),
        _ => None,
    }
}

/// One button: what is suggested, or on to the next act. It is there without anything to do too, so that nothing jumps.
fn press(page: Page, card: Memo<Option<Card>>) -> AnyView {
    let label = Memo::new(move |before: Option<&String>| {
        card.with(|card| match card {
            Some(Card {
                deployment: Some(_),
                ..
            }) => say(page, &Minute::Next),
            Some(Card { act: None, .. }) => say(page, &Minute::Close),
            Some(Card {
                offer: Some(offer), ..
            }) => say(page, &offer.label()),
            // Nothing to do it to.
            Some(card) if card.text == Minute::AskSet => String::new(),
            Some(card) => to_come(&card.text)
                .map(|label| say(page, &label))
                .or_else(|| before.cloned())
                .unwrap_or_default(),
            None => before.cloned().unwrap_or_default(),
        })
    });
    let ready = move || {
        card.with(|card| {
            card.as_ref().is_some_and(|card| {
                card.act.is_none() || card.deployment.is_some() || card.offer.is_some()
            })
        })
    };
    let act = move |_| {
        if !ready() {
            return;
        }
        let press = card.with_untracked(|card| match card {
            Some(Card { act: None, .. }) => Press::Close,
            Some(Card {
                deployment: Some(_),
                ..
            }) => Press::Next,
            _ => Press::Do,
        });
        page.send(Message::FirstMinute(press));
    };
    let lack = move || {
        let lack = card.with(|card| card.as_ref().and_then(|card| card.lack.clone()));
        lack.map(|lack| say(page, &lack))
    };
    // Not `disabled`: that would throw away the focus of who has just pressed it.
    view! {
        <div class="press">
            <button type="button" class="button primary do" aria-disabled=move || if ready() { "false" } else { "true" }
                aria-describedby="first-minute-lack" on:click=act>
                {move || label.get()}
            </button>
            <span class="lack" id="first-minute-lack">{lack}</span>
        </div>
    }
    .into_any()
}
