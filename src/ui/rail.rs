//! The time bar itself: what happened and when as marks, and a slider on them that leads to any moment.

use super::page::Page;
use super::words::minutes;
use crate::app::{Mark, Message, Travel};
use crate::cluster::api::SimTime;
use crate::i18n::{Label, Note};
use leptos::prelude::*;
use std::fmt::Write;
use wasm_bindgen::JsCast;

/// How far the keys go that take large steps.
const LEAP_MS: u64 = 10_000;

/// The marks are drawn on so many units of height.
const FULL: u32 = 10;

/// More than so many changes at once make no mark higher.
const MARK_MAX: u32 = 8;

/// The slider, its marks, and above them the keys or, in the past, what that means.
pub(crate) fn rail(page: Page) -> AnyView {
    let end = move || {
        let end = page.place.with(|place| place.end.map(|end| end.at));
        end.unwrap_or_else(|| page.now.get())
    };
    // Live the end goes on with every frame; the marks need not.
    let width = Memo::new(move |_| end().0 / 500 * 500 + 500);
    let at = Memo::new(move |_| {
        let past = page.place.with(|place| place.end.is_some());
        if past {
            share(page.now.get(), end())
        } else {
            "100%".to_owned()
        }
    });
    let changes = Memo::new(move |_| strokes(page, |mark| mark.changes, MARK_MAX));
    let acts = Memo::new(move |_| strokes(page, |mark| mark.acts, 1));
    let counted = move || {
        let sum = |of: fn(&Mark) -> u32| page.place.with(|place| place.marks.iter().map(of).sum());
        page.say(&Note::Marked {
            acts: sum(|mark| mark.acts),
            changes: sum(|mark| mark.changes),
        })
    };
    // Live it is one word: whoever has the focus on it would hear it count otherwise.
    let spoken = move || past(page).unwrap_or_else(|| page.word(Label::Now).to_owned());
    let now = move || page.now.get().0.to_string();
    let dragging = StoredValue::new(false);
    let seek = move |event: &web_sys::PointerEvent| {
        if let Some(to) = pointed(event, end()) {
            page.send(Message::Travel(Travel::To(to)));
        }
    };
    view! {
        <div class="rail" role="slider" tabindex="0" aria-label=move || page.word(Label::Time) aria-describedby="marked"
            aria-valuemin="0" aria-valuemax=move || end().0.to_string() aria-valuenow=now aria-valuetext=spoken
            style:--at=move || at.get()
            on:pointerdown=move |event| { dragging.set_value(true); hold(&event); seek(&event); }
            on:pointermove=move |event| { if dragging.get_value() { seek(&event); } }
            on:pointerup=move |_| dragging.set_value(false) on:pointercancel=move |_| dragging.set_value(false)
            on:keydown=move |event| on_key(page, &event)>
            <svg aria-hidden="true" preserveAspectRatio="none" viewBox=move || format!("0 0 {} {FULL}", width.get())>
                <path class="changes" d=move || changes.get() />
                <path class="acts" d=move || acts.get() />
            </svg>
            <span class="thumb"></span>
            <span id="marked" hidden>{counted}</span>
        </div>
    }
    .into_any()
}

/// That an earlier moment is looked at, in words.
pub(crate) fn past(page: Page) -> Option<String> {
    let end = page.place.with(|place| place.end)?;
    Some(page.say(&Note::InThePast {
        at: minutes(page.now.get()),
        live: minutes(end.at),
    }))
}

/// One stroke for all marks of a kind, whatever their number; so high are at most as many at once as `crowd`.
fn strokes(page: Page, count: fn(&Mark) -> u32, crowd: u32) -> String {
    let mut path = String::new();
    page.place.with(|place| {
        for mark in place.marks.iter().filter(|mark| count(mark) > 0) {
            let height = FULL * (count(mark) + 1).min(crowd) / crowd;
            let _ = write!(path, "M{} {FULL}v-{height}", mark.at.0);
        }
    });
    path
}

#[expect(clippy::cast_precision_loss, reason = "a place on the screen")]
fn share(at: SimTime, end: SimTime) -> String {
    format!("{:.2}%", at.0 as f64 * 100.0 / (end.0.max(1)) as f64)
}

fn hold(event: &web_sys::PointerEvent) {
    if let Some(rail) = rail_of(event) {
        // Without the capture the drag ends where the pointer leaves the bar: worse, nothing else.
        let _ = rail.set_pointer_capture(event.pointer_id());
    }
}

fn rail_of(event: &web_sys::PointerEvent) -> Option<web_sys::Element> {
    event.current_target()?.dyn_into().ok()
}

/// The instant under the pointer.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a place on the screen"
)]
fn pointed(event: &web_sys::PointerEvent, end: SimTime) -> Option<SimTime> {
    let width = f64::from(rail_of(event)?.client_width()).max(1.0);
    let share = f64::from(event.offset_x()) / width;
    Some(SimTime((share.clamp(0.0, 1.0) * end.0 as f64) as u64))
}

/// The arrows go from one thing that could be seen to the next, as the buttons do.
fn on_key(page: Page, event: &web_sys::KeyboardEvent) {
    let now = page.now.get_untracked().0;
    let message = match event.key().as_str() {
        "ArrowLeft" | "ArrowDown" => Message::Travel(Travel::Back),
        "ArrowRight" | "ArrowUp" => Message::Step,
        "PageDown" => Message::Travel(Travel::To(SimTime(now.saturating_sub(LEAP_MS)))),
        "PageUp" => Message::Travel(Travel::To(SimTime(now + LEAP_MS))),
        "Home" => Message::Travel(Travel::To(SimTime(0))),
        "End" => Message::Travel(Travel::Live),
        _ => return,
    };
    event.prevent_default();
    page.send(message);
}
