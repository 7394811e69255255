//! Keys that work wherever nothing else wants them.

use super::page::Page;
use super::receipts;
use super::top_bar::present;
use crate::app::Message;
use crate::view::player::Speed;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Listens on the whole page.
pub(crate) fn listen(page: Page) {
    let listener = window_event_listener(leptos::ev::keydown, move |event| on_key(page, &event));
    on_cleanup(move || listener.remove());
}

fn on_key(page: Page, event: &web_sys::KeyboardEvent) {
    let plain = !event.ctrl_key() && !event.meta_key() && !event.alt_key();
    if event.default_prevented() || event.is_composing() || !plain || is_taken(event) {
        return;
    }
    let speed = page.settings.with_untracked(|settings| settings.speed);
    match event.key().as_str() {
        " " => page.send(Message::TogglePause),
        "." => page.send(Message::Step),
        "," => page.send(Message::ToggleStepByStep),
        "-" => page.send(Message::SetSpeed(neighbour(speed, -1))),
        "+" | "=" => page.send(Message::SetSpeed(neighbour(speed, 1))),
        "p" | "P" => present(page),
        "Escape" if page.pile.with_untracked(Option::is_some) => receipts::close(page),
        "?" => page.help.update(|open| *open = !*open),
        _ => return,
    }
    event.prevent_default();
}

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
        || (event.key() == " " && within("button, a, summary"))
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
