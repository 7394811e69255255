//! Which of a set's columns are drawn: as many as there is room for. The page follows what happens until the person
//! looks elsewhere.

use super::page::Page;
use crate::app::Actor;
use crate::cluster::api::{Key, Kind};
use crate::view::beat::Happening;
use crate::view::name::with_ordinal;
use crate::view::scene::Scene;
use crate::view::window::{in_sight, moved_to};
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Before anything was measured, and where there is nothing to measure.
pub(crate) const ROOM_USUAL: usize = 8;

/// Room for this many columns until the browser has told its widths.
const ROOM_MIN: usize = 2;

/// All ordinals of a set that have a column.
pub(crate) fn ordinals(scene: &Scene, set: &Key) -> Vec<i32> {
    let set = scene.sets.iter().find(|picture| picture.key == *set);
    set.map(|set| set.columns.iter().map(|column| column.ordinal).collect())
        .unwrap_or_default()
}

/// Moves a set's window so that it begins with an ordinal.
pub(crate) fn begin_at(page: Page, set: &Key, first: i32) {
    page.firsts.update(|firsts| {
        firsts.insert(set.clone(), first);
    });
}

/// The ordinals in sight, of those there are; tracked.
pub(crate) fn visible(page: Page, set: &Key, ordinals: &[i32]) -> Vec<i32> {
    let first = page.firsts.with(|firsts| firsts.get(set).copied());
    let sight = in_sight(ordinals, first.unwrap_or(i32::MIN), page.room.get());
    ordinals[sight].to_vec()
}

/// Brings a column into sight.
pub(crate) fn show(page: Page, set: &Key, ordinal: i32) {
    let all = page.scene.with_untracked(|scene| ordinals(scene, set));
    let first = page
        .firsts
        .with_untracked(|firsts| firsts.get(set).copied())
        .unwrap_or(i32::MIN);
    if let Some(first) = moved_to(&all, first, page.room.get_untracked(), ordinal) {
        begin_at(page, set, first);
    }
}

/// Brings into sight what happens in a set, until the person has chosen a part of it; what they do next ends that.
pub(crate) fn follow(page: Page) {
    Effect::new(move |_| {
        page.beats.with(|beats| {
            for beat in beats.iter() {
                if beat.actor == Actor::You {
                    page.steered.set(false);
                }
                let Some((set, ordinal)) =
                    page.scene.with_untracked(|scene| place(scene, &beat.key))
                else {
                    continue;
                };
                let moves = matches!(
                    beat.what,
                    Happening::PodCreated { .. } | Happening::PodTerminating { .. }
                );
                if let Some(ordinal) = ordinal.filter(|_| moves && !page.steered.get_untracked()) {
                    show(page, &set, ordinal);
                }
            }
        });
    });
}

/// The set something belongs to, and its ordinal if it is a pod.
fn place(scene: &Scene, key: &Key) -> Option<(Key, Option<i32>)> {
    match key.kind {
        Kind::StatefulSet => Some((key.clone(), None)),
        Kind::Pod => {
            let (set, ordinal) = with_ordinal(&key.name)?;
            let set = key.sibling(Kind::StatefulSet, set);
            let known = scene.sets.iter().any(|picture| picture.key == set);
            known.then_some((set, Some(ordinal)))
        }
        _ => None,
    }
}

/// Keeps the number of columns there is room for, from the widths of the style sheet: `--label`, `--column-least`, or
/// `--room` where columns are rows.
pub(crate) fn measure(page: Page, of: NodeRef<Div>) {
    let look = move || {
        let Some(element) = of.get_untracked() else {
            return;
        };
        let listed = number(&element, "--room").is_some();
        if page.listed.get_untracked() != listed {
            page.listed.set(listed);
        }
        let room = room_in(&element).unwrap_or(ROOM_USUAL).max(ROOM_MIN);
        if page.room.get_untracked() != room {
            page.room.set(room);
        }
    };
    Effect::new(move |_| {
        let Some(element) = of.get() else { return };
        let changed: Closure<dyn FnMut()> = Closure::new(look);
        let changed: js_sys::Function = changed.into_js_value().unchecked_into();
        if let Ok(observer) = web_sys::ResizeObserver::new(&changed) {
            observer.observe(&element);
        }
    });
    Effect::new(move |_| {
        // Their letters have other widths.
        page.language();
        page.presenting.track();
        request_animation_frame(look);
    });
}

/// A number of the style sheet's, without its unit.
fn number(element: &web_sys::HtmlElement, name: &str) -> Option<f64> {
    let style = window().get_computed_style(element).ok().flatten()?;
    let value = style.get_property_value(name).ok()?;
    value.trim().trim_end_matches("rem").parse().ok()
}

/// How many pixels a rem is.
pub(super) fn rem_px() -> Option<f64> {
    let root = document().document_element()?;
    let style = window().get_computed_style(&root).ok().flatten()?;
    let size = style.get_property_value("font-size").ok()?;
    size.trim_end_matches("px").parse().ok()
}

fn room_in(element: &web_sys::HtmlElement) -> Option<usize> {
    if let Some(rows) = number(element, "--room") {
        return whole(rows);
    }
    let width = f64::from(element.client_width()) / rem_px()?
        - number(element, "--gutters")?
        - number(element, "--label")?;
    whole(width / number(element, "--column-least")?)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float as an integer saturates, and columns are counted"
)]
pub(super) fn whole(number: f64) -> Option<usize> {
    number.is_finite().then_some(number.max(0.0) as usize)
}
