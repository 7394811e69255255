//! A set in one line: how many of how many, which revision, why it rests, and what can be done to it.

use super::cluster::picture;
use super::icon::{glyph, icon};
use super::page::Page;
use super::words::{cut_name, left};
use crate::app::{Cascade, Message, caption, delete_help, remedies};
use crate::cluster::api::Key;
use crate::i18n::{Label, Note, Why};
use crate::view::scene::{Column, Health, SetPicture};
use crate::view::window::OVERVIEW_MIN;
use leptos::prelude::*;

/// The bar above a set's matrix.
pub(crate) fn set_bar(page: Page, key: Key) -> AnyView {
    let set = StoredValue::new(key.clone());
    let name = key.name.to_string();
    let selected = move || {
        page.selected
            .with(|selected| set.with_value(|set| selected.as_ref() == Some(set)))
    };
    let gone =
        Memo::new(move |_| set.with_value(|key| picture(page, key, |set| set.remains.is_some())));
    view! {
        <div class="setbar" class:gone=move || gone.get()>
            <div class="facts">
                <h2><button type="button" class="set-name" aria-pressed=move || if selected() { "true" } else { "false" }
                    on:click=move |_| page.inspect(set.get_value())>{cut_name(&name)}</button></h2>
                <Show when=move || !gone.get()>{move || delete_menu(page, set)}</Show>
                {slots(page, set)}
                <Show when=move || !gone.get()>{move || counts(page, set)}</Show>
            </div>
            <Show when=move || !gone.get()>{move || tools(page, set)}</Show>
            {why(page, set)}
        </div>
    }
    .into_any()
}

/// One shape an ordinal: filled where its pod is, an outline where it is missing.
fn slots(page: Page, set: StoredValue<Key>) -> AnyView {
    let states = Memo::new(move |_| {
        set.with_value(|key| {
            picture(page, key, |set| {
                set.columns
                    .iter()
                    .filter(|column| column.wanted || column.pod.is_some())
                    .map(slot_state)
                    .collect::<Vec<_>>()
            })
        })
    });
    let shapes = move || {
        let states = states.get();
        (states.len() < OVERVIEW_MIN).then(|| {
            states.into_iter().map(|state| view! { <span data-health=super::icon::health_name(state)>{glyph(move || state)}</span> }).collect_view()
        })
    };
    view! { <span class="slots" aria-hidden="true">{shapes}</span> }.into_any()
}

fn slot_state(column: &Column) -> Health {
    column
        .pod
        .as_ref()
        .map_or(Health::Waiting, |pod| pod.health)
}

fn counts(page: Page, set: StoredValue<Key>) -> AnyView {
    let ready = move || {
        set.with_value(|key| {
            picture(page, key, |set| {
                caption::count(set).map(|count| page.say(&count))
            })
        })
    };
    let revisions = Memo::new(move |_| {
        set.with_value(|key| {
            picture(page, key, |set| {
                (set.current_revision.clone(), set.update_revision.clone())
            })
        })
    });
    let revision = move || {
        let (current, update) = revisions.get();
        let none = current.is_empty();
        let other = (current != update && !update.is_empty()).then_some(update);
        view! {
            <span class="revision" class:empty=none title=page.word(Label::AboutRevision)>{page.word(Label::Revision)}" "
                <span class="mono">{own_part(&current)}</span>
                {other.map(|update| view! { " → "<span class="mono">{own_part(&update)}</span> })}
            </span>
        }
    };
    let partition = move || {
        let both = |set: &SetPicture| set.partition.zip(caption::partition(set));
        set.with_value(|key| picture(page, key, both)).map(|(partition, note)| {
            view! { <span class="tag" title=page.say(&note)>{format!("partition {partition}")}</span> }
        })
    };
    view! {
        <span class="ready">{ready}</span>
        {revision}
        {partition}
    }
    .into_any()
}

/// What tells a revision from the others of its set: `web-9bc76bb94` without the set's name, which stands beside it.
fn own_part(revision: &str) -> String {
    revision.rsplit('-').next().unwrap_or_default().to_owned()
}

/// Scale, image.
fn tools(page: Page, set: StoredValue<Key>) -> AnyView {
    let name = set.with_value(|key| key.name.to_string());
    let wanted = move || set.with_value(|key| picture(page, key, |set| set.wanted));
    let scale = move |delta| {
        page.send(Message::Scale {
            set: set.get_value(),
            delta,
        })
    };
    let fewer_now = move || {
        if wanted() > 0 {
            scale(-1)
        }
    };
    let (fewer, more) = (name.clone(), name.clone());
    view! {
        <div class="tools">
            <span class="stepper choice">
                <button type="button" class="button square" aria-label=move || page.say(&Note::ScaleDown { set: fewer.clone() })
                    aria-disabled=move || if wanted() == 0 { "true" } else { "false" }
                    on:click=move |_| fewer_now()>{icon("minus")}</button>
                <output aria-label=move || page.word(Label::Wanted)>{wanted}</output>
                <button type="button" class="button square" aria-label=move || page.say(&Note::ScaleUp { set: more.clone() })
                    on:click=move |_| scale(1)>{icon("plus")}</button>
            </span>
            {image(page, set)}
        </div>
    }
    .into_any()
}

