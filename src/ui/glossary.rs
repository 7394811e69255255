//! The words one has to know, with the drawings the page uses for them; and the heads of the picture's lines, which lead
//! to them by pointer, finger and key.

use super::icon::icon;
use super::page::Page;
use crate::i18n::Label;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// A word: its drawing, and what it means. An ordinal is drawn as a number.
struct Word {
    drawing: Drawing,
    term: Label,
    about: Label,
}

enum Drawing {
    Icon(&'static str),
    Glyph(&'static str),
    Text(&'static str),
}

const WORDS: [Word; 8] = [
    word(
        Drawing::Text("●●"),
        Label::TermStatefulSet,
        Label::AboutStatefulSet,
    ),
    word(Drawing::Glyph("ready"), Label::TermPod, Label::AboutPod),
    word(Drawing::Text("0"), Label::TermOrdinal, Label::AboutOrdinal),
    word(Drawing::Icon("kubelet"), Label::TermNode, Label::AboutNode),
    word(Drawing::Icon("disk"), Label::TermClaim, Label::AboutClaim),
    word(
        Drawing::Icon("endpoints"),
        Label::TermHeadless,
        Label::AboutHeadless,
    ),
    word(
        Drawing::Icon("loop"),
        Label::TermController,
        Label::AboutController,
    ),
    word(
        Drawing::Icon("other"),
        Label::TermRevision,
        Label::AboutRevision,
    ),
];

const fn word(drawing: Drawing, term: Label, about: Label) -> Word {
    Word {
        drawing,
        term,
        about,
    }
}

/// The list, for the help.
pub(crate) fn glossary(page: Page) -> AnyView {
    let rows = WORDS.iter().enumerate().map(|(at, word)| {
        let drawing = match word.drawing {
            Drawing::Icon(name) => icon(name),
            Drawing::Glyph(name) => view! {
                <svg class="glyph" aria-hidden="true"><use href=format!("#glyph-{name}")></use></svg>
            }
            .into_any(),
            Drawing::Text(text) => view! { <span aria-hidden="true">{text}</span> }.into_any(),
        };
        let (term, about) = (word.term, word.about);
        view! { <dt id=place(at) tabindex="-1">{drawing}{move || page.word(term)}</dt><dd>{move || page.word(about)}</dd> }
    });
    view! { <dl class="glossary">{rows.collect_view()}</dl> }.into_any()
}

/// Where a word stands in the list.
fn place(at: usize) -> String {
    format!("word-{at}")
}

/// Opens the list at the word that is explained so.
fn look_up(page: Page, about: Label) {
    page.help.set(true);
    let at = WORDS.iter().position(|word| word.about == about);
    // After the dialog has opened, and given the focus to its title.
    request_animation_frame(move || {
        let word = at.and_then(|at| document().get_element_by_id(&place(at)));
        if let Some(word) = word.and_then(|word| word.dyn_into::<web_sys::HtmlElement>().ok()) {
            // Refused only where it is no longer on the page: then there is nothing to read.
            let _ = word.focus();
            word.scroll_into_view();
        }
    });
}

/// What a line of the picture is, at its beginning: says what the word means, and opens the list of all there.
pub(crate) fn line_head(page: Page, place: &'static str, head: Label, about: Label) -> AnyView {
    view! {
        <li class=format!("line-head {place}")>
            <button type="button" class="button quiet small" title=move || page.word(about)
                on:click=move |_| look_up(page, about)>{move || page.word(head)}</button>
        </li>
    }
    .into_any()
}
