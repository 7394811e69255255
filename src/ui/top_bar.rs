//! The bar that is always there: what this is, in which language and colours, and the way out of any mess.

use super::icon::icon;
use super::page::{Page, Tab};
use super::shell::is_phone;
use crate::app::{Message, Question, Theme};
use crate::i18n::{Label, Language};
use leptos::prelude::*;

/// The top bar.
pub(crate) fn top_bar(page: Page) -> AnyView {
    let language = |language: Language, short: &'static str| {
        view! {
            <button type="button" class="button" lang=language.tag() title=language.own_name() aria-label=language.own_name()
                aria-pressed=move || if page.language() == language { "true" } else { "false" }
                on:click=move |_| page.send(Message::SetLanguage(language))>{short}</button>
        }
    };
    view! {
        <header class="topbar">
            <a class="skip button" href="#cluster">{move || page.word(Label::SkipToCluster)}</a>
            <h1>{move || page.word(Label::Title)}</h1>
            {seed(page)}
            <button type="button" class="button wide" aria-pressed=move || if page.presenting.get() { "true" } else { "false" }
                on:click=move |_| present(page)>{icon("present")}{move || page.word(Label::Present)}<kbd>"P"</kbd></button>
            <span class="choice" role="group" aria-label=move || page.word(Label::Language)>
                {language(Language::Chinese, "中")}
                {language(Language::English, "EN")}
            </span>
            {theme(page)}
            {motion(page)}
            {tool(page, "share", Label::Share, move || page.send(Message::Share))}
            {tool(page, "switch", Label::Gates, move || page.switches.set(true))}
            {tool(page, "reset", Label::Reset, move || page.send(Message::Ask(Question::Reset)))}
            {tool(page, "help", Label::Help, move || page.help.set(true))}
        </header>
    }
    .into_any()
}

/// Present mode on or off; the cluster is what a room came to see.
pub(crate) fn present(page: Page) {
    // No room looks at a phone.
    if !page.presenting.get_untracked() && is_phone() {
        return;
    }
    page.presenting
        .update(|presenting| *presenting = !*presenting);
    page.tab.set(Tab::Cluster);
}

/// The seed is shown only to who asked for one: it stands in the address then.
fn seed(page: Page) -> AnyView {
    let seed = page.seed.get_untracked();
    view! { {seed.map(|seed| view! { <span class="seed wide">"seed "{seed}</span> })} }.into_any()
}

fn tool(page: Page, picture: &'static str, label: Label, act: impl Fn() + 'static) -> AnyView {
    view! {
        <button type="button" class="button square" aria-label=move || page.word(label) title=move || page.word(label)
            on:click=move |_| act()>{icon(picture)}</button>
    }
    .into_any()
}

fn theme(page: Page) -> AnyView {
    let dark = move || page.settings.with(|settings| settings.dark());
    let name = move || {
        format!(
            "{}: {}",
            page.word(Label::Theme),
            page.word(if dark() {
                Label::ThemeDark
            } else {
                Label::ThemeLight
            })
        )
    };
    view! {
        <button type="button" class="button square" aria-label=name title=name
            on:click=move |_| page.send(Message::SetTheme(if dark() { Theme::Light } else { Theme::Dark }))>
            <svg class="icon" aria-hidden="true"><use href=move || if dark() { "#icon-moon" } else { "#icon-sun" }></use></svg>
        </button>
    }
    .into_any()
}

fn motion(page: Page) -> AnyView {
    let reduced = move || page.settings.with(|settings| settings.reduced_motion);
    view! {
        <button type="button" class="button square wide" aria-label=move || page.word(Label::ReducedMotion) title=move || page.word(Label::ReducedMotion)
            aria-pressed=move || if reduced() { "true" } else { "false" }
            on:click=move |_| page.send(Message::ToggleReducedMotion)>{icon("still")}</button>
    }
    .into_any()
}
