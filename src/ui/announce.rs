//! What a screen reader is told: politely, one message at a time, and nothing twice.

use super::page::Page;
use crate::i18n::Label;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;

/// Messages closer together than this are one message: who listens cannot be faster.
const PAUSE_MS: u32 = 1500;

/// More than this is a storm; the last sentences say where it ended.
const MERGED_MAX: usize = 4;

/// The queue in front of the live region.
#[derive(Clone, Copy)]
pub(crate) struct Announcer {
    said: RwSignal<String>,
    waiting: StoredValue<Vec<String>>,
    resting: StoredValue<bool>,
}

impl Announcer {
    /// A region that has said nothing.
    pub(crate) fn new() -> Self {
        Self {
            said: RwSignal::new(String::new()),
            waiting: StoredValue::new(vec![]),
            resting: StoredValue::new(false),
        }
    }

    /// Says something now, or with what else there is to say after the pause.
    pub(crate) fn say(self, text: String) {
        self.waiting.update_value(|waiting| {
            if waiting.last() != Some(&text) {
                waiting.push(text);
            }
            let excess = waiting.len().saturating_sub(MERGED_MAX);
            waiting.drain(..excess);
        });
        if !self.resting.get_value() {
            self.speak();
        }
    }

    fn speak(self) {
        let waiting = self
            .waiting
            .try_update_value(std::mem::take)
            .unwrap_or_default();
        self.resting.set_value(!waiting.is_empty());
        if waiting.is_empty() {
            return;
        }
        self.said.set(waiting.join(" "));
        Timeout::new(PAUSE_MS, move || self.speak()).forget();
    }
}

/// The live region.
pub(crate) fn live_region(page: Page) -> AnyView {
    view! {
        <div class="unseen" role="status" aria-live="polite" aria-atomic="true" aria-label=move || page.word(Label::Story)>
            {move || page.announcer.said.get()}
        </div>
    }
    .into_any()
}
