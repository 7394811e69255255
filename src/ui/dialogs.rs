//! Questions before something is lost for good, and the help.

use super::gates;
use super::glossary::glossary;
use super::page::Page;
use super::share;
use crate::app::{Asked, Cascade, Message, Press};
use crate::i18n::{Label, Minute, Msg};
use leptos::html::Dialog;
use leptos::prelude::*;

/// The dialogs, open or not.
pub(crate) fn dialogs(page: Page) -> AnyView {
    view! {
        {question(page)}
        {help(page)}
        {gates::gates(page)}
        {share::share(page)}
    }
    .into_any()
}

/// Opens and closes a dialog as a modal one, so that the focus stays in it and comes back afterwards.
pub(super) fn modal(node: NodeRef<Dialog>, open: impl Fn() -> bool + 'static) {
    Effect::new(move |_| {
        let open = open();
        let Some(dialog) = node.get() else { return };
        match (open, dialog.open()) {
            // Refused only where it is already open or no longer on the page: then there is nothing to show.
            (true, false) => {
                let _ = dialog.show_modal();
                // It begins where the focus is, not where somebody had scrolled to before.
                dialog.set_scroll_top(0);
            }
            (false, true) => dialog.close(),
            _ => {}
        }
    });
}

fn question(page: Page) -> AnyView {
    let node = NodeRef::<Dialog>::new();
    modal(node, move || page.question.with(Option::is_some));
    // The words stay while the dialog closes.
    let asked = Memo::new(move |before: Option<&Option<Asked>>| {
        page.asked.get().or_else(|| before.cloned().flatten())
    });
    let say = move |msg: &Msg| msg.text(page.language());
    let title = move || asked.with(|asked| asked.as_ref().map(|asked| say(&asked.title)));
    let help = move || {
        let asked = asked.get();
        let sentences = asked.iter().flat_map(|asked| &asked.help);
        sentences
            .map(|sentence| view! { <p>{with_commands(&say(sentence))}</p> })
            .collect_view()
    };
    let yes = move || asked.with(|asked| asked.as_ref().map(|asked| say(&asked.yes)));
    let instead = move || {
        let remedy = asked.get()?.instead?;
        let message = remedy.message.clone();
        let take = move |_| {
            page.send(Message::Dismiss);
            page.send(message.clone());
        };
        Some(
            view! { <button type="button" class="button" on:click=take>{page.say(&remedy.words)}</button> },
        )
    };
    let dismiss = move || {
        if page.question.with_untracked(Option::is_some) {
            page.send(Message::Dismiss)
        }
    };
    view! {
        <dialog node_ref=node aria-labelledby="question" on:close=move |_| dismiss()>
            <h2 id="question">{title}</h2>
            {help}
            <div class="actions">
                <button type="button" class="button" autofocus=true on:click=move |_| dismiss()>{move || page.word(Label::Cancel)}</button>
                {instead}
                <button type="button" class="button primary" on:click=move |_| page.send(Message::Confirm(Cascade::Background))>{yes}</button>
            </div>
        </dialog>
    }
    .into_any()
}

/// A text with what stands between backticks as a command.
fn with_commands(text: &str) -> AnyView {
    let parts = text.split('`').enumerate().map(|(at, part)| {
        let part = part.to_owned();
        match at % 2 {
            0 => view! { {part} }.into_any(),
            _ => view! { <code>{part}</code> }.into_any(),
        }
    });
    parts.collect_view().into_any()
}

const TRIES: [Label; 6] = [
    Label::HelpTryDelete,
    Label::HelpTryFile,
    Label::HelpTryScale,
    Label::HelpTryImage,
    Label::HelpTryPlug,
    Label::HelpTryOrphan,
];

const KEYS: [(&str, Label); 19] = [
    ("Ctrl Enter", Label::KeyApply),
    ("Ctrl Space", Label::KeyComplete),
    ("F1", Label::KeyDescribe),
    ("F8", Label::KeyProblem),
    ("Ctrl .", Label::KeyFix),
    ("Space", Label::KeyPlay),
    (".", Label::KeyStep),
    (",", Label::EachStep),
    ("B", Label::StepBack),
    ("[", Label::ObjectBack),
    ("]", Label::ObjectOn),
    ("L", Label::BackToLive),
    ("Ctrl Z", Label::Undo),
    ("Ctrl Y", Label::Redo),
    ("− +", Label::KeySpeed),
    ("← ↑ ↓ →", Label::KeyArrows),
    ("Delete", Label::KeyDelete),
    ("P", Label::Present),
    ("?", Label::KeyHelp),
];

fn help(page: Page) -> AnyView {
    let node = NodeRef::<Dialog>::new();
    modal(node, move || page.help.get());
    view! {
        <dialog node_ref=node aria-labelledby="help" on:close=move |_| page.help.set(false)>
            // It begins at its beginning: the words are what most come for.
            <h2 id="help" tabindex="-1" autofocus=true>{move || page.word(Label::HelpTitle)}</h2>
            <p>{move || page.word(Label::HelpIntro)}</p>
            <h3>{move || page.word(Label::Words)}</h3>
            {glossary(page)}
            <h3>{move || page.word(Label::HelpTry)}</h3>
            <ol class="tries">{TRIES.map(|label| view! { <li>{move || page.word(label)}</li> }).collect_view()}</ol>
            <h3>{move || page.word(Label::HelpKeys)}</h3>
            <dl class="keys">{KEYS.map(|(key, label)| view! { <dt><kbd>{key}</kbd></dt><dd>{move || page.word(label)}</dd> }).collect_view()}</dl>
            <p class="honestly">{move || page.word(Label::SimulatedHonestly)}</p>
            <div class="actions">
                <button type="button" class="button" on:click=move |_| { page.help.set(false); page.send(Message::FirstMinute(Press::Open)); }>
                    {move || Minute::Show.text(page.language())}
                </button>
                <button type="button" class="button primary" on:click=move |_| page.help.set(false)>{move || page.word(Label::Close)}</button>
            </div>
        </dialog>
    }
    .into_any()
}
