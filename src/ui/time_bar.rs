//! Time: go, stand still, one step forth or back, how fast, to any moment, and what the clock says.

use super::page::{Page, Tab};
use super::rail::{past, rail};
use super::words::{clock, minutes};
use crate::app::{Branch, Message, Place, Travel};
use crate::i18n::{Label, Note};
use crate::view::player::Speed;
use leptos::prelude::*;

/// The bottom bar.
pub(crate) fn time_bar(page: Page) -> AnyView {
    // Ten times a second, not at every frame.
    let time = Memo::new(move |_| clock(page.now.get()));
    let steps = Memo::new(move |_| {
        page.cursor
            .with(|cursor| cursor.steps + cursor.inputs as u64)
    });
    let paused = move || page.settings.with(|settings| settings.paused);
    let name = move || page.word(if paused() { Label::Play } else { Label::Pause });
    let is_past = Memo::new(move |_| page.place.with(|place| place.end.is_some()));
    view! {
        <footer class="timebar">
            <span class="transport">
            <button type="button" class="button square play" aria-label=name title=move || format!("{} (Space)", name())
                on:click=move |_| page.send(Message::TogglePause)>
                <svg class="icon" aria-hidden="true"><use href=move || if paused() { "#icon-play" } else { "#icon-pause" }></use></svg>
            </button>
            {travel_button(page, "back", Label::StepBack, "step", " (B)", Travel::Back, |place| place.has_before)}
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
            </span>
            <span class="journey">
                <span class="course">
                    <Show when=move || is_past.get() fallback=move || hints(page)>{move || past_words(page)}</Show>
                    {rail(page)}
                </span>
                {travel_button(page, "", Label::BackToLive, "forward", " (L)", Travel::Live, |place| place.end.is_some())}
                {travel_button(page, "undo", Label::Undo, "undo", " (Ctrl Z)", Travel::Undo, |place| place.can_undo)}
                {travel_button(page, "undo back", Label::Redo, "undo", " (Ctrl Y)", Travel::Redo, |place| place.can_redo)}
                {histories(page)}
                <span class="clock" role="timer" aria-label=move || page.word(Label::Clock) data-steps=move || steps.get()>{move || time.get()}</span>
            </span>
        </footer>
    }
    .into_any()
}

/// The keys, for who looks for them.
fn hints(page: Page) -> AnyView {
    view! {
        <span class="hints" aria-hidden="true">
            <span><kbd>"Space"</kbd>" "{move || page.word(Label::KeyPlay)}</span>
            <span><kbd>"Del"</kbd>" "{move || page.word(Label::KeyDelete)}</span>
            <span><kbd>"?"</kbd>" "{move || page.word(Label::Help)}</span>
        </span>
    }
    .into_any()
}

/// That this is the past, and what acting there would drop.
fn past_words(page: Page) -> AnyView {
    let acts = move || page.place.with(|place| place.acts_ahead);
    view! {
        <span class="past"><b>{move || past(page)}</b>" · "{move || page.say(&Note::ActsDropped { acts: acts() })}</span>
    }
    .into_any()
}

fn travel_button(
    page: Page,
    class: &'static str,
    label: Label,
    icon: &'static str,
    key: &'static str,
    to: Travel,
    can: fn(&Place) -> bool,
) -> AnyView {
    view! {
        <button type="button" class=format!("button square {class}") aria-label=move || page.word(label)
            title=move || format!("{}{key}", page.word(label)) disabled=move || !page.place.with(can)
            on:click=move |_| page.send(Message::Travel(to))>
            <svg class="icon" aria-hidden="true"><use href=format!("#icon-{icon}")></use></svg>
        </button>
    }
    .into_any()
}

/// The histories that were left, to go back to.
fn histories(page: Page) -> AnyView {
    let branches = Memo::new(move |_| page.place.with(|place| place.branches.clone()));
    let option = move |branch: Branch| {
        let note = Note::HistoryLeft {
            from: minutes(branch.from),
            until: minutes(branch.until),
            acts: branch.acts,
        };
        view! { <option value=branch.id.to_string()>{page.say(&note)}</option> }
    };
    let choose = move |event: web_sys::Event| {
        if let Ok(id) = event_target_value(&event).parse() {
            page.send(Message::Travel(Travel::Branch(id)));
        }
    };
    view! {
        <Show when=move || branches.with(|branches| !branches.is_empty())>
            <select class="field histories" aria-label=move || page.word(Label::OtherHistories) title=move || page.word(Label::OtherHistories) on:change=choose>
                <option value="">{move || branches.with(Vec::len)}</option>
                {move || branches.get().into_iter().map(option).collect_view()}
            </select>
        </Show>
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
