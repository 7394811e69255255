//! Keys that work wherever nothing else wants them.

use super::page::Page;
use super::receipts;
use super::top_bar::present;
use crate::app::{Message, Travel};
use crate::view::player::Speed;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The button that a pointer pressed last, until the keyboard moves the focus.
type Pressed = StoredValue<Option<web_sys::Element>, LocalStorage>;

/// Listens on the whole page.
pub(crate) fn listen(page: Page) {
    let pressed: Pressed = StoredValue::new_local(None);
    let pointer = window_event_listener(leptos::ev::pointerdown, move |event| {
        pressed.set_value(button_of(&event));
    });
    let down = window_event_listener(leptos::ev::keydown, move |event| {
        on_key(page, pressed, &event);
    });
    // A browser may press the button when the key comes up, whatever was said when it went down.
    let up = window_event_listener(leptos::ev::keyup, move |event| {
        if event.key() == " " && is_left_over(pressed, &event) {
            event.prevent_default();
        }
    });
    on_cleanup(move || {
        pointer.remove();
        down.remove();
        up.remove();
    });
}

fn on_key(page: Page, pressed: Pressed, event: &web_sys::KeyboardEvent) {
    if moves_focus(&event.key()) {
        pressed.set_value(None);
    }
    let taken = is_taken(event) && !(event.key() == " " && is_left_over(pressed, event));
    if event.default_prevented() || event.is_composing() || event.alt_key() || taken {
        return;
    }
    if event.ctrl_key() || event.meta_key() {
        take_back(page, event);
        return;
    }
    let speed = page.settings.with_untracked(|settings| settings.speed);
    match event.key().as_str() {
        " " => page.send(Message::TogglePause),
        "." => page.send(Message::Step),
        "," => page.send(Message::ToggleStepByStep),
        "b" | "B" => page.send(Message::Travel(Travel::Back)),
        "l" | "L" => page.send(Message::Travel(Travel::Live)),
        "[" => page.send(Message::Travel(Travel::ObjectBack)),
        "]" => page.send(Message::Travel(Travel::ObjectOn)),
        "-" => page.send(Message::SetSpeed(neighbour(speed, -1))),
        "+" | "=" => page.send(Message::SetSpeed(neighbour(speed, 1))),
        "p" | "P" => present(page),
        "Escape" if page.pile.with_untracked(Option::is_some) => receipts::close(page),
        "Escape" if page.presenting.get_untracked() => present(page),
        "?" => page.help.update(|open| *open = !*open),
        _ => return,
    }
    event.prevent_default();
}

/// What takes an act back everywhere, and does it again.
fn take_back(page: Page, event: &web_sys::KeyboardEvent) {
    let travel = match (event.key().as_str(), event.shift_key()) {
        ("z", false) => Travel::Undo,
        ("y", false) | ("z" | "Z", true) => Travel::Redo,
        _ => return,
    };
    event.prevent_default();
    page.send(Message::Travel(travel));
}

/// Whether a button has the focus only because a pointer pressed it. Who pressed the bin with a mouse and then Space meant the clock,
/// not the bin again; who came to the bin with Tab meant the bin.
fn is_left_over(pressed: Pressed, event: &web_sys::KeyboardEvent) -> bool {
    let focused = button_of(event);
    // What is inside a dialog is asked and answered there.
    focused.is_some_and(|button| {
        pressed.with_value(|pressed| pressed.as_ref() == Some(&button))
            && button.closest("dialog").is_ok_and(|found| found.is_none())
    })
}

fn moves_focus(key: &str) -> bool {
    key.starts_with("Arrow") || matches!(key, "Tab" | "Home" | "End" | "PageUp" | "PageDown")
}

/// The button that an event fell on.
fn button_of(event: &web_sys::Event) -> Option<web_sys::Element> {
    let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    target.closest(BUTTONS).ok().flatten()
}

/// What Space presses.
const BUTTONS: &str = "button, a, summary";

/// Whether the key belongs to what has the focus: a text being written, a button that Space presses, an open dialog.
fn is_taken(event: &web_sys::KeyboardEvent) -> bool {
    let Some(target) = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
    else {
        return false;
    };
    let within = |selector: &str| target.closest(selector).is_ok_and(|found| found.is_some());
    within("input, textarea, select, [contenteditable=''], [contenteditable=true], dialog")
        || (event.key() == " " && within(BUTTONS))
        || (event.key() == "Escape" && within(".menu"))
}

fn neighbour(speed: Speed, by: isize) -> Speed {
    let at = Speed::ALL
        .iter()
        .position(|other| *other == speed)
        .unwrap_or_default();
    at.checked_add_signed(by)
        .and_then(|at| Speed::ALL.get(at))
        .copied()
        .unwrap_or(speed)
}
