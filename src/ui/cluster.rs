//! The picture: sets one below the other, then what belongs to no set.

use super::glossary::line_head;
use super::grid::Active;
use super::guests::{self, guests, hosted, keep_occupied_rows};
use super::heap::heap;
use super::icon::icon;
use super::identity::identity;
use super::index::index;
use super::page::Page;
use super::receipts::band;
use super::set_bar::set_bar;
use super::sight::{follow, measure, ordinals, visible};
use super::strip::strip;
use crate::app::{Message, caption, rule};
use crate::cluster::api::Key;
use crate::i18n::{Label, Note};
use crate::view::scene::{NodeRow, SetPicture};
use leptos::html::Div;
use leptos::prelude::*;

/// A column with room for a name beside a state is so much wider than the least one.
const ROOMY: (usize, usize) = (3, 2);

/// So many outlines stand where there is no set.
const OUTLINES: usize = 3;

/// The middle of the page: one set's columns, the other sets as lines, and what belongs to no set.
pub(crate) fn cluster(page: Page) -> AnyView {
    let sets = Memo::new(move |_| {
        page.scene.with(|scene| {
            scene
                .sets
                .iter()
                .map(|set| set.key.clone())
                .collect::<Vec<_>>()
        })
    });
    let none = Memo::new(move |_| sets.with(Vec::is_empty));
    let element = NodeRef::<Div>::new();
    follow(page);
    measure(page, element);
    keep_occupied_rows(page);
    let hosts = Memo::new(move |_| {
        let columns = page.opened.with(|open| {
            let open = open.as_ref();
            open.map(|set| page.scene.with(|scene| ordinals(scene, set).len()))
        });
        hosted(page, columns.unwrap_or(OUTLINES))
    });
    view! {
        <div class="cluster" id="cluster" tabindex="-1" node_ref=element>
            {index(page, sets)}
            {move || page.opened.get().map(|key| set(page, key, hosts))}
            <Show when=move || none.get()>{move || empty(page, hosts)}</Show>
            {heap(page, hosts)}
        </div>
    }
    .into_any()
}

fn set(page: Page, key: Key, hosts: Memo<bool>) -> AnyView {
    let columns = StoredValue::new(key.clone());
    let of = key.clone();
    let seen = Memo::new(move |_| {
        let all = page.scene.with(|scene| ordinals(scene, &of));
        visible(page, &of, &all)
    });
    let of = key.clone();
    let disks = Memo::new(move |_| {
        picture(page, &of, |set| {
            let disks = set.columns.iter().map(|column| column.disks.len());
            disks.max().unwrap_or_default()
        })
    });
    let of = key.clone();
    let spoken = move || {
        picture(page, &of, |set| match set.remains {
            Some(_) => rule(set).text(page.language()),
            None => page.say(&caption::set(set)),
        })
    };
    let name = key.name.to_string();
    let bar = key.clone();
    view! {
        <section class="set" aria-label=name>
            {set_bar(page, bar)}
            {strip(page, columns)}
            {matrix(page, hosts, move || seen.with(Vec::len), move || disks.get(), view! {
                <div role="grid" class="identities" aria-label=spoken on:focusout=move |_| keep_active(page, &key)>
                    <For each=move || seen.get() key=|ordinal| *ordinal
                        children=move |ordinal| identity(page, columns.get_value(), ordinal) />
                </div>
            }.into_any())}
            {band(page, columns, seen)}
        </section>
    }
    .into_any()
}

/// Rows under columns. The columns are drawn by the caller; without a set they are outlines.
fn matrix(
    page: Page,
    hosts: Memo<bool>,
    columns: impl Fn() -> usize + Copy + Send + Sync + 'static,
    disks: impl Fn() -> usize + Copy + Send + Sync + 'static,
    identities: AnyView,
) -> AnyView {
    let nodes = Memo::new(move |_| {
        page.scene.with(|scene| {
            scene
                .nodes
                .iter()
                .map(|node| node.name.clone())
                .collect::<Vec<_>>()
        })
    });
    let room = move || {
        let taken = if hosts.get() { guests::COLUMNS } else { 0 };
        page.room.get().saturating_sub(taken)
    };
    let compact = move || columns() * ROOMY.0 > room() * ROOMY.1;
    view! {
        <div class="matrix-scroll" class:compact=move || compact() class:hosting=move || hosts.get() style:--columns=move || columns().max(1).to_string()
            style:--rows=move || nodes.with(Vec::len).to_string() style:--disks=move || disks().to_string()>
            <div class="matrix">
                <div class="grounds" aria-hidden="true">
                    <For each=move || nodes.get() key=Clone::clone children=move |name| ground(page, name) />
                </div>
                <ul class="lanes" aria-label=move || page.word(Label::Nodes)>
                    {line_head(page, "names", Label::NameWord, Label::AboutOrdinal)}
                    <Show when=move || { disks() > 0 }>{line_head(page, "feet", Label::DiskWord, Label::AboutClaim)}</Show>
                    <li class="lane pending" aria-hidden="true">{move || page.word(Label::NoNode)}</li>
                    <For each=move || nodes.get() key=Clone::clone children=move |name| lane(page, name) />
                </ul>
                {identities}
                <Show when=move || hosts.get()>{move || guests(page)}</Show>
            </div>
        </div>
    }
    .into_any()
}

