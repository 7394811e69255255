//! Time: go, stand still, one step, how fast, and what the clock says.

use super::page::{Page, Tab};
use super::words::clock;
use crate::app::Message;
use crate::i18n::{Label, Note};
use crate::view::player::Speed;
use leptos::prelude::*;

/// The bottom bar.
pub(crate) fn time_bar(page: Page) -> AnyView {
    // Ten times a second, not at every frame.
    let time = Memo::new(move |_| clock(page.now.get()));
    let steps = Memo::new(move |_| page.cursor.with(|cursor| cursor.steps));
    let paused = move || page.settings.with(|settings| settings.paused);
    let name = move || page.word(if paused() { Label::Play } else { Label::Pause });
    view! {
        <footer class="timebar">
            <button type="button" class="button square play" aria-label=name title=move || format!("{} (Space)", name())
                on:click=move |_| page.send(Message::TogglePause)>
                <svg class="icon" aria-hidden="true"><use href=move || if paused() { "#icon-play" } else { "#icon-pause" }></use></svg>
            </button>
            <button type="button" class="button square" aria-label=move || page.word(Label::Step) title=move || format!("{} (.)", page.word(Label::Step))
                on:click=move |_| page.send(Message::Step)>
                <svg class="icon" aria-hidden="true"><use href="#icon-step"></use></svg>
            </button>
            <button type="button" class="button square each" aria-label=move || page.word(Label::EachStep) title=move || format!("{} (,)", page.word(Label::EachStep))
                aria-pressed=move || if page.settings.with(|settings| settings.step_by_step) { "true" } else { "false" }
                on:click=move |_| page.send(Message::ToggleStepByStep)>
                <svg class="icon" aria-hidden="true"><use href="#icon-each"></use></svg>
            </button>
            <span class="choice speeds" role="group" aria-label=move || page.word(Label::Speed)>{Speed::ALL.map(|speed| speed_button(page, speed)).collect_view()}</span>
            <span class="hints" aria-hidden="true">
                <span><kbd>"Space"</kbd>" "{move || page.word(Label::KeyPlay)}</span>
                <span><kbd>"Del"</kbd>" "{move || page.word(Label::KeyDelete)}</span>
                <span><kbd>"?"</kbd>" "{move || page.word(Label::Help)}</span>
            </span>
            <span class="clock" role="timer" aria-label=move || page.word(Label::Clock) data-steps=move || steps.get()>{move || time.get()}</span>
        </footer>
    }
    .into_any()
}

fn speed_button(page: Page, speed: Speed) -> AnyView {
    let text = match speed {
        Speed::Quarter => "¼",
        Speed::Half => "½",
        other => other.text(),
    };
    // On a phone every other one makes room; the speed that is set always stays.
    let between = matches!(speed, Speed::Half | Speed::Two | Speed::Eight);
    let chosen = move || page.settings.with(|settings| settings.speed == speed);
    view! {
        <button type="button" class="button" class:between=move || between && !chosen()
            aria-label=move || page.say(&Note::SpeedOf { speed: text.to_owned() })
            aria-pressed=move || if chosen() { "true" } else { "false" }
            on:click=move |_| page.send(Message::SetSpeed(speed))>{text}"×"</button>
    }
    .into_any()
}

/// The tabs of a phone.
pub(crate) fn phone_tabs(page: Page) -> AnyView {
    let tabs = [
        (Tab::Cluster, Label::Cluster),
        (Tab::Yaml, Label::Yaml),
        (Tab::Facts, Label::Story),
    ];
    let buttons = tabs.map(|(tab, label)| view! {
        <button type="button" aria-pressed=move || if page.tab.get() == tab { "true" } else { "false" } on:click=move |_| page.tab.set(tab)>
            {move || page.word(label)}
        </button>
    });
    view! { <nav class="phone-tabs" aria-label=move || page.word(Label::More)>{buttons.collect_view()}</nav> }.into_any()
}