fn image(page: Page, set: StoredValue<Key>) -> AnyView {
    let container =
        Memo::new(move |_| set.with_value(|key| picture(page, key, |set| set.container.clone())));
    let image =
        Memo::new(move |_| set.with_value(|key| picture(page, key, |set| set.image.clone())));
    // What the person types, until the cluster has it or the set gets another image from elsewhere.
    let typed = RwSignal::new(None::<String>);
    let shown = move || typed.get().unwrap_or_else(|| image.get());
    let differs = move || {
        typed.with(|typed| {
            typed
                .as_ref()
                .is_some_and(|typed| *typed != image.get() && !typed.trim().is_empty())
        })
    };
    let id = set.with_value(|key| format!("{}.{}.image", key.namespace, key.name));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if let Some(image) = typed.get_untracked().filter(|_| differs()) {
            page.send(Message::SetImage {
                set: set.get_value(),
                container: container.get_untracked(),
                image: image.trim().to_owned(),
            });
        }
        typed.set(None);
    };
    view! {
        <form class="image" on:submit=submit>
            <label for=id.clone()>{move || page.word(Label::Image)}</label>
            <input class="field" id=id type="text" spellcheck="false" autocomplete="off" autocapitalize="off"
                aria-label=move || page.say(&Note::EditImage { container: container.get() })
                title=move || page.say(&Note::EditImage { container: container.get() })
                prop:value=shown
                on:input=move |event| typed.set(Some(event_target_value(&event)))
                on:keydown=move |event| { if event.key() == "Escape" { typed.set(None) } } />
            <Show when=differs>
                <button type="submit" class="button primary">{move || page.word(Label::Save)}</button>
            </Show>
        </form>
    }
    .into_any()
}

/// Beside the name of what it deletes: the set, with its pods or without.
fn delete_menu(page: Page, set: StoredValue<Key>) -> AnyView {
    let what = Note::DeleteSet {
        set: set.with_value(|key| key.name.to_string()),
    };
    let (named, titled) = (what.clone(), what);
    let open = RwSignal::new(false);
    let delete = move |cascade| {
        open.set(false);
        page.send(Message::DeleteSet {
            set: set.get_value(),
            cascade,
        });
    };
    let fate = move || {
        let fate = page
            .scene
            .with(|scene| set.with_value(|key| delete_help(scene, key)));
        page.say(&fate)
    };
    let item = move |label, cascade: Cascade| {
        let help = move || match cascade {
            Cascade::Orphan => page.word(Label::CascadeOrphanHelp).to_owned(),
            _ => fate(),
        };
        view! {
            <button type="button" class="button quiet item" on:click=move |_| delete(cascade)>
                {move || page.word(label)}
                <span>{help}</span>
            </button>
        }
    };
    view! {
        <div class="menu" on:keydown=move |event| { if event.key() == "Escape" { open.set(false) } }
            on:focusout=move |event| { if left(&event) { open.set(false) } }>
            <button type="button" class="button square quiet" aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-label=move || page.say(&named) title=move || page.say(&titled)
                on:click=move |_| open.update(|open| *open = !*open)>{icon("delete")}</button>
            <Show when=move || open.get()>
                <div>
                    {item(Label::CascadeBackground, Cascade::Background)}
                    {item(Label::CascadeOrphan, Cascade::Orphan)}
                </div>
            </Show>
        </div>
    }
    .into_any()
}

/// The controller's own reason to do nothing more, and what a person can do about it.
fn why(page: Page, set: StoredValue<Key>) -> AnyView {
    let reasons = Memo::new(move |_| {
        let at = page
            .scene
            .with(|scene| set.with_value(|key| scene.sets.iter().position(|set| set.key == *key)));
        at.and_then(|at| page.whys.with(|whys| whys.get(at).cloned()))
            .unwrap_or_default()
    });
    let lines = move || {
        let language = page.language();
        reasons
            .get()
            .into_iter()
            .map(|why| view! { <p><span>{why.text(language)}</span>" "{ways_out(page, set, &why)}</p> })
            .collect_view()
    };
    let missing = move || set.with_value(|key| picture(page, key, caption::no_service));
    view! {
        <div class="why">{lines}</div>
        {move || missing().map(|missing| view! { <p class="trouble">{page.say(&missing)}</p> })}
    }
    .into_any()
}

/// What a sentence advises, as buttons that do it.
fn ways_out(page: Page, set: StoredValue<Key>, why: &Why) -> AnyView {
    let remedies = set.with_value(|key| remedies(key, why));
    remedies
        .into_iter()
        .map(|remedy| {
            let message = remedy.message.clone();
            view! {
                <button type="button" class="button remedy" on:click=move |_| page.send(message.clone())>
                    {page.say(&remedy.words)}
                </button>
            }
        })
        .collect_view()
        .into_any()
}
