//! What is said when who simulates is at its end, or does not answer. The page stays, and the person's text with it.

use super::dialogs::modal;
use super::page::Page;
use crate::i18n::Label;
use leptos::html::Dialog;
use leptos::prelude::*;

/// What is wrong with who simulates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// It has not answered for a while.
    StandsStill,
    /// It broke, and another one has taken up what was kept.
    TakenUp {
        message: Option<String>,
        /// Whether what the person did last is left out.
        lost: bool,
    },
    /// It broke before anything was kept, and another one has begun anew.
    BegunAnew { message: Option<String> },
    /// It broke again where it had broken before.
    BrokeAgain { message: Option<String> },
    /// It could not be started.
    NotBegun {
        message: Option<String>,
        /// Whether that is not the first time in this visit: then it may be what was kept.
        again: bool,
    },
}

impl Trouble {
    fn message(&self) -> Option<&str> {
        match self {
            Self::StandsStill => None,
            Self::TakenUp { message, .. }
            | Self::BegunAnew { message }
            | Self::BrokeAgain { message }
            | Self::NotBegun { message, .. } => message.as_deref(),
        }
    }

    const fn title(&self) -> Label {
        match self {
            Self::StandsStill => Label::TroubleStandsStill,
            Self::NotBegun { .. } => Label::TroubleNotBegun,
            _ => Label::TroubleBroke,
        }
    }

    fn sentences(&self) -> Vec<Label> {
        match self {
            Self::StandsStill => vec![Label::TroubleStandsStillHelp],
            Self::TakenUp { lost, .. } => [Label::TroubleOurs, Label::TroubleTakenUp]
                .into_iter()
                .chain(lost.then_some(Label::TroubleLost))
                .collect(),
            Self::BegunAnew { .. } => vec![Label::TroubleOurs, Label::TroubleBegunAnew],
            Self::BrokeAgain { .. } => vec![Label::TroubleOurs, Label::TroubleAgain],
            Self::NotBegun { again: false, .. } => vec![Label::TroubleNotBegunHelp],
            Self::NotBegun { again: true, .. } => {
                vec![Label::TroubleNotBegunHelp, Label::TroubleWithoutHelp]
            }
        }
    }
}

/// The dialog about it, open or not.
pub(crate) fn trouble(page: Page) -> AnyView {
    let node = NodeRef::<Dialog>::new();
    modal(node, move || page.trouble.with(Option::is_some));
    // The words stay while the dialog closes.
    let told = Memo::new(move |before: Option<&Option<Trouble>>| {
        page.trouble.get().or_else(|| before.cloned().flatten())
    });
    let title = move || told.with(|told| told.as_ref().map(|told| page.word(told.title())));
    let sentences = move || {
        let told = told.get();
        let sentences = told.iter().flat_map(Trouble::sentences);
        sentences
            .map(|label| view! { <p>{page.word(label)}</p> })
            .collect_view()
    };
    let details = move || {
        let message = told.with(|told| told.as_ref()?.message().map(str::to_owned))?;
        Some(view! {
            <details>
                <summary>{page.word(Label::TroubleDetails)}</summary>
                <pre tabindex="0">{message}</pre>
            </details>
        })
    };
    view! {
        <dialog node_ref=node class="trouble" role="alertdialog" aria-labelledby="trouble" on:close=move |_| page.trouble.set(None)>
            <h2 id="trouble">{title}</h2>
            {sentences}
            {details}
            <div class="actions">{move || told.with(|told| told.as_ref().map(|told| actions(page, told)))}</div>
        </dialog>
    }
    .into_any()
}

fn actions(page: Page, trouble: &Trouble) -> AnyView {
    let quiet = move |label: Label, act: fn(Page)| button(page, "button", label, act);
    let first = move |label: Label, act: fn(Page)| button(page, "button primary", label, act);
    match trouble {
        Trouble::StandsStill => view! {
            {first(Label::TroubleWait, |_| {})}
            {quiet(Label::TroubleGiveUp, Page::give_up)}
        }
        .into_any(),
        Trouble::BrokeAgain { .. } => view! {
            {quiet(Label::TroubleFresh, Page::begin_anew)}
            {first(Label::TroubleMomentBefore, |page| page.take_up_without(true))}
        }
        .into_any(),
        Trouble::NotBegun { again: false, .. } => first(Label::TroubleRetry, retry),
        Trouble::NotBegun { again: true, .. } => view! {
            {quiet(Label::TroubleRetry, retry)}
            {first(Label::TroubleWithout, Page::begin_without_kept)}
        }
        .into_any(),
        Trouble::TakenUp { .. } | Trouble::BegunAnew { .. } => first(Label::TroubleGoOn, |_| {}),
    }
}

fn retry(_: Page) {
    let _ = window().location().reload();
}

fn button(page: Page, class: &'static str, label: Label, act: fn(Page)) -> AnyView {
    let press = move |_| {
        page.trouble.set(None);
        act(page);
    };
    view! { <button type="button" class=class on:click=press>{move || page.word(label)}</button> }
        .into_any()
}
