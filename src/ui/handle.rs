//! `window.playground`: time in the hands of a script, for whoever shows the page to others.

use super::page::Page;
use crate::app::{Message, Travel};
use crate::cluster::api::SimTime;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = "
export const offer = (call) => {
  const way = (word) => (ms = 0) => call(word, Number(ms));
  globalThis.playground = { play: way('play'), pause: way('pause'), seek: way('seek'), now: way('now') };
};")]
extern "C" {
    fn offer(call: &JsValue);
}

/// Offers it. Each of its functions answers the simulated milliseconds that the page shows.
pub(crate) fn handle(page: Page) {
    let call: Closure<dyn FnMut(String, f64) -> f64> =
        Closure::new(move |word: String, ms: f64| call(page, &word, ms));
    offer(&call.into_js_value());
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a float as an integer saturates, and no page is open for 2^53 milliseconds"
)]
fn call(page: Page, word: &str, ms: f64) -> f64 {
    use leptos::prelude::{GetUntracked, WithUntracked};
    let paused = page.settings.with_untracked(|settings| settings.paused);
    match word {
        "play" if paused => page.send(Message::TogglePause),
        "pause" if !paused => page.send(Message::TogglePause),
        "seek" => page.send(Message::Travel(Travel::To(SimTime(ms as u64)))),
        _ => {}
    }
    page.now.get_untracked().0 as f64
}
