//! The only place that does something to the browser because the app asked for it.

use super::page::Page;
use super::share;
use crate::app::{Effect as Asked, Message, StorageKey, Theme};
use crate::view::player::Motion;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = "
export const keepUntil = (at, steps, inputs) => {
  try {
    const record = JSON.parse(sessionStorage.getItem('record'));
    if (record.inputs.length !== inputs) return;
    record.until = { at, steps, inputs };
    sessionStorage.setItem('record', JSON.stringify(record));
  } catch {
    // Nothing was kept, or nothing can be.
  }
};")]
extern "C" {
    #[wasm_bindgen(js_name = keepUntil)]
    fn keep_until(at: f64, steps: f64, inputs: usize);
}

/// A frame longer than this was no frame: the page was hidden, or the machine asleep.
const FRAME_MS_MAX: f64 = 250.0;

/// Who has not typed for this long wants to know what is wrong.
const TYPING_PAUSE_MS: u32 = 250;

/// With more pods than this on the page, what moves is no longer smooth and only costs.
const PODS_MOVING_MAX: usize = 300;

/// Beside a record: the link by which the page of the record was opened, if by one.
const RECORD_OF: &str = "record-of";

/// The name under which the dock's height is kept.
pub(crate) const DOCK: &str = "dock";

/// The name under which it is noted that the simulation could not be started.
const NOT_BEGUN: &str = "not-begun";

/// Does what an update asked for, in order.
pub(crate) fn run(page: Page, effects: Vec<Asked>) {
    for effect in effects {
        match effect {
            Asked::Announce(text) => page.announcer.say(text),
            Asked::Persist { key, value } => persist(key.name(), &value),
            Asked::SetDocumentLanguage(language) => {
                set_root_attribute("lang", Some(language.tag()));
                page.island
                    .with_value(|island| island.set_language(language));
            }
            Asked::SetTheme(theme) => set_root_attribute(
                "data-theme",
                match theme {
                    Theme::System => None,
                    Theme::Light | Theme::Dark => Some(theme.text()),
                },
            ),
            Asked::EditorSetText(text) => page.island.with_value(|island| island.set_text(&text)),
            Asked::EditorSetApplied(text) => {
                page.island.with_value(|island| island.set_applied(&text))
            }
            Asked::EditorSetDiagnostics(problems) => page
                .island
                .with_value(|island| island.set_diagnostics(&problems)),
            Asked::ExamineSoon => examine_soon(page),
            Asked::EditorGoTo(offset) => page.island.with_value(|island| island.go_to(offset)),
            Asked::Focus(id) => focus(&id),
            Asked::CopyText(text) => {
                let _ = window().navigator().clipboard().write_text(&text);
            }
            Asked::SetUrl(query) => set_url(&query),
            Asked::Share(content) => share::pack(page, &content),
            Asked::Save { name, text } => share::save(&name, &text),
            Asked::ShowQrCode(code) => share::show_code(page, code),
        }
    }
}

/// Looks at the text when nothing was typed for a moment.
fn examine_soon(page: Page) {
    // The look that was to come is dropped, and with it its timer.
    let next = Timeout::new(TYPING_PAUSE_MS, move || page.send(Message::Examine));
    page.examining.set_value(Some(next));
}

/// Lets time pass: one tick a frame, as long as the page is there.
pub(crate) fn run_clock(page: Page) {
    let mut before = None::<f64>;
    let frame: Closure<dyn FnMut(f64)> = Closure::new(move |now: f64| {
        let elapsed = before
            .map_or(0.0, |before| now - before)
            .clamp(0.0, FRAME_MS_MAX);
        // Whole milliseconds go in; the rest stays for the next frame, so that nothing is lost at 60 frames a second.
        let whole = elapsed.floor();
        before = Some(now - (elapsed - whole));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped just above"
        )]
        page.send(Message::Tick {
            wall_elapsed_ms: whole as u32,
            looks_max: page.looks_max(),
        });
        page.frame
            .with_value(|next| next.as_ref().map(request_frame));
    });
    let next: js_sys::Function = frame.into_js_value().unchecked_into();
    request_frame(&next);
    page.frame.set_value(Some(next));
}

/// The browser's clock, in milliseconds; stands still where there is none.
pub(super) fn clock_ms() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}

fn request_frame(callback: &js_sys::Function) {
    let _ = window().request_animation_frame(callback);
}

/// Keeps how far the cluster has come when the page is left, so that a reload finds it as it was: what was done to it is
/// kept already, and nobody can be asked any more. A phone may end a page that is only out of sight. A page that broke
/// keeps nothing.
pub(crate) fn keep_on_leaving(page: Page) {
    for event in ["pagehide", "visibilitychange"] {
        let handle = window_event_listener_untyped(event, move |_| keep_progress(page));
        on_cleanup(move || handle.remove());
    }
}