/// The row itself, under the cards: hatched where the node has no power or is not heard from.
fn ground(page: Page, name: String) -> AnyView {
    let down = move || {
        page.scene.with(|scene| {
            let node = scene.nodes.iter().find(|node| node.name == name);
            node.is_none_or(|node| !node.ready || !node.powered)
        })
    };
    view! { <div class="ground" class:down=down></div> }.into_any()
}

fn lane(page: Page, name: String) -> AnyView {
    let wanted = name.clone();
    let node = Memo::new(move |_| {
        page.scene
            .with(|scene| scene.nodes.iter().find(|node| node.name == wanted).cloned())
    });
    let of = move |read: fn(&NodeRow) -> bool| node.with(|node| node.as_ref().is_some_and(read));
    let on = move || of(|node| node.powered);
    let about = move || node.get().map(|node| about(page, &node));
    let about_whole = move || node.get().map(|node| node.status);
    let named = name.clone();
    let plug = move || match on() {
        true => page.say(&Note::PowerOff {
            node: named.clone(),
        }),
        false => page.say(&Note::PowerOn {
            node: named.clone(),
        }),
    };
    let (toggled, row) = (name.clone(), name.clone());
    view! {
        <li class="lane" class:down=move || !of(|node| node.ready) || !on() data-node-row=row>
            <span class="name" title=move || page.word(Label::AboutNode)>{name}</span>
            <span class="about" title=about_whole>{about}</span>
            <button type="button" class="button quiet plug" aria-label=plug
                on:click=move |_| page.send(Message::TogglePower { node: toggled.clone() })>
                {icon("plug")}
                <span class="word">{move || page.word(if on() { Label::PullThePlug } else { Label::PlugIn })}</span>
            </button>
        </li>
    }
    .into_any()
}

/// `1 pod · zone a`, or what is wrong with it: then that alone, the pods are in the row.
fn about(page: Page, node: &NodeRow) -> AnyView {
    let wrong = match (node.powered, node.ready) {
        (false, true) => Some(page.word(Label::Unplugged).to_owned()),
        (_, false) => Some(node.status.clone()),
        (true, true) => None,
    };
    let pods = page.say(&Note::Pods { count: node.pods });
    match wrong {
        Some(wrong) => view! { <strong>{wrong}</strong> }.into_any(),
        None if node.zone.is_empty() => pods.into_any(),
        None => {
            view! { <span class="pods">{pods}</span><span class="zone" title=page.word(Label::AboutZone)>{node.zone.clone()}</span> }
                .into_any()
        }
    }
}

/// No set yet: three outlines, and the one thing to do.
fn empty(page: Page, hosts: Memo<bool>) -> AnyView {
    let outlines = (0..OUTLINES).map(|ordinal| view! {
        <div class="identity later podless">
            <div class="head"><span class="ordinal">{ordinal}</span></div>
            <div class="body"><svg class="threads"><line class="loose" x1="50%" x2="50%" y1="0" y2="100%"></line></svg></div>
        </div>
    });
    let apply = move |_| {
        // A text that is already there is the person's: apply it rather than put another in its place.
        if page
            .editor
            .with_untracked(|editor| editor.text.trim().is_empty())
        {
            page.send(Message::LoadExample { disks: true });
        }
        page.send(Message::Apply);
    };
    view! {
        <section class="set empty-set">
            <p class="invitation">
                {move || page.word(if page.scene.with(|scene| scene.had_sets) { Label::NoSetNow } else { Label::NoSet })}" "
                <button type="button" class="button primary" on:click=apply>{move || page.word(Label::ApplyTheExample)}</button>
            </p>
            {matrix(page, hosts, || OUTLINES, || 0, view! { <div class="identities" aria-hidden="true">{outlines.collect_view()}</div> }.into_any())}
        </section>
    }
    .into_any()
}

/// Something of a set in the picture, tracked; the default where it is leaving.
pub(crate) fn picture<T: Default>(page: Page, key: &Key, read: impl FnOnce(&SetPicture) -> T) -> T {
    page.scene.with(|scene| {
        scene
            .sets
            .iter()
            .find(|set| set.key == *key)
            .map(read)
            .unwrap_or_default()
    })
}

/// The Tab key comes back to the cell it left; if that cell is gone, to the first one.
fn keep_active(page: Page, set: &Key) {
    let gone = page.active.with_untracked(|active| match active {
        Some(Active {
            set: of, ordinal, ..
        }) if of == set => page
            .scene
            .with_untracked(|scene| super::identity::column_of(scene, of, *ordinal).is_none()),
        _ => false,
    });
    if gone {
        page.active.set(None);
    }
}
