//! Moving through the matrix with the arrow keys: sideways from identity to identity, up and down along a thread.

use super::page::Page;
use super::sight::{ordinals, show, visible};
use crate::cluster::api::Key;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// What lies on a thread, from top to bottom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// The name and what it answers.
    Name,
    /// The pod, or its outline.
    Pod,
    /// The first disk.
    Disk,
}

/// A cell of a matrix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Active {
    /// The set.
    pub(crate) set: Key,
    /// The column.
    pub(crate) ordinal: i32,
    /// What on the thread.
    pub(crate) part: Part,
}

impl Part {
    const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Pod => "pod",
            Self::Disk => "disk",
        }
    }

    const fn above(self) -> Self {
        match self {
            Self::Name | Self::Pod => Self::Name,
            Self::Disk => Self::Pod,
        }
    }

    const fn below(self) -> Self {
        match self {
            Self::Name => Self::Pod,
            Self::Pod | Self::Disk => Self::Disk,
        }
    }
}

/// The id of a cell's element; object names are DNS labels, so the pieces cannot be confused.
pub(crate) fn cell_id(set: &Key, ordinal: i32, part: Part) -> String {
    format!("{}.{}.{ordinal}.{}", set.namespace, set.name, part.name())
}

/// The part of an identity that the Tab key reaches; one cell of a matrix is reached, all others are not.
pub(crate) fn reached(page: Page, set: &Key, ordinal: i32) -> Option<Part> {
    page.active.with(|active| match active {
        Some(active) if active.set == *set && in_sight(page, active) => {
            (active.ordinal == ordinal).then_some(active.part)
        }
        // Nobody has been here yet: the first pod is where the keys begin.
        _ => page.scene.with(|scene| {
            let first = *visible(page, set, &ordinals(scene, set)).first()?;
            (first == ordinal).then_some(Part::Pod)
        }),
    })
}

/// Whether a cell is drawn.
fn in_sight(page: Page, cell: &Active) -> bool {
    page.scene
        .with(|scene| visible(page, &cell.set, &ordinals(scene, &cell.set)).contains(&cell.ordinal))
}

/// The cell an arrow key leads to. `None`: the key means nothing here.
pub(crate) fn next_cell(page: Page, from: &Active, key: &str) -> Option<Active> {
    let ordinals = page
        .scene
        .with_untracked(|scene| ordinals(scene, &from.set));
    let at = ordinals
        .iter()
        .position(|ordinal| *ordinal == from.ordinal)?;
    let last = ordinals.len() - 1;
    let (at, part) = match key {
        "ArrowLeft" => (at.saturating_sub(1), from.part),
        "ArrowRight" => ((at + 1).min(last), from.part),
        "ArrowUp" => (at, from.part.above()),
        "ArrowDown" => (at, from.part.below()),
        "Home" => (0, from.part),
        "End" => (last, from.part),
        _ => return None,
    };
    Some(Active {
        set: from.set.clone(),
        ordinal: *ordinals.get(at)?,
        part,
    })
}

/// Moves the focus for an arrow key and says whether there was anything to do.
pub(crate) fn on_arrow(page: Page, from: &Active, event: &web_sys::KeyboardEvent) -> bool {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return false;
    }
    let Some(next) = next_cell(page, from, &event.key()) else {
        return false;
    };
    event.prevent_default();
    let id = cell_id(&next.set, next.ordinal, next.part);
    let id_of = id.clone();
    show(page, &next.set, next.ordinal);
    // The person is here: what happens elsewhere does not carry the window away.
    page.steered.set(true);
    let go = move || {
        let element = document().get_element_by_id(&id);
        if let Some(element) =
            element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
        {
            page.active.set(Some(next.clone()));
            // An element that cannot take the focus leaves it where it is, which is what should happen.
            let _ = element.focus();
        }
    };
    // A column that has just come into sight is there after the next drawing.
    if document().get_element_by_id(&id_of).is_some() {
        go();
    } else {
        request_animation_frame(go);
    }
    true
}