fn keep_progress(page: Page) {
    let broke = document()
        .document_element()
        .is_some_and(|root| root.has_attribute("data-broken"));
    if broke {
        return;
    }
    page.client.with_value(|client| {
        let until = client.shown().end();
        #[expect(
            clippy::cast_precision_loss,
            reason = "a page is not open for 2^53 milliseconds"
        )]
        keep_until(until.at.0 as f64, until.steps as f64, until.inputs);
    });
}

/// Keeps a text in the browser. One that keeps nothing (private windows, full disks) only forgets sooner.
fn persist(key: &str, value: &str) {
    if let Some(kept) = storage(key) {
        let _ = kept.set_item(key, value);
        if key == StorageKey::Record.name() {
            let _ = kept.set_item(RECORD_OF, share::opened_by());
        }
    }
}

/// The record that was kept of this page, and not of one that another link opened in the same tab.
pub(super) fn kept_record() -> Option<String> {
    let record = kept(StorageKey::Record.name())?;
    (kept(RECORD_OF)? == share::opened_by()).then_some(record)
}

/// Notes that the simulation could not be started; answers whether that has been so before in this visit.
pub(crate) fn has_failed_to_begin() -> bool {
    let before = kept(NOT_BEGUN).is_some();
    persist(NOT_BEGUN, "1");
    before
}

/// The cluster of this visit is not taken up again.
pub(crate) fn forget_record() {
    let name = StorageKey::Record.name();
    if let Some(kept) = storage(name) {
        let _ = kept.remove_item(name);
    }
}

/// Where something is kept: in the browser, or for this visit only. Of a page that was opened by a link the text is
/// somebody else's: it does not take the place of the reader's own.
fn storage(key: &str) -> Option<web_sys::Storage> {
    let of_visit = [StorageKey::Session, StorageKey::FirstMinute].map(StorageKey::name);
    let visit = key == StorageKey::Record.name()
        || key == RECORD_OF
        || key == NOT_BEGUN
        || of_visit.contains(&key) && !share::opened_by().is_empty();
    let storage = match visit {
        true => window().session_storage(),
        false => window().local_storage(),
    };
    storage.ok().flatten()
}

/// What was kept under a name.
pub(crate) fn kept(key: &str) -> Option<String> {
    storage(key)?.get_item(key).ok().flatten()
}

/// Whether the page shows one thing at a time; the width is that of `phone.css`.
pub(crate) fn is_phone() -> bool {
    window()
        .match_media("(max-width: 767px)")
        .ok()
        .flatten()
        .is_some_and(|list| list.matches())
}

/// Keeps the height of the dock, within what leaves something of both sides.
pub(crate) fn set_dock_height(page: Page, height_px: f64) {
    let whole = window()
        .inner_height()
        .ok()
        .and_then(|height| height.as_f64())
        .unwrap_or(800.0);
    let height_px = height_px.clamp(80.0, (whole * 0.7).max(80.0)).round();
    page.dock_px.set(Some(height_px));
    persist(DOCK, &height_px.to_string());
}

/// The dock is as high again as the style sheet says.
pub(crate) fn forget_dock_height(page: Page) {
    page.dock_px.set(None);
    persist(DOCK, "");
}

fn focus(id: &str) {
    let id = id.to_owned();
    // After the next drawing: what is to be focused may only just come to be.
    request_animation_frame(move || {
        let element = document().get_element_by_id(&id);
        if let Some(element) =
            element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
        {
            let _ = element.focus();
        }
    });
}

fn set_url(query: &str) {
    let Ok(path) = window().location().pathname() else {
        return;
    };
    let hash = window().location().hash().unwrap_or_default();
    let address = if query.is_empty() {
        format!("{path}{hash}")
    } else {
        format!("{path}?{query}{hash}")
    };
    if let Ok(history) = window().history() {
        // Replaced, not pushed: a change of speed is no page to go back to.
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&address));
    }
}

/// Keeps the attributes of the document that style sheets ask for.
pub(crate) fn mark_document(page: Page) {
    Effect::new(move |_| set_root_attribute("data-ready", page.begun.get().then_some("")));
    Effect::new(move |_| set_root_attribute("data-present", page.presenting.get().then_some("")));
    Effect::new(move |_| {
        let style = page
            .dock_px
            .get()
            .map(|height| format!("--dock: {height}px"));
        set_root_attribute("style", style.as_deref());
    });
    let crowded = Memo::new(move |_| {
        page.scene.with(|scene| {
            let columns: usize = scene.sets.iter().map(|set| set.columns.len()).sum();
            columns + scene.other_pods.len() > PODS_MOVING_MAX
        })
    });
    Effect::new(move |_| {
        let motion = page.motion.get();
        set_root_attribute(
            "data-motion",
            (motion == Motion::Reduced).then_some("reduced"),
        );
        let still = motion == Motion::None || crowded.get();
        set_root_attribute("data-still", still.then_some(""));
    });
}

fn set_root_attribute(name: &str, value: Option<&str>) {
    let Some(root) = document().document_element() else {
        return;
    };
    // Refused only for names that are no names, and these are.
    let _ = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}
