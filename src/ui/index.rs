//! More sets than one: each a line, one of them open.

use super::cluster::picture;
use super::icon::{glyph, health_name};
use super::page::Page;
use super::words::cut_name;
use crate::app::{Message, caption, rule};
use crate::cluster::api::Key;
use crate::i18n::Label;
use crate::view::scene::Health;
use leptos::prelude::*;

/// More shapes than this say less than the number beside them.
const SHAPES_MAX: usize = 9;

/// The index; nothing where there is one set or none.
pub(crate) fn index(page: Page, sets: Memo<Vec<Key>>) -> AnyView {
    view! {
        <Show when=move || sets.with(|sets| sets.len() > 1)>
            <nav class="index" aria-label=move || page.word(Label::Sets)>
                <ul><For each=move || sets.get() key=Clone::clone children=move |key| line(page, key) /></ul>
            </nav>
        </Show>
    }
    .into_any()
}

fn line(page: Page, key: Key) -> AnyView {
    let set = StoredValue::new(key.clone());
    let here = move || {
        page.opened
            .with(|open| set.with_value(|set| open.as_ref() == Some(set)))
    };
    let shapes = Memo::new(move |_| {
        set.with_value(|key| {
            picture(page, key, |set| {
                let columns = set
                    .columns
                    .iter()
                    .filter(|column| column.wanted || column.pod.is_some());
                columns
                    .map(|column| {
                        column
                            .pod
                            .as_ref()
                            .map_or(Health::Waiting, |pod| pod.health)
                    })
                    .take(SHAPES_MAX + 1)
                    .collect::<Vec<_>>()
            })
        })
    });
    let shapes = move || {
        let shapes = shapes.get();
        (shapes.len() <= SHAPES_MAX).then(|| {
            shapes
                .into_iter()
                .map(|health| view! { <span data-health=health_name(health)>{glyph(move || health)}</span> })
                .collect_view()
        })
    };
    let ready = move || {
        set.with_value(|key| {
            picture(page, key, |set| {
                caption::count(set).map(|count| page.say(&count))
            })
        })
    };
    let why = move || {
        set.with_value(|key| picture(page, key, |set| Some(rule(set).text(page.language()))))
    };
    view! {
        <li>
            <button type="button" class="index-line" aria-current=move || here().then_some("true")
                on:click=move |_| page.send(Message::Open(set.get_value()))>
                <span class="name">{cut_name(&key.name)}</span>
                <span class="slots" aria-hidden="true">{shapes}</span>
                <span class="ready">{ready}</span>
                <span class="index-why">{why}</span>
            </button>
        </li>
    }
    .into_any()
}
