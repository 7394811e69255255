//! A claim and its volume. It stays where it is, with a pod or without.

use super::grid::Part;
use super::icon::icon;
use super::identity::{Sight, on_key};
use super::page::Page;
use super::words::{cut_name, short_uid};
use crate::app::{Message, Question, caption};
use crate::cluster::api::Key;
use crate::i18n::{Label, Note};
use crate::view::scene::DiskTile;
use leptos::prelude::*;

/// A disk at the foot of its column.
pub(crate) fn disk(sight: Sight, index: usize, key: Key, tied: Memo<bool>) -> AnyView {
    let wanted = key.clone();
    let tile = Memo::new(move |_| {
        sight.of(|column| column.disks.iter().find(|disk| disk.key == wanted).cloned())
    });
    let again = Memo::new(move |_| sight.of(|column| column.lives > 1));
    // Only the first disk is a stop of the arrow keys; the others are reached from it by Tab.
    let id = (index == 0).then(|| sight.id(Part::Disk));
    let tab_index = move || {
        if index == 0 {
            sight.tab_index(Part::Disk)
        } else {
            "0"
        }
    };
    let drawn = move || tied.get() && again.get();
    let page = sight.page;
    view! {
        <div class="disk-place" on:keydown=move |event| { on_key(sight, Part::Disk, &event); }
            on:focusin=move |_| page.active.set(Some(sight.cell(Part::Disk)))>
            {button(page, key, tile, id, tab_index, drawn)}
        </div>
    }
    .into_any()
}

/// A disk nobody's column refers to.
pub(crate) fn shelved_disk(page: Page, key: Key) -> AnyView {
    let wanted = key.clone();
    let tile = Memo::new(move |_| {
        page.scene
            .with(|scene| scene.shelf.iter().find(|disk| disk.key == wanted).cloned())
    });
    let doomed = key.clone();
    view! {
        <li class="disk-place">
            {button(page, key.clone(), tile, None, || "0", || false)}
            <button type="button" class="button square quiet"
                aria-label=move || page.say(&Note::DeleteClaim { claim: key.name.to_string() })
                title=move || page.word(Label::Delete)
                on:click=move |_| page.send(Message::Ask(Question::DeleteClaim(doomed.clone())))>
                {icon("delete")}
            </button>
        </li>
    }
    .into_any()
}

fn button(
    page: Page,
    key: Key,
    tile: Memo<Option<DiskTile>>,
    id: Option<String>,
    tab_index: impl Fn() -> &'static str + Send + Sync + 'static,
    drawn: impl Fn() -> bool + Send + Sync + 'static,
) -> AnyView {
    let name = key.name.to_string();
    let (selected, claim) = (key.clone(), name.clone());
    let hook = move |read: fn(&DiskTile) -> &str| {
        move || tile.with(|tile| tile.as_ref().map(|tile| read(tile).to_owned()))
    };
    let kept = move || tile.with(|tile| tile.as_ref().is_some_and(|tile| tile.kept));
    view! {
        <button type="button" class="disk" id=id tabindex=tab_index
            class:drawn=drawn
            class:loose=move || tile.with(|tile| tile.as_ref().is_some_and(|tile| tile.phase != "Bound"))
            data-claim=claim data-uid=hook(|tile| &tile.uid) data-volume=hook(|tile| &tile.volume) data-phase=hook(|tile| &tile.phase)
            aria-pressed=move || if page.selected.with(|key| key.as_ref() == Some(&selected)) { "true" } else { "false" }
            on:click=move |_| page.inspect(key.clone())>
            {icon("disk")}
            <span class="name">{cut_name(&name)}</span>
            <span class="about">
                <span class="known">{move || tile.with(|tile| tile.as_ref().map(|tile| about(page, tile)))}</span>
                <span class="volume">{move || tile.with(|tile| tile.as_ref().and_then(volume))}</span>
            </span>
            <Show when=kept><span class="tag">{move || page.word(Label::Kept)}</span></Show>
            <span class="unseen">", "{move || spoken(page, &tile.get())}</span>
        </button>
    }
    .into_any()
}

/// `1Gi · 1 file`, or what it lacks.
fn about(page: Page, tile: &DiskTile) -> String {
    if tile.phase != "Bound" {
        return format!("{} · {}", tile.capacity, tile.phase);
    }
    let files = page.say(&caption::files(tile));
    format!("{} · {files}", tile.capacity)
}

/// ` · pvc-a1f3…`: what tells its volume from the others; where there is no room for that, it is not there.
fn volume(tile: &DiskTile) -> Option<String> {
    let uid = tile.volume.strip_prefix("pvc-");
    let short = uid.map_or_else(
        || tile.volume.clone(),
        |uid| format!("pvc-{}", short_uid(uid)),
    );
    (tile.phase == "Bound").then(|| format!("\u{a0}· {short}"))
}

fn spoken(page: Page, tile: &Option<DiskTile>) -> String {
    tile.as_ref()
        .map_or_else(String::new, |tile| page.say(&caption::disk(tile)))
}
