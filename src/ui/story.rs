//! What happened so far, the newest sentence first.

use super::page::Page;
use super::words::clock;
use crate::i18n::Label;
use leptos::prelude::*;

/// How many lines are on the page; older ones are of no use to anybody.
const LINES_SHOWN_MAX: usize = 60;

/// The story's panel.
pub(crate) fn story(page: Page) -> AnyView {
    let lines = move || {
        let language = page.language();
        page.story.with(|lines| {
            lines
                .iter()
                .rev()
                .take(LINES_SHOWN_MAX)
                .map(|line| {
                    (
                        line.id,
                        line.at,
                        line.who().text(language),
                        line.story.text(language),
                        line.keys.first().cloned(),
                    )
                })
                .collect::<Vec<_>>()
        })
    };
    view! {
        <Show when=move || page.story.with(|lines| lines.is_empty())>
            <p class="empty">{move || page.word(Label::NoStory)}</p>
        </Show>
        <ol class="story-list">
            // A line that is amended, or said in the other language, is another line.
            <For each=lines key=|(id, at, who, text, _)| (id.0, at.0, who.clone(), text.clone()) children=move |(_, at, who, text, key)| {
                let chosen = key.clone();
                view! {
                    <li class="enter">
                        <time>{clock(at)}</time>
                        <span class="who">{who}</span>
                        {match key {
                            Some(_) => view! { <button type="button" class="text link" on:click=move |_| if let Some(key) = chosen.clone() { page.inspect(key) }>{text}</button> }.into_any(),
                            None => view! { <span class="text">{text}</span> }.into_any(),
                        }}
                    </li>
                }.into_any()
            } />
        </ol>
    }
    .into_any()
}
